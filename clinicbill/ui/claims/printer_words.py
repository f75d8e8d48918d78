"""What the print sheet says: what will happen to the claims, which stay out, which keys move the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.claims.columns import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.workflows.preview_print import PrintPreview, SheetRow

RED, PLAIN, COPIES = "red", "plain", "copies"
PAPERS = (
    (RED, "Red forms: data only"),
    (PLAIN, "Plain paper: draw the form"),
    (COPIES, "Plain paper: copies for the files"),
)
_MOST_NUMBERS = 4


def what_happens(preview: PrintPreview, *, copies_only: bool) -> str:
    """What printing does to the claims."""
    originals = sum(row.original for row in preview.printed)
    copies = len(preview.printed) - originals
    parts = []
    if originals:
        parts.append(f"{counted(originals)} will stand as Printed, kept to the byte.")
    if copies:
        them = "it" if copies == 1 else "them"
        for_files = " for the files" if copies_only else ""
        parts.append(f"{counted(copies)} will print as a copy{for_files}; nothing about {them} changes.")
    return " ".join(parts)


def left_out(preview: PrintPreview) -> str:
    """Which claims this paper does not suit and why, and which need a paper remittance by hand."""
    parts = []
    reasons: dict[str, list[SheetRow]] = {}
    for row in preview.rows:
        for finding in row.findings:
            reasons.setdefault(f"{finding.message}. {finding.fix}", []).append(row)
    for said, rows in reasons.items():
        verb = "Left out" if rows[0].refused else "Look at"
        parts.append(f"{verb} {_numbers(rows)}: {said}")
    return "\n".join(parts)


def _numbers(rows: Sequence[SheetRow]) -> str:
    shown = [row.number for row in rows[:_MOST_NUMBERS]]
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
