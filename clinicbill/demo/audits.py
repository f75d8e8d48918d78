"""Two audits of a demo office's coder: one finished with its note, one left half scored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits.audit import SampleKind, Subject, Verdict
from clinicbill.coding.audits.audit_store import items_of
from clinicbill.workflows.draw_audit import draw_audit
from clinicbill.workflows.finish_audit import finish_audit
from clinicbill.workflows.score_audit import score_item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit import AuditItem

_FEEDBACK = (
    "Good: every region is in the note. Look again at the unspecified codes where the note says the side."
)
_UNSPECIFIED = {"M54.50": "M54.59", "M54.6": "M54.50", "M25.511": "M25.512"}
_SIZE = 10
_EVERY_FOURTH, _EVERY_TENTH = 4, 10


def leave_audits(db: Database, stamp: Stamp, as_of: date) -> None:
    """On the last day; a demo of a few days has visits for neither."""
    month = as_of.replace(day=1) - timedelta(days=1)
    first = _draw(db, stamp, SampleKind.RANDOM, month.replace(day=1), month, seed=1)
    if first is not None:
        _score(db, stamp, items_of(db, stamp, first))
        finish_audit(db, stamp, first, note=_FEEDBACK)
    second = _draw(db, stamp, SampleKind.RISK, as_of.replace(day=1), as_of, seed=2)
    if second is not None:
        items = items_of(db, stamp, second)
        _score(db, stamp, items[: len(items) // 2])


def _draw(
    db: Database, stamp: Stamp, kind: SampleKind, from_on: date, to_on: date, *, seed: int
) -> AuditId | None:
    drawn = draw_audit(
        db, stamp, kind=kind, coder_id=stamp.user_id, from_on=from_on, to_on=to_on, size=_SIZE, seed=seed
    )
    return AuditId(drawn.row_id) if drawn.row_id is not None else None


def _score(db: Database, stamp: Stamp, items: Sequence[AuditItem]) -> None:
    """Nearly all is right; an unspecified diagnosis now and then is not, nor one modifier."""
    unspecified = 0
    for place, item in enumerate(items):
        unspecified += item.coded in _UNSPECIFIED
        instead = _UNSPECIFIED.get(item.coded, "") if unspecified % _EVERY_FOURTH == 1 else ""
        if instead:
            score_item(
                db, stamp, item.id, verdict=Verdict.WRONG, correct=instead, why="the note says which",
                feedback="Read the last line of the assessment",
            )  # fmt: skip
        elif item.subject is Subject.MODIFIER and place % _EVERY_TENTH == 0:
            score_item(db, stamp, item.id, verdict=Verdict.EXTRA, why="nothing in the note asks for it")
        else:
            score_item(db, stamp, item.id, verdict=Verdict.RIGHT)
