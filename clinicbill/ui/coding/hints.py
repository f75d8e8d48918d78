"""The keys of the hint line for each part of the coding page."""

from __future__ import annotations

from clinicbill.ui.actions import action
from clinicbill.ui.widgets.hint_line import Hint


def _key(action_id: str, words: str = "") -> Hint:
    row = action(action_id)
    return Hint((row.key,), words or row.text)


_NOTE, _DIAGNOSES, _LINES = (_key(f"coding.{name}") for name in ("note", "diagnoses", "lines"))
_FIX, _UNDO = _key("coding.fix"), _key("app.undo")
_MACROS = _key("coding.macros")

_ZONES = {
    "list": (
        Hint(("↑", "↓"), "Visit"),
        Hint(("Enter",), "Code it"),
        _key("coding.day"),
        _MACROS,
        _DIAGNOSES,
        _LINES,
    ),
    "suggestions": (
        Hint(("A",), "Accept"),
        Hint(("C",), "Change"),
        Hint(("X",), "Reject"),
        Hint(("W",), "Withheld"),
        Hint(("F",), "Forget"),
        _DIAGNOSES,
        _LINES,
        _UNDO,
    ),
    "note": (_key("coding.suggestions"), _key("coding.ask"), _DIAGNOSES, _LINES, _FIX, _UNDO),
    "search": (_MACROS, _NOTE, _LINES, _key("coding.complete"), _key("coding.favourite"), _FIX, _UNDO),
    "questions": (
        Hint(("1–9",), "Answer"),
        Hint(("Enter",), "Take the marked one"),
        Hint(("Backspace",), "One question back"),
        Hint(("Esc",), "Back to the search"),
    ),
    "diagnoses": (
        Hint(("Alt", "↑", "↓"), "Move"),
        Hint(("Del",), "Remove"),
        Hint(("Enter",), "Other code"),
        _key("coding.complete", "Complete"),
        _LINES,
        _UNDO,
    ),
    "lines": (
        Hint(("Tab",), "Next cell"),
        Hint(("A–L",), "Pointers"),
        Hint(("Space",), "All"),
        _key("coding.line", "Details"),
        _key("coding.remove", "Remove"),
        _FIX,
        _UNDO,
    ),
}


def hints_at(zone: str) -> tuple[Hint, ...]:
    """The keys of one part: list, note, suggestions, search, questions, diagnoses or lines."""
    return _ZONES[zone]


def search_hints(letter: str, point: str) -> tuple[Hint, ...]:
    """The keys below the results of the search; `point` says where Alt+Enter points, empty for nowhere."""
    add = Hint(("Enter",), f"Add as {letter}")
    pointing = (Hint(("Alt+Enter",), point),) if point else ()
    return (
        add,
        *pointing,
        Hint(("→",), "Open header"),
        Hint((action("coding.tabular").key,), "Tabular list"),
    )
