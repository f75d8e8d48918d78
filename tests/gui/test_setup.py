"""The setup page by keyboard: everything of the wizard can be changed later, and what belongs to this computer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinicbill import preferences
from clinicbill.basics.errors import DatabaseBusy
from clinicbill.basics.identifiers import npi_with_check_digit
from clinicbill.basics.money import Money
from clinicbill.codesets.release import ReleaseDue
from clinicbill.coding.drug_vial_store import list_vials
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice
from clinicbill.practice import store
from clinicbill.practice.provider import ProviderKind
from clinicbill.ui import main_window
from clinicbill.ui.clinic import Clinic, read_facts
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.places import place
from clinicbill.ui.setup import page as setup_page
from clinicbill.ui.setup.backups import BackupSection
from clinicbill.ui.setup.code_set_rows import USED, CodeSetRow, CodeSets
from clinicbill.ui.setup.code_sets import CodeSetSection
from clinicbill.ui.setup.computer import computer_findings
from clinicbill.ui.setup.list_sections import ProcedureSection
from clinicbill.ui.setup.page import SetupPage
from clinicbill.ui.setup.reads import read_setup
from clinicbill.ui.setup.section import ListSection
from clinicbill.ui.setup.sections import SECTIONS
from tests.gui.conftest import PASSWORD, TODAY
from tests.support.keyboard import CTRL, K, Keyboard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.widgets.kept_form import KeptForm

NPI = npi_with_check_digit("120000003")


def open_setup(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(main_window, "PLACES", (place("setup"), place("patients")))
    shown = MainWindow(clinic)
    qtbot.addWidget(shown)
    shown.resize(1366, 720)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


@pytest.fixture
def window(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    return open_setup(clinic, qtbot, monkeypatch)


def page_of(window: MainWindow) -> SetupPage:
    page = window.go("setup")
    assert isinstance(page, SetupPage)
    return page


def go(window: MainWindow, keys: Keyboard, section: str) -> SetupPage:
    """Move to a section by the arrows, from the nearer end: the code sets, which would be built, are not passed."""
    page = page_of(window)
    page.list.setFocus()
    ids = [spec.id for spec in SECTIONS]
    from_the_end = ids.index(section) > ids.index("codes")
    keys.press(K.Key_End if from_the_end else K.Key_Home)
    steps = len(ids) - 1 - ids.index(section) if from_the_end else ids.index(section)
    keys.press(K.Key_Up if from_the_end else K.Key_Down, times=steps)
    row = page.list.current()
    assert row is not None
    assert row.id == section
    return page


def kept(page: SetupPage) -> KeptForm:
    assert page.section is not None
    found = page.section.kept
    assert found is not None
    return found


def notes(page: SetupPage) -> list[str]:
    """What stands under the fields now."""
    return [
        form._problems[name].text()
        for form in kept(page).form._forms
        for name in form.names()
        if form._notes[name].isVisible()
    ]


def quick_slots(monkeypatch: pytest.MonkeyPatch, clinic: Clinic) -> None:
    """Slots that cost little, so that tests are quick."""
    practice = cast("OpenPractice", clinic.practice)
    usual = practice.add_slot

    def quick(name: str, password: str, **_: Any) -> None:
        usual(name, password, cost=CHEAPEST)

    monkeypatch.setattr(practice, "add_slot", quick)


def test_the_list_says_what_is_in_each_section(window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    rows = {row.id: row for row in page.list.records()}
    assert list(rows) == [spec.id for spec in SECTIONS]
    assert (rows["providers"].count, rows["payers"].count, rows["procedures"].count) == (1, 4, 7)
    assert all(row.must_fix == 0 for row in rows.values())
    assert keys.focus is page.list
    assert kept(page).form.values()["name"] == "Cedar Spine and Wellness PLLC"


def test_another_page_can_ask_for_a_section_or_a_row(
    db: Database, clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer = store.list_payers(db)[2]
    monkeypatch.setattr(main_window, "PLACES", (place("patients"), place("setup")))
    window = MainWindow(clinic)
    qtbot.addWidget(window)
    window.show()
    page = window.go("setup", ("payers", payer.id))
    Keyboard(qtbot, window, lambda: clinic.jobs.busy).wait()
    assert isinstance(page, SetupPage)
    assert kept(page).form.values()["name"] == payer.name
    window.go("setup", "providers")
    assert isinstance(page.section, ListSection)
    assert page.section.list.table.text(0, "Name") == "Anna Lindqvist DC"


def test_change_the_practice(db: Database, window: MainWindow, keys: Keyboard, clinic: Clinic) -> None:
    page = go(window, keys, "practice")
    keys.press(K.Key_Return)
    assert keys.field == "Name"
    keys.press(K.Key_A, CTRL)
    keys.type("Cedar Spine PLLC")
    keys.press(K.Key_S, CTRL)
    assert store.get_practice(db).name == "Cedar Spine PLLC"
    assert clinic.facts.practice_name == "Cedar Spine PLLC"
    assert window.hint_line.text == "Saved Cedar Spine PLLC"
    keys.press(K.Key_Escape)
    assert keys.focus is page.list


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("NPI", "1987654321", "The NPI does not pass its check digit."),
        ("ZIP", "97701", "The ZIP needs nine digits."),
        ("Tax id", "12-345678", "The tax id needs nine digits."),
        ("Street", "PO Box 12", "A post office box is not a billing address."),
    ],
)
def test_a_wrong_field_is_told_at_once_and_is_not_saved(
    db: Database, window: MainWindow, keys: Keyboard, field: str, typed: str, sentence: str
) -> None:
    before = store.get_practice(db)
    page = go(window, keys, "practice")
    keys.press(K.Key_Return)
    keys.fill((field, typed))
    keys.tab()
    assert any(note.startswith(sentence) for note in notes(page)), notes(page)
    keys.press(K.Key_S, CTRL)
    assert store.get_practice(db) == before
    keys.press(K.Key_Z, CTRL)
    keys.tab()
    assert kept(page).form.record() == before
    assert notes(page) == []


def test_add_a_provider(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "providers")
    keys.press(K.Key_N, CTRL)
    assert keys.field == "Last name"
    keys.type("Reed")
    keys.fill(("First name", "Jo"), ("Credential", "PA"), ("NPI", NPI), ("Taxonomy", "363a00000x"))
    keys.press(K.Key_S, CTRL)
    added = store.list_providers(db, ProviderKind.RENDERING)[-1]
    assert (str(added), added.npi, added.taxonomy) == ("Jo Reed PA", NPI, "363A00000X")
    assert isinstance(page.section, ListSection)
    assert page.section.list.table.current() == added


def test_what_is_typed_holds_the_section(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "providers")
    keys.press(K.Key_N, CTRL)
    keys.type("Reed")
    page.list.setFocus()
    keys.press(K.Key_Down)
    row = page.list.current()
    assert row is not None
    assert row.id == "providers"
    assert "Not saved yet" in window.hint_line.text
    keys.press(K.Key_Escape, times=3)
    assert keys.focus is page.list
    keys.press(K.Key_Down)
    row = page.list.current()
    assert row is not None
    assert row.id == "referring"


def test_a_payer_begins_as_its_kind(db: Database, window: MainWindow, keys: Keyboard) -> None:
    go(window, keys, "payers")
    keys.press(K.Key_N, CTRL)
    keys.type("State Fund")
    keys.tab_to("Begin as")
    keys.type("work")
    keys.press(K.Key_S, CTRL)
    added = next(payer for payer in store.list_payers(db) if payer.name == "State Fund")
    assert (added.claim_filing_code, added.profile, str(added.delivery)) == ("WC", "workers_comp", "paper")


def test_an_electronic_payer_needs_its_number(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "payers")
    keys.press(K.Key_N, CTRL)
    keys.type("Lakeside")
    keys.press(K.Key_S, CTRL)
    assert any("needs its payer number" in note for note in notes(page))
    assert keys.field == "Payer no."
    keys.type("LH377")
    keys.fill(("Days to file", "180"))
    keys.press(K.Key_S, CTRL)
    assert [payer.filing_limit_days for payer in store.list_payers(db) if payer.name == "Lakeside"] == [180]


def test_a_raise_is_a_new_fee_from_a_day_on(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "procedures")
    section = page.section
    assert isinstance(section, ProcedureSection)
    procedure = store.find_procedure(db, "98941")
    assert procedure is not None
    section.list.select(procedure.id)
    section.list.table.setFocus()
    keys.press(K.Key_Return)
    keys.fill(("Charge", "70"), ("from", "010127"))
    keys.press(K.Key_S, CTRL)
    fees = store.list_fees(db, procedure.id)
    assert [(fee.from_on, fee.charge) for fee in fees] == [
        (date(2027, 1, 1), Money(7000)),
        (date(2020, 1, 1), Money(6500)),
    ]
    assert len(section.fees.records()) == 2
    row = section.list.table.current()
    assert row is not None
    assert row.usual(TODAY) == Money(6500)
    section.fees.setFocus()
    section.fees.select_first()
    keys.press(K.Key_Return)
    assert keys.field == "Charge"
    keys.press(K.Key_A, CTRL)
    keys.type("72")
    keys.press(K.Key_S, CTRL)
    assert store.list_fees(db, procedure.id)[0].charge == Money(7200)
    assert len(store.list_fees(db, procedure.id)) == 2


def test_a_fee_for_one_payer(db: Database, window: MainWindow, keys: Keyboard) -> None:
    go(window, keys, "procedures")
    keys.press(K.Key_N, CTRL)
    keys.type("97012")
    keys.fill(("Short name", "Traction"), ("Charge", "30"))
    keys.tab_to("For")
    keys.type("h")
    keys.press(K.Key_S, CTRL)
    procedure = store.find_procedure(db, "97012")
    assert procedure is not None
    [fee] = store.list_fees(db, procedure.id)
    harbor = next(payer.id for payer in store.list_payers(db) if payer.name.startswith("Harbor"))
    assert (fee.payer_id, fee.charge, fee.from_on) == (harbor, Money(3000), TODAY)


def test_the_same_code_twice_is_refused(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "procedures")
    keys.press(K.Key_N, CTRL)
    keys.type("98941")
    keys.fill(("Short name", "Again"), ("Charge", "1"))
    keys.press(K.Key_S, CTRL)
    assert any("is on the list already" in note for note in notes(page))
    assert len(store.list_procedures(db)) == 7


def test_a_drug_vial_is_added_and_an_impossible_one_refused(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    page = go(window, keys, "drug_vials")
    keys.press(K.Key_N, CTRL)
    keys.type("j3301")
    keys.fill(("Name", "40 mg vial"), ("NDC", "00003-0293-05"), ("Units", "0"))
    keys.press(K.Key_S, CTRL)
    assert any("units in a vial are missing" in note for note in notes(page))
    assert list_vials(db) == []
    keys.fill(("Units", "4"))
    keys.press(K.Key_S, CTRL)
    keys.wait()
    (vial,) = list_vials(db)
    assert (vial.procedure_code, vial.ndc, vial.units_per_vial, vial.single_dose) == (
        "J3301", "00003029305", 4, True,
    )  # fmt: skip


def test_a_row_is_ended_and_taken_back(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "facilities")
    page_section = page.section
    assert isinstance(page_section, ListSection)
    page_section.list.table.setFocus()
    keys.press(K.Key_Delete, CTRL)
    assert kept(page).dirty
    keys.press(K.Key_Z, CTRL)
    assert not kept(page).form.dirty
    page_section.list.table.setFocus()
    keys.press(K.Key_Delete, CTRL)
    keys.press(K.Key_S, CTRL)
    assert store.list_facilities(db) == []
    assert page_section.list.table.text(0, "Name") == "Cedar Spine and Wellness"


# Code sets, backup, this computer --------------------------------------------------------------------


def test_code_sets_say_which_is_used_and_which_is_due(clinic: Clinic, qtbot: QtBot) -> None:
    section = CodeSetSection(clinic)
    qtbot.addWidget(section)
    row = CodeSetRow(system="ICD-10-CM", release="4/2026", from_on=date(2026, 4, 1), to_on=None, state=USED)
    due = ReleaseDue(release="10/2026", from_on=date(2026, 10, 1), message="Code set 10/2026 is in force.")
    section._take(CodeSets(here=(row,), calendar=(), due=due))
    assert section.table.text(1, "State") == "Used for visits of today"
    assert section.banner.text == "Code set 10/2026 is in force."
    section._take(CodeSets(here=(row,), calendar=(), due=None))
    assert section.banner.text == ""


def test_back_up_now(clinic: Clinic, window: MainWindow, keys: Keyboard, tmp_path: Path) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    preferences.save(replace(preferences.load(), backup_folder=str(second)))
    page = go(window, keys, "backup")
    section = page.section
    assert isinstance(section, BackupSection)
    assert section.last.figure == "None"
    assert section.states.message.startswith("No backup yet.")
    monkey = clinic.read_background
    clinic.read_background = lambda: None  # type: ignore[method-assign]  # it would build the code library
    keys.press(K.Key_B, CTRL)
    clinic.read_background = monkey  # type: ignore[method-assign]
    assert len(section.table.records()) == 2
    assert section.table.text(0, "State") == "Verified"
    assert section.last.figure != "None"
    assert len(list(second.glob("*.clinicbill"))) == 1


def test_this_computers_choices_are_kept_here(window: MainWindow, keys: Keyboard, tmp_path: Path) -> None:
    page = go(window, keys, "computer")
    keys.press(K.Key_Return)
    keys.type("d")
    keys.fill(("Claims, PDFs", str(tmp_path / "nowhere")))
    keys.press(K.Key_S, CTRL)
    assert any("is no folder of this computer" in note for note in notes(page))
    assert preferences.load().theme == "system"
    keys.fill(("Claims, PDFs", str(tmp_path)))
    keys.press(K.Key_S, CTRL)
    saved = preferences.load()
    assert (saved.theme, saved.export_folder) == ("dark", str(tmp_path))


def test_a_new_computer_has_nothing_to_fix() -> None:
    assert computer_findings(preferences.Preferences()) == []


# States and the first time ---------------------------------------------------------------------------


def test_a_failed_reading_can_be_tried_again(
    window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window)
    usual = read_setup

    def busy(*_: object) -> None:
        raise DatabaseBusy("Another program writes now; nothing was changed; try again.")

    monkeypatch.setattr(setup_page, "read_setup", busy)
    page.refresh()
    keys.wait()
    assert page.states.message == "Another program writes now; nothing was changed; try again."
    monkeypatch.setattr(setup_page, "read_setup", usual)
    page.refresh()
    keys.wait()
    assert page.states.message == ""


def test_what_can_be_reached_has_a_name(window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    for spec in SECTIONS:
        if spec.id != "codes":
            go(window, keys, spec.id)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.objectName() != "choices"
    ]
    assert nameless == []


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Clinic]:
    """A practice that was made but not set up."""
    practice, _ = create_practice(
        tmp_path / "fresh.clinicbill",
        practice_name="Ridgeline Orthopedics",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        practice_kind="ortho",
        at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        cost=CHEAPEST,
    )
    clinic = Clinic(practice, read_facts(practice, TODAY))
    yield clinic
    clinic.close()


def test_a_practice_that_is_not_set_up_is_set_up_in_its_sections(
    fresh: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut between the file and what the first-time steps write into it."""
    window = open_setup(fresh, qtbot, monkeypatch)
    keys = Keyboard(qtbot, window, lambda: fresh.jobs.busy)
    keys.wait()
    page = go(window, keys, "practice")
    row = page.list.current()
    assert row is not None
    assert row.must_fix > 0
    keys.press(K.Key_Return)
    keys.fill(("Tax id", "123456789"), ("NPI", "1987654328"), ("Taxonomy", "207X00000X"))
    keys.fill(("Phone", "5415550100"), ("Street", "9 Ridge Rd"), ("City", "Bend"))
    keys.fill(("State", "OR"), ("ZIP", "977011234"))
    keys.press(K.Key_S, CTRL)
    with fresh.practice.connect() as db:
        assert store.is_set_up(db)
        assert store.get_practice(db).kind == "ortho"
