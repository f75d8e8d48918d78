"""Files the user names to be written: never a practice, its keys or its companions, and no file of another kind."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotWritable

if TYPE_CHECKING:
    from pathlib import Path

# A practice, its keys, its write-ahead log and its other companions: only a restore ever writes one.
_PRACTICE_FILES = re.compile(r"\.clinicbill(\.\w+|-\w+)?$", re.IGNORECASE)
# How what we write begins. An empty head stands for text, which has no mark of its own.
PDF, FILE_837P, TEXT = b"%PDF", b"ISA", b""
CLAIM_FILES = (PDF, FILE_837P)
_LOOKED_AT = 4096


def is_practice_file(path: Path) -> bool:
    """Whether a practice lies there, or would seem to, also behind a link."""
    return any(_PRACTICE_FILES.search(name) for name in (path.name, path.resolve().name))


def may_be_written(path: Path, heads: tuple[bytes, ...]) -> bool:
    """Whether a file may be written there: no practice, and what lies there is empty or begins with one of `heads`."""
    return not is_practice_file(path) and (not os.path.lexists(path) or _is_of(path, heads))


def require_target(path: Path, heads: tuple[bytes, ...] | None = None) -> None:
    """Look at the place before anything is made; without `heads` whatever else lies there is left to the writer.

    Raises:
        NotWritable: a practice lies there, or a file of another kind.
    """
    if is_practice_file(path):
        raise NotWritable(
            f"{path.name} is the name of a practice file, of its keys or its log; nothing was written or changed: "
            "choose another name."
        )
    if heads is not None and not may_be_written(path, heads):
        raise NotWritable(
            f"{path.name} is a file of another kind; it was not overwritten, nothing was changed: choose another name."
        )


def _is_of(path: Path, heads: tuple[bytes, ...]) -> bool:
    try:
        if not path.is_file():  # a folder, or a device such as /dev/null
            return False
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError:
        return False
    marks = tuple(head for head in heads if head)
    return not start or (bool(marks) and start.startswith(marks)) or (TEXT in heads and b"\0" not in start)
