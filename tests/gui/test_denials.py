"""Denials by keyboard: the list is the ledger's, groups add up, each line opens what it came from, moving has a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QLabel

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import line_balances, patient_balances
from clinicbill.practice.user import Role as UserRole
from clinicbill.remits.store import list_remittances
from clinicbill.reports.denied_lines import DeniedLine, denied_total
from clinicbill.ui.colours import Role
from clinicbill.ui.denials import page as page_module
from clinicbill.ui.denials.adjudication import sums_of
from clinicbill.ui.denials.page import DenialsPage
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.columns import Group, Totals
from clinicbill.ui.widgets.overlay import Overlay
from tests.support.books import DENIED, Books, office_of, some_books
from tests.support.practice import TODAY
from tests.support.window import CTRL, Hands, K

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic

PAUSE = 80


@pytest.fixture
def db(clinic: Clinic) -> Database:
    return cast("Database", clinic.practice.connect())


@pytest.fixture
def books(db: Database) -> Books:
    return some_books(db, office_of(db))


@pytest.fixture
def hands(clinic: Clinic, books: Books, qtbot: QtBot) -> Hands:
    assert books
    return Hands(clinic, qtbot)


@pytest.fixture
def page(hands: Hands) -> DenialsPage:
    made = cast("DenialsPage", hands.go("denials"))
    hands.wait(PAUSE)
    return made


def groups_of(page: DenialsPage) -> list[Group[DeniedLine]]:
    return [entry for entry in page.table.model_of().entries if isinstance(entry, Group)]


def words(page: DenialsPage) -> list[str]:
    return [label.text() for label in page.detail.findChildren(QLabel)]


def test_the_list_is_what_the_ledger_has_open(page: DenialsPage, db: Database) -> None:
    lines = page.table.records()
    assert denied_total(lines) == DENIED
    owed = line_balances(db, [line.line_id for line in lines])
    for line in lines:
        assert [one.account for one in owed[line.line_id]] == [Account.PAYER_RECEIVABLE]
        assert Money.total(one.amount for one in owed[line.line_id]) == line.open_amount
    total = page.table.model_of().entries[-1]
    assert isinstance(total, Totals)
    assert total.cells["Open"] == DENIED
    assert DenialsPage.count(db, TODAY) == Badge(2, Role.RED)


def test_groups_by_reason_and_by_payer_add_up(hands: Hands, page: DenialsPage) -> None:
    assert [(group.name, group.sum) for group in groups_of(page)] == [
        ("CO-50 held not medically necessary", Money(6500)),
        ("CO-97 held to be part of another service that day", Money(4800)),
    ]
    hands.press(K.Key_Down)
    hands.press(K.Key_F2)
    assert [(group.name, group.sum) for group in groups_of(page)] == [
        ("Medicare Part B Oregon", Money(6500)),
        ("Harbor Mutual PPO", Money(4800)),
    ]
    line = page.table.current()
    assert line is not None
    assert line.patient.last == "Ekberg"
    hands.press(K.Key_F2)
    assert groups_of(page)[0].name.startswith("CO-50")


def test_the_detail_shows_the_adjudication_as_a_sum(hands: Hands, page: DenialsPage) -> None:
    said = words(page)
    for expected in (
        "Marge Dunn", "$65.00", "CO-50 held not medically necessary", "122 days to appeal, until 03/25/2027",
        "Check/EFT 8812345 of 11/20/2026", "Denied, so still open with the payer", "Medicare Part B Oregon",
    ):  # fmt: skip
        assert expected in said, expected
    hands.press(K.Key_Down)
    hands.wait(PAUSE)
    assert "Appeal limit not known here" in words(page)


def test_the_adjudication_adds_up(page: DenialsPage) -> None:
    for line in page.lines:
        *terms, left, still_open = sums_of(line)
        assert Money.total(amount for _, _, amount, _ in terms) == left[2] == Money(0)
        assert still_open[2] == line.open_amount


def test_a_line_opens_claim_visit_patient_and_remittance(
    hands: Hands, page: DenialsPage, db: Database, books: Books
) -> None:
    assert page.isVisible()
    dunn = books.dunn
    hands.press(K.Key_Return)
    hands.press(K.Key_F4)
    hands.press(K.Key_F3)
    hands.press(K.Key_F5)
    hands.press(K.Key_F6)
    remittance = next(row.id for row in list_remittances(db) if row.trace_number == "8812345")
    assert hands.went[:3] == [("claims", dunn.claim_id)] * 2 + [("patients", dunn.patient_id)]
    assert hands.went[3][0] == "coding"
    assert hands.went[4] == ("payments", remittance)


def test_the_filter_narrows_and_esc_empties_it(hands: Hands, page: DenialsPage) -> None:
    hands.press(K.Key_F, CTRL)
    hands.type("harbor 97140")
    assert [line.patient.last for line in page.table.records()] == ["Ekberg"]
    assert page.fact == "1 shown, 48.00"
    hands.type("x")
    assert page.states.message.startswith("No denied line has “harbor 97140x” in it.")
    hands.press(K.Key_Escape)
    hands.press(K.Key_Escape)
    assert len(page.table.records()) == 2


def test_moving_to_the_patient_needs_a_reason_and_leaves_the_list(
    hands: Hands, page: DenialsPage, db: Database, books: Books
) -> None:
    hands.press(K.Key_F7)
    sheet = Overlay.of(hands.window)
    assert sheet is not None
    assert any(
        "by the contract this is not the patient’s" in label.text() for label in sheet.findChildren(QLabel)
    )
    hands.press(K.Key_Return, CTRL)
    assert any("Say why" in label.text() for label in sheet.findChildren(QLabel))
    hands.type("Signed advance notice of 11/09")
    hands.press(K.Key_Return, CTRL)
    hands.wait(PAUSE)
    assert Overlay.of(hands.window) is None
    assert [line.patient.last for line in page.table.records()] == ["Ekberg"]
    (owed,) = patient_balances(db, books.dunn.patient_id)
    assert (owed.account, owed.amount, owed.aged_from) == (Account.PATIENT_RECEIVABLE, Money(6500), TODAY)
    assert "Moved $65.00 to the patient" in hands.window.hint_line.text


def test_moving_can_be_abandoned(hands: Hands, page: DenialsPage, db: Database, books: Books) -> None:
    hands.press(K.Key_F7)
    hands.type("no")
    hands.press(K.Key_Escape)
    assert Overlay.of(hands.window) is None
    assert [one.account for one in patient_balances(db, books.dunn.patient_id)] == [Account.PAYER_RECEIVABLE]
    assert len(page.table.records()) == 2


def test_the_front_desk_may_not_move(clinic: Clinic, books: Books, qtbot: QtBot) -> None:
    from dataclasses import replace

    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    assert books
    hands = Hands(clinic, qtbot)
    page = cast("DenialsPage", hands.go("denials"))
    hands.wait(PAUSE)
    hands.press(K.Key_F7)
    assert Overlay.of(hands.window) is None
    assert page.bound()["denials.move"].isEnabled() is False


def test_today_asks_for_a_claim(hands: Hands, books: Books) -> None:
    page = cast("DenialsPage", hands.window.go("denials", int(books.ekberg.claim_id)))
    hands.wait(PAUSE)
    line = page.table.current()
    assert line is not None
    assert line.claim_id == books.ekberg.claim_id
    page.show_record(int(books.alvarez.claim_id))
    assert "No line of this claim is denied any more" in hands.window.hint_line.text


def test_nothing_is_denied(clinic: Clinic, qtbot: QtBot) -> None:
    page = cast("DenialsPage", Hands(clinic, qtbot).go("denials"))
    assert page.states.message.startswith("Nothing is denied.")


def test_a_failed_reading_says_so_and_can_be_tried_again(
    hands: Hands, page: DenialsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_db: object) -> None:
        raise CannotDo("The file is being written to; nothing was changed; try again.")

    with monkeypatch.context() as patched:
        patched.setattr(page_module, "denied_lines", fail)
        page.refresh()
        hands.wait()
    assert page.states.message.startswith("The file is being written to")
    page.refresh()
    hands.wait(PAUSE)
    assert len(page.table.records()) == 2


def test_every_control_has_a_name(hands: Hands, page: DenialsPage) -> None:
    seen = set()
    for _ in range(12):
        assert hands.focus.accessibleName(), hands.focus
        seen.add(hands.focus.accessibleName())
        hands.press(K.Key_Tab)
    assert {"Filter denied lines", "Denied lines by reason", "Open claim"} <= seen
    assert page.isVisible()
