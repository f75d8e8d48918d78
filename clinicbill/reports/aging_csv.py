"""The aging and its rows as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.reports.aging import BUCKET_WORDS, AgingBy
from clinicbill.reports.export import Cell, csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.reports.aging import AgingReport
    from clinicbill.reports.aging_rows import AgingItem

# A hyphen, not the screen's dash: other programs look for these names.
_BUCKETS = tuple(words.replace("–", "-") + " days" for words in BUCKET_WORDS)
_PARTY = {AgingBy.PAYER: "Payer", AgingBy.PATIENT: "Patient"}


def aging_csv(report: AgingReport) -> bytes:
    """One line for each row of the report and its total, with the day in every line."""
    lines: list[tuple[Cell, ...]] = [(report.as_of, row.name, *row.amounts, row.total) for row in report.rows]
    lines.append((report.as_of, "Total", *report.amounts, report.total))
    return csv_bytes(["As of", _PARTY[report.by], *_BUCKETS, "Total"], lines)


def aging_rows_csv(items: Iterable[AgingItem]) -> bytes:
    """The open balances behind a number, one a line."""
    return csv_bytes(
        ["Patient", "Visit", "Claim no.", "Procedure", "Payer", "Aged from", "Age in days", "Open"],
        [
            (
                item.patient.sorted(),
                item.visit_on,
                item.claim_number,
                item.procedure,
                item.payer,
                item.aged_from,
                item.age,
                item.open_amount,
            )
            for item in items
        ],
    )
