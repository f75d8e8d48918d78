"""What one payer or clearinghouse wants different in the 837P, as options the loops ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.claims.profile import PayerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Choices the implementation guide leaves open.

    Attributes:
        amount_paid: AMT*F5 is sent; some payers cut their payment by a copay they see there.
        taxonomy: PRV*BI and PRV*PE are sent.
        payer_address: 2010BB carries N3 and N4, for clearinghouses that print and mail.
    """

    amount_paid: bool = False
    taxonomy: bool = True
    payer_address: bool = True


def companion_for(profile: PayerProfile) -> Companion:
    """The options of a payer profile (resources/rules/payer_profiles.toml, file_…)."""
    return Companion(
        amount_paid=profile.file_amount_paid,
        taxonomy=profile.file_taxonomy,
        payer_address=profile.file_payer_address,
    )
