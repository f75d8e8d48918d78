"""Claim filing codes and the kinds of payer a new one is made from: data, in our own words.

Source of the codes: 005010X222A1, SBR09 (also 2320 SBR09). Filing limits: Medicare 42 CFR 424.44 (one calendar
year), TRICARE DD form 2642 (one year), CHAMPVA va.gov (one year), California workers' compensation DaisyBill (twelve
months); the others differ by contract, so they start empty and the office keys them.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.practice.payer import Delivery

CLAIM_FILING_CODES: dict[str, str] = {
    "11": "Other non-federal program",
    "12": "PPO",
    "13": "Point of service plan",
    "14": "EPO",
    "15": "Indemnity",
    "16": "Medicare Advantage HMO",
    "17": "Dental maintenance organization",
    "AM": "Auto",
    "BL": "Blue Cross Blue Shield",
    "CH": "TRICARE",
    "CI": "Commercial",
    "DS": "Disability",
    "FI": "Federal employees",
    "HM": "HMO",
    "LM": "Liability",
    "MA": "Medicare Part A",
    "MB": "Medicare Part B",
    "MC": "Medicaid",
    "OF": "Other federal program",
    "TV": "Title V",
    "VA": "Veterans Affairs",
    "WC": "Workers’ compensation",
    "ZZ": "Unknown",
}

MEDICARE_CODES = ("MA", "MB")
# Medicare's contractors by jurisdiction, for Part B and for equipment (CMS, Who are the MACs).
MEDICARE_CONTRACTORS: dict[str, str] = {
    "JE": "JE Noridian",
    "JF": "JF Noridian",
    "JH": "JH Novitas",
    "JJ": "JJ Palmetto",
    "JK": "JK NGS",
    "JL": "JL Novitas",
    "JM": "JM Palmetto",
    "JN": "JN First Coast",
    "J5": "J5 WPS",
    "J6": "J6 NGS",
    "J8": "J8 WPS",
    "J15": "J15 CGS",
    "JA": "JA Noridian, equipment",
    "JB": "JB CGS, equipment",
    "JC": "JC CGS, equipment",
    "JD": "JD Noridian, equipment",
}
# These insure a case, not a person.
CASE_CODES = ("AM", "LM", "WC")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerKind:
    """What a new payer of this kind starts with."""

    name: str
    claim_filing_code: str
    profile: str = "commercial"
    delivery: Delivery = Delivery.ELECTRONIC
    filing_limit_days: int | None = None


PAYER_KINDS = (
    PayerKind(name="Medicare Part B", claim_filing_code="MB", profile="medicare", filing_limit_days=365),
    PayerKind(name="Medicare Advantage", claim_filing_code="16", profile="medicare_advantage"),
    PayerKind(name="Medigap", claim_filing_code="CI", profile="medigap"),
    PayerKind(name="Medicaid", claim_filing_code="MC", profile="medicaid"),
    PayerKind(name="Blue Cross Blue Shield", claim_filing_code="BL", profile="bcbs"),
    PayerKind(name="Commercial", claim_filing_code="CI"),
    PayerKind(name="Group health plan", claim_filing_code="CI", profile="group_health"),
    PayerKind(name="PPO", claim_filing_code="12"),
    PayerKind(name="HMO", claim_filing_code="HM"),
    PayerKind(name="TRICARE", claim_filing_code="CH", profile="tricare", filing_limit_days=365),
    PayerKind(name="CHAMPVA", claim_filing_code="CH", profile="champva", filing_limit_days=365),
    PayerKind(name="Veterans Affairs", claim_filing_code="VA", profile="va"),
    PayerKind(name="Federal employees", claim_filing_code="FI"),
    PayerKind(
        name="Workers’ compensation", claim_filing_code="WC", profile="workers_comp", delivery=Delivery.PAPER
    ),
    PayerKind(
        name="Workers’ compensation, California",
        claim_filing_code="WC",
        profile="workers_comp_ca",
        delivery=Delivery.PAPER,
        filing_limit_days=365,
    ),
    PayerKind(name="FECA (federal workers)", claim_filing_code="WC", profile="feca", delivery=Delivery.PAPER),
    PayerKind(name="Auto", claim_filing_code="AM", profile="auto", delivery=Delivery.PAPER),
    PayerKind(name="Liability", claim_filing_code="LM", profile="auto", delivery=Delivery.PAPER),
)
