"""This computer's choices, one table of name, default and meaning, kept as TOML where the system keeps such files.

The practice's own facts are in its database; what stands here never leaves this computer and names no patient.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from clinicbill.basics.errors import NotWritable

MOST_RECENT = 8
RED_FORM, PLAIN_PAPER = "red_form", "plain_paper"
FARTHEST, SMALLEST, LARGEST, TRUE_SCALE = 50, 980, 1020, 1000
# What older versions kept: points for the one printer they knew.
_OLD_SHIFTS = {"right": "print_shift_right", "down": "print_shift_down"}
_POINTS = 0.72  # to a hundredth of an inch


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterProfile:
    """Where one printer puts the CMS-1500, and what lies in it.

    Attributes:
        name: as the system calls the printer; empty for every printer that has no profile of its own.
        right, down: hundredths of an inch by which it is moved, at most 50; negative is left and up.
        scale: tenths of a percent, 980 to 1020; 1000 is true size.
        paper: red_form or plain_paper.
    """

    name: str = ""
    right: int = 0
    down: int = 0
    scale: int = TRUE_SCALE
    paper: str = RED_FORM

    def __post_init__(self) -> None:
        """Refuse what no form survives; a file that says so is read as if it said nothing."""
        if max(abs(self.right), abs(self.down)) > FARTHEST or not SMALLEST <= self.scale <= LARGEST:
            raise ValueError(f"{self} leaves the form")
        if self.paper not in (RED_FORM, PLAIN_PAPER):
            raise ValueError(f"no such paper: {self.paper}")

    def moved(self, right: int = 0, down: int = 0, scale: int = 0) -> PrinterProfile:
        """Some hundredths of an inch and tenths of a percent further, as far as it goes."""
        return replace(
            self,
            right=min(max(self.right + right, -FARTHEST), FARTHEST),
            down=min(max(self.down + down, -FARTHEST), FARTHEST),
            scale=min(max(self.scale + scale, SMALLEST), LARGEST),
        )

    @property
    def is_true(self) -> bool:
        """Whether nothing is moved."""
        return (self.right, self.down, self.scale) == (0, 0, TRUE_SCALE)


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
    export_folder: str = _choice(
        "Where claim files (837P) are written; empty asks the first time", default=""
    )
    save_folder: str = _choice("Where a PDF or a copy was saved last", default="")
    import_folder: str = _choice("Where remittance files are looked for first", default="")
    form_background: bool = _choice("Draw the CMS-1500 form itself, for plain paper", default=False)
    last_printer: str = _choice(
        "Printer the CMS-1500 went to last; empty for the system's own first choice", default=""
    )
    printers: tuple[PrinterProfile, ...] = _choice(
        "Each printer's correction: hundredths of an inch right and down, tenths of a percent, its paper",
        default=(),
    )


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


_TYPES: dict[str, Any] = {
    "recent_practices": tuple[str, ...],
    "printers": tuple[PrinterProfile, ...],
}


def load(path: Path | None = None) -> Preferences:
    """Read the choices. What is missing, misspelt or of the wrong kind is the default: it never stops the program."""
    try:
        found = tomllib.loads((path or preferences_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    values: dict[str, Any] = {
        row.name: _read(found[row.name], row) for row in PREFERENCES if row.name in found
    }
    return Preferences(**({"printers": _old_printers(found)} | values))


def _old_printers(found: dict[str, Any]) -> tuple[PrinterProfile, ...]:
    """The shift of older versions, for every printer that has no profile of its own."""
    shifts = {}
    for name, key in _OLD_SHIFTS.items():
        points = found.get(key, 0)
        shifts[name] = round(points / _POINTS) if isinstance(points, int | float) and abs(points) < 1e6 else 0
    moved = PrinterProfile().moved(**shifts)
    return () if moved.is_true else (moved,)


def _read(value: object, row: Preference) -> Any:  # noqa: ANN401  # the field's own type
    try:
        read = msgspec.convert(value, _TYPES.get(row.name, type(row.default)))
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
    if isinstance(value, PrinterProfile):
        return "{" + ", ".join(f"{name} = {_toml(part)}" for name, part in asdict(value).items()) + "}"
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


def printer_profile(preferences: Preferences, name: str) -> PrinterProfile:
    """How a printer is off; one that was never set up prints like those of older versions, else at true size."""
    for wanted in (name, ""):
        for kept in preferences.printers:
            if kept.name == wanted:
                return replace(kept, name=name)
    return PrinterProfile(name=name, paper=PLAIN_PAPER if preferences.form_background else RED_FORM)


def with_printer(preferences: Preferences, profile: PrinterProfile) -> Preferences:
    """With this printer's correction instead of the one it had."""
    others = tuple(kept for kept in preferences.printers if kept.name != profile.name)
    return replace(preferences, printers=tuple(sorted((*others, profile), key=lambda kept: kept.name)))
