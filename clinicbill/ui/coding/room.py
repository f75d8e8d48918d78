"""Room: how the height beside the note is shared, so that lines stay where they are while one searches."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.ui.fonts import scaled

# Pixels at 100 %, as in the pictures.
SECTION, TABLE_HEAD, LINE, DIAGNOSIS, HIT = 34, 26, 27, 26, 26
FIELD, HITS_EDGE = 40, 34
# The first two edits stand without scrolling.
_EDITS = SECTION + 122
_LEAST_EDITS = SECTION + 62
_MOST_HITS = 9
_HITS_WHILE_SEARCHING = 4
_TALL = 820
_BLOCK, _TALL_BLOCK = 290, 342
_LEAST_BLOCK = SECTION + 2 * DIAGNOSIS + FIELD


@dataclass(frozen=True, slots=True)
class Room:
    """What each part gets.

    Attributes:
        block: pixels of the diagnoses with their search, whatever stands in them.
        diagnoses: rows of diagnoses that show without scrolling.
        hits: rows of results below the search; 0 hides them.
        lines: rows of service lines that show without scrolling.
        tall: whether there is room for the last visit below the edits.
    """

    block: int
    diagnoses: int
    hits: int
    lines: int
    tall: bool


def share(height: int, *, diagnoses: int, lines: int, searching: bool) -> Room:
    """Share `height` pixels; `lines` counts the empty line too.

    The block of the diagnoses keeps its height while diagnoses come and results open, so nothing below it moves.
    """
    total = round(height / scaled(100) * 100)
    tall = total >= _TALL
    fixed = SECTION + TABLE_HEAD
    most_lines = max((total - fixed - _LEAST_EDITS - _LEAST_BLOCK) // LINE, 2)
    shown_lines = min(lines, most_lines)
    left = total - fixed - shown_lines * LINE - _EDITS
    block = _whole_rows(min(max(left, _LEAST_BLOCK), _TALL_BLOCK if tall else _BLOCK))
    rows, hits = _inside(block, diagnoses, searching=searching)
    return Room(block=scaled(block), diagnoses=rows, hits=hits, lines=shown_lines, tall=tall)


def _whole_rows(block: int) -> int:
    """As high as whole rows need; what is left over goes to the edits."""
    edges = SECTION + FIELD + HITS_EDGE
    return max(block - (block - edges) % HIT, _LEAST_BLOCK)


def _inside(block: int, diagnoses: int, *, searching: bool) -> tuple[int, int]:
    inner = block - SECTION - FIELD
    wanted = _HITS_WHILE_SEARCHING
    if diagnoses * DIAGNOSIS + wanted * HIT + HITS_EDGE > inner:
        wanted -= 1
    kept = wanted * HIT + HITS_EDGE if searching else 0
    rows = min(diagnoses, max((inner - kept) // DIAGNOSIS, 1))
    hits = min(max((inner - rows * DIAGNOSIS - HITS_EDGE) // HIT, 0), _MOST_HITS)
    return rows, hits
