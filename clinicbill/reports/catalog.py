"""The list of reports: what each is called, which days it asks for, how it is made, and what is behind its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from clinicbill.reports.account_report import account_report, account_report_rows
from clinicbill.reports.aging import AgingBy
from clinicbill.reports.aging_report import aging_report, aging_report_rows
from clinicbill.reports.day_sheet import day_sheet, day_sheet_rows
from clinicbill.reports.monthly import monthly, monthly_rows
from clinicbill.reports.payer_mix import payer_mix, payer_mix_rows
from clinicbill.reports.report_table import BehindRow, ReportTable


class Asks(StrEnum):
    """Which days a report is about: one day, from one to another, or one day of one patient."""

    DAY = "day"
    RANGE = "range"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report.

    Attributes:
        make: make(db, days) → ReportTable.
        open: open(db, days, row key, head of the column) → the rows behind that number.
    """

    id: str
    name: str
    about: str
    asks: Asks
    make: Callable[..., ReportTable]
    open: Callable[..., list[BehindRow]]


def _aging(by: AgingBy) -> dict[str, Any]:
    return {"asks": Asks.DAY, "make": partial(aging_report, by=by), "open": aging_report_rows}


REPORTS = (
    Report(
        id="aging_payer", name="A/R aging by payer", about="Open by age, as of a day", **_aging(AgingBy.PAYER)
    ),
    Report(
        id="aging_patient",
        name="A/R aging by patient",
        about="Open by age, as of a day",
        **_aging(AgingBy.PATIENT),
    ),
    Report(
        id="account",
        name="Account of a patient",
        about="Each service and who paid it",
        asks=Asks.PATIENT,
        make=account_report,
        open=account_report_rows,
    ),
    Report(
        id="monthly",
        name="Twelve months",
        about="Charges, payments, write-offs",
        asks=Asks.DAY,
        make=monthly,
        open=monthly_rows,
    ),
    Report(
        id="payer_mix",
        name="Payer mix",
        about="Charged, paid, still open",
        asks=Asks.RANGE,
        make=payer_mix,
        open=payer_mix_rows,
    ),
    Report(
        id="day_sheet",
        name="Payments by day",
        about="The day sheet, by method",
        asks=Asks.RANGE,
        make=day_sheet,
        open=day_sheet_rows,
    ),
)


def report(report_id: str) -> Report:
    """The report with this id.

    Raises:
        KeyError: there is none, which is our bug.
    """
    for one in REPORTS:
        if one.id == report_id:
            return one
    raise KeyError(report_id)
