"""Ways: from a place in the Claim to the record where it is typed, and the words of the button that goes there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.claim import Claim
    from clinicbill.ui.claims.reads import Box, ClaimFile

_PATIENT, _VISIT, _SETUP, _CORRECT = "patients", "coding", "setup", "claims"

# Longest beginning first: where a dotted place of the Claim is typed, and what the button says.
_WAYS: tuple[tuple[str, str, str], ...] = (
    ("coverage.payer", _SETUP, "Open payer"),
    ("coverage", _PATIENT, "Open insurance"),
    ("others", _PATIENT, "Open insurance"),
    ("patient_control_number", "", ""),
    ("patient", _PATIENT, "Open patient"),
    ("case", _PATIENT, "Open case"),
    ("authorization_number", _PATIENT, "Open authorization"),
    ("referral_number", _PATIENT, "Open authorization"),
    ("amount_paid", _PATIENT, "Open account"),
    ("lines", _VISIT, "Open visit"),
    ("diagnoses", _VISIT, "Open visit"),
    ("total", _VISIT, "Open visit"),
    ("facility", _VISIT, "Open visit"),
    ("additional_information", _CORRECT, "Open details"),
    ("condition_codes", _CORRECT, "Open details"),
    ("referring", _PATIENT, "Open case"),
    ("original_reference", _CORRECT, "Open details"),
    ("frequency", _CORRECT, "Open details"),
    ("billing", _SETUP, "Open practice"),
)
_RENDERING = re.compile(r"lines\.\d+\.rendering\b")
_ITEM = re.compile(r"items? (\d+[A-Ka-k]?)")
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a value is typed: a place of the side bar, the record there, the words of the button.

    `place` is "claims" where the claim itself is corrected.
    """

    place: str
    key: object
    words: str


def way_to(path: str, file: ClaimFile) -> Way | None:
    """The way to a dotted place in the Claim, such as case.onset_on; None where nobody types it."""
    if _RENDERING.match(path):
        return Way(place=_SETUP, key="providers", words="Open provider")
    for start, place, words in _WAYS:
        if path == start or path.startswith(f"{start}."):
            return Way(place=place, key=_key(place, path, file), words=words) if place else None
    return None


def _key(place: str, path: str, file: ClaimFile) -> object:
    if place == _PATIENT:
        return file.record.patient_id
    if place == _VISIT:
        return _visit(path, file.claim) or (file.visits[0] if file.visits else None)
    if place == _SETUP:
        return "payers" if path.startswith("coverage") else "practice"
    return file.record.id


def _visit(path: str, claim: Claim) -> int | None:
    parts = path.split(".")
    if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() and int(parts[1]) < len(claim.lines):
        return claim.lines[int(parts[1])].encounter_id
    return None


def way_of_finding(finding: Finding, file: ClaimFile) -> Way | None:
    """Where an edit is mended."""
    return way_to(finding.field, file) if finding.field else None


def box_of_finding(finding: Finding, groups: Sequence[range]) -> tuple[int, Box] | None:
    """The sheet and box an edit speaks of, as its words name it: "line 2, item 24E" is sheet 1, box 24E of line 2.

    `groups` are the positions of the claim's lines, from 0, sheet by sheet.
    """
    item = _ITEM.search(finding.where)
    if item is None:
        return None
    found = item.group(1)
    line = _LINE.search(finding.where)
    if not found.startswith("24"):
        return 1, (re.sub(r"^21[A-L]$", "21", found), 0)
    at = int(line.group(1)) - 1 if line else 0
    sheet, group = next(((n, group) for n, group in enumerate(groups, 1) if at in group), (1, range(1)))
    return sheet, (found, at - group.start + 1 if at in group else 1)
