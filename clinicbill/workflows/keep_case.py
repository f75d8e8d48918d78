"""Add and change a patient's cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.patients import store
from clinicbill.patients.case_checks import birth_findings, case_findings, payer_of_case_findings
from clinicbill.patients.text_checks import tidied
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.patients.case import Case
    from clinicbill.workflows.outcome import Outcome


def keep_case(db: Database, stamp: Stamp, case: Case) -> Outcome:
    """Save a case, new or changed. Claims that were sent keep it as it was."""
    require(stamp, Act.SAVE_PATIENT)
    case = tidied(case)
    coverages = store.list_coverages(db, case.patient_id)
    birth_on = store.get_patient(db, case.patient_id).birth_on
    return keep_record(
        db,
        [
            *case_findings(case, stamp.on),
            *birth_findings(case, birth_on),
            *payer_of_case_findings(case, coverages),
        ],
        lambda: store.save_case(db, case, stamp),
        changed="patients",
        message=f"Saved {case.name}",
    )
