"""A small reader of 837P files for tests: what a payer would understand, to be held against the Claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import claim_profile
from clinicbill.x12.reader import SegmentReader
from clinicbill.x12.segments import at
from clinicbill.x12.writer import fold, free_text

if TYPE_CHECKING:
    from clinicbill.basics.people import PersonName
    from clinicbill.claims.claim import Claim, OtherId, ServiceLine
    from clinicbill.x12.segments import Segment


Number = tuple[str, str, str]
"""NM101 of whom, REF01, REF02."""


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
    marks: tuple[str, ...] = ()
    purchase: tuple[str, Money] | None = None
    seller: str | None = None
    numbers: list[Number] = field(default_factory=list)
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
    conditions: tuple[str, ...] = ()
    screening: tuple[str, ...] = ()
    taxonomies: dict[str, str] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
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
        self._in_claim = self._in_line = self._other_payer = False
        self._entity = ""
        above = self._above
        if level == "20":
            self._above = ReadClaim()
        if level == "22":
            self._above = ReadClaim(
                billing=above.billing,
                tax_id=above.tax_id,
                taxonomies=above.taxonomies,
                numbers=[one for one in above.numbers if one[0] == "85"],
            )

    def _prv(self, segment: Segment) -> None:
        if not self._in_line:
            level = self._claim if self._in_claim else self._above
            level.taxonomies[at(segment, 1)] = at(segment, 3)

    def _sbr(self, segment: Segment) -> None:
        if self._in_claim:
            self._other_payer = True
            self._paid = Money(0)
        else:
            self._above.responsibility = at(segment, 1)

    def _nm1(self, segment: Segment) -> None:
        entity, identifier = at(segment, 1), at(segment, 9)
        name = tuple(at(segment, number) for number in (3, 4, 5, 7))
        self._entity = entity
        if self._in_line:
            self._line_name(entity, identifier)
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

    def _line_name(self, entity: str, identifier: str) -> None:
        if entity == "82":
            self._claim.lines[-1].rendering = identifier
        elif entity == "QB":
            self._claim.lines[-1].seller = identifier

    def _dmg(self, segment: Segment) -> None:
        self._above.birth, self._above.sex = _day(at(segment, 2)), at(segment, 3)

    def _ref(self, segment: Segment) -> None:
        qualifier, number = at(segment, 1), at(segment, 2)
        if qualifier == "6R":
            self._claim.lines[-1].control = number
        elif self._in_line:
            self._claim.lines[-1].numbers.append((self._entity, qualifier, number))
        elif self._in_claim and self._entity:
            if not self._other_payer:
                self._claim.numbers.append((self._entity, qualifier, number))
        elif self._in_claim:
            self._claim.references[qualifier] = number
        elif qualifier in ("EI", "SY"):
            self._above.tax_id = number
        elif qualifier == "Y4":
            self._above.references[qualifier] = number
        else:
            self._above.numbers.append((self._entity, qualifier, number))

    def _clm(self, segment: Segment) -> None:
        above = self._above
        self._in_claim, self._in_line, self._other_payer = True, False, False
        self._entity = ""
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
                taxonomies=dict(above.taxonomies),
                numbers=list(above.numbers),
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
        codes = tuple(part.partition(":")[2] for part in segment[1:])
        if segment[1].startswith("BG"):
            self._claim.conditions += codes
        else:
            self._claim.diagnoses = codes

    def _crc(self, segment: Segment) -> None:
        self._claim.screening = tuple(segment[2:])

    def _amt(self, segment: Segment) -> None:
        if at(segment, 1) == "D":
            self._paid = Money.from_x12(at(segment, 2))

    def _lx(self, segment: Segment) -> None:
        self._in_line, self._entity = True, ""
        self._claim.lines.append(ReadLine())

    def _sv1(self, segment: Segment) -> None:
        line, procedure = self._claim.lines[-1], at(segment, 1).split(":")
        line.code = procedure[1]
        line.modifiers = tuple(part for part in procedure[2:6] if part)
        line.description = procedure[6] if len(procedure) > 6 else ""
        line.charge, line.units = Money.from_x12(at(segment, 2)), int(at(segment, 4))
        line.pointers = tuple(int(part) for part in at(segment, 7).split(":"))
        line.marks = tuple(at(segment, number) for number in (9, 11, 12))

    def _ps1(self, segment: Segment) -> None:
        self._claim.lines[-1].purchase = (at(segment, 1), Money.from_x12(at(segment, 2)))

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
    _entity = ""
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
        conditions=claim.condition_codes,
        screening=_screening(claim),
        taxonomies=_taxonomies(claim),
        numbers=_numbers(claim),
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
        "304": case.last_seen_on,
        "453": case.acute_manifestation_on,
        "484": case.last_menstrual_on,
        "455": case.last_xray_on,
        "471": case.prescription_on,
        "090": case.assumed_care_on,
        "091": case.relinquished_care_on,
        "444": case.first_contact_on if case.kind in ("auto", "workers_comp") else None,
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


def _screening(claim: Claim) -> tuple[str, ...]:
    """Y and what came of it; N with NU where every screened line says NU."""
    said = list(dict.fromkeys(line.epsdt for line in claim.lines if line.epsdt))
    if said == ["NU"]:
        return ("N", "NU")
    referred = [code for code in said if code != "NU"]
    return ("Y", *referred) if referred else ()


def _taxonomies(claim: Claim) -> dict[str, str]:
    performing = claim.lines[0].rendering
    found = {"BI": _taxonomy(claim.billing.taxonomy, claim.billing.other_id)}
    if performing.npi != claim.billing.npi:
        found["PE"] = _taxonomy(performing.taxonomy, performing.other_id)
    return found


def _taxonomy(usual: str, other: OtherId | None) -> str:
    return other.number if other and other.qualifier == "ZZ" else usual


def _numbers(claim: Claim) -> list[Number]:
    """Those of a claim that has a place for each of them."""
    performing = claim.lines[0].rendering
    billing = claim.billing.other_id
    found = _number("85" if billing and billing.qualifier in ("0B", "1G") else "PR", billing)
    if claim.referring and claim.referring.qualifier == "DN":
        found += _number("DN", claim.referring.other_id)
    if performing.npi != claim.billing.npi:
        found += _rendering_numbers(claim, claim.lines[0])
    if claim.facility:
        found += _number("77", claim.facility.other_id)
    if claim.referring and claim.referring.qualifier == "DQ":
        found += _number("DQ", claim.referring.other_id)
    return found


def _rendering_numbers(claim: Claim, line: ServiceLine) -> list[Number]:
    wanted = claim_profile(claim).signature == "name_and_license"
    licence = [("82", "0B", line.rendering.license_number)] if wanted else []
    return licence + _number("82", line.rendering.other_id)


def _number(entity: str, other: OtherId | None) -> list[Number]:
    return [(entity, other.qualifier, other.number)] if other and other.qualifier != "ZZ" else []


def _line_numbers(claim: Claim, line: ServiceLine) -> list[Number]:
    found: list[Number] = []
    if line.rendering.npi != claim.lines[0].rendering.npi:
        found += _rendering_numbers(claim, line)
    if line.purchased is not None and claim.facility:
        found += _number("QB", claim.facility.other_id)
    if claim.referring and claim.referring.qualifier == "DK":
        found += _number("DK", claim.referring.other_id)
    return found


def _named(claim: Claim) -> dict[str, str]:
    named = {}
    if claim.referring and claim.referring.qualifier == "DN":
        named["DN"] = claim.referring.npi
    if claim.lines[0].rendering.npi != claim.billing.npi:
        named["82"] = claim.lines[0].rendering.npi
    if claim.referring and claim.referring.qualifier == "DQ":
        named["DQ"] = claim.referring.npi
    if claim.facility:
        named["77"] = claim.facility.npi
    return named


def _line(claim: Claim, line: ServiceLine) -> ReadLine:
    place = claim.facility
    sold = place is not None and line.purchased is not None
    seller = place.npi or (place.other_id.number if place.other_id else "") if place is not None else ""
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
        marks=tuple("Y" if mark else "" for mark in (line.emergency, line.epsdt, line.family_planning)),
        purchase=(seller, line.purchased) if sold and line.purchased is not None else None,
        seller=place.npi if sold and place is not None else None,
        numbers=_line_numbers(claim, line),
        rendering="" if line.rendering.npi == claim.lines[0].rendering.npi else line.rendering.npi,
        decisions=[
            (
                one.payer_number,
                one.paid,
                tuple((given.group, given.reason, given.amount) for given in one.adjustments),
            )
            for one in line.adjudications
        ],
    )
