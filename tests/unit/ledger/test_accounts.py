from __future__ import annotations

from clinicbill.db.guards import PARTY_ACCOUNTS
from clinicbill.ledger.accounts import (
    ACCOUNT_WORDS,
    AGED,
    METHOD_WORDS,
    PATIENT_METHODS,
    POSTING_WORDS,
    Account,
    PostingKind,
)
from tests.support.practice import open_memory_practice


def test_every_account_and_kind_has_words() -> None:
    assert set(ACCOUNT_WORDS) == set(Account)
    assert set(POSTING_WORDS) == set(PostingKind)
    assert set(PATIENT_METHODS) <= set(METHOD_WORDS)


def test_the_schema_knows_the_same_accounts() -> None:
    sql = open_memory_practice().table("entry").schema
    assert all(f"'{account}'" in sql for account in Account)


def test_everything_that_ages_is_kept_as_a_balance() -> None:
    assert set(AGED) <= {Account(name) for name in PARTY_ACCOUNTS}
