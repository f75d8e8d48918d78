"""The keys of the hint line for each part of the coding page."""

from __future__ import annotations

from clinicbill.ui.actions import action
from clinicbill.ui.widgets.hint_line import Hint


def _key(action_id: str, words: str = "") -> Hint:
    row = action(action_id)
    return Hint((row.key,), words or row.text)


_NOTE, _DIAGNOSES, _LINES = (_key(f"coding.{name}") for name in ("note", "diagnoses", "lines"))
_FIX, _UNDO = _key("coding.fix"), _key("app.undo")

_ZONES = {
    "list": (Hint(("↑", "↓"), "Visit"), Hint(("Enter",), "Code it"), _key("coding.day"), _DIAGNOSES, _LINES),
    "note": (_DIAGNOSES, _LINES, _FIX, _UNDO),
    "search": (_NOTE, Hint((_DIAGNOSES.keys[0],), "Diagnoses"), _LINES, _FIX, _UNDO),
    "diagnoses": (
        Hint(("Alt", "↑", "↓"), "Move"),
        Hint(("Del",), "Remove"),
        Hint(("Enter",), "Other code"),
        _LINES,
        _UNDO,
    ),
    "lines": (
        Hint(("Tab",), "Next cell"),
        Hint(("A–L",), "Pointers"),
        _key("coding.line", "Details"),
        _key("coding.remove", "Remove"),
        _FIX,
        _UNDO,
    ),
}


def hints_at(zone: str) -> tuple[Hint, ...]:
    """The keys of one part: list, note, search, diagnoses or lines."""
    return _ZONES[zone]
