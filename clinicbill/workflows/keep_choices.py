"""Keep what the office made of suggestions, so that the next note is read a little better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.notes.prior_store import add_choice, forget
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.notes.prior import Act as Choosing
    from clinicbill.workflows.outcome import Outcome


def keep_choices(
    db: Database,
    stamp: Stamp,
    encounter_id: EncounterId,
    choices: Iterable[tuple[str, str, str, Choosing]],
) -> Outcome:
    """Write decisions about one visit: (phrase, code suggested, code chosen or empty, what was done)."""
    require(stamp, Act.CODE_VISIT)

    def save() -> None:
        for phrase, suggested, chosen, act in choices:
            add_choice(
                db, encounter_id, phrase=phrase, suggested=suggested, chosen=chosen, act=act, stamp=stamp
            )

    return keep_record(db, (), save, changed="suggestions", message="")


def forget_choice(db: Database, stamp: Stamp, phrase: str, code: str) -> Outcome:
    """From now on earlier choices of this code for this phrase do not count."""
    require(stamp, Act.CODE_VISIT)
    return keep_record(
        db,
        (),
        lambda: forget(db, phrase, code, stamp),
        changed="suggestions",
        message=f"Forgotten: {code} for “{phrase}”",
    )
