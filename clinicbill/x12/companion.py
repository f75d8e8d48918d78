"""What one payer or clearinghouse wants different in the 837P, as options the loops ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Choices the implementation guide leaves open.

    Attributes:
        amount_paid: AMT*F5 is sent; some payers cut their payment by a copay they see there.
        taxonomy: PRV*BI and PRV*PE are sent.
        other_ids: REF with numbers beside the NPI; original Medicare returns claims that carry them.
        license_number: 2310B and 2420A carry the state licence of who performed (REF*0B).
        payer_address: 2010BB carries N3 and N4, for clearinghouses that print and mail.
    """

    amount_paid: bool = False
    taxonomy: bool = True
    other_ids: bool = True
    license_number: bool = False
    payer_address: bool = True


def companion_for(profile: PayerProfile) -> Companion:
    """The options of a payer profile (resources/rules/payer_profiles.toml, file_…)."""
    return Companion(
        amount_paid=profile.file_amount_paid,
        taxonomy=profile.file_taxonomy,
        other_ids=profile.other_ids,
        license_number=profile.signature == "name_and_license",
        payer_address=profile.file_payer_address,
    )


def as_told(claim: Claim, companion: Companion) -> Claim:
    """The claim as this payer is to read it: without numbers beside the NPI where it takes none."""
    if companion.other_ids:
        return claim
    return replace(
        claim,
        billing=replace(claim.billing, other_id=None),
        referring=claim.referring and replace(claim.referring, other_id=None),
        facility=claim.facility and replace(claim.facility, other_id=None),
        lines=tuple(replace(line, rendering=replace(line.rendering, other_id=None)) for line in claim.lines),
    )
