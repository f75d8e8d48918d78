from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.add_on import primaries_of
from tests.support.code_files import aoc_text

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 10, 5)


def test_what_a_code_may_be_added_to(load_file: LoadsFiles) -> None:
    assert primaries_of("22614", DAY) is None
    rows = ["1|22614||22612||2013001||", "1|22614||22630||2013001|2025365|", "1|22614||22633||2027001||"]
    rows += ["2|99999||CCCCC||2013001||Contractor", "3|99417||99215||2013001||"]
    load_file("AOC_V2026Q4-MCR.txt", aoc_text(rows))

    found = primaries_of("22614", DAY)
    assert found is not None
    assert (found.primaries, found.kind, found.others_possible) == (frozenset({"22612"}), "1", False)
    assert (found.release, found.covers) == ("10/2026", True)

    contractor, some = primaries_of("99999", DAY), primaries_of("99417", DAY)
    assert contractor is not None
    assert some is not None
    assert contractor.primaries == frozenset()
    assert contractor.others_possible
    assert some.others_possible
    assert primaries_of("97110", DAY) is None
