from __future__ import annotations

from clinicbill.basics.words import counted


def test_one_is_singular_and_all_else_is_not() -> None:
    assert counted(1, "claim") == "1 claim"
    assert counted(0, "claim") == "0 claims"
    assert counted(1412, "claim") == "1,412 claims"


def test_a_plural_of_its_own_is_used_where_it_is_named() -> None:
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "entry", "entries") == "2 entries"
