from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.identifiers import CaseId, CoverageId, FacilityId, PatientId, PayerId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.missing_lines import LINE_RULES, charge, dates, no_lines, purchase, screening
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.practice.procedure import Fee
from tests.support.practice import TODAY, a_line

FACTS = VisitFacts(
    as_of=TODAY,
    birth_on=date(1979, 2, 3),
    case=Case(name="Low back", opened_on=date(2026, 1, 5)),
    coverages=(Coverage(id=CoverageId(1), payer_id=PayerId(2), from_on=date(2026, 1, 1)),),
    fees={
        "98941": [
            Fee(charge=Money(6500), from_on=date(2026, 1, 1)),
            Fee(charge=Money(6000), from_on=date(2026, 1, 1), payer_id=PayerId(2)),
        ]
    },
)
VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=TODAY,
    diagnoses=("M99.03",),
    lines=(a_line(charge="60.00"),),
)


def test_the_schedule_of_the_payer_of_that_day_counts() -> None:
    assert not list(charge(VISIT, FACTS))
    [edit] = charge(replace(VISIT, lines=(a_line(charge="65.00"),)), FACTS)
    assert (edit.message, edit.value) == ("The fee schedule says $60.00", "$65.00")
    [cash] = charge(VISIT, replace(FACTS, coverages=()))
    assert cash.message == "The fee schedule says $65.00"


@pytest.mark.parametrize("count", [0, 51])
def test_one_to_fifty_lines(count: int) -> None:
    [edit] = no_lines(replace(VISIT, lines=(a_line(),) * count), FACTS)
    assert edit.message == f"The visit has {count or 'no'} service lines"
    assert not list(no_lines(VISIT, FACTS))


def test_a_span_shows_both_days() -> None:
    [edit] = dates(replace(VISIT, lines=(a_line(from_on=date(2026, 11, 20), to_on=TODAY),)), FACTS)
    assert (edit.rule, edit.value) == ("F20", "11/20/2026–11/23/2026")
    assert edit.message == "The line spans 4 days but has 1 unit"


def test_every_finding_leads_to_its_line() -> None:
    wrong = replace(a_line("", charge="0.00", pointers=()), pos="", units=0, modifiers=("?",))
    visit = replace(VISIT, lines=(*VISIT.lines, wrong))
    found = [finding for rule in LINE_RULES for finding in rule(visit, FACTS)]
    assert {finding.rule for finding in found} == {"X15", "X14", "F17", "F21", "F23", "V02"}
    assert all(f.where.startswith("line 2, item 24") and f.field.startswith("lines.1.") for f in found)
    assert all(finding.source and finding.fix for finding in found)


def test_a_screening_ends_with_the_21st_birthday() -> None:
    visit = replace(VISIT, lines=(a_line(), a_line(epsdt="ST")))
    assert not list(screening(visit, replace(FACTS, birth_on=date(2005, 11, 24))))
    [edit] = screening(visit, replace(FACTS, birth_on=date(2005, 11, 23)))
    assert (edit.rule, edit.severity.value, edit.field, edit.value) == (
        "V11",
        "warning",
        "lines.1.epsdt",
        "ST",
    )


def test_a_purchase_names_a_place() -> None:
    visit = replace(VISIT, lines=(a_line(purchased=Money(4150)), a_line()))
    [edit] = purchase(visit, FACTS)
    assert (edit.rule, edit.severity.value, edit.field, edit.value) == (
        "V12",
        "warning",
        "facility_id",
        "$41.50",
    )
    assert not list(purchase(replace(visit, facility_id=FacilityId(3)), FACTS))
    assert not list(purchase(VISIT, FACTS))
