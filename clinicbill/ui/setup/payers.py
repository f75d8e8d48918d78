"""Payers: who is billed, how claims reach it, and how long one may wait."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ProviderId
from clinicbill.claims.profiles import built_in
from clinicbill.practice.checks import payer_findings
from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES, MEDICARE_CONTRACTORS, PAYER_KINDS
from clinicbill.practice.provider_number import (
    QUALIFIERS,
    ProviderNumber,
    billing_number_findings,
    number_findings,
)
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.contact_fields import address_fields, phone_field
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import COUNT, Part, Values, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.profiles import ProfileBook
    from clinicbill.ui.widgets.record_form import RecordForm

DELIVERY = ((Delivery.ELECTRONIC, "Electronic, 837P"), (Delivery.PAPER, "Paper, CMS-1500"))
_FILING = tuple((code, f"{code}  {words}") for code, words in CLAIM_FILING_CODES.items())


_NUMBER_QUALIFIERS = tuple(QUALIFIERS.items())


def profile_choices(day: date, book: ProfileBook | None = None) -> list[tuple[object, str]]:
    """The payer profiles in force on a day; without `book` those of the program alone."""
    return [(profile.key, profile.name) for profile in (book or built_in()).all_on(day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerCard(Payer):
    """A payer as its form shows it.

    Attributes:
        start: the kind a new one begins as, a place in PAYER_KINDS.
        numbers: what it calls our people; None while it is not stored.
        number_provider_id, number_qualifier, number: the number typed now; an empty one takes back what stands there.
    """

    start: int | None = None
    numbers: tuple[ProviderNumber, ...] | None = None
    number_provider_id: ProviderId | None = None
    number_qualifier: str = "G2"
    number: str = ""

    @classmethod
    def of(cls, payer: Payer, numbers: Sequence[ProviderNumber] = ()) -> PayerCard:
        """A stored payer, and what payers call our people."""
        own = tuple(number for number in numbers if number.payer_id == payer.id)
        return cls(**{part.name: getattr(payer, part.name) for part in fields(payer)}, numbers=own)

    def payer(self) -> Payer:
        """What is stored of it."""
        return Payer(**{part.name: getattr(self, part.name) for part in fields(Payer)})

    def with_number_of(self, provider_id: ProviderId) -> PayerCard:
        """The card with the number of a provider taken up, ready to be changed; empty where it has none."""
        known = next((one for one in self.numbers or () if one.provider_id == provider_id), None)
        taken = replace(self, number_provider_id=provider_id)
        if known is None:
            return taken
        return replace(taken, number_qualifier=known.qualifier, number=known.number)

    def typed_number(self) -> ProviderNumber | None:
        """The number typed now: it changes or takes back the provider's, or is a new one; None for nothing typed."""
        if self.number_provider_id is None or self.numbers is None:
            return None
        known = next((one for one in self.numbers if one.provider_id == self.number_provider_id), None)
        if known is None and not self.number:
            return None
        number = known or ProviderNumber(provider_id=self.number_provider_id, payer_id=self.id, number="")
        if not self.number:
            return replace(number, active=False)
        return replace(number, qualifier=self.number_qualifier, number=self.number)


def _kind_words(row: PayerCard) -> str:
    return CLAIM_FILING_CODES.get(row.claim_filing_code, row.claim_filing_code)


def _check(card: PayerCard, _others: Sequence[PayerCard]) -> list[Finding]:
    typed = card.typed_number()
    found = number_findings(typed) if typed is not None and typed.active else []
    return [
        *payer_findings(card.payer()),
        *billing_number_findings(card.billing_id_qualifier, card.billing_id),
        *(replace(told, field="number") for told in found),
    ]


def _blank(_day: date) -> PayerCard:
    return PayerCard(name="")


def _is_new(values: Values) -> bool:
    return not values["id"]


def _is_stored(values: Values) -> bool:
    return values["numbers"] is not None


_STARTS = ((None, "Choose its kind"), *enumerate(kind.name for kind in PAYER_KINDS))
PAYER_FIELDS = (
    Field("Claim filing", "claim_filing_code", Input.CHOICE, choices=_FILING),
    Field("Claims form", "profile", Input.CHOICE),
    Field("Claims go", "delivery", Input.CHOICE, choices=DELIVERY, width=168),
    Field("Payer no.", "payer_number", Input.CODE, width=140),
    Field("Days to file", "filing_limit_days", width=84, check=whole_number, placeholder="unknown"),
    Field(
        "MAC",
        "mac",
        Input.CHOICE,
        choices=(("", "–"), *MEDICARE_CONTRACTORS.items()),
        beside=True,
    ),
    phone_field("Phone", "phone"),
    *address_fields("address", section="Claim address"),
    Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
)
BILLING_FIELDS = (
    Field("Billing no.", "billing_id", Input.CODE, width=140, section="Our numbers there"),
    Field(
        "given by",
        "billing_id_qualifier",
        Input.CHOICE,
        choices=(("", "–"), *_NUMBER_QUALIFIERS),
        beside=True,
    ),
)
NUMBER_FIELDS = (
    Field("Provider", "number_provider_id", Input.CHOICE, choices=((None, "Choose a provider"),)),
    Field("Number", "number", Input.CODE, width=140),
    Field("given by", "number_qualifier", Input.CHOICE, choices=_NUMBER_QUALIFIERS, beside=True),
)
PAYERS: RecordKind[PayerCard] = RecordKind(
    noun="payer",
    plural="Payers",
    columns=(
        Column("Name", lambda row: row.name, weight=MEDIUM, stretch=3, width=120),
        Column("Kind", _kind_words, stretch=2, width=80),
        Column("Payer no.", lambda row: row.payer_number, mono=True),
        Column("", active_state),
    ),
    parts=(
        Part((Field("Name", "name", required=True),)),
        Part((Field("Begin as", "start", Input.CHOICE, choices=_STARTS),), 0, _is_new),
        Part(PAYER_FIELDS),
        Part(BILLING_FIELDS),
        Part(NUMBER_FIELDS, 0, _is_stored),
    ),
    title=lambda payer: payer.name,
    check=_check,
    blank=_blank,
    empty=(
        "No payer yet.",
        "Everybody who pays claims is keyed once: insurers, programs, employers’ insurers.",
    ),
    turns={"filing_limit_days": COUNT},
    tips={
        "start": "Fills in what payers of this kind have in common",
        "claim_filing_code": "SBR09 of the file",
        "profile": "What this kind of payer wants different on the same claim",
        "payer_number": "As the clearinghouse lists it, 2010BB NM109",
        "filing_limit_days": "Days from the first date of service",
        "mac": "The Medicare contractor whose rules hold for the edits",
        "billing_id": "What this payer calls the practice, item 33b",
        "billing_id_qualifier": "Who gave the billing number, item 33b",
        "number_provider_id": "Whose number it is, item 24J",
        "number": "What this payer calls that provider, item 24J shaded; an empty one takes it back",
        "number_qualifier": "Who gave the number, item 24I shaded",
    },
    sizes=(440, 530),
)


def begin_as(form: RecordForm, name: str) -> None:
    """Fill in what payers of the chosen kind have in common."""
    chosen = form.values()["start"] if name == "start" else None
    if not isinstance(chosen, int):
        return
    kind = PAYER_KINDS[chosen]
    form.set_value("claim_filing_code", kind.claim_filing_code)
    form.set_value("profile", kind.profile)
    form.set_value("delivery", kind.delivery)
    form.set_value("filing_limit_days", str(kind.filing_limit_days or ""))
    if not form.values()["name"]:
        form.set_value("name", kind.name)
