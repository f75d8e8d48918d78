"""How each section of Setup is saved: which workflow takes what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.workflows.keep_setup import (
    keep_facility,
    keep_payer,
    keep_practice,
    keep_procedure,
    keep_provider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.ui.setup.payers import PayerCard
    from clinicbill.ui.setup.procedures import ProcedureCard
    from clinicbill.workflows.outcome import Outcome


def save_procedure(db: Database, stamp: Stamp, card: ProcedureCard) -> Outcome:
    """Save the procedure and the fee that was typed with it."""
    return keep_procedure(db, stamp, card.procedure(), card.typed_fees())


def save_payer(db: Database, stamp: Stamp, card: PayerCard) -> Outcome:
    """Save the payer; how it was begun is not kept."""
    return keep_payer(db, stamp, card.payer())


SAVES: dict[str, Callable[..., Outcome]] = {
    "practice": keep_practice,
    "providers": keep_provider,
    "referring": keep_provider,
    "facilities": keep_facility,
    "payers": save_payer,
    "procedures": save_procedure,
}
