"""Short captions of the boxes for the window, in our own words; the printed form has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.cms1500.layout import BoxArea

# (item, part) → caption. A box that is not named shows its item.
CAPTIONS: dict[tuple[str, str], str] = {
    ("carrier", ""): "Payer",
    ("1", ""): "1 Type",
    ("1a", ""): "1a Insured’s ID",
    ("2", ""): "2 Patient",
    ("3", ""): "3 Birth date, sex",
    ("4", ""): "4 Insured",
    ("5", "street"): "5 Address",
    ("5", "city"): "City",
    ("5", "state"): "St.",
    ("5", "zip"): "ZIP",
    ("5", "phone"): "Phone",
    ("6", ""): "6 Relationship",
    ("7", "street"): "7 Insured’s address",
    ("7", "city"): "City",
    ("7", "state"): "State",
    ("7", "zip"): "ZIP",
    ("7", "phone"): "Phone",
    ("8", ""): "8 Reserved",
    ("9", ""): "9 Other insured",
    ("9a", ""): "9a Policy or group no.",
    ("9b", ""): "9b Reserved",
    ("9c", ""): "9c Reserved",
    ("9d", ""): "9d Plan",
    ("10a", ""): "10a Employment",
    ("10b", ""): "10b Auto accident",
    ("10c", ""): "10c Other accident",
    ("10d", ""): "10d Claim codes",
    ("11", ""): "11 Policy, group or FECA no.",
    ("11a", ""): "11a Birth date, sex",
    ("11b", ""): "11b Other claim ID",
    ("11c", ""): "11c Plan",
    ("11d", ""): "11d Another plan",
    ("12", ""): "12 Patient’s signature",
    ("13", ""): "13 Insured’s signature",
    ("14", ""): "14 Date of current illness",
    ("15", ""): "15 Other date",
    ("16", ""): "16 Unable to work",
    ("17", ""): "17 Referring provider",
    ("17a", ""): "17a",
    ("17b", ""): "17b",
    ("18", ""): "18 Hospital stay",
    ("19", ""): "19 Additional information",
    ("20", ""): "20 Outside lab",
    ("21", ""): "21 Diagnoses",
    ("22", ""): "22 Resubmission",
    ("23", ""): "23 Authorization",
    ("25", ""): "25 Tax ID",
    ("26", ""): "26 Claim no.",
    ("27", ""): "27 Assignment",
    ("28", ""): "28 Total",
    ("29", ""): "29 Paid",
    ("30", ""): "30 Rsvd",
    ("31", ""): "31 Signature",
    ("32", ""): "32 Service facility",
    ("33", ""): "33 Billing provider",
    ("32a", ""): "a",
    ("32b", ""): "b",
    ("33a", ""): "a",
    ("33b", ""): "b",
}

# Heads of item 24, above the first line: left edge of the column in points → words.
LINE_HEADS: tuple[tuple[float, str], ...] = (
    (20.3, "24A Dates of service"),
    (147.9, "B"),
    (170.8, "C"),
    (192.3, "D Procedure, modifiers"),
    (335.5, "E Ptr"),
    (371.9, "F Charge"),
    (435.6, "G"),
    (464.9, "H"),
    (479.9, "I"),
    (501.2, "J Rendering NPI"),
)

# Sub-field of a cross → the word beside it.
MARKS: dict[str, str] = {
    "medicare": "Medicare",
    "medicaid": "Medicaid",
    "tricare": "Tricare",
    "champva": "ChampVA",
    "group": "Group",
    "feca_blklung": "FECA",
    "other": "Other",
    "self": "Self",
    "spouse": "Spouse",
    "child": "Child",
    "yes": "Yes",
    "no": "No",
    "ssn": "SSN",
    "ein": "EIN",
    "sex_m": "M",
    "sex_f": "F",
    "m": "M",
    "f": "F",
}


def caption(area: BoxArea) -> str:
    """The words in the upper left corner of a rectangle; item 24 has its heads above the lines."""
    if area.line:
        return ""
    return CAPTIONS.get((area.item, area.part), area.item)
