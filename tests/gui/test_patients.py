"""The patients page by keyboard alone: find, register, change, undo, insure, authorize, take money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinicbill.basics.errors import NotWritable
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.encounters.store import get_encounter, visits_of_patient
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting, drift, patient_balances
from clinicbill.patients import store
from clinicbill.patients.case import CaseKind
from clinicbill.patients.search_store import find_patients
from clinicbill.practice.store import list_payers
from clinicbill.ui import main_window
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.patients import file_panel, patient_list
from clinicbill.ui.patients.authorizations import AuthorizationsTab
from clinicbill.ui.patients.cases import CasesTab
from clinicbill.ui.patients.page import PatientsPage
from clinicbill.ui.patients.payment_sheet import PaymentSheet
from clinicbill.ui.places import place
from clinicbill.ui.widgets.fold import Fold
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.move_to_patient import move_to_patient
from tests.support.keyboard import CTRL, SHIFT, K, Keyboard
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_patient,
    a_visit,
    an_authorization,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.ui.clinic import Clinic


@pytest.fixture
def window(clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(main_window, "PLACES", (place("patients"), place("setup")))
    shown = MainWindow(clinic)
    qtbot.addWidget(shown)
    shown.resize(1366, 720)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


def page_of(window: MainWindow) -> PatientsPage:
    page = window.go("patients")
    assert isinstance(page, PatientsPage)
    return page


def reread(window: MainWindow, keys: Keyboard) -> PatientsPage:
    """The page after something was written past the window."""
    page = page_of(window)
    page.refresh()
    keys.wait()
    return page


def names(page: PatientsPage) -> list[str]:
    return [row.name.sorted() for row in page.list.table.records()]


def three_patients(db: Database) -> tuple[PatientId, PatientId, PatientId]:
    ruth = a_patient(db, phone="5415550134")
    omar = a_patient(db, "Haddi", "Omar", birth_on=date(1990, 9, 2), phone="5415550119")
    nadia = a_patient(db, "Haddad", "Nadia", birth_on=date(1978, 4, 19), phone="5415550118")
    return ruth, omar, nadia


def registers(page: PatientsPage) -> bool:
    return page.registering


def typing(page: PatientsPage) -> bool:
    return page.panel.dirty


def shown(page: PatientsPage) -> str:
    assert page.panel.file is not None
    return str(page.panel.file.patient.name)


# Finding ---------------------------------------------------------------------------------------------


def test_an_empty_practice_offers_the_first_step(window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    assert "No patient yet." in page.list.states.message
    assert "patient’s file" in page.states.message
    keys.press(K.Key_N, CTRL)
    assert registers(page)
    assert keys.field == "Last name"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("had", ["Haddad, Nadia", "Haddi, Omar"]),
        ("omar", ["Haddi, Omar"]),
        ("4/19/78", ["Haddad, Nadia"]),
        ("541-555-0134", ["Alvarez, Ruth M"]),
        ("1002", ["Haddi, Omar"]),
    ],
)
def test_find_a_patient_by_typing(
    db: Database, window: MainWindow, keys: Keyboard, typed: str, found: list[str]
) -> None:
    three_patients(db)
    page = page_of(window)
    assert keys.field == "Find a patient"
    keys.type(typed)
    assert names(page) == found
    assert page.list.table.current() == page.list.table.records()[0]
    first = page.list.table.records()[0]
    assert shown(page) == str(first.name)
    assert page.list.count.text() == f"{len(found)} found"


def test_arrows_move_while_typing_and_enter_opens(db: Database, window: MainWindow, keys: Keyboard) -> None:
    three_patients(db)
    page = page_of(window)
    keys.type("had")
    keys.press(K.Key_Down)
    assert keys.field == "Find a patient"
    assert shown(page) == "Omar Haddi"
    keys.press(K.Key_Return)
    assert page.panel.isAncestorOf(keys.focus)
    keys.press(K.Key_Escape)
    assert keys.focus is page.list.table
    keys.press(K.Key_F, CTRL)
    keys.press(K.Key_Escape)
    assert page.list.search.text == ""
    assert len(names(page)) == 3


def test_nobody_found_says_so_and_offers_to_register(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    three_patients(db)
    page = page_of(window)
    keys.type("zzz")
    assert page.list.states.message == "Nobody found for “zzz”. Who comes for the first time is registered."


def test_another_page_can_ask_for_one_part_of_a_file(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    _, omar, _ = three_patients(db)
    page = page_of(window)
    keys.type("alv")
    window.go("patients", (omar, file_panel.CASES))
    keys.wait()
    assert shown(page) == "Omar Haddi"
    assert page.panel.current == file_panel.CASES


def test_another_page_can_ask_for_a_patient(db: Database, window: MainWindow, keys: Keyboard) -> None:
    _, omar, _ = three_patients(db)
    page = page_of(window)
    keys.type("alv")
    window.go("patients", omar)
    keys.wait()
    assert shown(page) == "Omar Haddi"
    assert page.list.search.text == "Haddi Omar"


def test_a_failed_search_says_what_happened_and_can_be_tried_again(
    db: Database, window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_patients(db)
    page = page_of(window)

    def full(*_: object, **__: object) -> None:
        raise NotWritable("The disk is full; nothing was changed; make room.")

    monkeypatch.setattr(patient_list, "find_patients", full)
    keys.type("r")
    assert page.list.states.message == "The disk is full; nothing was changed; make room."
    monkeypatch.setattr(patient_list, "find_patients", find_patients)
    page.list.read()
    keys.wait()
    assert page.list.states.message == ""
    assert names(page) == ["Alvarez, Ruth M"]


def test_what_can_be_reached_has_a_name(db: Database, window: MainWindow, keys: Keyboard) -> None:
    three_patients(db)
    page = page_of(window)
    for view in file_panel.VIEWS:
        page.panel.choose(view)
    keys.press(K.Key_N, CTRL)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.objectName() != "choices"
    ]
    assert nameless == []


# Registering -----------------------------------------------------------------------------------------


def register_ada(keys: Keyboard) -> None:
    keys.press(K.Key_N, CTRL)
    keys.type("Jensen")
    keys.tab(2)
    keys.type("Ada")
    keys.tab(2)
    keys.type("061516")
    keys.tab()
    keys.type("f")
    keys.tab()
    keys.type("5415550144")
    keys.tab_to("Street")
    keys.type("12 Fir St")
    keys.tab_to("City")
    keys.type("Bend")
    keys.tab()
    keys.type("or")
    keys.tab()
    keys.type("97701")


def test_register_a_patient_by_keyboard(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    register_ada(keys)
    keys.tab_to("Payer")
    keys.type("h")
    keys.fill(("Member id", "XWL884120733"))
    keys.tab_to("Insured is")
    keys.type("c")
    keys.fill(("Copay", "30"))
    keys.tab()
    keys.type("Jensen")
    keys.tab()
    keys.type("Mara")
    keys.tab()
    keys.type("020385")
    keys.fill(("Case", "Neck 2026"))
    keys.press(K.Key_S, CTRL)
    assert not registers(page)
    assert shown(page) == "Ada Jensen"
    [row] = page.list.table.records()
    assert (row.payer, row.chart_number) == ("Harbor Mutual PPO", "1001")
    patient = store.get_patient(db, row.id)
    assert (patient.sex, patient.phone, patient.address.state) == ("F", "5415550144", "OR")
    [coverage] = store.list_coverages(db, row.id)
    assert (coverage.member_id, coverage.relationship) == ("XWL884120733", "19")
    assert coverage.subscriber_name == PersonName(last="Jensen", first="Mara")
    assert coverage.subscriber_address == patient.address
    assert coverage.copay == Money(3000)
    assert [case.name for case in store.list_cases(db, row.id)] == ["Neck 2026"]
    assert window.hint_line.text == "Registered Ada Jensen"


def test_findings_stand_under_the_fields_and_stop_the_saving(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    page = page_of(window)
    register_ada(keys)
    keys.fill(("ZIP", "9770"))
    keys.tab()
    form = page.registration.form
    assert "The ZIP needs five or nine digits" in note_under(page, "patient.address.zip")
    keys.press(K.Key_S, CTRL)
    assert registers(page)
    assert find_patients(db, "", TODAY) == []
    assert form.editor("patient.address.zip").hasFocus()
    keys.press(K.Key_A, CTRL)
    keys.type("97701")
    keys.press(K.Key_S, CTRL)
    assert not registers(page)
    assert shown(page) == "Ada Jensen"


def note_under(page: PatientsPage, name: str) -> str:
    form = page.registration.form._form_of(name)
    return form._problems[name].text() if form._notes[name].isVisible() else ""


def test_a_missing_name_is_told_by_the_field(window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    keys.press(K.Key_N, CTRL)
    keys.press(K.Key_S, CTRL)
    assert note_under(page, "patient.name.last") == "Last name is missing"
    assert note_under(page, "patient.birth_on") == "Birth date is missing"
    assert keys.field == "Last name"


def test_somebody_of_the_same_name_and_birth_date_is_shown_before_saving(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    three_patients(db)
    page = page_of(window)
    keys.press(K.Key_N, CTRL)
    keys.type("Alvarez")
    keys.tab(2)
    keys.type("Ruth")
    keys.tab(2)
    keys.type("041751")
    keys.tab()
    assert "is a patient already" in page.registration.banner.text
    keys.press(K.Key_F7)
    assert not registers(page)
    assert shown(page) == "Ruth M Alvarez"
    keys.press(K.Key_N, CTRL)
    assert page.registration.form.values()["patient.name.first"] == "Ruth"


def test_leaving_a_new_patient_loses_nothing(db: Database, window: MainWindow, keys: Keyboard) -> None:
    three_patients(db)
    page = reread(window, keys)
    keys.press(K.Key_N, CTRL)
    keys.type("Marsh")
    keys.tab()
    keys.press(K.Key_Escape)
    assert not registers(page)
    assert keys.focus is page.list.table
    keys.press(K.Key_N, CTRL)
    assert page.registration.form.values()["patient.name.last"] == "Marsh"


def test_an_auto_insurer_makes_it_an_auto_case(db: Database, window: MainWindow, keys: Keyboard) -> None:
    page = page_of(window)
    register_ada(keys)
    keys.tab_to("Payer")
    keys.type("b")
    values = page.registration.form.values()
    assert values["case.kind"] is CaseKind.AUTO
    assert values["case.name"] == "Auto accident 2026"
    keys.fill(("Accident", "111826"), ("State", "or"), ("Claim no.", "55-A812"))
    keys.press(K.Key_S, CTRL)
    [row] = page.list.table.records()
    [case] = store.list_cases(db, row.id)
    [coverage] = store.list_coverages(db, row.id)
    assert (case.kind, case.accident_on, case.accident_state) == (CaseKind.AUTO, date(2026, 11, 18), "OR")
    assert coverage.case_id == case.id


# Changing --------------------------------------------------------------------------------------------


def test_edit_undo_and_save(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F2)
    assert keys.field == "Last name"
    keys.fill(("Phone", "541 555 0199"))
    keys.tab()
    assert typing(page)
    assert page.panel.details.form.values()["phone"] == "5415550199"
    keys.press(K.Key_Z, CTRL)
    assert page.panel.details.form.values()["phone"] == "5415550134"
    assert not typing(page)
    keys.press(K.Key_Z, CTRL | SHIFT)
    keys.press(K.Key_S, CTRL)
    assert store.get_patient(db, ruth).phone == "5415550199"
    assert not typing(page)
    assert window.hint_line.text == "Saved Ruth M Alvarez"
    keys.press(K.Key_F9)
    history = page.panel.history.table
    rows = [(history.text(n, "Field"), history.text(n, "Before"), history.text(n, "After")) for n in range(2)]
    assert ("Phone", "541-555-0134", "541-555-0199") in rows


def test_what_is_not_saved_holds_the_cursor(db: Database, window: MainWindow, keys: Keyboard) -> None:
    three_patients(db)
    page = page_of(window)
    keys.type("had")
    keys.press(K.Key_F2)
    keys.fill(("First name", "Nadja"))
    keys.tab()
    page.list.table.setFocus()
    keys.press(K.Key_Down)
    assert shown(page) == "Nadia Haddad"
    assert "Not saved yet" in window.hint_line.text
    assert typing(page)
    keys.press(K.Key_Escape)
    assert not typing(page)
    assert page.panel.details.form.values()["name.first"] == "Nadia"


def test_a_guarantor_gets_the_bills(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    keys.type("alv")
    keys.press(K.Key_F2)
    keys.tab_to("Bills go to")
    keys.type("s")
    page = page_of(window)
    page.panel.details.form.focus_on("guarantor.name.last")
    keys.type("Alvarez")
    keys.tab()
    keys.type("Ines")
    keys.press(K.Key_S, CTRL)
    guarantor_id = store.get_patient(db, ruth).guarantor_id
    assert guarantor_id is not None
    assert store.get_guarantor(db, guarantor_id).name == PersonName(last="Alvarez", first="Ines")


def test_a_new_card_replaces_the_old_one(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    medicare = next(payer for payer in list_payers(db) if payer.profile == "medicare")
    old = a_coverage(db, ruth, medicare.id, member_id="1EG4TE5MK73")
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F3)
    assert keys.field == "Payer"
    keys.type("h")
    keys.fill(("Member id", "HM77120031"), ("From", "110126"))
    keys.tab_to("Replaces")
    keys.press(K.Key_Down)
    assert page.panel.insurance.kept.form.values()["priority"] == 1
    keys.press(K.Key_S, CTRL)
    ended, new = sorted(store.list_coverages(db, ruth), key=lambda coverage: coverage.from_on)
    assert (ended.id, ended.to_on) == (old, date(2026, 10, 31))
    assert (new.member_id, new.priority, new.from_on) == ("HM77120031", 1, date(2026, 11, 1))
    table = page.panel.insurance.table
    assert [row.payer for row in table.records()] == ["Harbor Mutual PPO", "Medicare Part B Oregon"]
    assert "Harbor Mutual PPO, primary" in page.panel.strip.words


def test_insurance_on_another_day(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    payers = {payer.profile: payer.id for payer in list_payers(db)}
    a_coverage(db, ruth, payers["medicare"], member_id="1EG4TE5MK73", to_on=date(2026, 10, 31))
    a_coverage(db, ruth, payers["commercial"], member_id="HM77120031", from_on=date(2026, 11, 1))
    page = page_of(window)
    keys.type("alv")
    page.panel.choose(file_panel.INSURANCE)
    assert page.panel.insurance.table.text(0, "Order").startswith("Counts on 11/23/2026")
    assert page.panel.insurance.table.text(1, "Payer") == "Harbor Mutual PPO"
    page.tools.day.setFocus()
    keys.press(K.Key_A, CTRL)
    keys.type("103026")
    keys.tab()
    assert page.panel.insurance.table.text(0, "Order").startswith("Counts on 10/30/2026")
    assert page.panel.insurance.table.text(1, "Payer") == "Medicare Part B Oregon"


def test_an_overlapping_card_is_told_under_its_field(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    ruth, *_ = three_patients(db)
    a_coverage(db, ruth, member_id="A1")
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F3)
    keys.type("h")
    keys.tab_to("Order")
    keys.press(K.Key_Up)
    keys.tab()
    form = page.panel.insurance.kept.form._form_of("payer_id")
    assert form._problems["payer_id"].text() == "Two insurances are primary from 11/23/2026 on"


def test_add_an_auto_case(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F4)
    assert keys.field == "Kind"
    keys.type("a")
    keys.fill(("Name", "Auto 11/18"), ("Accident", "11/18/26"), ("State", "or"), ("Claim no.", "55-A812-3K"))
    keys.fill(("Attorney", "Vera Stone"))
    keys.press(K.Key_S, CTRL)
    [case] = store.list_cases(db, ruth)
    assert (case.kind, case.accident_state, case.attorney_name) == (CaseKind.AUTO, "OR", "Vera Stone")
    tab = page.panel.view(file_panel.CASES)
    assert isinstance(tab, CasesTab)
    assert "Nobody is keyed to pay" in tab.kept._summary.accessibleName() or "warning" in (
        tab.kept._summary.accessibleName()
    )


def test_the_fields_of_a_case_follow_its_kind(db: Database, window: MainWindow, keys: Keyboard) -> None:
    three_patients(db)
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F4)
    tab = page.panel.view(file_panel.CASES)
    assert isinstance(tab, CasesTab)
    assert "employer" not in tab.kept.form.names()
    keys.type("w")
    assert "employer" in tab.kept.form.names()
    assert "attorney_name" not in tab.kept.form.names()
    keys.press(K.Key_End)
    assert set(tab.kept.form.names()) == {"kind", "name", "opened_on", "closed_on"}


def test_dates_that_few_claims_need_are_folded_until_they_are_wanted(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    ruth, *_ = three_patients(db)
    a_case(db, ruth)
    page = page_of(window)
    keys.type("alv")
    tab = page.panel.choose(file_panel.CASES)
    assert isinstance(tab, CasesTab)
    keys.wait()
    form = tab.kept.form
    tab.table.setFocus()
    keys.press(K.Key_Return)
    assert "last_seen_on" not in form.names()
    keys.tab_to("Other dates for the claim, hidden")
    keys.press(K.Key_Return)
    assert keys.field == "Last seen"
    assert "first_contact_on" in form.names()
    assert not form.dirty
    keys.fill(("Last seen", "111626"), ("Gave up", "120126"))
    keys.tab()
    assert "The day care was given up is in the future" in problems(tab)
    keys.press(K.Key_Tab, SHIFT)
    keys.press(K.Key_A, CTRL)
    keys.type("112026")
    keys.press(K.Key_S, CTRL)
    [case] = store.list_cases(db, ruth)
    assert (case.last_seen_on, case.relinquished_care_on) == (date(2026, 11, 16), date(2026, 11, 20))
    assert not form.dirty


def test_a_fold_that_holds_something_cannot_be_closed(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    ruth, *_ = three_patients(db)
    a_case(db, ruth, last_xray_on=date(1950, 1, 2))
    page = page_of(window)
    keys.type("alv")
    tab = page.panel.choose(file_panel.CASES)
    assert isinstance(tab, CasesTab)
    keys.wait()
    form = tab.kept.form
    assert "last_xray_on" in form.names()
    assert "The last X-ray is before the patient’s birth" in problems(tab)
    [fold] = form.findChildren(Fold)
    fold.click()
    assert fold.is_open
    form.focus_on("last_xray_on")
    keys.press(K.Key_A, CTRL)
    keys.press(K.Key_Delete)
    keys.tab()
    fold.click()
    assert fold.is_open, "what is not saved yet stays to be seen"
    keys.press(K.Key_S, CTRL)
    assert store.list_cases(db, ruth)[0].last_xray_on is None
    fold.click()
    assert fold.accessibleName() == "Other dates for the claim, hidden"
    assert "last_xray_on" not in form.names()


def problems(tab: CasesTab) -> str:
    return " ".join(label.text() for form in tab.kept.form._forms for label in form._problems.values())


def test_add_an_authorization(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    a_coverage(db, ruth)
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_F6)
    assert keys.field == "Number"
    keys.type("OPT-77120")
    keys.fill(("Procedures", "98941, 97110"), ("Visits allowed", "12"), ("used before", "11"))
    keys.fill(("From", "090126"), ("to", "113026"))
    keys.press(K.Key_S, CTRL)
    [found] = store.list_authorizations(db, ruth)
    assert (found.number, found.procedures, found.visits_allowed) == ("OPT-77120", ("98941", "97110"), 12)
    tab = page.panel.view(file_panel.AUTHORIZATIONS)
    assert isinstance(tab, AuthorizationsTab)
    assert tab.table.text(0, "Visits used") == "11 of 12"
    assert tab.table.text(0, "State") == "11 of 12 used"
    assert "OPT-77120: 11 of 12 used" in page.panel.strip.words


def test_a_count_must_be_a_number(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    coverage = a_coverage(db, ruth)
    an_authorization(db, ruth, coverage)
    page = page_of(window)
    keys.type("alv")
    tab = page.panel.choose(file_panel.AUTHORIZATIONS)
    assert isinstance(tab, AuthorizationsTab)
    tab.table.setFocus()
    keys.press(K.Key_Return)
    keys.fill(("Visits allowed", "twelve"))
    keys.press(K.Key_S, CTRL)
    assert "“twelve” is not a whole number" in [
        label.text() for form in tab.kept.form._forms for label in form._problems.values()
    ]
    assert store.list_authorizations(db, ruth)[0].visits_allowed == 12


def test_an_alert_stands_above_everything(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth, *_ = three_patients(db)
    page = page_of(window)
    keys.type("alv")
    keys.press(K.Key_M, CTRL)
    keys.type("Blood thinner: no neck adjustment")
    keys.tab_to("Kind")
    keys.type("a")
    keys.press(K.Key_S, CTRL)
    assert page.panel.strip.banner.text == "Blood thinner: no neck adjustment"
    assert [note.kind for note in store.list_notes(db, ruth)] == ["alert"]
    assert page.list.table.records()[0].alert


# Money -----------------------------------------------------------------------------------------------


def owing_patient(db: Database) -> PatientId:
    """Two visits charged to insurance, moved to the patient."""
    ruth = a_patient(db)
    case = a_case(db, ruth)
    a_coverage(db, ruth)
    payer = list_payers(db)[0].id
    for day in (date(2026, 11, 2), date(2026, 11, 9)):
        visit = get_encounter(db, a_visit(db, ruth, case_id=case, on=day))
        posting = charge(
            on=day,
            patient_id=ruth,
            payer_id=payer,
            aged_from=day,
            lines=[LineCharge(service_line_id=line.id, amount=line.charge) for line in visit.lines],
        )
        assert posting is not None
        add_posting(db, STAMP, posting)
        lines = [line.id for line in visit.lines]
        assert move_to_patient(db, STAMP, ruth, lines, why="Not covered").done
    return ruth


def test_every_figure_opens_its_rows(db: Database, window: MainWindow, keys: Keyboard) -> None:
    owing_patient(db)
    page = reread(window, keys)
    account = page.panel.account
    assert account.equation.figure("Charges").figure == "130.00"
    assert account.equation.figure("Owed").figure == "130.00"
    account.equation.figure("Charges").setFocus()
    keys.press(K.Key_Return)
    rows = account.behind.records()
    assert Money.total(row.amount for row in rows) == Money(13000)
    assert account.behind.accessibleName() == "Rows behind Charges"
    keys.press(K.Key_F8)
    assert keys.focus is account.visits
    visit = account.visits.current()
    assert visit is not None
    assert Money.total(row.amount for row in account.behind.records()) == visit.sums.balance
    keys.press(K.Key_Right, times=3)
    assert account.behind.accessibleName() == "Rows behind Charge, visit 11/09/2026"
    keys.press(K.Key_Down)
    assert account.behind.accessibleName() == "Rows behind Charge, visit 11/02/2026"


def test_take_a_payment_and_reverse_it(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth = owing_patient(db)
    page = reread(window, keys)
    keys.press(K.Key_T, CTRL)
    assert keys.field == "Amount"
    keys.press(K.Key_A, CTRL)
    keys.type("100")
    keys.tab()
    keys.type("c")
    keys.tab()
    keys.type("1187")
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is None
    owed = [balance.amount for balance in patient_balances(db, ruth)]
    assert owed == [Money(3000)]
    assert page.panel.account.equation.figure("Patient paid").figure == "100.00"
    assert "Took $100.00 from Ruth M Alvarez" in window.hint_line.text
    page.panel.account.choose_view(2)
    page.panel.account.payments.setFocus()
    keys.press(K.Key_R, CTRL | SHIFT)
    sheet = Sheet.of(window)
    assert sheet is not None
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is sheet
    keys.type("Check came back")
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is None
    assert Money.total(balance.amount for balance in patient_balances(db, ruth)) == Money(13000)
    assert drift(db) == []


def test_more_than_is_owed_stays_as_credit_and_can_be_applied(
    db: Database, window: MainWindow, keys: Keyboard
) -> None:
    ruth = a_patient(db)
    page = reread(window, keys)
    keys.press(K.Key_T, CTRL)
    keys.type("40")
    keys.press(K.Key_Return, CTRL)
    [credit] = patient_balances(db, ruth)
    assert credit.amount == Money(-4000)
    assert not page.bound()["patients.apply"].isEnabled()
    assert "Unapplied credit 40.00" in [button.text() for button in page.findChildren(KeyButton)]


def test_the_payment_sheet_shares_the_amount_out(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth = owing_patient(db)
    reread(window, keys)
    keys.press(K.Key_T, CTRL)
    sheet = Sheet.of(window)
    assert sheet is not None
    content = sheet.findChild(PaymentSheet)
    assert isinstance(content, PaymentSheet)
    keys.press(K.Key_A, CTRL)
    keys.type("70")
    keys.tab()
    assert [row.pays for row in content.table.records()] == [Money(6500), Money(500)]
    second = content.table.records()[1]
    content.table.typed.emit(second, None, "65")
    assert [row.pays for row in content.table.records()] == [Money(6500), Money(6500)]
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is sheet
    content.table.typed.emit(content.table.records()[0], None, "5")
    keys.press(K.Key_Return, CTRL)
    assert Sheet.of(window) is None
    assert sorted(balance.amount for balance in patient_balances(db, ruth)) == [Money(6000)]


def test_start_a_visit(db: Database, window: MainWindow, keys: Keyboard) -> None:
    ruth = a_patient(db)
    a_case(db, ruth, name="Neck 2026")
    coverage = a_coverage(db, ruth)
    authorization = an_authorization(db, ruth, coverage)
    page = page_of(window)
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda where, key: went.append((where, key)))
    page.refresh()
    keys.wait()
    keys.press(K.Key_N, CTRL | SHIFT)
    assert keys.field == "Day"
    keys.tab()
    keys.type("10:15")
    keys.press(K.Key_Return, CTRL)
    [visit] = visits_of_patient(db, ruth)
    assert (visit.service_on, visit.starts_at, visit.case) == (TODAY, "10:15", "Neck 2026")
    assert get_encounter(db, visit.id).authorization_id == authorization
    assert went == [("coding", visit.id)]


def test_the_front_desk_neither_reverses_nor_sees_the_history(
    db: Database, clinic: Clinic, window: MainWindow, keys: Keyboard
) -> None:
    owing_patient(db)
    clinic.set_facts(replace(clinic.facts, role="front_desk"))
    page = page_of(window)
    page.refresh()
    keys.wait()
    keys.press(K.Key_F9)
    assert page.panel.history.states.message.startswith("Only an owner sees who changed what.")
    page.acts.show_allowed()
    assert not page.bound()["patients.reverse"].isEnabled()
    assert page.bound()["patients.payment"].isEnabled()
