"""The two practices whose days are told in whole journeys, and the short words in which the days are written.

`Clinic` does each step through the workflow behind the button: nothing is written past the program. `Book` keeps the
same money by hand, in plain ints, to hold against the program's aging.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pypdfium2

from clinicbill.basics.identifiers import (
    CaseId,
    ClaimId,
    EncounterId,
    FacilityId,
    PatientId,
    PayerId,
    ProviderId,
    RemittanceId,
)
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.basics.stamp import Stamp
from clinicbill.claims.current_store import load_office
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import get_claim
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.codesets.library import open_library
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.encounters.encounter import POINTER_LETTERS, Encounter, EncounterLine
from clinicbill.encounters.pricing import priced
from clinicbill.ledger.store import drift, patient_balances
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.patients.patient import Patient
from clinicbill.patients.store import get_case, list_cases, list_coverages
from clinicbill.practice import store as practices
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.user import Role, User
from clinicbill.remits.store import remittances_of_file
from clinicbill.reports.aging import aging
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.check_claims import claim_now
from clinicbill.workflows.code_visit import code_visit
from clinicbill.workflows.mark_sent import mark_sent
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.workflows.record_visit import record_visit
from clinicbill.workflows.register_patient import Registration, register_patient
from clinicbill.workflows.set_up_practice import set_up_practice
from clinicbill.workflows.submit_claims import submit_claims
from tests.journeys.day_practices import BILLER, FRONT_DESK, OWNER, SINCE
from tests.support.ledgers import a_service, as_835

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.claims.claim import Claim
    from clinicbill.cms1500.boxes import Texts
    from clinicbill.remits.remittance import Remittance, ServicePayment
    from clinicbill.workflows.check_claims import CheckedClaim
    from clinicbill.workflows.outcome import Outcome
    from clinicbill.workflows.set_up_practice import PracticeSetup

HOME = Address(street="418 Alder Ct", city="Bend", state="OR", zip="977011234")


@dataclass(frozen=True)
class Chart:
    """A registered patient and the case of the first visit."""

    patient_id: PatientId
    case_id: CaseId
    last: str


class Clinic:
    """A practice at work, by the people who work there."""

    def __init__(self, db: Database, setup: PracticeSetup | None) -> None:
        """Set the practice up, unless it is set up already."""
        self.db = db
        self.codes = LibraryCodes(open_library())
        self.files = 0
        users = User(name=BILLER, role=Role.BILLER), User(name=FRONT_DESK, role=Role.FRONT_DESK)
        if setup is not None:
            done(set_up_practice(db, self.stamp(SINCE, OWNER), replace(setup, users=users)))

    @classmethod
    def reopened(cls, db: Database) -> Clinic:
        """A practice that was set up before."""
        return cls(db, None)

    # Who and what the practice knows ----------------------------------------------------------------------------

    def stamp(self, on: date, who: str = BILLER) -> Stamp:
        """Somebody at work on a day."""
        user = next(user for user in practices.list_users(self.db) if user.name == who)
        return Stamp(user_id=user.id, at=morning(on), on=on, role=user.role.value)

    def payer(self, name: str) -> PayerId:
        return next(payer.id for payer in practices.list_payers(self.db) if payer.name == name)

    def provider(self, last: str = "") -> ProviderId:
        found = practices.list_providers(self.db, ProviderKind.RENDERING)
        return next(provider.id for provider in found if last in ("", provider.name.last))

    def facility(self, name: str) -> FacilityId:
        return next(place.id for place in practices.list_facilities(self.db) if place.name == name)

    # From the front door to the claim ---------------------------------------------------------------------------

    def insurance(self, payer: str, member_id: str, **fields: Any) -> Coverage:
        """An insurance from the beginning of the year, signed for."""
        defaults: dict[str, Any] = {"from_on": SINCE, "benefits_signed_on": SINCE}
        return Coverage(payer_id=self.payer(payer), member_id=member_id, **(defaults | fields))

    def register(
        self, last: str, first: str, *insurances: Coverage, kind: str = "health", sex: str = "F", **case: Any
    ) -> Chart:
        """A patient with insurance and a case; the insurance of an injury belongs to its case alone."""
        health = kind == "health"
        registration = Registration(
            patient=Patient(
                name=PersonName(last=last, first=first),
                birth_on=case.pop("birth_on", date(1968, 4, 17)),
                sex=sex,
                address=HOME,
                phone="5415550177",
                signature_on_file_on=SINCE,
            ),
            case=Case(
                name=case.pop("name", "Back 2026"), kind=CaseKind(kind), **({"opened_on": SINCE} | case)
            ),
            insurances=insurances if health else (),
            case_insurances=() if health else insurances,
        )
        on = max([SINCE, *(value for value in case.values() if isinstance(value, date))])
        patient_id = PatientId(done(register_patient(self.db, self.stamp(on, FRONT_DESK), registration)))
        return Chart(patient_id, list_cases(self.db, patient_id)[0].id, last)

    def arrive(self, chart: Chart, on: date, who: str = FRONT_DESK, **visit: Any) -> Encounter:
        """The patient comes in; the visit is there to be coded."""
        defaults: dict[str, Any] = {"provider_id": self.provider(), "starts_at": "09:00"}
        visit_ = Encounter(
            patient_id=chart.patient_id, case_id=chart.case_id, service_on=on, **(defaults | visit)
        )
        return replace(visit_, id=EncounterId(done(record_visit(self.db, self.stamp(on, who), visit_))))

    def lines(self, visit: Encounter, *typed: str) -> tuple[EncounterLine, ...]:
        """Lines as they are typed: "98941-AT ABDE", "J3301*4 A"; the charge is the fee schedule's."""
        fees = practices.fees_by_code(self.db)
        covers = coverages_on(
            list_coverages(self.db, visit.patient_id), get_case(self.db, visit.case_id), visit.service_on
        )
        made = []
        for text in typed:
            what, letters = text.split(" ")
            codes, _, units = what.partition("*")
            code, *modifiers = codes.split("-")
            line = EncounterLine(
                from_on=visit.service_on,
                to_on=visit.service_on,
                pos=visit.pos,
                procedure_code=code,
                modifiers=tuple(modifiers),
                pointers=tuple(POINTER_LETTERS.index(letter) + 1 for letter in letters),
                units=int(units or 1),
            )
            made.append(priced(line, fees, covers[0].payer_id if covers else None))
        return tuple(made)

    def code(self, visit: Encounter, diagnoses: str, *typed: str) -> EncounterId:
        """Finish a visit: diagnoses with blanks between, lines as typed."""
        coded = replace(visit, diagnoses=tuple(diagnoses.split()), lines=self.lines(visit, *typed))
        done(code_visit(self.db, self.stamp(visit.service_on), coded, codes=self.codes))
        return visit.id

    def bill(self, visit_id: EncounterId, on: date) -> CheckedClaim:
        """Charge a visit and make its claim."""
        outcome = bill_visits(self.db, self.stamp(on), [visit_id], codes=self.codes)
        assert outcome.done, [finding.message for finding in outcome.findings]
        return outcome.claims[0]

    def send(self, *claim_ids: ClaimId, on: date) -> bytes:
        """One 837P file, uploaded; its bytes."""
        outcome = submit_claims(self.db, self.stamp(on), claim_ids, codes=self.codes)
        assert outcome.file is not None, [finding.message for finding in outcome.findings]
        done(mark_sent(self.db, self.stamp(on), outcome.file.claim_ids, text="Uploaded"))
        return outcome.file.content

    def sent(self, chart: Chart, on: date, diagnoses: str, *typed: str, **visit: Any) -> ClaimId:
        """A visit from the door to the clearinghouse on its own day."""
        claim = self.bill(self.code(self.arrive(chart, on, **visit), diagnoses, *typed), on)
        assert claim.status is ClaimStatus.READY, [finding.message for finding in claim.findings]
        self.send(claim.claim_id, on=on)
        return claim.claim_id

    # What the claim says ----------------------------------------------------------------------------------------

    def content(self, claim_id: ClaimId) -> Claim:
        return claim_now(self.db, get_claim(self.db, claim_id), load_office(self.db))

    def status(self, claim_id: ClaimId) -> ClaimStatus:
        return get_claim(self.db, claim_id).status

    def boxes(self, claim_id: ClaimId) -> Texts:
        """The texts of the paper form's first sheet."""
        return self.sheets(claim_id)[0]

    def sheets(self, claim_id: ClaimId) -> list[Texts]:
        """The texts of every sheet of the paper form."""
        claim = self.content(claim_id)
        return claim_texts(claim, claim_profile(claim))

    # From the remittance to the aging ---------------------------------------------------------------------------

    def service(
        self, claim_id: ClaimId, place: int, code: str, paid: str, adjustments: str, **fields: Any
    ) -> ServicePayment:
        """What a payer decides on one line of a claim, with our line number, day and charge."""
        line = self.content(claim_id).lines[place]
        ours: dict[str, Any] = {
            "from_on": line.from_on,
            "to_on": line.to_on,
            "line_control_number": line.line_control_number,
        }
        return a_service(code, line.charge.csv(), paid, adjustments, **(ours | fields))

    def receive(self, remittance: Remittance, on: date, name: str) -> RemittanceId:
        """The payer's file comes in; the payment in it."""
        self.files += 1
        data = as_835(remittance, control_number=self.files)
        file_id = done(receive_remittance(self.db, self.stamp(on), name, data))
        return remittances_of_file(self.db, file_id)[0].id

    def post(self, remittance: Remittance, on: date, name: str) -> Outcome:
        outcome = post_remittance(self.db, self.stamp(on), self.receive(remittance, on, name))
        assert outcome.done, [finding.message for finding in outcome.findings]
        assert drift(self.db) == []
        return outcome

    def owed(self, chart: Chart) -> list[tuple[str, str, date | None]]:
        """Everything open for a patient: who, how much, from which day it ages."""
        payers = {payer.id: payer.name for payer in practices.list_payers(self.db)}
        return [
            (
                payers[found.payer_id] if found.payer_id else str(found.account),
                found.amount.plain(),
                found.aged_from,
            )
            for found in patient_balances(self.db, chart.patient_id)
        ]


def aged(db: Database, as_of: date, by: str) -> dict[str, list[int]]:
    """The aging of a day: row → cents in the five buckets; its total is checked against its rows."""
    report = aging(db, as_of=as_of, by=by)
    rows = {row.name: [amount.cents for amount in row.amounts] for row in report.rows}
    assert len(rows) == len(report.rows)
    assert report.total.cents == sum(sum(row) for row in rows.values())
    return rows


def morning(on: date) -> datetime:
    """Nine in the morning in Oregon."""
    return datetime(on.year, on.month, on.day, 17, tzinfo=UTC)


def done(outcome: Outcome) -> int:
    """The row of work that nothing has stopped."""
    assert outcome.done, [finding.message for finding in outcome.findings]
    return outcome.row_id or 0


def told(found: Outcome | CheckedClaim) -> dict[str, Finding]:
    """What was found, by rule (the last one of each)."""
    return {finding.rule: finding for finding in found.findings}


def assert_one_sentence(text: str) -> None:
    """A refusal says in one line what happened, what is safe, and what to do; never a trace."""
    assert "\n" not in text
    assert "Traceback" not in text
    assert text.endswith(".")
    assert re.search("nothing|kept|left as|safe|Nothing", text), text
    assert len([part for part in re.split("[;:.,] ", text) if part]) > 1, text


def words_on(pdf: bytes) -> str:
    """All text of a PDF, to look for words in it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[number].get_textpage() for number in range(len(document))]
        text = "\n".join(page.get_text_range() for page in pages)
        for page in pages:
            page.close()
        return text
    finally:
        document.close()


@dataclass
class Book:
    """The same money kept by hand: (posted, party, patient, ages from, cents), nothing else."""

    rows: list[tuple[date, str, str, date, int]] = field(default_factory=list)

    def note(self, on: date, party: str, patient: str, ages_from: date, amount: str) -> None:
        """What a party owes more, or less with a minus."""
        cents = Money.parse(amount).cents
        self.rows.append((on, party, patient, ages_from, cents))

    def aged(self, as_of: date, by: str) -> dict[str, list[int]]:
        """Who owes how much for how long: a count in plain ints, without the program."""
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 5)
        for on, party, patient, ages_from, cents in self.rows:
            if on <= as_of:
                days = (as_of - ages_from).days
                name = party if by == "payer" or party == "Unapplied credits" else patient
                found[name][sum(days > last for last in (30, 60, 90, 120))] += cents
        return {name: amounts for name, amounts in found.items() if any(amounts)}
