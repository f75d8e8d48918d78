"""LineModel: the service lines of the draft and one empty line below them, as one Qt table model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.cmt_regions import is_manipulation, region_names
from clinicbill.ui.coding.lines.cells import CELLS, CODE, MONEY_CELLS, beside_cells
from clinicbill.ui.coding.lines.procedures import ProcedureList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.coding.plans.default_modifiers import UsualModifiers
    from clinicbill.encounters.encounter import Encounter, EncounterLine

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class LineModel(QAbstractTableModel):
    """Rows keep their places while what stands in them changes, so that an open editor stays open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visit: Encounter | None = None
        self._wrong: dict[tuple[int, str], Finding] = {}
        self._rows = 0
        self.procedures = ProcedureList()
        self.usual: UsualModifiers | None = None
        self.editable = True
        self.correcting = False

    def show(self, visit: Encounter | None, findings: Iterable[Finding] = ()) -> None:
        """Show the lines as they stand now."""
        self._visit = visit
        self._wrong = _by_cell(findings)
        wanted = 0 if visit is None else len(visit.lines) + int(self.grows)
        if wanted > self._rows:
            self.beginInsertRows(_NO_PARENT, self._rows, wanted - 1)
            self._rows = wanted
            self.endInsertRows()
        elif wanted < self._rows:
            self.beginRemoveRows(_NO_PARENT, wanted, self._rows - 1)
            self._rows = wanted
            self.endRemoveRows()
        if wanted:
            self.dataChanged.emit(self.index(0, 0), self.index(wanted - 1, len(CELLS) - 1))

    @property
    def grows(self) -> bool:
        """Whether there is an empty line to add with."""
        return self.editable and not self.correcting

    @property
    def visit(self) -> Encounter | None:
        """The visit shown."""
        return self._visit

    def line(self, row: int) -> EncounterLine | None:
        """The line in a row; None for the empty one."""
        lines = self._visit.lines if self._visit is not None else ()
        return lines[row] if 0 <= row < len(lines) else None

    def finding(self, row: int, cell: str) -> Finding | None:
        """What must be fixed in a cell."""
        return self._wrong.get((row, cell))

    def is_wrong(self, row: int) -> bool:
        """Whether anything in the line must be fixed."""
        return any(at == row for at, _ in self._wrong)

    def can_type(self, row: int, column: int) -> bool:
        """Whether a cell can be typed into now."""
        cell = CELLS[column]
        if not self.editable or not cell.typed:
            return False
        if self.line(row) is None:
            return column == CODE
        # A manipulation has regions and no minutes: its regions stand over both columns.
        if cell.name in ("regions", "minutes") and self.has_regions(row) is not (cell.name == "regions"):
            return False
        return not (self.correcting and cell.name in MONEY_CELLS)

    def has_regions(self, row: int) -> bool:
        """Whether regions are keyed for a line: manipulations."""
        line = self.line(row)
        return line is not None and is_manipulation(line.procedure_code)

    def why_modifier(self, line: EncounterLine, modifier: str) -> str:
        """Where a modifier comes from that nobody keyed; empty for one that was."""
        return self.usual.why(line.procedure_code, modifier) if self.usual is not None else ""

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The lines and the empty one."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """As many as the table of cells."""
        return 0 if parent.isValid() else len(CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's contract
        """Words for screen readers and tests; the delegate paints from the line itself."""
        if not index.isValid():
            return None
        if role in _SPOKEN:
            return self._words(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            line, text = self.line(index.row()), CELLS[index.column()].text
            return text(line) if line is not None and text is not None else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), index.column())
        return None

    def _words(self, row: int, column: int) -> str:
        line, cell = self.line(row), CELLS[column]
        if line is None:
            return "Code or name" if cell.name == "service" else ""
        if cell.name == "number":
            return str(row + 1)
        if cell.name == "service":
            return ", ".join(part for part in (self.service(line), beside_cells(line)) if part)
        if cell.name == "pointers" and not line.pointers:
            return "none"
        return cell.text(line) if cell.text is not None else ""

    def service(self, line: EncounterLine) -> str:
        """The office's words for the code."""
        return self.procedures.name(line.procedure_code) or "not in your list"

    def _tip(self, row: int, column: int) -> str | None:
        finding = self.finding(row, CELLS[column].name)
        if finding is not None:
            return f"{finding.message}. {finding.fix}".strip()
        line = self.line(row)
        if line is not None and CELLS[column].name == "modifiers":
            found = [(one, self.why_modifier(line, one)) for one in line.modifiers]
            return "\n".join(f"{one}: {why}" for one, why in found if why) or None
        if line is not None and CELLS[column].name == "regions":
            return region_names(line.regions) or None
        if line is not None and CELLS[column].name == "service":
            parts = (self.service(line), slashed(line.from_on), f"POS {line.pos}", beside_cells(line))
            return ", ".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be gone to; typed ones can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_type(index.row(), index.column()) else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The heads, and where they stand on the form."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(CELLS):
            return None
        cell = CELLS[section]
        if role in _SPOKEN:
            return cell.title
        return f"Item {cell.item}" if role == Qt.ItemDataRole.ToolTipRole and cell.item else None


def _by_cell(findings: Iterable[Finding]) -> dict[tuple[int, str], Finding]:
    """The first finding of each cell that must be fixed."""
    wrong: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        parts = finding.field.split(".")
        if finding.severity is Severity.MUST_FIX and parts[0] == "lines" and len(parts) == 3:
            wrong.setdefault((int(parts[1]), parts[2]), finding)
    return wrong
