"""The columns of an audit's codes and the fields of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.audits.audit import SampleKind, Verdict
from clinicbill.reports.coding_audits import KIND_WORDS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.runs import Run, Runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.coding.audits.audit import AuditItem
    from clinicbill.practice.user import User

_LOOKS = {
    Verdict.NONE: Run("to score", Role.TEXT3),
    Verdict.RIGHT: Run("Right", Role.GREEN),
    Verdict.WRONG: Run("Wrong", Role.RED),
    Verdict.MISSING: Run("Missing", Role.RED),
    Verdict.EXTRA: Run("Extra", Role.AMBER),
}


def _said(item: AuditItem) -> Runs:
    text = " · ".join(part for part in (item.why, item.feedback) if part)
    return (Run(text, Role.TEXT2),) if text else ()


CODES: tuple[Column[AuditItem], ...] = (
    Column("Code", lambda item: item.coded or "–", mono=True, width=96),
    Column("Verdict", lambda item: _LOOKS[item.verdict], weight=MEDIUM, width=76),
    Column("Should be", lambda item: item.correct, mono=True, width=96),
    Column("Why, feedback", _said, stretch=1, width=90),
)


def _count_check(value: object) -> str:
    text = str(value).strip()
    return (
        "" if text.isascii() and text.isdigit() and 0 < int(text) <= _MOST else f"A number from 1 to {_MOST}"
    )


def _seed_check(value: object) -> str:
    text = str(value).strip()
    return "" if text.isascii() and text.isdigit() and len(text) <= _SEED_DIGITS else "A whole number"


_MOST, _SEED_DIGITS = 200, 9


def draw_fields(coders: Sequence[User]) -> tuple[Field, ...]:
    """What drawing an audit asks for."""
    return (
        Field(
            "Coder", "coder_id", Input.CHOICE, choices=[(user.id, user.name) for user in coders], width=240
        ),
        Field("Finished from", "from_on", Input.DATE, required=True),
        Field("to", "to_on", Input.DATE, required=True, beside=True),
        Field("Visits", "size", width=60, required=True, check=_count_check),
        Field(
            "Sample",
            "kind",
            Input.CHOICE,
            choices=[(kind, KIND_WORDS[kind]) for kind in SampleKind],
            width=150,
            help="By risk: high E/M, modifiers 25 and 59, new, denied or copied codes are likelier",
        ),
        Field(
            "Seed",
            "seed",
            width=110,
            required=True,
            check=_seed_check,
            help="The same seed draws the same visits again",
        ),
    )


NOTE_FIELDS = (
    Field("To the coder", "note", Input.LONG, lines=5, placeholder="What went well, what to look at"),
)
