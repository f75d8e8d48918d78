"""How the CSV form of the Alphabetic Index is told: Letter, Level, Term, See, SeeAlso, NonEssModif, Code.

The index itself is read by `codesets.index_reader`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.files.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING = Heading(
    wanted={
        "level": ("=level",),
        "term": ("=term",),
        "see": ("=see",),
        "see_also": ("=seealso",),
        "nemod": ("=nonessmodif", "nonessential"),
        "code": ("=code",),
    },
    needed=frozenset({"level", "term", "see", "code"}),
)
_EXTERNAL_CHAPTERS = ("V", "W", "X", "Y")


def part_of(rows: Sequence[Sequence[str]]) -> str:
    """The part by its codes: "external cause" where most are of V, W, X or Y, else "main"."""
    codes = [row[-1] for row in rows if row and row[-1][:1].isalpha() and row[-1][1:2].isdecimal()]
    external = sum(code.startswith(_EXTERNAL_CHAPTERS) for code in codes)
    return "external cause" if external * 2 > len(codes) else "main"
