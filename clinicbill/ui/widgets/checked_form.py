"""CheckedForm: a form that says under each field what the rules find, amber for a warning, red for a must-fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.finding_list import LOOKS
from clinicbill.ui.widgets.form import Form
from clinicbill.ui.widgets.labels import IconLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

    from clinicbill.ui.undo import Undo
    from clinicbill.ui.widgets.form import Field

_RED = ("circle-x", Role.RED)


class CheckedForm(Form):
    """Findings stand under the fields they name once a field was typed into, or all of them after `speak_up`."""

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        as_of: date,
        undo: Undo | None = None,
        label_width: int = 112,
        parent: QWidget | None = None,
    ) -> None:
        self._findings: dict[str, Finding] = {}
        self._typed: set[str] = set()
        self._loud = False
        self._under: dict[str, list[QWidget]] = {}
        super().__init__(fields, as_of=as_of, undo=undo, label_width=label_width, parent=parent)

    # Words below a narrow field would be as narrow as the field: they get lines of their own below its line.

    def _add(self, field: Field, line: QHBoxLayout | None, as_of: date) -> QHBoxLayout:
        self._grid.setVerticalSpacing(2)
        row = self._grid.rowCount()
        made = super()._add(field, line, as_of)
        if field.section:
            self._set_heading(row)
        for words in self._under.pop(field.name):
            self._grid.addWidget(words, self._grid.rowCount(), 1)
        if not field.beside:
            self._grid.setRowMinimumHeight(self._grid.rowCount(), scaled(4))
        return made

    def _set_heading(self, row: int) -> None:
        """A heading stands nearer to what it is for than to what was before it."""
        head = self._grid.itemAtPosition(row, 0)
        words = head.widget() if head is not None else None
        if head is None or words is None:
            return
        words.setContentsMargins(0, 0, 0, 0)
        words.setFixedHeight(scaled(18))
        head.setAlignment(Qt.AlignmentFlag.AlignBottom)
        if row > 1:
            self._grid.setRowMinimumHeight(row, scaled(30))

    def _column(self, field: Field, editor: QWidget) -> QVBoxLayout:
        column = super()._column(field, editor)
        items = [column.itemAt(at) for at in range(1, column.count())]
        words = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        for widget in words:
            column.removeWidget(widget)
        self._under[field.name] = words
        return column

    def load(self, record: object) -> None:
        """Show a record; what was found about another one is forgotten."""
        self._findings, self._typed, self._loud = {}, set(), False
        super().load(record)

    def speak_up(self) -> None:
        """From now on say what is found about fields nobody has typed into yet, too."""
        self._loud = True

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what the rules found; for each field the worst."""
        order = list(Severity)
        worst: dict[str, Finding] = {}
        for finding in sorted(findings, key=lambda found: order.index(found.severity)):
            worst.setdefault(finding.field, finding)
        self._findings = {name: found for name, found in worst.items() if name in self._fields}
        for name in self._fields:
            self._tell(name, self._editors[name].problem())

    def complete(self) -> bool:
        """Whether every required field is filled and everything typed can be read."""
        return all(
            not self._editors[name].problem() and (not field.required or self._value(name) not in (None, ""))
            for name, field in self._fields.items()
        )

    def names(self) -> list[str]:
        """The names of the fields, in their order."""
        return list(self._fields)

    def _left(self, name: str) -> None:
        self._typed.add(name)
        self._tidy(name)
        super()._left(name)

    def _tidy(self, name: str) -> None:
        """Show what was typed as it will be stored: OR for or, 541-555-0134 for 5415550134."""
        field, value = self._fields[name], self._value(name)
        if field.stored is not None and isinstance(value, str):
            self._editors[name].set_value(field.shown(value) if field.shown is not None else value)

    def _tell(self, name: str, problem: str) -> None:
        finding = self._findings.get(name) if self._loud or name in self._typed else None
        if problem or finding is None:
            super()._tell(name, problem)
            self._look(name, *_RED, tip="")
            return
        super()._tell(name, _sentence(finding))
        icon, role = LOOKS[finding.severity]
        self._editors[name].mark_wrong(wrong=finding.severity is Severity.MUST_FIX)
        self._look(name, icon, role, tip=" ".join(part for part in (finding.why, finding.source) if part))

    def _look(self, name: str, icon: str, role: Role, *, tip: str) -> None:
        self._problems[name].set_role(role)
        self._notes[name].setToolTip(tip)
        drawn = self._notes[name].findChild(IconLabel)
        if drawn is not None:
            drawn.set_icon(icon, role)


def _sentence(finding: Finding) -> str:
    """What is wrong, and for what must be fixed also what mends it."""
    if finding.severity is Severity.MUST_FIX and finding.fix:
        return f"{finding.message}. {finding.fix}"
    return finding.message
