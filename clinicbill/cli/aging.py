"""`clinicbill aging`: A/R by age as of any day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.dates import slashed
from clinicbill.cli.output import print_json
from clinicbill.cli.session import DayText, practice_session
from clinicbill.reports.aging import BUCKET_WORDS, AgingBy
from clinicbill.reports.aging import aging as aging_report

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.money import Money
    from clinicbill.reports.aging import AgingReport

# The contract's names of the buckets, in their order.
BUCKET_NAMES = ("b0_30", "b31_60", "b61_90", "b91_120", "b121_up")
_NAME_WIDTH, _WIDTH = 28, 13


@click.command("aging")
@click.option("--as-of", type=DayText(), help="The day, such as 2026-11-23; today by default.")
@click.option(
    "--by", type=click.Choice([str(by) for by in AgingBy]), default=str(AgingBy.PAYER), show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, amounts in cents.")
@click.pass_context
def aging(ctx: click.Context, as_of: date | None, by: str, *, as_json: bool) -> None:
    """Show what is open on a day, by age: per payer with the patients in one row, or per patient."""
    with practice_session(ctx) as session:
        report = aging_report(session.db, as_of=as_of or session.stamp.on, by=by)
    if as_json:
        print_json(aging_document(report))
    else:
        click.echo(aging_text(report))


def aging_document(report: AgingReport) -> dict[str, Any]:
    """The report as the contract's JSON document, amounts in cents."""
    return {
        "as_of": report.as_of,
        "by": str(report.by),
        "rows": [
            {"name": row.name, **_buckets(row.amounts), "total": row.total.cents} for row in report.rows
        ],
        "total": report.total.cents,
    }


def _buckets(amounts: tuple[Money, ...]) -> dict[str, int]:
    return {name: amount.cents for name, amount in zip(BUCKET_NAMES, amounts, strict=True)}


def aging_text(report: AgingReport) -> str:
    """The report as a table for people."""
    heading = _line(f"A/R as of {slashed(report.as_of)}", (*BUCKET_WORDS, "Total"))
    lines = [_line(row.name, [amount.plain() for amount in (*row.amounts, row.total)]) for row in report.rows]
    total = _line("Total", [amount.plain() for amount in (*report.amounts, report.total)])
    return "\n".join([heading, *lines, total])


def _line(name: str, figures: tuple[str, ...] | list[str]) -> str:
    cut = name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"
    return cut.ljust(_NAME_WIDTH) + "".join(figure.rjust(_WIDTH) for figure in figures)
