"""`clinicbill codes suggest`: the diagnosis codes a visit note supports; needs no practice."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.dates import today
from clinicbill.basics.errors import UnreadableFile
from clinicbill.cli.output import print_json
from clinicbill.cli.session import DayText
from clinicbill.codesets.library import open_library
from clinicbill.coding.notes.suggest import suggest

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.coding.notes.records import NoteReading, Suggestion, Withheld

_DONE, _NONE_FOUND = 0, 1
_MOST_BYTES = 20_000_000
_NO_TEXT = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_IN_FILE = ("code", "title", "confidence", "evidence", "why", "missing", "alternatives")


@click.command("suggest")
@click.argument("note", metavar="FILE|-")
@click.option("--on", "on", type=DayText(), help="Date of service; by default today.")
@click.option("--withheld", is_flag=True, help="Also what is named but not suggested, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def suggest_command(ctx: click.Context, note: str, on: date | None, *, withheld: bool, as_json: bool) -> None:
    """Suggest diagnosis codes for a visit note, each with the words it rests on. Rules only; nothing leaves here.

    Exit code 1 if nothing is suggested.
    """
    text = read_note_file(note)
    reading = suggest(text, library=open_library(progress=_tell), on=on or today())
    if as_json:
        print_json(document(reading, withheld=withheld))
    else:
        _print_reading(reading, withheld=withheld)
    ctx.exit(_DONE if reading.suggestions else _NONE_FOUND)


def read_note_file(name: str) -> str:
    """The text of a note; “-” is standard input. Line ends stay as they are, so that offsets hold in the file.

    Raises:
        UnreadableFile: there is no such file, it is too large, or it is no text.
    """
    shown = "the input" if name == "-" else Path(name).name
    try:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1) if name == "-" else _bytes_of(Path(name))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{shown} cannot be read; nothing was changed; check the name and that you may open the file."
        ) from error
    if len(content) > _MOST_BYTES:
        raise UnreadableFile(f"{shown} is larger than any visit note; nothing was changed; choose one note.")
    return _decoded(content, shown)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_MOST_BYTES + 1)


def _decoded(content: bytes, shown: str) -> str:
    """UTF-8, else the Windows letters; UTF-16 where it says so."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise UnreadableFile(
        f"{shown} is no text; nothing was changed; save the note as plain text and try again."
    )


def document(reading: NoteReading, *, withheld: bool) -> list[dict[str, Any]] | dict[str, Any]:
    """A list of suggestions; with `withheld` an object of both lists."""
    suggestions = [_suggestion_row(one) for one in reading.suggestions]
    if not withheld:
        return suggestions
    return {"suggestions": suggestions, "withheld": [asdict(one) for one in reading.withheld]}


def _suggestion_row(suggestion: Suggestion) -> dict[str, Any]:
    row = asdict(suggestion)
    return {key: row[key] for key in _IN_FILE}


def _tell(done: int, of: int, text: str) -> None:
    click.echo(f"{text} ({done} of {of})", err=True)


def _print_reading(reading: NoteReading, *, withheld: bool) -> None:
    for suggestion in reading.suggestions:
        _print_suggestion(suggestion)
    if not reading.suggestions:
        click.echo("No code suggested.", err=True)
    if withheld:
        for one in reading.withheld:
            _print_withheld(one)


def _print_suggestion(suggestion: Suggestion) -> None:
    click.echo(f"{suggestion.code:<9} {suggestion.title}  ({suggestion.confidence:.0%})")
    for evidence in suggestion.evidence:
        click.echo(f"          “{' '.join(evidence.text.split())}” [{evidence.start}–{evidence.end}]")
    for reason in suggestion.why:
        click.echo(f"          {reason}")
    for question in suggestion.missing:
        click.echo(f"          open: {question}")
    for other in suggestion.alternatives:
        click.echo(f"       or {other.code:<9} {other.title}")


def _print_withheld(one: Withheld) -> None:
    click.echo(f"withheld  “{' '.join(one.text.split())}” [{one.start}–{one.end}]: {one.reason}")
