"""Case: one episode of care, its accident, its dates, and who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId

# An id of 0: not saved yet.
_NEW = CaseId(0)
_NO_PATIENT = PatientId(0)


class CaseKind(StrEnum):
    """Who pays for a case: health insurance, the employer's insurer, an auto insurer, or the patient."""

    HEALTH = "health"
    WORKERS_COMP = "workers_comp"
    AUTO = "auto"
    CASH = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An episode of care, rendered per payer into items 10, 11b, 14–16, 18 and their DTP, CLM11, REF*Y4.

    Attributes:
        id: our row; 0 until it is saved.
        onset_on: start of the symptoms (431); `initial_treatment_on` the first treatment (454).
        accident_state: two letters, where the accident happened (CLM11-4, item 10b).
        other_accident: item 10c, CLM11 OA.
        claim_number: the insurer's number for the injury (REF*Y4, item 11b).
        employer: where a worker was hurt.
        last_menstrual_on … first_contact_on: dates that few claims need, items 14 (484) and 15 (304, 453, 455, 471,
            090, 091, 444).
        lien: an attorney's letter of protection is held; statements wait.
    """

    id: CaseId = _NEW
    patient_id: PatientId = _NO_PATIENT
    name: str
    kind: CaseKind = CaseKind.HEALTH
    onset_on: date | None = None
    accident_on: date | None = None
    accident_state: str = ""
    other_accident: bool = False
    initial_treatment_on: date | None = None
    unable_from_on: date | None = None
    unable_to_on: date | None = None
    hospital_from_on: date | None = None
    hospital_to_on: date | None = None
    last_menstrual_on: date | None = None
    last_seen_on: date | None = None
    acute_manifestation_on: date | None = None
    last_xray_on: date | None = None
    prescription_on: date | None = None
    assumed_care_on: date | None = None
    relinquished_care_on: date | None = None
    first_contact_on: date | None = None
    claim_number: str = ""
    employer: str = ""
    adjuster_name: str = ""
    adjuster_phone: str = ""
    attorney_name: str = ""
    attorney_phone: str = ""
    lien: bool = False
    referring_id: ProviderId | None = None
    opened_on: date
    closed_on: date | None = None
