"""The window by keyboard alone, on a real encrypted practice: register, code, check, print, send, post, age."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from clinicbill.basics.money import Money
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.reports.aging import AgingBy, AgingReport, aging
from clinicbill.ui import clinic
from clinicbill.ui.places import PLACES
from clinicbill.ui.program import Program
from clinicbill.workflows.receive_remittance import receive_remittance
from tests.journeys.window_support import (
    ALT,
    CTRL,
    SHIFT,
    FileDialogs,
    Key,
    Person,
    Ticks,
    answer_835,
    decided_by,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

AS_OF = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 20, tzinfo=UTC)  # noon in Oregon
PAYER = "Cascade Blue PPO"


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody who has just typed the password of the chiropractic demo after its first week."""
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    # The sentences name the day something was received or posted: it is the journey's day, not the machine's.
    monkeypatch.setattr(clinic, "now", lambda: NOON)
    practice = make_demo(tmp_path, DemoKind.CHIRO, as_of=AS_OF, days=5)
    made = Person(Program(day=AS_OF), qtbot)
    made.program.show_unlock(practice)
    made.unlock(PASSWORD)
    yield made
    made.leave()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileDialogs:
    """The answers to the system's file dialogs; everything lands in one empty folder."""
    made = FileDialogs(tmp_path / "files")
    made.folder.mkdir()
    made.put_in_place(monkeypatch)
    return made


# One visit, all the way ----------------------------------------------------------------------------------


def test_one_visit_all_the_way(person: Person, files: FileDialogs) -> None:
    register(person)
    start_visit(person)
    code(person)
    number = finish(person)
    check(person, number)
    print_(person, files, number)
    send(person, files, number)
    receive(person, files)
    post(person)
    receive_again(person, files)
    age(person)


def register(person: Person) -> None:
    person.press(Key.Key_2, CTRL)
    person.press(Key.Key_N, CTRL)
    person.sees("New patient", "Home address", "Register patient")
    assert person.field == "Last name"
    person.type("Quill")
    person.fill("First name", "Tamsin")
    person.fill("Birth date", "031484")
    person.tab_to("Sex")
    person.type("f")
    person.fill("Street", "77 Juniper Ln")
    person.fill("City", "Bend")
    person.fill("State", "or")
    person.fill("ZIP", "97701")
    person.fill("Signed on", "112326")
    person.tab_to("Payer")
    person.type("c")
    person.fill("Member id", "CBP550177123")
    person.fill("From", "010126")
    person.fill("Case", "Low back 2026")
    person.sees("03/14/1984", "OR", PAYER)
    person.press(Key.Key_S, CTRL)
    assert person.told == "Registered Tamsin Quill"
    person.row("Quill, Tamsin", "03/14/1984")
    person.sees("Cascade Blue PPO, primary")


def start_visit(person: Person) -> None:
    person.press(Key.Key_N, CTRL | SHIFT)
    person.sees("Visit of Tamsin Quill", "11/23/2026", "Low back 2026", "Start visit")
    person.press(Key.Key_Return, CTRL)
    assert person.told == "Saved the visit of Tamsin Quill on 11/23/2026"
    person.sees("42 F", "CBP550177123", "Case: Low back 2026", "2 must fix", "The visit has no diagnosis")


def code(person: Person) -> None:
    person.press(Key.Key_F3)
    person.type("low back pain")
    person.sees("M54.50 Low back pain, unspecified")
    person.press(Key.Key_Return)
    person.row("A  M54.50  Low back pain, unspecified")
    person.type("M99.03")
    person.sees("M99.03 Segmental and somatic dysfunction of lumbar region")
    person.press(Key.Key_Return)
    person.row("B  M99.03")
    person.press(Key.Key_Return)
    first_line(person)
    second_line(person)
    person.sees("2 lines $113.00", "2 warnings", "97140 points at nothing but what the manipulation treats")


def first_line(person: Person) -> None:
    person.type("98941")
    person.press(Key.Key_Return)
    person.row("1  98941  CMT, 3–4 regions", "65.00")
    person.sees("98941 points to no diagnosis")
    person.type("ab")
    person.row("98941", "AB")
    person.press(Key.Key_Left)
    person.type("at")
    person.press(Key.Key_Return)
    person.row("98941", "AT  AB", "65.00")


def second_line(person: Person) -> None:
    person.type("97140")
    person.press(Key.Key_Return)
    person.type("b")
    person.press(Key.Key_Left)
    person.type("59gp")
    person.press(Key.Key_Return)
    person.row("97140  Manual therapy  59 GP  B", "48.00")


def finish(person: Person) -> str:
    """The number of the claim, as the hint line tells it."""
    person.press(Key.Key_Return, CTRL)
    assert person.told.startswith("Charged $113.00 for 1 visit; claim ")
    person.row("Tamsin Quill", "113.00", "Coded")
    assert "42 F" not in person.screen(), "the next visit to code is open"
    return person.told.split()[-1]


def check(person: Person, number: str) -> None:
    person.press(Key.Key_4, CTRL)
    assert person.field == "Claims"
    person.press(Key.Key_F, CTRL)
    person.type("quill")
    person.row("Ready to send, 1 claim", "113.00")
    person.row("Quill, Tamsin", PAYER, "Ready", "113.00")
    person.press(Key.Key_F5)
    assert person.told == "Checked 1 claim: 1 without anything to fix"
    person.sees("Tamsin Quill", number, "2 warnings", "Send 1 claim")


def print_(person: Person, files: FileDialogs, number: str) -> None:
    person.press(Key.Key_P, CTRL)
    person.sees("Print CMS-1500", f"Quill, Tamsin {number}", "Sheet 1 of 1", "Save PDF")
    files.save = files.folder / "quill.pdf"
    person.press(Key.Key_S, CTRL)
    assert person.told == f"1 claim printed as a copy, saved in {files.folder}"
    text = text_of_pdf(files.save)
    for printed in ("QUILL", "CBP550177123", "M5450", "M9903", "98941", "97140"):
        assert printed in text
    person.row("Quill, Tamsin", "Ready")


def text_of_pdf(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def send(person: Person, files: FileDialogs, number: str) -> None:
    person.press(Key.Key_Return, CTRL)
    [file] = files.folder.glob("*.837")
    assert person.told == f"1 claim in {file.name}, saved in {files.folder}"
    sent = file.read_text("ascii")
    assert f"CLM*{number}*113*" in sent
    assert "SV1*HC:98941:AT*65*" in sent
    person.row("Quill, Tamsin", "File created", "113.00")
    person.press(Key.Key_M, CTRL)
    person.sees(f"Mark as sent: claim {number}")
    person.type("Uploaded to the clearinghouse")
    person.press(Key.Key_Return, CTRL)
    assert person.told == "1 claim marked as sent"
    person.row("Quill, Tamsin", "Sent", "113.00")


def receive(person: Person, files: FileDialogs) -> None:
    data = answer_835(PAYER, [decided_by(person, PAYER, "quill", AS_OF)], AS_OF)
    for name in ("quill.835", "renamed.835"):
        (files.folder / name).write_bytes(data)
    person.press(Key.Key_5, CTRL)
    person.sees("Nothing waits to be posted")
    files.open = [files.folder / "quill.835"]
    person.press(Key.Key_I, CTRL)
    assert person.told == "Received quill.835: CASCADE BLUE PPO $46.84, balanced"
    person.sees("1 to post, $46.84", "matched 1 of 1", "Will be posted")
    person.sees("Claims paid 46.84 1 claim − EFT 8812345 46.84 BPR02 = Difference 0.00 Balanced")
    person.row("Tamsin Quill", "98941 AT", "14.20", "CO-45 20.80", "PR-3 30.00", "patient 30.00")


def post(person: Person) -> None:
    person.press(Key.Key_Return, CTRL)
    assert person.told == "Posted CASCADE BLUE PPO 8812345, $46.84: 1 claim, 5 entries"
    person.sees("Nothing waits to be posted")
    person.row("CASCADE BLUE PPO", "46.84", "Posted")


def receive_again(person: Person, files: FileDialogs) -> None:
    files.open = [files.folder / "renamed.835"]
    person.press(Key.Key_I, CTRL)
    assert person.told == (
        "renamed.835 was received before, 11/23/2026 by Anna Lindqvist, then called quill.835; "
        "nothing was stored again"
    )
    person.press(Key.Key_Return, CTRL)
    assert person.told == (
        "CASCADE BLUE PPO 8812345, $46.84 was posted 11/23/2026 by Anna Lindqvist from quill.835; "
        "nothing was posted again"
    )
    person.sees("Nothing waits to be posted")


def age(person: Person) -> None:
    by_payer, by_patient = (reported(person, by) for by in AgingBy)
    person.press(Key.Key_7, CTRL)
    reads_every_row(person, by_payer)
    person.sees(f"Total A/R {by_payer.total}", "Agrees with the ledger to the cent")
    person.press(Key.Key_F3)
    assert person.field == "A/R by patient"
    reads_every_row(person, by_patient)
    [quill] = [row for row in by_patient.rows if row.name.startswith("Quill")]
    assert quill.total.plain() == "30.00"


def reported(person: Person, by: AgingBy) -> AgingReport:
    with person.window.clinic.practice.connect() as db:
        return aging(db, as_of=AS_OF, by=by)


def reads_every_row(person: Person, report: AgingReport) -> None:
    """The first rows, and after End the last ones; together every row of the report and its total."""
    person.press(Key.Key_Home)
    read = person.screen()
    person.press(Key.Key_End)
    read += person.screen()
    for name, amounts, total in (
        *((row.name, row.amounts, row.total) for row in report.rows),
        ("Total", report.amounts, report.total),
    ):
        assert "  ".join((name, *(amount.plain() for amount in (*amounts, total)))) in read


# What works everywhere -----------------------------------------------------------------------------------


def test_find_undo_help_dark_and_lock(person: Person) -> None:
    find_a_patient(person)
    undo_a_diagnosis(person)
    help_and_dark(person)
    lock_and_come_back(person)


def find_a_patient(person: Person) -> None:
    person.press(Key.Key_K, CTRL)
    person.type("yara dac")
    person.sees("Results Yara P Dacosta")
    person.press(Key.Key_Return)
    person.sees("Patients", "Yara P Dacosta", "Summit Choice, primary")
    person.row("Dacosta, Yara")


def undo_a_diagnosis(person: Person) -> None:
    code_a_diagnosis(person)
    person.press(Key.Key_F2)
    undo_and_redo(person)


def code_a_diagnosis(person: Person) -> None:
    """M54.2 into the first visit that is to be coded."""
    person.press(Key.Key_3, CTRL)
    person.press(Key.Key_2, ALT)
    person.press(Key.Key_F3)
    person.type("M54.2")
    person.sees("M54.2 Cervicalgia")
    person.press(Key.Key_Return)
    person.row("A  M54.2  Cervicalgia")


def undo_and_redo(person: Person) -> None:
    person.press(Key.Key_Z, CTRL)
    assert person.told == "Undone: adding M54.2"
    assert "A  M54.2" not in person.screen()
    person.press(Key.Key_Z, CTRL | SHIFT)
    assert person.told == "Done again: adding M54.2"
    person.row("A  M54.2  Cervicalgia")
    person.press(Key.Key_Z, CTRL)
    assert "A  M54.2" not in person.screen()


def help_and_dark(person: Person) -> None:
    person.press(Key.Key_F1)
    person.sees("Turn a visit into diagnoses and service lines", "Keys of this page", "Ctrl+Enter")
    person.press(Key.Key_Escape)
    assert "Keys of this page" not in person.screen()
    light = person.lightness()
    person.press(Key.Key_D, CTRL | SHIFT)
    assert person.lightness() < light / 2
    person.press(Key.Key_2, CTRL)
    person.row("Dacosta, Yara")
    assert person.lightness() < light / 2
    person.press(Key.Key_D, CTRL | SHIFT)
    assert person.lightness() > light / 2


def lock_and_come_back(person: Person) -> None:
    person.row("Dacosta, Yara")
    person.press(Key.Key_L, CTRL)
    assert person.program.window is None
    person.sees("demo-chiro", "Password", "Unlock")
    assert "Dacosta" not in person.screen()
    person.unlock(PASSWORD)
    person.press(Key.Key_2, CTRL)
    person.type("dacosta")
    person.row("Dacosta, Yara")


def test_undo_right_after_a_diagnosis_was_taken(person: Person) -> None:
    """The cursor is still in the search."""
    code_a_diagnosis(person)
    undo_and_redo(person)


def test_no_page_opens_a_window_of_its_own(person: Person) -> None:
    """A widget shown before it is laid out is a window for a moment, and takes the keyboard away."""
    for number, place in enumerate(PLACES, start=1):
        person.press(Key(Key.Key_0 + number % 10), CTRL)
        assert person.window.windowTitle().startswith(place.title)
        assert QApplication.activeWindow() is person.window, f"{place.title} lost the keyboard"
        assert person.window.page.isAncestorOf(person.focus), f"{place.title} has no cursor"


# While something long runs -------------------------------------------------------------------------------


def test_the_window_keeps_answering_while_500_lines_are_imported(
    person: Person, files: FileDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.open = [files.folder / "long.835"]
    files.open[0].write_bytes(five_hundred_lines(person))
    ticks = Ticks()
    seen: list[tuple[bool, int]] = []

    def watched(*arguments: Any, **named: Any) -> Any:
        before = ticks.count
        outcome = receive_remittance(*arguments, **named)
        seen.append((threading.current_thread() is threading.main_thread(), ticks.count - before))
        return outcome

    monkeypatch.setattr("clinicbill.ui.payments.acts.receive_remittance", watched)
    person.press(Key.Key_5, CTRL)
    person.press(Key.Key_I, CTRL)
    [(on_window_thread, turns)] = seen
    assert not on_window_thread
    assert turns > 0
    person.sees("Received long.835", "250 claims", "Balanced")


def five_hundred_lines(person: Person) -> bytes:
    """250 claims of two lines each."""
    one = decided_by(person, "Summit Choice", "dacosta", AS_OF)
    two_lines = replace(one, services=one.services[:2])
    claim = replace(
        two_lines,
        charge=Money.total(service.charge for service in two_lines.services),
        paid=Money.total(service.paid for service in two_lines.services),
    )
    claims = [replace(claim, patient_control_number=f"X{number:06}") for number in range(250)]
    assert sum(len(each.services) for each in claims) == 500
    return answer_835("Summit Choice", claims, AS_OF)
