"""Coding audits: each audit's accuracy overall, and one audit by subject; every figure opens its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import AuditId
from clinicbill.basics.words import counted
from clinicbill.coding.audits.audit import SampleKind, Standing, Subject, Verdict, accuracy, by_subject
from clinicbill.coding.audits.audit_sample import audit_target
from clinicbill.coding.audits.audit_store import get_audit, items_of, list_audits
from clinicbill.practice.store import get_user
from clinicbill.reports.coder_figures import percent, viewer_of
from clinicbill.reports.report_table import (
    TOTAL,
    BehindRow,
    CellKind,
    Days,
    ReportColumn,
    ReportRow,
    ReportTable,
)
from clinicbill.reports.visit_names import visit_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit import Accuracy, Audit, AuditItem
    from clinicbill.reports.report_table import Cell
    from clinicbill.reports.visit_names import VisitName

KIND_WORDS = {SampleKind.RANDOM: "Random", SampleKind.RISK: "By risk"}
SUBJECT_WORDS = {
    Subject.DIAGNOSIS: "Diagnoses",
    Subject.PROCEDURE: "Procedures",
    Subject.MODIFIER: "Modifiers",
}
_STANDING_WORDS = {Standing.MET: "Met", Standing.BELOW: "Below", Standing.OPEN: "Too few to say"}
_VERDICTS = {
    "Right": Verdict.RIGHT,
    "Wrong": Verdict.WRONG,
    "Missing": Verdict.MISSING,
    "Extra": Verdict.EXTRA,
}
_CODES = "Codes"
_FIGURES = (
    ReportColumn(_CODES, CellKind.COUNT, opens=True),
    *(ReportColumn(head, CellKind.COUNT, opens=True) for head in _VERDICTS),
    ReportColumn("Accuracy", CellKind.SHARE),
    ReportColumn("Likely", CellKind.SHARE),
)


def coding_audits(db: Database, days: Days) -> ReportTable:
    """One row for each audit drawn on these days that the user may see, the newest first."""
    viewer = viewer_of(days)
    audits = list_audits(db, viewer, days.from_on, days.to_on)
    return ReportTable(
        id="coding_audits",
        title="Coding audit",
        about=f"drawn {slashed(days.from_on)}–{slashed(days.to_on)}; target {percent(audit_target())} right",
        columns=(
            ReportColumn("Drawn", CellKind.DATE),
            ReportColumn("Coder", CellKind.TEXT),
            ReportColumn("Sample", CellKind.TEXT),
            ReportColumn("Visits", CellKind.SHARE),
            *_FIGURES,
            ReportColumn("State", CellKind.TEXT),
        ),
        rows=tuple(_audit_row(db, viewer, audit) for audit in audits),
        empty="No audit was drawn on these days.",
    )


def _audit_row(db: Database, viewer: Stamp, audit: Audit) -> ReportRow:
    items = items_of(db, viewer, audit.id)
    waiting = sum(item.open for item in items)
    state = f"{waiting} to score" if waiting else "To finish"
    return ReportRow(
        str(audit.id),
        (
            audit.made_on,
            get_user(db, audit.coder_id).name,
            KIND_WORDS[audit.kind],
            f"{len({item.encounter_id for item in items})} of {audit.population}",
            *_cells(items),
            f"Finished {slashed(audit.finished_on)}" if audit.finished_on else state,
        ),
    )


def coding_audits_rows(db: Database, days: Days, key: str, title: str) -> list[BehindRow]:
    """The codes behind one number."""
    return _behind_rows(db, items_of(db, viewer_of(days), AuditId(int(key))), title)


def audit_result(db: Database, viewer: Stamp, audit_id: AuditId) -> ReportTable:
    """One audit: a row for each subject, all together last.

    Raises:
        NotFound: there is no such audit.
        NotAllowed: its coder does not share figures with this user.
    """
    audit = get_audit(db, viewer, audit_id)
    items = items_of(db, viewer, audit_id)
    return ReportTable(
        id="audit_result",
        title=f"Coding audit of {get_user(db, audit.coder_id).name}",
        about=sample_words(audit, items),
        columns=(
            ReportColumn("Subject", CellKind.TEXT),
            *_FIGURES,
            ReportColumn(f"Against {percent(audit_target())}", CellKind.TEXT),
        ),
        rows=tuple(
            ReportRow(subject.value, (SUBJECT_WORDS[subject], *_cells(found), _standing(found)))
            for subject, found in by_subject(items).items()
        ),
        total=ReportRow(TOTAL, ("All", *_cells(items), _standing(items))),
    )


def audit_result_rows(
    db: Database, viewer: Stamp, audit_id: AuditId, key: str, title: str
) -> list[BehindRow]:
    """The codes behind one number of an audit."""
    items = items_of(db, viewer, audit_id)
    return _behind_rows(db, [item for item in items if key in (TOTAL, item.subject.value)], title)


def sample_words(audit: Audit, items: Sequence[AuditItem]) -> str:
    """How the sample was drawn, so that it can be drawn again."""
    visits = len({item.encounter_id for item in items})
    span = f"{slashed(audit.from_on)}–{slashed(audit.to_on)}"
    how = "at random" if audit.kind is SampleKind.RANDOM else "by risk"
    return f"{visits} of {counted(audit.population, 'visit')} finished {span}, drawn {how}, seed {audit.seed}"


def interval_words(found: Accuracy) -> str | None:
    """Between which shares the truth likely lies: 78–99 %."""
    between = found.interval
    return None if between is None else f"{between[0] * 100:.0f}–{between[1] * 100:.0f} %"


def _cells(items: Sequence[AuditItem]) -> tuple[Cell, ...]:
    found = accuracy(items)
    counts = [getattr(found, verdict.value) for verdict in _VERDICTS.values()]
    listed = len(_counted(items))
    share = None if found.share is None else percent(found.share)
    return (listed, *counts, share, interval_words(found))


def _counted(items: Sequence[AuditItem]) -> list[AuditItem]:
    """Without missing codes that were taken back."""
    return [item for item in items if item.coded or item.verdict is not Verdict.NONE]


def _standing(items: Sequence[AuditItem]) -> str:
    found = accuracy(items)
    return _STANDING_WORDS[found.standing(audit_target())] if found.scored else ""


def _behind_rows(db: Database, items: Sequence[AuditItem], title: str) -> list[BehindRow]:
    wanted = _VERDICTS.get(title)
    chosen = [item for item in _counted(items) if wanted in (None, item.verdict)]
    visits = visit_names(db, {item.encounter_id for item in chosen})
    return [_behind(item, visits[item.encounter_id]) for item in chosen]


def _behind(item: AuditItem, visit: VisitName) -> BehindRow:
    parts = (f"should be {item.correct}" if item.correct else "", item.why, item.feedback)
    return BehindRow(
        key=f"item {item.id}",
        on=visit.service_on,
        who=visit.who,
        what=f"{item.subject.value.capitalize()}, {item.verdict or 'not scored'}",
        detail=" · ".join(part for part in parts if part),
        code=item.coded,
        amount=None,
        patient_id=visit.patient_id,
        encounter_id=item.encounter_id,
    )
