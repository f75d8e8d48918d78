"""Score an audit: a verdict for each code of a visit, and the codes that are missing; the visit stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.audits import audit_store
from clinicbill.coding.audits.audit import AuditItem, Verdict
from clinicbill.workflows.draw_audit import AUDITS
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import AuditId, AuditItemId, EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit import Audit, Subject
    from clinicbill.workflows.outcome import Outcome

_HOUSE = "house rule: a verdict says what should stand there"


def score_item(
    db: Database,
    stamp: Stamp,
    item_id: AuditItemId,
    *,
    verdict: Verdict,
    correct: str = "",
    why: str = "",
    feedback: str = "",
) -> Outcome:
    """Keep what the auditor says of one code; an empty verdict takes it back, also from a missing code.

    Raises:
        CannotDo: the audit is finished.
        NotAllowed: somebody else drew it.
    """
    require(stamp, Act.CODE_VISIT)
    item = audit_store.get_item(db, stamp, item_id)
    open_audit(db, stamp, item.audit_id)
    said = replace(
        item,
        verdict=verdict,
        correct=_one_line(correct) if verdict in (Verdict.WRONG, Verdict.MISSING) else "",
        why=_one_line(why),
        feedback=feedback.strip(),
    )
    return _keep(db, stamp, said)


def add_missing(
    db: Database,
    stamp: Stamp,
    audit_id: AuditId,
    encounter_id: EncounterId,
    subject: Subject,
    *,
    correct: str,
    why: str = "",
    feedback: str = "",
) -> Outcome:
    """Keep a code that should stand on the visit and does not.

    Raises:
        CannotDo: the audit is finished, or the visit is not part of it.
        NotAllowed: somebody else drew it.
    """
    require(stamp, Act.CODE_VISIT)
    open_audit(db, stamp, audit_id)
    items = audit_store.items_of(db, stamp, audit_id)
    if encounter_id not in {item.encounter_id for item in items}:
        raise CannotDo("This visit is not part of the audit; nothing was changed: choose one of its visits.")
    missing = AuditItem(
        audit_id=audit_id,
        encounter_id=encounter_id,
        subject=subject,
        position=audit_store.next_position(items, encounter_id, subject),
        coded="",
        verdict=Verdict.MISSING,
        correct=_one_line(correct),
        why=_one_line(why),
        feedback=feedback.strip(),
    )
    return _keep(db, stamp, missing)


def open_audit(db: Database, stamp: Stamp, audit_id: AuditId) -> Audit:
    """The audit, if this user may still say something about it.

    Raises:
        CannotDo: it is finished.
        NotAllowed: somebody else drew it.
    """
    audit = audit_store.get_audit(db, stamp, audit_id)
    if audit.finished_on is not None:
        raise CannotDo("This audit is finished; nothing was changed: draw a new one to look again.")
    if audit.auditor_id != stamp.user_id:
        raise NotAllowed("Somebody else drew this audit; nothing was changed: only who drew it scores it.")
    return audit


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrong(item: AuditItem) -> Iterator[Finding]:
    """V64, V65: a verdict fits what was coded."""
    if item.verdict in (Verdict.WRONG, Verdict.MISSING) and not item.correct:
        yield _must("V64", "Say what should stand there", "correct")
    elif item.verdict is Verdict.WRONG and item.correct.casefold() == item.coded.casefold():
        yield _must("V64", f"{item.coded} is what was coded", "correct")
    if item.coded and item.verdict is Verdict.MISSING:
        yield _must("V65", f"{item.coded} stands on the visit, so it is not missing", "verdict")
    if not item.coded and item.verdict not in (Verdict.MISSING, Verdict.NONE):
        yield _must("V65", "A code that is not on the visit can only be missing", "verdict")


def _must(rule: str, message: str, field: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST_FIX, message=message, where="audit", source=_HOUSE, field=field
    )


def _keep(db: Database, stamp: Stamp, item: AuditItem) -> Outcome:
    return keep_record(
        db,
        list(_wrong(item)),
        lambda: audit_store.save_item(db, item, stamp),
        changed=AUDITS,
        message=f"{item.coded or item.correct}: {item.verdict or 'not scored'}",
    )
