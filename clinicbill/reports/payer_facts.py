"""What the practice's own records say of a payer: how to reach it, how long it takes, what it owes, what it is silent about."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimGroup
from clinicbill.claims.timely import ONE_CALENDAR_YEAR
from clinicbill.claims.worklist_store import ClaimFilter, find_claims
from clinicbill.db.connect import rows, scalar
from clinicbill.practice.payer import Payer
from clinicbill.practice.store import get_payer
from clinicbill.reports.claim_standing import end_of_day, local_day, zone_of

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PayerId

# Answers looked at for the usual time; older ones say little about today.
_LATEST = 48
_FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerFacts:
    """One payer as our claims have met it.

    Attributes:
        answer_days: median days from sending to the remittance over the last `answers` claims; None for too few.
        open_amount: what it owes on the books; `silent` claims it has not answered for more than 30 days.
    """

    payer: Payer
    answer_days: int | None
    answers: int
    open_amount: Money
    silent: int

    @property
    def limit_words(self) -> str:
        """The filing limit as it is known here."""
        if self.payer.claim_filing_code in ONE_CALENDAR_YEAR:
            return "one calendar year from the visit (42 CFR 424.44)"
        if self.payer.filing_limit_days is None:
            return ""
        return f"{self.payer.filing_limit_days} days from the visit (Setup, Payers)"

    @property
    def usual_words(self) -> str:
        """How long it usually takes; empty where too few answers are known."""
        if self.answer_days is None:
            return ""
        return f"{self.payer.name} usually answers in {self.answer_days} days (median of your last {self.answers})"


_ANSWERED = """select sent.at as sent_at, answered.at as answered_at
    from claim c
    join claim_event answered on answered.id = (
        select min(id) from claim_event where claim_id = c.id and remittance_id is not null)
    join claim_event sent on sent.id = (
        select min(id) from claim_event where claim_id = c.id and status_after in ('sent', 'mailed') and id < answered.id)
    where c.payer_id = :payer_id and answered.at < :until
    order by answered.at desc limit :latest"""


def payer_facts(db: Database, payer_id: PayerId, as_of: date) -> PayerFacts:
    """What is known of a payer at the end of a day.

    Raises:
        NotFound: there is no such payer.
    """
    zone = zone_of(db)
    found = rows(db, _ANSWERED, {"payer_id": payer_id, "until": end_of_day(as_of, zone), "latest": _LATEST})
    days = [(local_day(row["answered_at"], zone) - local_day(row["sent_at"], zone)).days for row in found]
    waiting = find_claims(
        db, ClaimFilter(as_of=as_of, payer_id=payer_id, group=ClaimGroup.NEEDS_YOU, limit=100_000)
    )
    return PayerFacts(
        payer=get_payer(db, payer_id),
        answer_days=round(median(days)) if len(days) >= _FEWEST else None,
        answers=len(days),
        open_amount=_owes(db, payer_id),
        silent=sum(claim.silent_days is not None for claim in waiting),
    )


def _owes(db: Database, payer_id: PayerId) -> Money:
    return Money(
        scalar(
            db,
            """select coalesce(sum(balance_cents), 0) from balance
                where account = 'payer_receivable' and payer_id = ? and balance_cents <> 0""",
            [payer_id],
        )
    )
