"""The providers of an 837P: who bills, who is paid, who performed, referred, ordered and supervised, and where.

Source: ASC X12N 005010X222A1, loops 2000A, 2010AA, 2010AB, 2310A–D, 2420A, 2420E.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.x12.claim_837p_parts import (
    address,
    organization,
    person,
    plain_id,
    secondary_id,
    taxonomy_of,
)
from clinicbill.x12.writer import fold

if TYPE_CHECKING:
    from clinicbill.claims.claim import (
        Claim,
        ReferringProvider,
        RenderingProvider,
        ServiceFacility,
        ServiceLine,
    )
    from clinicbill.x12.claim_837p_parts import Rows
    from clinicbill.x12.companion import Companion


def billing_provider_specialty_2000a(claim: Claim, companion: Companion) -> Rows:
    """Loop 2000A PRV*BI: taxonomy of whoever bills. Paper: item 33b where the payer wants it."""
    taxonomy = taxonomy_of(claim.billing.taxonomy, claim.billing.other_id)
    if companion.taxonomy and taxonomy:
        yield ("PRV", "BI", "PXC", taxonomy)


def billing_provider_2010aa(claim: Claim, companion: Companion) -> Rows:
    """Loop 2010AA NM1*85, N3, N4, REF*EI or SY, REF*0B or 1G. Paper: 33, 33a, 25, 33b. Street address, nine-digit ZIP."""
    billing = claim.billing
    if billing.organization:
        yield organization("85", billing.organization, "XX", plain_id(billing.npi))
    else:
        yield person("85", billing.person, "XX", plain_id(billing.npi))
    yield from address(billing.address)
    yield ("REF", billing.tax_id_kind, plain_id(billing.tax_id))
    yield from secondary_id("2010AA", billing.other_id)


def pay_to_address_2010ab(claim: Claim, companion: Companion) -> Rows:
    """Loop 2010AB NM1*87 without name or id, N3, N4: where payments go when not to 2010AA; a PO box may stand here."""
    billing = claim.billing
    if billing.pay_to and billing.pay_to != billing.address:
        yield ("NM1", "87", "2" if billing.organization else "1")
        yield from address(billing.pay_to)


def referring_provider_2310a(claim: Claim, companion: Companion) -> Rows:
    """Loop 2310A NM1*DN, REF: who referred the patient. Paper: items 17, 17a and 17b with DN."""
    yield from _named_in_item_17(claim.referring, "DN", "2310A")


def claim_rendering(claim: Claim) -> RenderingProvider | None:
    """Who performed the claim's services, where that is not whoever bills; single lines may differ (2420A)."""
    rendering = claim.lines[0].rendering
    return None if rendering.npi == claim.billing.npi else rendering


def rendering_provider_2310b(claim: Claim, companion: Companion) -> Rows:
    """Loop 2310B NM1*82, PRV*PE, REF: who performed, when not whoever bills. Paper: items 24I and 24J of the lines."""
    rendering = claim_rendering(claim)
    if rendering:
        yield from _rendering(rendering, companion, "2310B")


def facility_elsewhere(claim: Claim) -> ServiceFacility | None:
    """The place of service, where that is not at the billing provider's address."""
    facility = claim.facility
    return facility if facility and facility.address != claim.billing.address else None


def service_facility_2310c(claim: Claim, companion: Companion) -> Rows:
    """Loop 2310C NM1*77, N3, N4, REF: where, when not at the billing provider's address. Paper: 32, 32a, 32b."""
    if facility := facility_elsewhere(claim):
        yield organization("77", facility.name, "XX", plain_id(facility.npi))
        yield from address(facility.address)
        yield from secondary_id("2310C", facility.other_id)


def supervising_provider_2310d(claim: Claim, companion: Companion) -> Rows:
    """Loop 2310D NM1*DQ, REF: who supervised. Paper: items 17, 17a and 17b with DQ."""
    yield from _named_in_item_17(claim.referring, "DQ", "2310D")


def rendering_provider_2420a(line: ServiceLine, claim: Claim, companion: Companion) -> Rows:
    """Loop 2420A NM1*82, PRV*PE, REF: who performed this line, when not whoever the claim names. Paper: 24I, 24J."""
    usual = claim_rendering(claim)
    if line.rendering.npi != (usual.npi if usual else claim.billing.npi):
        yield from _rendering(line.rendering, companion, "2420A")


def ordering_provider_2420e(line: ServiceLine, claim: Claim, companion: Companion) -> Rows:
    """Loop 2420E NM1*DK, REF: who ordered; the guide has it on lines only. Paper: items 17, 17a and 17b with DK."""
    yield from _named_in_item_17(claim.referring, "DK", "2420E")


def _named_in_item_17(provider: ReferringProvider | None, qualifier: str, loop: str) -> Rows:
    if provider and provider.qualifier == qualifier:
        yield person(qualifier, provider.name, "XX", plain_id(provider.npi))
        yield from secondary_id(loop, provider.other_id)


def _rendering(provider: RenderingProvider, companion: Companion, loop: str) -> Rows:
    yield person("82", provider.name, "XX", plain_id(provider.npi))
    taxonomy = taxonomy_of(provider.taxonomy, provider.other_id)
    if companion.taxonomy and taxonomy:
        yield ("PRV", "PE", "PXC", taxonomy)
    named = provider.other_id.qualifier if provider.other_id else ""
    if companion.license_number and provider.license_number and named != "0B":
        yield ("REF", "0B", fold(provider.license_number))
    yield from secondary_id(loop, provider.other_id)
