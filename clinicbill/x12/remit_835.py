"""The 835 remittance advice (ASC X12N 005010X221A1): a file to Remittances, claim by claim or at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.money import ZERO
from clinicbill.basics.people import Address
from clinicbill.remits.remittance import ClaimPayment, Contact, ProviderAdjustment, Remittance
from clinicbill.x12.elements import ElementReader
from clinicbill.x12.envelope import CONTROL_TAGS, EnvelopeCheck
from clinicbill.x12.reader import Loop, SegmentReader, loops
from clinicbill.x12.remit_835_claim import claim_2100, days_dtm, references_ref
from clinicbill.x12.segments import Segment, at, components

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.basics.money import Money
    from clinicbill.x12.reader import Source

_STARTS = CONTROL_TAGS | {"LX", "CLP", "PLB"}
_VERSION = "005010X221"
_LAST_PLB_ELEMENT = 14
# Segments whose money would be lost if they stood where no claim is open.
_OF_A_CLAIM = frozenset({"SVC", "CAS"})
_OTHER_TRANSACTIONS = {
    "270": "an eligibility question (270)",
    "271": "an eligibility answer (271)",
    "276": "a claim status question (276)",
    "277": "a claim status report (277)",
    "820": "a premium payment (820)",
    "834": "an enrollment (834)",
    "837": "a claim file (837)",
    "997": "an acknowledgment (997)",
    "999": "an acknowledgment (999)",
}


def read_835(source: Source) -> list[Remittance]:
    """Every payment of a file, complete with its claims; `source` is bytes, text or an open binary file.

    Raises:
        UnreadableFile: the file is no X12, is damaged beyond reading, or holds no 835.
    """
    reader = RemittanceReader(source)
    claims: list[ClaimPayment] = []
    found: list[Remittance] = []
    for part in reader:
        if isinstance(part, ClaimPayment):
            claims.append(part)
        else:
            found.append(replace(part, claims=tuple(claims)))
            claims = []
    envelope = tuple(reader.envelope)
    return [replace(remittance, envelope=envelope) for remittance in found]


class RemittanceReader:
    """Gives the parts of a file in order, in bounded memory: each claim when it is read, then its payment.

    A Remittance given by the iteration has no claims of its own: they came before it.
    """

    def __init__(self, source: Source) -> None:
        self._segments = SegmentReader(source)
        self._check = EnvelopeCheck()
        self._interchange: Segment = ["ISA"]
        self._group: Segment = ["GS"]
        self._component = ""
        self._open: _Payment | None = None
        self._others: list[str] = []
        self._skipping = False
        self._payments = 0

    @property
    def envelope(self) -> list[str]:
        """What is wrong with control numbers and counts so far, in plain words; complete after the iteration."""
        return self._check.notes

    def __iter__(self) -> Iterator[ClaimPayment | Remittance]:
        """Read the file.

        Raises:
            UnreadableFile: see `read_835`; parts given before it are not to be trusted either.
        """
        for loop in loops(self._segments, _STARTS):
            tag = loop[1][0][0]
            if tag in CONTROL_TAGS:
                yield from self._control(tag, loop)
            elif self._open is None:
                self._stray(loop)
            elif tag == "CLP":
                yield claim_2100(loop, self._component, self._open.read)
            else:
                self._open.take(tag, loop, self._component)
        yield from self._leave(complete=False)
        self._check.finish()
        if not self._payments:
            raise UnreadableFile(_no_payment(self._others))

    def _control(self, tag: str, loop: Loop) -> Iterator[Remittance]:
        segment = loop[1][0]
        if tag == "SE" and self._open:
            self._open.stray_money(loop)
        yield from self._leave(complete=tag == "SE")
        self._check.take(segment, loop[0])
        if tag == "ISA":
            self._interchange, self._component = segment, self._segments.delimiters.component
        elif tag == "GS":
            self._group = segment
        elif tag == "ST":
            self._begin(loop)

    def _begin(self, loop: Loop) -> None:
        kind, number = at(loop[1][0], 1), at(loop[1][0], 2)
        self._skipping = kind != "835"
        if self._skipping:
            self._others.append(kind)
            what = _OTHER_TRANSACTIONS.get(kind, "no remittance (835)")
            self._check.note(f"ST {number[:40]} is {what} and was left out.")
        else:
            self._payments += 1
            self._open = _Payment(loop, self._interchange, self._group)

    def _leave(self, *, complete: bool) -> Iterator[Remittance]:
        if self._open is not None:
            yield self._open.remittance(complete=complete)
            self._open = None

    def _stray(self, loop: Loop) -> None:
        """A claim after SE or before ST belongs to no payment and cannot be proved."""
        tag = loop[1][0][0]
        if not self._skipping and tag != "LX":
            self._check.note(
                f"Segment {loop[0]}, {tag}, stands outside any payment (ST to SE) and was left out."
            )


@dataclass
class _Payment:
    """One ST…SE while it is read."""

    start: Loop
    interchange: Segment
    group: Segment
    read: ElementReader = field(default_factory=ElementReader)
    adjustments: list[ProviderAdjustment] = field(default_factory=list)
    header: Remittance = field(init=False)

    def __post_init__(self) -> None:
        self.read.enter(self.start)
        self.header = header_1000(self.start[1], self.read)
        if not at(self.group, 8).startswith(_VERSION):
            version = at(self.group, 8)[:40] or "missing"
            self.read.note(self.start[1][0], 0, f"the version (GS08) is {version}, not 005010X221A1")

    def take(self, tag: str, loop: Loop, component: str) -> None:
        """LX and its statistics say nothing we keep; PLB is money."""
        if tag == "PLB":
            self.read.enter(loop)
            self.adjustments += provider_adjustments_plb(loop[1][0], component, self.read)
        self.stray_money(loop)

    def stray_money(self, loop: Loop) -> None:
        """Tell of service lines and adjustments that belong to no claim: their CLP is lost."""
        self.read.enter(loop)
        for segment in loop[1]:
            if segment[0] in _OF_A_CLAIM:
                self.read.refuse(segment, 0, "this belongs to a claim, but none is open")

    def remittance(self, *, complete: bool) -> Remittance:
        """The payment without its claims."""
        self.stray_money(self.start)
        return replace(
            self.header,
            transaction_number=at(self.start[1][0], 2),
            interchange_number=at(self.interchange, 13),
            group_number=at(self.group, 6),
            version=at(self.group, 8),
            usage=at(self.interchange, 15),
            provider_adjustments=tuple(self.adjustments),
            notes=tuple(self.read.notes),
            unread=tuple(self.read.unread),
            complete=complete,
        )


def header_1000(segments: Sequence[Segment], read: ElementReader) -> Remittance:
    """ST, BPR, TRN, DTM and loops 1000A and 1000B: who pays whom, how much, how and when."""
    payment, payer, payee = _parties(segments)
    bpr, trn = _first(payment, "BPR"), _first(payment, "TRN")
    if not at(trn, 2):
        read.note(trn, 2, "the check or EFT number is missing")
    return Remittance(
        paid=paid_bpr(bpr, read),
        paid_on=paid_on_bpr(bpr, read),
        handling=at(bpr, 1),
        credit_debit=at(bpr, 3),
        method=at(bpr, 4),
        trace_number=at(trn, 2),
        payer_trace_id=at(trn, 3),
        produced_on=days_dtm(_all(payment, "DTM"), read).get("405"),
        payer_name=at(payer[0], 2),
        payer_id=at(payer[0], 4),
        payer_address=address_n3_n4(payer),
        payer_references=references_ref(_all(payer, "REF")),
        payer_contacts=tuple(contact_per(per) for per in _all(payer, "PER")),
        payee_name=at(payee[0], 2),
        payee_npi=at(payee[0], 4) if at(payee[0], 3) == "XX" else "",
        payee_tax_id=tax_id_1000b(payee),
        payee_address=address_n3_n4(payee),
        payee_references=tuple(ref for ref in references_ref(_all(payee, "REF")) if ref.qualifier != "TJ"),
    )


def paid_bpr(bpr: Segment, read: ElementReader) -> Money:
    """BPR02, the payment; BPR03 says D where the payer takes it from the practice instead."""
    if len(bpr) == 1:
        read.refuse(bpr, 0, "the payment is missing")
        return ZERO
    amount = read.amount(bpr, 2)
    return -abs(amount) if at(bpr, 3) == "D" else amount


def paid_on_bpr(bpr: Segment, read: ElementReader) -> date | None:
    """BPR16: the date of the check or EFT."""
    if not at(bpr, 16):
        read.note(bpr, 16, "the date of the check or EFT is missing")
    return read.day(bpr, 16)


def address_n3_n4(party: Sequence[Segment]) -> Address:
    """N3 and N4 of 1000A and 1000B."""
    n3, n4 = _first(party, "N3"), _first(party, "N4")
    return Address(street=at(n3, 1), street2=at(n3, 2), city=at(n4, 1), state=at(n4, 2), zip=at(n4, 3))


def contact_per(per: Segment) -> Contact:
    """1000A PER: a contact with up to three numbers, each with its kind."""
    numbers = tuple((at(per, place), at(per, place + 1)) for place in (3, 5, 7) if at(per, place + 1))
    return Contact(role=at(per, 1), name=at(per, 2), numbers=numbers)


def tax_id_1000b(payee: Sequence[Segment]) -> str:
    """1000B: N104 where N103 says FI, else REF*TJ."""
    if at(payee[0], 3) == "FI":
        return at(payee[0], 4)
    return next((at(ref, 2) for ref in _all(payee, "REF") if at(ref, 1) == "TJ"), "")


def provider_adjustments_plb(plb: Segment, component: str, read: ElementReader) -> list[ProviderAdjustment]:
    """PLB: payee, end of the fiscal year, then up to six pairs of reason with reference, and amount."""
    if len(plb) > _LAST_PLB_ELEMENT + 1:
        read.refuse(plb, len(plb) - 1, "there are more than six provider adjustments in one segment")
    pairs = [place for place in range(3, len(plb), 2) if plb[place] or at(plb, place + 1)]
    if not pairs:
        read.refuse(plb, 3, "the provider adjustment is missing")
    return [_provider_adjustment(plb, place, component, read) for place in pairs]


def _provider_adjustment(plb: Segment, place: int, component: str, read: ElementReader) -> ProviderAdjustment:
    reason, reference, *_ = (*components(plb[place], component), "")
    return ProviderAdjustment(
        reason=reason,
        reference=reference,
        amount=read.amount(plb, place + 1),
        payee_id=at(plb, 1),
        period_end=read.day(plb, 2),
    )


def _parties(segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """The segments before the first N1, those of N1*PR and those of N1*PE."""
    pieces: list[list[Segment]] = [[]]
    for segment in segments:
        if segment[0] == "N1":
            pieces.append([])
        pieces[-1].append(segment)
    payer, payee = ([piece for piece in pieces[1:] if at(piece[0], 1) == entity] for entity in ("PR", "PE"))
    return pieces[0], payer[0] if payer else [["N1"]], payee[0] if payee else [["N1"]]


def _all(segments: Sequence[Segment], tag: str) -> list[Segment]:
    return [segment for segment in segments if segment[0] == tag]


def _first(segments: Sequence[Segment], tag: str) -> Segment:
    """The first of its kind, or an empty one."""
    return next((segment for segment in segments if segment[0] == tag), [tag])


def _no_payment(others: Sequence[str]) -> str:
    known = [_OTHER_TRANSACTIONS[number] for number in others if number in _OTHER_TRANSACTIONS]
    what = (
        f"This is {known[0]}, not a remittance (835)"
        if known
        else "There is no remittance (835) in this file"
    )
    return f"{what}; nothing was changed: choose the 835 the clearinghouse sent."
