"""Procedures and fees: the office's own list, with what one unit costs from a day on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.procedure_checks import procedure_findings
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import WORDS, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding

_TIMED = ((False, "Each service"), (True, "Minutes of treatment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCard(Procedure):
    """A procedure as its form shows it: with its fees, and the one that is typed now.

    Attributes:
        fees: what is stored.
        fee: the charge typed; None leaves the fees as they are.
        fee_payer_id, fee_modifier, fee_from_on: what the typed charge is for.
    """

    fees: tuple[Fee, ...] = ()
    fee: Money | None = None
    fee_payer_id: PayerId | None = None
    fee_modifier: str = ""
    fee_from_on: date

    @classmethod
    def of(cls, procedure: Procedure, fees: Sequence[Fee], day: date) -> ProcedureCard:
        """A stored procedure with its fees; a new fee begins on `day`."""
        own = {part.name: getattr(procedure, part.name) for part in fields(procedure)}
        return cls(**own, fees=tuple(fees), fee_from_on=day)

    def procedure(self) -> Procedure:
        """What is stored of the procedure itself."""
        return Procedure(**{part.name: getattr(self, part.name) for part in fields(Procedure)})

    def typed_fees(self) -> list[Fee]:
        """The fee typed now: it changes the stored one of the same payer, modifier and day, or is a new one."""
        if self.fee is None:
            return []
        typed = Fee(
            procedure_id=self.id,
            payer_id=self.fee_payer_id,
            modifier=self.fee_modifier,
            from_on=self.fee_from_on,
            charge=self.fee,
        )
        same = next((fee for fee in self.fees if _key(fee) == _key(typed)), None)
        return [replace(typed, id=same.id) if same is not None else typed]

    def all_fees(self) -> list[Fee]:
        """The fees as they will be once this is saved."""
        typed = self.typed_fees()
        keys = {_key(fee) for fee in typed}
        return [*(fee for fee in self.fees if _key(fee) not in keys), *typed]

    def usual(self, day: date) -> Money | None:
        """What everybody is charged on a day."""
        found = [fee for fee in self.fees if fee.payer_id is None and not fee.modifier and fee.from_on <= day]
        return max(found, key=lambda fee: fee.from_on).charge if found else None


def _key(fee: Fee) -> tuple[PayerId | None, str, date]:
    return (fee.payer_id, fee.modifier, fee.from_on)


def _check(card: ProcedureCard, _others: Sequence[ProcedureCard]) -> list[Finding]:
    found = procedure_findings(card.procedure(), card.all_fees())
    return [replace(finding, field="fee") if finding.field == "fees" else finding for finding in found]


def _blank(day: date) -> ProcedureCard:
    return ProcedureCard(code="", name="", fee_from_on=day)


NAME_FIELDS = (
    Field("Code", "code", Input.CODE, width=84, required=True, stored=str.upper),
    Field("Short name", "name", required=True),
)
FEE_FIELDS = (
    Field("Charge", "fee", Input.MONEY, width=96, section="New fee for one unit, from a day on"),
    Field("from", "fee_from_on", Input.DATE, required=True, beside=True),
    Field("For", "fee_payer_id", Input.CHOICE, choices=((None, "Everybody"),)),
    Field("Modifier", "fee_modifier", Input.CODE, width=56, stored=str.upper),
)
LINE_FIELDS = (
    Field(
        "Modifiers",
        "modifiers",
        Input.CODE,
        width=140,
        placeholder="none",
        section="What new lines start with",
    ),
    Field("Units from", "timed", Input.CHOICE, choices=_TIMED, width=190),
    Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
)


def procedure_kind(day: date) -> RecordKind[ProcedureCard]:
    """The procedure list, with the usual fee of a day."""
    return RecordKind(
        noun="procedure",
        plural="Procedures and fees",
        columns=(
            Column("Code", lambda row: row.code, mono=True),
            Column("Short name", lambda row: row.name, weight=MEDIUM, stretch=1, width=110),
            Column("Fee", lambda row: row.usual(day), right=True),
            Column("", active_state),
        ),
        parts=(Part(NAME_FIELDS), Part(FEE_FIELDS), Part(LINE_FIELDS)),
        title=lambda card: f"{card.code} {card.name}".strip(),
        check=_check,
        blank=_blank,
        empty=("No procedure yet.", "The office keys its own list: a code, a short name, a fee."),
        turns={"modifiers": WORDS},
        tips={
            "code": "Five characters, without modifiers; item 24D",
            "name": "The office’s own words",
            "modifiers": "What a new line with this code starts with, up to four",
            "timed": "Whether units follow from minutes of treatment",
            "fee": "A raise is a new fee from a day on; earlier visits keep theirs",
            "fee_modifier": "Only for lines with this modifier; empty for the fee without",
        },
        sizes=(420, 550),
    )
