"""The coding page in a real window on a real practice file, worked by the keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicbill.basics.errors import CannotDo, NotWritable
from clinicbill.basics.findings import Severity
from clinicbill.basics.money import Money
from clinicbill.claims.store import claims_of_lines
from clinicbill.db.practice_file import open_practice
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.parts_store import posted_lines
from clinicbill.encounters.store import get_encounter, visits_of_patient, visits_with_status
from clinicbill.patients.patient import PatientNote
from clinicbill.patients.store import (
    get_patient,
    list_cases,
    list_coverages,
    save_coverage,
    save_note,
    save_patient,
)
from clinicbill.practice.procedure import Fee
from clinicbill.practice.store import find_procedure, list_payers, save_fee, save_procedure
from clinicbill.ui import main_window
from clinicbill.ui.actions import actions_of
from clinicbill.ui.clinic import Clinic, Facts, read_facts
from clinicbill.ui.coding import open_visit, saver
from clinicbill.ui.coding.page import CodingPage
from clinicbill.ui.coding.visits import visit_list
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.places import page_class
from clinicbill.ui.widgets.key_cap import KeyButton
from tests.gui.conftest import PASSWORD, TODAY
from tests.support.practice import STAMP, a_case, a_coverage, a_line, a_patient, a_visit, an_authorization

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.basics.identifiers import EncounterId, PatientId
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.places import Place

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key
LAST_WEEK = TODAY - timedelta(days=7)
_OURS = ("coding", "codes")


def _only_ours(entry: Place) -> type | None:
    return page_class(entry) if entry.id in _OURS else None


class Desk:
    """A person at the keyboard: keys go to whatever has the focus."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        self.clinic, self.qtbot = clinic, qtbot
        self.window = MainWindow(clinic)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def page(self) -> CodingPage:
        page = self.window.page
        assert isinstance(page, CodingPage)
        return page

    @property
    def visit(self) -> Encounter:
        return self.page.draft.visit

    def open(self, visit: EncounterId | None = None) -> Desk:
        self.window.go("coding", visit)
        self.calm()
        if visit is not None:
            self.qtbot.waitUntil(lambda: self.page.open_id == visit)
        self.calm()
        return self

    def calm(self) -> None:
        """Until no job is on its way."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.clinic.jobs.busy == 0, timeout=60_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, mods)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, letter)
        QApplication.processEvents()

    def tab_to(self, field: str) -> None:
        """Tab until the cursor is in a field; it must be reached within one round."""
        for _ in range(30):
            focused = QApplication.focusWidget()
            if focused is not None and focused.accessibleName() == field:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {field}")

    def find(self, text: str) -> None:
        """Search a diagnosis and wait for the answer."""
        self.press(Key.Key_F3)
        self.type(text)
        search = self.page.desk.search
        self.qtbot.waitUntil(lambda: search.marked() is not None and not search.pending)

    def add(self, text: str) -> None:
        """Search a diagnosis and take the best one."""
        before = len(self.visit.diagnoses)
        self.find(text)
        self.press(Key.Key_Return)
        self.qtbot.waitUntil(lambda: len(self.visit.diagnoses) == before + 1)

    def saved(self) -> None:
        """Until the draft is in the practice file."""
        self.qtbot.waitUntil(lambda: not self.page.saver.waiting)
        self.calm()

    def kept(self, visit: EncounterId) -> Encounter:
        """The visit as the practice file holds it."""
        with self.clinic.practice.connect() as db:
            found: Encounter = get_encounter(db, visit)
        return found

    def codes(self) -> list[str]:
        return list(self.visit.diagnoses)

    def rules(self) -> list[str]:
        return [finding.rule for finding in self.page.draft.findings]

    def must_fix(self) -> list[str]:
        return [one.rule for one in self.page.draft.findings if one.severity is Severity.MUST_FIX]


class Office:
    """Patients of the day, made before the window opens."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    def patient(self, last: str, first: str = "Ruth", **coverage: Any) -> PatientId:
        with self.clinic.practice.connect() as db:
            made = a_patient(db, last, first)
            a_case(db, made)
            payer = next(one.id for one in list_payers(db) if one.claim_filing_code == "CI")
            a_coverage(db, made, payer, **coverage)
        return made

    def visit(self, patient: PatientId, **fields: Any) -> EncounterId:
        with self.clinic.practice.connect() as db:
            defaults: dict[str, Any] = {
                "status": VisitStatus.TO_CODE,
                "diagnoses": (),
                "lines": (),
                "starts_at": "09:00",
            }
            made: EncounterId = a_visit(db, patient, **(defaults | fields))
        return made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save soon after the last key, and build no page of others."""
    monkeypatch.setattr(saver, "PAUSE", 40)
    monkeypatch.setattr(main_window, "page_class", _only_ours)


@pytest.fixture
def office(clinic: Clinic) -> Office:
    return Office(clinic)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot) -> Desk:
    return Desk(clinic, qtbot)


# A whole visit -------------------------------------------------------------------------------------------


def test_a_visit_from_its_note_to_the_claim_by_keyboard(office: Office, desk: Desk) -> None:
    ruth, dan = office.patient("Alvarez"), office.patient("Whitfield", "Dan")
    visit = office.visit(ruth, starts_at="09:00")
    following = office.visit(dan, starts_at="10:15")
    desk.open()
    assert desk.page.open_id == visit
    desk.press(Key.Key_F2)
    desk.type("S: Low back pain, better.")
    desk.add("lbp")
    desk.add("cervicalgia")
    assert desk.codes() == ["M54.50", "M54.2"]
    desk.press(Key.Key_Return)
    desk.type("98940")
    desk.press(Key.Key_Return)
    desk.type("ab")
    desk.press(Key.Key_Return)
    desk.type("manual")
    desk.press(Key.Key_Return)
    desk.type("b")
    assert [line.pointer_letters for line in desk.visit.lines] == ["AB", "B"]
    assert desk.visit.total == Money(9800)
    assert desk.must_fix() == []
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.open_id == following)
    desk.calm()
    kept = desk.kept(visit)
    assert kept.status is VisitStatus.CODED
    assert kept.note == "S: Low back pain, better."
    assert [line.procedure_code for line in kept.lines] == ["98940", "97140"]
    with desk.clinic.practice.connect() as db:
        assert len(posted_lines(db, visit)) == 2
        claims = claims_of_lines(db, [line.id for line in kept.lines])
    assert [claim.total for claim in claims] == [Money(9800)]
    assert "Charged $98.00" in desk.window.hint_line.text
    assert QApplication.focusWidget() is desk.page.desk.search.field


def test_finish_says_what_is_in_the_way_and_goes_there(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.50",), lines=())
    desk.open(visit)
    assert desk.page.finish_button.accessibleName() == "Finish and next: 1 to fix"
    desk.press(Key.Key_Return, CTRL)
    assert desk.window.hint_line.text == "1 to fix: The visit has no service lines"
    desk.type("98941")
    desk.press(Key.Key_Return)
    assert desk.page.finish_button.accessibleName() == "Finish and next"


def test_after_the_last_visit_the_page_says_that_nothing_is_left(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.50",), lines=[a_line()])
    desk.open(visit)
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.charged)
    desk.calm()
    assert desk.page.locked
    assert desk.page.desk.banner.text.startswith("Charged, claim ")
    assert desk.page.finish_button.text() == "Next visit"


# Diagnoses -----------------------------------------------------------------------------------------------


def test_a_header_is_refused_and_its_codes_are_offered(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez")))
    desk.find("M54.5")
    marked = desk.page.desk.search.marked()
    assert marked is not None
    assert (marked.code, marked.billable) == ("M54.5", False)
    desk.press(Key.Key_Right)
    desk.calm()
    assert desk.codes() == []
    assert "needs more digits: choose one of 3" in desk.window.hint_line.text
    assert [hit.code.strip() for hit in desk.page.desk.search.hits.hits] == [
        "M54.5", "M54.50", "M54.51", "M54.59",
    ]  # fmt: skip
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.codes() == ["M54.51"]


def test_enter_before_the_answer_takes_it_when_it_comes(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez")))
    desk.press(Key.Key_F3)
    desk.type("M54.2")
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.codes() == ["M54.2"])
    assert desk.page.desk.search.field.text() == ""


def test_only_the_newest_search_is_shown(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez")))
    search = desk.page.desk.search
    desk.press(Key.Key_F3)
    for text in ("sciatica", "M62.830"):
        search.search(text)
    desk.calm()
    desk.qtbot.waitUntil(lambda: search.marked() is not None)
    marked = search.marked()
    assert marked is not None
    assert marked.code == "M62.830"


def test_a_listed_code_is_not_taken_twice(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.find("M54.2")
    desk.press(Key.Key_Return)
    assert desk.codes() == ["M54.2"]
    assert "listed as A already" in desk.window.hint_line.text
    desk.add("M99.03")
    assert desk.codes() == ["M54.2", "M99.03"]


def test_codes_used_before_are_offered_without_typing(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez")
    office.visit(
        ruth,
        on=LAST_WEEK,
        status=VisitStatus.CODED,
        diagnoses=("M99.03", "M54.2"),
        lines=[a_line(on=LAST_WEEK)],
    )
    desk.open(office.visit(ruth))
    desk.press(Key.Key_F3)
    offered = [hit.code for hit in desk.page.desk.search.hits.hits]
    assert offered[:2] == ["M99.03", "M54.2"]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.codes() == ["M99.03"]
    assert "M99.03" not in [hit.code for hit in desk.page.desk.search.hits.hits]


def test_moving_and_removing_a_diagnosis_takes_the_pointers_along(office: Office, desk: Desk) -> None:
    lines = [a_line("98940", "", "50.00", pointers=(1, 2)), a_line("97140", "", "48.00", pointers=(3,))]
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M99.03", "M54.2", "M62.830"), lines=lines))
    desk.press(Key.Key_F3)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Up, ALT)
    assert desk.codes() == ["M99.03", "M62.830", "M54.2"]
    assert [line.pointer_letters for line in desk.visit.lines] == ["AC", "B"]
    desk.press(Key.Key_Delete)
    assert desk.codes() == ["M99.03", "M54.2"]
    assert [line.pointer_letters for line in desk.visit.lines] == ["AB", ""]
    assert desk.must_fix() == ["F17"]
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_Z, CTRL)
    assert desk.codes() == ["M99.03", "M54.2", "M62.830"]
    assert [line.pointer_letters for line in desk.visit.lines] == ["AB", "C"]
    desk.press(Key.Key_Z, CTRL | SHIFT)
    assert desk.codes() == ["M99.03", "M62.830", "M54.2"]
    assert desk.window.hint_line.text.startswith("Done again: moving")


def test_enter_on_a_diagnosis_changes_it_in_its_place(office: Office, desk: Desk) -> None:
    lines = [a_line(pointers=(1,))]
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.5", "M54.2"), lines=lines))
    desk.qtbot.waitUntil(lambda: "F15" in desk.rules() or "H15" in desk.rules())
    desk.press(Key.Key_F7)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.desk.search.marked() is not None)
    desk.press(Key.Key_Return)
    desk.calm()
    desk.press(Key.Key_Return)
    assert desk.codes() == ["M54.50", "M54.2"]
    assert desk.visit.lines[0].pointer_letters == "A"
    assert desk.must_fix() == []


def test_alt_enter_adds_and_points_the_line_that_has_no_pointer(office: Office, desk: Desk) -> None:
    lines = [a_line("98940", "", "50.00", pointers=(1,)), a_line("97140", "", "48.00", pointers=())]
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M99.03",), lines=lines))
    desk.find("cervicalgia")
    desk.press(Key.Key_Return, ALT)
    assert desk.codes() == ["M99.03", "M54.2"]
    assert desk.visit.lines[1].pointer_letters == "B"


def test_words_of_the_selected_diagnosis_are_marked_in_the_note(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), note="A: Cervicalgia, stable.")
    desk.open(visit)
    desk.press(Key.Key_F3)
    desk.press(Key.Key_Up)
    block = desk.page.note.text.document().firstBlock()
    marked = [
        part for part in block.layout().formats() if part.format.background().style() != Qt.BrushStyle.NoBrush
    ]
    assert [(part.start, part.length) for part in marked] == [(3, len("Cervicalgia"))]
    desk.press(Key.Key_F2)
    assert not any(
        part.format.background().style() != Qt.BrushStyle.NoBrush for part in block.layout().formats()
    )


# Service lines -------------------------------------------------------------------------------------------


def test_the_charge_follows_code_modifiers_and_units_while_they_are_typed(office: Office, desk: Desk) -> None:
    with office.clinic.practice.connect() as db:
        therapy = find_procedure(db, "97140")
        assert therapy is not None
        save_fee(
            db,
            Fee(procedure_id=therapy.id, modifier="GP", from_on=date(2026, 1, 1), charge=Money(4000)),
            STAMP,
        )
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("97140")
    desk.press(Key.Key_Return)
    line = desk.visit.lines[0]
    assert (line.charge, line.pointer_letters) == (Money(4800), "A")
    desk.page.desk.grid.go_to(0, "modifiers")
    desk.type("gp")
    assert (desk.visit.lines[0].modifiers, desk.visit.lines[0].charge) == (("GP",), Money(4000))
    desk.type("59")
    desk.press(Key.Key_Tab)
    assert desk.visit.lines[0].modifiers == ("GP", "59")
    desk.page.desk.grid.go_to(0, "units")
    desk.type("2")
    assert desk.visit.lines[0].charge == Money(8000)
    desk.press(Key.Key_Escape)
    assert (desk.visit.lines[0].units, desk.visit.lines[0].charge) == (1, Money(4000))


def test_a_charge_keyed_by_hand_stays_until_the_schedule_is_taken(office: Office, desk: Desk) -> None:
    desk.open(
        office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line("98940", "", "65.00")])
    )
    grid = desk.page.desk.grid
    desk.press(Key.Key_F4)
    grid.go_to(0, "charge")
    desk.type("60")
    desk.press(Key.Key_Return)
    assert desk.visit.lines[0].charge == Money(6000)
    assert "V03" in desk.rules()
    grid.go_to(0, "units")
    desk.type("2")
    desk.press(Key.Key_Return)
    assert desk.visit.lines[0].charge == Money(6000)
    desk.press(Key.Key_F7)
    assert desk.visit.lines[0].charge == Money(10000)
    assert "V03" not in desk.rules()


def test_pointers_are_toggled_by_their_letters(office: Office, desk: Desk) -> None:
    lines = [a_line(pointers=(1,))]
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M99.03", "M54.2"), lines=lines))
    desk.press(Key.Key_F4)
    desk.page.desk.grid.go_to(0, "pointers")
    desk.type("b")
    assert desk.visit.lines[0].pointer_letters == "AB"
    desk.type("a")
    assert desk.visit.lines[0].pointer_letters == "B"
    desk.type("d")
    assert desk.window.hint_line.text == "There is no diagnosis D"
    desk.press(Key.Key_Backspace)
    assert desk.visit.lines[0].pointers == ()


def test_the_procedure_list_is_searched_by_the_offices_words(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("films")
    hits = desk.page.desk.grid.typing.hits
    assert hits.isVisible()
    assert [hit.code for hit in hits.hits] == ["72040"]
    desk.press(Key.Key_Escape)
    assert not desk.visit.lines
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Down)
    assert len(hits.hits) >= 7
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert [line.procedure_code for line in desk.visit.lines] == ["97110"]


def test_what_is_no_code_stays_in_the_cell_and_says_so(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("zzz")
    desk.press(Key.Key_Return)
    assert "neither a code nor in your procedure list" in desk.window.hint_line.text
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert not desk.visit.lines


def test_a_timed_procedure_asks_for_its_minutes(office: Office, desk: Desk) -> None:
    with office.clinic.practice.connect() as db:
        therapy = find_procedure(db, "97140")
        assert therapy is not None
        save_procedure(db, replace(therapy, timed=True, modifiers=("GP",)), STAMP)
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("97140")
    desk.press(Key.Key_Return)
    desk.type("15")
    desk.press(Key.Key_Return)
    line = desk.visit.lines[0]
    assert (line.modifiers, line.minutes) == (("GP",), 15)
    assert desk.page.desk.grid.current_row() is None


def test_lines_are_moved_and_removed_and_come_back(office: Office, desk: Desk) -> None:
    lines = [a_line("98940", "", "50.00"), a_line("97140", "", "48.00")]
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=lines)
    desk.open(visit)
    before = desk.kept(visit)
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Up, ALT)
    assert [line.procedure_code for line in desk.visit.lines] == ["97140", "98940"]
    desk.press(Key.Key_Delete, CTRL)
    assert [line.procedure_code for line in desk.visit.lines] == ["98940"]
    desk.saved()
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_Z, CTRL)
    desk.saved()
    kept = desk.kept(visit)
    assert [line.procedure_code for line in kept.lines] == ["98940", "97140"]
    assert kept.lines[0].id == before.lines[0].id


def test_dates_and_pos_of_one_line_are_its_own(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()])
    desk.open(visit)
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_E, CTRL)
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Tab)
    desk.type("12")
    desk.press(Key.Key_Return, CTRL)
    assert desk.visit.lines[0].pos == "12"
    assert "POS 12" in str(
        desk.page.desk.grid.lines.data(desk.page.desk.grid.lines.index(0, 5), Qt.ItemDataRole.ToolTipRole)
    )
    desk.window.resize(1920, 1080)
    assert desk.page.desk.grid.is_wide
    desk.page.desk.grid.go_to(0, "from_on")
    desk.type("11/20/26")
    desk.press(Key.Key_Return)
    assert (desk.visit.lines[0].from_on, desk.visit.lines[0].to_on) == (
        date(2026, 11, 20),
        date(2026, 11, 20),
    )


def test_screening_family_planning_and_a_purchase_are_keyed_in_the_details(
    office: Office, desk: Desk
) -> None:
    child = office.patient("Alvarez")
    with desk.clinic.practice.connect() as db:
        save_patient(db, replace(get_patient(db, child), birth_on=date(2015, 5, 9)), STAMP)
    visit = office.visit(child, diagnoses=("M54.2",), lines=[a_line()])
    desk.open(visit)
    desk.press(Key.Key_F4)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_E, CTRL)
    desk.tab_to("Screening")
    desk.type("s")
    desk.tab_to("Family planning")
    desk.press(Key.Key_Space)
    desk.tab_to("Price")
    desk.type("-5")
    desk.press(Key.Key_Return, CTRL)
    assert desk.visit.lines[0].purchased is None
    desk.press(Key.Key_A, CTRL)
    desk.type("41.5")
    desk.press(Key.Key_Return, CTRL)
    [line] = desk.visit.lines
    assert (line.epsdt, line.family_planning, line.purchased) == ("ST", True, Money(4150))
    grid = desk.page.desk.grid.lines
    assert "EPSDT ST, family planning, purchased for $41.50" in str(grid.data(grid.index(0, 5)))
    assert "V12" in desk.rules()
    assert "V11" not in desk.rules()
    desk.saved()
    [kept] = desk.kept(visit).lines
    assert (kept.epsdt, kept.family_planning, kept.purchased) == ("ST", True, Money(4150))


# Edits ---------------------------------------------------------------------------------------------------


def test_edits_come_and_go_while_one_types(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez")))
    assert desk.must_fix() == ["F14", "V01"]
    desk.add("M54.2")
    desk.add("M99.03")
    assert desk.must_fix() == ["V01"]
    desk.press(Key.Key_F4)
    desk.type("99999")
    desk.press(Key.Key_Return)
    assert desk.must_fix() == ["F17", "V02"]
    desk.press(Key.Key_F7)
    assert desk.visit.lines[0].pointer_letters == "A"
    assert desk.must_fix() == ["V02"]
    desk.press(Key.Key_F7)
    desk.type("80")
    assert desk.must_fix() == []
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Backspace)
    desk.type("0")
    assert desk.must_fix() == ["V02"]
    desk.type("80")
    desk.press(Key.Key_Return)
    assert desk.visit.lines[0].charge == Money(8000)


def test_the_context_says_what_runs_out(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez", visit_limit=2, copay=Money(2500))
    with office.clinic.practice.connect() as db:
        coverage = list_coverages(db, ruth)[0]
        authorization = an_authorization(db, ruth, coverage.id, visits_used_before=11)
        save_note(db, PatientNote(patient_id=ruth, kind="alert", text="Pacemaker"), STAMP)
    office.visit(
        ruth, on=LAST_WEEK, status=VisitStatus.CODED, diagnoses=("M54.2",), lines=[a_line(on=LAST_WEEK)]
    )
    desk.open(office.visit(ruth, authorization_id=authorization))
    words = desk.page.strip.words
    for said in (
        "75 F",
        "Harbor Mutual PPO",
        "XWL884120733",
        "Pacemaker",
        "Visit 2 of 2 in 2026",
        "Copay $25.00",
    ):
        assert said in words
    assert "Auth OPT-77120: 0 of 12 left" in words
    assert "POS 11" in words
    assert "Case: Low back 2026" in words


def test_the_code_set_that_was_used_is_said_and_stops_nothing(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()]))
    desk.qtbot.waitUntil(lambda: "H16" in desk.rules())
    assert desk.must_fix() == []
    assert desk.window.hint_line.text.startswith("Code set 4/2026")


# Undo, keeping, closing ----------------------------------------------------------------------------------


def test_everything_typed_or_chosen_is_undone_and_done_again(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"))
    desk.open(visit)
    states = [desk.visit]
    desk.press(Key.Key_F2)
    desk.type("O: tender")
    desk.add("M54.2")
    states += [replace(desk.visit, diagnoses=()), desk.visit]
    desk.press(Key.Key_F4)
    desk.type("98941")
    desk.press(Key.Key_Return)
    states.append(desk.visit)
    desk.page.desk.grid.go_to(0, "modifiers")
    desk.type("at")
    desk.press(Key.Key_Tab)
    states.append(desk.visit)
    for state in reversed(states[:-1]):
        desk.press(Key.Key_Z, CTRL)
        assert desk.visit == state
    assert desk.page.note.text.toPlainText() == ""
    for state in states[1:]:
        desk.press(Key.Key_Z, CTRL | SHIFT)
        assert desk.visit == state
    assert desk.page.note.text.toPlainText() == "O: tender"


def test_the_draft_is_kept_after_a_pause_and_lines_keep_their_rows(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"))
    desk.open(visit)
    desk.add("M54.2")
    desk.press(Key.Key_F4)
    desk.type("98941")
    desk.press(Key.Key_Return)
    desk.saved()
    first = desk.kept(visit)
    assert [line.procedure_code for line in first.lines] == ["98941"]
    desk.page.desk.grid.go_to(0, "modifiers")
    desk.type("at")
    desk.press(Key.Key_Return)
    desk.saved()
    second = desk.kept(visit)
    assert second.lines[0].modifiers == ("AT",)
    assert second.lines[0].id == first.lines[0].id
    assert "saved" in desk.window.hint_line.text


def test_what_was_typed_survives_closing_the_window(
    office: Office, clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saver, "PAUSE", 60_000)
    visit = office.visit(office.patient("Alvarez"))
    desk = Desk(clinic, qtbot).open(visit)
    desk.press(Key.Key_F2)
    desk.type("P: return in a week")
    desk.add("M54.2")
    path = clinic.practice.path
    desk.window.close()
    reopened = open_practice(path, PASSWORD)
    with reopened.connect() as db:
        kept = get_encounter(db, visit)
    reopened.close()
    assert (kept.note, kept.diagnoses) == ("P: return in a week", ("M54.2",))


def test_going_elsewhere_keeps_the_draft_and_comes_back_to_it(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), starts_at="09:00")
    office.visit(office.patient("Whitfield", "Dan"), starts_at="10:00")
    desk.open(visit)
    desk.add("M54.2")
    desk.press(Key.Key_PageDown, CTRL)
    desk.calm()
    assert desk.page.open_id != visit
    desk.press(Key.Key_PageUp, CTRL)
    desk.calm()
    assert desk.codes() == ["M54.2"]
    desk.press(Key.Key_9, CTRL)
    desk.press(Key.Key_3, CTRL)
    assert desk.codes() == ["M54.2"]


def test_what_is_typed_while_another_visit_is_opened_is_kept(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saver, "PAUSE", 60_000)
    visit = office.visit(office.patient("Alvarez"), starts_at="09:00", diagnoses=("M54.2",), lines=[a_line()])
    other = office.visit(office.patient("Whitfield", "Dan"), starts_at="10:00")
    desk.open(visit)
    desk.press(Key.Key_F4)
    desk.page.desk.grid.go_to(0, "units")
    desk.type("2")
    desk.press(Key.Key_PageDown, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id == other)
    desk.calm()
    assert (desk.kept(visit).lines[0].units, desk.kept(visit).lines[0].charge) == (2, Money(13000))


def test_saving_does_not_forget_what_can_be_undone(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("98941")
    desk.press(Key.Key_Return)
    desk.saved()
    desk.clinic.changed.emit(frozenset({"patients"}))
    desk.calm()
    assert desk.page.undo.canUndo()
    desk.press(Key.Key_Z, CTRL)
    assert not desk.visit.lines


def test_failures_say_what_is_safe_and_can_be_tried_again(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",))
    desk.open(visit)

    def fail(*_: object, **__: object) -> None:
        raise CannotDo("The practice file cannot be read now; nothing was changed; try again.")

    with monkeypatch.context() as broken:
        broken.setattr(visit_list, "read_list", fail)
        broken.setattr(open_visit, "read_visit", fail)
        desk.page.refresh()
        desk.calm()
        assert desk.page.states.message.startswith("The practice file cannot be read now")
        assert desk.page.visit_states.message.startswith("The practice file cannot be read now")
    for button in desk.page.findChildren(KeyButton):
        if button.text() == "Try again":
            button.click()
    desk.calm()
    assert (desk.page.states.message, desk.page.visit_states.message) == ("", "")
    assert desk.codes() == ["M54.2"]


def test_without_a_code_library_visits_are_still_coded(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_clinic: Clinic) -> None:
        raise NotWritable("The code library cannot be written; nothing was changed; free some space.")

    monkeypatch.setattr(Clinic, "library", fail)
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()]))
    assert desk.must_fix() == []
    assert "free some space" in desk.window.hint_line.text
    desk.press(Key.Key_F3)
    desk.type("neck")
    desk.qtbot.waitUntil(lambda: desk.page.desk.search.field.count == "no code library")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.charged)


def test_what_changes_elsewhere_is_seen_without_losing_what_is_typed(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez")
    desk.open(office.visit(ruth, diagnoses=("M54.2",)))
    desk.press(Key.Key_F4)
    desk.type("98941")
    desk.press(Key.Key_Return)
    with office.clinic.practice.connect() as db:
        save_coverage(db, replace(list_coverages(db, ruth)[0], visit_limit=1), STAMP)
    desk.clinic.changed.emit(frozenset({"patients"}))
    desk.calm()
    desk.qtbot.waitUntil(lambda: "V07" in desk.rules())
    assert [line.procedure_code for line in desk.visit.lines] == ["98941"]


# Copying, holding, charging ------------------------------------------------------------------------------


def test_same_as_last_visit_copies_codes_and_undoes(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez")
    lines = [a_line("98941", "AT", "65.00", on=LAST_WEEK, pointers=(1, 2))]
    office.visit(ruth, on=LAST_WEEK, status=VisitStatus.CODED, diagnoses=("M99.03", "M54.50"), lines=lines)
    desk.open(office.visit(ruth))
    button = next(b for b in desk.page.findChildren(KeyButton) if b.text().startswith("Same as"))
    assert button.text() == "Same as 11/16"
    desk.press(Key.Key_D, CTRL)
    assert desk.codes() == ["M99.03", "M54.50"]
    line = desk.visit.lines[0]
    assert (line.procedure_code, line.modifiers, line.pointer_letters, line.from_on) == (
        "98941",
        ("AT",),
        "AB",
        TODAY,
    )
    assert desk.must_fix() == []
    desk.press(Key.Key_Z, CTRL)
    assert (desk.codes(), len(desk.visit.lines)) == ([], 0)


def test_a_visit_waits_with_its_reason_and_is_taken_up_again(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), starts_at="09:00")
    other = office.visit(office.patient("Whitfield", "Dan"), starts_at="10:00")
    desk.open(visit)
    desk.press(Key.Key_H, CTRL)
    desk.type("note not signed")
    desk.press(Key.Key_Return)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.open_id == other)
    assert (desk.kept(visit).status, desk.kept(visit).hold_reason) == (VisitStatus.ON_HOLD, "note not signed")
    desk.press(Key.Key_3, ALT)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.open_id == visit)
    assert [row.id for row in desk.page.days.list_rows()] == [visit]
    assert "On hold: note not signed" in desk.page.strip.words
    desk.press(Key.Key_H, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.kept(visit).status is VisitStatus.TO_CODE)
    desk.calm()
    assert desk.visit.status is VisitStatus.TO_CODE


def test_a_charged_visit_is_read_until_it_is_corrected(office: Office, desk: Desk) -> None:
    visit = office.visit(
        office.patient("Alvarez"), diagnoses=("M99.03", "M54.2"), lines=[a_line("98941", "", "65.00")]
    )
    desk.open(visit)
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.charged)
    desk.calm()
    desk.press(Key.Key_F4)
    desk.type("at")
    assert desk.visit.lines[0].modifiers == ()
    desk.press(Key.Key_E, CTRL | SHIFT)
    grid = desk.page.desk.grid
    grid.go_to(0, "units")
    desk.type("9")
    assert desk.visit.lines[0].units == 1
    grid.go_to(0, "modifiers")
    desk.type("at")
    desk.press(Key.Key_Tab)
    desk.type("b")
    desk.saved()
    kept = desk.kept(visit)
    assert (kept.lines[0].modifiers, kept.lines[0].pointer_letters) == (("AT",), "AB")
    assert kept.status is VisitStatus.CODED


def test_a_correction_that_is_wrong_is_not_left_behind(office: Office, desk: Desk) -> None:
    visit = office.visit(
        office.patient("Alvarez"), starts_at="09:00", diagnoses=("M99.03",), lines=[a_line()]
    )
    other = office.visit(office.patient("Whitfield", "Dan"), starts_at="10:00", diagnoses=("M99.03",))
    desk.open(visit)
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id == other)
    desk.calm()
    desk.press(Key.Key_PageUp, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id == visit and desk.page.charged)
    desk.calm()
    desk.press(Key.Key_E, CTRL | SHIFT)
    desk.page.desk.grid.go_to(0, "pointers")
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_PageDown, CTRL)
    desk.calm()
    assert desk.page.open_id == visit
    assert "not kept yet" in desk.window.hint_line.text
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_PageDown, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id == other)


# Visits and days -----------------------------------------------------------------------------------------


def test_a_new_visit_is_started_by_keyboard(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez")
    desk.open()
    desk.press(Key.Key_N, CTRL)
    desk.type("alv")
    picker = QApplication.focusWidget()
    assert isinstance(picker, QLineEdit)
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is not picker)
    desk.calm()
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id is not None)
    desk.calm()
    assert (desk.visit.patient_id, desk.visit.service_on) == (ruth, TODAY)
    with office.clinic.practice.connect() as db:
        assert len(visits_of_patient(db, ruth)) == 1
        assert desk.visit.case_id == list_cases(db, ruth)[0].id


def test_other_details_move_the_lines_along(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()])
    desk.open(visit)
    desk.press(Key.Key_F5)
    desk.calm()
    desk.press(Key.Key_Minus)
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    yesterday = TODAY - timedelta(days=1)
    assert (desk.visit.service_on, desk.visit.lines[0].from_on) == (yesterday, yesterday)
    desk.saved()
    assert desk.kept(visit).service_on == yesterday
    desk.press(Key.Key_Z, CTRL)
    desk.calm()
    assert desk.visit.lines[0].from_on == TODAY


def test_days_are_walked_and_an_empty_one_says_so(office: Office, desk: Desk) -> None:
    ruth = office.patient("Alvarez")
    earlier = office.visit(ruth, on=LAST_WEEK)
    visit = office.visit(ruth)
    desk.open(visit)
    desk.press(Key.Key_PageDown, ALT)
    desk.calm()
    assert desk.page.days.states.message.startswith("No visits on Tue 11/24.")
    assert desk.page.open_id is None
    assert desk.page.visit_states.message.startswith("No visit is open.")
    desk.press(Key.Key_G, CTRL)
    desk.type("11/16/26")
    desk.press(Key.Key_Return)
    desk.calm()
    desk.qtbot.waitUntil(lambda: desk.page.open_id == earlier)
    desk.press(Key.Key_2, ALT)
    desk.calm()
    assert [row.id for row in desk.page.days.list_rows()] == [earlier, visit]


def test_the_list_says_where_each_visit_stands(office: Office, desk: Desk) -> None:
    fine = office.visit(office.patient("Alvarez"), starts_at="08:00")
    wrong = office.visit(
        office.patient("Dunn", "Marge"), starts_at="09:00", diagnoses=("M54.2",), lines=[a_line(pointers=())]
    )
    office.visit(
        office.patient("Bell", "Marcus"),
        starts_at="10:00",
        status=VisitStatus.ON_HOLD,
        hold_reason="attorney",
    )
    desk.open(fine)
    said = [desk.page.days.rows.text(row, "") for row in range(3)]
    assert "To code" in said[0]
    assert "1 to fix" in said[1]
    assert "On hold: attorney" in said[2]
    desk.press(Key.Key_PageDown, CTRL)
    desk.qtbot.waitUntil(lambda: desk.page.open_id == wrong)
    desk.calm()
    desk.press(Key.Key_F7)
    assert "To code" in desk.page.days.rows.text(1, "")
    with desk.clinic.practice.connect() as db:
        assert [row.id for row in visits_with_status(db, VisitStatus.ON_HOLD)] != [wrong]


def test_a_front_desk_reads_only(office: Office, clinic: Clinic, qtbot: QtBot) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M54.2",), lines=[a_line()])
    facts: Facts = replace(read_facts(clinic.practice, TODAY), role="front_desk")
    clinic.set_facts(facts)
    desk = Desk(clinic, qtbot).open(visit)
    assert desk.page.locked
    assert not desk.page.desk.search.isVisible()
    desk.press(Key.Key_F4)
    desk.type("at")
    assert desk.visit.lines[0].modifiers == ()
    assert desk.page.finish_button.text() == "Next visit"


# The page itself -----------------------------------------------------------------------------------------


def test_every_action_of_the_page_is_bound_once(desk: Desk) -> None:
    desk.open()
    assert sorted(desk.page.bound()) == sorted(row.id for row in actions_of("coding"))


@pytest.mark.parametrize(("wide", "high"), [(1366, 690), (1366, 768), (1920, 1080)])
def test_header_lines_and_two_edits_stand_without_scrolling(
    office: Office, desk: Desk, wide: int, high: int
) -> None:
    lines = [a_line("98940", "", "50.00", pointers=(1, 2)), a_line("97140", "", "48.00", pointers=())]
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M99.03", "M62.830"), lines=lines))
    desk.window.resize(wide, high)
    desk.find("low back p")
    page = desk.page
    grid = page.desk.grid
    assert (desk.window.width(), desk.window.height()) == (wide, high)
    assert not grid.verticalScrollBar().isVisible()
    assert page.desk.search.hits.height() >= 4 * 26
    assert page.desk.beside.height() >= 34 + 122
    top = grid.mapTo(desk.window, grid.rect().topLeft()).y()
    desk.press(Key.Key_Escape)
    assert grid.mapTo(desk.window, grid.rect().topLeft()).y() == top
    assert page.desk.edits.height() >= 34 + 122


def test_every_control_has_a_name_and_the_tab_order_goes_through_the_work(office: Office, desk: Desk) -> None:
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=("M99.03",), lines=[a_line()]))
    nameless = [
        widget
        for widget in desk.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
    ]
    assert nameless == []
    desk.press(Key.Key_F2)
    stops = []
    for _ in range(3):
        desk.press(Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops[:2] == [desk.page.desk.diagnoses, desk.page.desk.search.field]
    assert desk.page.desk.isAncestorOf(stops[2]) if stops[2] is not None else False
