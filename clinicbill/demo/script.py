"""The script of a demo practice: who is in it, what is treated, how payers behave. Read from resources/demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from clinicbill.basics.assets import asset
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName


class DemoKind(StrEnum):
    """Which of the two invented practices."""

    CHIRO = "chiro"
    ORTHO = "ortho"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLine:
    """A service line as a care plan writes it; `pointers` are letters of item 24E."""

    code: str
    modifiers: tuple[str, ...]
    pointers: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlan:
    """What is treated and how: diagnoses, lines of the first and of later visits, days between visits."""

    name: str
    visits: tuple[int, int]
    every: tuple[int, ...]
    diagnoses: tuple[str, ...]
    first: tuple[DemoLine, ...]
    routine: tuple[DemoLine, ...]
    sometimes: tuple[DemoLine, ...]
    surgery: tuple[DemoLine, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPayer:
    """How an invented payer behaves. Percentages are of a hundred; `lag` is days from sending to payment.

    Attributes:
        weight: its share of new patients.
        allowed: the part of a charge that it allows, in percent.
        copay: what the patient owes per visit; `coinsurance` is in percent of the allowed amount.
        case: workers_comp or auto where it insures a case; empty for health insurance.
        only: the procedures it pays for at all; empty means all.
        modifier: what its manipulation lines carry.
        authorization: visits it allows beforehand, 0 where it asks for none.
        secondary: the payer that comes after it for half of its patients; it sends their claims on by itself.
        billed_second: the payer that the office bills after it, and for every how manieth of its patients.
    """

    name: str
    profile: str
    claim_filing_code: str
    payer_number: str
    delivery: str
    limit: int
    weight: int
    allowed: int
    copay: Money
    coinsurance: int
    sequestration: bool
    lag: tuple[int, int]
    denied: int
    rejected: int
    silent: int
    case: str
    only: tuple[str, ...]
    modifier: str
    authorization: int
    address: Address
    secondary: str
    billed_second: tuple[str, int] | None
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProvider:
    """A provider or facility of the script; `name` of a facility is its `last`."""

    name: PersonName
    npi: str
    credential: str = ""
    taxonomy: str = ""
    pos: str = "11"
    address: Address = Address()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything a demo practice is made from. `procedures` maps code to own name, charge, timed, modifiers."""

    kind: DemoKind
    practice: dict[str, Any]
    providers: tuple[DemoProvider, ...]
    referring: tuple[DemoProvider, ...]
    facilities: tuple[DemoProvider, ...]
    payers: tuple[DemoPayer, ...]
    plans: dict[str, CarePlan]
    procedures: dict[str, tuple[str, Money, bool, tuple[str, ...]]]
    cash_weight: int
    cash_plans: tuple[str, ...]
    names: dict[str, list[str]]

    def payer(self, name: str) -> DemoPayer:
        """The payer of that name."""
        return next(payer for payer in self.payers if payer.name == name)


def read_script(kind: DemoKind) -> Script:
    """Read resources/demo/<kind>.toml and the names."""
    data = tomllib.loads(asset(f"demo/{kind}.toml").read_text(encoding="utf-8"))
    return Script(
        kind=kind,
        practice=data["practice"],
        providers=tuple(_provider(row) for row in data["provider"]),
        referring=tuple(_provider(row) for row in data["referring"]),
        facilities=tuple(_facility(row) for row in data.get("facility", ())),
        payers=tuple(_payer(row) for row in data["payer"]),
        plans={row["name"]: _plan(row) for row in data["plan"]},
        procedures={
            code: (name, Money(cents), timed, tuple(modifiers.split()))
            for code, (name, cents, timed, modifiers) in data["procedures"].items()
        },
        cash_weight=data["cash"]["weight"],
        cash_plans=tuple(data["cash"]["plans"]),
        names=tomllib.loads(asset("demo/names.toml").read_text(encoding="utf-8")),
    )


def address(parts: list[str]) -> Address:
    """An address as the script writes it: street, [second line,] city, state, ZIP."""
    street, *second, city, state, zip_code = parts
    return Address(street=street, street2="".join(second), city=city, state=state, zip=zip_code)


def _provider(row: dict[str, Any]) -> DemoProvider:
    last, first, middle = row["name"]
    return DemoProvider(
        name=PersonName(last=last, first=first, middle=middle),
        npi=row["npi"],
        credential=row["credential"],
        taxonomy=row["taxonomy"],
    )


def _facility(row: dict[str, Any]) -> DemoProvider:
    return DemoProvider(
        name=PersonName(last=row["name"]), npi=row["npi"], pos=row["pos"], address=address(row["address"])
    )


def _payer(row: dict[str, Any]) -> DemoPayer:
    return DemoPayer(
        name=row["name"],
        profile=row["profile"],
        claim_filing_code=row["claim_filing_code"],
        payer_number=row["payer_number"],
        delivery=row.get("delivery", "electronic"),
        limit=row["limit"],
        weight=row["weight"],
        allowed=row["allowed"],
        copay=Money(row.get("copay", 0)),
        coinsurance=row.get("coinsurance", 0),
        sequestration=row.get("sequestration", False),
        lag=(row["lag"][0], row["lag"][1]),
        denied=row["denied"],
        rejected=row.get("rejected", 0),
        silent=row["silent"],
        case=row.get("case", ""),
        only=tuple(row.get("only", ())),
        modifier=row.get("modifier", ""),
        authorization=row.get("authorization", 0),
        address=address(row["address"]),
        secondary=row.get("secondary", ""),
        billed_second=(row["billed_second"][0], row["billed_second"][1]) if "billed_second" in row else None,
        plans=tuple(row["plans"]),
    )


def _line(row: list[Any]) -> DemoLine:
    code, modifiers, pointers, units = row
    return DemoLine(code=code, modifiers=tuple(modifiers.split()), pointers=pointers, units=units)


def _plan(row: dict[str, Any]) -> CarePlan:
    return CarePlan(
        name=row["name"],
        visits=(row["visits"][0], row["visits"][1]),
        every=tuple(row["every"]),
        diagnoses=tuple(row["diagnoses"]),
        first=tuple(_line(line) for line in row["first"]),
        routine=tuple(_line(line) for line in row["routine"]),
        sometimes=tuple(_line(line) for line in row["sometimes"]),
        surgery=tuple(_line(line) for line in row.get("surgery", ())),
        note=row["note"],
    )
