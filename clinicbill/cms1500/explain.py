"""What stands in a box of the paper claim, why, where it comes from, and what the 837P says instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from clinicbill.claims.profiles import claim_profile, notes_of
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.layout import area_of, layout
from clinicbill.cms1500.origin import box_row
from clinicbill.cms1500.origins_paid import PAID_BY_PAYER
from clinicbill.cms1500.pages import sheets
from clinicbill.cms1500.provenance import origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.boxes import Texts
    from clinicbill.cms1500.origin import Origin

FileSegment: TypeAlias = tuple[str, int, str]
"""Loop, service line (0 outside lines) and text of a segment, as x12.claim_837p.claim_segments gives them."""

# Items whose segment is that of one of the other insurances; those that add up segments.
_OTHER_INSURANCE = frozenset({"9", "9a", "9d"})
_SUMS = frozenset({"29"})
_MARK_NAMES = {
    "tricare": "TRICARE",
    "champva": "CHAMPVA",
    "group": "Group health",
    "feca_blklung": "FECA / black lung",
    "ssn": "SSN",
    "ein": "EIN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxExplanation:
    """Everything a reader may ask about one box.

    Attributes:
        item: as it is called on the form; `line` is the service line of the claim from 1, 0 outside item 24.
        value: what is printed; a cross is shown by the name of its box.
        rule, source: why, in our own words, and who published it; `read_on` the day it was read, where known.
        record, field, path, origin: where it comes from, as the screen and as findings name it, and what stands there.
        loop, segments: the 837P's place and segments for the same fact; empty where it has none.
        note: what differs between paper and file; empty where nothing does.
    """

    item: str
    line: int
    title: str
    value: str
    rule: str
    source: str
    read_on: date | None
    record: str
    field: str
    path: str
    origin: str
    loop: str
    segments: tuple[str, ...]
    note: str

    @property
    def segment(self) -> str:
        """All segments as one text, a blank between them."""
        return " ".join(self.segments)


def explain(
    claim: Claim, item: str, *, line: int = 0, sheet: int = 1, segments: Iterable[FileSegment] = ()
) -> BoxExplanation:
    """The explanation of one box.

    Args:
        claim: the claim on the form.
        item: the box as BoxArea calls it.
        line: the service line on this sheet, 1 to 6; 0 outside item 24.
        sheet: which of the claim's forms, from 1.
        segments: the claim's 837P; without it nothing is said of the file.

    Raises:
        KeyError: the form has no such box.
        NotFound: the payer's profile is not known.
    """
    profile = claim_profile(claim)
    row, note = box_row(item), notes_of(profile, claim.created_on).get(item)
    claim_line = line + sheets(claim, profile)[sheet - 1].first if line else 0
    came = origin(claim, profile, item, claim_line)
    value = _value(claim_texts(claim, profile)[sheet - 1], item, line)
    loop: str = ""
    found: tuple[str, ...] = ()
    if value or came.value:
        loop, found = _in_file(claim, came, item, claim_line, tuple(segments))
    return BoxExplanation(
        item=item,
        line=claim_line,
        title=row.title,
        value=value,
        rule=note.text if note else row.rule,
        source=note.source if note else row.source,
        read_on=note.read_on if note else None,
        record=came.record,
        field=came.field,
        path=came.path,
        origin=came.value,
        loop=loop,
        segments=found,
        note=_difference(claim, profile, came, value, item, claim_line) if found else "",
    )


def _value(texts: Texts, item: str, line: int) -> str:
    """The box's texts in the order of the form."""
    places = (place for place in layout().fields if place in texts and area_of(place) == (item, line))
    return " ".join(_mark_name(place[1]) if _is_mark(place) else texts[place] for place in places)


def _is_mark(place: tuple[str, str]) -> bool:
    return layout().fields[place].align == "mark"


def _mark_name(field: str) -> str:
    return _MARK_NAMES.get(field, field.rsplit("_", 1)[-1].capitalize())


def _in_file(
    claim: Claim, came: Origin, item: str, line: int, segments: tuple[FileSegment, ...]
) -> tuple[str, tuple[str, ...]]:
    """Loop and segments: the first of the table's rows of which the file has anything."""
    for loop, starts in _rows(claim, item, line):
        texts = [text for name, number, text in segments if name == loop and number in (0, line or number)]
        wanted = starts.format(file_qualifier=came.file_qualifier, file_start=came.file_start).split()
        found = tuple(text for start in wanted for text in _beginning(texts, start, item, came))
        if found:
            return loop, found
    return "", ()


def _beginning(texts: list[str], start: str, item: str, came: Origin) -> list[str]:
    """The segment that begins so, that of the insurance in question where there are several; item 29 adds them up."""
    found = [text for text in texts if _begins(text, start)]
    if item in _SUMS:
        return found
    at = came.file_at if item in _OTHER_INSURANCE else 0
    return found[at : at + 1]


def _rows(claim: Claim, item: str, line: int) -> tuple[tuple[str, str], ...]:
    """The table's rows; the place of service stands on the line only where it differs from the claim's."""
    rows = box_row(item).file
    own_place = item == "24B" and line and claim.lines[line - 1].pos != claim.pos
    return rows[::-1] if own_place else rows


def _begins(text: str, start: str) -> bool:
    return text.startswith(start) and not text[len(start)].isalnum()


def _difference(claim: Claim, profile: PayerProfile, came: Origin, value: str, item: str, line: int) -> str:
    if came.file_qualifier and came.file_qualifier not in value.split():
        return f"Same date, other rule: the file needs {came.file_qualifier}."
    if item == "29" and came.path == "amount_paid" and came.file_start == PAID_BY_PAYER:
        return "What the patient paid is not in this segment."
    pointers = len(claim.lines[line - 1].pointers) if item == "24E" else 0
    if pointers > profile.pointers:
        return f"The file carries all {pointers} pointers."
    return ""
