"""Claim → the text of every box of the CMS-1500: the list of all boxes, in the order of the form.

The rules stand in boxes_patient, boxes_insured, boxes_condition, boxes_lines and boxes_providers, one small function
per box, each citing its rule and the element of the 837P that says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clinicbill.cms1500 import boxes_condition, boxes_insured, boxes_patient, boxes_providers
from clinicbill.cms1500.boxes_lines import LINE_BOXES
from clinicbill.cms1500.layout import layout
from clinicbill.cms1500.pages import sheets
from clinicbill.cms1500.shorten import SHORTENED, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts
    from clinicbill.cms1500.layout import Place
    from clinicbill.cms1500.pages import Sheet

Texts: TypeAlias = "dict[Place, str]"
"""What stands on one form: item and sub-field → text. Empty texts are left out."""

CLAIM_BOXES: tuple[tuple[str, Callable[[Claim, PayerProfile], Parts]], ...] = (
    ("carrier", boxes_patient.box_carrier),
    ("1", boxes_patient.box_1),
    ("1a", boxes_patient.box_1a),
    ("2", boxes_patient.box_2),
    ("3", boxes_patient.box_3),
    ("4", boxes_insured.box_4),
    ("5", boxes_patient.box_5),
    ("6", boxes_insured.box_6),
    ("7", boxes_insured.box_7),
    ("9", boxes_insured.box_9),
    ("9a", boxes_insured.box_9a),
    ("9d", boxes_insured.box_9d),
    ("10a", boxes_patient.box_10a),
    ("10b", boxes_patient.box_10b),
    ("10c", boxes_patient.box_10c),
    ("10d", boxes_patient.box_10d),
    ("11", boxes_insured.box_11),
    ("11a", boxes_insured.box_11a),
    ("11b", boxes_insured.box_11b),
    ("11c", boxes_insured.box_11c),
    ("11d", boxes_insured.box_11d),
    ("12", boxes_patient.box_12),
    ("13", boxes_insured.box_13),
    ("14", boxes_condition.box_14),
    ("15", boxes_condition.box_15),
    ("16", boxes_condition.box_16),
    ("17", boxes_condition.box_17),
    ("17a", boxes_condition.box_17a),
    ("17b", boxes_condition.box_17b),
    ("18", boxes_condition.box_18),
    ("19", boxes_condition.box_19),
    ("22", boxes_condition.box_22),
    ("23", boxes_condition.box_23),
    ("25", boxes_providers.box_25),
    ("26", boxes_providers.box_26),
    ("27", boxes_providers.box_27),
    ("31", boxes_providers.box_31),
    ("32", boxes_providers.box_32),
    ("32a", boxes_providers.box_32a),
    ("32b", boxes_providers.box_32b),
    ("33", boxes_providers.box_33),
    ("33a", boxes_providers.box_33a),
    ("33b", boxes_providers.box_33b),
)
# Names that may stand shorter, from the whole name to the shortest true form; empty where it is no person's name.
NAME_FORMS: dict[Place, Callable[[Claim, PayerProfile], tuple[str, ...]]] = {
    ("2", "patient_name"): boxes_patient.names_2,
    ("4", "insured_name"): boxes_insured.names_4,
    ("9", "other_insured_name"): boxes_insured.names_9,
    ("17", "name"): boxes_condition.names_17,
    ("31", "signature"): boxes_providers.names_31,
    ("32", "name"): boxes_providers.names_32,
    ("33", "name"): boxes_providers.names_33,
}
# Items 8, 9b, 9c and 30 are reserved and stay blank (NUCC).
SHEET_BOXES: tuple[tuple[str, Callable[[Sheet], Parts]], ...] = (
    ("20", boxes_condition.box_20),
    ("21", boxes_condition.box_21),
    ("28", boxes_providers.box_28),
    ("29", boxes_providers.box_29),
)
FITTED = SHORTENED | NAME_FORMS.keys()


def claim_texts(claim: Claim, profile: PayerProfile) -> list[Texts]:
    """What stands on each form of the claim, at least one."""
    common = _placed((item, box(claim, profile)) for item, box in CLAIM_BOXES)
    common |= {place: short for place, _, short in _fitted(common, claim, profile)}
    return [common | _sheet_texts(sheet) for sheet in sheets(claim, profile)]


def shorter_texts(claim: Claim, profile: PayerProfile) -> tuple[tuple[Place, str, str], ...]:
    """The names and streets that stand on the form in a shorter way: where, as a whole, and as they stand."""
    whole = _placed((item, box(claim, profile)) for item, box in CLAIM_BOXES)
    return tuple(found for found in _fitted(whole, claim, profile) if found[1] != found[2])


def _sheet_texts(sheet: Sheet) -> Texts:
    texts = _placed((item, box(sheet)) for item, box in SHEET_BOXES)
    for number, line in enumerate(sheet.lines, 1):
        texts |= _placed((f"24.{number}", box(line, sheet.claim, sheet.profile)) for box in LINE_BOXES)
    if sheet.count > 1 and sheet.profile.numbered_sheets:
        texts["sheet", "page_of_pages"] = f"PAGE {sheet.number} OF {sheet.count}"
    return texts


def _placed(boxes: Iterable[tuple[str, Parts]]) -> Texts:
    return {(item, name): text for item, parts in boxes for name, text in parts.items() if text}


def _fitted(texts: Texts, claim: Claim, profile: PayerProfile) -> Iterator[tuple[Place, str, str]]:
    """Where a name or street is longer than its box: the place, the text, and what takes its place."""
    fields = layout().fields
    for place, text in texts.items():
        if place in FITTED and len(text) > (room := fields[place].longest):
            forms = NAME_FORMS[place](claim, profile) if place in NAME_FORMS else ()
            short = next((form for form in forms if len(form) <= room), text)
            yield place, text, short if forms else fitted(place, text, room)
