from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import CaseId, MacroId, PatientId, PayerId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.coding.plans.default_modifiers import DefaultModifier, UsualModifiers
from clinicbill.coding.plans.macro import (
    Macro,
    MacroLine,
    apply_macro,
    fitting,
    keyed,
    left_out,
    macro_findings,
    macro_of,
)
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.case import Case
from clinicbill.practice.procedure import Fee
from tests.support.practice import TODAY, a_line

ANNA, BLUE = ProviderId(1), PayerId(7)
CMT3 = Macro(
    name="CMT 3",
    diagnoses=("M99.03", "M99.01", "M54.59"),
    lines=(
        MacroLine(procedure_code="98941", modifiers=("AT",), pointers=(1, 2), regions=("C", "L", "S")),
        MacroLine(procedure_code="97140", pointers=(3,), minutes=15),
    ),
)
FEES = {
    code: (Fee(charge=Money.parse(dollars), from_on=date(2026, 1, 1)),)
    for code, dollars in (("98941", "65.00"), ("97140", "48.00"))
}
FACTS = VisitFacts(
    as_of=TODAY, birth_on=date(1951, 4, 17), case=Case(name="Back", opened_on=date(2026, 1, 5)), fees=FEES
)


def a_visit(**fields: Any) -> Encounter:
    defaults: dict[str, Any] = {
        "patient_id": PatientId(1),
        "case_id": CaseId(1),
        "provider_id": ANNA,
        "service_on": TODAY,
        "pos": "12",
    }
    return Encounter(**(defaults | fields))


def usual(*rows: DefaultModifier, **fields: Any) -> UsualModifiers:
    return UsualModifiers(on=TODAY, rows=rows, **fields)


def test_a_macro_on_an_empty_visit() -> None:
    row = DefaultModifier(procedure_code="97140", modifiers=("59",), from_on=date(2026, 1, 1))
    made = apply_macro(CMT3, a_visit(), FACTS, usual(row))

    assert made.diagnoses == CMT3.diagnoses
    assert [(one.procedure_code, one.modifiers, one.pointers, one.charge) for one in made.lines] == [
        ("98941", (), (1, 2), Money.parse("65.00")),
        ("97140", ("59",), (3,), Money.parse("48.00")),
    ]
    assert (made.lines[0].regions, made.lines[1].minutes, made.lines[0].pos) == (("C", "L", "S"), 15, "12")


def test_pointers_follow_their_codes_and_nothing_is_doubled() -> None:
    visit = a_visit(diagnoses=("M54.59", "M99.03"), lines=(a_line("97140", "GP", "99.00"),))
    made = apply_macro(CMT3, visit, FACTS, usual())

    assert made.diagnoses == ("M54.59", "M99.03", "M99.01")
    assert [one.procedure_code for one in made.lines] == ["97140", "98941"]
    assert made.lines[0] == visit.lines[0]
    assert made.lines[1].pointers == (2, 3)
    assert apply_macro(CMT3, made, FACTS, usual()) == made


def test_at_comes_only_where_the_plan_of_care_says_active() -> None:
    active = usual(claim_filing_code="MB", active_treatment=True)

    assert apply_macro(CMT3, a_visit(), FACTS, active).lines[0].modifiers == ("AT",)
    assert left_out(CMT3, a_visit(), usual()) == ("AT: the plan of care does not say active treatment",)
    assert left_out(CMT3, a_visit(), active) == ()


def test_what_has_no_room_is_said() -> None:
    full = a_visit(diagnoses=tuple(f"S13.{n}" for n in range(11)), lines=(a_line("98941"),))
    made = apply_macro(CMT3, full, FACTS, usual())

    assert len(made.diagnoses) == 12
    assert made.lines[1].pointers == ()
    assert left_out(CMT3, full, usual()) == (
        "98941 stands there",
        "M99.01 has no room",
        "M54.59 has no room",
    )


def test_which_macros_fit_most_telling_first() -> None:
    both = Macro(name="both", provider_id=ANNA, payer_id=BLUE)
    payer, provider, all_ = (
        Macro(name="payer", payer_id=BLUE),
        Macro(name="dr", provider_id=ANNA),
        Macro(name="all"),
    )
    two = Macro(name="zz", number=2)
    others = [
        Macro(name="other", payer_id=PayerId(9)),
        Macro(name="gone", active=False),
        Macro(name="dr 2", provider_id=ProviderId(5)),
    ]

    found = fitting([all_, two, provider, payer, both, *others], provider_id=ANNA, payer_id=BLUE)

    assert [one.name for one in found] == ["both", "payer", "dr", "zz", "all"]
    assert [number for number, _ in keyed(found)] == [1, 3, 4, 2, 5]


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=14))
def test_digits_are_given_once_and_own_numbers_first(numbers: list[int | None]) -> None:
    found = keyed([Macro(name=str(at), number=number) for at, number in enumerate(numbers)])

    given_out = [number for number, _ in found if number is not None]
    assert len(given_out) == len(set(given_out)) == min(len(numbers), 9)
    for number, macro in found:
        first = next((one for _, one in found if one.number == macro.number), None)
        if macro.number is not None and first is macro:
            assert number == macro.number


def test_a_visit_becomes_a_macro_and_back() -> None:
    visit = apply_macro(CMT3, a_visit(), FACTS, usual(active_treatment=True))
    made = macro_of(visit, "Again")

    assert (made.name, made.diagnoses, made.lines) == ("Again", CMT3.diagnoses, CMT3.lines)
    kept = macro_of(visit, "CMT 3", like=replace(CMT3, id=MacroId(4), number=3))
    assert (kept.id, kept.number) == (4, 3)


@pytest.mark.parametrize(
    ("macro", "rule", "severity"),
    [
        (replace(CMT3, name=" "), "S54", Severity.MUST_FIX),
        (Macro(name="nothing"), "S55", Severity.MUST_FIX),
        (replace(CMT3, diagnoses=("M54.59",) * 3), "S55", Severity.MUST_FIX),
        (replace(CMT3, diagnoses=("M99.03", "M99.01")), "S56", Severity.MUST_FIX),
        (replace(CMT3, name="cmt 4"), "S57", Severity.MUST_FIX),
        (replace(CMT3, number=4), "S57", Severity.WARNING),
    ],
)
def test_what_is_wrong_with_a_macro(macro: Macro, rule: str, severity: Severity) -> None:
    others = [replace(CMT3, id=MacroId(9), name="CMT 4", number=4)]
    assert [(one.rule, one.severity) for one in macro_findings(macro, others)] == [(rule, severity)]


def test_the_same_name_for_another_payer_is_fine() -> None:
    others = [replace(CMT3, id=MacroId(9), payer_id=BLUE)]
    assert macro_findings(CMT3, others) == []
