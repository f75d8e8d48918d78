"""A/R as files: the rows behind a number as CSV, the aging as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.reports.export import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinicbill.reports.aging import AgingReport
    from clinicbill.reports.open_rows import OpenRow


def rows_csv(as_of: date, rows: Iterable[OpenRow]) -> bytes:
    """The rows behind a number, one a line, with the day in every line."""
    return csv_bytes(
        [
            "As of",
            "Patient",
            "Payer",
            "Visit",
            "Claim no.",
            "Last word from the payer",
            "Next step",
            "Aged from",
            "Age in days",
            "Open",
        ],
        [
            (
                as_of,
                row.patient.sorted(),
                row.payer,
                row.visit_on,
                row.claim_number,
                row.last_word,
                row.step.words,
                row.aged_from,
                row.age,
                row.amount,
            )
            for row in rows
        ],
    )


def aging_pdf_bytes(report: AgingReport, clinic_name: str) -> bytes:
    """The aging as PDF; reportlab is loaded only when somebody asks for it."""
    from clinicbill.reports.aging_pdf import aging_pdf

    return aging_pdf(report, clinic_name=clinic_name)
