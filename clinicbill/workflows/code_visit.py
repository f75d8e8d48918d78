"""Code a visit: keep the note, the diagnoses and the lines while they grow, and finish when nothing is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, stops
from clinicbill.coding.edits.all_findings import all_findings
from clinicbill.coding.edits.around_store import load_coding_facts
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.savable import unsavable
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.codesets.look_up import CodeLookUp
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.workflows.outcome import Outcome


def draft_visit(db: Database, stamp: Stamp, visit: Encounter) -> Outcome:
    """Keep what was typed so far; only what no row can hold is refused.

    What is still missing stops nothing here (`coding.edits.all_findings` shows it), but a coded visit on which
    something went missing goes back to be coded.

    Raises:
        CannotDo: a line whose charge is posted would change or go.
    """
    require(stamp, Act.CODE_VISIT)
    refused = unsavable(visit)
    if not refused and visit.status is VisitStatus.CODED and stops(_missing(db, stamp, visit, None)):
        visit = replace(visit, status=VisitStatus.TO_CODE)
    return _save(db, stamp, visit, refused, f"Saved the visit on {slashed(visit.service_on)}")


def code_visit(db: Database, stamp: Stamp, visit: Encounter, *, codes: CodeLookUp | None = None) -> Outcome:
    """Finish a visit: save its note, diagnoses and lines as coded, or nothing where something is missing.

    `codes` is the code library; without it, diagnoses are checked for their form only.

    Raises:
        CannotDo: a line whose charge is posted would change or go.
    """
    require(stamp, Act.CODE_VISIT)
    done = replace(visit, status=VisitStatus.CODED, hold_reason="")
    found = _missing(db, stamp, done, codes)
    return _save(db, stamp, done, found, f"Coded the visit on {slashed(visit.service_on)}: {done.total}")


def correct_visit(
    db: Database, stamp: Stamp, visit: Encounter, *, codes: CodeLookUp | None = None
) -> Outcome:
    """Change a charged visit for a corrected claim: diagnoses, modifiers, pointers, POS, but nothing that moves money.

    Raises:
        CannotDo: procedure, dates, units or charge of a posted line would change.
    """
    require(stamp, Act.CODE_VISIT)
    found = _missing(db, stamp, visit, codes)
    message = f"Corrected the visit on {slashed(visit.service_on)}"
    return _save(db, stamp, visit, found, message, correcting=True)


def _missing(db: Database, stamp: Stamp, visit: Encounter, codes: CodeLookUp | None) -> list[Finding]:
    """Every rule; what no row can hold besides, where the rules let it pass."""
    found = all_findings(visit, load_coding_facts(db, visit, as_of=stamp.on, codes=codes))
    return found if stops(found) else [*unsavable(visit), *found]


def _save(
    db: Database,
    stamp: Stamp,
    visit: Encounter,
    findings: list[Finding],
    message: str,
    *,
    correcting: bool = False,
) -> Outcome:
    return keep_record(
        db,
        findings,
        lambda: store.save_encounter(db, visit, stamp, correcting=correcting),
        changed="visits",
        message=message,
    )
