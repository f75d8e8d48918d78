from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.bundling import pairs
from clinicbill.codesets.register import undo
from tests.support.code_files import ptp_text

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 10, 5)
TEXT = ptp_text(
    [
        "20610|20600||20180701|*|1|Invented rationale",
        "13121|13120||19960101|20261005|9|Not applicable",
        "13121|13120|*|19960101|*|0|Live",
        "97110|97112||20180701|20261004|1|Ended",
    ]
)


def shown(day: date, *codes: str) -> list[tuple[str, str, str]]:
    return [(pair.column1, pair.column2, pair.indicator) for pair in pairs(codes, day)]


def test_nothing_loaded_nothing_said(load_file: LoadsFiles) -> None:
    assert pairs(["20610", "20600"], DAY) == []


def test_the_pairs_among_the_codes_of_a_day(load_file: LoadsFiles) -> None:
    load_file("ccipra-v323r0.txt", TEXT)
    assert shown(DAY, "20600", "20610 ", "99213") == [("20610", "20600", "1")]
    assert shown(DAY, "20600", "20610", "13120", "13121") == [
        ("13121", "13120", "0"),
        ("20610", "20600", "1"),
    ]
    assert shown(DAY, "20610") == []
    (pair,) = pairs(["20610", "20600"], DAY)
    assert (pair.from_on, pair.to_on, pair.release, pair.covers) == (date(2018, 7, 1), None, "10/2026", True)
    assert pair.rationale == "Invented rationale"


def test_a_pair_that_ended_yesterday(load_file: LoadsFiles) -> None:
    load_file("ccipra-v323r0.txt", TEXT)
    assert shown(date(2026, 10, 4), "97110", "97112") == [("97110", "97112", "1")]
    assert shown(DAY, "97110", "97112") == []


def test_the_nearest_quarter_answers_and_says_so(load_file: LoadsFiles) -> None:
    load_file("ccipra-v323r0.txt", TEXT)
    (pair,) = pairs(["20610", "20600"], date(2027, 2, 1))
    assert not pair.covers


def test_four_files_loaded_one_by_one_stand_side_by_side(load_file: LoadsFiles) -> None:
    load_file("ccipra-v323r0-f1.txt", ptp_text(["11111|11112||20180701|*|1|r"]))
    load_file("ccipra-v323r0-f2.txt", ptp_text(["22222|22223||20180701|*|1|r"]))
    codes = ("11111", "11112", "22222", "22223")
    assert len(shown(DAY, *codes)) == 2
    whole = load_file("ccipra-v323r1.txt", ptp_text(["22222|22223||20180701|*|0|r"]))
    assert shown(DAY, *codes) == [("22222", "22223", "0")]
    undo(whole.id)
    assert len(shown(DAY, *codes)) == 2
