from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.coded_days import Case, a_day, assert_case, medicare, surgeon

if TYPE_CHECKING:
    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine


def dme(*lines: CodedLine, **fields: Any) -> CodedDay:
    ordered = {
        "ordered": True,
        "orderer": "DK",
        "mac": "JD",
        "prior_authorization": "A1",
        "diagnoses": ("M17.11",),
    }
    return medicare(*lines, **(ordered | fields))


BRACE = surgeon("L1833", "RT", "KX")
CASES = (
    Case("D01", dme(BRACE, mac="JF"), dme(BRACE), "warning", (a_day(BRACE),)),
    Case("D02", dme(surgeon("L1833", "KX")), dme(BRACE), "must_fix", (a_day(surgeon("L1833")),)),
    Case("D02", dme(surgeon("L1833", "RT", "LT", "KX")), dme(surgeon("L0627", "KX"))),
    Case("D03", dme(surgeon("L1833", "RT")), dme(BRACE), "warning"),
    Case("D04", dme(BRACE, prior_authorization=""), dme(BRACE), "must_fix", (dme(surgeon("L1833", "RT", "KX", "ST"), prior_authorization=""),)),
    Case("D05", dme(surgeon("L1833", "RT", "KX", "KV")), dme(BRACE), "must_fix",
         (dme(surgeon("L1833", "RT", "KV", on=date(2023, 12, 31))),)),
    Case("D06", dme(BRACE, ordered=False), dme(BRACE), "must_fix"),
    Case("D06", dme(BRACE, orderer="DN"), dme(surgeon("99213"), orderer="")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)
