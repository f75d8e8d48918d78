"""NoteEdit: the visit's note, its headings set off, the words of the selected diagnosis marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from clinicbill.codesets.wording import folded, singular, word_table
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import BOLD, font, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.line_edit import leaves_undo_to_page

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

# Headings of notes as providers write them: a word alone in its line, or letters and a colon before the text.
_HEADINGS = (
    "subjective|objective|assessment|plan|chief complaint|cc|history of present illness|hpi|history|"
    "past medical history|pmh|review of systems|ros|physical exam(?:ination)?|exam(?:ination)?|findings|"
    "results|imaging|impression|diagnos[ei]s|assessment and plan|a/p|treatment|procedures?|instructions|s|o|a|p"
)
_HEADING = re.compile(
    rf"\s*(?:(?:{_HEADINGS})\s*:|(?:{_HEADINGS.removesuffix('|s|o|a|p')})\s*$)", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
_SHORTEST = 4
_TELLS_NOTHING = frozenset(
    {
        "other",
        "unspecified",
        "region",
        "segmental",
        "somatic",
        "elsewhere",
        "classified",
        "encounter",
        "initial",
    }
)


def telling_words(title: str) -> frozenset[str]:
    """The words of a code's title that would show in a note, in one shape."""
    words = {singular(word) for word in re.findall(r"[a-z]+", folded(title))}
    return frozenset(w for w in words if len(w) >= _SHORTEST) - word_table().stop - _TELLS_NOTHING


class _Marks(QSyntaxHighlighter):
    """Layout only: nothing of it is in the text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.words: frozenset[str] = frozenset()

    def highlightBlock(self, text: str) -> None:
        """The heading at the beginning of a paragraph, and the words looked for."""
        heading = _HEADING.match(text)
        begin = heading.end() if heading else 0
        if heading:
            style = QTextCharFormat()
            style.setFontWeight(QFont.Weight(BOLD))
            style.setForeground(colour(Role.TEXT2))
            self.setFormat(0, begin, style)
        if self.words:
            style = QTextCharFormat()
            style.setBackground(colour(Role.EVIDENCE))
            for word in _WORD.finditer(text, begin):
                if singular(folded(word[0]).strip()) in self.words:
                    self.setFormat(word.start(), len(word[0]), style)


class NoteEdit(QTextEdit):
    """Plain text in readable lines. Tab leaves; Ctrl+Z goes on to the page's undo when nothing is left here."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setAccessibleName("Note")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(font())
        self.document().setDocumentMargin(0)
        self._marks = _Marks(self.document())
        self._passages: tuple[tuple[int, int], ...] = ()
        theme().changed.connect(self._marks.rehighlight)
        theme().changed.connect(self._tint_again)

    def show_text(self, text: str) -> None:
        """Show another note; what was typed into the one before cannot be undone here."""
        if text == self.toPlainText():
            return
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(scaled(20), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
        if self.isReadOnly():
            self._narrow_gaps()
        self.document().setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _narrow_gaps(self) -> None:
        """Empty lines of a note that is only read are half as high."""
        gap = QTextBlockFormat()
        gap.setLineHeight(scaled(10), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block = self.document().begin()
        while block.isValid():
            if not block.text().strip():
                QTextCursor(block).mergeBlockFormat(gap)
            block = block.next()

    def mark(self, words: frozenset[str]) -> None:
        """Mark where these words stand."""
        if words != self._marks.words:
            self._marks.words = words
            self._marks.rehighlight()

    def _tint_again(self) -> None:
        """In the colours of the other theme."""
        self.mark_passages(self._passages)

    def mark_passages(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Tint passages, as places in the text on the screen; nothing of it is in the text."""
        self._passages = spans
        shown = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            last = max(self.document().characterCount() - 1, 0)
            cursor.setPosition(min(start, last))
            cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setBackground(colour(Role.AMBER_TINT))
            shown.append(selection)
        self.setExtraSelections(shown)

    def event(self, event: QEvent) -> bool:
        """Undo is the page's once nothing typed here is left to take back."""
        history = self.document()
        if leaves_undo_to_page(event, can_undo=history.isUndoAvailable(), can_redo=history.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is one step for the page."""
        super().focusOutEvent(event)
        self.left.emit()


class NotePanel(QWidget):
    """The note under its heading; read-only once it is signed."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(scaled(240))
        self.text = NoteEdit()
        self._about = secondary("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(section("Note"), None, self._about, KeyCap(key)))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 4, 6, 8)
        inside.addWidget(self.text)
        column.addLayout(inside, 1)
        self._showing = False
        self.text.textChanged.connect(self._changed)
        self.text.left.connect(self.left)
        theme().changed.connect(self.update)

    def show_note(self, text: str, signed_by: str, *, editable: bool) -> None:
        """Show a note."""
        locked = bool(signed_by) or not editable
        self.text.setReadOnly(locked)
        if locked:  # words of a signed note are marked by keyboard too, to ask about them
            marks = Qt.TextInteractionFlag
            self.text.setTextInteractionFlags(marks.TextSelectableByMouse | marks.TextSelectableByKeyboard)
        self._showing = True
        self.text.show_text(text)
        self._showing = False
        self.text.setPlaceholderText(
            "" if locked else "Type or paste the note of the visit: subjective, objective, assessment, plan."
        )
        self._signed = f"Signed {signed_by}" if signed_by else "Not signed" if editable else ""
        self._tell()

    _signed = ""
    _marked = ""

    def mark(self, code: str, title: str) -> None:
        """Mark the words of a code's title; an empty title marks nothing."""
        self.text.mark(telling_words(title))
        self._marked = code if title else ""
        self._tell()

    def _tell(self) -> None:
        self._about.setText(f"Words of {self._marked} marked" if self._marked else self._signed)

    def _changed(self) -> None:
        if not self._showing:
            self.typed.emit(self.text.toPlainText())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring while the keyboard is here."""
        if self.text.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(Role.ACCENT), 2))
            top = scaled(34)
            ring = self.rect().adjusted(9, top - 1, -4, -4)
            ring.setBottom(min(ring.bottom(), self.text.geometry().bottom() + 5))
            painter.drawRoundedRect(ring, 5, 5)
            painter.end()
