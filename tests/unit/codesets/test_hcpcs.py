from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.hcpcs import find_hcpcs, get_hcpcs, hcpcs
from tests.support.code_files import HCPCS_HEADING

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 6, 1)


def test_neither_cpt_nor_dental_codes() -> None:
    assert [code for code in hcpcs() if not re.fullmatch(r"[ABCEGHJKLMPQRSTUV]\d{4}", code)] == []


def test_what_such_offices_bill() -> None:
    assert get_hcpcs("g0283", DAY) is not None
    assert get_hcpcs("J3301", DAY) is not None
    assert get_hcpcs("L1833", DAY) is not None
    assert get_hcpcs("98940", DAY) is None


def test_found_by_code_and_by_words() -> None:
    assert [code.code for code in find_hcpcs("J330", on=DAY)] == ["J3300", "J3301", "J3303", "J3304"]
    assert [code.code for code in find_hcpcs("walking boot pneumatic", on=DAY)][:2] == ["L4360", "L4361"]
    assert [code.code for code in find_hcpcs("kenalog", on=DAY)] == ["J3301"]


def test_limits() -> None:
    assert find_hcpcs("  ", on=DAY) == []
    assert len(find_hcpcs("a", on=DAY, limit=3)) == 3
    assert find_hcpcs("J1010", on=date(2024, 3, 31)) == []


def test_a_loaded_release_answers_instead_of_the_starter_list(load_file: LoadsFiles) -> None:
    assert get_hcpcs("J3301", DAY) is not None
    load_file(
        "HCPC2026_APR_ANWEB.csv",
        f"{HCPCS_HEADING}\nA9999,1,3,Invented long words\nA9998,1,3,Ended,,,,,,20260531,\n",
    )
    assert list(hcpcs()) == ["A9998", "A9999"]
    assert get_hcpcs("J3301", DAY) is None
    assert get_hcpcs("A9998", DAY) is None
    assert [code.code for code in find_hcpcs("long invented", on=DAY)] == ["A9999"]
