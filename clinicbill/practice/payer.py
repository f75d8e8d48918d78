"""Payer: who is billed first, and how it wants its claims."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.people import Address

# An id of 0: not saved yet.
_NEW = PayerId(0)


class Delivery(StrEnum):
    """How claims reach a payer."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """An insurer or programme that pays claims (2010BB, 2330B, the carrier block).

    Attributes:
        id: our row; 0 until it is saved.
        payer_number: NM109 with PI, as the clearinghouse lists it; may be empty where claims go on paper.
        claim_filing_code: SBR09; see `payer_kinds`.
        profile: which payer profile of resources/rules applies.
        address: where paper claims go.
        billing_id: what this payer calls the practice, under its qualifier 0B, G2 or LU (item 33b, 2010BB REF).
        mac: the Medicare contractor whose local rules hold, such as JE; empty where there is none.
        filing_limit_days: days from the first date of service to file, None where unknown.
    """

    id: PayerId = _NEW
    name: str
    payer_number: str = ""
    claim_filing_code: str = "CI"
    profile: str = "commercial"
    address: Address = Address()
    phone: str = ""
    billing_id_qualifier: str = ""
    billing_id: str = ""
    filing_limit_days: int | None = None
    delivery: Delivery = Delivery.ELECTRONIC
    active: bool = True
    mac: str = ""
