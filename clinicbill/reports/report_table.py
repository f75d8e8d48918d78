"""A report as data: columns, rows, a total, perhaps a chart; screen, CSV and PDF all show this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, EncounterId, PatientId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.basics.stamp import Stamp
from clinicbill.reports.chart import BarChart

if TYPE_CHECKING:
    from collections.abc import Iterable


Cell = str | int | Money | date | None


class CellKind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column.

    Attributes:
        opens: whether its numbers have rows behind them.
        series: which series of the chart or of the bars it is, for its swatch; `aged` where that is an age.
    """

    title: str
    kind: CellKind
    opens: bool = False
    series: int | None = None
    aged: bool = False

    @property
    def right(self) -> bool:
        """Whether it is right-aligned."""
        return self.kind not in (CellKind.TEXT, CellKind.CODE)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row; `key` names what it is about, so that its numbers can be opened. `bars` are cents, none below zero."""

    key: str
    cells: tuple[Cell, ...]
    bars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """One report.

    Attributes:
        about: the days, and whatever else it depends on.
        total: its key is TOTAL; None where rows do not add up.
        bars: whether each row ends in a bar; `aged` in the shades of age.
        empty: what to say where there is no row.
    """

    id: str
    title: str
    about: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow | None = None
    chart: BarChart | None = None
    bars: bool = False
    aged: bool = False
    empty: str = "Nothing was posted in these days."

    def column(self, title: str) -> int:
        """The place of a column.

        Raises:
            ValueError: there is none of this name.
        """
        return [column.title for column in self.columns].index(title)

    def cell(self, row: ReportRow, title: str) -> Cell:
        """What stands under a head."""
        return row.cells[self.column(title)]


TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindRow:
    """One row behind a number; the amounts of all of them add up to it, or the rows themselves are counted.

    Attributes:
        who: patient or payer; what happened; `detail` by which it is known; `code` of the service.
        amount: None where the number is a count of rows.
    """

    key: str
    on: date | None
    who: str
    what: str
    detail: str = ""
    code: str = ""
    amount: Money | None
    patient_id: PatientId | None = None
    claim_id: ClaimId | None = None
    remittance_id: RemittanceId | None = None
    encounter_id: EncounterId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days a report is about; one as of a day looks at `to_on` only. `patient_id` for reports of one patient.

    `viewer` is who looks, for figures that are private by default; without one they are nobody's.
    """

    from_on: date
    to_on: date
    patient_id: PatientId | None = None
    viewer: Stamp | None = None

    def of(self, patient_id: PatientId | None) -> Days:
        """The same days for another patient."""
        return replace(self, patient_id=patient_id)


def behind_total(rows: Iterable[BehindRow]) -> Money:
    """What the rows add up to; those without an amount are only counted."""
    return Money.total(row.amount for row in rows if row.amount is not None)
