"""The two practices of the days that are told: their payers, people, places and fees, all invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.provider import Provider
from clinicbill.workflows.set_up_practice import NewFee, NewProcedure, PracticeSetup

BILLER, FRONT_DESK, OWNER = "Dana Reyes", "Ana Ortiz", "Anna Lindqvist"
SINCE = date(2026, 1, 1)
_CLAIMS_TO = Address(street="PO Box 4410", city="Portland", state="OR", zip="972084410")


def _fees(*rows: str) -> tuple[NewProcedure, ...]:
    """Codes under their bare numbers, with the fee for everybody from 2025 on."""
    pairs = (row.split(" ") for row in rows)
    fee = date(2025, 1, 1)
    return tuple(
        NewProcedure(
            procedure=Procedure(code=code, name=code),
            fees=(NewFee(charge=Money.parse(charge), from_on=fee),),
        )
        for code, charge in pairs
    )


def _payer(name: str, number: str, filing_code: str, profile: str = "commercial", **fields: Any) -> Payer:
    values: dict[str, Any] = {"address": _CLAIMS_TO, "phone": "8005550142"}
    return Payer(
        name=name,
        payer_number=number,
        claim_filing_code=filing_code,
        profile=profile,
        **(values | fields),
    )


_PAPER: dict[str, Any] = {"delivery": Delivery.PAPER}
_CEDAR_STREET = Address(street="410 Alder Ave Ste 2", city="Bend", state="OR", zip="977011234")
_RIDGE_STREET = Address(street="77 Mill View Way", city="Bend", state="OR", zip="977024410")

CEDAR = PracticeSetup(
    practice=Practice(
        name="Cedar Spine & Wellness PLLC",
        kind="chiro",
        tax_id="123456789",
        npi="1987654328",
        taxonomy="111N00000X",
        phone="5415550134",
        contact_name=BILLER,
        address=_CEDAR_STREET,
        time_zone="America/Los_Angeles",
        submitter_id="CEDAR01",
        receiver_name="RIVERBEND CLEARING",
        receiver_id="RIVERBEND",
    ),
    providers=(
        Provider(
            name=PersonName(last="Lindqvist", first="Anna"),
            credential="DC",
            npi="1234567893",
            taxonomy="111N00000X",
            signature_on_file_on=SINCE,
        ),
    ),
    payers=(
        _payer("Medicare B", "02302", "MB", "medicare", filing_limit_days=365),
        _payer("Medigap", "MG501", "CI", "medigap"),
        _payer("Aetna", "AE001", "CI", filing_limit_days=120),
        _payer("Cigna", "CG001", "CI", filing_limit_days=90),
        _payer("BCBS PPO", "BC001", "BL", "bcbs", filing_limit_days=180),
        _payer("UHC", "UH001", "CI", filing_limit_days=90),
        _payer("Travelers", "", "WC", "workers_comp", **_PAPER),
        _payer("Juniper Auto PIP", "", "AM", "auto", **_PAPER),
    ),
    procedures=_fees(
        *("98940 50", "98941 65", "98942 80", "97140 48", "97110 52", "G0283 25", "99203 165", "72040 75")
    ),
)

RIDGELINE = PracticeSetup(
    practice=Practice(
        name="Ridgeline Orthopedics PC",
        kind="ortho",
        tax_id="123456789",
        npi="1987654328",
        taxonomy="207X00000X",
        phone="5415550135",
        contact_name=BILLER,
        address=_RIDGE_STREET,
        time_zone="America/Los_Angeles",
        submitter_id="RIDGE01",
        receiver_name="RIVERBEND CLEARING",
        receiver_id="RIVERBEND",
    ),
    providers=(
        Provider(
            name=PersonName(last="Okafor", first="Samuel"),
            credential="MD",
            npi="1234567893",
            taxonomy="207X00000X",
            signature_on_file_on=SINCE,
        ),
    ),
    facilities=(
        Facility(name="Ridgeline Surgery Center", npi="1666000025", pos="24", address=_RIDGE_STREET),
        Facility(name="Cascade Hospital", npi="1555000011", pos="22", address=_CEDAR_STREET),
    ),
    payers=(
        _payer("Medicare B", "02302", "MB", "medicare", filing_limit_days=365),
        _payer("BCBS FEP", "BF001", "FI", "bcbs"),
        _payer("UHC", "UH001", "CI"),
        _payer("Travelers", "TR001", "WC", "workers_comp"),
    ),
    procedures=_fees(
        *("99203 175", "99213 115", "20610 180", "J3301 12", "73562 95", "73110 85", "25600 640"),
        *("27447 4200", "29881 2600", "29827 3600", "29824 1900", "29826 900", "29877 2100", "L3908 85"),
    ),
)
