"""The views that reports read: facts without a date; the rule with the date is one query in reports/."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_VIEWS = {
    # What is owed and not yet paid, per service line and party; zero balances are left out.
    "open_balance": """
        select account, nullif(payer_id, 0) as payer_id, nullif(patient_id, 0) as patient_id,
               nullif(service_line_id, 0) as service_line_id, nullif(aged_from, '') as aged_from, balance_cents
        from balance where balance_cents <> 0""",
    # Balances that differ from the sum of their entries: always empty.
    "balance_drift": """
        select account, payer_id, patient_id, service_line_id, aged_from, sum(kept) as kept_cents, sum(made) as made_cents
        from (
            select account, payer_id, patient_id, service_line_id, aged_from, balance_cents as kept, 0 as made
            from balance
            union all
            select account, coalesce(payer_id, 0), coalesce(patient_id, 0), coalesce(service_line_id, 0),
                   coalesce(aged_from, ''), 0, amount_cents
            from entry where account in
                ('payer_receivable', 'patient_receivable', 'unapplied', 'provider_level', 'prepaid_plan')
        ) group by 1, 2, 3, 4, 5 having sum(kept) <> sum(made)""",
    # Visits a prior authorization has been used for, here and before it was keyed.
    "authorization_use": """
        select a.id as authorization_id, a.visits_used_before + count(e.id) as visits_used
        from "authorization" a left join encounter e on e.authorization_id = a.id
        group by a.id""",
}


def install(db: Database) -> None:
    """Make all views anew. Runs inside the transaction of `migrations.apply` only."""
    for name, select in _VIEWS.items():
        db.execute(f"drop view if exists {name}")
        db.execute(f"create view {name} as {select}")
