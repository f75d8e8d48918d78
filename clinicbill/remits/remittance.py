"""The remittance: one payment of one payer with the claims it pays, as an 835 or a paper EOB states it.

Words and places follow X12 005010X221A1. Every amount keeps the sign it has in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal

import msgspec

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import Address, PersonName

# Raised when a stored field or its default changes its meaning; older versions stay readable.
VERSION = 1

REVERSAL = "22"
FORWARDED = frozenset({"19", "20", "21"})

# PLB03-1 as the screen names it, in our own words (list of reasons: 005010X221A1 PLB; short names ours).
PROVIDER_ADJUSTMENT_NAMES = {
    "50": "late filing",
    "51": "penalty interest",
    "72": "your refund credited",
    "90": "early payment allowance",
    "AH": "origination fee",
    "AM": "loan repayment",
    "AP": "advance payment",
    "B2": "rebate",
    "B3": "recovery allowance",
    "C5": "temporary allowance",
    "CS": "adjustment",
    "CT": "capitation",
    "CV": "capital passthrough",
    "E3": "withheld",
    "FB": "balance carried forward",
    "IP": "incentive",
    "IR": "tax withheld",
    "J1": "not reimbursable",
    "L6": "interest",
    "LE": "levy",
    "LS": "lump sum",
    "OB": "offset for an affiliate",
    "PI": "interim payment",
    "PL": "final settlement",
    "RA": "retroactive adjustment",
    "TL": "third-party liability",
    "WO": "overpayment taken back",
    "WU": "recovery without reason",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One REF: `qualifier` says what `value` is a number of."""

    qualifier: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementalAmount:
    """One AMT: an amount told for information, part of no sum."""

    qualifier: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask (1000A PER). `role` is CX claims, BL technical, IC web site; numbers are (TE/FX/EM/UR/EX, text)."""

    role: str
    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or organization a claim names (2100 NM1); `identifier_kind` is NM108: MI, XX, PI or FI."""

    name: PersonName = PersonName()
    organization: str = ""
    identifier_kind: str = ""
    identifier: str = ""

    def __str__(self) -> str:
        return self.organization or str(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCode:
    """A procedure as the payer names it (SVC01, SVC06); `kind` HC is CPT and HCPCS."""

    code: str
    modifiers: tuple[str, ...] = ()
    kind: str = "HC"

    def __str__(self) -> str:
        return "-".join((self.code, *self.modifiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One triplet of a CAS: why the payment is less than the charge, or more where `amount` is negative.

    Attributes:
        group: CO, PR, OA or PI (CR in version 4010).
        reason: the claim adjustment reason code (CARC).
        amount: what the payment falls by.
        quantity: units taken away, where told.
    """

    group: str
    reason: str
    amount: Money
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePayment:
    """What the payer decided on one service line (2110).

    Attributes:
        procedure: what was paid for; `submitted` is what we had sent where the payer changed it (SVC06).
        units_paid: SVC05; one where the payer says nothing. `units_submitted` is SVC07.
        from_on, to_on: dates of service (DTM 472, or 150 and 151); None where only the claim has them.
        line_control_number: our own key of the line (REF*6R); many payers leave it out.
        allowed: AMT*B6.
        remarks: remark codes (LQ*HE).
        references, amounts: every other REF and AMT.
    """

    procedure: ProcedureCode
    charge: Money
    paid: Money
    submitted: ProcedureCode | None = None
    units_paid: Decimal = Decimal(1)
    units_submitted: Decimal | None = None
    from_on: date | None = None
    to_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    line_control_number: str = ""
    allowed: Money | None = None
    remarks: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    amounts: tuple[SupplementalAmount, ...] = ()

    @property
    def billed(self) -> ProcedureCode:
        """The procedure as we had sent it."""
        return self.submitted or self.procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPayment:
    """What the payer decided on one claim (2100).

    Attributes:
        patient_control_number: CLP01, our claim number as the payer gives it back (perhaps cut or in capitals).
        status: CLP02: 1, 2, 3 processed as primary, secondary, tertiary; 4 denied; 19, 20, 21 processed and
            forwarded; 22 reversal; 23 not ours, forwarded; 25 predetermination.
        patient_responsibility: CLP05, for information: the PR adjustments say what moves.
        filing_code: CLP06; payer_control_number: CLP07; place_of_service: CLP08; frequency: CLP09.
        corrected: NM1*74, the insured's name or number as the payer has it.
        crossover: NM1*TT, to whom the payer has forwarded the claim.
        priority_payer: NM1*PR, who should have been billed first.
        received_on: DTM*050; from_on, to_on: DTM 232 and 233; coverage_ended_on: DTM*036.
        adjustments: those of the whole claim only; the lines have their own.
        remarks: remark codes of MOA and MIA, at most five of each.
        references, amounts: every REF and AMT of the claim.
    """

    patient_control_number: str
    status: str
    charge: Money
    paid: Money
    patient_responsibility: Money = ZERO
    filing_code: str = ""
    payer_control_number: str = ""
    place_of_service: str = ""
    frequency: str = ""
    patient: Party = Party()
    subscriber: Party | None = None
    corrected: Party | None = None
    rendering: Party | None = None
    crossover: Party | None = None
    priority_payer: Party | None = None
    received_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    coverage_ended_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    amounts: tuple[SupplementalAmount, ...] = ()
    services: tuple[ServicePayment, ...] = ()

    @property
    def is_reversal(self) -> bool:
        """Whether an earlier payment is taken back: every amount comes with the opposite sign."""
        return self.status == REVERSAL

    @property
    def is_forwarded(self) -> bool:
        """Whether the payer has sent the claim on, so that the next payer is not billed again."""
        return self.status in FORWARDED

    @property
    def rendering_npi(self) -> str:
        """The NPI of NM1*82; empty where the payer names none."""
        return self.rendering.identifier if self.rendering and self.rendering.identifier_kind == "XX" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAdjustment:
    """One pair of a PLB: money between payer and practice that belongs to no claim of this payment.

    Attributes:
        amount: positive lowers the payment, negative raises it.
        reference: PLB03-2, often the payer's number of an older claim.
        payee_id: PLB01; period_end: PLB02, the end of the payee's fiscal year.
    """

    reason: str
    amount: Money
    reference: str = ""
    payee_id: str = ""
    period_end: date | None = None

    @property
    def name(self) -> str:
        """The reason in words; the code itself where we have none."""
        return PROVIDER_ADJUSTMENT_NAMES.get(self.reason, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """One payment: one ST…SE of an 835, or one paper EOB.

    Attributes:
        transaction_number: ST02; interchange_number ISA13, group_number GS06, version GS08 and usage ISA15
            (P production, T test) say which file it came in.
        handling: BPR01; method: BPR04 (ACH, CHK, FWT, BOP, NON).
        credit_debit: BPR03; `paid` is negative where it says D or where BPR02 is negative.
        paid_on: BPR16, the date of the check or EFT; None where missing or unreadable (a note says so).
        trace_number: TRN02, the check or EFT number; payer_trace_id: TRN03, 1 and the payer's tax id.
        produced_on: DTM*405.
        payer_id: N104 of 1000A; payee_npi, payee_tax_id: from N104 and REF*TJ of 1000B.
        envelope: what is wrong with the file's control numbers and counts, in plain words.
        notes: what was missing or odd and does no harm to the sums.
        unread: amounts that could not be read; with any, nothing is proved.
        complete: False where the file ends or goes on before this payment's SE: something may be missing.
    """

    payer_name: str
    trace_number: str
    paid: Money
    claims: tuple[ClaimPayment, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    transaction_number: str = ""
    interchange_number: str = ""
    group_number: str = ""
    version: str = ""
    usage: str = ""
    handling: str = ""
    credit_debit: str = "C"
    method: str = ""
    paid_on: date | None = None
    payer_trace_id: str = ""
    produced_on: date | None = None
    payer_id: str = ""
    payer_address: Address = Address()
    payer_references: tuple[Reference, ...] = ()
    payer_contacts: tuple[Contact, ...] = ()
    payee_name: str = ""
    payee_npi: str = ""
    payee_tax_id: str = ""
    payee_address: Address = Address()
    payee_references: tuple[Reference, ...] = ()
    envelope: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    complete: bool = True

    @property
    def services(self) -> int:
        """How many service lines the claims have together."""
        return sum(len(claim.services) for claim in self.claims)


class _Stored(msgspec.Struct):
    version: int
    remittance: Remittance


_DECODER = msgspec.json.Decoder(_Stored)


def to_json(remittance: Remittance) -> str:
    """The remittance as one line of JSON, to be kept; the same remittance always gives the same text.

    Amounts are {"cents": 3230}, dates ISO, quantities decimal texts; a field at its default is left out.
    """
    stored = {"version": VERSION, "remittance": _told(remittance)}
    return msgspec.json.encode(stored).decode()


def from_json(text: str) -> Remittance:
    """Read what `to_json` wrote.

    Raises:
        UnreadableFile: the text is no stored remittance, or of a version this program does not know.
    """
    try:
        stored = _DECODER.decode(text)
    except msgspec.MsgspecError as error:
        raise UnreadableFile(
            "A stored remittance cannot be read; nothing was changed: restore the last backup, or read its 835 file again."
        ) from error
    if stored.version > VERSION:
        raise UnreadableFile(
            f"This remittance was stored by a newer clinicbill (version {stored.version}); nothing was changed: update the program."
        )
    return stored.remittance


def _told(value: object) -> object:
    """A record as what differs from its fields' defaults, which `from_json` fills in: a third of the room."""
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = [(field, getattr(value, field.name)) for field in fields(value)]
    return {field.name: _told(part) for field, part in parts if part != field.default}
