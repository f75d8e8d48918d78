"""How each view of a patient's file is saved: which workflow takes what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.ui.patients import file_panel
from clinicbill.workflows.keep_authorization import keep_authorization
from clinicbill.workflows.keep_case import keep_case
from clinicbill.workflows.keep_insurance import keep_insurance, replace_insurance
from clinicbill.workflows.keep_patient import keep_guarantor, keep_note, keep_patient

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.patients.patient import Guarantor, Patient
    from clinicbill.ui.patients.insurance import Card
    from clinicbill.workflows.outcome import Outcome


def save_details(db: Database, stamp: Stamp, patient: Patient, guarantor: Guarantor | None) -> Outcome:
    """Save the patient, then who answers for the bill; findings of both, under the form's names."""
    outcome = keep_patient(db, stamp, patient)
    if guarantor is None or not outcome.done:
        return outcome
    second = keep_guarantor(db, stamp, guarantor, patient_id=patient.id)
    found = tuple(replace(finding, field=f"guarantor.{finding.field}") for finding in second.findings)
    return replace(outcome, changed=outcome.changed | second.changed, findings=(*outcome.findings, *found))


def save_card(db: Database, stamp: Stamp, card: Card) -> Outcome:
    """Save an insurance; where it replaces another one, that one ends the day before."""
    if card.replaces is not None:
        return replace_insurance(db, stamp, card.coverage(), ended=card.replaces)
    return keep_insurance(db, stamp, card.coverage())


SAVES: dict[str, Callable[..., Outcome]] = {
    file_panel.INSURANCE: save_card,
    file_panel.CASES: keep_case,
    file_panel.AUTHORIZATIONS: keep_authorization,
    file_panel.NOTES: keep_note,
}
