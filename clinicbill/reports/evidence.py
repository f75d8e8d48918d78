"""Why something stands on the work list and what proves it: grounds, dated proofs, and the parts of its amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.reports.payer_facts import PayerFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason: an icon of resources/icons, a colour role, what it is, and how it is known."""

    icon: str
    role: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Something that happened on a day and can be shown to anybody who asks."""

    on: date
    icon: str
    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the amount: a service line, a visit, a claim of a remittance.

    Attributes:
        code: shown as a code, with `modifiers` behind it; empty for none.
        amount: None where none is known yet.
    """

    words: str
    code: str = ""
    modifiers: tuple[str, ...] = ()
    amount: Money | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything the detail of one item shows.

    Attributes:
        about: what it is, in a few words: payer, visit, claim number.
        parts_title: what the parts are.
        payer: what we know of the payer it hangs on; None where none does.
    """

    about: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    proofs: tuple[Proof, ...] = ()
    parts_title: str = ""
    parts: tuple[Part, ...] = ()
    payer: PayerFacts | None = None
