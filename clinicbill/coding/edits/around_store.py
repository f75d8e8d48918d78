"""Reads what the edits need around a visit or claim: notices, earlier services, the plan's answer, vials, overrides."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.coding.abn_store import list_abns
from clinicbill.coding.drug_vial_store import list_vials
from clinicbill.coding.edits.coded_day import Around, EarlierService
from clinicbill.coding.edits.of_visit import CodingFacts
from clinicbill.coding.edits.reference import loaded_reference
from clinicbill.coding.edits.set_aside_store import list_set_aside
from clinicbill.coding.plans.plan_of_care import plan_on
from clinicbill.coding.plans.plan_of_care_store import list_plans
from clinicbill.db.connect import rows
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.encounters.facts_store import load_facts
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.store import get_patient
from clinicbill.practice.store import get_payer, get_provider

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import CaseId, EncounterId, PatientId
    from clinicbill.codesets.look_up import CodeLookUp
    from clinicbill.db.connect import SqlValue
    from clinicbill.encounters.encounter import Encounter

# A calendar year of therapy, and the longest global period with it.
_BACK = timedelta(days=366)


def load_coding_facts(
    db: Database,
    visit: Encounter,
    *,
    as_of: date,
    codes: CodeLookUp | None = None,
    folder: Path | None = None,
) -> CodingFacts:
    """What `all_findings` needs for a visit, saved or not; `folder` is the library's, None for this user's."""
    return with_edits(db, visit, load_facts(db, visit, as_of=as_of, codes=codes), folder=folder)


def with_edits(
    db: Database, visit: Encounter, facts: VisitFacts, *, folder: Path | None = None
) -> CodingFacts:
    """The facts of a visit's own rules with those of the edits."""
    payer = get_payer(db, facts.payer_id) if facts.payer_id else None
    provider = get_provider(db, visit.provider_id)
    referring = get_provider(db, visit.referring_id) if visit.referring_id else None
    return CodingFacts(
        **{one.name: getattr(facts, one.name) for one in fields(VisitFacts)},
        sex=get_patient(db, visit.patient_id).sex,
        filing_code=payer.claim_filing_code if payer else "",
        profile=payer.profile if payer else "",
        taxonomy=provider.taxonomy,
        credential=provider.credential,
        ordered=bool(referring and referring.npi),
        around=read_around(
            db,
            visit.patient_id,
            visit.case_id,
            visit.service_on,
            mac=payer.mac if payer else "",
            but=(visit.id,),
            folder=folder,
        ),
        set_aside=list_set_aside(db, (visit.id,)),
    )


def read_around(
    db: Database,
    patient_id: PatientId,
    case_id: CaseId,
    on: date,
    *,
    mac: str,
    but: Iterable[EncounterId],
    folder: Path | None = None,
) -> Around:
    """What is known around the services of a day; those of the visits `but` are the ones looked at."""
    return Around(
        mac=mac,
        treatment=_treatment(db, case_id, on),
        abns=tuple(list_abns(db, patient_id)),
        earlier=earlier_services(db, patient_id, on, but=but),
        vials=tuple(list_vials(db)),
        reference=loaded_reference(folder),
    )


def _treatment(db: Database, case_id: CaseId, on: date) -> str:
    """The answer of the plan that counts on the day, given by that day."""
    plan = plan_on(list_plans(db, case_id), on)
    given = plan is not None and plan.answered_on is not None and plan.answered_on <= on
    return plan.treatment.value if plan is not None and given else ""


def earlier_services(
    db: Database, patient_id: PatientId, on: date, *, but: Iterable[EncounterId] = ()
) -> tuple[EarlierService, ...]:
    """The patient's services of other visits in the year up to a day, the oldest first."""
    asked: dict[str, SqlValue] = {
        "patient": patient_id,
        "from": (on - _BACK).isoformat(),
        "to": on.isoformat(),
        "but": json.dumps(list(but)),
    }
    found = rows(
        db,
        "select s.from_on, s.procedure_code, s.modifiers, s.pointers, s.charge_cents, s.encounter_id, p.taxonomy "
        "from encounter e join service_line s on s.encounter_id = e.id join provider p on p.id = e.provider_id "
        "where e.patient_id = :patient and e.service_on between :from and :to "
        "and e.id not in (select value from json_each(:but)) order by s.from_on, s.id",
        asked,
    )
    codes: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows(
        db,
        "select d.encounter_id, d.position, d.code from encounter e "
        "join encounter_diagnosis d on d.encounter_id = e.id "
        "where e.patient_id = :patient and e.service_on between :from and :to "
        "and e.id not in (select value from json_each(:but))",
        asked,
    ):
        codes[row["encounter_id"]][row["position"]] = row["code"]
    return tuple(
        EarlierService(
            on=date.fromisoformat(row["from_on"]),
            procedure=row["procedure_code"],
            modifiers=tuple(row["modifiers"].split()),
            diagnoses=_pointed(row["pointers"], codes[row["encounter_id"]]),
            taxonomy=row["taxonomy"],
            charge_cents=row["charge_cents"],
        )
        for row in found
    )


def _pointed(letters: str, codes: dict[int, str]) -> tuple[str, ...]:
    places = (POINTER_LETTERS.index(letter) + 1 for letter in letters)
    return tuple(codes[place] for place in places if place in codes)
