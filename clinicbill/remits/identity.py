"""What tells one payment from another: its payer's names, and its check or EFT number however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.remits.match import cleaned

if TYPE_CHECKING:
    from clinicbill.remits.remittance import Remittance

# TRN03 is the digit 1 and the payer's nine-digit tax id.
_TRACE_ID_LENGTH = 10


def payer_names(remittance: Remittance) -> tuple[str, ...]:
    """Every name the payer has in a file: its tax id (TRN03), its number (N104), its name; only those given."""
    trace = cleaned(remittance.payer_trace_id)
    if len(trace) == _TRACE_ID_LENGTH and trace.isdigit() and trace.startswith("1"):
        trace = trace[1:]
    names = (trace, cleaned(remittance.payer_id), cleaned(remittance.payer_name))
    return tuple(name for name in names if name)


def payer_key(remittance: Remittance) -> str:
    """The first of the payer's names: its tax id, else its number, else its name."""
    return next(iter(payer_names(remittance)), "")


def trace_key(remittance: Remittance) -> str:
    """The check or EFT number without blanks around it, in capitals: as lists show it."""
    return remittance.trace_number.strip().upper()


def bare_number(remittance: Remittance) -> str:
    """The check or EFT number without any blanks and leading zeros; empty where there is none."""
    return trace_key(remittance).replace(" ", "").lstrip("0")


def lacks_number(remittance: Remittance) -> bool:
    """Whether money comes without a check or EFT number (TRN02): no second copy of it could be told from it."""
    return bool(remittance.paid) and not bare_number(remittance)


def is_test(remittance: Remittance) -> bool:
    """Whether the payer marks the file as a test (ISA15)."""
    return remittance.usage.strip().upper() == "T"
