from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.claims.checks.context import CheckContext
from clinicbill.claims.checks.edits import coded_day
from clinicbill.coding.edits.coded_day import Around
from clinicbill.coding.edits.set_aside import SetAside
from tests.support.checks import Case, assert_case, findings
from tests.support.claims import AS_OF, RENDERING, a_case, a_claim, a_line, medicare_chiropractic, with_ndc
from tests.support.coded_days import an_abn

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim

THERAPY = a_line(2, procedure_code="97140")
VISIT = a_line(2, procedure_code="99213")


def cmt(*modifiers: str) -> Claim:
    return medicare_chiropractic(lines=(a_line(modifiers=modifiers, pointers=(1, 2)),))


AROUND = Around(abns=(an_abn(),))
# Those that were checks of the claim alone before they looked at visits too.
CASES = (
    Case("C03", cmt(), cmt("AT")),
    Case("C03", cmt("59"), cmt("GZ")),
    Case("C04", cmt("AT", "GA"), cmt("GA")),
    Case("C06", cmt("GA"), cmt("GA"), good_context={"around": AROUND}),
    Case(
        "C08",
        medicare_chiropractic(lines=(THERAPY,)),
        medicare_chiropractic(lines=(replace(THERAPY, modifiers=("GY",)),)),
    ),
    Case("C13", a_claim(lines=(a_line(1), a_line(2, procedure_code="98940"))), a_claim()),
    Case(
        "C16",
        a_claim(lines=(a_line(1), THERAPY)),
        a_claim(lines=(a_line(1), replace(THERAPY, modifiers=("XS",)))),
    ),
    Case(
        "C18",
        a_claim(lines=(a_line(1), VISIT)),
        a_claim(lines=(a_line(1), replace(VISIT, modifiers=("25",)))),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


def test_a_physician_may_bill_medicare_more_than_manipulation() -> None:
    physician = replace(RENDERING, taxonomy="207X00000X")
    claim = medicare_chiropractic(lines=(replace(THERAPY, rendering=physician),))
    assert "C08" not in findings(claim)


def test_at_with_ga_was_fine_before_november_2015() -> None:
    old = date(2015, 10, 30)
    claim = medicare_chiropractic(
        lines=(a_line(modifiers=("AT", "GA"), pointers=(1, 2), from_on=old, to_on=old),)
    )
    assert "C04" not in findings(claim)


def test_what_was_set_aside_travels_to_the_claim_as_information() -> None:
    claim = a_claim(lines=(a_line(1), THERAPY))
    row = SetAside(
        encounter_id=EncounterId(1),
        rule="C16",
        subject="97140",
        message="97140 stands beside a spinal manipulation without 59 or XS",
        reason="Shoulder",
        by="Dana Reyes",
    )
    told = findings(claim, set_aside=(row,))["C16"]
    assert told.severity is Severity.INFO
    assert told.why.startswith("Set aside by Dana Reyes: Shoulder.")


def test_the_day_of_a_claim_has_everything_the_edits_look_at() -> None:
    claim = with_ndc(case=a_case(initial_treatment_on=date(2026, 11, 2)))
    day = coded_day(claim, CheckContext(as_of=AS_OF, delivery="paper"))
    drug = next(line for line in day.lines if line.ndc)
    assert (drug.ndc_unit, drug.ndc_quantity) != ("", "")
    assert day.scope.delivery == "paper"
    assert day.initial_treatment_on == date(2026, 11, 2)
    assert day.lines[0].diagnoses[0] == claim.diagnoses[claim.lines[0].pointers[0] - 1]
