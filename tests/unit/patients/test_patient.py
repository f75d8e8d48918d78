from __future__ import annotations

from clinicbill.basics.identifiers import GuarantorId, PatientId
from clinicbill.patients.patient import Guarantor, Patient, PatientNote
from clinicbill.practice.rows import columns_of, record_of
from tests.support.practice import RUTH


def test_they_lie_in_their_rows_and_come_back() -> None:
    guarantor = Guarantor(id=GuarantorId(3), name=RUTH.name, address=RUTH.address, phone="5415550188")
    note = PatientNote(id=4, patient_id=PatientId(1), kind="alert", text="Pacemaker", active=False)
    assert record_of(Patient, columns_of(RUTH)) == RUTH
    assert record_of(Guarantor, columns_of(guarantor)) == guarantor
    assert record_of(PatientNote, columns_of(note)) == note
    assert record_of(Patient, columns_of(RUTH)).guarantor_id is None
