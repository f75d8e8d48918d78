"""The service lines of an 837P.

Source: ASC X12N 005010X222A1, loops 2400, 2410 and 2420B.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from clinicbill.x12.claim_837p_parts import SECONDARY_IDS, organization, plain_id, secondary_id
from clinicbill.x12.writer import fold, free_text

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ServiceLine
    from clinicbill.x12.claim_837p_parts import Row, Rows
    from clinicbill.x12.companion import Companion

_MODIFIERS = 4


def service_line_2400(number: int, line: ServiceLine, claim: Claim) -> Rows:
    """Loop 2400 LX, SV1, DTP*472, REF*6R, PS1; `number` counts the claim's lines from 1. Paper: 24A to 24H, 20."""
    yield ("LX", number)
    yield professional_service(line, claim)
    yield service_date(line)
    # The only key that surely leads back from the 835; payers return it where they can.
    yield ("REF", "6R", fold(line.line_control_number))
    yield from purchased_service(line, claim)


def professional_service(line: ServiceLine, claim: Claim) -> Row:
    """SV1: procedure, modifiers, description, charge, units, place where it differs, pointers, emergency, EPSDT, family.

    A narrative stands in SV101-7, which the guide wants for unlisted codes. What came of a screening stands in CRC
    of the claim; the line says Y only. Paper: 24D, 24 shaded, 24F, 24G, 24B, 24E, 24C, 24H.
    """
    modifiers = (*line.modifiers, *("",) * (_MODIFIERS - len(line.modifiers)))
    return (
        "SV1",
        ("HC", plain_id(line.procedure_code), *modifiers, free_text(line.narrative)),
        line.charge,
        "UN",
        line.units,
        line.pos if line.pos != claim.pos else "",
        "",
        line.pointers,
        "",
        "Y" if line.emergency else "",
        "",
        "Y" if line.epsdt else "",
        "Y" if line.family_planning else "",
    )


def service_date(line: ServiceLine) -> Row:
    """DTP*472: one day, or the first and the last. Paper: item 24A."""
    if line.from_on == line.to_on:
        return ("DTP", "472", "D8", line.from_on)
    return ("DTP", "472", "RD8", f"{line.from_on:%Y%m%d}-{line.to_on:%Y%m%d}")


def purchased_service(line: ServiceLine, claim: Claim) -> Rows:
    """PS1: who was paid for this service, by number, and how much. Paper: items 20 and 32a or 32b.

    Both elements are required, so there is none without a number; a finding says so.
    """
    number = seller_number(claim)
    if line.purchased is not None and number:
        yield ("PS1", number, line.purchased)


def seller_number(claim: Claim) -> str:
    """PS101, which names the provider of 2420B: the NPI of the place of service, else its other number."""
    place = claim.facility
    if place is None:
        return ""
    other = place.other_id if place.other_id and place.other_id.qualifier in SECONDARY_IDS["2420B"] else None
    return plain_id(place.npi) or (other.number if other else "")


def purchased_service_provider_2420b(line: ServiceLine, claim: Claim, companion: Companion) -> Rows:
    """Loop 2420B NM1*QB without a name, REF: who was paid for this service. Paper: item 32 where 20 says YES."""
    place = claim.facility
    if line.purchased is not None and place is not None and seller_number(claim):
        yield organization("QB", "", "XX", plain_id(place.npi))
        yield from secondary_id("2420B", place.other_id)


def drug_2410(line: ServiceLine, claim: Claim, companion: Companion) -> Rows:
    """Loop 2410 LIN and CTP: national drug code, quantity and unit. Paper: item 24 shaded with N4."""
    if line.ndc:
        yield ("LIN", "", "N4", plain_id(line.ndc))
        yield ("CTP", "", "", "", _quantity(line.ndc_quantity), (line.ndc_unit,))


def _quantity(text: str) -> Decimal | str:
    """The quantity as a number; a text that is none stays, so that a finding can name it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
