from __future__ import annotations

import pytest

from clinicbill.coding.edits.reference import NOTHING_LOADED
from clinicbill.coding.edits.sides import side_of_title
from tests.support.coded_days import Case, assert_case, found, ortho, surgeon

CASES = (
    Case(
        "O08",
        ortho(surgeon("20610")),
        ortho(surgeon("20610", "RT")),
        "warning",
        (ortho(surgeon("99213")), ortho(surgeon("20610", diagnoses=("M54.50",)))),
    ),
    Case("O08", ortho(surgeon("73562"), reference=NOTHING_LOADED), ortho(surgeon("73562", "RT"))),
    Case("N14", ortho(surgeon("20610", "RT", "50")), ortho(surgeon("20610", "50")), "must_fix"),
    Case("N14", ortho(surgeon("20610", "RT", "LT")), ortho(surgeon("20610", "LT"))),
    Case("N15", ortho(surgeon("20610", "LT")), ortho(surgeon("20610", "RT")), "must_fix"),
    Case(
        "N15",
        ortho(surgeon("20610", "RT", diagnoses=("M17.12",))),
        ortho(surgeon("20610", "RT", diagnoses=("M17.12", "M17.11"))),
        also_good=(ortho(surgeon("20610", "RT", diagnoses=("M17.0",))),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_speaks_and_is_silent(case: Case) -> None:
    assert_case(case)


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Primary osteoarthritis, right shoulder", "RT"),
        ("Bilateral primary osteoarthritis of knee", "50"),
        ("Sprain of unspecified ligament of left ankle, initial encounter", "LT"),
        ("Low back pain, unspecified", ""),
        ("Contact with right-left machine", ""),
        ("", ""),
    ],
)
def test_the_side_of_a_title(title: str, side: str) -> None:
    assert side_of_title(title) == side


def test_without_the_code_library_no_side_is_known() -> None:
    assert not {"O08", "N15"} & set(found(ortho(surgeon("20610", "LT"), codes=None)))
