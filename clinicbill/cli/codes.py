"""`clinicbill codes`: look up diagnosis codes; needs no practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.dates import today
from clinicbill.cli.codes_releases import apply_command, load_command, releases_command, undo_command
from clinicbill.cli.codes_suggest import suggest_command
from clinicbill.cli.output import print_json
from clinicbill.cli.session import DayText
from clinicbill.codesets import icd10
from clinicbill.codesets.library import open_library
from clinicbill.codesets.release import ReleaseUsed, release_for
from clinicbill.codesets.search import CodeHit, search

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.codesets.icd10 import CodeNote, Icd10Code
    from clinicbill.codesets.library import CodeLibrary

_DONE, _NONE_FOUND = 0, 1
_NOTE_WORDS = {
    "inclusion": "Also",
    "includes": "Includes",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "note": "Note",
    "seventh_note": "7th character",
    "seventh": "7th character",
}


@click.group()
def codes() -> None:
    """Codes: search and look up diagnoses, load the official code files. Needs no practice."""


for _command in (load_command, releases_command, undo_command, apply_command, suggest_command):
    codes.add_command(_command)


@codes.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--on", "on", type=DayText(), help="Date of service; by default today.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many codes."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def search_command(
    ctx: click.Context, text: tuple[str, ...], on: date | None, limit: int, *, as_json: bool
) -> None:
    """Find codes by words, abbreviations or the code itself, best first.

    Exit code 1 if nothing is found.
    """
    typed = _something(" ".join(text), "TEXT")
    library, day = open_library(progress=_tell), on or today()
    hits = search(library, typed, on=day, limit=limit)
    if as_json:
        print_json([{"code": hit.code, "title": hit.title, "billable": hit.billable} for hit in hits])
    else:
        _print_hits(hits, release_for(library, day))
    ctx.exit(_DONE if hits else _NONE_FOUND)


@codes.command("show")
@click.argument("code")
@click.option("--on", "on", type=DayText(), help="Date of service; by default today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def show_command(ctx: click.Context, code: str, on: date | None, *, as_json: bool) -> None:
    """Show one code: title, notes, what stands above and below it, and what to use where it is not billable.

    Exit code 1 if there is no such code.
    """
    _something(code, "CODE")
    library, day = open_library(progress=_tell), on or today()
    used = release_for(library, day)
    found = icd10.get_code(library, code, day)
    if as_json:
        print_json(_document(library, code, found, day, used))
    elif found is None:
        _print_unknown(library, code, day, used)
    else:
        _print_code(library, found, day, used)
    ctx.exit(_DONE if found else _NONE_FOUND)


def _something(typed: str, name: str) -> str:
    """What was typed, where it has at least one letter or digit."""
    if not any(letter.isalnum() for letter in typed):
        raise click.UsageError(f"{name} is empty or has no letter or digit", click.get_current_context())
    return typed


def _tell(done: int, of: int, text: str) -> None:
    """Building the library takes some seconds; say so, but never on stdout."""
    click.echo(f"{text} ({done} of {of})", err=True)


def _document(
    library: CodeLibrary, typed: str, found: Icd10Code | None, day: date, used: ReleaseUsed
) -> dict[str, Any]:
    """The same keys for an unknown code, whose title is empty and which lists what to use instead."""
    code = found.code if found else typed
    return {
        "code": code,
        "title": found.title if found else "",
        "billable": found is not None and found.billable,
        "notes": [_note_row(note) for note in icd10.notes(library, code, day)],
        "parents": [_code_row(parent) for parent in icd10.parents(library, code, day)],
        "children": [_code_row(child) for child in icd10.children(library, code, day)],
        "use_instead": [_code_row(other) for other in icd10.valid_replacements(library, code, day)],
        "section": f"{found.section} {icd10.section_title(library, found)}" if found else "",
        "chapter": f"{found.chapter} {icd10.chapter_title(library, found)}" if found else "",
        "release": used.release,
        "message": used.message,
    }


def _code_row(code: Icd10Code) -> dict[str, Any]:
    return {"code": code.code, "title": code.title, "billable": code.billable}


def _note_row(note: CodeNote) -> dict[str, str]:
    return {"kind": note.kind, "text": note.text, "at": note.owner}


def _print_hits(hits: list[CodeHit], used: ReleaseUsed) -> None:
    for hit in hits:
        click.echo(f"{hit.code:<9} {hit.title}{'' if hit.billable else '  (not billable)'}")
    if not hits:
        click.echo("No code found; try fewer words.", err=True)
    elif not used.covers:
        click.echo(used.message, err=True)


def _print_unknown(library: CodeLibrary, typed: str, day: date, used: ReleaseUsed) -> None:
    click.echo(f"{typed} is no code of {used.release}.", err=True)
    for other in icd10.valid_replacements(library, typed, day):
        click.echo(f"  use {other.code:<9} {other.title}", err=True)


def _print_code(library: CodeLibrary, found: Icd10Code, day: date, used: ReleaseUsed) -> None:
    click.echo(f"{found.code}  {found.title}{'' if found.billable else '  (not billable)'}")
    click.echo(f"Chapter {found.chapter}, section {found.section}; {used.message}")
    for parent in icd10.parents(library, found.code, day):
        click.echo(f"  above  {parent.code:<9} {parent.title}")
    for child in icd10.children(library, found.code, day):
        click.echo(f"  below  {child.code:<9} {child.title}{'' if child.billable else '  (not billable)'}")
    for note in icd10.notes(library, found.code, day):
        click.echo(f"  {_NOTE_WORDS[note.kind]}: {note.text}  [{note.owner}]")
