"""UnlockWindow: the first thing on the screen; light, so that it paints at once. Passwords are tried beside it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.ui import unlocking
from clinicbill.ui.actions import UNLOCK, actions_of, sequences
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.jobs import Jobs
from clinicbill.ui.side_bar import paint_mark
from clinicbill.ui.unlock_pages import PasswordPage, RecoveryPage, WelcomePage, key_button
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import Kind
from clinicbill.ui.widgets.labels import RunsLabel, name, secondary

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.new_practice import NewPractice, NewPracticePage, RecoveryKeyPage
    from clinicbill.ui.unlocking import MakeDemo
    from clinicbill.ui.widgets.runs import Run

_WIDTH = 460
_AFTER_PAINT = 80  # milliseconds; the imports of a job would compete with the first picture


class _NoConnection:
    """Before a practice is open there is nothing to connect to."""

    def close(self) -> None:
        """Nothing to end."""


class _Mark(QWidget):
    """The program's mark, 36 wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(scaled(36), scaled(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_mark(painter, QPointF(0, 0), self.width())
        painter.end()


class UnlockWindow(QWidget):
    """Password, recovery key, a new practice, the demo, or another file; `opened` or `made` carries the open practice."""

    opened = Signal(object)  # db.open_practice.OpenPractice
    made = Signal(object)  # the same, for a practice that is new

    def __init__(
        self,
        practice: Path | None,
        *,
        folder: Path,
        make_demo: MakeDemo,
        user: str | None = None,
    ) -> None:
        super().__init__()
        self._path, self._user, self._make_demo = practice, user, make_demo
        self.jobs = Jobs(_NoConnection, self)
        self._made: Any = None
        self.title, self._where = name(""), secondary("")
        self.password = PasswordPage(self.recover)
        self.recovery = RecoveryPage(self.begin)
        self.welcome = WelcomePage(self.make_new, self.demo, self.choose)
        self._folder = folder
        self._pages: list[QWidget] = [self.password, self.recovery, self.welcome]
        self._facts = QWidget()
        self._links = QWidget()
        self._lay_out()
        self._connect()
        self.set_practice(practice)

    # What is shown ----------------------------------------------------------------------------------

    def set_practice(self, practice: Path | None) -> None:
        """Ask for this practice's password, or greet whoever has none yet."""
        self._path = practice
        if practice is None:
            self.title.setText("Welcome")
            self._where.setText("clinicbill")
        else:
            self.title.setText(practice.stem)
            self._where.setText("  ·  ".join((practice.name, unlocking.size_of(practice), "this computer")))
            if self.isVisible():
                self._look_at_file()
        self.begin()

    def begin(self) -> None:
        """Back to the first page."""
        self._show(self.welcome if self._path is None else self.password)
        if self._path is not None:
            self.password.calm()
            self.password.field.setFocus()

    def recover(self) -> None:
        """Ask for the recovery key."""
        if self._path is not None:
            self._show(self.recovery)
            self.recovery.field.setFocus()

    @cached_property
    def new(self) -> NewPracticePage:
        """What a new practice needs; made when it is asked for."""
        from clinicbill.ui.new_practice import NewPracticePage

        page = NewPracticePage(self._folder, self.begin)
        page.submitted.connect(self._create)
        self._add(page)
        return page

    @cached_property
    def key(self) -> RecoveryKeyPage:
        """The recovery key of a new practice, shown once."""
        from clinicbill.ui.new_practice import RecoveryKeyPage

        page = RecoveryKeyPage()
        page.done.connect(self._open_new)
        self._add(page)
        return page

    def _add(self, page: QWidget) -> None:
        page.hide()
        self._pages.append(page)
        self._middle.addWidget(page)

    def make_new(self) -> None:
        """Ask what a new practice needs."""
        self.title.setText("New practice")
        self._where.setText("Made on this computer, encrypted")
        self._show(self.new)
        self.new.name.setFocus()

    def choose(self) -> None:
        """Choose another file."""
        kind = "Practice (*.clinicbill)"
        start = str(self._path.parent) if self._path else str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a practice", start, kind)
        if chosen:
            self.set_practice(Path(chosen))

    def demo(self) -> None:
        """Make the demo practice and open it."""
        self._show(self.welcome)
        self.welcome.tell("Making the demo practice: a year of work, some seconds.", "clock", Role.BLUE)
        self.jobs.write(
            unlocking.made_demo,
            self._make_demo,
            then=self._open,
            failed=self._no_demo,
            progress=self._demo_step,
        )

    def _demo_step(self, done: int, of: int, text: str) -> None:
        self.welcome.tell(f"{done:,} of {of:,} {text}", "clock", Role.BLUE)

    def _no_demo(self, error: ClinicBillError) -> None:
        self.welcome.tell(str(error), "circle-x", Role.RED)

    def _show(self, page: QWidget) -> None:
        for each in self._pages:
            each.setVisible(each is page)
        asks = page in (self.password, self.recovery)
        self._facts.setVisible(asks)
        self._links.setVisible(asks)

    @property
    def page(self) -> QWidget:
        """The page shown now."""
        return next(each for each in self._pages if not each.isHidden())

    def event(self, event: QEvent) -> bool:
        """As high as what is shown needs; wrapped words make that depend on the width."""
        fits = event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)
        layout = self.layout() if fits else None
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        return done

    def showEvent(self, event: QShowEvent) -> None:
        """What needs the database's modules comes after the first paint."""
        super().showEvent(event)
        QTimer.singleShot(_AFTER_PAINT, self._look_at_file)

    def _look_at_file(self) -> None:
        if self._path is not None:
            self.jobs.read(
                unlocking.look, self._path, then=self._show_facts, failed=self._no_facts, latest="look"
            )

    # What is done -----------------------------------------------------------------------------------

    def _try_password(self, user: str | None, password: str) -> None:
        self.password.work()
        self.jobs.write(
            unlocking.open_with_password, self._path, user or self._user, password,
            then=self._open, failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: ClinicBillError) -> None:
        self.password.wrong(str(error), 0)

    def _try_recovery(self, key: str, password: str) -> None:
        self.recovery.work()
        self.jobs.write(
            unlocking.open_with_recovery_key, self._path, key, password or None,
            then=self._open, failed=self._not_recovered,
        )  # fmt: skip

    def _not_recovered(self, error: ClinicBillError) -> None:
        self.recovery.wrong(str(error))

    def _create(self, wanted: NewPractice) -> None:
        self.jobs.write(unlocking.create, wanted, then=self._show_key, failed=self._not_made)

    def _not_made(self, error: ClinicBillError) -> None:
        self.new.wrong(str(error))

    def _show_key(self, made: tuple[Any, str]) -> None:
        self._made, key = made
        self.title.setText("Keep this key")
        self._where.setText(self._made.path.name)
        self._show(self.key)
        self.key.show_key(key)

    def _open_new(self) -> None:
        made, self._made = self._made, None
        self.made.emit(made)

    def _open(self, practice: object) -> None:
        if isinstance(practice, unlocking.Refused):
            self.password.wrong(practice.sentence, practice.wait)
        else:
            self.opened.emit(practice)

    def _show_facts(self, facts: tuple[list[str], list[Run]]) -> None:
        users, lines = facts
        self.password.set_users(users, self._user)
        column = self._facts.layout()
        while column is not None and column.count() > 2:
            item = column.takeAt(2)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        if column is not None:
            for run in lines:
                column.addWidget(RunsLabel((run,)))

    def _no_facts(self, error: ClinicBillError) -> None:
        self.password.wrong(str(error), 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A practice that was made but not opened is closed again."""
        self.jobs.close()
        if self._made is not None:
            self._made.close()
        super().closeEvent(event)

    # How it is laid out -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setWindowTitle("clinicbill")
        self.setFixedWidth(scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 26, 28, 20)
        column.setSpacing(scaled(14))
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(_Mark())
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self._where)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(scaled(8))
        self._middle = QVBoxLayout()
        column.addLayout(self._middle)
        for page in self._pages:
            self._middle.addWidget(page)
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 6, 0, 0)
        facts.setSpacing(0)
        facts.addWidget(Hairline())
        facts.addSpacing(scaled(10))
        column.addWidget(self._facts)
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, scaled(6), 0, 0)
        links.addWidget(key_button("unlock.open", self.choose, Kind.LINK))
        links.addStretch(1)
        links.addWidget(key_button("unlock.new", self.make_new, Kind.LINK))
        column.addWidget(self._links)

    def _connect(self) -> None:
        self.password.submitted.connect(self._try_password)
        self.recovery.submitted.connect(self._try_recovery)
        slots = {
            "unlock.recover": self.recover,
            "unlock.open": self.choose,
            "unlock.new": self.make_new,
            "unlock.demo": self.demo,
        }
        for row in actions_of(UNLOCK):
            self._bind(row.key, slots[row.id])
        self._bind("Esc", self.begin)

    def _bind(self, key: str, slot: Callable[[], object]) -> None:
        made = QAction(self)
        made.setShortcuts(sequences(key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _checked=False: slot())
        self.addAction(made)
