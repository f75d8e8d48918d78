"""Plans without a database: claims, what is open on them, and a remittance."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import PostingId, RemittanceId
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.posting import OpenBalance
from clinicbill.remits.balance import prove
from clinicbill.remits.billed import BilledClaim, PastPayment, past_payment
from clinicbill.remits.match import Matcher
from clinicbill.remits.planner import Situation, make_plan
from clinicbill.remits.policy import standard_policy
from tests.support.ledgers import a_remittance
from tests.unit.remits.billing import MEDICARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.remits.plan import Plan
    from clinicbill.remits.remittance import ClaimPayment, Remittance

ON = date(2026, 11, 23)


def owed(claim: BilledClaim, payer_id: Any = None) -> list[OpenBalance]:
    """The whole charge of each line is open with the claim's payer."""
    return [
        OpenBalance(
            account=Account.PAYER_RECEIVABLE,
            amount=line.charge,
            patient_id=claim.patient_id,
            payer_id=payer_id or claim.payer_id,
            service_line_id=line.service_line_id,
            aged_from=line.aged_from,
        )
        for line in claim.lines
    ]


def a_situation(
    remittance: Remittance,
    claims: Sequence[BilledClaim],
    *,
    balances: Sequence[OpenBalance] | None = None,
    past: Sequence[PastPayment] = (),
    charged: Sequence[OpenBalance] = (),
) -> Situation:
    matcher = Matcher(claims)
    if balances is None:
        balances = [one for claim in claims for one in owed(claim)]
    return Situation(
        remittance=remittance,
        remittance_id=RemittanceId(4),
        proof=prove(remittance),
        matches=tuple(matcher.match(payment) for payment in remittance.claims),
        balances=tuple(balances),
        past=tuple(past),
        charged=tuple(charged),
        payer_id=MEDICARE,
        policy=standard_policy(),
        on=ON,
    )


def plan_of(payments: Sequence[ClaimPayment], claims: Sequence[BilledClaim], **fields: Any) -> Plan:
    """The plan of a remittance of these payments."""
    provider_adjustments = fields.pop("provider_adjustments", ())
    return make_plan(a_situation(a_remittance(payments, provider_adjustments), claims, **fields))


def posted(plan: Plan, claim: BilledClaim, posting_id: int = 11, on: date = date(2026, 11, 6)) -> PastPayment:
    """The first posting of a plan, as if it had been made before."""
    return past_payment(PostingId(posting_id), on, claim.payer_id, plan.postings[0].posting.entries)


def left_of(claim: BilledClaim, plan: Plan) -> dict[str, Money]:
    """What is open on the claim once the plan is posted: with insurance and with the patient."""
    entries = [entry for one in plan.postings for entry in one.posting.entries]
    charged = Money.total(line.charge for line in claim.lines)
    payer = Money.total(e.amount for e in entries if e.account is Account.PAYER_RECEIVABLE)
    patient = Money.total(e.amount for e in entries if e.account is Account.PATIENT_RECEIVABLE)
    return {"payer": charged + payer, "patient": patient}
