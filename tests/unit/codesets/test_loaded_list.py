from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.loaded_list import loaded_list
from clinicbill.codesets.register import System
from tests.support.code_files import HCPCS_HEADING

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles


def test_by_kind_and_by_day(load_file: LoadsFiles) -> None:
    assert loaded_list(System.HCPCS, "code") is None
    load_file(
        "HCPC2026_OCT_ANWEB.csv",
        f"{HCPCS_HEADING}\nAT,1,7,Invented modifier\nA9999,1,3,New words,,,,20200101,,20271231,\n",
    )
    load_file("HCPC2026_JUL_ANWEB.csv", f"{HCPCS_HEADING}\nA9999,1,3,Old words\n")

    newest = loaded_list(System.HCPCS, "code")
    assert newest is not None
    assert [(one.code, one.name, one.release) for one in newest.values()] == [
        ("A9999", "New words", "10/2026")
    ]
    assert newest["A9999"].in_force.end_on == date(2027, 12, 31)
    july = loaded_list(System.HCPCS, "code", date(2026, 8, 1))
    assert july is not None
    assert july["A9999"].name == "Old words"
    assert list(loaded_list(System.HCPCS, "modifier") or {}) == ["AT"]
