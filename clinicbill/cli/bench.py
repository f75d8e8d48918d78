"""`clinicbill bench`: how long the hot paths take here, each beside a floor measured in the same run."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from clinicbill.basics.dates import now, today
from clinicbill.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.bench.timing import Row

_MOST_CLAIMS = 500


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def bench(*, as_json: bool) -> int:
    """Medians and 99th percentiles of the hot paths; makes an invented practice first, in a folder of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    measured = []
    if not as_json:
        click.echo(f"{'':<26}{'median':>10}{'p99':>10}{'floor':>10}{'ratio':>8}")
    for row in _measure():
        measured.append(row)
        if not as_json:
            click.echo(_text(row))
    if as_json:
        print_json([{**asdict(row), "ratio": round(row.ratio, 2)} for row in measured])
    return 0


def _measure() -> Iterator[Row]:
    from clinicbill.bench.hot_paths import Bench, largest_remittance, sent_claims
    from clinicbill.codesets.library import open_library
    from clinicbill.db.practice_file import open_practice
    from clinicbill.demo.make import PASSWORD, make_demo
    from clinicbill.demo.script import DemoKind

    click.echo("Making an invented practice to measure on …", err=True)
    with TemporaryDirectory() as folder:
        path = make_demo(Path(folder), DemoKind.CHIRO, as_of=today())
        with open_practice(path, PASSWORD) as opened, opened.connect() as db:
            ground = Bench(
                db=db,
                library=open_library(),
                claims=sent_claims(db, _MOST_CLAIMS),
                remittance=largest_remittance(db),
                day=today(),
                at=now(),
            )
            yield from ground.rows()


def _text(row: Row) -> str:
    figures = (row.ours.median_ms, row.ours.p99_ms, row.floor.median_ms)
    numbers = "".join(f"{figure:>8.2f}ms" for figure in figures)
    return f"{row.name:<26}{numbers}{row.ratio:>7.1f}×  {row.of}; floor: {row.floor_of}"
