"""VisitFile: everything the coding page knows of one visit, read in one go beside the window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import ClaimRecord, claims_of_lines
from clinicbill.coding.edits.around_store import load_coding_facts
from clinicbill.coding.queries.query import CodingQuery
from clinicbill.coding.queries.store import list_queries_of
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.parts_store import posted_lines
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.patient import Patient
from clinicbill.patients.store import get_patient, list_notes
from clinicbill.practice import store as practices
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.provider import Provider
from clinicbill.ui.coding.desk_facts import DeskFacts, read_desk_facts
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact, CodeSet, read_code_set, read_codes
from clinicbill.ui.coding.diagnoses.used_codes import UsedCode, used_by_patient

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.ui.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFile:
    """A visit with what the screen says around it.

    Attributes:
        alerts: what must be seen wherever the patient is.
        payers: who is billed on that day, in order.
        last: the last visit of the case that can be copied; `last_claim` is the claim it stands on.
        used: diagnoses of earlier visits, the most likely first.
        codes: what the code library says of all these codes.
        code_set: the code set that answers for the day; nameless where the library cannot be opened.
        no_codes: why there is no code library; empty where there is one.
        charged: whether charges of the visit are posted.
        desk: macros, default modifiers, plan of care, timed units.
        queries: to the provider about it, the newest first.
        claims: the claims its lines stand on, those that are replaced or void at the end.
    """

    visit: Encounter
    facts: VisitFacts
    patient: Patient
    provider: Provider
    referring: Provider | None = None
    facility: Facility | None = None
    alerts: tuple[str, ...] = ()
    payers: tuple[Payer, ...] = ()
    last: Encounter | None = None
    last_claim: ClaimRecord | None = None
    used: tuple[UsedCode, ...] = ()
    codes: tuple[CodeFact, ...] = ()
    code_set: CodeSet = field(default_factory=CodeSet)
    no_codes: str = ""
    charged: bool = False
    claims: tuple[ClaimRecord, ...] = ()
    queries: tuple[CodingQuery, ...] = ()
    desk: DeskFacts = field(default_factory=DeskFacts)

    @property
    def claim(self) -> ClaimRecord | None:
        """The claim that counts now."""
        return self.claims[0] if self.claims else None


def read_visit(db: Database, clinic: Clinic, encounter_id: EncounterId) -> VisitFile:
    """Read a visit; NotFound where there is none."""
    visit = store.get_encounter(db, encounter_id)
    facts = load_coding_facts(db, visit, as_of=clinic.as_of)
    last = store.last_visit(db, visit.patient_id, visit.case_id, visit.service_on)
    file = VisitFile(
        visit=visit,
        facts=facts,
        patient=get_patient(db, visit.patient_id),
        provider=practices.get_provider(db, visit.provider_id),
        referring=practices.get_provider(db, visit.referring_id) if visit.referring_id else None,
        facility=practices.get_facility(db, visit.facility_id) if visit.facility_id else None,
        alerts=tuple(note.text for note in list_notes(db, visit.patient_id) if note.kind == "alert"),
        payers=tuple(practices.get_payer(db, coverage.payer_id) for coverage in facts.coverages),
        last=last,
        last_claim=next(iter(_claims(db, last)), None) if last is not None else None,
        used=used_by_patient(db, visit),
        charged=bool(posted_lines(db, visit.id)),
        claims=_claims(db, visit),
        queries=tuple(list_queries_of(db, visit.id)),
        desk=read_desk_facts(db, visit, facts),
    )
    return _with_codes(clinic, file)


def _claims(db: Database, visit: Encounter) -> tuple[ClaimRecord, ...]:
    """The claims its lines stand on: those that count now first, the newest of them first."""
    return tuple(sorted(claims_of_lines(db, (line.id for line in visit.lines)), key=_closed))


def _closed(claim: ClaimRecord) -> tuple[bool, int]:
    return claim.status in (ClaimStatus.REPLACED, ClaimStatus.VOID), -claim.id


def _with_codes(clinic: Clinic, file: VisitFile) -> VisitFile:
    """The visit stays readable without the code library."""
    on = file.visit.service_on
    codes = (
        *file.visit.diagnoses,
        *(file.last.diagnoses if file.last else ()),
        *(used.code for used in file.used),
    )
    try:
        library = clinic.library()
        return replace(
            file,
            codes=read_codes(library, codes, on),
            code_set=read_code_set(library, on, clinic.as_of),
        )
    except ClinicBillError as error:
        return replace(file, no_codes=str(error))


def read_facts_again(
    db: Database, clinic: Clinic, visit: Encounter
) -> tuple[VisitFacts, tuple[Payer, ...], DeskFacts]:
    """What is known around a visit whose case, day or authorization was changed on the screen."""
    facts = load_coding_facts(db, visit, as_of=clinic.as_of)
    payers = tuple(practices.get_payer(db, coverage.payer_id) for coverage in facts.coverages)
    return facts, payers, read_desk_facts(db, visit, facts)
