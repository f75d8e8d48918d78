"""Bill visits: post their charges and make their claims, or charge the patient where nobody insures the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.assemble import MOST_DIAGNOSES, MOST_LINES, assemble, diagnoses_of
from clinicbill.claims.assemble_parties import RESPONSIBILITIES
from clinicbill.claims.current_store import inputs_from, load_office, local_day
from clinicbill.claims.store import ClaimRecord, add_claim, claims_of_lines
from clinicbill.db.connect import write
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.encounters.facts_store import asked_on
from clinicbill.encounters.missing import missing
from clinicbill.encounters.parts_store import posted_lines
from clinicbill.encounters.store import get_encounters
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting, line_balances, patients_charges
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.patients.patient import Patient
from clinicbill.patients.store import get_authorization, get_case, get_patient, list_coverages
from clinicbill.practice.store import fees_by_code
from clinicbill.workflows.billed_words import BilledVisit, billed_words
from clinicbill.workflows.check_claims import CheckedClaim, ClaimsOutcome, move_by_check
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.undo_charges import undo_charges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import EncounterId, PayerId, ServiceLineId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.current_store import Office
    from clinicbill.codesets.look_up import DiagnosisCodes
    from clinicbill.practice.procedure import Fee


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """A visit with what decides who is billed for it."""

    encounter: Encounter
    patient: Patient
    case: Case
    coverages: tuple[Coverage, ...]

    @property
    def payer_id(self) -> PayerId | None:
        return self.coverages[0].payer_id if self.coverages else None

    @property
    def together(self) -> tuple[object, ...]:
        """Visits with the same value may share a claim: everything a claim says once is the same."""
        visit = self.encounter
        return (
            visit.patient_id,
            visit.case_id,
            tuple(coverage.id for coverage in self.coverages),
            visit.provider_id,
            visit.facility_id,
            visit.referring_id,
            visit.referring_qualifier,
            visit.authorization_id,
        )


def bill_visits(
    db: Database,
    stamp: Stamp,
    encounter_ids: Iterable[EncounterId],
    *,
    codes: DiagnosisCodes | None = None,
    combine: bool = False,
) -> ClaimsOutcome:
    """Finish coded visits: charge them, make their claims, check them; all or nothing.

    The insurance is the one of the day of service. A claim with nothing to fix is ready, any other stays a draft
    with its findings. Where no insurance counts, or the case is cash, the charges are the patient's and there is
    no claim. `combine` puts visits of the same patient, case, insurance, provider and place on one claim, up to
    50 lines and 12 diagnoses; otherwise each visit has its own. `codes` is the code library.

    Raises:
        CannotDo: a visit is not coded, or stands on a claim already.
    """
    require(stamp, Act.CHARGE_VISIT)
    with write(db):
        visits = [_visit(db, encounter) for encounter in get_encounters(db, encounter_ids)]
        fees = fees_by_code(db)
        found = [finding for visit in visits for finding in _missing(db, stamp, visit, fees, codes)]
        if stops(found):
            return ClaimsOutcome(findings=tuple(found))
        office = load_office(db)
        billed = [_charge(db, stamp, visit, office) for visit in visits]
        claims = _make_claims(db, stamp, visits, office, codes=codes, combine=combine)
    return ClaimsOutcome(
        changed=frozenset({"visits", "claims", "ledger"}),
        findings=tuple(finding for visit in visits for finding in _uninsured(visit)),
        message=billed_words(billed, claims),
        row_id=claims[0].claim_id if claims else None,
        claims=tuple(claims),
    )


def _visit(db: Database, encounter: Encounter) -> _Visit:
    """The visit with the insurances of its day.

    Raises:
        CannotDo: it cannot be billed from where it stands.
    """
    day = slashed(encounter.service_on)
    if encounter.status is not VisitStatus.CODED:
        raise CannotDo(f"The visit of {day} is not coded yet; nothing was billed: finish its coding first.")
    claims = claims_of_lines(db, (line.id for line in encounter.lines))
    if claims:
        raise CannotDo(
            f"The visit of {day} stands on claim {claims[0].patient_control_number} already; "
            "nothing was billed: open that claim, correct it or void it."
        )
    case = get_case(db, encounter.case_id)
    coverages = coverages_on(list_coverages(db, encounter.patient_id), case, encounter.service_on)
    patient = get_patient(db, encounter.patient_id)
    return _Visit(encounter=encounter, patient=patient, case=case, coverages=coverages)


def _missing(
    db: Database,
    stamp: Stamp,
    visit: _Visit,
    fees: Mapping[str, Sequence[Fee]],
    codes: DiagnosisCodes | None,
) -> list[Finding]:
    """What stops the visit itself; its warnings were seen while it was coded.

    The edits over its codes stop the claim, which then waits as a draft: what was charged stays charged.
    """
    used = visit.encounter.authorization_id
    facts = VisitFacts(
        as_of=stamp.on,
        birth_on=visit.patient.birth_on,
        case=visit.case,
        coverages=visit.coverages,
        fees=fees,
        codes=codes,
        authorization=get_authorization(db, used) if used else None,
        asked_on=asked_on(db, visit.encounter.id),
    )
    return [finding for finding in missing(visit.encounter, facts) if stops([finding])]


def _charge(db: Database, stamp: Stamp, visit: _Visit, office: Office) -> BilledVisit:
    """Post the charges; those that stand from before are kept, or undone where another party owes now.

    What the patient has paid of a charge stays where it is: whether the insurance settles it is known only then.
    """
    encounter = visit.encounter
    lines = [line.id for line in encounter.lines]
    billed = BilledVisit(
        total=encounter.total, payer=office.payers[visit.payer_id].name if visit.payer_id else ""
    )
    if posted_lines(db, encounter.id):
        same = _owing(db, lines) == {visit.payer_id}
        if same or not undo_charges(db, stamp, lines, why="Billed to another payer"):
            return replace(billed, charged_before=True, patient_paid=_patient_paid(db, visit))
    posting = charge(
        on=stamp.on,
        patient_id=encounter.patient_id,
        payer_id=visit.payer_id,
        aged_from=min(line.from_on for line in encounter.lines),
        lines=[LineCharge(service_line_id=line.id, amount=line.charge) for line in encounter.lines],
        description=f"Visit of {slashed(encounter.service_on)}",
    )
    if posting is not None:
        add_posting(db, stamp, posting)
    return billed


def _patient_paid(db: Database, visit: _Visit) -> Money:
    """What the patient has paid of charges that were the patient's; nothing where no insurance is billed now."""
    if visit.payer_id is None:
        return ZERO
    lines = [line.id for line in visit.encounter.lines]
    charged = Money.total(one.amount for one in patients_charges(db, lines))
    owed = Money.total(
        one.amount
        for found in line_balances(db, lines).values()
        for one in found
        if one.account is Account.PATIENT_RECEIVABLE
    )
    return max(charged - owed, ZERO)


def _owing(db: Database, lines: Sequence[ServiceLineId]) -> set[PayerId | None]:
    """Who owes for the lines: payers, or None for the patient."""
    return {balance.payer_id for found in line_balances(db, lines).values() for balance in found}


def _make_claims(
    db: Database,
    stamp: Stamp,
    visits: Sequence[_Visit],
    office: Office,
    *,
    codes: DiagnosisCodes | None,
    combine: bool,
) -> list[CheckedClaim]:
    return [
        _make_claim(db, stamp, group, office, codes=codes)
        for group in _groups([visit for visit in visits if visit.coverages], combine=combine)
    ]


def _groups(visits: Sequence[_Visit], *, combine: bool) -> list[list[_Visit]]:
    """Which visits share a claim, in the order of their days."""
    if not combine:
        return [[visit] for visit in visits]
    open_groups: dict[tuple[object, ...], list[_Visit]] = {}
    groups: list[list[_Visit]] = []
    for visit in sorted(visits, key=lambda visit: (visit.encounter.service_on, visit.encounter.id)):
        group = open_groups.get(visit.together)
        if group is None or not _fits([*group, visit]):
            group = open_groups[visit.together] = []
            groups.append(group)
        group.append(visit)
    return groups


def _fits(group: Sequence[_Visit]) -> bool:
    encounters = [visit.encounter for visit in group]
    lines = sum(len(encounter.lines) for encounter in encounters)
    return lines <= MOST_LINES and len(diagnoses_of(encounters)) <= MOST_DIAGNOSES


def _make_claim(
    db: Database,
    stamp: Stamp,
    group: Sequence[_Visit],
    office: Office,
    *,
    codes: DiagnosisCodes | None,
) -> CheckedClaim:
    first = group[0]
    lines = [line for visit in group for line in visit.encounter.lines]
    record = ClaimRecord(
        patient_id=first.encounter.patient_id,
        case_id=first.encounter.case_id,
        coverage_id=first.coverages[0].id,
        payer_id=first.coverages[0].payer_id,
        responsibility=RESPONSIBILITIES[0],
        delivery=office.payers[first.coverages[0].payer_id].delivery,
        first_service_on=min(line.from_on for line in lines),
        total=Money.total(line.charge for line in lines),
        authorization_id=first.encounter.authorization_id,
    )
    days = ", ".join(slashed(visit.encounter.service_on) for visit in group)
    line_ids = tuple(line.id for line in lines)
    added = add_claim(db, stamp, record, line_ids, text=f"Made from the visit of {days}")
    inputs = inputs_from(
        db,
        added,
        office,
        visits=tuple(visit.encounter for visit in group),
        line_ids=line_ids,
        patient=first.patient,
        case=first.case,
        coverages=first.coverages,
        created_on=local_day(stamp.at, office.practice),
        code_set=codes.release_on(added.first_service_on) if codes else "",
    )
    return move_by_check(db, stamp, added, assemble(inputs), codes=codes)


def _uninsured(visit: _Visit) -> list[Finding]:
    """V05: the patient is charged because no insurance covers the day; a cash case needs no word."""
    if visit.coverages or visit.case.kind is CaseKind.CASH:
        return []
    return [
        Finding(
            rule="V05",
            severity=Severity.WARNING,
            message=f"No insurance covers {slashed(visit.encounter.service_on)}: the patient is charged.",
            where="insurance",
            source="house rule",
            fix="Enter the insurance of that day and bill the visit again.",
            field="coverages",
        )
    ]
