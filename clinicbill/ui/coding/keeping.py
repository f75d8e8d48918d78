"""What the coding page writes: the draft, the finished visit with its charges and claim; run as jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.basics.findings import Finding
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.code_visit import code_visit, correct_visit, draft_visit

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a write left behind.

    Attributes:
        visit: the visit as the practice file holds it now; None where nothing was written.
        changed: what other pages have to read again.
        claim_id: the claim that was made.
    """

    visit: Encounter | None = None
    changed: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    message: str = ""
    claim_id: int | None = None


def keep_draft(db: Database, stamp: Stamp, visit: Encounter) -> Kept:
    """Save what was typed so far."""
    return _kept(db, visit, draft_visit(db, stamp, visit))


def keep_correction(db: Database, stamp: Stamp, visit: Encounter, clinic: Clinic) -> Kept:
    """Save what a charged visit says differently for a corrected claim."""
    return _kept(db, visit, correct_visit(db, stamp, visit, codes=library_codes(clinic)))


def finish_visit(db: Database, stamp: Stamp, visit: Encounter, clinic: Clinic) -> Kept:
    """Code the visit, post its charges and make its claim; nothing of it where something must be fixed."""
    codes = library_codes(clinic)
    coded = code_visit(db, stamp, visit, codes=codes)
    if not coded.done:
        return Kept(findings=coded.findings)
    billed = bill_visits(db, stamp, [visit.id], codes=codes)
    return Kept(
        visit=store.get_encounter(db, visit.id),
        changed=coded.changed | billed.changed,
        findings=billed.findings,
        message=billed.message,
        claim_id=billed.row_id,
    )


def library_codes(clinic: Clinic) -> LibraryCodes | None:
    """The code library for the rules; without it diagnoses are checked for their form only."""
    try:
        return LibraryCodes(clinic.library())
    except ClinicBillError:
        return None


def _kept(db: Database, visit: Encounter, outcome: Outcome) -> Kept:
    return Kept(
        visit=store.get_encounter(db, visit.id) if outcome.done else None,
        changed=outcome.changed,
        findings=outcome.findings,
        message=outcome.message,
    )
