from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.encounters.encounter import Encounter
from tests.support.practice import a_line


def test_total_and_letters() -> None:
    visit = Encounter(
        patient_id=PatientId(1),
        case_id=CaseId(1),
        provider_id=ProviderId(1),
        service_on=date(2026, 11, 23),
        lines=(a_line(charge="50.00", pointers=(1, 2)), a_line("97140", charge="48.00", pointers=(12,))),
    )
    assert visit.total == Money(9800)
    assert [line.pointer_letters for line in visit.lines] == ["AB", "L"]
