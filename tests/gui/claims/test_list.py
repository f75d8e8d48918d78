"""The list of claims by keyboard: groups, filter, the count's rows, other pages' wishes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from clinicbill.basics.errors import NotFound
from clinicbill.claims.status import ClaimGroup, ClaimStatus, change_status
from clinicbill.ui.claims import page as claims_page
from clinicbill.ui.claims.page import ClaimsPage
from clinicbill.ui.colours import Role
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.claims_desk import Claims, names
from tests.support.keyboard import CTRL
from tests.support.practice import (
    STAMP,
    TODAY,
    stamp_on,
)

if TYPE_CHECKING:
    import pytest
    from sqlite_utils import Database


K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SENT_ON = date(2026, 11, 10)


def test_an_empty_office_says_what_will_stand_here(open_window: Any) -> None:
    page, _ = open_window()
    assert page.list.states.message.startswith("No claims yet.")
    assert "No claim is selected." in page.panel.states.message
    assert not page.bound()["claims.send"].isEnabled()


def test_the_list_groups_counts_and_adds_up(at: Claims, open_window: Any) -> None:
    at.claim("Ruiz")
    at.claim("Haddad")
    bad = at.claim("Ortega")
    at.lose_card(bad)
    page, keys = open_window()
    keys.press(K.Key_F5)
    groups = [entry for entry in page.list.table.model_of().entries if hasattr(entry, "rows")]
    shown = [(group.name, group.why, str(group.sum)) for group in groups]
    assert shown == [("Ready to send", "3 claims", "$195.00")] or shown[0][0] == "Needs you"
    assert page.found.count == 3
    assert "3 ready" in page.fact or "2 ready" in page.fact


def test_words_filter_in_sql_and_find_what_is_closed_too(at: Claims, db: Database, open_window: Any) -> None:
    at.claim("Ruiz")
    gone = at.claim("Haddad")
    change_status(db, STAMP, gone.id, ClaimStatus.VOID, text="Billed twice")
    page, keys = open_window()
    assert names(page) == ["Ruiz, Karla"]
    keys.press(K.Key_F, CTRL)
    keys.type("haddad")
    assert names(page) == ["Haddad, Karla"]
    assert page.list.table.current().group is ClaimGroup.CLOSED
    keys.press(K.Key_Escape)
    keys.type("nobody at all")
    assert page.list.states.message.startswith("No claim for “nobody at all”.")


def test_the_count_of_the_side_bar_shows_exactly_its_rows(at: Claims, db: Database, open_window: Any) -> None:
    at.claim("Ruiz")
    waits = at.claim("Haddad")
    change_status(db, STAMP, waits.id, ClaimStatus.ON_HOLD, text="query")
    badge = ClaimsPage.count(db, TODAY)
    assert badge is not None
    assert (badge.count, badge.role) == (1, Role.AMBER)
    page, keys = open_window()
    page.show_waiting()
    keys.wait()
    assert names(page) == ["Haddad, Karla"]
    page.first_focus().setFocus()
    keys.press(K.Key_Escape)
    assert names(page) == ["Haddad, Karla", "Ruiz, Karla"]


def test_rows_that_were_group_heads_are_as_low_as_the_others_again(
    at: Claims, db: Database, open_window: Any
) -> None:
    first, second = at.claim("Abel"), at.claim("Baker")
    page, keys = open_window()
    change_status(db, STAMP, second.id, ClaimStatus.ON_HOLD, text="query")
    page.refresh()
    keys.wait()
    change_status(db, STAMP, first.id, ClaimStatus.ON_HOLD, text="query")
    page.refresh()
    keys.wait()
    table = page.list.table
    heights = {table.rowHeight(row) for row in range(1, table.model_of().rowCount())}
    assert len(heights) == 1


def test_a_rejected_claim_reddens_the_badge(at: Claims, db: Database) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.REJECTED, text="No NPI")
    badge = ClaimsPage.count(db, TODAY)
    assert badge is not None
    assert badge.role is Role.RED


def test_another_page_can_ask_for_a_claim_answered_long_since(
    at: Claims, db: Database, open_window: Any
) -> None:
    at.claim("Ruiz")
    old = at.claim("Haddad")
    change_status(db, stamp_on(date(2026, 8, 1)), old.id, ClaimStatus.PAID_IN_FULL, text="Paid")
    page, keys = open_window()
    assert names(page) == ["Ruiz, Karla"]
    page.show_record(old.id)
    keys.wait()
    assert page.panel.file.record.id == old.id
    assert page.list.text == old.patient_control_number


def test_a_failing_list_keeps_the_page_usable(
    at: Claims, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.claim()
    page, keys = open_window()

    def fail(*_: object) -> None:
        raise NotFound("The list cannot be read; nothing was changed; try again.")

    monkeypatch.setattr(claims_page, "read_list", fail)
    page.refresh()
    keys.wait()
    assert "cannot be read" in page.list.states.message
    monkeypatch.undo()
    page.refresh()
    keys.wait()
    assert names(page) == ["Ruiz, Karla"]
