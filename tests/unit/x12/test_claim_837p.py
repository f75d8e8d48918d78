from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import pyx12.params
import pyx12.x12n_document
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import OtherId
from clinicbill.x12.claim_837p import Submitter, claims_file
from clinicbill.x12.envelope import CLAIM_837P, Interchange
from tests.support.claims import (
    BILLING,
    FACILITY,
    REFERRING,
    RENDERING,
    RUTHS_HOME,
    a_case,
    a_claim,
    a_coverage,
    a_line,
    a_patient,
    a_subscriber,
    dependent_child,
)
from tests.unit.cms1500.golden import check
from tests.unit.cms1500.paper_stories import PAPER_STORIES
from tests.unit.cms1500.stories import STORIES
from tests.unit.cms1500.stories import numbered as numbered_stories
from tests.unit.x12.read_837p import facts_of, read_claims
from tests.unit.x12.stories_837p import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.claims.claim import Claim
    from clinicbill.x12.claim_837p import ClaimFile

EVERY = {**STORIES, **FACTS}
# What the paper form tells can be told in a file too, but for a thirteenth diagnosis, which is another claim there.
ON_PAPER = {name: claim for name, claim in PAPER_STORIES.items() if len(claim.diagnoses) <= 12}
SUBMITTER = Submitter(
    name="Cedar Spine and Wellness",
    submitter_id="CB0001",
    contact_name="Dana Reyes",
    phone="541-555-0134",
    receiver_name="Clear House",
    receiver_id="CLEAR01",
)
INTERCHANGE = Interchange(
    kind=CLAIM_837P,
    sender_id="CB0001",
    receiver_id="CLEAR01",
    control_number=7,
    made_at=datetime(2026, 11, 23, 16, 5, tzinfo=UTC),
    usage="T",
)


def file_of(claims: Iterable[Claim], **options: int) -> ClaimFile:
    return claims_file(claims, interchange=INTERCHANGE, submitter=SUBMITTER, **options)


def tags(file: ClaimFile, tag: str) -> list[list[str]]:
    segments = (line.rstrip("~").split("*") for line in file.content.decode().splitlines())
    return [segment for segment in segments if segment[0] == tag]


def numbered() -> dict[str, Claim]:
    """All stories with ids and claim numbers of their own."""
    more = [
        replace(claim, claim_id=place, patient_control_number=f"F{place:06d}")
        for place, claim in enumerate([*FACTS.values(), *ON_PAPER.values()], 500)
    ]
    return {**numbered_stories(), **{claim.patient_control_number: claim for claim in more}}


def test_pyx12_accepts_every_story_and_full_loops_in_one_file() -> None:
    many = [
        a_claim(claim_id=1000 + n, patient_control_number=f"M{n:05d}", created_on=date(2026, 11, 23))
        for n in range(105)
    ]
    claims = [*numbered().values(), *many]
    content = file_of(claims, claims_in_transaction=60).content.decode()
    acknowledgment, errors = io.StringIO(), io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(),
        src_file=io.StringIO(content),
        fd_997=acknowledgment,
        fd_html=None,
        fd_json=errors,
    )
    assert accepted, errors.getvalue()
    assert "AK9*A*" in acknowledgment.getvalue()


@pytest.mark.parametrize("story", EVERY)
def test_golden_file(story: str) -> None:
    check(f"837p/{story}.txt", file_of([EVERY[story]]).content.decode())


@pytest.mark.parametrize("claim", [*EVERY.values(), *ON_PAPER.values()], ids=[*EVERY, *ON_PAPER])
def test_a_reader_finds_what_the_claim_says(claim: Claim) -> None:
    [found] = read_claims(file_of([claim]).content)
    assert found == facts_of(claim)


NAMES = st.text(st.sampled_from("ABCÉñßo'- ."), min_size=1, max_size=20).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))
SOME_DAY = st.none() | DAYS
NUMBERS = st.none() | st.builds(
    OtherId,
    qualifier=st.sampled_from(("0B", "G2", "ZZ")),
    number=st.from_regex("[A-Z0-9]{1,20}", fullmatch=True),
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    person = PersonName(last=draw(NAMES), first=draw(NAMES), middle=draw(NAMES))
    lines = []
    number = draw(NUMBERS)
    for place in range(draw(st.integers(1, 8))):
        start, end = sorted((draw(DAYS), draw(DAYS)))
        lines.append(
            a_line(
                place + 1,
                from_on=start,
                to_on=end,
                charge=Money(draw(st.integers(0, 10**8))),
                units=draw(st.integers(1, 999)),
                modifiers=tuple(draw(st.lists(st.sampled_from(("AT", "GP", "59", "RT")), max_size=4))),
                pointers=tuple(draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))),
                narrative=draw(st.text(max_size=30)),
                epsdt=draw(st.sampled_from(("", "AV", "S2", "ST", "NU"))),
                family_planning=draw(st.booleans()),
                purchased=draw(st.none() | st.integers(0, 10**8).map(Money)),
                rendering=replace(RENDERING, other_id=number),
            )
        )
    return a_claim(
        patient=a_patient(name=person, birth_on=draw(DAYS)),
        coverage=a_coverage(subscriber=a_subscriber(name=person)),
        case=a_case(
            onset_on=date(2015, 1, 1),
            initial_treatment_on=draw(DAYS),
            last_seen_on=draw(SOME_DAY),
            acute_manifestation_on=draw(SOME_DAY),
            last_menstrual_on=draw(SOME_DAY),
            last_xray_on=draw(SOME_DAY),
            prescription_on=draw(SOME_DAY),
            assumed_care_on=draw(SOME_DAY),
            relinquished_care_on=draw(SOME_DAY),
            first_contact_on=draw(SOME_DAY),
        ),
        billing=replace(BILLING, other_id=draw(NUMBERS)),
        referring=replace(
            REFERRING, qualifier=draw(st.sampled_from(("DN", "DQ", "DK"))), other_id=draw(NUMBERS)
        ),
        facility=replace(FACILITY, other_id=draw(NUMBERS)),
        condition_codes=tuple(draw(st.lists(st.from_regex("[A-Z][0-9]", fullmatch=True), max_size=14))),
        diagnoses=tuple(
            draw(st.lists(st.from_regex(r"[A-Z][0-9][0-9]\.[0-9]", fullmatch=True), min_size=1, max_size=12))
        ),
        lines=tuple(lines),
        additional_information=draw(st.text(max_size=40)),
    )


@settings(max_examples=40)
@given(claims())
def test_parse_of_write_is_the_claim(claim: Claim) -> None:
    [found] = read_claims(file_of([claim]).content)
    assert found == facts_of(claim)


def test_one_billing_loop_for_all_claims_of_a_provider() -> None:
    file = file_of(numbered().values())
    levels = [level[3] for level in tags(file, "HL")]
    # A payer's own number of the group stands with the payer, so that claims of two payers share the loop.
    groups = {
        replace(claim.billing, other_id=None) if named(claim) == "G2" else claim.billing
        for claim in numbered().values()
    }
    assert levels.count("20") == len(groups)


def named(claim: Claim) -> str:
    return claim.billing.other_id.qualifier if claim.billing.other_id else ""


def test_claims_of_one_subscriber_share_the_loop() -> None:
    same = [a_claim(claim_id=n, patient_control_number=f"A{n}") for n in (1, 2, 3)]
    file = file_of(same)
    assert len(tags(file, "SBR")) == 1
    assert [claim[1] for claim in tags(file, "CLM")] == ["A1", "A2", "A3"]


def test_levels_point_at_their_parents() -> None:
    other = dependent_child(
        patient=a_patient(
            name=PersonName(last="Haddad", first="Lina"),
            birth_on=date(2018, 1, 3),
            address=replace(RUTHS_HOME, street="9 Larkspur Loop"),
        )
    )
    mixed = [dependent_child(), a_claim(), other, dependent_child()]
    claims = [replace(claim, claim_id=n, patient_control_number=f"A{n}") for n, claim in enumerate(mixed, 1)]
    file = file_of(claims)
    assert [level[1:] for level in tags(file, "HL")] == [
        ["1", "", "20", "1"],
        ["2", "1", "22", "1"],
        ["3", "2", "23", "0"],
        ["4", "2", "23", "0"],
        ["5", "1", "22", "0"],
    ]
    assert file.transactions[0].claim_ids == (1, 4, 3, 2)
    assert [claim[1] for claim in tags(file, "CLM")] == ["A1", "A4", "A3", "A2"]


def test_no_more_than_a_hundred_claims_in_one_patient_loop() -> None:
    file = file_of([a_claim(claim_id=n, patient_control_number=f"A{n}") for n in range(205)])
    assert [level[3] for level in tags(file, "HL")] == ["20", "22", "22", "22"]
    assert len(tags(file, "CLM")) == 205


def test_many_claims_in_several_transactions() -> None:
    claims = [a_claim(claim_id=n, patient_control_number=f"A{n}") for n in range(5)]
    file = file_of(claims, claims_in_transaction=2)
    assert [(one.number, one.claim_ids) for one in file.transactions] == [
        ("0001", (0, 1)),
        ("0002", (2, 3)),
        ("0003", (4,)),
    ]
    assert [header[3] for header in tags(file, "BHT")] == [one.batch for one in file.transactions]
    assert len({one.batch for one in file.transactions}) == 3
    assert file.transaction_of(3).number == "0002"
    with pytest.raises(KeyError):
        file.transaction_of(99)
    assert [level[1] for level in tags(file, "HL")] == ["1", "2"] * 3


def test_the_same_claims_give_the_same_bytes() -> None:
    claims = list(numbered().values())
    assert file_of(claims) == file_of(claims)


def test_sender_and_receiver() -> None:
    file = claims_file(
        [a_claim()], interchange=INTERCHANGE, submitter=replace(SUBMITTER, email="billing@cedar.example")
    )
    assert tags(file, "PER") == [
        ["PER", "IC", "DANA REYES", "TE", "5415550134", "EM", "BILLING@CEDAR.EXAMPLE"]
    ]
    assert tags(file, "NM1")[:2] == [
        ["NM1", "41", "2", "CEDAR SPINE AND WELLNESS", "", "", "", "", "46", "CB0001"],
        ["NM1", "40", "2", "CLEAR HOUSE", "", "", "", "", "46", "CLEAR01"],
    ]
    assert tags(file, "GS")[0][8] == tags(file, "ST")[0][3] == "005010X222A1"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (a_claim(lines=()), "no service line or no diagnosis"),
        (a_claim(diagnoses=()), "no service line or no diagnosis"),
        (a_claim(patient=a_patient(name=PersonName(last="Al*varez"))), "NM103"),
        (a_claim(patient=a_patient(address=Address(street="1 ~", city="Bend"))), "N301"),
        (a_claim(patient=a_patient(name=PersonName(last="陳"))), "陳"),
    ],
)
def test_what_cannot_be_sent_is_one_sentence(claim: Claim, said: str) -> None:
    coverage = replace(claim.coverage, subscriber=a_subscriber(name=claim.patient.name))
    with pytest.raises(CannotDo, match="Claim C000417R cannot be sent") as caught:
        file_of([replace(claim, coverage=coverage)])
    assert said in str(caught.value)
    assert "No file was made" in str(caught.value)


def test_no_claim_no_file() -> None:
    with pytest.raises(CannotDo, match="No claim was chosen"):
        file_of([])


@pytest.mark.parametrize(
    ("interchange", "submitter"),
    [
        (replace(INTERCHANGE, receiver_id=""), SUBMITTER),
        (replace(INTERCHANGE, control_number=0), SUBMITTER),
        (INTERCHANGE, replace(SUBMITTER, name="Cedar*Spine")),
    ],
)
def test_a_sender_that_cannot_be_written(interchange: Interchange, submitter: Submitter) -> None:
    with pytest.raises(CannotDo, match="under Setup, Practice"):
        claims_file([a_claim()], interchange=interchange, submitter=submitter)
