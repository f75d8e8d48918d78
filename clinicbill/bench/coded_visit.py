"""All edits of a full visit, as they run at every key: twelve diagnoses, twelve lines."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.bench.timing import Row, timed
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.coding.edits.all_findings import all_findings
from clinicbill.coding.edits.coded_day import Around, EarlierService
from clinicbill.coding.edits.of_visit import CodingFacts
from clinicbill.coding.edits.reference import loaded_reference
from clinicbill.encounters.encounter import Encounter, EncounterLine
from clinicbill.patients.case import Case

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary

_TIMES = 50
_BORN_DAYS, _EARLIER = 17_000, 40
_DIAGNOSES = ("M99.03", "M99.01", "M54.50", "M54.2", "M62.830", "M17.11", "M25.511", "M79.601", "S39.012A", "G89.29",
              "R51.9", "W18.30XA")  # fmt: skip
_PROCEDURES = ("98941", "98943", "97140", "97110", "97112", "97012", "G0283", "99213", "20610", "72100", "73562",
               "J3301")  # fmt: skip


def full_visit(day: date) -> Encounter:
    """An invented visit with as many diagnoses as a claim holds."""
    lines = tuple(
        EncounterLine(
            from_on=day,
            to_on=day,
            procedure_code=code,
            modifiers=("59", "GP")[: place % 3],
            pointers=(place % 12 + 1, (place + 3) % 12 + 1),
            charge=Money(5000),
        )
        for place, code in enumerate(_PROCEDURES)
    )
    return Encounter(
        patient_id=PatientId(1),
        case_id=CaseId(1),
        provider_id=ProviderId(1),
        service_on=day,
        diagnoses=_DIAGNOSES,
        lines=lines,
    )


def full_facts(library: CodeLibrary, day: date) -> CodingFacts:
    """What is known around it: the code library, a year of earlier services."""
    earlier = tuple(
        EarlierService(on=day - timedelta(days=7 * back), procedure="98941", diagnoses=("M99.03",))
        for back in range(1, _EARLIER)
    )
    return CodingFacts(
        as_of=day,
        birth_on=day - timedelta(days=_BORN_DAYS),
        case=Case(name="Bench", opened_on=day),
        codes=LibraryCodes(library),
        sex="F",
        filing_code="MB",
        taxonomy="111N00000X",
        around=Around(earlier=earlier, reference=loaded_reference()),
    )


def edit_rows(library: CodeLibrary, day: date) -> Row:
    """Every rule over the full visit, from memory."""
    visit, facts = full_visit(day), full_facts(library, day)
    all_findings(visit, facts)
    return Row(
        name="Edits, per key",
        of=f"{len(visit.diagnoses)} diagnoses, {len(visit.lines)} lines, every rule",
        ours=timed(partial(all_findings, visit, facts), _TIMES),
        floor=timed(partial(pairs_of_codes, visit), _TIMES),
        floor_of="comparing every two codes of the visit once",
    )


def pairs_of_codes(visit: Encounter) -> int:
    """How many pairs of codes there are, each looked at once."""
    codes = (*visit.diagnoses, *(line.procedure_code for line in visit.lines))
    return sum(first < second for first in codes for second in codes)
