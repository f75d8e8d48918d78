"""Finding the columns of a list by the words of its heading row, wherever that row stands and in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.grid import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST_HEADING_ROW = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The columns one kind of list has.

    Attributes:
        wanted: field → what its heading may say, letters and digits only, the likeliest first. “=x” must be the whole
            heading, “x” may stand anywhere in it.
        needed: the fields without which it is another kind of list.
    """

    wanted: Mapping[str, Sequence[str]]
    needed: frozenset[str]

    def match(self, row: Sequence[str]) -> Mapping[str, int] | None:
        """Field → place in the row, if the row is this heading."""
        cells = [plain(cell) for cell in row]
        found: dict[str, int] = {}
        for field, sayings in self.wanted.items():
            place = _place(cells, sayings, found.values())
            if place is not None:
                found[field] = place
        return found if self.needed <= found.keys() else None


class Columns:
    """The rows below a heading."""

    def __init__(self, rows: Iterable[list[str]], heading: Heading, name: str) -> None:
        """Read up to the heading.

        Raises:
            UnreadableFile: it does not come.
        """
        self._rows = iter(rows)
        self.caption: list[str] = []
        for number, row in enumerate(self._rows):
            found = heading.match(row)
            if found is not None:
                self._places = found
                return
            self.caption.append(" ".join(cell for cell in row if cell))
            if number >= LAST_HEADING_ROW:
                break
        raise UnreadableFile(
            f"{name} has not the columns that its kind of list is published with; nothing was changed; download it "
            "again and choose it as it is."
        )

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each row as field → text; a field the row is too short for is empty."""
        places = self._places
        for row in self._rows:
            size = len(row)
            yield {field: row[place] if place < size else "" for field, place in places.items()}


def _place(cells: Sequence[str], sayings: Sequence[str], taken: Iterable[int]) -> int | None:
    used = set(taken)
    for saying in sayings:
        whole = saying.startswith("=")
        word = saying.removeprefix("=")
        for place, cell in enumerate(cells):
            if place not in used and (cell == word if whole else word in cell):
                return place
    return None


def bad_row(name: str, number: int, what: str) -> UnreadableFile:
    """The sentence for a row that is not as published; `number` counts the rows with text."""
    return UnreadableFile(
        f"{name} is damaged or not as published: {what} in row {number:,}; nothing was changed; download the file "
        "again."
    )
