from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.modifiers import get_modifier, modifiers
from tests.support.code_files import HCPCS_HEADING

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 6, 1)
USED = (
    "24 25 26 50 51 52 53 54 55 56 57 58 59 62 66 76 77 78 79 80 81 82 AS AT GA GP GX GY GZ JW JZ KX LT RT TC XE XP "
    "XS XU FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9"
)


def test_the_modifiers_of_such_offices() -> None:
    assert [code for code in USED.split() if get_modifier(code, DAY) is None] == []


def test_every_modifier_is_two_characters() -> None:
    assert all(len(code) == 2 and code.isalnum() and code.isupper() | code.isdigit() for code in modifiers())


def test_fingers_and_toes_are_all_different() -> None:
    digits = [
        found.name for code, found in modifiers().items() if code[0] in "FT" and code[1] in "A123456789"
    ]
    assert len(digits) == len(set(digits)) == 20


def test_loaded_ones_win_over_the_starter_list(load_file: LoadsFiles) -> None:
    load_file(
        "HCPC2026_OCT_ANWEB.csv", f"{HCPCS_HEADING}\nAT,1,7,Invented words\nZZ,1,7,Ended,,,,,,20260101,\n"
    )
    load_file("MODUL.txt", "CPT 2026 Data Files\n22 Invented own words\n", date(2026, 1, 1))
    day = date(2026, 11, 1)
    found = {code: modifier.name for code in ("AT", "22", "25") if (modifier := get_modifier(code, day))}
    assert found["AT"] == "Invented words"
    assert found["22"] == "Invented own words"
    assert found["25"] == modifiers()["25"].name
    assert get_modifier("ZZ", day) is None
