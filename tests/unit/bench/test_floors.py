from __future__ import annotations

from datetime import date
from decimal import Decimal

from clinicbill.bench import floors


def test_joining_gives_the_segments_back() -> None:
    assert floors.join_segments([["ST", "837", "0001"], ["SE", "2", "0001"]]) == "ST*837*0001~\nSE*2*0001"


def test_splitting_adds_charges() -> None:
    assert floors.split_and_add(b"CLP*A*1*65*32.3~SVC*HC:98941*65*32.3~") == Decimal("97.3")


def test_bare_drawing_is_a_pdf() -> None:
    assert floors.draw_strings([[(10.0, 10.0, "X")]]).startswith(b"%PDF")


def test_adding_up_in_memory_knows_ages() -> None:
    entries = [("payer_receivable", 1, "2026-11-01", 6500), ("payer_receivable", 1, "2026-11-02", -500)]
    assert sum(floors.add_up_in_memory(entries, date(2026, 11, 23)).values()) == 6000


def test_a_fresh_python_takes_some_time() -> None:
    assert floors.seconds_of("pass") > 0
