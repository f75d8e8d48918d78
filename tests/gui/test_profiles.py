"""Payer profiles by keyboard: read the program's, keep the office's own, try one on a claim, choose it for a payer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinicbill.basics.identifiers import PatientId
from clinicbill.claims.office_profile import OfficeProfile
from clinicbill.claims.profile_store import list_profiles
from clinicbill.patients.store import list_coverages
from clinicbill.practice import store
from clinicbill.ui import main_window
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.patients.file_panel import INSURANCE
from clinicbill.ui.places import place
from clinicbill.ui.setup.list_sections import PayerSection
from clinicbill.ui.setup.profile_section import ProfileSection
from clinicbill.ui.widgets.choice import Choice
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.keep_profile import keep_profile
from tests.gui.test_setup import go, kept, notes, open_setup
from tests.support.keyboard import CTRL, K, Keyboard
from tests.support.practice import STAMP, TODAY, a_case, a_coverage, a_patient, a_visit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.page import SetupPage

OWN = OfficeProfile(
    name="Harbor Gold",
    extends="commercial",
    from_on=date(2026, 1, 1),
    settings={"pointers": 1},
    source="Provider manual, page 12",
)


@pytest.fixture
def claims(db: Database) -> list[int]:
    """A claim of Harbor Mutual, and a later one of Medicare."""
    payers = {payer.name: payer.id for payer in store.list_payers(db)}
    made = []
    for last, payer, line in (
        ("Ruiz", "Harbor Mutual PPO", ("98941", "", "65.00")),
        ("Alvarez", "Medicare Part B Oregon", ("98941", "AT", "65.00")),
    ):
        patient = a_patient(db, last, "Karla")
        a_coverage(db, patient, payers[payer])
        a_case(db, patient, initial_treatment_on=date(2026, 10, 1), onset_on=date(2026, 9, 20))
        outcome = bill_visits(db, STAMP, [a_visit(db, patient, lines=[line])])
        made.append(int(outcome.claims[0].claim_id))
    return made


@pytest.fixture
def own(db: Database) -> int:
    """One profile of the office."""
    return int(keep_profile(db, STAMP, OWN).row_id or 0)


@pytest.fixture
def window(
    own: int, claims: list[int], clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    return open_setup(clinic, qtbot, monkeypatch)


def section_of(page: SetupPage) -> ProfileSection:
    section = page.section
    assert isinstance(section, ProfileSection)
    return section


def names(section: ProfileSection) -> list[str]:
    return [row.name for row in section.list.table.records()]


def show(section: ProfileSection, keys: Keyboard, name: str) -> None:
    """Go to a profile of the list by the arrows."""
    section.list.table.setFocus()
    keys.press(K.Key_Home)
    keys.press(K.Key_Down, times=names(section).index(name))
    row = section.list.table.current()
    assert row is not None
    assert row.name == name


def tried(section: ProfileSection) -> dict[str, tuple[str, str]]:
    """Box or rule → what the test says of it, now and then."""
    table = section.test.table
    return {
        table.text(at, "Box"): (table.text(at, "Now"), table.text(at, "With this profile"))
        for at in range(table.model().rowCount())
    }


def test_the_offices_own_stand_before_the_programs(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    assert names(section)[:3] == ["Harbor Gold", "Commercial", "Group health plan"]
    assert section.list.table.text(1, "Name") == "Harbor Gold 1 changed"
    rows = {row.id: row for row in page.list.records()}
    assert (rows["profiles"].count, rows["profiles"].must_fix, rows["profiles"].warnings) == (1, 0, 0)


def test_a_profile_of_the_program_is_read_with_its_sources(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Medicare Part B")
    view = section.list.view
    assert view.isVisible()
    assert not section.kept.isVisible()
    assert "42 CFR 405.980" in view._sources.text()
    rows = {row.name: row for row in view.table.records()}
    assert (rows["policy_group"].label, rows["policy_group"].words) == (
        "11  Policy or group",
        "The word NONE",
    )
    assert rows["policy_group"].source == "CPM 26 item 11, read 11/23/2026"
    assert rows["when_secondary"].words == "Medicare Part B, secondary"
    keys.press(K.Key_Return)
    assert keys.focus is view.table
    keys.press(K.Key_Down, times=9)
    assert view._detail.text().endswith("Source: CPM 26 item 11, read 11/23/2026.")
    keys.press(K.Key_Escape)
    assert keys.focus is section.list.table
    keys.press(K.Key_Escape)
    assert keys.focus is page.list


def test_a_new_one_begins_with_what_is_under_the_cursor(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Blue Cross Blue Shield")
    keys.press(K.Key_N, CTRL)
    assert keys.field == "Name"
    keys.type("Blue Gold")
    assert section.kept.form.values()["extends"] == "bcbs"
    keys.fill(("Source", "Letter of 11/02/2026"))
    keys.tab_to("11  Policy or group")
    keys.type("the")
    keys.press(K.Key_S, CTRL)
    saved = next(profile for profile in list_profiles(db) if profile.name == "Blue Gold")
    assert (saved.key, saved.extends, saved.from_on) == ("own_blue_gold", "bcbs", TODAY)
    assert saved.settings == {"policy_group": "none"}
    assert window.hint_line.text == "Saved Blue Gold"
    row = section.list.table.current()
    assert row is not None
    assert row.name == "Blue Gold"


def test_what_differs_is_told_and_can_be_taken_back(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    assert "Commercial: Four" in notes(page)
    keys.press(K.Key_Return)
    keys.tab_to("29  Amount paid")
    keys.press(K.Key_Down)
    assert section.kept.form.values()["settings.amount_paid"] == "patient"
    assert "Commercial: By other insurances" in notes(page)
    keys.press(K.Key_Z, CTRL)
    assert section.kept.form.values()["settings.amount_paid"] is None
    assert "Commercial: By other insurances" not in notes(page)
    keys.tab_to("24E  Letters a line")
    keys.press(K.Key_Home)
    keys.press(K.Key_S, CTRL)
    assert list_profiles(db)[0].settings == {}


def test_another_base_says_other_things(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    form = section.kept.form
    group = form.editor("settings.policy_group")
    assert isinstance(group, Choice)
    assert group.currentText() == "Group number"
    form.set_value("extends", "medicare")
    assert group.currentText() == "The word NONE"
    assert group.value() is None
    keys.press(K.Key_Z, CTRL)
    assert group.currentText() == "Group number"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "Commercial", "The program has a profile of that name"),
        ("to_on", date(2025, 1, 1), "It ends before it begins"),
        ("source", "", "Nobody can tell later where this comes from"),
    ],
)
def test_what_is_wrong_stands_under_its_field(
    window: MainWindow, keys: Keyboard, field: str, value: object, sentence: str
) -> None:
    page = go(window, keys, "profiles")
    show(section_of(page), keys, "Harbor Gold")
    kept(page).form.set_value(field, value)
    assert any(note.startswith(sentence) for note in notes(page))


def test_nothing_typed_is_lost_by_moving_away(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    section.kept.form.set_value("source", "A call")
    section.list.table.setFocus()
    keys.press(K.Key_Down)
    row = section.list.table.current()
    assert row is not None
    assert row.name == "Harbor Gold"
    assert section.kept.form.values()["source"] == "A call"
    keys.press(K.Key_Escape)
    keys.press(K.Key_Escape)
    assert section.kept.form.values()["source"] == "Provider manual, page 12"


def test_a_profile_is_tried_on_the_newest_claim_while_it_is_typed(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    assert section.test.claims.currentText().startswith("C")
    assert "Ruiz, Karla, Harbor Mutual PPO, 11/23/2026" in section.test.claims.currentText()
    before = [db.table(table).count for table in ("payer_profile", "claim", "claim_event", "change")]
    section.kept.form.set_value("settings.policy_group", "none")
    keys.wait()
    assert tried(section)["11"] == ("–", "NONE")
    assert section.test.table.text(0, "Box").startswith("Boxes, 1 would change, now made by Commercial")
    assert [db.table(table).count for table in ("payer_profile", "claim", "claim_event", "change")] == before


def test_findings_that_come_and_go_are_told(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    section.kept.form.set_value("settings.goes_with", "The report goes with it.")
    keys.wait()
    assert tried(section)["X41"] == ("no edit", "The report goes with it.")


def test_another_claim_is_found_by_patient(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Commercial")
    assert section.test.states.message.startswith("Nothing would be different.")
    keys.tab_to("Find a claim")
    keys.type("alvarez")
    keys.press(K.Key_Return)
    assert "Alvarez, Karla, Medicare Part B Oregon" in section.test.claims.currentText()
    assert tried(section)["1"] == ("X medicare", "X other")
    assert tried(section)["11"] == ("NONE", "–")
    keys.press(K.Key_A, CTRL)
    keys.type("nobody")
    keys.press(K.Key_Return)
    assert section.test.states.message.startswith("No claim found.")


def test_a_profile_without_a_claim_says_so(window: MainWindow, keys: Keyboard) -> None:
    section = section_of(go(window, keys, "profiles"))
    show(section, keys, "TRICARE")
    assert section.test.states.message.startswith("No claim of such a payer yet.")


def test_the_test_has_a_key_of_its_own(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Commercial")
    keys.press(K.Key_T, CTRL)
    assert section.test.claims.hasFocus()
    show(section, keys, "TRICARE")
    keys.press(K.Key_T, CTRL)
    assert section.test.search.hasFocus(), "there is no claim to choose among"
    go(window, keys, "payers")
    keys.press(K.Key_T, CTRL)
    assert page.section is section
    assert section.test.isAncestorOf(keys.focus)


def test_a_payer_takes_a_profile_of_the_office(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "payers")
    section = page.section
    assert isinstance(section, PayerSection)
    payer = next(payer for payer in store.list_payers(db) if payer.name == "Harbor Mutual PPO")
    section.list.select(payer.id)
    section.list.table.setFocus()
    keys.press(K.Key_Return)
    keys.tab_to("Claims form")
    keys.type("harbor")
    keys.press(K.Key_S, CTRL)
    assert store.get_payer(db, payer.id).profile == "own_harbor_gold"
    page = go(window, keys, "profiles")
    show(section_of(page), keys, "Harbor Gold")
    page.end()
    keys.press(K.Key_S, CTRL)
    assert any(note.startswith("Still used by Harbor Mutual PPO") for note in notes(page))
    assert list_profiles(db)[0].active


def test_what_a_payer_calls_us(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "payers")
    section = page.section
    assert isinstance(section, PayerSection)
    payer = next(payer for payer in store.list_payers(db) if payer.name == "Harbor Mutual PPO")
    section.list.select(payer.id)
    section.list.table.setFocus()
    keys.press(K.Key_Return)
    keys.fill(("Billing no.", "HB-77"))
    keys.press(K.Key_S, CTRL)
    assert any(note.startswith("Who gave this number?") for note in notes(page))
    kept(page).form.set_value("billing_id_qualifier", "G2")
    keys.tab_to("Provider")
    keys.type("anna")
    keys.fill(("Number", "PX889"))
    keys.press(K.Key_S, CTRL)
    stored = store.get_payer(db, payer.id)
    assert (stored.billing_id_qualifier, stored.billing_id) == ("G2", "HB-77")
    [number] = store.list_provider_numbers(db)
    assert (number.payer_id, number.qualifier, number.number) == (payer.id, "G2", "PX889")
    assert section.numbers.isVisible()
    assert section.numbers.text(0, "Number, 24J") == "PX889"
    section.numbers.setFocus()
    keys.press(K.Key_Return)
    assert keys.field == "Number"
    assert kept(page).form.values()["number"] == "PX889"
    keys.press(K.Key_A, CTRL)
    keys.press(K.Key_Delete)
    keys.press(K.Key_S, CTRL)
    assert store.list_provider_numbers(db) == []
    assert not section.numbers.isVisible()


def test_one_insurance_may_have_another_form(
    db: Database, own: int, claims: list[int], clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "PLACES", (place("patients"), place("setup")))
    window = MainWindow(clinic)
    qtbot.addWidget(window)
    window.resize(1366, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keys = Keyboard(qtbot, window, lambda: clinic.jobs.busy)
    keys.wait()
    keys.type("ruiz")
    page: Any = window.go("patients")
    page.panel.choose(INSURANCE)
    keys.wait()
    form = page.panel.insurance.kept.form
    choice = form.editor("profile")
    assert isinstance(choice, Choice)
    assert choice.currentText() == "As the payer wants it"
    assert choice.findText("Harbor Gold") > 0
    form.set_value("profile", "own_harbor_gold")
    keys.press(K.Key_S, CTRL)
    profiles = [coverage.profile for patient in (1, 2) for coverage in list_coverages(db, PatientId(patient))]
    assert profiles == ["own_harbor_gold", ""]


def test_the_front_desk_only_looks(clinic: Clinic, window: MainWindow, keys: Keyboard) -> None:
    clinic.set_facts(replace(clinic.facts, role="front_desk"))
    page = go(window, keys, "profiles")
    assert not page.bound()["setup.add"].isEnabled()
    assert not page.bound()["setup.save"].isEnabled()


def test_everything_has_a_name(window: MainWindow, keys: Keyboard) -> None:
    page = go(window, keys, "profiles")
    section = section_of(page)
    show(section, keys, "Harbor Gold")
    nameless = [
        type(widget).__name__
        for widget in section.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.objectName() != "choices"
    ]
    assert nameless == []
    for name in section.kept.form.names():
        assert section.kept.form.editor(name).accessibleName(), name
