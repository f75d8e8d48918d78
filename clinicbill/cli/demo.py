"""`clinicbill demo`: an invented practice, opened in the window, or the whole job done on it and printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinicbill.basics.dates import now, today
from clinicbill.basics.stamp import Stamp
from clinicbill.cli.session import DayText, WindowRequest
from clinicbill.demo.script import DemoKind, read_script

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.cli.session import Choices


@click.command()
@click.option("--kind", type=click.Choice([kind.value for kind in DemoKind]), default=DemoKind.CHIRO.value)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    help="Where the practice is made.",
)
@click.option("--as-of", type=DayText(), help="The demo's last day; today by default.")
@click.option(
    "--headless", is_flag=True, help="No window: do the whole job, print each step, leave the files."
)
@click.option(
    "--screenshots",
    type=click.Path(path_type=Path, file_okay=False),
    help="A picture of every page, light and dark, at two sizes.",
)
@click.pass_context
def demo(
    ctx: click.Context,
    *,
    kind: str,
    folder: Path,
    as_of: date | None,
    headless: bool,
    screenshots: Path | None,
) -> int:
    """Make a wholly invented practice (password: demo) and open it.

    The same kind and day always give the same records.
    """
    from clinicbill.demo.make import PASSWORD, check_day, make_demo

    choices: Choices = ctx.obj
    chosen = DemoKind(kind)
    day = as_of or today(read_script(chosen).practice["time_zone"])
    check_day(day)
    if not headless:  # before seconds of work that nobody could look at
        choices.check_window(WindowRequest(pictures=screenshots))
    click.echo("Making the demo practice …", err=True)
    path = make_demo(folder, chosen, as_of=day)
    if not headless:
        return choices.open_window(
            WindowRequest(practice=path, password=PASSWORD, pictures=screenshots, day=as_of)
        )
    click.echo(f"Practice     {path} (password: {PASSWORD})")
    _do_the_whole_job(path, PASSWORD, chosen, day)
    return 0


def _do_the_whole_job(path: Path, password: str, kind: DemoKind, day: date) -> None:
    from clinicbill.codesets.library import open_library
    from clinicbill.codesets.look_up import LibraryCodes
    from clinicbill.db.practice_file import open_practice
    from clinicbill.demo.whole_job import WholeJob

    with open_practice(path, password) as opened, opened.connect() as db:
        stamp = Stamp(user_id=opened.user_id, at=now(), on=day, role=opened.role)
        job = WholeJob(db, read_script(kind), stamp, path.parent, LibraryCodes(open_library()))
        for said in job.steps():
            click.echo(said)
