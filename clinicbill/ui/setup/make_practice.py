"""What the wizard gathered becomes a practice file: made, set up, or nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import FacilityId, PayerId, ProcedureId, ProviderId
from clinicbill.basics.stamp import Stamp
from clinicbill.db import keys
from clinicbill.db.keys import Cost, keys_path
from clinicbill.db.open_practice import OpenPractice
from clinicbill.db.place import make_folder
from clinicbill.db.practice_file import create_practice
from clinicbill.workflows.set_up_practice import (
    NewFee,
    NewProcedure,
    PracticeSetup,
    set_up_practice,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from clinicbill.practice.facility import Facility
    from clinicbill.practice.practice import Practice
    from clinicbill.practice.provider import Provider
    from clinicbill.ui.setup.payers import PayerCard
    from clinicbill.ui.setup.procedures import ProcedureCard
    from clinicbill.workflows.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who owns the practice, with which password, in which file."""

    name: str
    password: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A practice that was made and is open; the recovery key is shown once."""

    practice: OpenPractice
    recovery_key: str


def file_name(practice: str) -> str:
    """A file name out of the practice's name: "Cedar Spine & Wellness" → "cedar-spine-wellness.clinicbill"."""
    plain = re.sub(r"[^a-z0-9]+", "-", practice.casefold()).strip("-")
    return f"{plain or 'practice'}.clinicbill"


def gathered(
    practice: Practice,
    *,
    facilities: Sequence[Facility] = (),
    providers: Sequence[Provider] = (),
    payers: Sequence[PayerCard] = (),
    procedures: Sequence[ProcedureCard] = (),
) -> PracticeSetup:
    """The set-up without the wizard's own row numbers; `providers` are those who treat, then those who refer."""
    names = {payer.id: payer.name for payer in payers}
    return PracticeSetup(
        practice=practice,
        providers=tuple(replace(provider, id=ProviderId(0)) for provider in providers),
        facilities=tuple(replace(facility, id=FacilityId(0)) for facility in facilities),
        payers=tuple(replace(payer.payer(), id=PayerId(0)) for payer in payers),
        procedures=tuple(_new_procedure(card, names) for card in procedures),
    )


def _new_procedure(card: ProcedureCard, names: dict[PayerId, str]) -> NewProcedure:
    return NewProcedure(
        procedure=replace(card.procedure(), id=ProcedureId(0)),
        fees=tuple(
            NewFee(
                charge=fee.charge,
                from_on=fee.from_on,
                payer=names[fee.payer_id] if fee.payer_id is not None else "",
                modifier=fee.modifier,
            )
            for fee in card.all_fees()
        ),
    )


def make_practice(
    _none: object, owner: Owner, setup: PracticeSetup, *, at: datetime, on: date, cost: Cost = keys.USUAL
) -> Made | Outcome:
    """Make the file, set the practice up in it; where something must be fixed, no file is left behind.

    Raises:
        NotWritable: the place takes no file, or one of this name is there.
        CannotDo: no name or no password.
    """
    make_folder(owner.path.parent)
    practice, recovery_key = create_practice(
        owner.path,
        practice_name=setup.practice.name,
        owner_name=owner.name,
        owner_password=owner.password,
        practice_kind=setup.practice.kind,
        at=at,
        cost=cost,
    )
    try:
        with practice.connect() as db:
            outcome = set_up_practice(db, Stamp(user_id=practice.user_id, at=at, on=on), setup)
    except BaseException:
        _take_back(practice)
        raise
    if not outcome.done:
        _take_back(practice)
        return outcome
    return Made(practice=practice, recovery_key=recovery_key)


def _take_back(practice: OpenPractice) -> None:
    """The file just made holds nothing yet."""
    practice.close()
    for path in (practice.path, keys_path(practice.path)):
        path.unlink(missing_ok=True)
