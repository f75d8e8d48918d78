"""What a service costs: the fee schedule by payer, modifier and day, and the charge of a line from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from clinicbill.basics.identifiers import PayerId
    from clinicbill.basics.money import Money
    from clinicbill.encounters.encounter import EncounterLine
    from clinicbill.practice.procedure import Fee


def fee_on(
    fees: Iterable[Fee], *, payer_id: PayerId | None, modifiers: Sequence[str], on: date
) -> Fee | None:
    """The fee that counts on a day, or None where none has begun.

    A fee of the payer beats the one for everybody; among these a fee of one of the modifiers (the first on the
    line first) beats the one without; among these the latest day counts.
    """
    order = {"": len(modifiers)} | {modifier: place for place, modifier in enumerate(modifiers)}
    able = [
        fee
        for fee in fees
        if fee.from_on <= on and fee.payer_id in (None, payer_id) and fee.modifier in order
    ]
    return min(
        able,
        key=lambda fee: (fee.payer_id is None, order[fee.modifier], -fee.from_on.toordinal()),
        default=None,
    )


def charge_for(
    fees: Iterable[Fee], *, payer_id: PayerId | None, modifiers: Sequence[str], on: date, units: int
) -> Money | None:
    """The charge of a line: the fee for one unit times the units; None where there is no fee."""
    fee = fee_on(fees, payer_id=payer_id, modifiers=modifiers, on=on)
    return fee.charge * units if fee else None


def priced(line: EncounterLine, fees: Mapping[str, Sequence[Fee]], payer_id: PayerId | None) -> EncounterLine:
    """The line with the charge of the fee schedule; as it is where there is no fee.

    `fees` are all fees under their procedure's code (`practice.store.fees_by_code`).
    """
    charge = charge_for(
        fees.get(line.procedure_code, ()),
        payer_id=payer_id,
        modifiers=line.modifiers,
        on=line.from_on,
        units=line.units,
    )
    return line if charge is None else replace(line, charge=charge)
