"""The notes of a code as a page: what it includes and excludes, what comes first, what its 7th characters mean."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from clinicbill.ui.colours import Role, number
from clinicbill.ui.fonts import MONO_FAMILY, Step, font

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.codesets.icd10 import CodeNote
    from clinicbill.ui.codes.code_file import CodeFile

# Kind of note → heading and what it means, in our own words; in the order a coder needs them.
KINDS: dict[str, tuple[str, str]] = {
    "inclusion": ("Also called", ""),
    "includes": ("Includes", ""),
    "code_first": ("Code first", "the cause stands before this code"),
    "use_additional": ("Use additional code", "if it is documented, after this code"),
    "code_also": ("Code also", "in either order"),
    "excludes1": ("Excludes1", "never together with this code, unless the two are unrelated"),
    "excludes2": ("Excludes2", "not part of this code; both may be coded"),
    "note": ("Note", ""),
    "seventh_note": ("7th character", ""),
}
_SEVENTH = "seventh"
_SEVENTH_PARTS = re.compile(r"\s*([A-Z0-9])\s*[:=–-]?\s+(.*)", re.DOTALL)
_CODE = re.compile(r"\b([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?=[-)\],;.\s]|$)")


def notes_page(file: CodeFile) -> str:
    """HTML for Qt's rich text, in the colours of the scheme shown now."""
    parts = [_replacements(file)] if file.replacements else []
    parts += [_facts(file.facts)] if file.facts else []
    sevenths = _of(file.notes, _SEVENTH)
    if sevenths and file.header:
        parts.append(_sevenths(sevenths, file.code))
    parts += [_section(kind, _of(file.notes, kind), file.code) for kind in KINDS if _of(file.notes, kind)]
    if sevenths and not file.header:
        parts.append(_sevenths(sevenths, file.code))
    if not parts:
        parts.append(_small("The tabular list says nothing further about this code."))
    parts.append(_small(escape(file.source), top=14))
    return "".join(parts)


def _of(notes: Iterable[CodeNote], kind: str) -> list[CodeNote]:
    return [note for note in notes if note.kind == kind]


def _section(kind: str, notes: Sequence[CodeNote], code: str) -> str:
    title, meaning = KINDS[kind]
    rows = "".join(_paragraph(_linked(note.text), _owner(note, code)) for note in notes)
    return _heading(title, meaning) + rows


def _owner(note: CodeNote, code: str) -> str:
    """Where an inherited note stands."""
    if note.owner_kind == "code" and note.owner == code:
        return ""
    what = {"chapter": f"chapter {note.owner}", "section": note.owner}.get(note.owner_kind, note.owner)
    return f"at {what}"


def _replacements(file: CodeFile) -> str:
    rows = [_paragraph(f"{_link(one.code)}&nbsp;&nbsp;{escape(one.title)}", "") for one in file.replacements]
    more = file.replaced - len(file.replacements)
    if more > 0:
        rows.append(_small(f"and {more:,} more below it"))
    return _heading("Use instead", "billable codes below this header") + "".join(rows)


def _sevenths(notes: Sequence[CodeNote], code: str) -> str:
    rows = []
    for note in notes:
        parts = _SEVENTH_PARTS.match(note.text)
        char, meaning = (parts[1], parts[2]) if parts else ("", note.text)
        rows.append(f"<tr><td style='padding-right:10px'>{_mono(char)}</td><td>{escape(meaning)}</td></tr>")
    return _heading("7th characters", _owner(notes[0], code)) + f"<table>{''.join(rows)}</table>"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td style='padding-right:16px; color:{number(Role.TEXT2)}'>{escape(name)}</td>"
        f"<td>{escape(value)}</td></tr>"
        for name, value in facts
    )
    return f"<table>{rows}</table>"


def _heading(title: str, meaning: str) -> str:
    said = f" <span style='{_step(Step.SECONDARY)}; font-weight:400; color:{number(Role.TEXT2)}'>{escape(meaning)}</span>"
    return f"<p style='margin:12px 0 2px 0; font-weight:600'>{escape(title)}{said if meaning else ''}</p>"


def _paragraph(text: str, owner: str) -> str:
    at = f" <span style='{_step(Step.SOURCE)}; color:{number(Role.TEXT3)}'>{escape(owner)}</span>"
    return f"<p style='margin:2px 0 2px 0'>{text}{at if owner else ''}</p>"


def _small(text: str, *, top: int = 2) -> str:
    return (
        f"<p style='margin:{top}px 0 2px 0; {_step(Step.SECONDARY)}; color:{number(Role.TEXT2)}'>{text}</p>"
    )


def _step(step: Step) -> str:
    return f"font-size:{font(step).pointSizeF():.2f}pt"


def _linked(text: str) -> str:
    """Codes in a note lead to their own page."""
    return _CODE.sub(lambda found: _link(found[1]), escape(text))


def _link(code: str) -> str:
    return (
        f"<a href='code:{code}' style='text-decoration:none; color:{number(Role.ACCENT)}'>{_mono(code)}</a>"
    )


def _mono(text: str) -> str:
    return f"<span style=\"font-family:'{MONO_FAMILY}'; font-weight:500\">{escape(text)}</span>"
