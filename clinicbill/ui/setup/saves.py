"""How each section of Setup is saved: which workflow takes what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.workflows.keep_default_modifier import keep_default_modifier
from clinicbill.workflows.keep_drug_vial import keep_drug_vial
from clinicbill.workflows.keep_profile import keep_profile
from clinicbill.workflows.keep_provider_number import keep_provider_number
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
    from clinicbill.ui.setup.profiles import ProfileCard
    from clinicbill.workflows.outcome import Outcome


def save_procedure(db: Database, stamp: Stamp, card: ProcedureCard) -> Outcome:
    """Save the procedure and the fee that was typed with it."""
    return keep_procedure(db, stamp, card.procedure(), card.typed_fees())


def save_payer(db: Database, stamp: Stamp, card: PayerCard) -> Outcome:
    """Save the payer and the number typed with it; how it was begun is not kept."""
    outcome, number = keep_payer(db, stamp, card.payer()), card.typed_number()
    if number is None or not outcome.done:
        return outcome
    second = keep_provider_number(db, stamp, number)
    if second.done:
        return outcome
    found = tuple(replace(finding, field="number") for finding in second.findings)
    return replace(outcome, findings=(*outcome.findings, *found))


def save_profile(db: Database, stamp: Stamp, card: ProfileCard) -> Outcome:
    """Save what differs from the base."""
    return keep_profile(db, stamp, card.office_profile())


SAVES: dict[str, Callable[..., Outcome]] = {
    "practice": keep_practice,
    "providers": keep_provider,
    "referring": keep_provider,
    "facilities": keep_facility,
    "payers": save_payer,
    "profiles": save_profile,
    "procedures": save_procedure,
    "default_modifiers": keep_default_modifier,
    "drug_vials": keep_drug_vial,
}
