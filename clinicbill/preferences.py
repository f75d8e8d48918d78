"""This computer's choices, one table of name, default and meaning, kept as TOML where the system keeps such files.

The practice's own facts are in its database; what stands here never leaves this computer and names no patient.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from clinicbill.basics.errors import NotWritable

MOST_RECENT = 8


def _choice(meaning: str, *choices: str, default: Any) -> Any:  # noqa: ANN401  # the field's own type
    """One row of the table."""
    return field(default=default, metadata={"meaning": meaning, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Every choice; `meaning_of` says what a name means. Changes are `dataclasses.replace`."""

    theme: str = _choice(
        "Light or dark, or as the system has it", "system", "light", "dark", default="system"
    )
    recent_practices: tuple[str, ...] = _choice(
        "Practice files opened last, newest first, as paths", default=()
    )
    backup_folder: str = _choice("Second place for backups, such as a USB disk; empty for none", default="")
    export_folder: str = _choice("Where claim files and PDFs are saved; empty asks each time", default="")
    import_folder: str = _choice("Where remittance files are looked for first", default="")
    form_background: bool = _choice("Draw the CMS-1500 form itself, for plain paper", default=False)
    print_shift_right: float = _choice(
        "Points by which this printer's CMS-1500 text moves right", default=0.0
    )
    print_shift_down: float = _choice("Points by which this printer's CMS-1500 text moves down", default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One row of the table; `choices` is empty where any value of the default's type is right."""

    name: str
    default: Any
    meaning: str
    choices: tuple[str, ...]


PREFERENCES = tuple(
    Preference(
        name=row.name,
        default=row.default,
        meaning=row.metadata["meaning"],
        choices=tuple(row.metadata["choices"]),
    )
    for row in fields(Preferences)
)


def preferences_path() -> Path:
    """Where the choices lie on this computer; CLINICBILL_PREFERENCES names another file (tests, a USB stick)."""
    if chosen := os.environ.get("CLINICBILL_PREFERENCES"):
        return Path(chosen)
    return platformdirs.user_config_path("clinicbill", appauthor=False) / "preferences.toml"


def load(path: Path | None = None) -> Preferences:
    """Read the choices. What is missing, misspelt or of the wrong kind is the default: it never stops the program."""
    try:
        found = tomllib.loads((path or preferences_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    values: dict[str, Any] = {
        row.name: _read(found[row.name], row) for row in PREFERENCES if row.name in found
    }
    return Preferences(**values)


def _read(value: object, row: Preference) -> Any:  # noqa: ANN401  # the field's own type
    try:
        read = msgspec.convert(
            value, tuple[str, ...] if isinstance(row.default, tuple) else type(row.default)
        )
    except msgspec.ValidationError:
        return row.default
    return row.default if row.choices and read not in row.choices else read


def save(preferences: Preferences, path: Path | None = None) -> None:
    """Write all choices, each under a comment with its meaning.

    Raises:
        NotWritable: the place is read-only or full.
    """
    target = path or preferences_path()
    lines = [
        f"# {row.meaning}\n{row.name} = {_toml(getattr(preferences, row.name))}\n" for row in PREFERENCES
    ]
    new = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.write_text("\n".join(lines), encoding="utf-8")
        new.replace(target)
    except OSError as error:
        raise NotWritable(
            f"This computer's choices could not be saved in {target} ({error.strerror}); the practice is not touched; "
            "make room on the disk or get the right to write there."
        ) from error


def _toml(value: object) -> str:
    """A value as TOML 1.0 writes it; a JSON string is a TOML basic string once DEL is escaped."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if isinstance(value, str):
        # A path with bytes that are no text cannot be written as TOML; it is better forgotten than in the way.
        text = value.encode("utf-8", "replace").decode()
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def with_recent(preferences: Preferences, practice: Path) -> Preferences:
    """With this practice file as the newest of the recent ones; paths only, never what is in them."""
    path = str(practice.absolute())
    others = tuple(other for other in preferences.recent_practices if other != path)
    return replace(preferences, recent_practices=(path, *others)[:MOST_RECENT])
