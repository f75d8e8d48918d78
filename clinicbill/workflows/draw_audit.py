"""Draw an audit: a random or risk-weighted sample of one coder's finished visits, with every code on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.basics.identifiers import AuditId
from clinicbill.coding.audits import audit_store
from clinicbill.coding.audits.audit import Audit, AuditItem, SampleKind, coded_values
from clinicbill.coding.audits.audit_sample import draw_sample
from clinicbill.coding.audits.pace_sharing_store import require_sight
from clinicbill.encounters.store import get_encounters
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import UserId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.audits.audit_sample import Drawn

AUDITS = "audits"
_HOUSE = "house rule: an audit says which visits it was drawn from"


def draw_audit(
    db: Database,
    stamp: Stamp,
    *,
    kind: SampleKind,
    coder_id: UserId,
    from_on: date,
    to_on: date,
    size: int,
    seed: int,
) -> Outcome:
    """Keep a new audit of `size` visits that the coder finished on these days, fewer where there are fewer.

    `row_id` is the audit's.

    Raises:
        NotAllowed: the coder does not share figures with this user.
    """
    require(stamp, Act.CODE_VISIT)
    require_sight(db, stamp, coder_id)
    wrong = list(_unreadable(from_on, to_on, size))
    if stops(wrong):
        return Outcome(findings=tuple(wrong))
    coded = audit_store.coded_between(db, stamp, coder_id, from_on, to_on)
    sample = draw_sample(audit_store.audit_visits(db, coded), kind, size, seed)
    audit = Audit(
        made_on=stamp.on,
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        seed=seed,
        population=len(coded),
        coder_id=coder_id,
        auditor_id=stamp.user_id,
    )
    return keep_record(
        db,
        list(_nothing(sample)),
        lambda: audit_store.add_audit(db, audit, _items(db, sample), stamp),
        changed=AUDITS,
        message=f"Drew {len(sample)} of {len(coded)} visits, seed {seed}",
    )


def _items(db: Database, sample: list[Drawn]) -> Iterator[AuditItem]:
    """Every code of the drawn visits, numbered by subject."""
    for drawn, visit in zip(sample, get_encounters(db, [one.encounter_id for one in sample]), strict=True):
        numbers: dict[str, int] = {}
        for subject, coded in coded_values(visit):
            numbers[subject] = numbers.get(subject, 0) + 1
            yield AuditItem(
                audit_id=AuditId(0),
                encounter_id=visit.id,
                subject=subject,
                position=numbers[subject],
                coded=coded,
                drawn_for=", ".join(drawn.reasons),
            )


def _unreadable(from_on: date, to_on: date, size: int) -> Iterator[Finding]:
    """V61, V62: days in order, at least one visit."""
    if from_on > to_on:
        yield _must("V61", "The first day is after the last one", "from_on", "Change one of the two.")
    if size < 1:
        yield _must("V62", "An audit looks at one visit or more", "size", "Key how many visits to draw.")


def _nothing(sample: list[Drawn]) -> Iterator[Finding]:
    """V63: there is something to draw from."""
    if not sample:
        message = "This coder finished no visit on these days"
        yield _must("V63", message, "from_on", "Choose other days or another coder.")


def _must(rule: str, message: str, field: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="audit",
        source=_HOUSE,
        fix=fix,
        field=field,
    )
