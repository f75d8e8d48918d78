"""What may stand in a text that is kept: blanks are put in order, and a sign no file can hold is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from clinicbill.basics.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)

# Halves of signs outside UTF-8 (a lone surrogate, from a broken import) and control characters.
_UNKEPT = frozenset({"Cs", "Cc"})
_PARTS_LINES = "\n\r\t"


def tidied(record: Record) -> Record:
    """A record with its texts tidy: no blanks at their ends, one blank for any gap, line breaks among them.

    For records without long texts; a note keeps its lines.
    """
    return replace(record, **{name: _tidy(value) for name, value in _texts(record)})


def text_findings(record: DataclassInstance, *, where: str) -> Iterator[Finding]:
    """Texts that hold what cannot be kept; id R08. `field` names the text inside the record: "name.last"."""
    for field, text in _named_texts(record):
        bad = [
            letter
            for letter in dict.fromkeys(text)
            if unicodedata.category(letter) in _UNKEPT and letter not in _PARTS_LINES
        ]
        if bad:
            signs = ", ".join(f"U+{ord(letter):04X}" for letter in bad[:3])
            yield Finding(
                rule="R08",
                severity=Severity.MUST_FIX,
                message=f"The text holds a sign that cannot be kept ({signs})",
                where=where,
                value="".join("□" if letter in bad else letter for letter in text),
                why="It is half a letter or a command for a machine; no file or form can hold it.",
                source="house rule: text is UTF-8 without control characters",
                fix="Type it again.",
                field=field,
            )


def _texts(record: DataclassInstance) -> Iterator[tuple[str, object]]:
    """The fields of a record that are texts, or records of texts (a name, an address)."""
    for one in fields(record):
        value = getattr(record, one.name)
        # A kind or another choice is no typed text, although it is a str.
        if type(value) is str or is_dataclass(value):
            yield one.name, value


def _tidy(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    return tidied(value) if is_dataclass(value) and not isinstance(value, type) else value


def _named_texts(record: DataclassInstance) -> Iterator[tuple[str, str]]:
    for name, value in _texts(record):
        if isinstance(value, str):
            yield name, value
        elif is_dataclass(value) and not isinstance(value, type):
            yield from ((f"{name}.{part}", text) for part, text in _named_texts(value))
