from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.checks.identity import insured_employer, missing_parts
from clinicbill.claims.claim import Subscriber
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import (
    BILLING,
    RUTH,
    RUTHS_HOME,
    a_claim,
    a_coverage,
    a_patient,
    a_subscriber,
    dependent_child,
    medicare_chiropractic,
    workers_comp,
)

PAPER = {"delivery": "paper"}
NO_STREET = replace(RUTHS_HOME, street="")
NOBODY = Subscriber(member_id="900112233")
UNNAMED = workers_comp(coverage=replace(workers_comp().coverage, subscriber=NOBODY))
CASES = (
    Case("F06", replace(UNNAMED, case=replace(UNNAMED.case, employer="")), UNNAMED),
    Case("X01", a_claim(patient_control_number="c-0004"), a_claim(patient_control_number="A" * 14)),
    Case("F02", a_claim(coverage=a_coverage(subscriber=a_subscriber(member_id=" "))), a_claim()),
    Case("F03", a_claim(patient=a_patient(name=PersonName(last="Alvarez"))), a_claim()),
    Case("F03", a_claim(patient=a_patient(name=replace(RUTH, last="*~:^|"))), a_claim()),
    Case("F03", a_claim(patient=a_patient(sex="")), a_claim(patient=a_patient(sex="U"))),
    Case(
        "F03",
        a_claim(patient=a_patient(birth_on=date(2026, 11, 24))),
        a_claim(patient=a_patient(birth_on=date(2026, 11, 23))),
    ),
    Case("X22", a_claim(patient=a_patient(sex="U")), a_claim(), PAPER),
    Case("X21", a_claim(patient=a_patient(address=replace(RUTHS_HOME, zip=""))), a_claim()),
    Case(
        "F06",
        dependent_child(
            coverage=replace(
                dependent_child().coverage, subscriber=a_subscriber(name=PersonName(last="Haddad"))
            )
        ),
        dependent_child(),
    ),
    Case(
        "X39",
        dependent_child(
            coverage=replace(dependent_child().coverage, subscriber=a_subscriber(address=NO_STREET))
        ),
        dependent_child(),
        PAPER,
    ),
    Case("X04", a_claim(coverage=a_coverage(relationship="G8")), a_claim()),
    Case("X05", a_claim(coverage=a_coverage(subscriber=a_subscriber(birth_on=None))), a_claim()),
    Case("X05", a_claim(coverage=a_coverage(subscriber=a_subscriber(address=NO_STREET))), workers_comp()),
    Case(
        "X18",
        a_claim(billing=replace(BILLING, address=replace(BILLING.address, state="XX"))),
        a_claim(billing=replace(BILLING, address=replace(BILLING.address, state="PR"))),
    ),
    Case("X20", a_claim(patient=a_patient(name=replace(RUTH, last="Álvarez"))), a_claim()),
    Case(
        "F05",
        a_claim(patient=a_patient(address=replace(RUTHS_HOME, street="418 Alder Ct. #3"))),
        a_claim(),
        PAPER,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_patient_who_is_somebody_elses_dependent_may_have_the_same_name_as_the_insured() -> None:
    insured = a_subscriber(birth_on=date(1921, 1, 1))
    assert "X04" not in findings(a_claim(coverage=a_coverage(relationship="19", subscriber=insured)))


def test_the_employer_needs_no_first_name() -> None:
    assert "F06" not in findings(workers_comp())


def test_the_insureds_address_weighs_by_how_the_claim_travels() -> None:
    coverage = replace(dependent_child().coverage, subscriber=a_subscriber(address=Address()))
    claim = dependent_child(coverage=coverage)
    assert findings(claim, delivery="paper")["X39"].severity == "must_fix"
    assert findings(claim)["X39"].severity == "warning"


def test_punctuation_matters_on_paper_only() -> None:
    claim = medicare_chiropractic(patient=a_patient(address=replace(RUTHS_HOME, street="1. St")))
    assert "F05" not in findings(claim)


def test_missing_parts_are_named() -> None:
    assert missing_parts(Address(street="1 A St", state="OR")) == "city, ZIP"
    assert missing_parts(RUTHS_HOME) == ""


def test_the_employer_of_the_case_is_what_item_4_shows() -> None:
    assert not {"F06", "W06"} & findings(UNNAMED).keys()
    assert insured_employer(UNNAMED) == "Baxter Roofing"
    assert insured_employer(a_claim()) == ""
