"""What is wrong with an insurance: pure rules, each with its source and its remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.patients.coverage import ORDER_WORDS, SELF, overlap_findings
from clinicbill.patients.relationships import INSURANCE_TYPES, RELATIONSHIPS
from clinicbill.patients.text_checks import text_findings
from clinicbill.practice.address_checks import AddressRule, address_findings, phone_findings
from clinicbill.practice.payer_kinds import MEDICARE_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.patients.coverage import Coverage
    from clinicbill.practice.payer import Payer

# CMS, Understanding the MBI format: no S, L, O, I, B, Z; letters and digits at fixed places.
_LETTER = "[AC-HJKMNP-RT-Y]"
_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(f"[1-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{_LETTER}[0-9]{{2}}")
_SUBSCRIBER_HOME = AddressRule(
    where="insured’s address",
    field="subscriber_address",
    source="005010X222A1, 2010BA N3 and N4; NUCC 1500 manual, item 7",
)


def coverage_findings(coverage: Coverage, payer: Payer, as_of: date) -> list[Finding]:
    """What is wrong with one insurance; ids R08, R10–R19 and S21–S25."""
    where = f"{ORDER_WORDS.get(coverage.priority, '')} insurance, {payer.name}".strip()
    return list(text_findings(coverage, where=where)) or [
        *_dates(coverage, where),
        *_order(coverage, where),
        *_member(coverage, payer, where),
        *_relationship(coverage, where),
        *(_subscriber(coverage, where, as_of) if coverage.relationship != SELF else ()),
        *_insurance_type(coverage, payer, where),
        *_no_signature(coverage, where),
    ]


def coverages_findings(coverages: Sequence[Coverage]) -> list[Finding]:
    """What is wrong between the insurances of one patient: overlaps, a secondary without a primary."""
    found = overlap_findings(coverages)
    for coverage in coverages:
        above = [
            other
            for other in coverages
            if other.case_id == coverage.case_id
            and other.priority == coverage.priority - 1
            and other.period.overlaps(coverage.period)
        ]
        if coverage.priority > 1 and not above:
            found.append(_nothing_above(coverage))
    return found


def _nothing_above(coverage: Coverage) -> Finding:
    order = ORDER_WORDS[coverage.priority]
    return Finding(
        rule="R21",
        severity=Severity.WARNING,
        message=f"There is a {order} insurance, but no {ORDER_WORDS[coverage.priority - 1]} one at that time",
        where=f"{order} insurance",
        value=coverage.member_id,
        source="005010X222A1, SBR01",
        fix="Change its order, or key the other insurance.",
        field="priority",
    )


def _dates(coverage: Coverage, where: str) -> Iterator[Finding]:
    if coverage.to_on is not None and coverage.to_on < coverage.from_on:
        yield Finding(
            rule="R10",
            severity=Severity.MUST_FIX,
            message="The insurance ends before it begins",
            where=where,
            value=f"{slashed(coverage.from_on)}–{slashed(coverage.to_on)}",
            source="005010X222A1, 2320: insurance is chosen by date of service",
            fix="Key the last day it covered.",
            field="to_on",
        )


def _order(coverage: Coverage, where: str) -> Iterator[Finding]:
    if coverage.priority not in ORDER_WORDS:
        yield Finding(
            rule="R11",
            severity=Severity.MUST_FIX,
            message="An insurance is primary, secondary or tertiary",
            where=where,
            value=str(coverage.priority),
            source="005010X222A1, SBR01",
            fix="Choose its place in the order.",
            field="priority",
        )


def _member(coverage: Coverage, payer: Payer, where: str) -> Iterator[Finding]:
    if not coverage.member_id.strip():
        if coverage.case_id is None:
            yield Finding(
                rule="R12",
                severity=Severity.WARNING,
                message="The member id is missing",
                where=f"{where}, item 1a",
                source="005010X222A1, 2010BA NM109; NUCC 1500 manual, item 1a",
                fix="Key it as it stands on the card.",
                field="member_id",
            )
    elif payer.claim_filing_code in MEDICARE_CODES and not _MBI.fullmatch(
        coverage.member_id.replace("-", "").upper()
    ):
        yield Finding(
            rule="R13",
            severity=Severity.WARNING,
            message="This does not look like a Medicare number",
            where=f"{where}, item 1a",
            value=coverage.member_id,
            why="It has eleven characters, letters and digits at fixed places, without S, L, O, I, B and Z.",
            source="CMS, Understanding the Medicare Beneficiary Identifier format",
            fix="Compare it with the red, white and blue card.",
            field="member_id",
        )


def _relationship(coverage: Coverage, where: str) -> Iterator[Finding]:
    if coverage.relationship not in RELATIONSHIPS:
        yield Finding(
            rule="R14",
            severity=Severity.MUST_FIX,
            message=f"“{coverage.relationship}” is no relationship",
            where=f"{where}, item 6",
            value=coverage.relationship,
            source="005010X222A1, SBR02 and PAT01",
            fix="Choose how the patient stands to the insured.",
            field="relationship",
        )


def _subscriber(coverage: Coverage, where: str, as_of: date) -> Iterator[Finding]:
    if not (coverage.subscriber_name.last.strip() and coverage.subscriber_name.first.strip()):
        yield Finding(
            rule="R15",
            severity=Severity.MUST_FIX,
            message="The insured’s name is missing",
            where=f"{where}, item 4",
            source="005010X222A1, 2010BA NM103 and NM104; NUCC 1500 manual, item 4",
            fix="Key the insured’s name, or choose Self.",
            field="subscriber_name.last",
        )
    born = coverage.subscriber_birth_on
    if born is None or born > as_of:
        yield Finding(
            rule="R16",
            severity=Severity.WARNING if born is None else Severity.MUST_FIX,
            message="The insured’s birth date is missing"
            if born is None
            else "The insured’s birth date is in the future",
            where=f"{where}, item 11a",
            value=slashed(born),
            source="005010X222A1, 2010BA DMG02; NUCC 1500 manual, item 11a",
            fix="Key the insured’s birth date.",
            field="subscriber_birth_on",
        )
    yield from address_findings(coverage.subscriber_address, _SUBSCRIBER_HOME)
    yield from phone_findings(coverage.subscriber_phone, where=f"{where}, item 7", field="subscriber_phone")


def _insurance_type(coverage: Coverage, payer: Payer, where: str) -> Iterator[Finding]:
    code = coverage.insurance_type_code
    later_medicare = payer.claim_filing_code in MEDICARE_CODES and coverage.priority > 1
    if code and code not in INSURANCE_TYPES:
        yield Finding(
            rule="R17",
            severity=Severity.MUST_FIX,
            message=f"“{code}” is no reason for Medicare to be secondary",
            where=where,
            value=code,
            source="005010X222A1, SBR05",
            fix="Choose the reason from the list.",
            field="insurance_type_code",
        )
    elif later_medicare and not code:
        yield Finding(
            rule="R18",
            severity=Severity.WARNING,
            message="Medicare is not primary, and the reason is not keyed",
            where=where,
            source="005010X222A1, SBR05; 42 CFR 411.20, Medicare secondary payer",
            fix="Choose why another insurance pays first.",
            field="insurance_type_code",
        )


def _no_signature(coverage: Coverage, where: str) -> Iterator[Finding]:
    if coverage.benefits_assigned and coverage.benefits_signed_on is None:
        yield Finding(
            rule="R19",
            severity=Severity.WARNING,
            message="Benefits go to the practice, but no signature is on file",
            where=f"{where}, item 13",
            source="NUCC 1500 manual, item 13; 005010X222A1, CLM08",
            fix="Have the assignment signed and key its date.",
            field="benefits_signed_on",
        )
