from __future__ import annotations

from dataclasses import replace

from clinicbill.claims.claim import Subscriber
from clinicbill.x12 import claim_837p_subscriber as subscriber
from clinicbill.x12.companion import Companion
from tests.support.claims import (
    a_claim,
    a_coverage,
    a_patient,
    a_subscriber,
    auto_accident,
    dependent_child,
    workers_comp,
)
from tests.unit.cms1500 import stories
from tests.unit.x12 import stories_837p

ALL = Companion()


def test_the_patient_is_the_subscriber() -> None:
    [sbr] = subscriber.subscriber_2000b(a_claim(), ALL)
    assert sbr == ("SBR", "P", "18", "88100", "", "", "", "", "", "CI")
    rows = list(subscriber.subscriber_2010ba(a_claim(), ALL))
    assert [row[0] for row in rows] == ["NM1", "N3", "N4", "DMG"]


def test_the_plan_has_a_name_only_without_a_number() -> None:
    claim = a_claim(coverage=a_coverage(group_number=""))
    [sbr] = subscriber.subscriber_2000b(claim, ALL)
    assert sbr[3:5] == ("", "Cascade Choice")


def test_why_medicare_is_second() -> None:
    [sbr] = subscriber.subscriber_2000b(stories.medicare_secondary(), ALL)
    assert (sbr[1], sbr[5], sbr[9]) == ("S", "12", "MB")


def test_a_child_has_loops_of_its_own() -> None:
    claim = dependent_child()
    [sbr] = subscriber.subscriber_2000b(claim, ALL)
    assert sbr[2] == ""
    assert len(list(subscriber.subscriber_2010ba(claim, ALL))) == 1
    assert list(subscriber.patient_2000c(claim, ALL)) == [("PAT", "19")]
    rows = list(subscriber.patient_2010ca(claim, ALL))
    assert [row[0] for row in rows] == ["NM1", "N3", "N4", "DMG"]
    assert rows[0][1:5] == ("QC", "1", "Haddad", "Noor")


def test_an_unknown_relationship_is_another_one() -> None:
    claim = a_claim(coverage=a_coverage(relationship="33"))
    assert list(subscriber.patient_2000c(claim, ALL)) == [("PAT", "G8")]


def test_claim_number_of_an_injury_stands_with_the_patient() -> None:
    number = ("REF", "Y4", "WC77120")
    assert list(subscriber.patient_2010ca(workers_comp(), ALL))[-1] == number
    assert number not in list(subscriber.subscriber_2010ba(workers_comp(), ALL))
    assert list(subscriber.subscriber_2010ba(auto_accident(), ALL))[-1] == ("REF", "Y4", "55A8123K")


def test_the_employer_is_the_subscriber() -> None:
    [name] = subscriber.subscriber_2010ba(workers_comp(), ALL)
    assert name[1:4] == ("IL", "2", "Baxter Roofing")


def test_the_payers_address_is_an_option() -> None:
    assert [row[0] for row in subscriber.payer_2010bb(a_claim(), ALL)] == ["NM1", "N3", "N4"]
    assert len(list(subscriber.payer_2010bb(a_claim(), Companion(payer_address=False)))) == 1


def test_what_the_insurance_does_not_say_of_the_patient() -> None:
    claim = a_claim(coverage=a_coverage(subscriber=Subscriber(member_id="CMX1")))
    found = subscriber.insured(claim.coverage, claim)
    assert (found.name, found.birth_on, found.sex) == (claim.patient.name, claim.patient.birth_on, "F")
    assert found.address == claim.patient.address
    # The name on the card wins where there is one.
    card = a_claim(patient=a_patient(name=replace(claim.patient.name, last="Alvarez Soto")))
    assert subscriber.insured(card.coverage, card).name == a_subscriber().name


def test_an_injury_at_work_without_a_named_subscriber() -> None:
    claim = workers_comp()
    claim = replace(claim, coverage=replace(claim.coverage, subscriber=Subscriber(member_id="9")))
    assert subscriber.insured(claim.coverage, claim).organization == "Baxter Roofing"


def test_what_the_payer_calls_us_stands_with_the_payer() -> None:
    rows = list(subscriber.payer_2010bb(stories_837p.numbers_beside_the_npi(), ALL))
    assert rows[-1] == ("REF", "G2", "GRP 900")
    assert [row[0] for row in subscriber.payer_2010bb(stories_837p.ordered(), ALL)] == ["NM1", "N3", "N4"]
