"""Ways: from a place in the Claim to the record where it is typed, and the words of the button that goes there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.claims.typed import Typed, typed_in
from clinicbill.ui.target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.claim import Claim
    from clinicbill.ui.claims.reads import Box, ClaimFile

_PATIENT, _VISIT, _SETUP, _CORRECT = "patients", "coding", "setup", "claims"

# Where a table of the practice file is typed: the place, the part of it, and what the button says.
_HOMES: Mapping[str, tuple[str, str, str]] = {
    "patient": (_PATIENT, "details", "Open patient"),
    "coverage": (_PATIENT, "insurance", "Open insurance"),
    "patient_case": (_PATIENT, "cases", "Open case"),
    "authorization": (_PATIENT, "authorizations", "Open authorization"),
    "payer": (_SETUP, "payers", "Open payer"),
    "provider": (_SETUP, "providers", "Open provider"),
    "referring": (_SETUP, "referring", "Open provider"),
    "facility": (_SETUP, "facilities", "Open facility"),
    "practice": (_SETUP, "practice", "Open practice"),
}
# The first field of a whole record of Setup; a patient's form finds its own.
_FIRST: Mapping[str, str] = {
    "payer": "name",
    "facility": "name",
    "practice": "name",
    "provider": "name.last",
}
# Where it is typed what the claim does not have yet, by the beginning of the dotted place.
_MISSING: tuple[tuple[str, str, str, str], ...] = (
    ("authorization_number", _PATIENT, "authorizations", "Open authorization"),
    ("referral_number", _PATIENT, "authorizations", "Open authorization"),
    ("amount_paid", _PATIENT, "account", "Open account"),
    ("others", _PATIENT, "insurance", "Open insurance"),
)
_OF_CLAIM = ("additional_information", "condition_codes", "original_reference", "frequency")
_OF_VISIT = ("lines", "diagnoses", "total", "referring", "facility")
# In the details of the visit it is chosen what the claim does not have yet.
_DETAILS: Mapping[str, str] = {"referring": "referring_id", "facility": "facility_id"}
# Columns that a form calls otherwise than their table does.
_FIELDS: Mapping[str, str] = {
    "last_name": "name.last",
    "first_name": "name.first",
    "middle_name": "name.middle",
    "suffix": "name.suffix",
    "street": "address.street",
    "street2": "address.street2",
    "city": "address.city",
    "state": "address.state",
    "zip": "address.zip",
    "responsibility": "priority",
    "charge_cents": "charge",
    "purchased_cents": "purchased",
}
_INSURED = "subscriber_"
_RENDERING = re.compile(r"lines\.(\d+)\.rendering\b")
_INDEX = re.compile(r"(?:lines|diagnoses|others)\.(\d+)")
_ITEM = re.compile(r"items? (\d+[A-Ka-k]?)")
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a value is typed: a place of the side bar, the record and field there, the words of the button.

    `place` is "claims" where the claim itself is corrected, and `key` then its id.
    """

    place: str
    key: Target | int
    words: str


def way_to(path: str, file: ClaimFile) -> Way | None:
    """The way to a dotted place in the Claim, such as case.onset_on; None where nobody types it."""
    if path.split(".")[0] in _OF_CLAIM:
        return Way(place=_CORRECT, key=file.record.id, words="Open details")
    if found := _RENDERING.match(path):
        return _to_rendering(path, int(found.group(1)), file)
    typed = _place_of(path, file)
    if typed is not None and typed.table in _HOMES:
        return _to_record(typed, file, referring=path.startswith("referring"))
    return _to_visit(path, file) or _to_missing(path, file)


def _place_of(path: str, file: ClaimFile) -> Typed | None:
    """The row and column; a payer's form is typed at the insurance where that has a form of its own."""
    found = typed_in(file.claim, file.rows, path)
    own = [place for place in found if place.table != "coverage" or place.row_id in file.rows.own_profiles]
    return next(iter(own if len(found) > 1 else found), None)


def _to_record(typed: Typed, file: ClaimFile, *, referring: bool = False) -> Way:
    place, part, words = _HOMES["referring" if referring else typed.table]
    field = _field(typed.columns) or _FIRST.get(typed.table, "")
    record = file.record.patient_id if place == _PATIENT else 0
    return Way(
        place=place,
        key=Target(record=record, part=part, row=typed.row_id, field=field),
        words=words,
    )


def _to_rendering(path: str, at: int, file: ClaimFile) -> Way:
    """The provider; the number a payer gave him stands at the payer."""
    line = file.claim.lines[at] if at < len(file.claim.lines) else None
    whose = file.rows.providers.get(line.encounter_id, 0) if line is not None else 0
    if ".rendering.other_id" in path:
        payer = file.claim.coverage.payer.payer_id
        key = Target(part="payers", row=payer, field="number", whose=whose)
        return Way(place=_SETUP, key=key, words="Open payer")
    typed = _place_of(path, file) or Typed(table="provider", row_id=whose)
    return _to_record(typed, file)


def _to_visit(path: str, file: ClaimFile) -> Way | None:
    """A line's cell, a diagnosis, or the visit's details, where its facility and who referred it are chosen."""
    start, claim = path.split(".")[0], file.claim
    if start not in _OF_VISIT or not file.visits:
        return None
    found = _INDEX.match(path)
    at = int(found.group(1)) if found else 0
    visit, row, field = int(file.visits[0]), at, "details"
    if start == "diagnoses":
        field = "diagnoses"
    elif start in ("lines", "total") and at < len(claim.lines):
        visit, row = claim.lines[at].encounter_id, claim.lines[at].service_line_id
        typed = _place_of("lines.0.charge" if start == "total" else path, file)
        field = (_field(typed.columns) if typed is not None else "") or "procedure_code"
    key = Target(record=visit, row=row, field=field, inside=_DETAILS.get(start, ""))
    return Way(place=_VISIT, key=key, words="Open visit")


def _to_missing(path: str, file: ClaimFile) -> Way | None:
    for start, place, part, words in _MISSING:
        if path == start or path.startswith(f"{start}."):
            row = _other_coverage(path, file.claim) if start == "others" else 0
            return Way(
                place=place, key=Target(record=file.record.patient_id, part=part, row=row), words=words
            )
    return None


def _other_coverage(path: str, claim: Claim) -> int:
    found = _INDEX.match(path)
    at = int(found.group(1)) if found else 0
    return claim.others[at].coverage.coverage_id if at < len(claim.others) else 0


def _field(columns: Sequence[str]) -> str:
    """What a form calls the first column that holds the value itself and not what kind of number it is."""
    first = next((name for name in columns if not name.endswith("_qualifier")), "")
    if first.startswith(_INSURED):
        inner = first.removeprefix(_INSURED)
        return _INSURED + _FIELDS.get(inner, inner)
    return _FIELDS.get(first, first)


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
