from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.identifiers import CaseId, EncounterId, PatientId, ProviderId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.encounters.repeat import same_as
from clinicbill.practice.procedure import Fee
from tests.support.practice import a_line

LAST = Encounter(
    id=EncounterId(7),
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=date(2026, 11, 16),
    status=VisitStatus.CODED,
    note="Better",
    diagnoses=("M99.03", "M54.59"),
    lines=(
        a_line("98941", "AT", "65.00", on=date(2026, 11, 16), id=ServiceLineId(3)),
        a_line(
            "J3301",
            "JZ",
            "12.00",
            from_on=date(2026, 11, 16),
            to_on=date(2026, 11, 18),
            pointers=(2, 1),
            units=4,
            minutes=8,
            ndc="00003029305",
            ndc_unit="ML",
            ndc_quantity="1",
            narrative="Left knee",
            emergency=True,
            epsdt="ST",
            purchased=Money(4150),
            id=ServiceLineId(4),
        ),
    ),
)
TODAY = replace(
    LAST,
    id=EncounterId(9),
    service_on=date(2026, 11, 23),
    status=VisitStatus.TO_CODE,
    note="",
    diagnoses=(),
    lines=(),
    provider_id=ProviderId(2),
)


def test_everything_about_the_services_comes_along() -> None:
    fees = {"98941": [Fee(charge=Money(7000), from_on=date(2026, 11, 20))]}
    visit = same_as(LAST, TODAY, fees, None)
    assert visit.diagnoses == ("M99.03", "M54.59")
    assert [line.id for line in visit.lines] == [0, 0]
    first, drug = visit.lines
    assert (first.from_on, first.to_on) == (date(2026, 11, 23), date(2026, 11, 23))
    assert first.charge == Money(7000)
    assert drug == replace(
        LAST.lines[1],
        id=ServiceLineId(0),
        from_on=date(2026, 11, 23),
        to_on=date(2026, 11, 25),
        epsdt="",
        purchased=None,
    )


def test_the_visit_itself_stays() -> None:
    visit = same_as(LAST, TODAY, {}, None)
    assert replace(visit, diagnoses=(), lines=()) == TODAY
    assert visit.lines[0].charge == Money(6500)


def test_facts_of_the_earlier_day_stay_there() -> None:
    _, drug = same_as(LAST, TODAY, {}, None).lines
    assert (drug.epsdt, drug.purchased) == ("", None)
