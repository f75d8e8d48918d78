from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicbill.basics.identifiers import DefaultModifierId, PayerId
from clinicbill.coding.plans.default_modifiers import (
    DefaultModifier,
    UsualModifiers,
    default_modifier_findings,
    with_modifiers,
)
from tests.support.practice import TODAY, a_line

BLUE = PayerId(7)


def a_row(modifiers: str, code: str = "97140", **fields: Any) -> DefaultModifier:
    days: dict[str, Any] = {"from_on": date(2026, 1, 1)}
    return DefaultModifier(procedure_code=code, modifiers=tuple(modifiers.split()), **(days | fields))


def usual(*rows: DefaultModifier, **fields: Any) -> UsualModifiers:
    defaults: dict[str, Any] = {
        "on": TODAY,
        "rows": rows,
        "payer_id": BLUE,
        "claim_filing_code": "BL",
        "case_kind": "health",
    }
    return UsualModifiers(**(defaults | fields))


CODE, KIND, CASE, PAYER = (
    a_row("59"),
    a_row("GP", "", claim_filing_code="BL"),
    a_row("XS", "", case_kind="health"),
    a_row("GP 59", "97", payer_id=BLUE),
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((CODE, KIND, CASE, PAYER), ("GP", "59")),
        ((CODE, KIND, CASE), ("GP",)),
        ((CODE, CASE), ("XS",)),
        ((CODE,), ("59",)),
        ((a_row("GP", "97"), CODE), ("59",)),  # the whole code is more telling than its beginning
        ((a_row("59", from_on=date(2027, 1, 1)),), ("KX",)),
        ((a_row("59", to_on=date(2026, 11, 22)),), ("KX",)),
        ((a_row("59", active=False),), ("KX",)),
        ((a_row("59", payer_id=PayerId(8)),), ("KX",)),
        ((a_row("59", claim_filing_code="MB"),), ("KX",)),
        ((a_row("59", case_kind="auto"),), ("KX",)),
    ],
)
def test_the_most_telling_row_wins(rows: tuple[DefaultModifier, ...], expected: tuple[str, ...]) -> None:
    assert usual(*rows).of("97140", ("KX",)) == expected


def test_a_default_says_where_it_comes_from() -> None:
    found = usual(replace(CODE, note="separate region"))

    assert found.why("97140", "59") == "Default modifier: separate region"
    assert found.why("97140", "GP") == ""


def test_at_is_never_a_default_and_follows_from_the_answer_alone() -> None:
    at = a_row("AT GP", "98941")
    medicare = {"claim_filing_code": "MB"}

    assert usual(at, **medicare).of("98941", ("AT",)) == ("GP",)
    assert usual(**medicare).of("98941", ("AT",)) == ()
    assert usual(at, active_treatment=True, **medicare).of("98941") == ("AT", "GP")
    assert usual(at, active_treatment=True).of("98941") == ("GP",)  # not Medicare
    assert usual(active_treatment=True, **medicare).of("97140") == ()
    (found,) = default_modifier_findings(at, [])
    assert (found.rule, found.field) == ("S50", "modifiers")
    assert "240.1.3" in found.source


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (a_row(""), "S51"),
        (a_row("5"), "S51"),
        (a_row("GP GP"), "S51"),
        (a_row("GP 59 XS KX 76"), "S51"),
        (a_row("GP", claim_filing_code="QQ"), "S51"),
        (a_row("GP"), "S52"),
        (a_row("GP", to_on=date(2025, 12, 31)), "S53"),
    ],
)
def test_what_cannot_be_saved(row: DefaultModifier, rule: str) -> None:
    others = [replace(CODE, id=DefaultModifierId(3))] if rule == "S52" else []
    assert [one.rule for one in default_modifier_findings(row, others)] == [rule]


def test_rows_on_other_days_or_for_others_do_not_meet() -> None:
    ended = replace(CODE, id=DefaultModifierId(3), to_on=date(2026, 5, 31))

    assert not default_modifier_findings(a_row("GP", from_on=date(2026, 6, 1)), [ended])
    assert not default_modifier_findings(a_row("GP", payer_id=BLUE), [CODE])


def test_a_line_keeps_its_own_first_and_holds_four() -> None:
    assert with_modifiers(a_line("97140", "59 GP"), ("GP", "KX")).modifiers == ("59", "GP", "KX")
    assert len(with_modifiers(a_line("97140", "59 GP XS"), ("KX", "76")).modifiers) == 4
