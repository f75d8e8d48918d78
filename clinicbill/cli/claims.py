"""`clinicbill claims`: check claims, write 837P files, print the CMS-1500."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.findings import summary
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.status import UNSENT, ClaimStatus, words
from clinicbill.claims.store import claims_with_status, get_claim, get_claim_by_number
from clinicbill.cli.claim_files import Report, check_target, export_claims, print_forms
from clinicbill.cli.output import finding_row, finding_text, print_json
from clinicbill.cli.session import practice_session
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.check_claims import check_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clinicbill.claims.store import ClaimRecord
    from clinicbill.cli.session import Session
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.workflows.check_claims import CheckedClaim

_ROW = re.compile(r"[0-9]{1,18}")  # what the database can hold
_FARTHEST, _SMALLEST, _LARGEST = 0.5, 98.0, 102.0  # inches, percent


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that all three commands take."""
    for option in (
        click.pass_context,
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--ready", is_flag=True, help="All claims that are ready."),
        click.argument("numbers", metavar="[CLAIM]...", nargs=-1),
    ):
        command = option(command)
    return command


_OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="The file, or the folder for it; this folder by default."
)


@click.group()
def claims() -> None:
    """Check, send and print claims; CLAIM is a claim number (item 26)."""


@claims.command()
@_options
def check(ctx: click.Context, numbers: tuple[str, ...], *, ready: bool, as_json: bool) -> None:
    """Check claims against every rule; without CLAIM and --ready, all that are not sent yet.

    An unsent claim with nothing to fix becomes ready, any other a draft. Exit code 1 if a claim has something that
    must be fixed.
    """
    with practice_session(ctx) as session:
        chosen = _chosen(session, numbers, ready=ready) if numbers or ready else _unsent(session)
        report = Report()
        report.add(
            check_claims(
                session.db,
                session.stamp,
                [record.id for record in chosen],
                codes=LibraryCodes(session.library),
            )
        )
    _finish(ctx, report, as_json=as_json)


@claims.command()
@_OUT
@_options
def export(
    ctx: click.Context, numbers: tuple[str, ...], *, ready: bool, out: Path | None, as_json: bool
) -> None:
    """Write the 837P file of electronic claims; a claim that was sent before gives its file again, byte for byte.

    Claims with something to fix are left out. Exit code 1 if there was any.
    """
    with practice_session(ctx) as session:
        check_target(session, out)
        chosen = _chosen(session, numbers, ready=ready, delivery=Delivery.ELECTRONIC)
        report = export_claims(session, chosen, out)
    _finish(ctx, report, as_json=as_json)


def _offset(_ctx: click.Context, _option: click.Parameter, text: str | None) -> PrinterOffset | None:
    """Inches and percent as a correction; at most half an inch and two percent.

    Raises:
        BadParameter: it is not of this form, or leaves the sheet.
    """
    from clinicbill.cms1500.draw import PrinterOffset

    if text is None:
        return None
    found = re.fullmatch(r"(-?\d?\.?\d+),(-?\d?\.?\d+)(?:,(\d{2,3}(?:\.\d)?))?", text)
    right, down, percent = (float(part) for part in found.groups("100")) if found else (9.0, 9.0, 0.0)
    if max(abs(right), abs(down)) > _FARTHEST or not _SMALLEST <= percent <= _LARGEST:
        raise click.BadParameter(
            "give inches right and down (at most 0.50) and perhaps percent (98 to 102), such as 0.03,-0.02,100.4"
        )
    return PrinterOffset(right=right * 72, down=down * 72, scale=percent / 100)


@claims.command("print")
@click.option("--background", is_flag=True, help="Draw the form too, for plain paper.")
@click.option(
    "--printer-offset",
    metavar="X,Y[,SCALE]",
    callback=_offset,
    help="Move the PDF for your printer: inches right and down, percent, such as 0.03,-0.02,100.4.",
)
@_OUT
@_options
def print_(
    ctx: click.Context,
    numbers: tuple[str, ...],
    *,
    ready: bool,
    out: Path | None,
    background: bool,
    printer_offset: PrinterOffset | None,
    as_json: bool,
) -> None:
    """Write the CMS-1500 of claims as one PDF; a claim that was sent before prints as it was sent.

    Paper claims that are not sent yet become printed, others print as a copy. Claims with something to fix are left
    out, and on plain paper those whose payer takes only the red form. Exit code 1 if there was any. What is kept
    stays at true size, whatever the printer needs. All ready claims come sorted by payer, patient, date of service.
    """
    with practice_session(ctx) as session:
        check_target(session, out)
        chosen = _chosen(session, numbers, ready=ready, delivery=Delivery.PAPER)
        report = print_forms(session, chosen, out, background=background, offset=printer_offset)
    _finish(ctx, report, as_json=as_json)


def _chosen(
    session: Session, numbers: Sequence[str], *, ready: bool, delivery: Delivery | None = None
) -> list[ClaimRecord]:
    """The claims named, then the ready ones that travel this way, each once.

    Raises:
        CannotDo: neither a claim is named nor --ready given.
        NotFound: there is no such claim.
    """
    if not numbers and not ready:
        raise CannotDo(
            "No claim is named; nothing was done: add claim numbers, or --ready for all that are ready."
        )
    named = [_named(session, number) for number in numbers]
    standing = claims_with_status(session.db, ClaimStatus.READY, delivery=delivery) if ready else []
    if delivery is Delivery.PAPER:
        standing = _in_envelope_order(session, standing)
    return list({record.id: record for record in (*named, *standing)}.values())


def _in_envelope_order(session: Session, records: Sequence[ClaimRecord]) -> list[ClaimRecord]:
    from clinicbill.workflows.preview_print import in_envelope_order

    by_id = {record.id: record for record in records}
    return [by_id[claim_id] for claim_id in in_envelope_order(session.db, by_id)]


def _named(session: Session, number: str) -> ClaimRecord:
    """By claim number, or by our row where only digits were typed.

    Raises:
        NotFound: there is no such claim; the sentence names what was typed.
    """
    if not number.strip():
        raise CannotDo("A claim number is empty; nothing was done: give the number in item 26.")
    if _ROW.fullmatch(number):
        with suppress(NotFound):
            return get_claim(session.db, ClaimId(int(number)))
    return get_claim_by_number(session.db, number)


def _unsent(session: Session) -> list[ClaimRecord]:
    return [record for status in sorted(UNSENT) for record in claims_with_status(session.db, status)]


def _finish(ctx: click.Context, report: Report, *, as_json: bool) -> None:
    if as_json:
        found: dict[str, Any] = {"claims": [_row(report, claim) for claim in report.claims]}
        if report.sheets is not None:
            found["sheets"] = report.sheets
        print_json(found)
    else:
        click.echo("\n".join(_lines(report)))
    ctx.exit(report.exit_code)


def _row(report: Report, claim: CheckedClaim) -> dict[str, Any]:
    path = report.files.get(claim.claim_id)
    return {
        "claim": claim.number,
        "status": str(claim.status),
        "findings": [finding_row(finding) for finding in claim.findings],
        "file": str(path) if path else None,
    }


def _lines(report: Report) -> list[str]:
    lines = []
    for claim in report.claims:
        lines.append(f"{claim.number}  {words(claim.status)}  {summary(claim.findings)}")
        lines += [f"  {finding_text(finding)}" for finding in claim.findings]
    written = dict.fromkeys(str(path) for path in report.files.values())
    said = [*lines, *(message for message in report.messages if message), *written]
    return said or ["No claim that goes this way is ready."]
