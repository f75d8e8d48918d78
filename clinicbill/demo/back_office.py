"""The back office of a demo year: claims go out, acknowledgments and payments come in, patients pay their share."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId
from clinicbill.basics.money import ZERO, Money
from clinicbill.claims.event_store import standing_of
from clinicbill.claims.sent_store import last_sent
from clinicbill.claims.status import ClaimStatus, change_status, may_move
from clinicbill.claims.store import claims_with_status, get_claim
from clinicbill.demo.care import workday
from clinicbill.demo.clock import Clock
from clinicbill.demo.payer_mind import DENIED, decide
from clinicbill.demo.script import DemoPayer, Script, address
from clinicbill.demo.second_insurance import SecondInsurance
from clinicbill.demo.taken_back import taken_back
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import patient_balances
from clinicbill.practice.payer import Delivery
from clinicbill.remits.remittance import ClaimPayment, Contact, ProviderAdjustment, Remittance
from clinicbill.remits.store import remittances_of_file
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.hold_claim import release_claim
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.workflows.submit_claims import submit_claims
from clinicbill.workflows.take_payment import take_payment
from clinicbill.x12.envelope import REMITTANCE_835, Interchange
from clinicbill.x12.write_835 import write_835

if TYPE_CHECKING:
    from collections.abc import Iterable


_METHODS = ("card", "card", "card", "check", "check", "cash")
_REJECTIONS = (
    "Subscriber not found by the payer for this date of service",
    "Rendering provider NPI not on file with the payer",
    "Diagnosis pointer missing on line 1",
)
_ANSWERS_WHEN_ASKED = 0.85
_REPAIRED = 0.9
_PAYS = 0.82  # of patients pay within some weeks


@dataclass(frozen=True, slots=True)
class _Answer:
    """A claim that a payer will answer; `first` is the primary's decision where this payer is second."""

    claim_id: ClaimId
    payer: DemoPayer
    first: ClaimPayment | None = None


@dataclass
class BackOffice:
    """Sends, prints, receives and posts.

    Attributes:
        payer_ids: our row of each payer of the script.
        answers: day of payment → what is paid then.
        news: day → acknowledgments to come.
        patients_pay: day → patients who pay then.
        repairs: day → claims that are taken up again then: rejected or denied before.
        seconds: what is still to be billed to second insurances, and what was.
    """

    db: Database
    script: Script
    clock: Clock
    chance: Random
    payer_ids: dict[str, PayerId]
    answers: dict[date, list[_Answer]] = field(default_factory=lambda: defaultdict(list))
    news: dict[date, list[tuple[ClaimId, ClaimStatus, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    patients_pay: dict[date, list[PatientId]] = field(default_factory=lambda: defaultdict(list))
    repairs: dict[date, list[ClaimId]] = field(default_factory=lambda: defaultdict(list))
    seconds: SecondInsurance = field(init=False)
    files: int = 0
    payments: int = 0

    def __post_init__(self) -> None:
        self.seconds = SecondInsurance(self.db, self.script)

    def send(self, day: date) -> None:
        """One 837P with every ready claim; the next days bring its acknowledgments."""
        ready = claims_with_status(self.db, ClaimStatus.READY, delivery=Delivery.ELECTRONIC)
        if not ready:
            return
        submit_claims(self.db, self.clock.stamp(day, 23), [claim.id for claim in ready])
        for claim in ready:
            payer = self._payer(claim.payer_id)
            self.news[day].append((claim.id, ClaimStatus.SENT, "Uploaded to the clearinghouse"))
            self.news[workday(day + timedelta(days=1))].append(
                (claim.id, ClaimStatus.CLEARINGHOUSE_ACCEPTED, "999 accepted, then accepted for this payer")
            )
            answered = workday(day + timedelta(days=3))
            if self.chance.randrange(100) < payer.rejected:
                self.news[answered].append((claim.id, ClaimStatus.REJECTED, self.chance.choice(_REJECTIONS)))
                self._repair_later(claim.id, answered)
                continue
            self.news[answered].append((claim.id, ClaimStatus.PAYER_ACCEPTED, "277CA accepted by the payer"))
            self._expect(claim.id, payer, day, self.seconds.firsts.get(claim.id))

    def print(self, day: date) -> None:
        """The week's paper claims in one run, mailed the same day."""
        ready = claims_with_status(self.db, ClaimStatus.READY, delivery=Delivery.PAPER)
        if not ready:
            return
        print_claims(self.db, self.clock.stamp(day, 23), [claim.id for claim in ready], background=False)
        for claim in ready:
            self.news[day].append((claim.id, ClaimStatus.MAILED, "Mailed first class"))
            first = self.seconds.firsts.get(claim.id)
            self._expect(claim.id, self._payer(claim.payer_id), day, first)

    def _payer(self, payer_id: PayerId) -> DemoPayer:
        return next(payer for payer in self.script.payers if self.payer_ids[payer.name] == payer_id)

    def _expect(
        self, claim_id: ClaimId, payer: DemoPayer, sent_on: date, first: ClaimPayment | None = None
    ) -> None:
        """The payer answers on its payment day, a Thursday; now and then only after somebody has asked, or never."""
        due = sent_on + timedelta(days=self.chance.randint(*payer.lag))
        if self.chance.randrange(100) < payer.silent:
            if self.chance.random() >= _ANSWERS_WHEN_ASKED:
                return
            due += timedelta(days=self.chance.randint(30, 75))
        thursday = due + timedelta(days=(3 - due.weekday()) % 7)
        self.answers[thursday].append(_Answer(claim_id, payer, first))

    def hear(self, day: date) -> None:
        """The day's acknowledgments; what has moved on since stays."""
        for claim_id, status, text in self.news.pop(day, ()):
            standing = standing_of(self.db, claim_id)
            if standing is not None and may_move(standing[1], status):
                change_status(self.db, self.clock.stamp(day, 23), claim_id, status, text=text)

    def receive(self, day: date, *, leave: int = 0) -> None:
        """One 835 per payer that pays on this day; the first `leave` of them wait, each for another reason."""
        by_payer: dict[str, list[_Answer]] = defaultdict(list)
        for answer in self.answers.pop(day, ()):
            by_payer[answer.payer.name].append(answer)
        for place, (name, answers) in enumerate(by_payer.items()):
            remittance = self._remittance(self.script.payer(name), answers, day)
            wait = place < leave
            self._take_in(_spoiled(remittance, place) if wait else remittance, day, post=not wait)

    def bill_seconds(self, day: date, *, keep: int) -> None:
        """The second insurances of what was posted; the newest `keep` of those on paper wait for another day."""
        self.seconds.bill(self.clock.stamp(day, 18), keep=keep)

    def take_back(self, day: date) -> None:
        """One payer takes a payment back and has not decided anew."""
        remittance = taken_back(self.db, day)
        if remittance is not None:
            self._take_in(remittance, day, post=True)

    def _repair_later(self, claim_id: ClaimId, day: date) -> None:
        """Most of what came back is taken up within some weeks."""
        if self.chance.random() < _REPAIRED:
            self.repairs[workday(day + timedelta(days=self.chance.randint(4, 24)))].append(claim_id)

    def repair(self, day: date) -> None:
        """A rejected claim is released and goes out again; a denied one is corrected, where its payer takes that."""
        stamp = self.clock.stamp(day, 19)
        for claim_id in self.repairs.pop(day, ()):
            status = get_claim(self.db, claim_id).status
            if status is ClaimStatus.REJECTED:
                release_claim(self.db, stamp, claim_id, text="Corrected after the payer’s rejection")
            elif status is ClaimStatus.DENIED:
                with suppress(CannotDo):
                    correct_claim(self.db, stamp, claim_id)

    def _remittance(self, payer: DemoPayer, answers: Iterable[_Answer], day: date) -> Remittance:
        claims, patients = [], []
        for answer in answers:
            sent = last_sent(self.db, answer.claim_id)
            if sent is None:
                continue
            self.payments += 1
            decided = decide(sent.claim, payer, f"{day:%y%j}{self.payments:06d}", self.chance, answer.first)
            claims.append(decided)
            patients.append(sent.claim.patient.patient_id)
            self.seconds.decided(sent.claim, decided)
            if decided.status == DENIED and sent.claim.frequency == "1":
                self._repair_later(answer.claim_id, day)
            if decided.is_forwarded:
                second = self.script.payer(sent.claim.others[0].coverage.payer.name)
                self._expect(answer.claim_id, second, day, decided)
        for patient_id in patients:
            if self.chance.random() < _PAYS:
                pays_on = workday(day + timedelta(days=self.chance.randint(8, 45)))
                self.patients_pay[pays_on].append(PatientId(patient_id))
        interest = self._interest(day)
        paid = Money.total(claim.paid for claim in claims) - Money.total(one.amount for one in interest)
        practice = self.script.practice
        return Remittance(
            payer_name=payer.name,
            trace_number=f"{payer.payer_number}{day:%y%m%d}",
            paid=paid,
            claims=tuple(claims),
            provider_adjustments=interest,
            handling="I" if paid else "H",
            method=("CHK" if payer.delivery == "paper" else "ACH") if paid else "NON",
            paid_on=day,
            produced_on=day,
            payer_trace_id=f"1{payer.payer_number.rjust(9, '9')}",
            payer_id="",
            payer_address=payer.address,
            payer_contacts=(Contact(role="BL", name="EDI DESK", numbers=(("TE", "8005550142"),)),),
            payee_name=practice["name"],
            payee_npi=practice["npi"],
            payee_tax_id=practice["tax_id"],
            payee_address=address(practice["address"]),
        )

    def _interest(self, day: date) -> tuple[ProviderAdjustment, ...]:
        """Now and then a payer was late and owes interest."""
        if self.chance.random() >= 0.04:
            return ()
        cents = self.chance.randint(3, 90)
        practice = self.script.practice
        return (
            ProviderAdjustment(
                reason="L6",
                amount=Money(-cents),
                payee_id=practice["npi"],
                period_end=date(day.year, 12, 31),
            ),
        )

    def _take_in(self, remittance: Remittance, day: date, *, post: bool) -> None:
        self.files += 1
        interchange = Interchange(
            kind=REMITTANCE_835,
            sender_id=remittance.trace_number[:5],
            receiver_id=self.script.practice["submitter_id"],
            control_number=self.files,
            made_at=self.clock.stamp(day, 12).at,
        )
        name = f"{remittance.trace_number}.835"
        stamp = self.clock.stamp(day, 15)
        outcome = receive_remittance(self.db, stamp, name, write_835([remittance], interchange).encode())
        if post and outcome.row_id is not None:
            for row in remittances_of_file(self.db, outcome.row_id):
                post_remittance(self.db, stamp, row.id)

    def collect(self, day: date) -> None:
        """Patients who said they would pay, do: most of them everything, some of them a round part."""
        for patient_id in self.patients_pay.pop(day, ()):
            owed = Money.total(
                balance.amount
                for balance in patient_balances(self.db, patient_id)
                if balance.account is Account.PATIENT_RECEIVABLE
            )
            if owed > ZERO:
                part = owed if self.chance.random() < _PAYS else Money(max(500, owed.cents // 2 // 500 * 500))
                self._take(patient_id, part, day)

    def collect_at_visit(self, patients: Iterable[PatientId], day: date) -> None:
        """Who pays cash pays before leaving."""
        self.patients_pay[day].extend(patients)
        self.collect(day)

    def take_ahead(self, patient_id: PatientId, amount: Money, day: date) -> None:
        """A payment before anything is owed: it stays visible as unapplied."""
        self._take(patient_id, amount, day)

    def _take(self, patient_id: PatientId, amount: Money, day: date) -> None:
        method = self.chance.choice(_METHODS)
        number = f"{self.chance.randint(100, 9999)}" if method == "check" else ""
        take_payment(self.db, self.clock.stamp(day, 21), patient_id, amount, method, reference=number)


def _spoiled(remittance: Remittance, place: int) -> Remittance:
    """As remittances come that wait for a person: the first is good, the second is out by $0.24, the third is not ours."""
    if place == 1:
        return replace(remittance, paid=remittance.paid + Money(24))
    if place == 2 and remittance.claims:
        first, *others = remittance.claims
        services = tuple(replace(service, line_control_number="") for service in first.services)
        stranger = replace(first, patient_control_number="77120A", services=services)
        return replace(remittance, claims=(stranger, *others))
    return remittance
