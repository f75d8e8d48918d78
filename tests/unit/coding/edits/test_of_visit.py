from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.encounters.encounter import Encounter
from clinicbill.patients.case import Case
from tests.support.practice import TODAY, a_line

FACTS = CodingFacts(
    as_of=TODAY,
    birth_on=date(1979, 2, 3),
    case=Case(name="Low back", opened_on=TODAY, initial_treatment_on=date(2026, 11, 2)),
    sex="F",
    filing_code="MB",
    taxonomy="111N00000X",
    credential="DC",
    ordered=True,
)
VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    referring_id=ProviderId(2),
    referring_qualifier="DK",
    service_on=TODAY,
    diagnoses=("M99.03", "M54.59"),
    lines=(a_line("98941", "AT", "65.00", pointers=(2, 1, 9)),),
)


def test_a_visit_becomes_a_coded_day() -> None:
    day = coded_day(VISIT, FACTS)
    line = day.lines[0]
    assert (line.procedure, line.modifiers, line.diagnoses) == ("98941", ("AT",), ("M54.59", "M99.03"))
    assert (line.taxonomy, line.credential, line.charge_cents) == ("111N00000X", "DC", 6500)
    assert (day.filing_code, day.sex, day.orderer, day.ordered) == ("MB", "F", "DK", True)
    assert day.initial_treatment_on == date(2026, 11, 2)
