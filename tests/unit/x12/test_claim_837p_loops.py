from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.x12.claim_837p_loops import claim_rows, claim_segments, laid_out
from tests.support.claims import a_claim, a_coverage, dependent_child, medicare_chiropractic, secondary
from tests.unit.cms1500.stories import STORIES, a_payer, assistant_surgeon


def test_the_segment_beside_box_14() -> None:
    assert ("2300", 0, "DTP*454*D8*20261102~") in claim_segments(medicare_chiropractic())


def test_loops_come_in_the_order_of_the_guide() -> None:
    loops = list(dict.fromkeys(loop for loop, _, _ in claim_segments(secondary())))
    assert loops == [
        "2000A",
        "2010AA",
        "2000B",
        "2010BA",
        "2010BB",
        "2300",
        "2310B",
        "2320",
        "2330A",
        "2330B",
        "2400",
        "2430",
    ]


def test_lines_are_numbered() -> None:
    segments = claim_segments(assistant_surgeon())
    assert {line for loop, line, _ in segments if loop == "2400"} == {1, 2, 3}
    assert {line for loop, line, _ in segments if loop < "2400"} == {0}
    assert [line for loop, line, _ in segments if loop == "2420A"] == [2, 2]


def test_a_patient_loop_only_for_somebody_else() -> None:
    assert laid_out(a_claim()).patient == ()
    assert [loop.name for loop in laid_out(dependent_child()).patient] == ["2000C", "2010CA"]


@pytest.mark.parametrize("story", STORIES)
def test_every_row_becomes_one_segment(story: str) -> None:
    rows, segments = list(claim_rows(STORIES[story])), claim_segments(STORIES[story])
    assert [(loop, line) for loop, line, _ in rows] == [(loop, line) for loop, line, _ in segments]
    for (_, _, row), (_, _, text) in zip(rows, segments, strict=True):
        assert text.startswith(f"{row[0]}*")
        assert text.endswith("~")
        assert "*~" not in text
        assert ":~" not in text


def test_a_claim_without_lines() -> None:
    with pytest.raises(CannotDo, match="complete the visit"):
        claim_segments(a_claim(lines=()))


def test_an_unknown_profile() -> None:
    with pytest.raises(NotFound, match="“moon”"):
        claim_segments(a_claim(coverage=a_coverage(payer=a_payer("moon", "CI", "Moon", "M1"))))
