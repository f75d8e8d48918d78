"""My suggestions: what became of the codes the program suggested to the user, by group of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.audits.pace_choices import ChoiceAct, by_group, choice_figures, code_group
from clinicbill.coding.audits.pace_store import zone_of
from clinicbill.reports.coder_figures import coder_choices, percent, viewer_of
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlite_utils import Database

    from clinicbill.coding.audits.pace_choices import SuggestionChoice

_ACTS = {"Accepted": ChoiceAct.ACCEPTED, "Changed": ChoiceAct.CHANGED, "Rejected": ChoiceAct.REJECTED}
_ALL = "Suggested"


def suggestion_choices_report(db: Database, days: Days) -> ReportTable:
    """One row for each group; the rates are shares of what was suggested."""
    choices = coder_choices(db, days, viewer_of(days).user_id)
    rows = tuple(_row(name, name, found) for name, found in by_group(choices).items())
    return ReportTable(
        id="suggestions",
        title="My suggestions",
        about=f"{slashed(days.from_on)}–{slashed(days.to_on)}, by the category of the suggested code",
        columns=(
            ReportColumn("Codes", CellKind.CODE),
            ReportColumn(_ALL, CellKind.COUNT, opens=True),
            *(ReportColumn(head, CellKind.COUNT, opens=True) for head in _ACTS),
            *(ReportColumn(f"{head}, %", CellKind.SHARE) for head in _ACTS),
        ),
        rows=rows,
        total=_row(TOTAL, "Total", choices),
        empty="No suggestion was accepted, changed or rejected on these days.",
    )


def _row(key: str, name: str, choices: list[SuggestionChoice]) -> ReportRow:
    found = choice_figures(choices)
    rates = [found.rate(act) for act in _ACTS.values()]
    return ReportRow(
        key,
        (
            name,
            found.all,
            *(getattr(found, act.value) for act in _ACTS.values()),
            *(None if rate is None else percent(rate) for rate in rates),
        ),
    )


def suggestion_choices_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The suggestions behind one number."""
    zone, act = zone_of(db), _ACTS.get(title)
    return [
        _behind(one, zone)
        for one in coder_choices(db, days, viewer_of(days).user_id)
        if key in (TOTAL, code_group(one.suggested)) and act in (None, one.act)
    ]


def _behind(one: SuggestionChoice, zone: ZoneInfo) -> BehindRow:
    instead = f", {one.chosen} instead" if one.chosen and one.chosen != one.suggested else ""
    return BehindRow(
        key=f"choice {one.id}",
        on=one.at.astimezone(zone).date(),
        who=one.who,
        what=one.act.value.capitalize(),
        detail=f"“{one.phrase}”{instead}",
        code=one.suggested,
        amount=None,
        patient_id=one.patient_id,
        encounter_id=one.encounter_id,
    )
