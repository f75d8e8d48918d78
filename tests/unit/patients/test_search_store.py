from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting
from clinicbill.patients import store
from clinicbill.patients.patient import PatientNote
from clinicbill.patients.search_store import MOST_CANDIDATES, find_patients
from tests.support.practice import (
    STAMP,
    TODAY,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    open_memory_practice,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


def _names(db: Database, text: str) -> list[str]:
    return [str(row.name) for row in find_patients(db, text, TODAY)]


@pytest.mark.parametrize(
    "typed",
    ["alv", "ALVAREZ", "ruth alv", "alv r", "1001", "5415550177", "541-555-0177", "(541) 555-0177", "555-0177",
     "0177", "4/17/1951", "04/17/51", "04171951", "alvarez 4/17/1951", "marta ruth"],
)  # fmt: skip
def test_every_way_to_ask_finds_her(typed: str) -> None:
    db = open_memory_practice()
    a_patient(db)
    a_patient(db, "Whitfield", "Dan", phone="2065550100", birth_on=date(1979, 2, 3))
    expected = [] if typed.startswith("marta") else ["Ruth M Alvarez"]
    assert _names(db, typed) == expected


def test_letters_with_and_without_marks() -> None:
    db = open_memory_practice()
    a_patient(db, "Núñez", "Zoë")
    a_patient(db, "O'Brien", "Pat")
    assert _names(db, "nunez zoe") == ["Zoë Núñez"]
    assert _names(db, "núñ") == ["Zoë Núñez"]
    assert _names(db, "o'br") == ["Pat O'Brien"]
    assert _names(db, "brien") == ["Pat O'Brien"]


def test_hostile_text_finds_nothing_and_harms_nothing() -> None:
    db = open_memory_practice()
    a_patient(db)
    for typed in (
        '" OR 1=1 --',
        "'; drop table patient; --",
        "*",
        "NEAR(a b)",
        "\x00",
        "\ud800",
        "terms:alv",
    ):
        assert _names(db, typed) in ([], ["Ruth M Alvarez"])
    assert _names(db, "alv") == ["Ruth M Alvarez"]


def test_an_edit_is_found_under_the_new_words_only() -> None:
    db = open_memory_practice()
    patient_id = a_patient(db)
    patient = store.get_patient(db, patient_id)
    store.save_patient(db, replace(patient, phone="2065550199"), STAMP)
    assert _names(db, "0177") == []
    assert _names(db, "2065550199") == ["Ruth M Alvarez"]


def test_payer_balance_and_alert_stand_in_the_row() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    a_coverage(db, patient_id, office.medicare)
    visit = get_encounter(db, a_visit(db, patient_id))
    posting = charge(
        on=TODAY,
        patient_id=patient_id,
        payer_id=None,
        aged_from=TODAY,
        lines=[LineCharge(service_line_id=visit.lines[0].id, amount=Money(6500))],
    )
    assert posting is not None
    add_posting(db, STAMP, posting)
    store.save_note(db, PatientNote(patient_id=patient_id, kind="alert", text="Lift"), STAMP)
    [row] = find_patients(db, "alv", TODAY)
    assert row.payer == "Medicare Part B Oregon"
    assert row.balance == Money(6500)
    assert row.patient_owes == Money(6500)
    assert row.alert
    assert row.active
    [before] = find_patients(db, "alv", date(2025, 12, 31))
    assert before.payer == ""


def test_an_empty_text_gives_the_beginning_of_the_alphabet() -> None:
    db = open_memory_practice()
    for last in ("Young", "alvarez", "Bell"):
        a_patient(db, last, "Pat")
    assert _names(db, "") == ["Pat alvarez", "Pat Bell", "Pat Young"]
    assert len(find_patients(db, "", TODAY, limit=2)) == 2


def test_the_very_chart_number_comes_first() -> None:
    db = open_memory_practice()
    a_patient(db, "Adams", chart_number="10015")
    a_patient(db, "Zorn", chart_number="1001")
    assert [row.chart_number for row in find_patients(db, "1001", TODAY)] == ["1001", "10015"]


def test_matches_are_cut_before_they_are_sorted() -> None:
    db = open_memory_practice()
    for number in range(MOST_CANDIDATES + 5):
        a_patient(db, "Same", chart_number=f"S{number}")
    a_patient(db, "Saab", chart_number="LAST")
    found = find_patients(db, "sa", TODAY, limit=10_000)
    assert len(found) == MOST_CANDIDATES
    assert "LAST" not in [row.chart_number for row in found]
