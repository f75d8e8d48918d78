"""Pieces that many loops of the 837P share: names, addresses, numbers beside the NPI, adjustments.

A row is one segment before it is written: its tag and its elements, as SegmentWriter.add takes them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from clinicbill.x12.writer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.basics.people import Address, PersonName
    from clinicbill.claims.claim import Adjustment, OtherId
    from clinicbill.x12.writer import Element

Row: TypeAlias = "tuple[Element, ...]"
Rows: TypeAlias = "Iterator[Row]"

ORGANIZATION, PERSON = "2", "1"
TAXONOMY = "ZZ"
# REF01 of the numbers beside the NPI by loop; a taxonomy stands in PRV where the loop has one.
SECONDARY_IDS: Final = MappingProxyType(
    {
        "2010AA": ("0B", "1G"),
        "2010BB": ("G2", "LU"),
        "2310A": ("0B", "1G", "G2"),
        "2310B": ("0B", "1G", "G2", "LU"),
        "2310C": ("0B", "G2", "LU"),
        "2310D": ("0B", "1G", "G2", "LU"),
        "2420A": ("0B", "1G", "G2", "LU"),
        "2420B": ("0B", "1G", "G2"),
        "2420E": ("0B", "1G", "G2"),
    }
)
_TRIPLETS = 6


def plain_id(text: str) -> str:
    """An identifier without blanks, hyphens and other marks."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def person(entity: str, name: PersonName, qualifier: str = "", identifier: str = "") -> Row:
    """NM1 of a person: NM103 last, NM104 first, NM105 middle, NM107 suffix, NM108–109 id."""
    known = (qualifier, identifier) if identifier else ("", "")
    middle = name.middle.replace(".", "")
    return ("NM1", entity, PERSON, name.last, name.first, middle, "", name.suffix.replace(".", ""), *known)


def organization(entity: str, name: str, qualifier: str = "", identifier: str = "") -> Row:
    """NM1 of an organization: NM103 name, NM108–109 id."""
    known = (qualifier, identifier) if identifier else ("", "")
    return ("NM1", entity, ORGANIZATION, name, "", "", "", "", *known)


def secondary_id(loop: str, other: OtherId | None) -> Rows:
    """REF: a number beside the NPI, where the loop takes its qualifier; nothing where it does not."""
    if other and other.qualifier in SECONDARY_IDS[loop]:
        yield ("REF", other.qualifier, fold(other.number))


def taxonomy_of(usual: str, other: OtherId | None) -> str:
    """PRV03: the taxonomy this payer has for the provider, else the usual one."""
    return other.number if other and other.qualifier == TAXONOMY else usual


def address(place: Address) -> Rows:
    """N3 with one or two street lines, N4 with town, state and ZIP; nothing where the address is not complete."""
    if place.street and place.city:
        yield ("N3", place.street, place.street2)
        yield ("N4", place.city, place.state, plain_id(place.zip))


def adjustments(given: Sequence[Adjustment]) -> Rows:
    """CAS: one segment per group and six reasons, in the order they came; amounts of zero are left out."""
    groups: dict[str, list[Element]] = {}
    for one in given:
        if one.amount:
            groups.setdefault(one.group, []).extend((one.reason, one.amount, ""))
    for group, triplets in groups.items():
        for start in range(0, len(triplets), 3 * _TRIPLETS):
            yield ("CAS", group, *triplets[start : start + 3 * _TRIPLETS])
