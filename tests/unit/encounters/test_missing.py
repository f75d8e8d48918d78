from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import AuthorizationId, CaseId, CoverageId, PatientId, PayerId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.codesets.look_up import CodeAnswer
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.encounters.missing import missing
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage
from clinicbill.practice.procedure import Fee
from tests.support.practice import TODAY, a_line


def answer(**differing: Any) -> CodeAnswer:
    """A billable code of a set in force, but for what is named."""
    usual = CodeAnswer(known=True, billable=True, covers=True, said="checked against code set 10/2026")
    return replace(usual, **differing)


class Codes:
    """A code library of three answers."""

    def __init__(self, **answers: CodeAnswer) -> None:
        self.answers = answers

    def look_up(self, code: str, on: date) -> CodeAnswer:
        return self.answers.get(code.replace(".", ""), self.answers.get("others", answer()))


CARD = Coverage(id=CoverageId(1), payer_id=PayerId(1), from_on=date(2026, 1, 1))
CASE = Case(id=CaseId(1), name="Low back", opened_on=date(2026, 1, 5))
FACTS = VisitFacts(
    as_of=TODAY,
    birth_on=date(1979, 2, 3),
    case=CASE,
    coverages=(CARD,),
    fees={
        "98940": [Fee(charge=Money(5000), from_on=date(2026, 1, 1))],
        "97140": [Fee(charge=Money(4800), from_on=date(2026, 1, 1))],
    },
    visits_this_year=3,
)
VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=TODAY,
    diagnoses=("M99.03", "M62.830"),
    lines=(
        a_line("98940", "", "50.00", pointers=(1, 2)),
        a_line("97140", "GP 59", "48.00", pointers=(2,)),
    ),
)


def found(visit: Encounter = VISIT, facts: VisitFacts = FACTS) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity.value, f.field) for f in missing(visit, facts)]


def line(**change: Any) -> Encounter:
    """The visit with a changed second line."""
    return replace(VISIT, lines=(VISIT.lines[0], replace(VISIT.lines[1], **change)))


def test_nothing_is_missing() -> None:
    assert found() == []
    assert found(facts=replace(FACTS, codes=Codes())) == []


def test_an_empty_visit() -> None:
    assert found(replace(VISIT, diagnoses=(), lines=())) == [
        ("F14", "must_fix", "diagnoses"),
        ("V01", "must_fix", "lines"),
    ]


def test_the_pointer_of_the_picture() -> None:
    [edit] = missing(line(pointers=()), FACTS)
    assert edit.message == "97140 points to no diagnosis"
    assert edit.where == "line 2, item 24E"
    assert edit.field == "lines.1.pointers"
    assert edit.severity is Severity.MUST_FIX
    assert edit.fix
    assert "24E" in edit.source


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"pointers": (3,)}, [("F17", "must_fix", "lines.1.pointers")]),
        ({"pointers": (13,)}, [("F17", "must_fix", "lines.1.pointers")]),
        ({"pointers": (1, 1)}, [("F17", "must_fix", "lines.1.pointers")]),
        ({"pointers": (1, 2, 1, 2, 1)}, [("F17", "must_fix", "lines.1.pointers")]),
        ({"modifiers": ("G",)}, [("X14", "must_fix", "lines.1.modifiers")]),
        ({"modifiers": ("GP", "GP")}, [("X14", "must_fix", "lines.1.modifiers")]),
        ({"modifiers": ("A1", "A2", "A3", "A4", "A5")}, [("X14", "must_fix", "lines.1.modifiers")]),
        ({"pos": ""}, [("F21", "must_fix", "lines.1.pos")]),
        ({"pos": "1"}, [("F21", "must_fix", "lines.1.pos")]),
        ({"units": 1000, "charge": Money(4800000)}, [("F23", "must_fix", "lines.1.units")]),
        ({"to_on": date(2026, 11, 22)}, [("F19", "must_fix", "lines.1.from_on")]),
        ({"to_on": date(2026, 11, 24)}, [("F19", "must_fix", "lines.1.from_on"), ("F20", "must_fix", "lines.1.units")]),
        ({"from_on": date(2026, 11, 20)}, [("F20", "must_fix", "lines.1.units")]),
        ({"charge": Money(4900)}, [("V03", "info", "lines.1.charge")]),
        ({"charge": Money(0)}, [("V03", "info", "lines.1.charge")]),
        ({"procedure_code": "97110", "charge": Money(0)}, [("V02", "must_fix", "lines.1.charge")]),
        ({"procedure_code": "97110"}, []),
        ({"procedure_code": ""}, [("X15", "must_fix", "lines.1.procedure_code")]),
    ],
)  # fmt: skip
def test_lines(change: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert found(line(**change)) == expected


def test_several_days_in_a_row_with_a_unit_each() -> None:
    assert found(line(from_on=date(2026, 11, 20), units=4, charge=Money(19200))) == []


def test_before_birth() -> None:
    rules = [rule for rule, _, _ in found(facts=replace(FACTS, birth_on=date(2026, 11, 24)))]
    assert rules == ["F19", "F19"]


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        (("M99.03", "M99.03"), [("F14", "must_fix", "diagnoses.1")]),
        (("M99.03", "back pain"), [("F14", "must_fix", "diagnoses.1")]),
        (("M9903", "M62.830"), [("F14", "must_fix", "diagnoses.0")]),
        (("M99.03", "M62.830", "M54.2"), [("F18", "info", "diagnoses.2")]),
    ],
)
def test_diagnoses(diagnoses: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    assert found(replace(VISIT, diagnoses=diagnoses)) == expected


def test_thirteen_diagnoses() -> None:
    codes = tuple(f"M54.{n:02d}" for n in range(13))
    assert ("F14", "must_fix", "diagnoses") in found(replace(VISIT, diagnoses=codes))


def test_codes_are_judged_as_of_the_day() -> None:
    header = replace(FACTS, codes=Codes(M9903=answer(billable=False)))
    assert found(facts=header) == [("F15", "must_fix", "diagnoses.0")]
    unknown = replace(FACTS, codes=Codes(M9903=answer(known=False, billable=False)))
    assert found(facts=unknown) == [("F15", "must_fix", "diagnoses.0")]


def test_a_day_no_code_set_covers_is_a_line_of_information_never_a_block() -> None:
    near = answer(covers=False, said="checked against code set 4/2026")
    facts = replace(FACTS, codes=Codes(others=near))
    [edit] = missing(VISIT, facts)
    assert (edit.rule, edit.severity) == ("H16", Severity.INFO)
    assert "checked against code set 4/2026" in edit.message
    gone = replace(near, known=False, billable=False)
    assert found(facts=replace(FACTS, codes=Codes(M9903=gone, others=near))) == [
        ("H15", "warning", "diagnoses.0"),
        ("H16", "info", "diagnoses"),
    ]
    header = replace(near, billable=False)
    assert found(facts=replace(FACTS, codes=Codes(M9903=header, others=near)))[0][:2] == ("F15", "must_fix")


def test_the_day_of_service() -> None:
    tomorrow = replace(VISIT, service_on=date(2026, 11, 24))
    assert found(tomorrow) == [("V04", "must_fix", "service_on")]
    closed = replace(FACTS, case=replace(CASE, closed_on=date(2026, 11, 1)))
    assert found(facts=closed) == [("V04", "warning", "case_id")]


def test_nobody_to_bill() -> None:
    assert found(facts=replace(FACTS, coverages=())) == [("V05", "warning", "coverages")]
    cash = replace(FACTS, coverages=(), case=replace(CASE, kind=CaseKind.CASH))
    assert found(facts=cash) == []


def test_on_hold_without_a_reason() -> None:
    held = replace(VISIT, status=VisitStatus.ON_HOLD)
    assert found(held) == [("V06", "must_fix", "hold_reason")]
    assert found(replace(held, hold_reason="Query")) == []


@pytest.mark.parametrize(
    ("visits", "said"), [(29, None), (30, "visit 30 of 30 in 2026"), (31, "visit 31; the plan pays 30")]
)
def test_the_last_visit_of_the_plan_year(visits: int, said: str | None) -> None:
    limited = replace(FACTS, coverages=(replace(CARD, visit_limit=30),), visits_this_year=visits)
    edits = missing(VISIT, limited)
    assert [edit.rule for edit in edits] == (["V07"] if said else [])
    if said:
        assert said in edits[0].message


AUTH = Authorization(
    id=AuthorizationId(1),
    coverage_id=CoverageId(1),
    number="OPT-77120",
    visits_allowed=12,
    visits_used=12,
    from_on=date(2026, 1, 1),
    to_on=date(2026, 12, 31),
)


def test_authorizations() -> None:
    assert found(facts=replace(FACTS, authorization=AUTH)) == [("R46", "warning", "authorization_id")]
    spare = replace(AUTH, visits_used=3)
    [edit] = missing(VISIT, replace(FACTS, authorizations=(AUTH, spare)))
    assert edit.rule == "V08"
    assert edit.fix == "Use OPT-77120."
    assert found(facts=replace(FACTS, authorizations=(AUTH,))) == []
    assert found(facts=replace(FACTS, authorization=spare, authorizations=(spare,))) == []


def test_what_stops_comes_first() -> None:
    visit = replace(line(pointers=(), charge=Money(1)), diagnoses=("M99.03", "M62.830", "M54.2"))
    severities = [severity for _, severity, _ in found(visit, replace(FACTS, coverages=()))]
    assert severities == ["must_fix", "warning", "info", "info"]
