"""CodeDetail: one code with its neighbours and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from clinicbill.ui.actions import action
from clinicbill.ui.codes.code_file import CodeFile, TreeRow
from clinicbill.ui.codes.lookup import Kind
from clinicbill.ui.codes.notes_page import notes_page
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, MEDIUM, Step, font, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.labels import Label, RunsLabel, line, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run, Runs, small
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

_INDENT = 14


def tree_runs(row: TreeRow) -> Runs:
    """Set in by its depth, a chevron before headers."""
    icon = "chevron-down" if row.is_open else "chevron-right"
    before = (
        Run(icon=icon, role=Role.TEXT2, step=Step.SECONDARY, gap=4)
        if row.has_below
        else Run("", gap=scaled(18))
    )
    ink = Role.TEXT if row.billable else Role.TEXT2
    return (
        Run("", gap=scaled(_INDENT) * row.depth),
        before,
        Run(row.code, ink, MEDIUM, mono=True, gap=10),
        Run(row.short, ink),
    )


_TREE: tuple[Column[TreeRow], ...] = (Column("", tree_runs, stretch=1),)


class CodeTree(RecordTable[TreeRow]):
    """Arrows move through the neighbours, Right opens a header, Left goes to what stands above."""

    stepped_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Neighbours", _TREE, identity=lambda row: row.code, row_height=26, parent=parent)
        self.head.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk up and down the tree."""
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        row = self.current()
        if bare and event.key() == Qt.Key.Key_Left:
            self.stepped_up.emit()
        elif bare and event.key() == Qt.Key.Key_Right and row is not None:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)


class _Notes(QTextBrowser):
    """Read; Tab goes to the codes named in it, Enter opens one."""

    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setAccessibleName("Notes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFont(font())
        self.document().setDocumentMargin(0)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


class _NotesPanel(QWidget):
    """The notes under their heading, with a ring while the keyboard is there."""

    def __init__(self) -> None:
        super().__init__()
        self.text = _Notes()
        self.text.focus_changed.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(section("Notes"), None, KeyCap(action("codes.notes").key)))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 2, 8, 8)
        inside.addWidget(self.text)
        column.addLayout(inside, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        if self.text.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            painter.drawRoundedRect(self.rect().adjusted(9, scaled(32), -3, -3), 5, 5)
            painter.end()


class CodeDetail(QWidget):
    """Shows a file; which code is wanted next is told to the page."""

    stepped = Signal(str)  # a diagnosis under the cursor of the tree
    opened = Signal(str)  # a diagnosis to show among its own neighbours

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: CodeFile | None = None
        self._filling = False
        self._code = Label("", step=Step.NAME, weight=BOLD, mono=True)
        self._title = Label("", step=Step.NAME, weight=BOLD, wrap=True)
        self._state, self._place, self._checked = RunsLabel(), RunsLabel(), RunsLabel()
        self.tree = CodeTree()
        self.notes = _NotesPanel()
        self._lay_out()
        self.tree.chosen.connect(self._step)
        self.tree.opened.connect(lambda row: self.opened.emit(row.code))
        self.tree.stepped_up.connect(self.go_up)
        self.notes.text.anchorClicked.connect(self._follow)
        theme().changed.connect(self._render)

    def _lay_out(self) -> None:
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(16, 12, 16, 8)
        above.setSpacing(3)
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        names.addWidget(self._title, 1)
        above.addLayout(names)
        for label in (self._state, self._place, self._checked):
            above.addWidget(label)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(line(section("Neighbours"), None, KeyCap(action("codes.tree").key)))
        beside.addWidget(self.tree, 1)
        self._left = left
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        parts = Splitter("codes detail", [left, self.notes], [410, 398], grows=1)
        parts.setStretchFactor(0, 1)
        column.addWidget(parts, 1)

    def show_file(self, file: CodeFile, *, keep_tree: bool) -> None:
        """Show a code; while one walks through the neighbours they stay as they are."""
        self.file = file
        self._code.setText(file.code)
        self._title.setText(file.title)
        ok = Run(file.state, icon="circle-check", icon_role=Role.GREEN, gap=0)
        header = Run(file.state, Role.AMBER, MEDIUM, icon="warning", gap=0)
        self._state.set_runs((header if file.header else ok,))
        self._place.set_runs((small(file.place),) if file.place else ())
        self._place.setVisible(bool(file.place))
        self._show_code_set(file)
        self._left.setVisible(file.kind is Kind.DIAGNOSIS)
        if not keep_tree:
            self._fill_tree(file)
        self._render()

    def _show_code_set(self, file: CodeFile) -> None:
        known = file.code_set
        self._checked.setVisible(known is not None)
        if known is None:
            return
        words = f"Checked against code set {known.name}"
        icon, role = ("circle-check", Role.GREEN) if known.covers else ("info", Role.BLUE)
        runs: Runs = (Run(words, Role.TEXT2, icon=icon, icon_role=role, step=Step.SECONDARY, gap=16),)
        if known.due:
            runs = (*runs, Run(known.due, Role.AMBER, icon="warning", step=Step.SECONDARY, gap=0))
        self._checked.set_runs(runs)

    def _fill_tree(self, file: CodeFile) -> None:
        self._filling = True
        self.tree.fill(file.tree)
        if not self.tree.select(file.code):
            self.tree.clearSelection()
            self.tree.setCurrentIndex(QModelIndex())
        self._filling = False

    def _render(self) -> None:
        if self.file is not None:
            self.notes.text.setHtml(notes_page(self.file))
            document: QTextDocument = self.notes.text.document()
            document.setDocumentMargin(0)

    def go_up(self) -> None:
        """Show the header this code belongs to."""
        row = self.tree.current()
        rows = self.tree.records()
        if row is None or row not in rows:
            return
        above = [one for one in rows[: rows.index(row)] if one.depth < row.depth]
        if above:
            self.opened.emit(above[-1].code)

    def _step(self, row: TreeRow | None) -> None:
        if row is not None and not self._filling:
            self.stepped.emit(row.code)

    def _follow(self, link: QUrl) -> None:
        self.opened.emit(link.toString().removeprefix("code:"))
