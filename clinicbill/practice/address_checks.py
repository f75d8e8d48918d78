"""What is wrong with an address or a phone number, whoever it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import is_zip9
from clinicbill.basics.people import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.basics.people import Address

# USPS Publication 28, appendix B: states, the District, territories, armed forces.
_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
    "OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP"
)
STATES = frozenset(_STATES.split())
_PO_BOX = re.compile(r"\b(p\W*o\W*b(o?x)?|post\W*office\W*box|lock\W*box|pmb)\b", re.IGNORECASE)
_USPS = "USPS Publication 28, appendix B"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """How strict one kind of address is.

    Attributes:
        where: the place in the field's words; `field` the dotted place for the key that goes there.
        source: why the address must be complete.
        missing: how much a missing part stops.
    """

    where: str
    field: str
    source: str
    missing: Severity = Severity.WARNING
    zip9: bool = False
    street_only: bool = False


def is_po_box(text: str) -> bool:
    """Whether a street line names a box at a post office or a lock box."""
    return bool(_PO_BOX.search(text))


def address_findings(address: Address, rule: AddressRule) -> Iterator[Finding]:
    """Every way in which an address does not fit its rule; ids S21–S24."""
    yield from _missing_parts(address, rule)
    yield from _wrong_state(address, rule)
    yield from _wrong_zip(address, rule)
    if rule.street_only and (is_po_box(address.street) or is_po_box(address.street2)):
        yield Finding(
            rule="S24",
            severity=Severity.MUST_FIX,
            message="A post office box is not a billing address",
            where=rule.where,
            value=address.street,
            why="The billing address says where the practice is; payers reject a box there.",
            source="005010X222A1, 2010AA N301; NUCC 1500 manual, item 33",
            fix="Key the street address here and the box as the pay-to address.",
            field=f"{rule.field}.street",
        )


def _missing_parts(address: Address, rule: AddressRule) -> Iterator[Finding]:
    words = {"street": "street", "city": "city", "state": "state", "zip": "ZIP"}
    missing = [word for part, word in words.items() if not getattr(address, part).strip()]
    if missing:
        yield Finding(
            rule="S21",
            severity=rule.missing,
            message=f"The address has no {', '.join(missing)}",
            where=rule.where,
            source=rule.source,
            fix="Complete the address.",
            field=f"{rule.field}.{'zip' if missing == ['ZIP'] else missing[0].lower()}",
        )


def _wrong_state(address: Address, rule: AddressRule) -> Iterator[Finding]:
    if address.state and address.state not in STATES:
        yield Finding(
            rule="S22",
            severity=Severity.MUST_FIX,
            message=f"“{address.state}” is not a state",
            where=rule.where,
            value=address.state,
            source=_USPS,
            fix="Key the two capital letters of the state.",
            field=f"{rule.field}.state",
        )


def _wrong_zip(address: Address, rule: AddressRule) -> Iterator[Finding]:
    if not address.zip:
        return
    short = len(address.zip) == 5 and address.zip == digits(address.zip)
    if is_zip9(address.zip) or (short and not rule.zip9):
        return
    lengths = "nine" if rule.zip9 else "five or nine"
    yield Finding(
        rule="S23",
        severity=Severity.MUST_FIX if rule.missing is Severity.MUST_FIX or not short else Severity.WARNING,
        message=f"The ZIP needs {lengths} digits",
        where=rule.where,
        value=address.zip,
        source=rule.source,
        fix="Key the ZIP+4; the post office’s ZIP look-up shows it.",
        field=f"{rule.field}.zip",
    )


def phone_findings(phone: str, *, where: str, field: str) -> Iterator[Finding]:
    """A phone number that is keyed but has not ten digits; id S25."""
    if phone and not (len(phone) == 10 and phone == digits(phone)):
        yield Finding(
            rule="S25",
            severity=Severity.WARNING,
            message="The phone number needs ten digits",
            where=where,
            value=phone,
            source="005010X222A1, PER04; NUCC 1500 manual, items 5 and 33",
            fix="Key area code and number.",
            field=field,
        )
