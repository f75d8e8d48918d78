"""The front office of a demo year: patients come, their visits are coded, charged, and turned into claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.demo.care import PlannedVisit, plan_visits, workday
from clinicbill.demo.clock import Clock
from clinicbill.demo.office import Office
from clinicbill.demo.people import Cast, Episode
from clinicbill.encounters.encounter import POINTER_LETTERS, Encounter, EncounterLine, VisitStatus
from clinicbill.encounters.pricing import priced
from clinicbill.encounters.store import save_encounter
from clinicbill.practice.procedure import Fee
from clinicbill.practice.store import fees_by_code
from clinicbill.workflows.bill_visits import bill_visits

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import EncounterId, PatientId, ProviderId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.demo.script import DemoLine

_HOLDS = ("question to the provider", "waiting for an authorization", "waiting for accident details")
_TIMED_MINUTES = 15
_FIRST_HOUR, _SLOT_MINUTES = 8, 30


@dataclass
class FrontOffice:
    """Books episodes into days and works each day off.

    Attributes:
        agenda: day → (episode, visit) still to come.
        fees: every fee under its procedure's code.
    """

    db: Database
    cast: Cast
    office: Office
    clock: Clock
    chance: Random
    visits_per_day: int
    agenda: dict[date, list[tuple[Episode, PlannedVisit]]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[str, list[Fee]] = field(default_factory=dict)

    def open_day(self, day: date) -> None:
        """Take new patients until the next two weeks are as full as the practice is."""
        horizon = sum(len(self.agenda[day + timedelta(days=n)]) for n in range(14))
        wanted = self.visits_per_day * 10
        while horizon < wanted * 0.55:
            horizon += self._new_patient(day)

    def _new_patient(self, day: date) -> int:
        episode = self.cast.episode(
            workday(day + timedelta(days=self.chance.randint(0, 4))), self.clock.stamp(day, 16)
        )
        visits = plan_visits(episode.plan, episode.start_on, episode.payer, self.chance)
        for visit in visits:
            self.agenda[visit.on].append((episode, visit))
        return sum(1 for visit in visits if (visit.on - day).days < 14)

    def work_day(self, day: date) -> list[PatientId]:
        """Code and charge the day's visits; gives the patients who pay on the spot."""
        coded, cash = [], []
        for place, (episode, visit) in enumerate(self.agenda.pop(day, ())):
            coded.append(self._save(episode, visit, place, VisitStatus.CODED, self.clock.stamp(day, 20)))
            if episode.payer is None:
                cash.append(episode.patient_id)
        bill_visits(self.db, self.clock.stamp(day, 22), coded)
        return cash

    def leave_day(self, day: date, *, coded: int, held: int) -> None:
        """Work off only the first visits of a day; some are held, the rest waits to be coded."""
        ready = []
        for place, (episode, visit) in enumerate(self.agenda.pop(day, ())):
            status = (
                VisitStatus.CODED
                if place < coded
                else VisitStatus.ON_HOLD
                if place < coded + held
                else VisitStatus.TO_CODE
            )
            number = self._save(episode, visit, place, status, self.clock.stamp(day, 17))
            if status is VisitStatus.CODED:
                ready.append(number)
        if ready:
            bill_visits(self.db, self.clock.stamp(day, 17), ready)

    def _save(
        self, episode: Episode, visit: PlannedVisit, place: int, status: VisitStatus, stamp: Stamp
    ) -> EncounterId:
        hour, minute = divmod(_FIRST_HOUR * 60 + place * _SLOT_MINUTES, 60)
        uncoded = status is VisitStatus.TO_CODE
        facility = self.office.facilities[0] if visit.is_surgery and self.office.facilities else None
        pos = "24" if facility else "11"
        encounter = Encounter(
            patient_id=episode.patient_id,
            case_id=episode.case_id,
            provider_id=self._provider(visit),
            facility_id=facility,
            referring_id=episode.referring_id,
            authorization_id=episode.authorization_id,
            service_on=visit.on,
            starts_at=f"{hour:02d}:{minute:02d}",
            pos=pos,
            status=status,
            hold_reason=self.chance.choice(_HOLDS) if status is VisitStatus.ON_HOLD else "",
            note=visit.note,
            note_signed_by=self._signature(visit),
            diagnoses=() if uncoded else episode.plan.diagnoses,
            lines=() if uncoded else self._lines(episode, visit, pos),
        )
        return save_encounter(self.db, encounter, stamp)

    def _provider(self, visit: PlannedVisit) -> ProviderId:
        """The first provider operates; the others share what is left."""
        if visit.is_surgery or len(self.office.providers) == 1:
            return self.office.providers[0]
        return self.office.providers[visit.on.toordinal() % 3 // 2]

    def _signature(self, visit: PlannedVisit) -> str:
        provider = self.cast.script.providers[self.office.providers.index(self._provider(visit))]
        return f"{provider.name} {provider.credential}"

    def _lines(self, episode: Episode, visit: PlannedVisit, pos: str) -> tuple[EncounterLine, ...]:
        if not self.fees:
            self.fees = fees_by_code(self.db)
        payer_id = self.office.payers[episode.payer.name] if episode.payer else None
        return tuple(priced(self._line(line, visit.on, pos), self.fees, payer_id) for line in visit.lines)

    def _line(self, line: DemoLine, day: date, pos: str) -> EncounterLine:
        timed = self.cast.script.procedures[line.code][2]
        return EncounterLine(
            from_on=day,
            to_on=day,
            pos=pos,
            procedure_code=line.code,
            modifiers=line.modifiers,
            pointers=tuple(POINTER_LETTERS.index(letter) + 1 for letter in line.pointers),
            units=line.units,
            minutes=_TIMED_MINUTES * line.units if timed else None,
        )
