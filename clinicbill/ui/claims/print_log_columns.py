"""What the print log lists, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.claims.print_log_store import PAPER_WORDS
from clinicbill.ui.claims.columns import moment
from clinicbill.ui.claims.printer_list import PDF
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.runs import quiet

if TYPE_CHECKING:
    from clinicbill.claims.print_log_store import PrintedClaim, PrintJob
    from clinicbill.ui.widgets.runs import Run


def columns(zone: str) -> tuple[Column[PrintJob], ...]:
    """The columns of the printings, with their moments in the practice's time zone."""
    return (
        Column("When", lambda job: moment(job.at, zone), width=128),
        Column("Claims", _counts, width=150),
        Column("Sheets", lambda job: job.sheets, right=True),
        Column("Paper", lambda job: PAPER_WORDS[job.paper]),
        Column("Printer", lambda job: job.printer or PDF),
        Column("By", lambda job: job.user),
        Column("Payers", lambda job: ", ".join(job.payers), stretch=1),
    )


def _counts(job: PrintJob) -> str | tuple[Run, ...]:
    copies = job.claims - job.originals
    parts = [f"{job.originals} to payers"] if job.originals else []
    parts += [f"{copies} {'copy' if copies == 1 else 'copies'}"] if copies else []
    return ", ".join(parts)


CLAIMS: tuple[Column[PrintedClaim], ...] = (
    Column("Patient", lambda claim: claim.patient.sorted(), weight=MEDIUM, width=160),
    Column("Claim no.", lambda claim: claim.number, mono=True),
    Column("Payer", lambda claim: claim.payer, stretch=1),
    Column("As", lambda claim: quiet("Copy") if claim.copy else "To the payer", width=96),
)
