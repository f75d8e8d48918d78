"""UnlockWindow: the first thing on the screen; light, so that it paints at once. Passwords are tried beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

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
    """Password, recovery key, the demo, another file or a backup; `opened` carries the open practice.

    Args:
        practice: asked for its password; None greets whoever has none yet.
        last: the practice opened last, even if its file is gone: its backups lie beside it.
        folder: where a restored practice is offered to lie if nothing else is known.
    """

    opened = Signal(object)  # db.open_practice.OpenPractice
    new_asked = Signal()  # somebody wants to set up a practice

    def __init__(
        self,
        practice: Path | None,
        *,
        folder: Path,
        make_demo: MakeDemo,
        user: str | None = None,
        last: Path | None = None,
    ) -> None:
        super().__init__()
        self._path, self._user, self._make_demo = practice, user, make_demo
        self._folder, self._last = folder, last
        self._restoring = False
        self.jobs = Jobs(_NoConnection, self)
        self.title, self._where = name(""), secondary("")
        self.password = PasswordPage(self.recover)
        self.recovery = RecoveryPage(self.begin)
        self.welcome = WelcomePage(self.new_asked.emit, self.demo, self.choose, self.restore)
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

    def choose(self) -> None:
        """Choose another file."""
        kind = "Practice (*.clinicbill)"
        start = str(self._path.parent) if self._path else str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a practice", start, kind)
        if chosen:
            self.set_practice(Path(chosen))

    def restore(self) -> None:
        """Choose a verified copy and where the practice made from it goes; no file is ever overwritten."""
        if self._restoring:
            return
        kind = "Backup (*.clinicbill)"
        start = str(unlocking.copies_of(self._path or self._last, self._folder))
        copy, _ = QFileDialog.getOpenFileName(self, "Choose a backup", start, kind)
        if not copy:
            return
        offered = str(unlocking.restored_path(Path(copy), self._folder))
        target, _ = QFileDialog.getSaveFileName(
            self,
            "Where the restored practice goes",
            offered,
            "Practice (*.clinicbill)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is: it would be told afterwards
        )
        if target:
            self._restore(Path(copy), Path(target))

    def _restore(self, copy: Path, target: Path) -> None:
        self._restoring = True
        self._tell(f"Restoring {copy.name}: copying and comparing.", "clock", Role.BLUE)
        self.jobs.write(unlocking.restored, copy, target, then=self._show_restored, failed=self._not_restored)

    def _show_restored(self, practice: Path) -> None:
        self._restoring = False
        self.set_practice(practice)
        self._tell("Restored. It opens with the password of that day.", "circle-check", Role.GREEN)

    def _not_restored(self, error: ClinicBillError) -> None:
        self._restoring = False
        self._tell(str(error), "circle-x", Role.RED)

    def _tell(self, text: str, icon: str, role: Role) -> None:
        """Under what is shown: the password, the recovery key, or the ways to begin."""
        note = next(page.note for page in (self.password, self.recovery, self.welcome) if page is self.page)
        note.tell(text, icon, role)
        note.show()

    def demo(self) -> None:
        """Make the demo practice and open it."""
        self._show(self.welcome)
        self._tell("Making the demo practice: a year of work, some seconds.", "clock", Role.BLUE)
        self.jobs.write(
            unlocking.made_demo,
            self._make_demo,
            then=self._open,
            failed=self._no_demo,
            progress=self._demo_step,
        )

    def _demo_step(self, done: int, of: int, text: str) -> None:
        self._tell(f"{done:,} of {of:,} {text}", "clock", Role.BLUE)

    def _no_demo(self, error: ClinicBillError) -> None:
        self._tell(str(error), "circle-x", Role.RED)

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
        """What runs beside it is finished first."""
        self.jobs.close()
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
        links = QGridLayout(self._links)
        links.setContentsMargins(0, scaled(6), 0, 0)
        links.setVerticalSpacing(scaled(2))
        links.setColumnStretch(1, 1)
        links.addWidget(key_button("unlock.open", self.choose, Kind.LINK), 0, 0)
        links.addWidget(key_button("unlock.new", self.new_asked.emit, Kind.LINK), 0, 2)
        links.addWidget(key_button("unlock.restore", self.restore, Kind.LINK), 1, 0)
        column.addWidget(self._links)

    def _connect(self) -> None:
        self.password.submitted.connect(self._try_password)
        self.recovery.submitted.connect(self._try_recovery)
        slots = {
            "unlock.recover": self.recover,
            "unlock.open": self.choose,
            "unlock.new": self.new_asked.emit,
            "unlock.demo": self.demo,
            "unlock.restore": self.restore,
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
