"""Same as last time: what a new visit takes over from an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.encounters.pricing import priced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinicbill.basics.identifiers import PayerId
    from clinicbill.encounters.encounter import Encounter, EncounterLine
    from clinicbill.practice.procedure import Fee


def same_as(
    last: Encounter, visit: Encounter, fees: Mapping[str, Sequence[Fee]], payer_id: PayerId | None
) -> Encounter:
    """The visit with the diagnoses and lines of an earlier one, at the fees of its own day.

    Modifiers, pointers, units, minutes, drug numbers and narratives come along; a hand-set charge stays where
    the fee schedule has none. Note, authorization, state and provider stay the visit's own. The result of a
    screening and the price of a purchased service are facts of their own day and do not come along.
    """
    lines = tuple(priced(_moved(line, last, visit), fees, payer_id) for line in last.lines)
    return replace(visit, diagnoses=last.diagnoses, lines=lines)


def _moved(line: EncounterLine, last: Encounter, visit: Encounter) -> EncounterLine:
    """The line as a new one, as far from the visit's day as it was from the earlier visit's."""
    shift = visit.service_on - last.service_on
    return replace(
        line,
        id=ServiceLineId(0),
        from_on=line.from_on + shift,
        to_on=line.to_on + shift,
        epsdt="",
        purchased=None,
    )
