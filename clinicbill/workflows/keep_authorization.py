"""Add and change a patient's authorizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.patients import store
from clinicbill.patients.authorization_checks import authorization_findings
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.patients.authorization import Authorization
    from clinicbill.workflows.outcome import Outcome


def keep_authorization(db: Database, stamp: Stamp, authorization: Authorization) -> Outcome:
    """Save an authorization, new or changed; one that is done with is made inactive, never deleted."""
    require(stamp, Act.SAVE_PATIENT)
    coverages = store.list_coverages(db, authorization.patient_id)
    return keep_record(
        db,
        authorization_findings(authorization, coverages),
        lambda: store.save_authorization(db, authorization, stamp),
        changed="patients",
        message=f"Saved authorization {authorization.number}",
    )
