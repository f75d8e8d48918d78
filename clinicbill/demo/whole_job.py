"""The whole job on one new patient: register, code, check, paper, file, remittance, ledger, aging; told step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Severity, summary
from clinicbill.basics.identifiers import ClaimId, EncounterId, PatientId
from clinicbill.basics.people import Address, PersonName
from clinicbill.basics.stamp import Stamp
from clinicbill.claims.sent_store import last_sent
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.coding.plans.plan_of_care import PlanOfCare, Treatment
from clinicbill.demo.care import as_payer_wants
from clinicbill.demo.payer_mind import decide
from clinicbill.demo.script import Script, address
from clinicbill.encounters.encounter import POINTER_LETTERS, Encounter, EncounterLine
from clinicbill.encounters.pricing import priced
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Patient
from clinicbill.patients.store import list_cases
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.store import fees_by_code, list_payers, list_providers
from clinicbill.remits.balance import prove
from clinicbill.remits.remittance import Contact, Remittance
from clinicbill.remits.store import remittances_of_file
from clinicbill.reports.aging import BUCKET_WORDS, aging
from clinicbill.reports.aging_csv import aging_csv
from clinicbill.reports.aging_pdf import aging_pdf
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.code_visit import code_visit
from clinicbill.workflows.keep_plan_of_care import keep_plan
from clinicbill.workflows.mark_sent import mark_sent
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.workflows.record_visit import record_visit
from clinicbill.workflows.register_patient import Registration, register_patient
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.x12.envelope import REMITTANCE_835, Interchange
from clinicbill.x12.write_835 import write_835

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.basics.money import Money
    from clinicbill.demo.script import CarePlan, DemoPayer
    from clinicbill.remits.remittance import ClaimPayment
    from clinicbill.reports.aging import AgingReport
    from clinicbill.workflows.outcome import Outcome

_PATIENT = PersonName(last="Alvarez", first="Ruth", middle="M")
_BORN = date(1951, 3, 14)
_ADDRESS = Address(street="418 Alder Ct", city="Bend", state="OR", zip="977011234")
_MEMBER_ID = "1EG4TE5MK73"
_WEEKS_OF_CARE = timedelta(days=21)


@dataclass(frozen=True)
class WholeJob:
    """Does the job on an open demo practice; the files stay in `folder`, each step is told in a line."""

    db: Database
    script: Script
    stamp: Stamp
    folder: Path
    codes: LibraryCodes

    def steps(self) -> Iterator[str]:
        """Each step after it is done, in words."""
        patient_id, said = self._register()
        yield said
        visit_id, said = self._code(patient_id)
        yield said
        claim_id, said = self._bill(visit_id)
        yield said
        yield self._print(claim_id)
        yield self._send(claim_id)
        yield from self._pay(claim_id)
        yield from self._age()

    @property
    def _payer(self) -> DemoPayer:
        return self.script.payers[0]

    @property
    def _plan(self) -> CarePlan:
        return self.script.plans[self._payer.plans[-2]]

    def _register(self) -> tuple[PatientId, str]:
        start_on = self.stamp.on - _WEEKS_OF_CARE
        payer = next(payer for payer in list_payers(self.db) if payer.name == self._payer.name)
        registration = Registration(
            patient=Patient(
                name=_PATIENT,
                birth_on=_BORN,
                sex="F",
                address=_ADDRESS,
                phone="5415550134",
                signature_on_file_on=start_on,
            ),
            case=Case(
                name=self._plan.name,
                onset_on=start_on - timedelta(days=3),
                initial_treatment_on=start_on,
                opened_on=start_on,
            ),
            insurances=(
                Coverage(
                    payer_id=payer.id,
                    member_id=_MEMBER_ID,
                    from_on=date(start_on.year, 1, 1),
                    benefits_signed_on=start_on,
                ),
            ),
        )
        outcome = _done(register_patient(self.db, self.stamp, registration))
        return PatientId(
            outcome
        ), f"Registered   {_PATIENT}, born {slashed(_BORN)}, {payer.name} {_MEMBER_ID}"

    def _code(self, patient_id: PatientId) -> tuple[EncounterId, str]:
        case = list_cases(self.db, patient_id)[0]
        provider = list_providers(self.db, ProviderKind.RENDERING)[0]
        visit = Encounter(
            patient_id=patient_id,
            case_id=case.id,
            provider_id=provider.id,
            service_on=self.stamp.on,
            note=self._plan.note.format(change="better", course="improving", pain=3, days=7),
            note_signed_by=str(provider),
        )
        visit_id = EncounterId(_done(record_visit(self.db, self.stamp, visit)))
        # AT follows from the answer, so it is given before the visit is coded.
        active = PlanOfCare(
            case_id=case.id,
            provider_id=provider.id,
            from_on=self.stamp.on,
            treatment=Treatment.ACTIVE,
            answered_on=self.stamp.on,
        )
        _done(keep_plan(self.db, self.stamp, active))
        coded = replace(visit, id=visit_id, diagnoses=self._plan.diagnoses, lines=self._lines())
        _done(code_visit(self.db, self.stamp, coded, codes=self.codes))
        lines = ", ".join("-".join((line.procedure_code, *line.modifiers)) for line in coded.lines)
        return visit_id, f"Coded        {', '.join(coded.diagnoses)}; {lines}: {coded.total}"

    def _lines(self) -> tuple[EncounterLine, ...]:
        fees = fees_by_code(self.db)
        day = self.stamp.on
        return tuple(
            priced(
                EncounterLine(
                    from_on=day,
                    to_on=day,
                    procedure_code=line.code,
                    modifiers=line.modifiers,
                    pointers=tuple(POINTER_LETTERS.index(letter) + 1 for letter in line.pointers),
                    units=line.units,
                ),
                fees,
                None,
            )
            for line in as_payer_wants(self._plan.routine, self._payer)
        )

    def _bill(self, visit_id: EncounterId) -> tuple[ClaimId, str]:
        outcome = bill_visits(self.db, self.stamp, [visit_id], codes=self.codes)
        claim = outcome.claims[0]
        told = [finding.message for finding in claim.findings if finding.severity is not Severity.INFO]
        notes = [finding.message for finding in claim.findings if finding.severity is Severity.INFO]
        said = "; ".join([summary(claim.findings), *told, *notes])
        return claim.claim_id, f"Checked      claim {claim.number}: {said}"

    def _print(self, claim_id: ClaimId) -> str:
        printed = print_claims(self.db, self.stamp, [claim_id], background=True, codes=self.codes)
        return self._keep("Paper        ", "cms1500.pdf", printed.content)

    def _send(self, claim_id: ClaimId) -> str:
        outcome = submit_claims(self.db, self.stamp, [claim_id], codes=self.codes)
        if outcome.file is None:
            raise AssertionError(outcome.message)
        mark_sent(self.db, self.stamp, [claim_id], text="Uploaded to the clearinghouse")
        return self._keep("837P         ", outcome.file.file_name, outcome.file.content)

    def _pay(self, claim_id: ClaimId) -> Iterator[str]:
        sent = last_sent(self.db, claim_id)
        if sent is None:
            raise AssertionError("a claim that was sent has no sending")
        generous = replace(self._payer, denied=0)
        decided = decide(sent.claim, generous, "2026001", Random(1))  # an invented payer
        remittance = self._remittance(decided.paid, decided)
        interchange = Interchange(
            kind=REMITTANCE_835,
            sender_id=self._payer.payer_number,
            receiver_id=self.script.practice["submitter_id"],
            control_number=1,
            made_at=self.stamp.at,
        )
        data = write_835([remittance], interchange).encode()
        yield self._keep("835          ", "remittance.835", data)
        proof = prove(remittance)
        verdict = "balanced" if proof.balanced else f"out of balance by {proof.out_by}"
        yield (
            f"Proved       claims paid {proof.claims_paid.plain()} − provider adjustments {proof.adjusted.plain()} "
            f"− payment {proof.paid.plain()} = {proof.payment_difference.plain()}, {verdict}"
        )
        received = receive_remittance(self.db, self.stamp, "remittance.835", data)
        for row in remittances_of_file(self.db, received.row_id or 0):
            yield f"Posted       {post_remittance(self.db, self.stamp, row.id).message}"
            yield f"Again        {post_remittance(self.db, self.stamp, row.id).message}"

    def _remittance(self, paid: Money, decided: ClaimPayment) -> Remittance:
        practice = self.script.practice
        return Remittance(
            payer_name=self._payer.name,
            trace_number="8812345",
            paid=paid,
            claims=(decided,),
            handling="I",
            method="ACH",
            paid_on=self.stamp.on,
            produced_on=self.stamp.on,
            payer_trace_id="1999905512",
            payer_address=self._payer.address,
            payer_contacts=(Contact(role="BL", name="EDI DESK", numbers=(("TE", "8005550142"),)),),
            payee_name=practice["name"],
            payee_npi=practice["npi"],
            payee_tax_id=practice["tax_id"],
            payee_address=address(practice["address"]),
        )

    def _age(self) -> Iterator[str]:
        report = aging(self.db, as_of=self.stamp.on)
        name = self.script.practice["name"]
        yield self._keep("Aging        ", "aging.pdf", aging_pdf(report, clinic_name=name))
        yield self._keep("             ", "aging.csv", aging_csv(report))
        yield from aging_lines(report)

    def _keep(self, what: str, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return f"{what}{path} ({len(content):,} bytes)"


def aging_lines(report: AgingReport) -> Iterator[str]:
    """The aging as a table of text."""
    yield f"A/R as of {slashed(report.as_of)}"
    yield f"{'':<26}" + "".join(f"{words:>12}" for words in (*BUCKET_WORDS, "Total"))
    for row in report.rows:
        yield f"{row.name:<26}" + "".join(f"{amount.plain():>12}" for amount in (*row.amounts, row.total))
    yield f"{'Total':<26}" + "".join(f"{amount.plain():>12}" for amount in (*report.amounts, report.total))


def _done(outcome: Outcome) -> int:
    """The row of what was done; in an invented practice nothing may be wrong."""
    if not outcome.done or outcome.row_id is None:
        raise AssertionError(f"{outcome.message}: {summary(outcome.findings)}")
    return outcome.row_id
