"""Triggers that keep what must not change: the ledger, what was sent, what was received, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.db import coding_tables

if TYPE_CHECKING:
    from sqlite_utils import Database

# These rows are facts: written once, never changed, never removed.
APPEND_ONLY = (
    "posting",
    "entry",
    "claim_event",
    "submission",
    "submission_claim",
    "print_job",
    "print_job_claim",
    "received_file",
    "change",
    *coding_tables.APPEND_ONLY,
)

# Drafts whose rows may go again; the history keeps what they were.
MAY_BE_DELETED = ("encounter_diagnosis", "service_line", "claim_line", *coding_tables.MAY_BE_DELETED)

# Accounts whose balance is owed by or to somebody, kept per party and service line.
PARTY_ACCOUNTS = ("payer_receivable", "patient_receivable", "unapplied", "provider_level", "prepaid_plan")

_NO_UPDATE = (
    "create trigger {t}_no_update before update on {t} begin select raise(abort, '{t}: never changed'); end"
)
_NO_DELETE = (
    "create trigger {t}_no_delete before delete on {t} begin select raise(abort, '{t}: never deleted'); end"
)
# INSERT OR REPLACE gets past the two above where recursive_triggers is off; this one holds without the pragma.
_NO_REPLACE = (
    "create trigger {t}_no_replace before insert on {t} when exists (select 1 from {t} where id = new.id) "
    "begin select raise(abort, '{t}: never replaced'); end"
)

_LEDGER = (
    """create trigger entry_sealed before insert on entry
        when exists (select 1 from posting where id = new.posting_id)
        begin select raise(abort, 'entry: its posting is finished'); end""",
    """create trigger posting_balanced before insert on posting
        when coalesce((select sum(amount_cents) from entry where posting_id = new.id), 1) <> 0
        begin select raise(abort, 'posting: its entries do not sum to zero'); end""",
    """create trigger posting_reversed_once before insert on posting
        when new.reverses_id is not null and exists (select 1 from posting where reverses_id = new.reverses_id)
        begin select raise(abort, 'posting: reversed already'); end""",
    """create trigger posting_reverses_fact before insert on posting
        when exists (select 1 from posting where id = new.reverses_id and reverses_id is not null)
        begin select raise(abort, 'posting: a reversal is not reversed'); end""",
    """create trigger posting_restored_once before insert on posting
        when new.restores_id is not null and exists (select 1 from posting where restores_id = new.restores_id)
        begin select raise(abort, 'posting: restored already'); end""",
    f"""create trigger posting_kept after insert on posting begin
        insert into balance (account, payer_id, patient_id, service_line_id, aged_from, balance_cents)
        select account, coalesce(payer_id, 0), coalesce(patient_id, 0), coalesce(service_line_id, 0),
               coalesce(aged_from, ''), sum(amount_cents)
        from entry where posting_id = new.id and account in {PARTY_ACCOUNTS!r}
        group by 1, 2, 3, 4, 5
        on conflict do update set balance_cents = balance_cents + excluded.balance_cents;
        end""",
)

_FACTS = (
    # What a payer sent stays as it came; only where it stands in the work may move.
    """create trigger remittance_content before update of content, trace_number, paid_cents, paid_on, payer_key
        on remittance when old.content is not new.content or old.trace_number is not new.trace_number
        or old.paid_cents is not new.paid_cents or old.paid_on is not new.paid_on
        or old.payer_key is not new.payer_key
        begin select raise(abort, 'remittance: what the payer sent is never changed'); end""",
    # A claim number is made once and never reused.
    """create trigger claim_number before update of patient_control_number on claim
        when old.patient_control_number is not new.patient_control_number
        begin select raise(abort, 'claim: its number is never changed'); end""",
    """create trigger claim_line_sent before delete on claim_line
        when exists (select 1 from submission_claim where claim_id = old.claim_id)
        begin select raise(abort, 'claim_line: the claim was sent'); end""",
    """create trigger service_line_charged before delete on service_line
        when exists (select 1 from entry where service_line_id = old.id)
        begin select raise(abort, 'service_line: its charge is posted'); end""",
)

_SEARCH_TERMS = (
    "new.last_name || ' ' || new.first_name || ' ' || new.middle_name || ' ' || new.chart_number || ' ' || "
    "new.phone || ' ' || substr(new.phone, 4) || ' ' || substr(new.phone, 7) || ' ' || new.phone2 || ' ' || "
    "strftime('%m/%d/%Y', new.birth_on) || ' ' || strftime('%m%d%Y', new.birth_on)"
)

_SEARCH = (
    f"""create trigger patient_search_added after insert on patient begin
        insert into patient_search (rowid, terms) values (new.id, {_SEARCH_TERMS}); end""",
    f"""create trigger patient_search_changed after update on patient begin
        delete from patient_search where rowid = old.id;
        insert into patient_search (rowid, terms) values (new.id, {_SEARCH_TERMS}); end""",
)


def statements() -> tuple[str, ...]:
    """Every guard as SQL, in the order in which it is installed."""
    rows = tuple(
        template.format(t=table)
        for table in APPEND_ONLY
        for template in (_NO_UPDATE, _NO_DELETE, _NO_REPLACE)
    )
    return rows + _LEDGER + _FACTS + _SEARCH + coding_tables.GUARDS


def install(db: Database) -> None:
    """Make all guards anew. Runs inside the transaction of `migrations.apply` only."""
    for statement in statements():
        name = statement.split()[2]
        db.execute(f"drop trigger if exists {name}")
        db.execute(statement)
