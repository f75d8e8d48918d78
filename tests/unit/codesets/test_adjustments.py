from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.adjustments import (
    HANDLINGS,
    adjustment_gloss,
    adjustment_groups,
    adjustment_reasons,
    is_official,
    provider_reasons,
    remark_gloss,
    remarks,
)

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles


def test_the_patients_share_and_nothing_else_is_the_patients() -> None:
    patient = {code for code, reason in adjustment_reasons().items() if reason.handling == "patient"}
    assert patient == {"1", "2", "3"}


def test_only_discounts_are_written_off() -> None:
    written_off = {code for code, reason in adjustment_reasons().items() if reason.handling == "write_off"}
    assert written_off == {"45", "253", "237", "144"}


@pytest.mark.parametrize("code", ["16", "18", "29", "50", "97", "197", "236", "109", "A1", "B7"])
def test_denials_stay_open_and_say_what_to_do(code: str) -> None:
    assert adjustment_reasons()[code].handling == "leave_open"
    assert adjustment_reasons()[code].next_step


def test_the_others_that_are_no_denial() -> None:
    handled = {code: adjustment_reasons()[code].handling for code in ("104", "225", "23")}
    assert handled == {"104": "withhold", "225": "interest", "23": "leave_open"}


def test_groups_and_provider_reasons() -> None:
    assert set(adjustment_groups()) == {"CO", "PR", "OA", "PI", "CR"}
    met = "WO FB L6 72 CS J1 50 51 IR LE B2 B3 AH AM AP C5 CR CT CV DM E3 GO HM IP LS OA OB PI PL RA RE SL TL WU 90"
    assert set(met.split()) <= set(provider_reasons())
    assert provider_reasons()["L6"].handling == "interest"


def test_every_gloss_is_short_and_every_handling_known() -> None:
    for reasons in (adjustment_reasons(), adjustment_groups(), remarks(), provider_reasons()):
        assert all(reason.gloss and len(reason.gloss) <= 80 for reason in reasons.values())
        assert {reason.handling for reason in reasons.values()} <= HANDLINGS
    assert len(adjustment_reasons()) >= 60
    assert len(remarks()) >= 40


def test_an_unknown_number_is_shown_as_it_stands() -> None:
    assert adjustment_gloss("1") == "Deductible"
    assert adjustment_gloss("9999") == "reason 9999"
    assert remark_gloss("n115") == remarks()["N115"].gloss
    assert remark_gloss("ZZ9") == "remark ZZ9"


def test_the_licensed_words_with_our_next_step(load_file: LoadsFiles) -> None:
    own = adjustment_reasons()["45"]
    assert not is_official()
    load_file("carc 2026-11-01.csv", "Code,Description\n45,Official invented words\nZ99,Of another kind\n")
    found = adjustment_reasons()["45"]
    assert (found.gloss, found.handling, found.next_step) == (
        "Official invented words",
        own.handling,
        own.next_step,
    )
    assert adjustment_gloss("Z99") == "Of another kind"
    assert "1" in adjustment_reasons()
    assert is_official()
    assert not is_official("remark")
