"""Payers: who is billed, how claims reach it, and how long one may wait."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from clinicbill.claims.profiles import profiles_on
from clinicbill.practice.checks import payer_findings
from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.payer_kinds import CLAIM_FILING_CODES, PAYER_KINDS
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
    from clinicbill.ui.widgets.record_form import RecordForm

DELIVERY = ((Delivery.ELECTRONIC, "Electronic, 837P"), (Delivery.PAPER, "Paper, CMS-1500"))
_FILING = tuple((code, f"{code}  {words}") for code, words in CLAIM_FILING_CODES.items())


def profile_choices(day: date) -> list[tuple[object, str]]:
    """The payer profiles in force on a day."""
    return [(profile.key, profile.name) for profile in profiles_on(day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerCard(Payer):
    """A payer as its form shows it; `start` is the kind a new one begins as, a place in PAYER_KINDS."""

    start: int | None = None

    @classmethod
    def of(cls, payer: Payer) -> PayerCard:
        """A stored payer."""
        return cls(**{part.name: getattr(payer, part.name) for part in fields(payer)})

    def payer(self) -> Payer:
        """What is stored of it."""
        return Payer(**{part.name: getattr(self, part.name) for part in fields(Payer)})


def _kind_words(row: PayerCard) -> str:
    return CLAIM_FILING_CODES.get(row.claim_filing_code, row.claim_filing_code)


def _check(card: PayerCard, _others: Sequence[PayerCard]) -> list[Finding]:
    return payer_findings(card.payer())


def _blank(_day: date) -> PayerCard:
    return PayerCard(name="")


def _is_new(values: Values) -> bool:
    return not values["id"]


_STARTS = ((None, "Choose its kind"), *enumerate(kind.name for kind in PAYER_KINDS))
PAYER_FIELDS = (
    Field("Claim filing", "claim_filing_code", Input.CHOICE, choices=_FILING),
    Field("Form rules", "profile", Input.CHOICE),
    Field("Claims go", "delivery", Input.CHOICE, choices=DELIVERY, width=168),
    Field("Payer no.", "payer_number", Input.CODE, width=140),
    Field("Days to file", "filing_limit_days", width=84, check=whole_number, placeholder="unknown"),
    phone_field("Phone", "phone"),
    *address_fields("address", section="Claim address"),
    Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
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
