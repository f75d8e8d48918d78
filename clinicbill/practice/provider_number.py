"""ProviderNumber: what a payer calls one of our people; printed in the shaded halves of items 24I and 24J."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import PayerId, ProviderId

if TYPE_CHECKING:
    from collections.abc import Iterable

# Who gave a number that is no NPI. Source: NUCC 1500 manual (02/12 form), items 17a, 24I and 33b; 005010X222A1, REF01.
QUALIFIERS = {
    "G2": "G2  Payer’s own number",
    "0B": "0B  State licence",
    "LU": "LU  Place",
    "1G": "1G  UPIN",
}
_SOURCE = "NUCC 1500 manual (02/12 form), items 24I and 24J; 005010X222A1, 2310B REF"
_NEW_PROVIDER, _NEW_PAYER = ProviderId(0), PayerId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderNumber:
    """One number.

    Attributes:
        id: our row; 0 until it is saved.
        qualifier: who gave it, see QUALIFIERS.
    """

    id: int = 0
    provider_id: ProviderId = _NEW_PROVIDER
    payer_id: PayerId = _NEW_PAYER
    qualifier: str = "G2"
    number: str
    active: bool = True


def number_findings(number: ProviderNumber, others: Iterable[ProviderNumber] = ()) -> list[Finding]:
    """What is wrong with a number, given the payer's others; ids S30 to S32."""
    found = []
    if number.qualifier not in QUALIFIERS:
        found.append(
            _wrong("S30", "Nobody gives such a number", number.qualifier, "Choose who gave it.", "qualifier")
        )
    if not any(letter.isalnum() for letter in number.number):
        found.append(
            _wrong("S31", "The number is missing", number.number, "Key it as the payer wrote it.", "number")
        )
    twice = [other for other in others if other.active and other.id != number.id]
    if number.active and any(other.provider_id == number.provider_id for other in twice):
        found.append(
            _wrong(
                "S32",
                "This provider has a number there already",
                number.number,
                "Change that one.",
                "provider_id",
            )
        )
    return found


def billing_number_findings(qualifier: str, number: str) -> list[Finding]:
    """What is wrong with what the payer calls the practice (item 33b)."""
    return qualifier_findings(
        qualifier,
        number,
        where="item 33b",
        source="NUCC 1500 manual (02/12 form), item 33b; 005010X222A1, 2010BB REF",
        field="billing_id_qualifier",
    )


def qualifier_findings(qualifier: str, number: str, *, where: str, source: str, field: str) -> list[Finding]:
    """What is wrong with a number that is no NPI: S30 where nobody is said to have given it."""
    if not number or qualifier in QUALIFIERS:
        return []
    told = _wrong("S30", "Who gave this number?", number, "Choose who gave it.", field)
    return [replace(told, where=where, source=source)]


def _wrong(rule: str, message: str, value: str, fix: str, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="items 24I and 24J, shaded",
        value=value,
        source=_SOURCE,
        fix=fix,
        field=field,
    )
