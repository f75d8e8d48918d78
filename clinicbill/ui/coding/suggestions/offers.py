"""Offers: what a note suggests for the visit that is open, what became of each, and what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.coding.cmt_regions import region_table
from clinicbill.coding.notes.lookup import Prior
from clinicbill.coding.notes.note import read_note
from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.prior_store import choices_of, load_prior
from clinicbill.coding.notes.procedure_hints import OfficeProcedure, ProcedureHint, procedure_hints
from clinicbill.coding.notes.records import Alternative, NoteReading, Withheld
from clinicbill.coding.notes.suggest import suggest
from clinicbill.practice.store import list_procedures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.coding.notes.prior import Choice
    from clinicbill.coding.notes.records import Evidence, Suggestion
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.practice.procedure import Procedure
    from clinicbill.ui.clinic import Clinic


_NOTHING = NoteReading(suggestions=(), withheld=())


class Fate(Enum):
    """What became of an offer."""

    OPEN = "open"
    ON_VISIT = "on_visit"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person did with an offer; `chosen` is the code taken, empty if rejected."""

    phrase: str
    suggested: str
    chosen: str
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNote:
    """What one text of a note gave.

    Attributes:
        note: the text that was read; places count its letters.
        decided: what was decided about the visit before, by the code suggested.
        taught: what the office took before: phrase → code → how often.
        problem: one sentence where it could not be read.
    """

    note: str
    reading: NoteReading = _NOTHING
    procedures: tuple[ProcedureHint, ...] = ()
    decided: tuple[Decided, ...] = ()
    taught: Prior = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One row of the pane.

    Attributes:
        number: stands in the row and behind the passages of the note, from 1.
        procedure: whether it is a service line rather than a diagnosis.
        why: the path or wording and the rules, in one line; `missing` what the note leaves open.
        taught: how often this office took the code for these words before.
        places: the passages it rests on, the naming first; letters of the note.
    """

    number: int
    code: str
    title: str
    procedure: bool
    why: str
    missing: str
    places: tuple[tuple[int, int], ...]
    alternatives: tuple[Alternative, ...]
    phrase: str
    fate: Fate
    chosen: str = ""
    taught: int = 0


def read_offers(db: Database, clinic: Clinic, encounter_id: EncounterId, note: str, on: date) -> ReadNote:
    """Read a note beside the window; a code library that cannot be opened is said in one sentence."""
    decided = tuple(_decided(one) for one in choices_of(db, encounter_id))
    hints = procedure_hints(read_note(note), office_procedures(list_procedures(db)))
    taught = load_prior(db)
    try:
        reading = suggest(note, library=clinic.library(), on=on, prior=taught)
    except ClinicBillError as error:
        return ReadNote(note=note, procedures=tuple(hints), decided=decided, problem=str(error))
    return ReadNote(note=note, reading=reading, procedures=tuple(hints), decided=decided, taught=taught)


def _decided(choice: Choice) -> Decided:
    return Decided(phrase=choice.phrase, suggested=choice.suggested, chosen=choice.chosen, act=choice.act)


def office_procedures(procedures: Iterable[Procedure]) -> list[OfficeProcedure]:
    """The office's list as the note reader takes it: its own words, and how many regions a manipulation is for."""
    regions = {one.code: (one.least, one.most) for one in region_table().services.values()}
    return [
        OfficeProcedure(
            code=one.code, name=one.name, terms=(one.name,), regions=regions.get(one.code, (0, 0))
        )
        for one in procedures
        if one.active
    ]


def offers(read: ReadNote, visit: Encounter, decided: Mapping[str, Decided]) -> list[Offer]:
    """The rows for the visit as it stands: diagnoses as the assessment lists them, then procedures."""
    found = [
        _diagnosis(at, one, visit, decided, read.taught) for at, one in enumerate(read.reading.suggestions, 1)
    ]
    found += [_procedure(at, one, visit, decided) for at, one in enumerate(read.procedures, len(found) + 1)]
    return found


def _diagnosis(
    number: int, one: Suggestion, visit: Encounter, decided: Mapping[str, Decided], taught: Prior
) -> Offer:
    fate, chosen = _fate(one.code, decided.get(one.code), visit.diagnoses)
    return Offer(
        number=number, code=one.code, title=one.title, procedure=False, why="; ".join(one.why),
        missing="; ".join(one.missing), places=_places(one.evidence), alternatives=one.alternatives,
        phrase=one.phrase, fate=fate, chosen=chosen, taught=taught.get(one.phrase, {}).get(one.code, 0),
    )  # fmt: skip


def _procedure(number: int, one: ProcedureHint, visit: Encounter, decided: Mapping[str, Decided]) -> Offer:
    fate, chosen = _fate(one.code, decided.get(one.code), [line.procedure_code for line in visit.lines])
    return Offer(
        number=number, code=one.code, title=one.name, procedure=True, why=one.why, missing="",
        places=_places((one.evidence,)), alternatives=(), phrase=one.why, fate=fate, chosen=chosen,
    )  # fmt: skip


def _places(evidence: Iterable[Evidence]) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in evidence)


def _fate(code: str, before: Decided | None, on_visit: Iterable[str]) -> tuple[Fate, str]:
    """What was taken and is gone again (undone, removed) waits again."""
    there = set(on_visit)
    if before is not None and before.act is Act.REJECTED:
        return (Fate.ON_VISIT if code in there else Fate.REJECTED), ""
    if before is not None and before.chosen in there:
        return (Fate.ACCEPTED if before.act is Act.ACCEPTED else Fate.CHANGED), before.chosen
    return (Fate.ON_VISIT if code in there else Fate.OPEN), ""


def withheld(read: ReadNote) -> tuple[Withheld, ...]:
    """What the note names and is not offered, each with its reason."""
    return read.reading.withheld
