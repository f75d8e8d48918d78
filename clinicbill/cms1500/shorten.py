"""Words written shorter where a name or street is longer than its box; whole words only, nothing is cut off.

Source: USPS Publication 28, Postal Addressing Standards, appendix B (directions), C1 (street suffixes), C2 (units)
and G (business words).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.cms1500.layout import Place

_SHORTER = {
    "AND": "&",
    "INCORPORATED": "INC",
    "CORPORATION": "CORP",
    "COMPANY": "CO",
    "INTERNATIONAL": "INTL",
    "ASSOCIATES": "ASSOC",
    "ASSOCIATION": "ASSN",
    "DEPARTMENT": "DEPT",
    "INSURANCE": "INS",
    "HOSPITAL": "HOSP",
    "UNIVERSITY": "UNIV",
    "CENTER": "CTR",
    "SUITE": "STE",
    "APARTMENT": "APT",
    "BUILDING": "BLDG",
    "FLOOR": "FL",
    "ROOM": "RM",
    "STREET": "ST",
    "AVENUE": "AVE",
    "BOULEVARD": "BLVD",
    "PARKWAY": "PKWY",
    "HIGHWAY": "HWY",
    "TERRACE": "TER",
    "CIRCLE": "CIR",
    "SQUARE": "SQ",
    "DRIVE": "DR",
    "COURT": "CT",
    "PLACE": "PL",
    "TRAIL": "TRL",
    "LANE": "LN",
    "ROAD": "RD",
    "NORTHEAST": "NE",
    "NORTHWEST": "NW",
    "SOUTHEAST": "SE",
    "SOUTHWEST": "SW",
    "NORTH": "N",
    "SOUTH": "S",
    "EAST": "E",
    "WEST": "W",
}
SHORTENED: frozenset[Place] = frozenset(
    {
        ("carrier", "name"),
        ("carrier", "addr1"),
        ("carrier", "addr2"),
        ("4", "insured_name"),
        ("5", "street"),
        ("7", "street"),
        ("9", "other_insured_name"),
        ("9d", "other_plan_name"),
        ("11c", "plan_name"),
        ("32", "name"),
        ("32", "street"),
        ("33", "name"),
        ("33", "street"),
    }
)
"""Fields that hold a company's name or a street; a person's name is never shortened."""


# A place is known without the legal form of its owner, which stands in item 33.
PLACE_NAMES: frozenset[Place] = frozenset({("32", "name")})
_COMPANY_FORMS = (" PLLC", " LLC", " LLP", " INC", " CORP", " LTD", " PC", " PA", " PS")


def fitted(place: Place, text: str, room: int) -> str:
    """The text of a field in at most `room` characters, by the stated short forms; longer where they do not do."""
    if len(text) <= room or place not in SHORTENED:
        return text
    short = shortened(text, room)
    if len(short) > room and place in PLACE_NAMES:
        form = next((form for form in _COMPANY_FORMS if short.endswith(form)), "")
        return short.removesuffix(form)
    return short


def shortened(text: str, room: int) -> str:
    """The text with as many words in their short form as it needs for `room` characters, the first rows first.

    A text that is still too long comes back with all its short words; the finding names it.
    """
    words = text.split(" ")
    for long, short in _SHORTER.items():
        if len(text) <= room:
            return text
        # The first word is the name itself: North Star is not N Star.
        words = [short if place and word == long else word for place, word in enumerate(words)]
        text = " ".join(words)
    return text
