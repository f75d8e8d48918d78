"""A small reader of 837P files for tests: what a payer would understand, to be held against the Claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.x12.reader import SegmentReader
from clinicbill.x12.segments import at
from clinicbill.x12.writer import fold, free_text

if TYPE_CHECKING:
    from clinicbill.basics.people import PersonName
    from clinicbill.claims.claim import Claim, ServiceLine
    from clinicbill.x12.segments import Segment


@dataclass
class ReadLine:
    """One loop 2400 with what hangs on it."""

    code: str = ""
    modifiers: tuple[str, ...] = ()
    description: str = ""
    charge: Money = Money(0)
    units: int = 0
    pointers: tuple[int, ...] = ()
    days: tuple[date, date] = (date.min, date.min)
    control: str = ""
    drug: tuple[str, ...] = ()
    rendering: str = ""
    decisions: list[tuple[str, Money, tuple[tuple[str, str, Money], ...]]] = field(default_factory=list)


@dataclass
class ReadClaim:
    """One loop 2300 with the levels above it."""

    billing: str = ""
    tax_id: str = ""
    subscriber: tuple[str, ...] = ()
    member: str = ""
    patient: tuple[str, ...] = ()
    birth: date = date.min
    sex: str = ""
    payer: str = ""
    responsibility: str = ""
    number: str = ""
    total: Money = Money(0)
    place: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    days: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    note: str = ""
    diagnoses: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    paid: list[tuple[str, Money]] = field(default_factory=list)
    lines: list[ReadLine] = field(default_factory=list)


def read_claims(content: bytes) -> list[ReadClaim]:
    """Every claim of a file, in order."""
    reader = _Reader()
    for segment in SegmentReader(content):
        reader.take(segment)
    return reader.claims


class _Reader:
    def __init__(self) -> None:
        self.claims: list[ReadClaim] = []
        self._above = ReadClaim()
        self._other_payer = False

    @property
    def _claim(self) -> ReadClaim:
        return self.claims[-1]

    def take(self, segment: Segment) -> None:
        action = getattr(self, f"_{segment[0].lower()}", None)
        if action:
            action(segment)

    def _hl(self, segment: Segment) -> None:
        level = at(segment, 3)
        self._in_claim = False
        if level == "20":
            self._above = ReadClaim()
        if level == "22":
            self._above = ReadClaim(billing=self._above.billing, tax_id=self._above.tax_id)

    def _sbr(self, segment: Segment) -> None:
        if self._in_claim:
            self._other_payer = True
            self._paid = Money(0)
        else:
            self._above.responsibility = at(segment, 1)

    def _nm1(self, segment: Segment) -> None:
        entity, identifier = at(segment, 1), at(segment, 9)
        name = tuple(at(segment, number) for number in (3, 4, 5, 7))
        if self._in_line:
            if entity == "82":
                self._claim.lines[-1].rendering = identifier
        elif self._in_claim:
            if entity == "PR":
                self._claim.paid.append((identifier, self._paid))
            elif entity != "IL":
                self._claim.named[entity] = identifier
        elif entity == "85":
            self._above.billing = identifier
        elif entity == "IL":
            self._above.subscriber, self._above.member = name, identifier
        elif entity == "QC":
            self._above.patient = name
        elif entity == "PR":
            self._above.payer = identifier

    def _dmg(self, segment: Segment) -> None:
        self._above.birth, self._above.sex = _day(at(segment, 2)), at(segment, 3)

    def _ref(self, segment: Segment) -> None:
        qualifier, number = at(segment, 1), at(segment, 2)
        if qualifier == "6R":
            self._claim.lines[-1].control = number
        elif self._in_claim:
            if not self._other_payer:
                self._claim.references[qualifier] = number
        elif qualifier in ("EI", "SY"):
            self._above.tax_id = number
        else:
            self._above.references[qualifier] = number

    def _clm(self, segment: Segment) -> None:
        above = self._above
        self._in_claim, self._in_line, self._other_payer = True, False, False
        self.claims.append(
            ReadClaim(
                billing=above.billing,
                tax_id=above.tax_id,
                subscriber=above.subscriber,
                member=above.member,
                patient=above.patient or above.subscriber,
                birth=above.birth,
                sex=above.sex,
                payer=above.payer,
                responsibility=above.responsibility,
                references=dict(above.references),
                number=at(segment, 1),
                total=Money.from_x12(at(segment, 2)),
                place=tuple(at(segment, 5).split(":")),
                causes=tuple(at(segment, 11).split(":")) if at(segment, 11) else (),
            )
        )

    def _dtp(self, segment: Segment) -> None:
        qualifier, text = at(segment, 1), at(segment, 3)
        if qualifier == "472":
            first, _, last = text.partition("-")
            self._claim.lines[-1].days = (_day(first), _day(last or first))
        elif qualifier != "573":
            self._claim.days[qualifier] = text

    def _nte(self, segment: Segment) -> None:
        self._claim.note = at(segment, 2)

    def _hi(self, segment: Segment) -> None:
        self._claim.diagnoses = tuple(part.partition(":")[2] for part in segment[1:])

    def _amt(self, segment: Segment) -> None:
        if at(segment, 1) == "D":
            self._paid = Money.from_x12(at(segment, 2))

    def _lx(self, segment: Segment) -> None:
        self._in_line = True
        self._claim.lines.append(ReadLine())

    def _sv1(self, segment: Segment) -> None:
        line, procedure = self._claim.lines[-1], at(segment, 1).split(":")
        line.code = procedure[1]
        line.modifiers = tuple(part for part in procedure[2:6] if part)
        line.description = procedure[6] if len(procedure) > 6 else ""
        line.charge, line.units = Money.from_x12(at(segment, 2)), int(at(segment, 4))
        line.pointers = tuple(int(part) for part in at(segment, 7).split(":"))

    def _lin(self, segment: Segment) -> None:
        self._claim.lines[-1].drug = (at(segment, 3),)

    def _ctp(self, segment: Segment) -> None:
        self._claim.lines[-1].drug += (at(segment, 4), at(segment, 5))

    def _svd(self, segment: Segment) -> None:
        self._claim.lines[-1].decisions.append((at(segment, 1), Money.from_x12(at(segment, 2)), ()))

    def _cas(self, segment: Segment) -> None:
        given = tuple(
            (at(segment, 1), at(segment, number), Money.from_x12(at(segment, number + 1)))
            for number in range(2, len(segment), 3)
        )
        if self._in_line:
            payer, paid, before = self._claim.lines[-1].decisions[-1]
            self._claim.lines[-1].decisions[-1] = (payer, paid, (*before, *given))

    _in_claim = False
    _in_line = False
    _paid = Money(0)


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a day has no time zone


def facts_of(claim: Claim) -> ReadClaim:
    """What a reader of the file must find for this claim; written from the Claim, not from the writer's code."""
    patient, insured = claim.patient, claim.coverage.subscriber
    return ReadClaim(
        billing=claim.billing.npi,
        tax_id=claim.billing.tax_id,
        subscriber=(fold(insured.organization), "", "", "") if insured.organization else _name(insured.name),
        member="".join(letter for letter in fold(insured.member_id) if letter.isalnum()),
        patient=_name(patient.name),
        birth=patient.birth_on,
        sex=patient.sex,
        payer=claim.coverage.payer.payer_number,
        responsibility=claim.coverage.responsibility,
        number=claim.patient_control_number,
        total=claim.total,
        place=(claim.lines[0].pos, "B", claim.frequency),
        causes=_causes(claim),
        days=_days(claim),
        references=_references(claim),
        note=free_text(claim.additional_information),
        diagnoses=tuple(code.replace(".", "") for code in claim.diagnoses),
        named=_named(claim),
        paid=[(one.coverage.payer.payer_number, one.paid) for one in claim.others],
        lines=[_line(claim, line) for line in claim.lines],
    )


def _name(name: PersonName) -> tuple[str, ...]:
    middle, suffix = (part.replace(".", "") for part in (name.middle, name.suffix))
    return tuple(fold(part) for part in (name.last, name.first, middle, suffix))


def _causes(claim: Claim) -> tuple[str, ...]:
    codes = {"auto": ("AA", "", "", claim.case.accident_state), "workers_comp": ("EM",)}
    return codes.get(claim.case.kind, ("OA",) if claim.case.other_accident else ())


def _days(claim: Claim) -> dict[str, str]:
    case = claim.case
    accident = case.kind in ("auto", "workers_comp") or case.other_accident
    known = {
        "431": case.onset_on,
        "454": case.initial_treatment_on,
        "439": case.accident_on if accident else None,
        "435": case.hospital_from_on,
        "096": case.hospital_to_on,
    }
    days = {qualifier: f"{day:%Y%m%d}" for qualifier, day in known.items() if day}
    if case.unable_from_on and case.unable_to_on:
        days["314"] = f"{case.unable_from_on:%Y%m%d}-{case.unable_to_on:%Y%m%d}"
    return days


def _references(claim: Claim) -> dict[str, str]:
    injured = claim.case.kind in ("auto", "workers_comp")
    known = {
        "Y4": claim.case.claim_number if injured else "",
        "9F": claim.referral_number,
        "G1": claim.authorization_number,
        "F8": claim.original_reference,
        "EA": claim.patient.chart_number,
    }
    return {qualifier: number for qualifier, number in known.items() if number}


def _named(claim: Claim) -> dict[str, str]:
    named = {}
    if claim.referring and claim.referring.qualifier == "DN":
        named["DN"] = claim.referring.npi
    if claim.lines[0].rendering.npi != claim.billing.npi:
        named["82"] = claim.lines[0].rendering.npi
    if claim.facility:
        named["77"] = claim.facility.npi
    return named


def _line(claim: Claim, line: ServiceLine) -> ReadLine:
    return ReadLine(
        code=line.procedure_code,
        modifiers=line.modifiers,
        description=free_text(line.narrative),
        charge=line.charge,
        units=line.units,
        pointers=line.pointers,
        days=(line.from_on, line.to_on),
        control=line.line_control_number,
        drug=(line.ndc, line.ndc_quantity, line.ndc_unit) if line.ndc else (),
        rendering="" if line.rendering == claim.lines[0].rendering else line.rendering.npi,
        decisions=[
            (
                one.payer_number,
                one.paid,
                tuple((given.group, given.reason, given.amount) for given in one.adjustments),
            )
            for one in line.adjudications
        ],
    )
