from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows, write
from clinicbill.encounters import store
from clinicbill.encounters.parts_store import posted_lines
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting, reverse
from tests.support.practice import STAMP, TODAY, a_line, a_practice, a_visit, open_memory_practice, stamp_on

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PostingId
    from clinicbill.encounters.encounter import Encounter

LATER = stamp_on(date(2026, 11, 24))


def _open() -> tuple[Database, Encounter]:
    db = open_memory_practice()
    a_practice(db)
    lines = [("98941", "AT", "65.00"), ("97140", "59", "48.00"), ("97110", "GP", "52.00")]
    visit_id = a_visit(db, diagnoses=["M99.03", "M54.59", "M54.2"], lines=lines)
    return db, store.get_encounter(db, visit_id)


def _changes(db: Database, table: str) -> list[tuple[Any, ...]]:
    found = rows(
        db,
        "select row_id, field, before, after from change where table_name = ? and at = ? order by id",
        [table, "2026-11-24T12:00:00Z"],
    )
    return [tuple(row.values()) for row in found]


def _save(db: Database, visit: Encounter, *, correcting: bool = False) -> Encounter:
    with write(db):
        store.save_encounter(db, visit, LATER, correcting=correcting)
    return store.get_encounter(db, visit.id)


def test_nothing_differs_nothing_is_written() -> None:
    db, visit = _open()
    assert _save(db, visit) == visit
    for table in ("encounter", "encounter_diagnosis", "service_line"):
        assert _changes(db, table) == []


def test_a_new_code_takes_over_the_row_of_its_letter() -> None:
    db, visit = _open()
    _save(db, replace(visit, diagnoses=("M99.03", "M54.51", "M54.2")))
    assert _changes(db, "encounter_diagnosis") == [(2, "code", "M54.59", "M54.51")]


def test_codes_that_change_places_are_removed_and_made_again() -> None:
    db, visit = _open()
    saved = _save(db, replace(visit, diagnoses=("M54.59", "M99.03", "M54.2")))
    assert saved.diagnoses == ("M54.59", "M99.03", "M54.2")
    touched = {row[0] for row in _changes(db, "encounter_diagnosis")}
    assert 3 not in touched


def test_a_removed_line_is_told_in_the_name_of_who_removed_it() -> None:
    db, visit = _open()
    saved = _save(db, replace(visit, lines=visit.lines[:2]))
    assert [line.procedure_code for line in saved.lines] == ["98941", "97140"]
    removed = {field: (before, after) for _, field, before, after in _changes(db, "service_line")}
    assert removed["procedure_code"] == ("97110", None)
    assert removed["charge_cents"] == (5200, None)


def test_one_field_of_one_line_is_one_change() -> None:
    db, visit = _open()
    second = replace(visit.lines[1], pointers=(2, 3))
    _save(db, replace(visit, lines=(visit.lines[0], second, visit.lines[2])))
    assert _changes(db, "service_line") == [(visit.lines[1].id, "pointers", "A", "BC")]


def test_lines_keep_their_rows_when_they_move() -> None:
    db, visit = _open()
    first, second, third = visit.lines
    new = a_line("G0283", "", "25.00")
    saved = _save(db, replace(visit, lines=(third, new, first, second)))
    assert [line.id for line in saved.lines] == [third.id, saved.lines[1].id, first.id, second.id]
    assert {field for _, field, _, _ in _changes(db, "service_line")} == {"", "position"}


@settings(max_examples=30)
@given(order=st.permutations(range(6)), keep=st.integers(0, 6), added=st.integers(0, 3))
def test_any_order_of_lines_and_codes_is_saved(order: list[int], keep: int, added: int) -> None:
    db = open_memory_practice()
    a_practice(db)
    codes = [f"M54.{n}1" for n in range(9)]
    lines = [("98941", "", f"{n}.00") for n in range(1, 7)]
    visit = store.get_encounter(db, a_visit(db, diagnoses=codes[:6], lines=lines))
    chosen = order[:keep]
    after = replace(
        visit,
        diagnoses=tuple(codes[n] for n in [*chosen, *range(6, 6 + added)]),
        lines=(*(visit.lines[n] for n in chosen), *[a_line("97110")] * added),
    )
    with write(db):
        store.save_encounter(db, after, STAMP)
    saved = store.get_encounter(db, visit.id)
    assert saved.diagnoses == after.diagnoses
    assert [line.id for line in saved.lines[:keep]] == [visit.lines[n].id for n in chosen]
    assert [line.charge for line in saved.lines] == [line.charge for line in after.lines]


def _charge_first_line(db: Database, visit: Encounter) -> PostingId:
    line = visit.lines[0]
    posting = charge(
        on=TODAY,
        patient_id=visit.patient_id,
        payer_id=None,
        aged_from=TODAY,
        lines=[LineCharge(service_line_id=line.id, amount=line.charge)],
    )
    assert posting is not None
    return add_posting(db, STAMP, posting)


FIRST: list[dict[str, Any]] = [
    {"charge": Money(1)},
    {"units": 2},
    {"procedure_code": "98940"},
    {"from_on": date(2026, 11, 22)},
]
OTHERS: list[dict[str, Any]] = [
    {"modifiers": ("AT", "59")},
    {"pointers": (2,)},
    {"pos": "12"},
    {"narrative": "Lumbar"},
    {"minutes": 10},
]


@pytest.mark.parametrize("change", FIRST + OTHERS)
def test_a_posted_line_is_not_changed(change: dict[str, Any]) -> None:
    db, visit = _open()
    _charge_first_line(db, visit)
    changed = replace(visit, lines=(replace(visit.lines[0], **change), *visit.lines[1:]))
    with pytest.raises(CannotDo, match=r"The charge of line 1 \(98941\) is posted"):
        _save(db, changed)
    assert store.get_encounter(db, visit.id) == visit


def test_nor_is_it_removed_nor_the_diagnosis_it_points_at() -> None:
    db, visit = _open()
    _charge_first_line(db, visit)
    with pytest.raises(CannotDo):
        _save(db, replace(visit, lines=visit.lines[1:]))
    with pytest.raises(CannotDo):
        _save(db, replace(visit, diagnoses=("M54.59", "M99.03", "M54.2")))
    for diagnoses in (("M99.03",), ("M99.03", "M54.2")):
        assert _save(db, replace(visit, diagnoses=diagnoses)).diagnoses == diagnoses


def test_the_others_may_still_change_and_note_and_order_too() -> None:
    db, visit = _open()
    _charge_first_line(db, visit)
    first, second, _ = visit.lines
    after = replace(visit, note="Addendum", lines=(replace(second, units=2, charge=Money(9600)), first))
    assert _save(db, after) == after
    assert posted_lines(db, visit.id) == {first.id}


@pytest.mark.parametrize("change", OTHERS)
def test_a_corrected_claim_may_say_it_differently(change: dict[str, Any]) -> None:
    db, visit = _open()
    _charge_first_line(db, visit)
    changed = replace(visit, lines=(replace(visit.lines[0], **change), *visit.lines[1:]))
    assert _save(db, changed, correcting=True) == changed


@pytest.mark.parametrize("change", FIRST)
def test_but_never_for_other_money(change: dict[str, Any]) -> None:
    db, visit = _open()
    _charge_first_line(db, visit)
    changed = replace(visit, lines=(replace(visit.lines[0], **change), *visit.lines[1:]))
    with pytest.raises(CannotDo):
        _save(db, changed, correcting=True)


def test_after_a_reversal_the_line_is_free_again() -> None:
    db, visit = _open()
    posting_id = _charge_first_line(db, visit)
    reverse(db, STAMP, posting_id, on=TODAY, why="Wrong units")
    changed = replace(visit, lines=(replace(visit.lines[0], units=2), *visit.lines[1:]))
    assert _save(db, changed) == changed
