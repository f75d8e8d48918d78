"""`clinicbill backup`, `backups`, `restore`: verified copies made, listed, and put back beside what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill import preferences
from clinicbill.basics.dates import moment_text, now
from clinicbill.basics.errors import CannotDo, NotAPractice
from clinicbill.cli.output import print_json
from clinicbill.cli.session import credentials, named_practice

if TYPE_CHECKING:
    from clinicbill.db.backup import Backup


@click.command("backup")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="The folder; beside the practice by default."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def backup(ctx: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """Make a verified copy of the practice with its keys file, and print where it lies."""
    from clinicbill.db.practice_file import open_practice

    path, user, password = credentials(ctx)
    with open_practice(path, password, user_name=user) as opened:
        made = opened.back_up(folder, at=now())
    if as_json:
        print_json(backup_document(made))
    else:
        click.echo(str(made.path))


@click.command("backups")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def backups(ctx: click.Context, *, as_json: bool) -> None:
    """List the verified copies of the practice, newest first: beside it and in the second place of this computer.

    It needs no password, and the practice itself may be lost.
    """
    from clinicbill.db.backup import backup_folder

    practice = named_practice(ctx)
    if not (practice.exists() or backup_folder(practice).is_dir()):
        raise CannotDo(f"There is neither {practice} nor its backups; nothing was done; check the name.")
    found = copies_of(practice)
    if as_json:
        print_json([backup_document(one) for one in found])
    else:
        click.echo("\n".join(_line(one) for one in found) or "There is no verified copy yet.")


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The new practice file; never one there is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def restore(copy: Path, target: Path, *, as_json: bool) -> None:
    """Make a new practice file out of a verified COPY; it opens with the passwords of the copy's day.

    It needs no password. Claim and file numbers go on with a gap, so that none is given out twice.
    """
    from clinicbill.db import backup as copies

    manifest = copies.read_manifest(copy)
    copies.restore(copy, target)
    if as_json:
        print_json({"file": str(target), "copy": str(copy), "made_at": manifest.made_at})
    else:
        click.echo(str(target))


def copies_of(practice: Path) -> list[Backup]:
    """The verified copies of a practice in all places, newest first; with its keys file lost, whatever lies there."""
    from clinicbill.db import keys
    from clinicbill.db.backup import backup_folder, list_backups

    try:
        file_id: str | None = keys.read_keys(keys.keys_path(practice)).file_id
    except NotAPractice:
        file_id = None
    second = preferences.load().backup_folder
    folders = {backup_folder(practice), *([Path(second)] if second and file_id else [])}
    found = [one for folder in folders if folder.is_dir() for one in list_backups(folder, file_id)]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def backup_document(made: Backup) -> dict[str, Any]:
    """A copy as JSON."""
    return {
        "file": str(made.path),
        "made_at": moment_text(made.made_at),
        "reason": made.reason,
        "size_bytes": made.path.stat().st_size,
    }


def _line(made: Backup) -> str:
    size = made.path.stat().st_size / 1_000_000
    return f"{made.made_at.astimezone():%Y-%m-%d %H:%M}  {made.reason:<14}{size:>9.1f} MB  {made.path}"
