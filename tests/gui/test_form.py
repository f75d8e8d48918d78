"""Forms from a field table: read, checked when left, undone, and written back into frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName, digits, phone_shown
from clinicbill.ui.undo import Undo
from clinicbill.ui.widgets.choice import Check, Choice
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.form import Field, Form, Input, pick, put
from clinicbill.ui.widgets.line_edit import LineEdit, LongEdit
from clinicbill.ui.widgets.money_edit import MoneyEdit
from tests.gui.conftest import TODAY

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A small record with a record inside."""

    name: PersonName
    born_on: date | None = None
    sex: str = "F"
    phone: str = ""
    fee: Money = Money(0)
    signed: bool = False
    note: str = ""


def no_future(day: date) -> str:
    return "A birth date cannot lie in the future" if day > TODAY else ""


FIELDS = (
    Field("Last name", "name.last", required=True, section="Patient"),
    Field("First name", "name.first", width=160),
    Field("Date of birth", "born_on", Input.DATE, check=no_future),
    Field("Sex", "sex", Input.CHOICE, choices=(("F", "Female"), ("M", "Male")), beside=True),
    Field("Phone", "phone", shown=phone_shown, stored=digits, help="Ten digits"),
    Field("Fee", "fee", Input.MONEY),
    Field("Signature on file", "signed", Input.CHECK),
    Field("Note", "note", Input.LONG),
)
RUTH = Card(
    name=PersonName(last="Alvarez", first="Ruth"),
    born_on=date(1951, 3, 14),
    phone="5415550134",
    fee=Money(6500),
    note="Mornings",
)


@pytest.fixture
def undo() -> Undo:
    return Undo()


@pytest.fixture
def form(qtbot: QtBot, undo: Undo) -> Form:
    made = Form(FIELDS, as_of=TODAY, undo=undo)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.load(RUTH)
    return made


def type_into(qtbot: QtBot, form: Form, name: str, text: str) -> None:
    field = cast(LineEdit, form.editor(name))
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_what_was_loaded_comes_back_unchanged(form: Form) -> None:
    assert form.applied_to(RUTH) == RUTH
    assert not form.dirty
    assert form.problems() == {}


def test_typing_is_written_into_the_record_inside(form: Form, qtbot: QtBot) -> None:
    left: list[str] = []
    form.edited.connect(left.append)
    type_into(qtbot, form, "name.last", "Ortega")
    type_into(qtbot, form, "phone", "541 555-0199")
    type_into(qtbot, form, "born_on", "031452")
    type_into(qtbot, form, "fee", "1,234.5")
    changed = form.applied_to(RUTH)
    assert changed.name == PersonName(last="Ortega", first="Ruth")
    assert changed.phone == "5415550199"
    assert changed.born_on == date(1952, 3, 14)
    assert changed.fee == Money(123450)
    assert cast(LineEdit, form.editor("born_on")).text() == "03/14/1952"
    assert left == ["name.last", "phone", "born_on", "fee"]
    assert form.dirty
    form.saved()
    assert not form.dirty


def test_a_field_is_checked_when_it_is_left(form: Form, qtbot: QtBot) -> None:
    type_into(qtbot, form, "born_on", "13/45/2020")
    type_into(qtbot, form, "fee", "ten")
    type_into(qtbot, form, "name.last", " ")
    assert form.problems() == {
        "name.last": "Last name is missing",
        "born_on": "“13/45/2020” is not a day of the calendar",
        "fee": "“ten” is not an amount; type it like 65 or 1,234.50",
    }
    assert form.editor("name.last").hasFocus()
    type_into(qtbot, form, "born_on", "01/01/2030")
    assert form.problems()["born_on"] == "A birth date cannot lie in the future"


def test_undo_goes_field_by_field(form: Form, undo: Undo, qtbot: QtBot) -> None:
    type_into(qtbot, form, "name.last", "Ortega")
    type_into(qtbot, form, "name.first", "Mateo")
    form.set_value("sex", "M")
    assert undo.undoText() == "typing in Sex"
    undo.undo()
    undo.undo()
    assert form.values()["sex"] == "F"
    assert form.values()["name.first"] == "Ruth"
    assert form.values()["name.last"] == "Ortega"
    undo.redo()
    assert form.values()["name.first"] == "Mateo"
    form.load(RUTH)
    assert not undo.canUndo()


def test_findings_of_a_workflow_stand_under_their_fields(form: Form) -> None:
    form.show_findings(
        [
            Finding(rule="P1", severity=Severity.MUST_FIX, message="Phone has nine digits", field="phone"),
            Finding(rule="P2", severity=Severity.WARNING, message="Elsewhere", field="zip"),
        ]
    )
    assert bool(form.editor("phone").property("wrong"))


def test_labels_name_the_editors(form: Form) -> None:
    assert [form.editor(field.name).accessibleName() for field in FIELDS] == [f.label for f in FIELDS]
    assert form.editor("phone").accessibleDescription() == "Ten digits"


def test_esc_takes_back_what_was_typed_in_a_field(form: Form, qtbot: QtBot) -> None:
    field = cast(LineEdit, form.editor("name.last"))
    field.setFocus()
    QTest.keyClicks(field, "xyz")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Alvarez"


def test_pick_and_put_walk_dotted_names() -> None:
    assert pick(RUTH, "name.last") == "Alvarez"
    assert pick({"name": None}, "name.last") is None
    assert put(RUTH, "name.middle", "M").name.middle == "M"
    assert put({"name": {"last": "A"}}, "name.last", "B") == {"name": {"last": "B"}}
    with pytest.raises(TypeError):
        put(3, "name", 4)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("112326", date(2026, 11, 23)),
        ("11/23/26", date(2026, 11, 23)),
        ("t", TODAY),
        ("t+", date(2026, 11, 24)),
        ("t--", date(2026, 11, 21)),
        ("11-20-2026", date(2026, 11, 20)),
        ("", None),
        ("banana", None),
    ],
)
def test_dates_are_typed_as_people_do(qtbot: QtBot, typed: str, day: date | None) -> None:
    field = DateEdit("Visit", as_of=TODAY)
    qtbot.addWidget(field)
    QTest.keyClicks(field, typed)
    assert field.value() == day
    assert bool(field.problem()) == (typed == "banana")


def test_money_is_tidied_when_the_field_is_left(qtbot: QtBot) -> None:
    field = MoneyEdit("Copay")
    qtbot.addWidget(field)
    QTest.keyClicks(field, "$30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "30.00"
    assert field.value() == Money(3000)
    field.set_value(None)
    assert field.value() is None
    assert field.problem() == ""


def test_a_choice_is_found_by_its_first_letters(qtbot: QtBot) -> None:
    choice = Choice("Payer", [(1, "Aetna"), (2, "BCBS PPO"), (3, "Medicare B")])
    qtbot.addWidget(choice)
    edits: list[object] = []
    choice.edited.connect(lambda: edits.append(choice.value()))
    choice.show()
    choice.setFocus()
    QTest.keyClicks(choice, "med")
    assert choice.value() == 3
    assert edits
    choice.set_choices([(3, "Medicare B"), (4, "Cigna")])
    assert choice.value() == 3
    choice.set_value(99)
    assert choice.value() is None
    choice.grab()


def test_a_check_and_a_long_text(qtbot: QtBot) -> None:
    check = Check("Signature", "on file")
    qtbot.addWidget(check)
    edits: list[object] = []
    check.edited.connect(lambda: edits.append(check.value()))
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert edits == [True]
    long = LongEdit("Note")
    qtbot.addWidget(long)
    long.set_value("one\ntwo ")
    assert long.value() == "one\ntwo"
