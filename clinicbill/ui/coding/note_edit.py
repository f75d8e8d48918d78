"""NoteEdit: the visit's note, its headings set off, the words of the selected diagnosis marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
from clinicbill.ui.fonts import BOLD, Step, font, metrics, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.key_cap import KeyCap
from clinicbill.ui.widgets.labels import line, secondary, section
from clinicbill.ui.widgets.line_edit import leaves_undo_to_page

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# The number of a passage stands behind the mark that ends it.
_MARKS_AFTER = frozenset(".,;:)")
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


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that a suggestion rests on, as places on the screen; `number` stands behind it.

    `strong` is the one under the cursor; `held` marks words that are withheld.
    """

    start: int
    end: int
    number: str = ""
    strong: bool = False
    held: bool = False


def telling_words(title: str) -> frozenset[str]:
    """The words of a code's title that would show in a note, in one shape."""
    words = {singular(word) for word in re.findall(r"[a-z]+", folded(title))}
    return frozenset(w for w in words if len(w) >= _SHORTEST) - word_table().stop - _TELLS_NOTHING


class _Marks(QSyntaxHighlighter):
    """Layout only: nothing of it is in the text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.words: frozenset[str] = frozenset()
        self.gaps: dict[int, int] = {}  # place of a letter → pixels behind it for a number

    def highlightBlock(self, text: str) -> None:
        """The heading at the beginning of a paragraph, and the words looked for."""
        heading = _HEADING.match(text)
        begin = heading.end() if heading else 0
        if heading:
            style = QTextCharFormat()
            style.setFontWeight(QFont.Weight(BOLD))
            style.setForeground(colour(Role.TEXT2))
            self.setFormat(0, begin, style)
        self._leave_gaps(len(text))
        if self.words:
            style = QTextCharFormat()
            style.setBackground(colour(Role.EVIDENCE))
            for word in _WORD.finditer(text, begin):
                if singular(folded(word[0]).strip()) in self.words:
                    self.setFormat(word.start(), len(word[0]), style)

    def _leave_gaps(self, length: int) -> None:
        begin = self.currentBlock().position()
        for place, pixels in self.gaps.items():
            if begin <= place < begin + length:
                style = self.format(place - begin)
                style.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                style.setFontLetterSpacing(pixels)
                self.setFormat(place - begin, 1, style)


def _numbers(marks: Sequence[Mark], text: str) -> dict[int, str]:
    """The numbers of the passages by the place they stand at, behind the mark that ends a sentence."""
    found: dict[int, str] = {}
    for one in marks:
        if one.number:
            at = one.end + (text[one.end : one.end + 1] in _MARKS_AFTER)
            found[at] = ",".join(filter(None, (found.get(at), one.number)))
    return found


def _look(mark: Mark) -> tuple[Role | None]:
    if mark.held:
        return (None,)
    return (Role.SEL if mark.strong else Role.EVIDENCE,)


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
        self._evidence: tuple[Mark, ...] = ()
        self._numbers: dict[int, str] = {}
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
        """In the colours of the other theme; later ones lie over earlier ones."""
        shown = [self._selection(one.start, one.end, *_look(one)) for one in self._evidence]
        shown += [self._selection(start, end, Role.AMBER_TINT) for start, end in self._passages]
        self.setExtraSelections(shown)
        self.viewport().update()

    def mark_passages(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Tint passages, as places in the text on the screen; nothing of it is in the text."""
        if spans != self._passages:
            self._passages = spans
            self._tint_again()

    def mark_evidence(self, marks: tuple[Mark, ...]) -> None:
        """Tint and number what suggestions rest on."""
        if marks != self._evidence:
            self._evidence = marks
            self._number()
            self._tint_again()

    def _selection(
        self, start: int, end: int, tint: Role | None, *, strong: bool = False
    ) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor_at(start)
        last = max(self.document().characterCount() - 1, 0)
        selection.cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        if tint is None:
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            selection.format.setUnderlineColor(colour(Role.AMBER))
        else:
            selection.format.setBackground(colour(tint))
        if strong:
            selection.format.setFontWeight(QFont.Weight(BOLD))
        return selection

    def _cursor_at(self, place: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(place, max(self.document().characterCount() - 1, 0)))
        return cursor

    def _number(self) -> None:
        """Leave room behind the passages for their numbers; layout only."""
        self._numbers = _numbers(self._evidence, self.toPlainText())
        measured = metrics(Step.SOURCE, BOLD)
        gaps = {
            at - 1: round(measured.horizontalAdvance(number)) + 3
            for at, number in self._numbers.items()
            if at
        }
        if gaps != self._marks.gaps:
            self._marks.gaps = gaps
            self._marks.rehighlight()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and behind each marked passage the number of its suggestion."""
        super().paintEvent(event)
        if not self._numbers:
            return
        painter = QPainter(self.viewport())
        painter.setFont(font(Step.SOURCE, BOLD))
        painter.setPen(colour(Role.ACCENT))
        for at, number in self._numbers.items():
            place = self.cursorRect(self._cursor_at(at))
            left = place.left() - self._marks.gaps.get(at - 1, 0) + 2
            painter.drawText(left, place.top() + scaled(9), number)
        painter.end()

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

    def add_below(self, part: QWidget) -> None:
        """Put a part under the note."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(part)

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
