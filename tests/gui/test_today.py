"""Today by keyboard: rows stand under their rule, figures and days drill to rows that add up, next steps are done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.ledger.store import patient_balances
from clinicbill.practice.user import Role as UserRole
from clinicbill.remits.store import RemittanceStatus, list_remittances
from clinicbill.reports.work_item import GROUPS, WorkKind, items_total
from clinicbill.ui.colours import Role
from clinicbill.ui.today import page as page_module
from clinicbill.ui.today.listing import Order, TodayRow
from clinicbill.ui.today.page import TodayPage
from clinicbill.ui.today.reads import LOST, READY, WAITS
from clinicbill.ui.today.steps import PLACE_OF
from clinicbill.ui.widgets.badge import Badge
from clinicbill.ui.widgets.columns import Group, Totals
from clinicbill.workflows.move_to_patient import move_to_patient
from clinicbill.workflows.take_payment import take_payment
from tests.support.books import Books, office_of, say, some_books
from tests.support.ledgers import a_payment, a_remittance, a_service, as_835, receive
from tests.support.practice import STAMP, TODAY
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
def page(hands: Hands) -> TodayPage:
    made = cast("TodayPage", hands.go("today"))
    hands.wait(PAUSE)
    return made


def rows_of(page: TodayPage) -> list[TodayRow]:
    return page.table.records()


def shown_total(page: TodayPage) -> Money:
    return Money.total(row.amount or Money(0) for row in rows_of(page))


def groups_of(page: TodayPage) -> list[Group[TodayRow]]:
    return [entry for entry in page.table.model_of().entries if isinstance(entry, Group)]


def words(widget: QWidget) -> list[str]:
    labels = [label.text() for label in widget.findChildren(QLabel)]
    return [*labels, *(one.accessibleName() for one in widget.findChildren(QWidget))]


def select(page: TodayPage, kind: WorkKind, hands: Hands) -> None:
    row = next(row for row in rows_of(page) if row.item is not None and row.item.kind is kind)
    page.table.select(row.key)
    hands.wait(PAUSE)


def test_everything_stands_under_its_rule_and_the_sums_are_those_of_the_rows(page: TodayPage) -> None:
    groups = groups_of(page)
    assert [group.name for group in groups] == [
        "Do first", "Denied", "Money to post", "Code", "Send", "Silent", "Keep the next one paid",
    ]  # fmt: skip
    assert {group.name for group in groups} <= {group.title for group in GROUPS}
    for group in groups:
        assert Money.total(row.amount or Money(0) for row in group.rows) == group.sum
    assert shown_total(page) == Money(51266)


def test_each_row_has_reason_money_due_and_next_step(page: TodayPage) -> None:
    texts = {
        page.table.text(at, "Who"): tuple(
            page.table.text(at, title) for title in ("Why it is here", "Money", "Due", "Next")
        )
        for at in range(len(page.table.model_of().entries))
    }
    assert texts["Sung Cho"] == (
        "Harbor Mutual PPO rejected, limit in 19 days", "50.00", "Dec 12", "Fix and resubmit",
    )  # fmt: skip
    assert texts["Marge Dunn"] == (
        "Medicare Part B Oregon CO-50 held not medically necessary", "65.00", "Mar 25 ’27", "Work denial",
    )  # fmt: skip
    assert texts["2 visits of today"] == ("Ames, Boyd", "–", "Today", "Code visits")
    assert texts["Hugo Lind"][2:] == ("Nov 28", "Extend authorization")


@pytest.mark.parametrize(("name", "cents", "count"), [(WAITS, 51266, 11), (LOST, 5000, 1), (READY, 4000, 1)])
def test_figures_drill_to_rows_that_add_up(
    hands: Hands, page: TodayPage, name: str, cents: int, count: int
) -> None:
    figure = page.top.figures[name]
    assert figure.figure == str(Money(cents))
    figure.setFocus()
    hands.press(K.Key_Return)
    assert shown_total(page) == Money(cents)
    assert len(rows_of(page)) == count
    total = page.table.model_of().entries[-1]
    assert isinstance(total, Totals)
    assert total.cells["Money"] == Money(cents)
    assert page.table.hasFocus()
    hands.press(K.Key_Escape)
    assert shown_total(page) == Money(51266)
    assert page.cut_line.isHidden()


def test_the_badge_counts_what_the_list_shows(hands: Hands, page: TodayPage, db: Database) -> None:
    badge = TodayPage.count(db, TODAY)
    assert badge == Badge(11, Role.AMBER)
    page.show_waiting()
    assert sum(row.item is not None for row in rows_of(page)) == badge.count
    assert hands.window.side_bar.badge("today") == badge


def test_the_week_is_a_week_with_visits_and_what_ends(page: TodayPage) -> None:
    cells = page.top.strip.cells
    assert [cell.title for cell in cells] == [
        "Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29", "Sat Dec 12",
    ]  # fmt: skip
    assert cells[0].spoken == "Mon 23 3 visits 3 to code"
    assert cells[5].spoken == "Sat 28 – 1 auth"
    assert cells[7].spoken == "Sat Dec 12 next to end 1 limit"
    assert cells[7].after


def test_a_day_shows_what_is_due_on_it_and_the_strip_moves_by_day_and_week(
    hands: Hands, page: TodayPage
) -> None:
    page.top.strip.setFocus()
    hands.press(K.Key_Right, times=5)
    hands.press(K.Key_Return)
    assert [row.item.who for row in rows_of(page) if row.item] == ["Hugo Lind"]
    page.top.strip.setFocus()
    hands.press(K.Key_Right)
    hands.press(K.Key_Return)
    assert page.list_states.message == "Nothing is due on Sunday, November 29. No visit either."
    page.top.strip.setFocus()
    hands.press(K.Key_Left, times=7)
    assert [cell.day for cell in page.top.strip.cells[:2]] == [date(2026, 11, 16), date(2026, 11, 17)]
    assert page.top.strip.cells[0].spoken == "Mon 16 1 visit all coded"
    hands.press(K.Key_Escape)
    assert len(rows_of(page)) == 11


def test_a_click_on_a_day_opens_it(hands: Hands, page: TodayPage) -> None:
    strip = page.top.strip
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 20, 20))
    hands.wait()
    assert [row.item.who for row in rows_of(page) if row.item] == ["Sung Cho"]


def test_a_long_group_is_folded_and_unfolds(hands: Hands, db: Database, books: Books) -> None:
    for at in range(6):
        take_payment(db, STAMP, books.lind if at % 2 else books.nair.patient_id, Money(100), "cash")
        number = as_835(
            a_remittance(
                [a_payment(f"ZZ1{at}", [a_service("98940", "5.00", "5.00")], last="Zed")],
                trace_number=f"9{at}",
            ),
            control_number=60 + at,
        )
        receive(db, number, f"{at}.835")
    page = cast("TodayPage", hands.go("today"))
    page.refresh()
    hands.wait(PAUSE)
    money = next(group for group in groups_of(page) if group.name == "Money to post")
    assert len(money.rows) == 4
    assert Money.total(row.amount or Money(0) for row in money.rows) == money.sum
    page.table.select(("fold", "money"))
    hands.press(K.Key_Return)
    money = next(group for group in groups_of(page) if group.name == "Money to post")
    assert len(money.rows) == 12
    assert Money.total(row.amount or Money(0) for row in money.rows) == money.sum
    hands.press(K.Key_Return, CTRL)
    assert len(next(group for group in groups_of(page) if group.name == "Money to post").rows) == 4


def test_the_detail_says_why_and_what_can_be_proved(hands: Hands, page: TodayPage) -> None:
    select(page, WorkKind.LIMIT, hands)
    said = words(page.detail)
    for expected in (
        "Sung Cho", "$50.00", "19 days to the filing limit", "Rejected 06/20/2026", "CMT, 1–2 regions",
        "06/16 Uploaded to the clearinghouse", "800-555-0142",
    ):  # fmt: skip
        assert any(expected in text for text in said), expected
    select(page, WorkKind.AUTHORIZATION, hands)
    assert "1 of 12 visits used" in words(page.detail)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (WorkKind.LIMIT, "claims"),
        (WorkKind.DENIED, "denials"),
        (WorkKind.VISITS, "coding"),
        (WorkKind.HELD_VISIT, "coding"),
        (WorkKind.READY, "claims"),
        (WorkKind.SILENT, "claims"),
        (WorkKind.AUTHORIZATION, "patients"),
        (WorkKind.CREDIT, "patients"),
    ],
)
def test_the_next_step_is_done_where_it_belongs(
    hands: Hands, page: TodayPage, kind: WorkKind, place: str
) -> None:
    select(page, kind, hands)
    row = page.table.current()
    assert row is not None
    assert row.item is not None
    key = row.item.patient_id if place == "patients" else row.item.record
    hands.press(K.Key_Return, CTRL)
    assert hands.last() == (place, key)
    hands.press(K.Key_Return)
    assert hands.last() == (place, key)


def test_every_step_has_a_place_or_is_done_here(page: TodayPage, books: Books) -> None:
    assert books
    for row in rows_of(page):
        assert row.item is not None
        page.steps.open(row.item)
        assert row.item.step.step in PLACE_OF or row.item.kind in (
            WorkKind.REMITTANCE, WorkKind.CREDIT, WorkKind.AUTHORIZATION,
        )  # fmt: skip


def test_a_balanced_remittance_is_posted_from_here(hands: Hands, db: Database, books: Books) -> None:
    line = books.alvarez.lines[0]
    service = a_service("98941-AT", "65.00", "40.00", "CO-45 25.00", line_control_number=f"L{line}")
    data = as_835(
        a_remittance([a_payment(books.alvarez.number, [service])], trace_number="5550"), control_number=70
    )
    number = receive(db, data, "good2.835")
    page = cast("TodayPage", hands.go("today"))
    page.refresh()
    hands.wait(PAUSE)
    assert page.table.select(("remittance", number))
    hands.wait(PAUSE)
    assert "Balanced" in words(page.detail)
    hands.press(K.Key_Return, CTRL)
    posted = [row.id for row in list_remittances(db, status=RemittanceStatus.POSTED)]
    assert number in posted
    assert hands.window.hint_line.text.startswith("Posted MEDICARE PART B OREGON 5550, $40.00")
    assert all(row.key != ("remittance", number) for row in rows_of(page))


def test_a_remittance_that_finds_no_claim_is_not_posted_but_opened(
    hands: Hands, page: TodayPage, db: Database
) -> None:
    select(page, WorkKind.REMITTANCE, hands)
    hands.press(K.Key_Return, CTRL)
    assert hands.last()[0] == "payments"
    assert hands.window.hint_line.text.startswith("Not posted, waits")
    assert len(list_remittances(db, status=RemittanceStatus.WAITING)) == 2


def test_a_credit_is_applied_from_here_where_something_is_owed(
    hands: Hands, db: Database, books: Books
) -> None:
    ekberg = books.ekberg.patient_id
    take_payment(db, STAMP, ekberg, Money(2000), "cash")
    move_to_patient(db, STAMP, ekberg, [books.ekberg.lines[1]], why="signed waiver")
    page = cast("TodayPage", hands.go("today"))
    page.refresh()
    hands.wait(PAUSE)
    assert page.table.select(("credit", int(ekberg)))
    hands.wait(PAUSE)
    hands.press(K.Key_Return, CTRL)
    assert "applied" in hands.window.hint_line.text
    assert Money.total(one.amount for one in patient_balances(db, ekberg)) == Money(3300)
    assert page.table.select(("credit", int(ekberg))) is False


def test_the_front_desk_may_not_post(clinic: Clinic, books: Books, qtbot: QtBot) -> None:
    from dataclasses import replace

    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    assert books
    hands = Hands(clinic, qtbot)
    page = cast("TodayPage", hands.go("today"))
    select(page, WorkKind.REMITTANCE, hands)
    assert page.bound()["today.next"].isEnabled() is False
    hands.press(K.Key_Return, CTRL)
    assert hands.went == []


def test_orders(hands: Hands, page: TodayPage) -> None:
    denied = [row.item.who for row in rows_of(page) if row.item and row.item.kind is WorkKind.DENIED]
    assert denied == ["Marge Dunn", "Nils Ekberg"]
    hands.press(K.Key_F4, times=2)
    assert page.ordering.value() is page.order is Order.NAME
    money = [row.amount for row in rows_of(page) if row.group.key == "money"]
    assert sorted(money, key=lambda one: one or Money(0)) != money
    hands.press(K.Key_F4)
    assert page.ordering.value() is Order.LOST_FIRST


def test_rows_keep_their_height_when_other_rows_take_their_place(hands: Hands, page: TodayPage) -> None:
    page.show_figure(LOST)
    hands.wait()
    heights = page.table.verticalHeader()
    usual = heights.defaultSectionSize()
    for at, entry in enumerate(page.table.model_of().entries):
        assert (heights.sectionSize(at) > usual) is isinstance(entry, Group)


def test_import_goes_to_payments(hands: Hands, page: TodayPage) -> None:
    assert page.isVisible()
    hands.press(K.Key_I, CTRL)
    assert hands.last() == ("payments", None)


def test_open_patient(hands: Hands, page: TodayPage, books: Books) -> None:
    select(page, WorkKind.SILENT, hands)
    hands.press(K.Key_F3)
    assert hands.last() == ("patients", books.nair.patient_id)


def test_what_is_done_elsewhere_leaves_the_list(
    hands: Hands, page: TodayPage, clinic: Clinic, books: Books
) -> None:
    clinic.jobs.write(
        move_to_patient, clinic.stamp(), books.dunn.patient_id, [books.dunn.lines[0]], why="signed notice"
    )
    hands.wait(PAUSE)
    assert all(row.item is None or row.item.who != "Marge Dunn" for row in rows_of(page))
    assert items_total(page.work.items) == Money(51266 - 6500)


def test_nothing_waits(clinic: Clinic, qtbot: QtBot) -> None:
    page = cast("TodayPage", Hands(clinic, qtbot).go("today"))
    assert page.list_states.message.startswith("Nothing waits on you.")
    assert page.top.figures[WAITS].figure == "$0.00"


def test_a_failed_reading_says_so(hands: Hands, page: TodayPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CannotDo("The file is being written to; nothing was changed; try again.")

    monkeypatch.setattr(page_module, "read_work", fail)
    page.refresh()
    hands.wait()
    assert page.states.message.startswith("The file is being written to")


def test_a_claim_that_was_sent_again_is_no_longer_first(
    hands: Hands, page: TodayPage, db: Database, books: Books
) -> None:
    from clinicbill.claims.status import ClaimStatus

    say(db, books.cho.claim_id, TODAY, ClaimStatus.PAYER_ACCEPTED, "277CA accepted")
    page.refresh()
    hands.wait(PAUSE)
    assert page.top.figures[LOST].figure == "$0.00"


def test_every_control_has_a_name(hands: Hands, page: TodayPage) -> None:
    seen = set()
    for _ in range(14):
        assert hands.focus.accessibleName(), hands.focus
        seen.add(hands.focus.accessibleName())
        hands.press(K.Key_Tab)
    assert {"Week", "Order", "What waits on you"} <= seen
    assert page.isVisible()
