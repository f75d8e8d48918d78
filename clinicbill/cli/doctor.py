"""`clinicbill doctor`: versions, places, integrity and drift, code sets; everything a helper on the phone asks for."""

from __future__ import annotations

import platform
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from clinicbill import __version__
from clinicbill.basics.dates import today
from clinicbill.basics.errors import ClinicBillError
from clinicbill.cli.output import print_json
from clinicbill.cli.session import credentials
from clinicbill.codesets.library import library_folder, open_library
from clinicbill.codesets.release import newer_release_due, release_for
from clinicbill.preferences import preferences_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.cli.session import Choices

PACKAGES = (
    "PySide6",
    "sqlite-utils",
    "sqlcipher3",
    "reportlab",
    "argon2-cffi",
    "cryptography",
    "simple-icd-10-cm",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing looked at. `sound` is None where there is nothing to judge."""

    topic: str
    name: str
    value: str
    sound: bool | None = None


def _versions() -> Iterator[Line]:
    yield Line(topic="Versions", name="clinicbill", value=__version__)
    yield Line(topic="Versions", name="Python", value=f"{platform.python_version()} on {platform.platform()}")
    for name in PACKAGES:
        try:
            yield Line(topic="Versions", name=name, value=version(name))
        except PackageNotFoundError:
            yield Line(topic="Versions", name=name, value="missing: install clinicbill again", sound=False)


def _places() -> Iterator[Line]:
    yield Line(topic="Places", name="program", value=sys.prefix)
    yield Line(topic="Places", name="preferences", value=str(preferences_path()))
    yield Line(topic="Places", name="code library", value=str(library_folder()))


def _code_sets() -> Iterator[Line]:
    library, day = open_library(), today()
    yield Line(topic="Code sets", name="ICD-10-CM", value=release_for(library, day).message)
    due = newer_release_due(library, day)
    yield Line(topic="Code sets", name="calendar", value=due.message if due else "the newest one is loaded")


def _practice(ctx: click.Context) -> Iterator[Line]:
    """What the practice says of itself; the sentence of a failure is a line as well, so that the rest is told."""
    try:
        yield from _opened(ctx)
    except ClinicBillError as error:
        yield Line(topic="Practice", name="failure", value=str(error), sound=False)


def _opened(ctx: click.Context) -> Iterator[Line]:
    from clinicbill.db import connect
    from clinicbill.db.backup import backup_folder, list_backups
    from clinicbill.db.keys import keys_path
    from clinicbill.db.practice_file import open_practice
    from clinicbill.db.restored import restored_words
    from clinicbill.ledger.store import drift

    path, user, password = credentials(ctx)
    with open_practice(path, password, user_name=user) as opened, opened.connect() as db:
        yield Line(topic="Practice", name="file", value=f"{path} ({path.stat().st_size:,} bytes)")
        yield Line(topic="Practice", name="keys", value=str(keys_path(path)))
        damage = connect.damage(db)
        yield Line(topic="Practice", name="integrity", value="; ".join(damage) or "sound", sound=not damage)
        drifted = drift(db)
        said = (
            "1 balance differs from its entries"
            if len(drifted) == 1
            else f"{len(drifted):,} balances differ from their entries"
            if drifted
            else "every balance is the sum of its entries"
        )
        yield Line(topic="Practice", name="ledger", value=said, sound=not drifted)
        if words := restored_words(db):
            yield Line(topic="Practice", name="restored", value=words)
        copies = list_backups(backup_folder(path), opened.file_id)
        newest = max((copy.made_at.isoformat() for copy in copies), default="none yet")
        yield Line(topic="Practice", name="last backup", value=newest)


def _looked_at(ctx: click.Context) -> Iterator[Line]:
    choices: Choices = ctx.obj
    yield from _versions()
    yield from _places()
    yield from _code_sets()
    if choices.practice is None:
        yield Line(topic="Practice", name="file", value="none named; add --practice FILE to check one")
    else:
        yield from _practice(ctx)


def _text(line: Line) -> str:
    verdict = {None: " ", True: "✓", False: "✗"}[line.sound]
    return f"{verdict} {line.name:<18} {line.value}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> int:
    """Versions, places, integrity and drift checks, code sets. Exit 1 where something is not sound."""
    lines = list(_looked_at(ctx))
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        topic = ""
        for line in lines:
            if line.topic != topic:
                topic = line.topic
                click.echo(f"\n{topic}")
            click.echo(_text(line))
    return 1 if any(line.sound is False for line in lines) else 0
