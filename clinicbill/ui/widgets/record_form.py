"""RecordForm: one record in one or two columns of fields, where some parts show only if others ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.checked_form import CheckedForm
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.fold import Fold
from clinicbill.ui.widgets.form import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.undo import Undo

Values = dict[str, Any]
_WIDEST = 470  # of a column: a field never grows with the window until its end is out of sight


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Turn:
    """How a value that is no text is typed as text: `shown` on the way to the field, `stored` on the way back."""

    shown: Callable[[Any], str]
    stored: Callable[[str], Any]


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


WORDS = Turn(" ".join, lambda text: tuple(text.upper().replace(",", " ").split()))
COUNT = Turn(lambda count: "" if count is None else str(count), _count)
COUNT_OR_ZERO = Turn(lambda count: str(count) if count else "", lambda text: _count(text) or 0)


def whole_number(text: str) -> str:
    """A problem where a field for a count holds something else."""
    return "" if not text or (text.isascii() and text.isdigit()) else f"“{text}” is not a whole number"


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields that stand together.

    Attributes:
        fields: what is typed.
        column: 0 left, 1 right.
        shown: whether the part applies, asked with the values of the whole form after each edit.
        fold: a heading under which the fields are hidden until one of them holds something or somebody opens it.
    """

    fields: tuple[Field, ...]
    column: int = 0
    shown: Callable[[Values], bool] = _always
    fold: str = ""


class RecordForm(QWidget):
    """Loads a frozen record (or a mapping of them), checks it while it is typed, gives a changed copy back.

    `turns` names the fields whose values are typed as text but stored otherwise, `tips` where a field stands on
    the claim. A part that does not apply is
    hidden, and its fields keep what was stored.
    """

    edited = Signal(str)

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        as_of: date,
        undo: Undo | None = None,
        turns: Mapping[str, Turn] | None = None,
        tips: Mapping[str, str] | None = None,
        label_width: int = 92,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._turns = dict(turns or {})
        self._record: Any = None
        self._columns: list[QVBoxLayout] = []
        self._forms: list[CheckedForm] = []
        self._folds: dict[CheckedForm, Fold] = {}
        self._columns = columns = self._lay_out(1 + max(part.column for part in parts))
        for part in parts:
            column = columns[part.column]
            form = CheckedForm(
                part.fields, as_of=as_of, undo=undo, label_width=label_width, parent=column.parentWidget()
            )
            form.edited.connect(self._edited)
            self._forms.append(form)
            if part.fold:
                column.addWidget(self._folded(form, part.fold))
            column.addWidget(form)
        for column in columns:
            column.addStretch(1)
        self._explain(tips or {})

    def _folded(self, form: CheckedForm, words: str) -> Fold:
        fold = self._folds[form] = Fold(words, form.parentWidget())
        fold.turned.connect(lambda is_open: self._turn(form, is_open=is_open))
        return fold

    def _turn(self, form: CheckedForm, *, is_open: bool) -> None:
        """Somebody opened or closed a part: the cursor goes into it; what holds something stays open."""
        self._show_parts()
        if is_open:
            form.focus_on(form.names()[0])

    def _explain(self, tips: Mapping[str, str]) -> None:
        for form in self._forms:
            for name in set(form.names()) & tips.keys():
                form.editor(name).setToolTip(tips[name])
                form.editor(name).setAccessibleDescription(tips[name])
                if not form.editor(name).accessibleName():
                    form.editor(name).setAccessibleName(tips[name])

    def _lay_out(self, count: int) -> list[QVBoxLayout]:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, scaled(8), 16, scaled(12))
        row.setSpacing(scaled(28))
        columns = []
        for _ in range(count):
            holder = QWidget(self)
            holder.setMaximumWidth(scaled(_WIDEST))
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(scaled(8))
            row.addWidget(holder, 1000)
            columns.append(column)
        row.addStretch(1)
        return columns

    def add_below(self, widget: QWidget, column: int = 0) -> None:
        """Something of the record that is no field, below the fields of a column."""
        self._columns[column].insertWidget(self._columns[column].count() - 1, widget)

    def load(self, record: object) -> None:
        """Show a record; nothing typed before can be undone into it."""
        self._record = record
        values = self._shown_values(record)
        for form in self._forms:
            form.load(values)
        focused = QApplication.focusWidget()
        for form, fold in self._folds.items():
            # The record read again after saving closes nothing under the cursor.
            inside = focused is not None and form.isAncestorOf(focused)
            fold.set_open(is_open=fold.is_open and inside)
        self._show_parts()

    def unload(self) -> None:
        """Show no record: what stands in the fields belongs to nobody any more."""
        self._record = None

    def record(self) -> Any:  # noqa: ANN401 - a copy of whatever kind of record was loaded
        """The record with what stands in the parts that apply."""
        values, typed = self._shown_values(self._record), self._all_values()
        for part, form in zip(self._parts, self._forms, strict=True):
            if part.shown(typed):
                values = form.applied_to(values)
        for name, turn in self._turns.items():
            values[name] = turn.stored(values[name])
        return values if isinstance(self._record, Mapping) else type(self._record)(**values)

    def values(self) -> Values:
        """What stands in all fields, by name."""
        return {name: value for form in self._forms for name, value in form.values().items()}

    def _all_values(self) -> Values:
        """What stands in the fields, and what the record has beside them, such as its id."""
        return {**self._shown_values(self._record), **self.values()}

    @property
    def loaded(self) -> bool:
        """Whether a record is shown."""
        return self._record is not None

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what was loaded."""
        return self.loaded and any(form.dirty for form in self._applying())

    def saved(self) -> None:
        """What stands here now is what is stored."""
        for form in self._forms:
            form.saved()

    def complete(self) -> bool:
        """Whether every required field that applies is filled and readable."""
        return all(form.complete() for form in self._applying())

    def problems(self) -> bool:
        """Check every field that applies; the cursor goes to the first wrong one."""
        found = [form for form in self._applying() if form.problems()]
        for form in found[:1]:
            form.problems()
        return bool(found)

    def speak_up(self) -> None:
        """Say all findings, also about fields that were not typed into."""
        for form in self._forms:
            form.speak_up()

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show findings under the fields they name."""
        found = list(findings)
        for form in self._forms:
            form.show_findings(found)

    def names(self) -> list[str]:
        """The names of the fields that apply, in their order."""
        return [name for form in self._applying() for name in form.names()]

    def focus_on(self, name: str) -> None:
        """Put the cursor into a field."""
        self._form_of(name).focus_on(name)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.focus_on(self.names()[0])

    def reach(self, name: str) -> bool:
        """Put the cursor into a field, also one that is folded away; False where it does not apply."""
        found = [form for form in (*self._applying(), *self._forms) if name in form.names()]
        if not found:
            return False
        fold = self._folds.get(found[0])
        if fold is not None and not fold.isHidden():
            fold.set_open(is_open=True)
            self._show_parts()
        if found[0].isHidden():
            return False
        found[0].focus_on(name)
        return True

    def field_with_focus(self) -> str:
        """The field the cursor is in; empty where it is elsewhere."""
        return next((name for name in self.names() if self.editor(name).hasFocus()), "")

    def editor(self, name: str) -> QWidget:
        """The editor of a field."""
        return self._form_of(name).editor(name)

    def set_value(self, name: str, value: object) -> None:
        """Choose or type for the user; it can be undone."""
        self._form_of(name).set_value(name, value)

    def set_choices(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        """Offer other values in a field."""
        editor = self.editor(name)
        if isinstance(editor, Choice):
            editor.set_choices(choices)

    def _form_of(self, name: str) -> CheckedForm:
        found = (form for form in (*self._applying(), *self._forms) if name in form.names())
        return next(found)

    def _applying(self) -> list[CheckedForm]:
        return [form for form in self._forms if not form.isHidden()]

    def _shown_values(self, record: object) -> Values:
        if isinstance(record, Mapping):
            values = dict(record)
        elif is_dataclass(record) and not isinstance(record, type):
            values = {field.name: getattr(record, field.name) for field in fields(record)}
        else:
            raise TypeError(f"{type(record).__name__} is no record")
        return values | {name: turn.shown(values[name]) for name, turn in self._turns.items()}

    def _edited(self, name: str) -> None:
        if not self.loaded:
            return
        self._show_parts()
        self.edited.emit(name)

    def _show_parts(self) -> None:
        values = self._all_values()
        for part, form in zip(self._parts, self._forms, strict=True):
            shown, fold = part.shown(values), self._folds.get(form)
            if fold is not None:
                fold.setVisible(shown)
                fold.set_open(is_open=fold.is_open or form.dirty or any(form.values().values()))
                shown = shown and fold.is_open
            form.setVisible(shown)


class Scrolled(QScrollArea):
    """A form that scrolls on its own where the window is low; the field with the cursor stays in sight."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setWidget(content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A finding that comes under a field, or a part that opens, pushes nothing out of sight that is typed in."""
        taken = super().eventFilter(watched, event)
        content = self.widget()
        if event.type() == QEvent.Type.Resize and watched is content:
            self.show_focus()
        return taken

    def show_focus(self) -> None:
        """Scroll to the field with the cursor."""
        focused, content = QApplication.focusWidget(), self.widget()
        if focused is not None and content is not None and content.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, scaled(12))
