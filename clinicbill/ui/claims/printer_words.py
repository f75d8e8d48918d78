"""What the print sheet says: what will happen to the claims, which stay out, which keys move the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.words import counted
from clinicbill.cms1500.fit import NEGATIVE, NO_ROOM, TOO_LONG, UNKNOWN_LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.workflows.preview_print import PrintPreview, SheetRow

RED, PLAIN, COPIES = "red", "plain", "copies"
PAPERS = (
    (RED, "Red forms: data only"),
    (PLAIN, "Plain paper: draw the form"),
    (COPIES, "Plain paper: copies for the files"),
)
_MOST_NUMBERS, _MOST_REASONS = 4, 4
# Their messages name no box.
_OF_A_BOX = frozenset({TOO_LONG, UNKNOWN_LETTER, NO_ROOM, NEGATIVE})


def what_happens(preview: PrintPreview, *, copies_only: bool) -> str:
    """What printing does to the claims."""
    originals = sum(row.original for row in preview.printed)
    copies = len(preview.printed) - originals
    parts = []
    if originals:
        parts.append(f"{counted(originals, 'claim')} will stand as Printed, kept to the byte.")
    if copies:
        them = "it" if copies == 1 else "them"
        for_files = " for the files" if copies_only else ""
        parts.append(
            f"{counted(copies, 'claim')} will print as a copy{for_files}; nothing about {them} changes."
        )
    return " ".join(parts)


def left_out(preview: PrintPreview) -> str:
    """Which claims stay out and why, by the first finding of each; then which have something to look at."""
    parts = []
    for verb, rows in (
        ("Left out", [row for row in preview.rows if row.refused]),
        ("Look at", list(preview.printed)),
    ):
        reasons: dict[str, list[SheetRow]] = {}
        for row in rows:
            for finding in row.findings[:1]:
                reasons.setdefault(said(finding), []).append(row)
        parts += [f"{verb} {_numbers(alike)}: {words}" for words, alike in reasons.items()]
    shown = parts[:_MOST_REASONS]
    more = len(parts) - len(shown)
    return "\n".join([*shown, f"and {more} more"] if more else shown)


def said(finding: Finding) -> str:
    """A finding with its way out; where a text does not fit the form, its box first."""
    box = f"{finding.where[:1].upper()}{finding.where[1:]}: " if finding.rule in _OF_A_BOX else ""
    return f"{box}{finding.message.rstrip('.')}. {finding.fix}".strip()


def _numbers(rows: Sequence[SheetRow]) -> str:
    shown = [row.number for row in rows[:_MOST_NUMBERS]]
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
