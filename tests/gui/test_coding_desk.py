"""The coding desk in a real window: macros, defaults, regions, timed units, plans of care, queries; keys counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinicbill.basics.money import Money
from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.coding.plans.default_modifiers_store import save_default_modifier
from clinicbill.coding.plans.macro import Macro, MacroLine
from clinicbill.coding.plans.macro_store import list_macros, save_macro
from clinicbill.coding.plans.plan_of_care import PlanOfCare, Treatment
from clinicbill.coding.plans.plan_of_care_store import list_plans, save_plan
from clinicbill.coding.queries.query import CodingQuery, QueryKind
from clinicbill.coding.queries.store import add_query
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, visits_of_patient
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.store import find_procedure, list_payers, save_procedure
from clinicbill.ui import main_window
from clinicbill.ui.coding import saver
from clinicbill.ui.coding.lines.cells import MODIFIERS, POINTERS, REGIONS
from clinicbill.ui.coding.plans.macro_box import MacroBox
from clinicbill.ui.widgets.sheet import Sheet
from tests.gui.conftest import TODAY
from tests.gui.test_coding import Desk, Office, _only_ours
from tests.support.practice import STAMP, a_case, a_coverage, a_line, a_patient

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from clinicbill.basics.identifiers import EncounterId, PatientId
    from clinicbill.ui.clinic import Clinic

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key
LAST_WEEK = TODAY - timedelta(days=7)
CODES = ("M99.03", "M54.50")
CMT = Macro(
    name="Low back",
    number=1,
    diagnoses=CODES,
    lines=(MacroLine(procedure_code="98940", modifiers=("AT",), pointers=(1, 2), regions=("L",)),),
)
MOST_KEYS = 15


class Counted(Desk):
    """Counts every key that is pressed; a chord such as Ctrl+Enter is one."""

    def __init__(self, clinic: Clinic, qtbot: QtBot) -> None:
        super().__init__(clinic, qtbot)
        self.keys = 0

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = PLAIN) -> None:
        self.keys += 1
        super().press(key, mods)
        self.calm()

    def type(self, text: str) -> None:
        self.keys += len(text)
        super().type(text)
        self.calm()

    def box(self) -> MacroBox:
        found = MacroBox.of(self.window)
        assert found is not None
        return found

    def sheet(self) -> Sheet:
        found = Sheet.of(self.window)
        assert found is not None
        return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "PAUSE", 40)
    monkeypatch.setattr(main_window, "page_class", _only_ours)


@pytest.fixture
def office(clinic: Clinic) -> Office:
    return Office(clinic)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot) -> Counted:
    return Counted(clinic, qtbot)


def keep(clinic: Clinic, save: Any, record: Any) -> Any:
    with clinic.practice.connect() as db:
        return save(db, record, STAMP)


def a_medicare_patient(office: Office, last: str) -> PatientId:
    """With a case that says when the treatment began, as Medicare wants it for manipulations."""
    with office.clinic.practice.connect() as db:
        patient = a_patient(db, last)
        a_case(db, patient, initial_treatment_on=date(2026, 11, 2))
        payer = next(one.id for one in list_payers(db) if one.name.startswith("Medicare"))
        a_coverage(db, patient, payer, member_id="1EG4TE5MK73")
    return patient


def two_visits(
    office: Office, *, planned: bool = True, last: str = "98940"
) -> tuple[PatientId, EncounterId, EncounterId]:
    """Two Medicare patients of today; the first one was here last week."""
    first, second = a_medicare_patient(office, "Alvarez"), a_medicare_patient(office, "Cho")
    line = a_line(last, "AT", "50.00", on=LAST_WEEK, pointers=(1, 2))
    office.visit(first, on=LAST_WEEK, status=VisitStatus.CODED, diagnoses=CODES, lines=[line])
    one = office.visit(first, starts_at="09:00")
    two = office.visit(second, starts_at="09:30")
    if planned:
        a_plan(office.clinic, one)
    return first, one, two


def a_plan(clinic: Clinic, visit: EncounterId, **fields: Any) -> None:
    with clinic.practice.connect() as db:
        case = get_encounter(db, visit).case_id
    defaults: dict[str, Any] = {
        "case_id": case, "from_on": date(2026, 11, 2), "visits_planned": 12, "reexam_visits": 5, "reexam_days": 42,
        "treatment": Treatment.ACTIVE, "answered_on": date(2026, 11, 2),
    }  # fmt: skip
    keep(clinic, save_plan, PlanOfCare(**(defaults | fields)))


# A routine visit, from the list to the next visit ---------------------------------------------------------


def start(desk: Counted, visit: EncounterId) -> None:
    desk.open(visit)
    desk.page.days.rows.setFocus()
    desk.calm()
    desk.keys = 0


def arrived(desk: Counted, first: EncounterId, following: EncounterId, way: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.open_id == following, timeout=20_000)
    desk.calm()
    print(f"routine visit by {way}: {desk.keys} keystrokes")  # noqa: T201 - the figure is what the test is for
    assert desk.kept(first).status is VisitStatus.CODED
    assert desk.keys <= MOST_KEYS


def test_a_macro_codes_a_routine_visit(office: Office, desk: Counted) -> None:
    keep(office.clinic, save_macro, CMT)
    _, one, two = two_visits(office)
    start(desk, one)

    desk.press(Key.Key_F9)
    desk.press(Key.Key_1)
    assert desk.visit.diagnoses == CODES
    assert [
        (line.procedure_code, line.modifiers, line.pointers, line.charge) for line in desk.visit.lines
    ] == [("98940", ("AT",), (1, 2), Money.parse("50.00"))]
    desk.press(Key.Key_Return, CTRL)

    arrived(desk, one, two, "macro")


def test_same_as_last_codes_a_routine_visit_and_says_what_changed(office: Office, desk: Counted) -> None:
    _, one, two = two_visits(office)
    start(desk, one)

    desk.press(Key.Key_D, CTRL)
    assert "same codes" in desk.page.desk.counter.words
    desk.press(Key.Key_Return, CTRL)

    arrived(desk, one, two, "same as last")


def test_free_typing_codes_a_routine_visit(office: Office, desk: Counted) -> None:
    """Nothing of the line is known from last time: code, pointers and modifiers are typed."""
    _, one, two = two_visits(office, planned=False, last="99213")
    start(desk, one)

    desk.press(Key.Key_Return)  # from the list into the search
    for _ in CODES:  # what this patient was coded with is offered
        desk.press(Key.Key_Down)
        desk.press(Key.Key_Return)
    assert desk.visit.diagnoses == CODES
    desk.press(Key.Key_Return)  # on to the lines
    desk.type("cmt")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Space)  # all pointers
    desk.press(Key.Key_Left)
    desk.type("at")
    assert [(line.procedure_code, line.modifiers, line.pointers) for line in desk.visit.lines] == [
        ("98940", ("AT",), (1, 2))
    ]
    desk.press(Key.Key_Return, CTRL)

    arrived(desk, one, two, "free typing")


# Macros ---------------------------------------------------------------------------------------------------


def test_a_macro_is_taken_back_with_one_key(office: Office, desk: Counted) -> None:
    keep(office.clinic, save_macro, CMT)
    _, one, _ = two_visits(office, planned=False)
    desk.open(one)

    desk.press(Key.Key_F9)
    desk.type("low")
    assert [row.macro.name for row in desk.box().rows()] == ["Low back"]
    desk.press(Key.Key_Return)
    assert desk.visit.lines[0].modifiers == ()  # nobody answered that the treatment is active
    assert "AT: the plan of care does not say active treatment" in desk.window.hint_line.text
    desk.press(Key.Key_Escape)
    desk.page.days.rows.setFocus()
    desk.press(Key.Key_Z, CTRL)
    assert (desk.visit.diagnoses, desk.visit.lines) == ((), ())


def test_this_visit_becomes_a_macro_is_renamed_and_removed(office: Office, desk: Counted) -> None:
    patient = office.patient("Alvarez")
    visit = office.visit(patient, diagnoses=CODES, lines=[a_line("98940", pointers=(1, 2))])
    desk.open(visit)

    desk.press(Key.Key_F9)
    desk.press(Key.Key_S, CTRL)
    desk.type("Two")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: bool(desk.page.draft.desk.macros))
    with office.clinic.practice.connect() as db:
        (kept,) = list_macros(db)
    assert (kept.name, kept.diagnoses, kept.lines[0].procedure_code) == ("Two", CODES, "98940")

    desk.press(Key.Key_F9)
    desk.press(Key.Key_F2)
    desk.type("Three")
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: [one.name for one in desk.page.draft.desk.macros] == ["Three"])

    desk.press(Key.Key_F9)
    desk.press(Key.Key_Delete, CTRL)
    desk.qtbot.waitUntil(lambda: not desk.page.draft.desk.macros)
    assert desk.visit.lines  # the line of the visit was not what was removed


# Default modifiers, pointers, regions, minutes --------------------------------------------------------------


def test_a_default_modifier_is_seen_and_taken_off_with_one_key(office: Office, desk: Counted) -> None:
    row = DefaultModifier(procedure_code="97", modifiers=("GP",), from_on=date(2026, 1, 1), note="therapy")
    keep(office.clinic, save_default_modifier, row)
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=CODES))

    desk.press(Key.Key_F4)
    desk.type("97140")
    desk.press(Key.Key_Return)
    grid = desk.page.desk.grid
    assert desk.visit.lines[0].modifiers == ("GP",)
    tip = grid.lines.data(grid.lines.index(0, MODIFIERS), Qt.ItemDataRole.ToolTipRole)
    assert tip == "GP: Default modifier: therapy"
    desk.press(Key.Key_Z, CTRL)
    assert [(line.procedure_code, line.modifiers) for line in desk.visit.lines] == [("97140", ())]


def test_pointers_all_with_one_key_and_regions_by_letter(office: Office, desk: Counted) -> None:
    codes = ("M99.03", "M99.01", "M99.02", "M54.50", "M54.2")
    desk.open(office.visit(office.patient("Alvarez"), diagnoses=codes, lines=[a_line(pointers=())]))
    grid = desk.page.desk.grid

    grid.go(0, POINTERS)
    desk.press(Key.Key_Space)
    assert desk.visit.lines[0].pointer_letters == "ABCD"
    desk.type("b")
    assert desk.visit.lines[0].pointer_letters == "ACD"
    desk.press(Key.Key_Tab)
    assert grid.currentIndex().column() == REGIONS
    desk.type("lct")
    assert "".join(desk.visit.lines[0].regions) == "CTL"
    assert "C T L keyed: cervical, thoracic, lumbar 3 → 98941" in desk.page.desk.counter.words
    desk.type("ct")
    assert "".join(desk.visit.lines[0].regions) == "L"
    assert "C14" in desk.rules()
    desk.press(Key.Key_Backspace)
    desk.type("x")
    assert not desk.visit.lines[0].regions
    assert "Regions" in desk.window.hint_line.text


def test_units_follow_the_minutes_of_all_lines_by_the_rule_of_the_payer(
    office: Office, desk: Counted
) -> None:
    with office.clinic.practice.connect() as db:
        for code in ("97140", "97110"):
            found = find_procedure(db, code) or Procedure(code=code, name=f"Timed {code}")
            save_procedure(db, replace(found, timed=True), STAMP)
    lines = [a_line("97110", charge="52.00", minutes=20), a_line("97140", charge="48.00")]
    desk.open(office.visit(a_medicare_patient(office, "Alvarez"), diagnoses=CODES, lines=lines))
    desk.page.desk.grid.go_to(1, "minutes")

    desk.type("20")
    desk.press(Key.Key_Return)

    assert [line.units for line in desk.visit.lines] == [2, 1]
    assert desk.visit.lines[0].charge == Money.parse("104.00")
    words = desk.page.desk.counter.words
    assert "40 min" in words
    assert "3 units, 8-minute rule" in words
    assert "midpoint: 2 units" in words


# Plans of care, queries, changes ----------------------------------------------------------------------------


def test_a_plan_of_care_is_kept_and_its_clock_shown(office: Office, desk: Counted) -> None:
    patient, one, _ = two_visits(office, planned=False)
    desk.open(one)
    assert "re-exam" not in desk.page.strip.words

    desk.press(Key.Key_P, CTRL | SHIFT)
    form = desk.sheet().findChildren(type(desk.sheet()._content))[0]
    for name, value in (
        ("visits_planned", "12"),
        ("reexam_visits", "5"),
        ("weekdays", "mo we"),
        ("count", "3"),
    ):
        form.form.set_value(name, value)  # type: ignore[attr-defined]
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: "Visit 1 of 12 · re-exam in 4 visits" in desk.page.strip.words)
    assert "Active or maintenance: not answered" in desk.page.strip.words

    with office.clinic.practice.connect() as db:
        (plan,) = list_plans(db, desk.visit.case_id)
        days = [row.service_on for row in visits_of_patient(db, patient) if row.service_on > TODAY]
    assert plan.treatment is Treatment.UNANSWERED
    assert sorted(days) == [date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 2)]


def test_a_visit_with_an_open_question_stands_under_query(office: Office, desk: Counted) -> None:
    _, one, two = two_visits(office)
    query = CodingQuery(
        encounter_id=one, provider_id=None, kind=QueryKind.OPEN, asked_on=TODAY, span_start=0, span_end=0,
        quote="", question="Which regions were treated?",
    )  # fmt: skip
    keep(office.clinic, add_query, query)
    desk.open(two)

    row = desk.page.days.row(one)
    assert row is not None
    assert row.asked
    desk.press(Key.Key_4, ALT)
    assert [row.id for row in desk.page.days.list_rows()] == [one]
    assert "Query 1" in [mode.text() for mode in desk.page.days._modes.values()]


def test_what_differs_from_the_last_visit_is_said(office: Office, desk: Counted) -> None:
    _, one, _ = two_visits(office)
    desk.open(one)
    desk.press(Key.Key_D, CTRL)
    desk.page.desk.grid.go(0, MODIFIERS)
    desk.press(Key.Key_Backspace)

    assert "Since 11/16" in desk.page.desk.counter.words
    assert "98940 without AT" in desk.page.desk.counter.words


def test_nothing_over_the_page_is_left_behind(office: Office, desk: Counted) -> None:
    _, one, _ = two_visits(office)
    desk.open(one)
    desk.press(Key.Key_F9)
    desk.press(Key.Key_Escape)
    QApplication.processEvents()
    assert MacroBox.of(desk.window) is None
