"""`clinicbill era post`: receive remittance files, post what proves, and report the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.findings import Severity
from clinicbill.cli.output import finding_row, finding_text, print_json
from clinicbill.cli.session import practice_session
from clinicbill.remits.plan_findings import ENVELOPE
from clinicbill.remits.store import RemittanceRow, get_remittance, remittances_of_file
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.receive_remittance import receive_remittance

if TYPE_CHECKING:
    from clinicbill.cli.session import Session

_DONE, _FINDINGS, _CANNOT = 0, 1, 2
POSTED, POSTED_BEFORE, WAITS = "posted", "posted_before", "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPayment:
    """One payment of a file and what became of it: posted, posted_before or waits."""

    row: RemittanceRow
    status: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedFile:
    """One file with its payments, or why it cannot be read."""

    file: str
    error: str | None = None
    message: str = ""
    payments: tuple[PostedPayment, ...] = ()


@click.command("post")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, amounts in cents.")
@click.pass_context
def post(ctx: click.Context, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Receive remittance files (835) and post every payment that proves and whose claims are all found.

    The same payment again, in any file, does nothing and says so. Exit code 1 if a payment waits or a file cannot
    be read, 2 if none can.
    """
    with practice_session(ctx) as session:
        files = [post_file(session, path) for path in paths]
    none_read = all(one.error for one in files)
    if as_json:
        print_json([file_document(one) for one in files])
    if none_read or not as_json:
        click.echo("\n".join(file_text(one) for one in files), err=none_read)
    ctx.exit(_exit_code(files))


def post_file(session: Session, file: str) -> PostedFile:
    """Receive one file and post its payments, each by itself."""
    try:
        received = receive_remittance(session.db, session.stamp, Path(file).name, Path(file).read_bytes())
    except UnreadableFile as error:
        return PostedFile(file=file, error=str(error))
    except (OSError, ValueError) as error:
        return PostedFile(file=file, error=_why_not_opened(file, error))
    rows = remittances_of_file(session.db, received.row_id or 0)
    payments = tuple(_post(session, row) for row in rows)
    return PostedFile(file=file, message=received.message, payments=payments)


def _why_not_opened(file: str, error: OSError | ValueError) -> str:
    why = (getattr(error, "strerror", None) or "it is no file").lower()
    if isinstance(error, IsADirectoryError):
        why = "it is a folder" if file else "nothing is named"
    return f"{file or 'A file'} cannot be opened ({why}); nothing was posted from it: check the name."


def _post(session: Session, row: RemittanceRow) -> PostedPayment:
    outcome = post_remittance(session.db, session.stamp, row.id)
    status = POSTED if outcome.changed else POSTED_BEFORE if outcome.done else WAITS
    return PostedPayment(row=get_remittance(session.db, row.id), status=status, outcome=outcome)


def _exit_code(files: list[PostedFile]) -> int:
    if all(one.error for one in files):
        return _CANNOT
    waits = any(payment.status == WAITS for one in files for payment in one.payments)
    return _FINDINGS if waits or any(one.error for one in files) else _DONE


def file_document(one: PostedFile) -> dict[str, Any]:
    """The file as JSON: its payments with what became of them and why."""
    return {
        "file": one.file,
        "error": one.error,
        "message": one.message,
        "payments": [_payment_document(payment) for payment in one.payments],
    }


def _payment_document(payment: PostedPayment) -> dict[str, Any]:
    row = payment.row
    return {
        "remittance": row.id,
        "payer": row.payer_name,
        "trace": row.trace_number,
        "method": row.method,
        "paid_cents": row.paid,
        "paid_on": row.paid_on,
        "status": payment.status,
        "message": payment.outcome.message,
        "findings": [finding_row(finding) for finding in payment.outcome.findings],
    }


def file_text(one: PostedFile) -> str:
    """The file as lines for people."""
    if one.error:
        return one.error if one.error.startswith(one.file or "A file") else f"{one.file}: {one.error}"
    found = [finding for payment in one.payments for finding in payment.outcome.findings]
    # What is wrong with the envelope is wrong with the whole file: once, however many payments are in it.
    envelope = dict.fromkeys(finding for finding in found if finding.rule == ENVELOPE)
    lines = [one.message, *(f"  {finding_text(finding)}" for finding in envelope)]
    for payment in one.payments:
        lines.append(f"  {payment.outcome.message}")
        told = (one for one in payment.outcome.findings if one.severity is not Severity.INFO)
        lines += [f"    {finding_text(finding)}" for finding in told if finding not in envelope]
    return "\n".join(lines)
