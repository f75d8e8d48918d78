"""Put a visit on hold with a reason, and take it up again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.encounters import store
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.missing import hold
from clinicbill.encounters.parts_store import posted_lines
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


def hold_visit(db: Database, stamp: Stamp, encounter_id: EncounterId, *, reason: str) -> Outcome:
    """Let a visit wait; it becomes no claim until it is taken up again.

    Raises:
        CannotDo: its charges are posted: then it is the claim that waits.
    """
    require(stamp, Act.SAVE_VISIT)
    visit = store.get_encounter(db, encounter_id)
    if posted_lines(db, encounter_id):
        raise CannotDo(
            "The charges of this visit are posted; nothing was changed: put its claim on hold instead."
        )
    held = replace(visit, status=VisitStatus.ON_HOLD, hold_reason=reason.strip())
    return keep_record(
        db,
        hold(held),
        lambda: store.save_encounter(db, held, stamp),
        changed="visits",
        message=f"On hold: {held.hold_reason}",
    )


def take_up_visit(db: Database, stamp: Stamp, encounter_id: EncounterId) -> Outcome:
    """Let a visit on hold be coded again.

    Raises:
        CannotDo: it is not on hold.
    """
    require(stamp, Act.SAVE_VISIT)
    visit = store.get_encounter(db, encounter_id)
    if visit.status is not VisitStatus.ON_HOLD:
        raise CannotDo("The visit is not on hold; nothing was changed.")
    free = replace(visit, status=VisitStatus.TO_CODE, hold_reason="")
    return keep_record(
        db,
        (),
        lambda: store.save_encounter(db, free, stamp),
        changed="visits",
        message=f"The visit on {slashed(free.service_on)} is to be coded",
    )
