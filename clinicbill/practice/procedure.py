"""Procedure and Fee: the office's own procedure list, under its own short names, with prices from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicbill.basics.identifiers import FeeId, PayerId, ProcedureId
from clinicbill.basics.money import Money

# An id of 0: not saved yet.
_NEW = ProcedureId(0)
_NEW_FEE = FeeId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure the office keyed itself (SV101, item 24D).

    Attributes:
        id: our row; 0 until it is saved.
        code: CPT or HCPCS code, five characters.
        name: the office's own short words.
        modifiers: what a new line with this code starts with.
        timed: whether units follow from minutes of treatment.
    """

    id: ProcedureId = _NEW
    code: str
    name: str
    modifiers: tuple[str, ...] = ()
    timed: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What one unit of a procedure costs from a day on.

    Attributes:
        id: our row; 0 until it is saved.
        payer_id: for this payer only; None is the fee for everybody.
        modifier: for lines with this modifier only; empty is the fee without.
        charge: for one unit.
    """

    id: FeeId = _NEW_FEE
    procedure_id: ProcedureId = _NEW
    payer_id: PayerId | None = None
    modifier: str = ""
    from_on: date
    charge: Money
