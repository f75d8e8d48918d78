"""Form: fields described as a table; checked when they are left, undone one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.choice import Check, Choice
from clinicbill.ui.widgets.date_edit import DateEdit
from clinicbill.ui.widgets.labels import IconLabel, Label, heading, secondary
from clinicbill.ui.widgets.line_edit import LineEdit, LongEdit
from clinicbill.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.undo import Undo

Record = TypeVar("Record")
_TOP = Qt.AlignmentFlag.AlignTop


class Input(Enum):
    """How a field is typed into."""

    TEXT = "text"
    CODE = "code"
    LONG = "long"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHECK = "check"


def _any(_value: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        label: the field's name, as the form or remittance calls it.
        name: where it stands in the record, dotted for records inside: "name.last".
        kind: how it is typed.
        help: one short line under the field.
        choices: (value, words) for CHOICE.
        required: an empty field is a problem.
        check: a sentence if the value is wrong, else "".
        width: pixels; 0 takes the room there is.
        beside: stands in the line of the field before it (city, state, ZIP).
        section: a small heading above this field.
        shown: stored text → what the field shows (phone with hyphens).
        stored: typed text → what is stored (digits only).
        lines: height of a LONG field.
        placeholder: an example in the empty field.
    """

    label: str
    name: str
    kind: Input = Input.TEXT
    help: str = ""
    choices: Sequence[tuple[object, str]] = ()
    required: bool = False
    check: Callable[[Any], str] = _any
    width: int = 0
    beside: bool = False
    section: str = ""
    shown: Callable[[str], str] | None = None
    stored: Callable[[str], str] | None = None
    lines: int = 3
    placeholder: str = ""


class Editor(Protocol):
    """What every editor of a form can do; all of them are widgets."""

    edited: SignalInstance

    def value(self) -> object:
        """What stands in it."""

    def set_value(self, value: object) -> None:
        """Show a value."""

    def problem(self) -> str:
        """Why what was typed cannot be read."""

    def mark_wrong(self, *, wrong: bool) -> None:
        """Show or clear the red border."""


def _make_editor(field: Field, as_of: date) -> Editor:
    made: QWidget
    match field.kind:
        case Input.DATE:
            made = DateEdit(field.label, as_of=as_of)
        case Input.MONEY:
            made = MoneyEdit(field.label)
        case Input.CHOICE:
            made = Choice(field.label, field.choices)
        case Input.CHECK:
            made = Check(field.label)
        case Input.LONG:
            made = LongEdit(field.label, lines=field.lines)
            made.setFixedHeight(scaled(16 + 18 * field.lines))
        case Input.TEXT | Input.CODE:
            made = LineEdit(field.label, placeholder=field.placeholder, mono=field.kind is Input.CODE)
    if field.width:
        made.setFixedWidth(scaled(field.width))
    return cast("Editor", made)


def pick(record: object, name: str) -> object:
    """The value at a dotted name; None where a part of the way is None."""
    for part in name.split("."):
        if record is None:
            return None
        record = record.get(part) if isinstance(record, Mapping) else getattr(record, part)
    return record


def put(record: Record, name: str, value: object) -> Record:
    """A copy of a frozen record with the value at a dotted name replaced."""
    first, _, rest = name.partition(".")
    if isinstance(record, Mapping):
        return cast("Record", {**record, first: put(record[first], rest, value) if rest else value})
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError(f"{type(record).__name__} is no record")
    inner = put(getattr(record, first), rest, value) if rest else value
    return cast("Record", replace(record, **{first: inner}))


class Form(QWidget):
    """Labels at the left, editors, help and problems below them."""

    edited = Signal(str)  # name of the field that was left with another value

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        as_of: date,
        undo: Undo | None = None,
        label_width: int = 128,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = {field.name: field for field in fields}
        self._undo = undo
        self._editors: dict[str, Editor] = {}
        self._notes: dict[str, QWidget] = {}
        self._problems: dict[str, Label] = {}
        self._kept: dict[str, object] = {}
        self._loaded: dict[str, object] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(6))
        self._grid.setColumnMinimumWidth(0, scaled(label_width))
        self._grid.setColumnStretch(1, 1)
        line: QHBoxLayout | None = None
        for field in fields:
            line = self._add(field, line, as_of)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add(self, field: Field, line: QHBoxLayout | None, as_of: date) -> QHBoxLayout:
        editor = _make_editor(field, as_of)
        editor.edited.connect(lambda: self._left(field.name))
        self._editors[field.name] = editor
        column = self._column(field, cast("QWidget", editor))
        if field.beside and line is not None:
            if field.label:
                words = secondary(field.label)
                words.setFixedHeight(scaled(28))
                words.setBuddy(cast("QWidget", editor))
                line.addWidget(words, 0, _TOP)
            line.addLayout(column)
            return line
        row = self._grid.rowCount()
        if field.section:
            head = heading(field.section)
            head.setContentsMargins(0, scaled(10 if row > 1 else 0), 0, 2)
            self._grid.addWidget(head, row, 0, 1, 2)
            row += 1
        label = Label(field.label, role=Role.TEXT2)
        label.setFixedHeight(scaled(28))
        label.setBuddy(cast("QWidget", editor))
        self._grid.addWidget(label, row, 0, _TOP)
        line = QHBoxLayout()
        line.setSpacing(scaled(8))
        line.addLayout(column)
        holder = QHBoxLayout()
        holder.setSpacing(0)
        holder.addLayout(line)
        if field.width or field.kind in (Input.DATE, Input.CHECK):
            holder.addStretch(1)
        self._grid.addLayout(holder, row, 1)
        return line

    def _column(self, field: Field, editor: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        if field.kind is Input.CHOICE and not field.width:
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(editor)
        if field.help:
            editor.setAccessibleDescription(field.help)
            column.addWidget(secondary(field.help, wrap=True))
        note = QWidget()
        inside = QHBoxLayout(note)
        inside.setContentsMargins(0, 0, 0, 2)
        inside.setSpacing(scaled(6))
        words = Label("", step=Step.SECONDARY, role=Role.RED, wrap=True)
        inside.addWidget(IconLabel("circle-x", Role.RED, 14, drop=1), 0, _TOP)
        inside.addWidget(words, 1)
        note.hide()
        column.addWidget(note)
        column.addStretch(1)
        self._notes[field.name], self._problems[field.name] = note, words
        return column

    def load(self, record: object) -> None:
        """Show a record; what was undone before cannot be undone into another one."""
        for name, field in self._fields.items():
            value = pick(record, name)
            if field.shown is not None and isinstance(value, str):
                value = field.shown(value)
            editor = self._editors[name]
            with QSignalBlocker(cast("QWidget", editor)):
                editor.set_value(value)
            self._tell(name, "")
        self._kept = self.values()
        self._loaded = dict(self._kept)
        if self._undo is not None:
            self._undo.clear()

    def values(self) -> dict[str, object]:
        """What the fields hold, by dotted name, as it would be stored."""
        return {name: self._value(name) for name in self._fields}

    def applied_to(self, record: Record) -> Record:
        """A copy of the record with the values of the form."""
        for name, value in self.values().items():
            record = put(record, name, value)
        return record

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what was loaded."""
        return self.values() != self._loaded

    def saved(self) -> None:
        """What stands here now is what is stored."""
        self._loaded = self.values()

    def problems(self) -> dict[str, str]:
        """Check every field, show what is wrong, and give the cursor to the first wrong one."""
        found = {name: problem for name in self._fields if (problem := self._problem(name))}
        for name in self._fields:
            self._tell(name, found.get(name, ""))
        if found:
            self.focus_on(next(iter(found)))
        return found

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show findings of a workflow under the fields they name."""
        for finding in findings:
            if finding.field in self._fields:
                self._tell(finding.field, finding.message)

    def focus_on(self, name: str) -> None:
        """Put the cursor into a field."""
        cast("QWidget", self._editors[name]).setFocus()

    def editor(self, name: str) -> QWidget:
        """The editor of a field, to fill its choices or to place something beside it."""
        return cast("QWidget", self._editors[name])

    def set_value(self, name: str, value: object) -> None:
        """Choose or type for the user; it can be undone."""
        self._editors[name].set_value(value)
        self._left(name)

    def _value(self, name: str) -> object:
        value = self._editors[name].value()
        stored = self._fields[name].stored
        return stored(value) if stored is not None and isinstance(value, str) else value

    def _problem(self, name: str) -> str:
        field, value = self._fields[name], self._value(name)
        unreadable = self._editors[name].problem()
        if unreadable:
            return unreadable
        if value in (None, ""):
            return f"{field.label} is missing" if field.required else ""
        return field.check(value)

    def _tell(self, name: str, problem: str) -> None:
        self._problems[name].setText(problem)
        self._notes[name].setVisible(bool(problem))
        self._editors[name].mark_wrong(wrong=bool(problem))

    def _left(self, name: str) -> None:
        before, after = self._kept.get(name), self._value(name)
        self._tell(name, self._problem(name))
        if before == after:
            return
        self._kept[name] = after
        if self._undo is not None:
            self._undo.done(
                f"typing in {self._fields[name].label}",
                lambda: self._restore(name, after),
                lambda: self._restore(name, before),
            )
        self.edited.emit(name)

    def _restore(self, name: str, value: object) -> None:
        field = self._fields[name]
        shown = field.shown(value) if field.shown is not None and isinstance(value, str) else value
        self._editors[name].set_value(shown)
        self._kept[name] = value
        self._tell(name, self._problem(name))
        self.focus_on(name)
        self.edited.emit(name)
