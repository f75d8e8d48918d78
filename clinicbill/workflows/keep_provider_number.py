"""Keep what a payer calls one of our people: the number in the shaded halves of items 24I and 24J."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.practice import store
from clinicbill.practice.provider_number import number_findings
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.practice.provider_number import ProviderNumber
    from clinicbill.workflows.outcome import Outcome


def keep_provider_number(db: Database, stamp: Stamp, number: ProviderNumber) -> Outcome:
    """Save a number, new or changed; `active` False takes it back. Claims that were sent keep it as it was.

    Raises:
        NotAllowed: setup is a biller's or the owner's.
        NotFound: there is no such provider or payer.
    """
    require(stamp, Act.CHANGE_SETUP)
    provider, payer = store.get_provider(db, number.provider_id), store.get_payer(db, number.payer_id)
    others = [other for other in store.list_provider_numbers(db) if other.payer_id == number.payer_id]
    kept = replace(number, number=number.number.strip())
    done = "Saved the number of" if kept.active else "Took back the number of"
    return keep_record(
        db,
        number_findings(kept, others) if kept.active else (),
        lambda: store.save_provider_number(db, kept, stamp),
        changed="setup",
        message=f"{done} {provider} at {payer.name}",
    )
