"""Check claims: every rule on what would be sent today; an unsent claim becomes ready or goes back to draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.findings import Finding, Severity, stops, summary
from clinicbill.basics.identifiers import ClaimId, EncounterId
from clinicbill.basics.words import counted
from clinicbill.claims.checks import check_claim
from clinicbill.claims.checks.context import BilledLine, CheckContext
from clinicbill.claims.current_store import current_claim, load_office
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.status import UNSENT, ClaimStatus, change_status
from clinicbill.claims.store import billed_lines, get_claim, save_claim
from clinicbill.cms1500.fit import box_findings
from clinicbill.codesets.places import get_place, places
from clinicbill.coding.edits.around_store import read_around
from clinicbill.coding.edits.set_aside_store import list_set_aside
from clinicbill.db.connect import write
from clinicbill.patients.store import get_authorization
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.read_decisions import decisions_for, explained_on
from clinicbill.x12.claim_837p_findings import file_findings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.current_store import Office
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.codesets.look_up import DiagnosisCodes

_ORDER = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """One claim after its check: where it stands, and what was found."""

    claim_id: ClaimId
    number: str
    status: ClaimStatus
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """Whether something must be fixed before it can be sent."""
        return stops(self.findings)

    def moved_to(self, status: ClaimStatus) -> CheckedClaim:
        """The same claim after its move."""
        return replace(self, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsOutcome(Outcome):
    """What was done with each claim.

    Attributes:
        claims: every claim, in the order given; its own findings stand there, so that one claim with something to
            fix does not make the work on the others look undone.
    """

    claims: tuple[CheckedClaim, ...] = ()


def check_claims(
    db: Database,
    stamp: Stamp,
    claim_ids: Iterable[ClaimId],
    *,
    codes: DiagnosisCodes | None = None,
) -> ClaimsOutcome:
    """Check claims and let unsent ones move: to ready with nothing to fix, to draft otherwise.

    A claim on hold is checked and stays on hold; one that was sent is checked as it was sent and stays as it is.
    `codes` is the code library; without it diagnoses are checked for their form only.
    """
    require(stamp, Act.WORK_CLAIM)
    office = load_office(db)
    with write(db):
        checked = tuple(
            keep_check(db, stamp, get_claim(db, claim_id), office, codes=codes)[0] for claim_id in claim_ids
        )
    stopped = sum(one.stopped for one in checked)
    fine = len(checked) - stopped
    message = f"Checked {counted(len(checked), 'claim')}: {fine} without anything to fix"
    return ClaimsOutcome(changed=frozenset({"claims"}), message=message, claims=checked)


def keep_check(
    db: Database,
    stamp: Stamp,
    record: ClaimRecord,
    office: Office,
    *,
    codes: DiagnosisCodes | None,
) -> tuple[CheckedClaim, Claim]:
    """Check one claim, write what its records now make of it, and move it if it is unsent and not on hold."""
    claim = claim_now(db, record, office, codes=codes)
    if record.status in UNSENT:
        _keep_figures(db, stamp, record, claim, office)
    return move_by_check(db, stamp, record, claim, codes=codes), claim


def move_by_check(
    db: Database, stamp: Stamp, record: ClaimRecord, claim: Claim, *, codes: DiagnosisCodes | None
) -> CheckedClaim:
    """Check what a claim says; an unsent one that is not on hold becomes ready or a draft by it."""
    found = findings_of(db, record, claim, as_of=stamp.on, codes=codes)
    status = record.status
    if status in UNSENT and status is not ClaimStatus.ON_HOLD:
        status = ClaimStatus.DRAFT if stops(found) else ClaimStatus.READY
        if status is not record.status:
            change_status(db, stamp, record.id, status, text=f"Checked: {summary(found)}")
    return CheckedClaim(
        claim_id=record.id, number=record.patient_control_number, status=status, findings=found
    )


def claim_now(
    db: Database, record: ClaimRecord, office: Office, *, codes: DiagnosisCodes | None = None
) -> Claim:
    """What the claim says: as sent, or, while it is unsent, what today's records make of it."""
    unsent = record.status in UNSENT
    return current_claim(
        db,
        record,
        office,
        decisions=decisions_for(db, record) if unsent else {},
        code_set=codes.release_on(record.first_service_on) if codes and unsent else "",
        explained_on=explained_on(db, record.replaces_id) if unsent else None,
    )


def findings_of(
    db: Database,
    record: ClaimRecord,
    claim: Claim,
    *,
    as_of: date,
    codes: DiagnosisCodes | None = None,
) -> tuple[Finding, ...]:
    """Everything wrong with a claim: its rules, then what does not fit the form or the file. Writes nothing.

    What was sent is judged as of the day the claim was made: that a filing limit passes later is no fault of it.
    """
    visits = {EncounterId(line.encounter_id) for line in claim.lines}
    context = CheckContext(
        as_of=as_of if record.status in UNSENT else claim.created_on,
        delivery=record.delivery.value,
        codes=codes,
        places=_places_on(record.first_service_on),
        billed=_billed(db, record, claim),
        authorization=get_authorization(db, record.authorization_id) if record.authorization_id else None,
        around=read_around(
            db,
            record.patient_id,
            record.case_id,
            record.first_service_on,
            mac=get_payer(db, record.payer_id).mac,
            but=visits,
        ),
        set_aside=list_set_aside(db, visits),
    )
    found = (*check_claim(claim, context), *_in_its_form(claim, record.delivery))
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


@lru_cache(maxsize=64)
def _places_on(day: date) -> frozenset[str]:
    """The places of service that may be used on a day."""
    return frozenset(code for code in places() if get_place(code, day))


def _in_its_form(claim: Claim, delivery: Delivery) -> tuple[Finding, ...]:
    """What the paper form or the file cannot hold; nothing where the rules have stopped the claim before that."""
    try:
        if delivery is Delivery.PAPER:
            return box_findings(claim, claim_profile(claim))
        return file_findings(claim)
    except (CannotDo, NotFound):
        return ()


def _billed(db: Database, record: ClaimRecord, claim: Claim) -> tuple[BilledLine, ...]:
    days = {line.from_on for line in claim.lines}
    return billed_lines(db, record.patient_id, days, other_than=record.id)


def _keep_figures(db: Database, stamp: Stamp, record: ClaimRecord, claim: Claim, office: Office) -> None:
    """The row follows the records while the claim is unsent, so that lists show what would be sent."""
    save_claim(
        db,
        stamp,
        replace(
            record,
            responsibility=claim.coverage.responsibility,
            delivery=office.payers[record.payer_id].delivery,
            first_service_on=claim.first_service_on,
            total=claim.total,
            amount_paid=claim.amount_paid,
        ),
    )
