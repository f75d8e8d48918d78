"""`clinicbill codes load`, `releases`, `undo` and `apply`: the office's own code files; need no practice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.dates import now, slashed, today
from clinicbill.cli.output import print_json
from clinicbill.cli.session import DayText

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.codesets.due import DueList
    from clinicbill.codesets.load import Stage
    from clinicbill.codesets.preview import ReleaseChanges
    from clinicbill.codesets.register import LoadedRelease, NewRelease
    from clinicbill.codesets.sources import Source

_SHOWN = 10
_MANY_DELETED = 20_000
_KINDS = {"added": "new", "deleted": "deleted", "revised": "revised", "header": "now a heading"}


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "from_on", type=DayText(), help="First day in force, where the file does not say it.")
@click.option("--name", default="", help="Name of the release; by default its first month, such as 10/2026.")
@click.option("--preview", is_flag=True, help="Read, prove and compare only; load nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def load_command(
    files: tuple[Path, ...], from_on: date | None, name: str, *, preview: bool, as_json: bool
) -> None:
    """Load official code files, loose or zipped, recognised by their content.

    ICD-10-CM tabular list, index and order file; HCPCS; NCCI pairs, unit limits and add-on codes; Medicare fee
    schedule and GPCI; places of service; taxonomy; licensed CPT and X12 lists. One wrong file, and none is loaded.
    """
    from clinicbill.codesets.files.supplied import Watch
    from clinicbill.codesets.load import commit, stage
    from clinicbill.codesets.preview import changes_of

    with stage(files, on=today(), from_on=from_on, name=name, watch=Watch(_tell)) as read:
        changes = [changes_of(one) for one in read.staged]
        loaded = () if preview else commit(read, now()).releases
        if as_json:
            print_json(_load_document(read, loaded, changes))
        else:
            _print_load(read, loaded, changes)


@click.command("releases")
@click.option("--on", "on", type=DayText(), help="What is due on this day; by default today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def releases_command(on: date | None, *, as_json: bool) -> None:
    """List the code releases loaded and shipped, and which are due."""
    from clinicbill.codesets.due import due_lists
    from clinicbill.codesets.register import damage, list_releases
    from clinicbill.codesets.sources import sources

    loaded = list_releases(active_only=False)
    shipped = [
        source for source in sources().values() if source.package or "words of our own" not in source.licence
    ]
    due = due_lists(on or today())
    if as_json:
        print_json(
            {
                "loaded": [{**_release_row(one), "state": _state(one)} for one in loaded],
                "shipped": [_shipped_row(one) for one in shipped],
                "due": [_due_row(one) for one in due],
                "damage": damage(),
            }
        )
        return
    if told := damage():
        click.echo(told, err=True)
    for one in loaded:
        click.echo(f"{one.id:>4}  {_label(one):<28} {_days(one):<27} {_state(one):<9} {one.origin}")
    for source in shipped:
        click.echo(f"   –  {source.title}, {source.release}: shipped with clinicbill")
    for each in due:
        click.echo(each.message)


@click.command("undo")
@click.argument("number", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def undo_command(number: int, *, as_json: bool) -> None:
    """Take a loaded release out of use; `codes apply` puts it back."""
    from clinicbill.codesets.register import undo

    _print_one(undo(number), as_json=as_json)


@click.command("apply")
@click.argument("number", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def apply_command(number: int, *, as_json: bool) -> None:
    """Put an undone release into use again."""
    from clinicbill.codesets.register import apply_again

    _print_one(apply_again(number), as_json=as_json)


def _print_one(release: LoadedRelease, *, as_json: bool) -> None:
    if as_json:
        print_json({**_release_row(release), "state": _state(release)})
    else:
        click.echo(f"{_label(release)} ({_days(release)}) is {_state(release)}.")


def _tell(done: int, of: int, text: str) -> None:
    """Long files only; never on stdout."""
    click.echo(f"{text}: {100 * done // max(of, 1)} %", err=True)


def _load_document(
    read: Stage, loaded: tuple[LoadedRelease, ...], changes: list[ReleaseChanges]
) -> dict[str, Any]:
    rows = []
    for place, one in enumerate(read.staged):
        release = loaded[place] if loaded else one.release
        rows.append(
            {
                "id": loaded[place].id if loaded else None,
                **_new_row(release),
                "entries": one.rows,
                "state": "active" if loaded else "preview",
                "changes": _changes_row(changes[place]),
            }
        )
    return {"releases": rows, "passed_over": list(read.passed_over)}


def _new_row(release: NewRelease) -> dict[str, Any]:
    return {
        "system": release.system.value,
        "part": release.part,
        "name": release.name,
        "from": release.from_on,
        "to": release.to_on,
        "title": release.title,
        "notice": release.notice,
        "origin": release.origin,
        "sha256": release.sha256,
    }


def _release_row(release: LoadedRelease) -> dict[str, Any]:
    return {"id": release.id, **_new_row(release), "loaded_at": release.loaded_at}


def _shipped_row(source: Source) -> dict[str, Any]:
    return {"file": source.file, "title": source.title, "name": source.release, "from": source.released_on}


def _due_row(one: DueList) -> dict[str, Any]:
    return {
        "system": one.system.value,
        "state": one.state,
        "in_force_from": one.in_force_on,
        "newest": one.newest,
        "next": one.next_on,
        "message": one.message,
    }


def _changes_row(changes: ReleaseChanges) -> dict[str, Any]:
    return {
        "before": changes.before,
        **changes.counts,
        "list": [{"kind": one.kind, "code": one.entry, "text": one.text} for one in changes.changes],
    }


def _print_load(read: Stage, loaded: tuple[LoadedRelease, ...], changes: list[ReleaseChanges]) -> None:
    for place, one in enumerate(read.staged):
        release = one.release
        done = f"loaded as number {loaded[place].id}" if loaded else "read, not loaded"
        click.echo(f"{_label(release)}, {_days(release)}: {one.rows:,} entries {done}.")
        _print_changes(changes[place])
    if read.passed_over:
        click.echo(f"Not needed: {', '.join(read.passed_over)}", err=True)


def _print_changes(changes: ReleaseChanges) -> None:
    if not changes.before:
        click.echo("  Nothing was loaded before it.")
        return
    counts = ", ".join(f"{changes.counts.get(kind, 0):,} {word}" for kind, word in _KINDS.items())
    click.echo(f"  Against {changes.before}: {counts}.")
    if changes.counts.get("deleted", 0) > _MANY_DELETED:
        click.echo("  That is far fewer codes than before: undo it if the file is only a part of the list.")
    for kind, word in _KINDS.items():
        for change in [one for one in changes.changes if one.kind == kind][:_SHOWN]:
            click.echo(f"  {word:<14} {change.entry:<14} {change.text}")


def _label(release: NewRelease) -> str:
    return " ".join(filter(None, (release.system.value, release.part, release.name)))


def _days(release: NewRelease) -> str:
    return f"from {slashed(release.from_on)}" + (f" to {slashed(release.to_on)}" if release.to_on else "")


def _state(release: LoadedRelease) -> str:
    if release.present and not release.whole:
        return "damaged"
    if not release.present:
        return "file gone"
    return "active" if release.active else "undone"
