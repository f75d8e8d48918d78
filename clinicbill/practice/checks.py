"""What is wrong with the set-up, found before it can spoil a claim: pure rules, each with its source and its remedy.

Must-fix means the record contradicts itself or every claim would fail on it; a warning means some claim will.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import is_npi, is_tax_id
from clinicbill.practice.address_checks import AddressRule, address_findings, phone_findings
from clinicbill.practice.payer import Delivery
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.provider_number import qualifier_findings
from clinicbill.practice.user import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.practice.facility import Facility
    from clinicbill.practice.payer import Payer
    from clinicbill.practice.practice import Practice
    from clinicbill.practice.provider import Provider
    from clinicbill.practice.user import User

_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
_POS = re.compile(r"\d{2}")
LAST_OWNER = "S20"  # of `user_findings`: a workflow refuses it in a sentence of its own
_NPI_SOURCE = "45 CFR 162.406; CMS, Requirements for NPI check digit"

_BILLING = AddressRule(
    where="billing address",
    field="address",
    source="005010X222A1, 2010AA N3 and N4; NUCC 1500 manual, item 33",
    missing=Severity.MUST_FIX,
    zip9=True,
    street_only=True,
)
_PAY_TO = AddressRule(where="pay-to address", field="pay_to", source="005010X222A1, 2010AB N3 and N4")
_FACILITY = AddressRule(
    where="facility address",
    field="address",
    source="005010X222A1, 2310C N3 and N4; NUCC 1500 manual, item 32",
    zip9=True,
)
_CLAIM_ADDRESS = AddressRule(
    where="claim address", field="address", source="NUCC 1500 manual, carrier block; 005010X222A1, 2010BB N3"
)


def practice_findings(practice: Practice) -> list[Finding]:
    """What is wrong with the practice's own facts; ids S01–S07 and S21–S25."""
    return [
        *required(practice.name, rule="S01", what="name of the practice", where="practice", field="name"),
        *_tax_id(practice),
        *_npi(practice.npi, where="practice NPI (type 2, item 33a)", severity=Severity.MUST_FIX),
        *_taxonomy(practice.taxonomy, where="practice taxonomy"),
        *_time_zone(practice.time_zone),
        *address_findings(practice.address, _BILLING),
        *(address_findings(practice.pay_to, _PAY_TO) if practice.pay_to else ()),
        *_no_phone(practice),
        *phone_findings(practice.phone, where="practice phone", field="phone"),
    ]


def provider_findings(provider: Provider) -> list[Finding]:
    """What is wrong with a provider; a referring one may wait for its NPI."""
    rendering = provider.kind is ProviderKind.RENDERING
    severity = Severity.MUST_FIX if rendering else Severity.WARNING
    place = "item 24J" if rendering else "item 17b"
    where = f"{provider.name.sorted() or 'provider'}, {place}"
    return [
        *required(provider.name.last, rule="S01", what="last name", where=where, field="name.last"),
        *_npi(provider.npi, where=where, severity=severity),
        *(_taxonomy(provider.taxonomy, where=where) if rendering or provider.taxonomy else ()),
        *qualifier_findings(
            provider.other_id_qualifier,
            provider.other_id,
            where="item 17a",
            source="NUCC 1500 manual (02/12 form), item 17a; 005010X222A1, 2310A REF",
            field="other_id_qualifier",
        ),
    ]


def facility_findings(facility: Facility) -> list[Finding]:
    """What is wrong with a place of service."""
    where = facility.name or "facility"
    found = [
        *required(facility.name, rule="S01", what="name of the facility", where=where, field="name"),
        *(_npi(facility.npi, where=where, severity=Severity.MUST_FIX) if facility.npi else ()),
        *address_findings(facility.address, _FACILITY),
        *qualifier_findings(
            facility.other_id_qualifier,
            facility.other_id,
            where="item 32b",
            source="NUCC 1500 manual (02/12 form), item 32b; 005010X222A1, 2310C REF",
            field="other_id_qualifier",
        ),
    ]
    if not _POS.fullmatch(facility.pos):
        found.append(
            Finding(
                rule="S08",
                severity=Severity.MUST_FIX,
                message="The place of service needs two digits",
                where=where,
                value=facility.pos,
                source="CMS place of service code set; NUCC 1500 manual, item 24B",
                fix="Choose the place of service, such as 11 for an office.",
                field="pos",
            )
        )
    return found


def payer_findings(payer: Payer) -> list[Finding]:
    """What is wrong with a payer."""
    where = payer.name or "payer"
    return [
        *required(payer.name, rule="S01", what="name of the payer", where=where, field="name"),
        *_filing_code(payer),
        *_payer_number(payer),
        *(
            address_findings(payer.address, _CLAIM_ADDRESS)
            if payer.address or payer.delivery is Delivery.PAPER
            else ()
        ),
        *phone_findings(payer.phone, where=where, field="phone"),
    ]


def user_findings(user: User, others: Sequence[User]) -> list[Finding]:
    """What is wrong with a user: no name, the name of another, or no active owner left beside him."""
    found = list(required(user.name, rule="S01", what="name of the user", where="user", field="name"))
    same = user.name.strip().casefold()
    if any(other.id != user.id and other.name.casefold() == same for other in others):
        found.append(
            Finding(
                rule="S15",
                severity=Severity.MUST_FIX,
                message=f"There is a user {user.name} already",
                where="user",
                value=user.name,
                why="The history names who changed what, so no two people may share a name.",
                source="45 CFR 164.312(a)(2)(i), unique user identification",
                fix="Choose another name.",
                field="name",
            )
        )
    return [*found, *_last_owner(user, others)]


def _last_owner(user: User, others: Sequence[User]) -> Iterator[Finding]:
    """The one owner who may open the practice stays one; a new user takes nobody's place."""
    beside = [other for other in others if other.id != user.id]
    if not user.id or any(one.active and one.role is Role.OWNER for one in (user, *beside)):
        return
    yield Finding(
        rule=LAST_OWNER,
        severity=Severity.MUST_FIX,
        message=f"{user.name.strip() or 'This user'} is the only owner",
        where="user",
        why="Only an owner changes users, restores a backup and sees the recovery key.",
        source="house rule: a practice keeps one owner who may open it",
        fix="Make somebody else an owner first.",
        field="role" if user.active else "active",
    )


def npi_pair_findings(practice: Practice, providers: Sequence[Provider]) -> list[Finding]:
    """An NPI that stands both for the practice and for a person, which fits only who bills alone."""
    shared = [provider for provider in providers if provider.npi == practice.npi and is_npi(practice.npi)]
    rendering = [provider for provider in providers if provider.kind is ProviderKind.RENDERING]
    if not shared or len(rendering) == 1:
        return []
    return [
        Finding(
            rule="S03",
            severity=Severity.WARNING,
            message=f"The practice has the same NPI as {shared[0]}",
            where="practice NPI (type 2, item 33a)",
            value=practice.npi,
            why="A group of several people bills under an NPI of its own, type 2.",
            source="45 CFR 162.410; 005010X222A1, 2010AA NM109 and 2310B NM109",
            fix="Key the group’s own NPI.",
            field="npi",
        )
    ]


def required(text: str, *, rule: str, what: str, where: str, field: str) -> Iterator[Finding]:
    """A text that must not be empty."""
    if not text.strip():
        yield Finding(
            rule=rule,
            severity=Severity.MUST_FIX,
            message=f"The {what} is missing",
            where=where,
            fix=f"Key the {what}.",
            field=field,
        )


def _npi(npi: str, *, where: str, severity: Severity) -> Iterator[Finding]:
    if is_npi(npi):
        return
    yield Finding(
        rule="S02",
        severity=severity if not npi else Severity.MUST_FIX,
        message="The NPI does not pass its check digit" if npi else "The NPI is missing",
        where=where,
        value=npi,
        why="An NPI has ten digits, and the last one proves the others.",
        source=_NPI_SOURCE,
        fix="Compare it with the NPI registry and key it again.",
        field="npi",
    )


def _tax_id(practice: Practice) -> Iterator[Finding]:
    if is_tax_id(practice.tax_id):
        return
    yield Finding(
        rule="S04",
        severity=Severity.MUST_FIX,
        message="The tax id needs nine digits",
        where="practice, item 25",
        value=practice.tax_id,
        source="005010X222A1, 2010AA REF02; NUCC 1500 manual, item 25",
        fix="Key the EIN, or the SSN of who bills as a person.",
        field="tax_id",
    )


def _taxonomy(taxonomy: str, *, where: str) -> Iterator[Finding]:
    if _TAXONOMY.fullmatch(taxonomy):
        return
    yield Finding(
        rule="S05",
        severity=Severity.MUST_FIX if taxonomy else Severity.WARNING,
        message="A taxonomy code has ten characters and ends in X" if taxonomy else "The taxonomy is missing",
        where=where,
        value=taxonomy,
        source="005010X222A1, 2000A and 2310B PRV03; NUCC provider taxonomy",
        fix="Key it as the NPI registry shows it, such as 111N00000X for a chiropractor.",
        field="taxonomy",
    )


def _time_zone(name: str) -> Iterator[Finding]:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        yield Finding(
            rule="S06",
            severity=Severity.MUST_FIX,
            message=f"“{name}” is not a time zone",
            where="practice",
            value=name,
            source="IANA time zone database",
            fix="Choose one from the list, such as America/Chicago.",
            field="time_zone",
        )


def _no_phone(practice: Practice) -> Iterator[Finding]:
    if not practice.phone:
        yield Finding(
            rule="S07",
            severity=Severity.WARNING,
            message="The practice has no phone number",
            where="practice, item 33",
            source="005010X222A1, 1000A PER04; NUCC 1500 manual, item 33",
            fix="Key the billing phone number.",
            field="phone",
        )


def _filing_code(payer: Payer) -> Iterator[Finding]:
    if payer.claim_filing_code not in CLAIM_FILING_CODES:
        yield Finding(
            rule="S09",
            severity=Severity.MUST_FIX,
            message=f"“{payer.claim_filing_code}” is no claim filing code",
            where=payer.name or "payer",
            value=payer.claim_filing_code,
            source="005010X222A1, 2000B SBR09",
            fix="Choose the kind of insurance from the list.",
            field="claim_filing_code",
        )


def _payer_number(payer: Payer) -> Iterator[Finding]:
    if payer.delivery is Delivery.ELECTRONIC and not payer.payer_number.strip():
        yield Finding(
            rule="S10",
            severity=Severity.MUST_FIX,
            message="A payer of electronic claims needs its payer number",
            where=payer.name or "payer",
            source="005010X222A1, 2010BB NM109",
            fix="Key the number from the clearinghouse’s payer list, or send this payer’s claims on paper.",
            field="payer_number",
        )
