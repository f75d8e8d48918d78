"""Add, change and exchange a patient's insurance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.patients import store
from clinicbill.patients.coverage_checks import coverage_findings, coverages_findings
from clinicbill.patients.text_checks import tidied
from clinicbill.practice.store import get_payer
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import CoverageId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.patients.coverage import Coverage
    from clinicbill.workflows.outcome import Outcome


def keep_insurance(db: Database, stamp: Stamp, coverage: Coverage) -> Outcome:
    """Save an insurance, new or changed. Claims that were sent keep it as it was.

    Raises:
        CannotDo: it is tied to a case of another patient.
    """
    require(stamp, Act.SAVE_PATIENT)
    coverage = tidied(coverage)
    _same_patient(db, coverage)
    return keep_record(
        db,
        _findings(db, stamp, [coverage]),
        lambda: store.save_coverage(db, coverage, stamp),
        changed="patients",
        message="Saved the insurance",
    )


def replace_insurance(db: Database, stamp: Stamp, coverage: Coverage, *, ended: CoverageId) -> Outcome:
    """A new card: save `coverage`, and end the one it replaces on the day before it begins.

    Visits up to that day stay with the old insurance, later ones go to the new one.

    Raises:
        CannotDo: the old one is another patient's, or did not begin before the new one.
    """
    require(stamp, Act.SAVE_PATIENT)
    coverage = tidied(coverage)
    _same_patient(db, coverage)
    old = store.get_coverage(db, ended)
    last_day = coverage.from_on - timedelta(days=1)
    if old.patient_id != coverage.patient_id or old.from_on > last_day:
        raise CannotDo(
            "The new insurance does not begin after the one it replaces; nothing was changed: check its first day."
        )
    closed = replace(old, to_on=min(last_day, old.to_on or last_day))

    def save() -> int:
        store.save_coverage(db, closed, stamp)
        return store.save_coverage(db, coverage, stamp)

    findings = _findings(db, stamp, [closed, coverage])
    return keep_record(db, findings, save, changed="patients", message="Saved the new insurance")


def _same_patient(db: Database, coverage: Coverage) -> None:
    if coverage.case_id and store.get_case(db, coverage.case_id).patient_id != coverage.patient_id:
        raise CannotDo(
            "The insurance is tied to a case of another patient; nothing was changed: choose the case again."
        )


def _findings(db: Database, stamp: Stamp, saved: list[Coverage]) -> list[Finding]:
    """What is wrong with those that are saved, and between all insurances of the patient."""
    touched = {coverage.id for coverage in saved if coverage.id}
    kept = store.list_coverages(db, saved[0].patient_id)
    others = [coverage for coverage in kept if coverage.id not in touched]
    own = [
        finding
        for coverage in saved
        for finding in coverage_findings(coverage, get_payer(db, coverage.payer_id), stamp.on)
    ]
    return [*own, *coverages_findings([*others, *saved])]
