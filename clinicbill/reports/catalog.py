"""The list of reports: what each is called, which days it asks for, how it is made, and what is behind its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from clinicbill.reports.abn_log import abn_log, abn_log_rows
from clinicbill.reports.account_report import account_report, account_report_rows
from clinicbill.reports.aging import AgingBy
from clinicbill.reports.aging_report import aging_report, aging_report_rows
from clinicbill.reports.coders import coders, coders_rows
from clinicbill.reports.coding_audits import coding_audits, coding_audits_rows
from clinicbill.reports.day_sheet import day_sheet, day_sheet_rows
from clinicbill.reports.monthly import monthly, monthly_rows
from clinicbill.reports.my_coding import my_coding, my_coding_rows, my_hours, my_hours_rows
from clinicbill.reports.payer_mix import payer_mix, payer_mix_rows
from clinicbill.reports.provider_queries import provider_queries, provider_queries_rows
from clinicbill.reports.report_table import BehindRow, ReportTable
from clinicbill.reports.suggestion_choices import suggestion_choices_report, suggestion_choices_rows


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
        basis: what its figures are worked out from.
    """

    id: str
    name: str
    about: str
    asks: Asks
    make: Callable[..., ReportTable]
    open: Callable[..., list[BehindRow]]
    basis: str = "the ledger"


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
    Report(
        id="provider_queries",
        name="Queries to providers",
        about="Answers, days, what waits",
        asks=Asks.RANGE,
        make=provider_queries,
        open=provider_queries_rows,
    ),
    Report(
        id="abn_log",
        name="Notices (ABN)",
        about="Given, signed, option, billed",
        asks=Asks.RANGE,
        make=abn_log,
        open=abn_log_rows,
        basis="the notices and the visits",
    ),
    Report(
        id="my_coding",
        name="My coding",
        about="Pace, holds, queries by day",
        asks=Asks.RANGE,
        make=my_coding,
        open=my_coding_rows,
        basis="the history",
    ),
    Report(
        id="my_hours",
        name="My coding by hour",
        about="When visits are finished",
        asks=Asks.RANGE,
        make=my_hours,
        open=my_hours_rows,
        basis="the history",
    ),
    Report(
        id="suggestions",
        name="My suggestions",
        about="Accepted, changed, rejected",
        asks=Asks.RANGE,
        make=suggestion_choices_report,
        open=suggestion_choices_rows,
        basis="what was chosen",
    ),
    Report(
        id="coders",
        name="Coding by coder",
        about="Those who share it with you",
        asks=Asks.RANGE,
        make=coders,
        open=coders_rows,
        basis="the history",
    ),
    Report(
        id="coding_audits",
        name="Coding audit",
        about="Samples scored against 95 %",
        asks=Asks.RANGE,
        make=coding_audits,
        open=coding_audits_rows,
        basis="the verdicts",
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
