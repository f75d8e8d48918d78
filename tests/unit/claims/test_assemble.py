from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import (
    AuthorizationId,
    CaseId,
    CoverageId,
    EncounterId,
    PatientId,
    PayerId,
    ProviderId,
    ServiceLineId,
)
from clinicbill.basics.money import Money
from clinicbill.claims.assemble import ClaimInputs, Decision, assemble, diagnoses_of
from clinicbill.claims.claim import Adjustment, LineAdjudication
from clinicbill.claims.content import from_json, to_json
from clinicbill.claims.profiles import built_in, profile_for
from clinicbill.encounters.encounter import Encounter, EncounterLine
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from tests.support.practice import COMMERCIAL, LINDQVIST, MEDICARE, OFFICE, PRACTICE, RUTH

DAY, NEXT = date(2026, 11, 9), date(2026, 11, 12)
FIRST, SECOND = CoverageId(5), CoverageId(6)


def a_line(number: int, on: date = DAY, **changes: Any) -> EncounterLine:
    values: dict[str, Any] = {
        "id": ServiceLineId(number),
        "from_on": on,
        "to_on": on,
        "procedure_code": "98941",
        "pointers": (1,),
        "charge": Money(6500),
    }
    return EncounterLine(**(values | changes))


def a_visit(number: int = 1, on: date = DAY, **changes: Any) -> Encounter:
    values: dict[str, Any] = {
        "id": EncounterId(number),
        "patient_id": PatientId(1),
        "case_id": CaseId(1),
        "provider_id": ProviderId(1),
        "service_on": on,
        "diagnoses": ("M99.03", "M54.59"),
        "lines": (a_line(number, on),),
    }
    return Encounter(**(values | changes))


def inputs(*visits: Encounter, **changes: Any) -> ClaimInputs:
    visits = visits or (a_visit(),)
    values: dict[str, Any] = {
        "claim_id": 1,
        "number": "C000001E",
        "created_on": NEXT,
        "practice": PRACTICE,
        "patient": RUTH,
        "case": Case(id=CaseId(1), name="Low back", opened_on=date(2026, 1, 5)),
        "coverages": (
            Coverage(id=FIRST, payer_id=PayerId(1), member_id="1EG4TE5MK73", from_on=date(2026, 1, 1)),
            Coverage(id=SECOND, payer_id=PayerId(2), member_id="X2", from_on=date(2026, 1, 1), priority=2),
        ),
        "coverage_id": FIRST,
        "payers": {PayerId(1): MEDICARE, PayerId(2): COMMERCIAL},
        "providers": {ProviderId(1): LINDQVIST},
        "visits": visits,
        "line_ids": tuple(line.id for visit in visits for line in visit.lines),
    }
    return ClaimInputs(**(values | changes))


def test_one_visit_makes_one_claim() -> None:
    claim = assemble(inputs())
    assert claim.diagnoses == ("M99.03", "M54.59")
    assert claim.total == Money(6500)
    assert claim.first_service_on == DAY
    assert claim.coverage.responsibility == "P"
    assert [other.coverage.responsibility for other in claim.others] == ["S"]
    assert claim.lines[0].line_control_number == "L1"
    assert claim.facility is None
    assert claim.created_on == NEXT
    assert from_json(to_json(claim)) == claim


def test_two_visits_share_diagnoses_and_keep_what_each_line_points_at() -> None:
    second = a_visit(2, NEXT, diagnoses=("M54.2", "M99.03"), lines=(a_line(2, NEXT, pointers=(2, 1)),))
    claim = assemble(inputs(a_visit(), second))
    assert claim.diagnoses == ("M99.03", "M54.59", "M54.2")
    assert [line.pointers for line in claim.lines] == [(1,), (1, 3)]
    assert [line.encounter_id for line in claim.lines] == [1, 2]
    assert claim.total == Money(13000)


def test_only_the_lines_of_the_claim_stand_on_it_in_their_order() -> None:
    visit = a_visit(lines=(a_line(1), a_line(2), a_line(3)))
    claim = assemble(inputs(visit, line_ids=(ServiceLineId(3), ServiceLineId(1))))
    assert [line.service_line_id for line in claim.lines] == [3, 1]


def test_the_second_insurance_sees_what_the_first_decided() -> None:
    line = LineAdjudication(
        payer_number="02302",
        paid=Money(3230),
        paid_on=NEXT,
        procedure_code="98941",
        adjustments=(Adjustment(group="CO", reason="45", amount=Money(3270)),),
    )
    decision = Decision(
        paid=Money(3230), paid_on=NEXT, payer_control_number="ICN1", lines={ServiceLineId(1): line}
    )
    claim = assemble(inputs(coverage_id=SECOND, decisions={FIRST: decision}))
    assert claim.coverage.responsibility == "S"
    assert claim.coverage.payer.payer_number == "HM512"
    (other,) = claim.others
    assert (other.adjudicated, other.paid, other.payer_control_number) == (True, Money(3230), "ICN1")
    assert other.coverage.responsibility == "P"
    assert claim.lines[0].adjudications == (line,)


def test_a_medigap_policy_is_known_by_its_profile_even_one_of_the_office() -> None:
    own = replace(profile_for("medigap", DAY), key="own", name="Larch Medigap")
    book = built_in().with_own([own])
    for key, expected in (("medigap", True), ("own", True), ("commercial", False), ("gone", False)):
        made = inputs(profiles=book)
        second = replace(next(one for one in made.coverages if one.id == SECOND), profile=key)
        kept = tuple(second if one.id == SECOND else one for one in made.coverages)
        (other,) = assemble(replace(made, coverages=kept)).others
        assert other.coverage.payer.supplements_medicare is expected, key


def test_an_authorization_goes_without_hyphens_and_by_its_kind() -> None:
    number = Authorization(
        id=AuthorizationId(1), coverage_id=FIRST, number="OPT-77 120", from_on=date(2026, 1, 1)
    )
    claim = assemble(inputs(authorization=number, facility=OFFICE))
    assert (claim.authorization_number, claim.referral_number) == ("OPT77120", "")
    claim = assemble(inputs(authorization=replace(number, kind="9F")))
    assert (claim.authorization_number, claim.referral_number) == ("", "OPT77120")


def test_what_is_said_of_a_line_is_kept() -> None:
    line = a_line(
        1,
        modifiers=("AT", "59"),
        units=2,
        minutes=30,
        ndc="00003029305",
        ndc_unit="ML",
        ndc_quantity="1",
        narrative="Words",
        emergency=True,
        pos="24",
    )
    made = assemble(inputs(a_visit(lines=(line,)))).lines[0]
    assert (made.modifiers, made.units, made.minutes, made.pos) == (("AT", "59"), 2, 30, "24")
    assert (made.ndc, made.ndc_unit, made.ndc_quantity) == ("00003029305", "ML", "1")
    assert (made.narrative, made.emergency) == ("Words", True)
    assert made.rendering.npi == LINDQVIST.npi


def test_beyond_twelve_diagnoses_those_without_a_line_go_first() -> None:
    many = tuple(f"M54.{n}" for n in range(10))
    first = a_visit(1, diagnoses=many, lines=(a_line(1, pointers=(1, 10)),))
    second = a_visit(2, diagnoses=("S13.4XXA", "M99.01", "M99.02"), lines=(a_line(2, pointers=(1, 2)),))
    assert diagnoses_of([first, second]) == ("M54.0", "M54.9", "S13.4XXA", "M99.01")


def test_a_pointer_beyond_the_list_points_at_nothing() -> None:
    assert assemble(inputs(a_visit(lines=(a_line(1, pointers=(1, 9)),)))).lines[0].pointers == (1,)


CODES = st.lists(st.sampled_from([f"M54.{n}" for n in range(9)]), min_size=1, max_size=6, unique=True)


@given(st.lists(CODES, min_size=1, max_size=5), st.data())
def test_each_line_points_at_the_same_codes_as_on_its_visit(
    lists: list[list[str]], data: st.DataObject
) -> None:
    visits = []
    for number, codes in enumerate(lists, 1):
        places = st.lists(st.integers(1, len(codes)), min_size=1, max_size=4, unique=True)
        pointers = tuple(data.draw(places))
        visits.append(a_visit(number, diagnoses=tuple(codes), lines=(a_line(number, pointers=pointers),)))
    claim = assemble(inputs(*visits))
    for visit, line in zip(visits, claim.lines, strict=True):
        on_visit = [visit.diagnoses[p - 1] for p in visit.lines[0].pointers]
        assert [claim.diagnoses[p - 1] for p in line.pointers] == on_visit
    assert claim.total == Money(6500 * len(visits))
