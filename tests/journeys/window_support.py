"""A person before the real main window: hands on the keyboard, eyes on the screen, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicbill.basics.money import Money
from clinicbill.claims.sent_store import last_sent
from clinicbill.claims.worklist_store import ClaimFilter, find_claims
from clinicbill.demo.payer_mind import decide
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.remits.remittance import ClaimPayment, Remittance
from clinicbill.ui.program import Program
from clinicbill.x12.envelope import REMITTANCE_835, Interchange
from clinicbill.x12.write_835 import write_835

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    import pytest

    from clinicbill.ui.main_window import MainWindow

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
PATIENCE = 60_000  # milliseconds; the code library may have to be built first
_MOST_TABS = 60


@dataclass
class Person:
    """Keys go to whatever has the focus; what is read is what stands on the screen now."""

    program: Program
    qtbot: QtBot

    # Eyes -------------------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        found = self.program.window
        assert found is not None, "no practice is open"
        return found

    @property
    def shown(self) -> QWidget:
        """The window that is looked at: the practice, or the one that asks for its password."""
        found = self.program.window or self.program.unlock
        assert found is not None
        return found

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    @property
    def field(self) -> str:
        """What the place is called that has the keyboard."""
        return self.focus.accessibleName()

    @property
    def told(self) -> str:
        """What the hint line says at the right."""
        return self.window.hint_line.text

    def screen(self) -> str:
        """Every word that can be read in the window, a line for each widget and each row of a list."""
        return "\n".join(words for widget in [self.shown, *_visible(self.shown)] for words in _read(widget))

    def sees(self, *words: str) -> None:
        """Wait until all of it can be read."""
        try:
            self.qtbot.waitUntil(lambda: all(word in self.screen() for word in words), timeout=PATIENCE // 4)
        except Exception:
            missing = [word for word in words if word not in self.screen()]
            raise AssertionError(f"{missing} cannot be read in:\n{self.screen()}") from None

    def row(self, *words: str) -> str:
        """The row of a list on the screen that holds all these words."""
        self.sees(*words)
        found = [line for line in self.screen().split("\n") if all(word in line for word in words)]
        assert found, f"no row with {words} in:\n{self.screen()}"
        return found[0]

    def lightness(self) -> int:
        """How light the window's ground is, 0 to 255: the middle one of a thousand points."""
        picture = self.shown.grab().toImage()
        points = [
            picture.pixelColor(x * picture.width() // 40, y * picture.height() // 25).lightness()
            for x in range(40)
            for y in range(25)
        ]
        return sorted(points)[len(points) // 2]

    # Coming and going -------------------------------------------------------------------------------

    def unlock(self, password: str) -> None:
        """Type the password into the window that asks for it."""
        asking = self.program.unlock
        assert asking is not None, "nobody asks for a password"
        asking.activateWindow()
        self.qtbot.waitUntil(lambda: self.field == "Password")
        QTest.keyClicks(self.focus, password)
        QTest.keyClick(self.focus, Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.program.window is not None, timeout=PATIENCE)
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.wait()

    def leave(self) -> None:
        """Close whatever is open."""
        self.wait()
        self.shown.close()

    # Hands ------------------------------------------------------------------------------------------

    def wait(self) -> None:
        """Until nothing runs beside the window and what it answered is shown."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self._busy() == 0, timeout=PATIENCE)
            QApplication.processEvents()

    def _busy(self) -> int:
        if self.program.window is not None:
            return self.program.window.clinic.jobs.busy
        return self.program.unlock.jobs.busy if self.program.unlock is not None else 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """One key, to whatever has the focus."""
        QTest.keyClick(QApplication.focusWidget() or self.shown, key, modifiers)
        self.wait()

    def type(self, text: str) -> None:
        """Letter by letter: the focus may move between two of them."""
        for letter in text:
            QTest.keyClicks(self.focus, letter)
        self.wait()

    def tab_to(self, name: str) -> None:
        """Tab until the cursor stands in a field."""
        for _ in range(_MOST_TABS):
            if self.field == name:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {name}")

    def fill(self, name: str, text: str) -> None:
        """Tab to a field and type into it."""
        self.tab_to(name)
        self.press(Key.Key_A, CTRL)
        self.type(text)


def _visible(top: QWidget) -> list[QWidget]:
    return [widget for widget in top.findChildren(QWidget) if widget.isVisible()]


def _read(widget: QWidget) -> Iterator[str]:
    match widget:
        case QAbstractItemView():
            yield from _rows(widget)
        case QTextBrowser() | QPlainTextEdit():
            yield widget.toPlainText()
        case QLineEdit() | QAbstractButton():
            yield widget.text() or widget.accessibleName()
        case QLabel():
            yield widget.text() or widget.accessibleName()
        case QComboBox():
            yield widget.currentText()
        case _:
            yield f"{widget.accessibleName()} {widget.accessibleDescription()}".strip()


def _rows(view: QAbstractItemView) -> Iterator[str]:
    """The rows whose place in the list can be seen."""
    model, seen = view.model(), view.viewport().rect()
    for row in range(model.rowCount()):
        cells = [model.index(row, column) for column in range(model.columnCount())]
        cells = [cell for cell in cells if view.visualRect(cell).intersects(seen)]
        if cells:
            yield "  ".join(words for cell in cells if (words := str(model.data(cell) or "")))


# The payer's answer --------------------------------------------------------------------------------------


def decided_by(person: Person, payer_name: str, text: str, as_of: date) -> ClaimPayment:
    """What an invented payer decides on the first claim found by `text`, from what was sent to it."""
    with person.window.clinic.practice.connect() as db:
        found = find_claims(db, ClaimFilter(as_of=as_of, text=text))[0]
        sent = last_sent(db, found.id)
    assert sent is not None, f"the claim of {text} was not sent"
    payer = replace(read_script(DemoKind.CHIRO).payer(payer_name), denied=0)
    return decide(sent.claim, payer, "2026001", Random(1))


def answer_835(payer_name: str, claims: Sequence[ClaimPayment], on: date) -> bytes:
    """The payer's 835 with one payment of these claims."""
    script = read_script(DemoKind.CHIRO)
    payer, practice = script.payer(payer_name), script.practice
    remittance = Remittance(
        payer_name=payer.name,
        trace_number="8812345",
        paid=Money.total(claim.paid for claim in claims),
        claims=tuple(claims),
        handling="I",
        method="ACH",
        paid_on=on,
        produced_on=on,
        payer_trace_id="1999905512",
        payee_name=practice["name"],
        payee_npi=practice["npi"],
        payee_tax_id=practice["tax_id"],
    )
    interchange = Interchange(
        kind=REMITTANCE_835,
        sender_id=payer.payer_number,
        receiver_id=practice["submitter_id"],
        control_number=1,
        made_at=datetime(on.year, on.month, on.day, 16, tzinfo=UTC),
    )
    return write_835([remittance], interchange).encode()


# What stands in for the system ---------------------------------------------------------------------------


@dataclass
class FileDialogs:
    """Answers the system's file dialogs; everything before and after them is the program's own."""

    folder: Path
    open: list[Path] = field(default_factory=list)
    save: Path | None = None
    asked: list[str] = field(default_factory=list)

    def put_in_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Instead of the dialogs."""
        answers: dict[str, Callable[..., Any]] = {
            "getExistingDirectory": lambda *_: self._answer("folder", str(self.folder)),
            "getOpenFileNames": lambda *_: self._answer("open", ([str(path) for path in self.open], "")),
            "getSaveFileName": lambda *_: self._answer("save", (str(self.save or ""), "")),
        }
        for name, answer in answers.items():
            monkeypatch.setattr(QFileDialog, name, staticmethod(answer))

    def _answer(self, what: str, answer: Any) -> Any:
        self.asked.append(what)
        return answer


class Ticks:
    """Counts how often the window's event loop comes round."""

    def __init__(self) -> None:
        self.count = 0
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.count += 1
