"""Makes the plan of a remittance: pure, so that the preview and the posting can never differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, PayerId, PostingId, RemittanceId, ServiceLineId
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import Account, PostingKind
from clinicbill.ledger.insurance_money import LineSettlement, insurance_payment, provider_adjustment
from clinicbill.ledger.posting import NewPosting, OpenBalance, mirrored
from clinicbill.ledger.running import RunningBalances
from clinicbill.remits import plan_findings, plan_rows, plan_words
from clinicbill.remits.answer import answer, taken_back
from clinicbill.remits.balance import Proof
from clinicbill.remits.billed import PastPayment, past_payment
from clinicbill.remits.line_match import LOOSE
from clinicbill.remits.match import ClaimMatch
from clinicbill.remits.plan import ClaimAnswer, Plan, PlannedPosting, PlanRow
from clinicbill.remits.policy import AdjustmentPolicy
from clinicbill.remits.remittance import Remittance
from clinicbill.remits.settle import Circumstances, settle
from clinicbill.remits.spread import line_results, opposite
from clinicbill.remits.takeover import takeover, to_settle
from clinicbill.remits.undo import find_undone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.remits.billed import BilledClaim
    from clinicbill.remits.line_match import LineMatch
    from clinicbill.remits.plan import What
    from clinicbill.remits.remittance import ClaimPayment
    from clinicbill.remits.settle import Settlement
    from clinicbill.remits.spread import LineResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a plan depends on.

    Attributes:
        matches: one for each claim of the remittance, in its order.
        balances: what is open on the lines of the matched claims.
        charged: the charges of those lines that stand with the patient, paid or not.
        past: the standing insurance payments of those lines.
        payer_id: whose account takes provider-level money; None where the payer is not known.
        on: accounting day.
    """

    remittance: Remittance
    remittance_id: RemittanceId | None
    proof: Proof
    matches: tuple[ClaimMatch, ...]
    balances: tuple[OpenBalance, ...]
    past: tuple[PastPayment, ...]
    payer_id: PayerId | None
    policy: AdjustmentPolicy
    on: date
    charged: tuple[OpenBalance, ...] = ()


def make_plan(situation: Situation) -> Plan:
    """Every posting the remittance makes on that day, what happens to each line, and what stops it."""
    return _Draft(situation).plan()


class _Draft:
    """The plan while it grows: claim after claim, each seeing what the ones before it do."""

    def __init__(self, situation: Situation) -> None:
        self.it = situation
        self.running = RunningBalances(situation.balances, situation.charged)
        self.past: defaultdict[ServiceLineId, list[PastPayment]] = defaultdict(list)
        self._remember(situation.past)
        self.undone: set[PostingId] = set()
        self.rows: defaultdict[int, list[PlanRow]] = defaultdict(list)
        self.postings: list[PlannedPosting] = []
        self.findings: list[Finding] = []
        self.answers: dict[ClaimId, ClaimAnswer] = {}
        self.taken_back: set[ClaimId] = set()

    def plan(self) -> Plan:
        """Claims in the order in which they must be posted, rows in the order of the file."""
        remittance = self.it.remittance
        self.findings += plan_findings.proof_findings(self.it.proof)
        self.findings += plan_findings.payment_findings(remittance)
        for place in _order(remittance.claims):
            self._claim(place, remittance.claims[place], self.it.matches[place])
        provider_rows = self._provider_level()
        cash = Money.total(one.posting.total(Account.CASH) for one in self.postings)
        if cash != remittance.paid:
            self.findings.append(plan_findings.cash_differs(cash, remittance.paid))
        self.findings += plan_findings.file_notes(remittance)
        rows = [row for place in range(len(remittance.claims)) for row in self.rows[place]]
        return Plan(
            rows=(*rows, *provider_rows),
            postings=tuple(self.postings),
            answers=tuple(self.answers.values()),
            findings=tuple(self.findings),
        )

    def _claim(self, place: int, payment: ClaimPayment, match: ClaimMatch) -> None:
        if (fate := plan_words.never_posted(payment)) is not None:
            if payment.paid:
                self.findings.append(plan_findings.never_posted(payment))
            self._show(place, payment, match, fate)
        elif match.claim is None:
            self.findings.append(plan_findings.unmatched_claim(payment, match))
            self._show(place, payment, match, plan_words.NOT_MATCHED)
        elif not match.complete:
            missing = (at for at, found in enumerate(match.lines) if found is None)
            self.findings += [plan_findings.unmatched_line(payment, at) for at in missing]
            self._show(place, payment, match, plan_words.LINE_NOT_MATCHED)
        elif payment.is_reversal:
            self._reversal(place, payment, match, match.claim)
        else:
            self._payment(place, payment, match, match.claim)
        self._mark_differences(place, payment)

    def _show(self, place: int, payment: ClaimPayment, match: ClaimMatch, fate: What) -> None:
        self.rows[place] = plan_rows.said_rows(place, payment, match, fate)

    def _mark_differences(self, place: int, payment: ClaimPayment) -> None:
        for one in self.it.proof.line_differences:
            if one.claim == payment.patient_control_number and one.line <= len(self.rows[place]):
                row = self.rows[place][one.line - 1]
                self.rows[place][one.line - 1] = plan_rows.out_of_balance(row, one.amount)

    # Payments: the claim's lines one after the other, each from what the ones before it have left.

    def _payment(self, place: int, payment: ClaimPayment, match: ClaimMatch, claim: BilledClaim) -> None:
        lines: list[LineSettlement] = []
        settlements: list[Settlement] = []
        for result in line_results(payment, match):
            line, settlement = self._settled(claim, result)
            row = plan_rows.before(plan_rows.result_row(place, payment, match, result), result, self.running)
            self._take_in(self._insurance_posting(claim, payment, [line]))
            left = self.running.payer_owes(line.service_line_id, claim.payer_id)
            found = None if result.place is None else match.lines[result.place]
            self._warn(claim, result, settlement, left, found)
            corrected = claim.claim_id in self.taken_back
            what = plan_words.line_fate(
                payment, result, settlement, left, corrected=corrected, takeover=line.takeover
            )
            steps = plan_words.settled_steps(result, settlement, self.it.policy, line.takeover, claim.payer)
            self.rows[place].append(plan_rows.after(row, result, self.running, what, steps))
            lines.append(line)
            settlements.append(settlement)
        self._add(self._insurance_posting(claim, payment, lines), claim)
        self.answers[claim.claim_id] = answer(claim, payment, self.it.remittance, settlements, self.running)

    def _settled(self, claim: BilledClaim, result: LineResult) -> tuple[LineSettlement, Settlement]:
        number = result.line.service_line_id
        about = Circumstances(
            policy=self.it.policy,
            payer_number=claim.payer_number,
            on=self.it.on,
            paid_on=self.it.remittance.paid_on or self.it.on,
        )
        settlement = settle(result, to_settle(self.running, number, claim), about)
        line = LineSettlement(
            service_line_id=number,
            aged_from=self.running.aged_from(number, claim.payer_id, result.line.aged_from),
            paid=result.paid,
            moves=settlement.moves,
            takeover=takeover(self.running, number, settlement, result.paid, self.it.on),
        )
        return line, settlement

    def _warn(
        self,
        claim: BilledClaim,
        result: LineResult,
        settlement: Settlement,
        left: Money,
        found: LineMatch | None,
    ) -> None:
        text = f"{result.line.procedure_code} of {result.line.from_on:%m/%d/%Y}"
        if left < ZERO and self.running.payer_owes(result.line.service_line_id) > left:
            self.findings.append(plan_findings.other_party_owes(claim.number, text, claim.payer))
        elif left < ZERO:
            self.findings.append(plan_findings.paid_too_much(claim.number, text, -left))
        self.findings += [plan_findings.asks(claim.number, text, one) for one in settlement.asks]
        if found is not None and found.reason in LOOSE:
            self.findings.append(plan_findings.loosely_matched(claim.number, text, found.reason))

    def _insurance_posting(
        self, claim: BilledClaim, payment: ClaimPayment, lines: Sequence[LineSettlement]
    ) -> NewPosting | None:
        remittance = self.it.remittance
        return insurance_payment(
            on=self.it.on,
            patient_id=claim.patient_id,
            payer_id=claim.payer_id,
            claim_id=claim.claim_id,
            remittance_id=self.it.remittance_id,
            method=remittance.method,
            lines=lines,
            description=f"{remittance.payer_name}, check/EFT {remittance.trace_number}, claim {payment.patient_control_number}",
        )

    def _take_in(self, posting: NewPosting | None) -> None:
        self.running.add(posting.entries if posting else ())

    def _add(self, posting: NewPosting | None, claim: BilledClaim) -> None:
        """Keep a posting whose entries `running` has seen; a reversal later in the file may take it back."""
        if posting is None:
            return
        self.postings.append(PlannedPosting(posting=posting))
        future = _future_id(len(self.postings) - 1)
        self._remember([past_payment(future, self.it.on, claim.payer_id, posting.entries)])

    def _remember(self, past: Iterable[PastPayment]) -> None:
        for one in past:
            for number in {entry.service_line_id for entry in one.entries if entry.service_line_id}:
                self.past[number].append(one)

    # Reversals: the posting that brought the payment in is undone as a whole.

    def _reversal(self, place: int, payment: ClaimPayment, match: ClaimMatch, claim: BilledClaim) -> None:
        past = self._past_of(claim)
        original = find_undone(payment, match, past, self.undone)
        if original is None:
            self._reversal_of_nothing(place, payment, match, claim)
            return
        self.undone.add(original.posting_id)
        self.taken_back.add(claim.claim_id)
        results = line_results(payment, match)
        rows = [plan_rows.result_row(place, payment, match, result) for result in results]
        before = [plan_rows.before(*pair, self.running) for pair in zip(rows, results, strict=True)]
        self._undo(original, payment, claim)
        fate = plan_words.reverses(original.posted_on)
        for row, result in zip(before, results, strict=True):
            steps = plan_words.undone_steps(original, result.line, self.it.policy)
            self.rows[place].append(plan_rows.after(row, result, self.running, fate, steps))
        self._take_back(payment, claim)

    def _take_back(self, payment: ClaimPayment, claim: BilledClaim) -> None:
        self.answers[claim.claim_id] = taken_back(
            claim, payment, self.it.remittance, self.running, others_stand=self._stands(claim)
        )

    def _stands(self, claim: BilledClaim) -> bool:
        """Whether a payment on the claim stands: of its payer, or of the one that sent it on to this payer."""
        return claim.crossed_over or any(
            one.payer_id == claim.payer_id and one.posting_id not in self.undone
            for one in self._past_of(claim)
        )

    def _past_of(self, claim: BilledClaim) -> list[PastPayment]:
        """Every standing payment that touches a line of the claim."""
        found = {
            one.posting_id: one for line in claim.lines for one in self.past.get(line.service_line_id, [])
        }
        return list(found.values())

    def _undo(self, original: PastPayment, payment: ClaimPayment, claim: BilledClaim) -> None:
        place = _place_of(original.posting_id)
        posting = NewPosting(
            kind=PostingKind.PAYER_REVERSAL,
            posted_on=self.it.on,
            entries=mirrored(original.entries),
            description=f"Payer took back its payment, claim {payment.patient_control_number}",
            patient_id=claim.patient_id,
            claim_id=claim.claim_id,
            remittance_id=self.it.remittance_id,
            reverses_id=None if place is not None else original.posting_id,
        )
        self.postings.append(PlannedPosting(posting=posting, undoes_place=place))
        self._take_in(posting)

    def _reversal_of_nothing(
        self, place: int, payment: ClaimPayment, match: ClaimMatch, claim: BilledClaim
    ) -> None:
        """A denial taken back has nothing to undo; anything else waits for its original."""
        once = [self._settled(claim, result) for result in line_results(opposite(payment), match)]
        if any(line.paid or line.moves for line, _ in once):
            self.findings.append(plan_findings.nothing_to_reverse(payment))
            self._show(place, payment, match, plan_words.NOTHING_TO_REVERSE)
        else:
            self._show(place, payment, match, plan_words.REVERSES_NOTHING)
            if not self._stands(claim):
                self._take_back(payment, claim)

    # Money that belongs to no claim.

    def _provider_level(self) -> list[PlanRow]:
        rows = []
        for one in self.it.remittance.provider_adjustments:
            rule = self.it.policy.provider_rule(one)
            posting = provider_adjustment(
                on=self.it.on,
                payer_id=self.it.payer_id,
                remittance_id=self.it.remittance_id,
                amount=one.amount,
                reason=one.reason,
                account=rule.account,
                reference=one.reference,
                method=self.it.remittance.method,
                description=f"{rule.words} (PLB {one.reason})",
            )
            if posting is not None:
                self.postings.append(PlannedPosting(posting=posting))
            rows.append(plan_rows.provider_row(one, rule))
        return rows


def _order(claims: Sequence[ClaimPayment]) -> list[int]:
    """Reversals before everything that does not come before them in the file: a correction never precedes one.

    Payers send a correction before or after its reversal. A payment and its own reversal in one file stay in order.
    """
    reversals = [place for place, payment in enumerate(claims) if payment.is_reversal]
    payments: defaultdict[tuple[str, Money, Money], list[int]] = defaultdict(list)
    undone_here: set[int] = set()
    for place, payment in enumerate(claims):
        if payment.is_reversal:
            undone_here.update(payments[payment.patient_control_number, -payment.charge, -payment.paid])
        else:
            payments[payment.patient_control_number, payment.charge, payment.paid].append(place)
    first = undone_here.union(reversals)
    rest = [place for place in range(len(claims)) if place not in first]
    return [*sorted(undone_here), *reversals, *rest]


def _future_id(place: int) -> PostingId:
    """A posting of this plan has no number yet; below zero it cannot be taken for one that has."""
    return PostingId(-1 - place)


def _place_of(posting_id: PostingId) -> int | None:
    return -1 - posting_id if posting_id < 0 else None
