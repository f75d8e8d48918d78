"""The patients of a demo practice: who comes, with which insurance, for which case, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.identifiers import AuthorizationId, CaseId, PatientId, PayerId, ProviderId
from clinicbill.demo.invent import Inventor, Person
from clinicbill.demo.script import CarePlan, DemoPayer, Script
from clinicbill.patients import store
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Guarantor, Patient, PatientNote

if TYPE_CHECKING:
    from clinicbill.basics.stamp import Stamp

_ALERTS = (
    "Call the mobile number first.",
    "Needs a paper copy of every statement.",
    "Prefers mornings.",
    "Speaks Spanish; ask for Kim.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One patient under one plan of care, as saved."""

    patient_id: PatientId
    case_id: CaseId
    payer: DemoPayer | None
    plan: CarePlan
    start_on: date
    authorization_id: AuthorizationId | None
    referring_id: ProviderId | None


@dataclass(frozen=True)
class Cast:
    """Makes patients one after another from one source of chance.

    Attributes:
        insured: how many patients of each payer there are so far, under its name.
    """

    db: Database
    script: Script
    inventor: Inventor
    chance: Random
    payer_ids: dict[str, PayerId]
    referring_ids: tuple[ProviderId, ...]
    insured: Counter[str] = field(default_factory=Counter)

    def episode(self, start_on: date, stamp: Stamp) -> Episode:
        """A new patient with insurance and a case, saved."""
        payer = self._payer()
        person, guarantor = self._person(payer, start_on)
        patient_id = self._save_patient(person, guarantor, start_on, stamp)
        plan = self.script.plans[self.chance.choice(payer.plans if payer else self.script.cash_plans)]
        referring = self.chance.choice(self.referring_ids) if self.chance.random() < 0.3 else None
        case = self._case(patient_id, plan, payer, start_on, referring)
        case_id = store.save_case(self.db, case, stamp)
        coverage_id = None
        authorization_id = None
        if payer:
            of_case = case_id if payer.case else None
            coverage = self._coverage(patient_id, payer, person, guarantor, start_on, of_case)
            coverage_id = store.save_coverage(self.db, coverage, stamp)
            self._second(coverage, payer, stamp)
            if payer.authorization:
                authorization_id = store.save_authorization(
                    self.db,
                    Authorization(
                        patient_id=patient_id,
                        coverage_id=coverage_id,
                        case_id=case_id,
                        number=f"{payer.name[:3].upper()}-{self.chance.randint(10000, 99999)}",
                        visits_allowed=payer.authorization,
                        from_on=start_on,
                        to_on=start_on + timedelta(days=120),
                    ),
                    stamp,
                )
        return Episode(
            patient_id=patient_id,
            case_id=case_id,
            payer=payer,
            plan=plan,
            start_on=start_on,
            authorization_id=authorization_id,
            referring_id=referring,
        )

    def _payer(self) -> DemoPayer | None:
        weights = [payer.weight for payer in self.script.payers]
        return self.chance.choices([*self.script.payers, None], [*weights, self.script.cash_weight])[0]

    def _person(self, payer: DemoPayer | None, on: date) -> tuple[Person, Person | None]:
        """The patient, and the parent or spouse through whom the insurance comes where it is not the patient's own."""
        if payer and payer.claim_filing_code == "MB":
            return self.inventor.person(as_of=on, youngest=65, oldest=91), None
        adult = self.inventor.person(as_of=on, youngest=24, oldest=63)
        if payer and not payer.case and self.chance.random() < 0.16:
            return self.inventor.child_of(adult, as_of=on), adult
        return adult, None

    def _save_patient(self, person: Person, guarantor: Person | None, on: date, stamp: Stamp) -> PatientId:
        guarantor_id = None
        if guarantor:
            guarantor_id = store.save_guarantor(
                self.db,
                Guarantor(name=guarantor.name, address=guarantor.address, phone=guarantor.phone),
                stamp,
            )
        patient = Patient(
            name=person.name,
            birth_on=person.birth_on,
            sex=person.sex,
            address=person.address,
            phone=person.phone,
            guarantor_id=guarantor_id,
            signature_on_file_on=on,
        )
        patient_id = store.save_patient(self.db, patient, stamp)
        if self.chance.random() < 0.08:
            alert = PatientNote(patient_id=patient_id, kind="alert", text=self.chance.choice(_ALERTS))
            store.save_note(self.db, alert, stamp)
        return patient_id

    def _coverage(
        self,
        patient_id: PatientId,
        payer: DemoPayer,
        person: Person,
        subscriber: Person | None,
        on: date,
        case_id: CaseId | None,
    ) -> Coverage:
        coverage = Coverage(
            patient_id=patient_id,
            payer_id=self.payer_ids[payer.name],
            case_id=case_id,
            member_id=self.inventor.member_id(payer),
            group_number=""
            if payer.claim_filing_code in ("MB", "WC", "AM")
            else f"G{self.chance.randint(1000, 9999)}",
            from_on=date(on.year - 1, 1, 1),
            copay=payer.copay,
            benefits_signed_on=on,
        )
        if payer.case == CaseKind.WORKERS_COMP:
            # The employer is the insured; the case names it, its address stands here.
            return replace(coverage, subscriber_address=self.inventor.address())
        if subscriber is None:
            return coverage
        return replace(
            coverage,
            relationship="19",
            subscriber_name=subscriber.name,
            subscriber_birth_on=subscriber.birth_on,
            subscriber_sex=subscriber.sex,
            subscriber_address=subscriber.address,
            subscriber_phone=subscriber.phone,
        )

    def _second(self, first: Coverage, payer: DemoPayer, stamp: Stamp) -> None:
        """A second insurance for half of the patients whose first payer sends claims on, for few of the others."""
        if payer.secondary and self.chance.random() < 0.5:
            second = self.script.payer(payer.secondary)
            self._save_second(first, second, self.inventor.member_id(second), first.group_number, stamp)
        if payer.billed_second is None:
            return
        name, every = payer.billed_second
        self.insured[payer.name] += 1
        if self.insured[payer.name] % every == every // 2:
            # A chance of its own, so that inventing it makes nobody after it another person.
            chance, second = Random(first.member_id), self.script.payer(name)
            number = Inventor(chance, self.script).member_id(second)
            self._save_second(first, second, number, f"G{chance.randint(1000, 9999)}", stamp)

    def _save_second(
        self, first: Coverage, payer: DemoPayer, member_id: str, group_number: str, stamp: Stamp
    ) -> None:
        coverage = replace(
            first,
            payer_id=self.payer_ids[payer.name],
            priority=2,
            member_id=member_id,
            group_number=group_number,
            copay=payer.copay,
        )
        store.save_coverage(self.db, coverage, stamp)

    def _case(
        self,
        patient_id: PatientId,
        plan: CarePlan,
        payer: DemoPayer | None,
        on: date,
        referring: ProviderId | None,
    ) -> Case:
        kind = CaseKind(payer.case) if payer and payer.case else CaseKind.HEALTH if payer else CaseKind.CASH
        hurt_on = on - timedelta(days=self.chance.randint(1, 6))
        case = Case(
            patient_id=patient_id,
            name=f"{plan.name} {on.year}",
            kind=kind,
            onset_on=hurt_on,
            initial_treatment_on=on,
            referring_id=referring,
            opened_on=on,
        )
        if kind not in (CaseKind.WORKERS_COMP, CaseKind.AUTO):
            return case
        names = self.script.names
        return replace(
            case,
            accident_on=hurt_on,
            accident_state="OR",
            claim_number=self.inventor.case_number(),
            employer=self.chance.choice(names["employer"]) if kind is CaseKind.WORKERS_COMP else "",
            adjuster_name=self.chance.choice(names["adjuster"]),
            adjuster_phone=self.inventor.phone(),
            attorney_name=self.chance.choice([*names["attorney"], ""]) if kind is CaseKind.AUTO else "",
        )
