"""Preview a remittance: its proof and exactly what posting would do, changing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.remits import billed_store, store
from clinicbill.remits.balance import Proof, prove
from clinicbill.remits.match import Matcher
from clinicbill.remits.plan import Plan
from clinicbill.remits.planner import Situation, make_plan
from clinicbill.remits.policy import AdjustmentPolicy, standard_policy
from clinicbill.remits.remittance import Remittance
from clinicbill.remits.store import RemittanceRow, RemittanceStatus

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A remittance laid open.

    Attributes:
        posted_as: the copy of the same payment that is posted now: this one, or one from another file.
        plan: what posting would do today; for a posted one, what it would do once more, so show its entries instead.
    """

    row: RemittanceRow
    remittance: Remittance
    proof: Proof
    situation: Situation
    plan: Plan
    posted_as: RemittanceRow | None = None

    @property
    def may_post(self) -> bool:
        """Whether posting would do something now."""
        return self.posted_as is None and self.plan.may_post


def preview_remittance(
    db: Database, remittance_id: RemittanceId, *, on: date, policy: AdjustmentPolicy | None = None
) -> Preview:
    """What posting on the accounting day `on` would do; reads only.

    Raises:
        NotFound: there is no such remittance.
    """
    row = store.get_remittance(db, remittance_id)
    remittance = store.get_content(db, remittance_id)
    situation = _situation(db, row, remittance, on, policy or standard_policy())
    copies = store.same_payment(db, remittance)
    return Preview(
        row=row,
        remittance=remittance,
        proof=situation.proof,
        situation=situation,
        plan=make_plan(situation),
        posted_as=next((copy for copy in copies if copy.status is RemittanceStatus.POSTED), None),
    )


def _situation(
    db: Database, row: RemittanceRow, remittance: Remittance, on: date, policy: AdjustmentPolicy
) -> Situation:
    matcher = Matcher(billed_store.candidates(db, remittance))
    matches = tuple(matcher.match(payment) for payment in remittance.claims)
    reversals = [
        match for match, payment in zip(matches, remittance.claims, strict=True) if payment.is_reversal
    ]
    return Situation(
        remittance=remittance,
        remittance_id=row.id,
        proof=prove(remittance),
        matches=matches,
        balances=billed_store.open_balances(db, matches),
        charged=billed_store.patients_charges_of(db, matches),
        past=billed_store.past_payments(db, reversals),
        payer_id=billed_store.payer_of(db, remittance, matches),
        policy=policy,
        on=on,
    )
