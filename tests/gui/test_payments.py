"""The Payments page by keyboard alone: import, prove, post once, reverse, set aside; take and void payments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from clinicbill import preferences
from clinicbill.basics.errors import NotFound
from clinicbill.basics.money import Money
from clinicbill.db.connect import rows
from clinicbill.ledger.store import drift, patient_balances
from clinicbill.practice.store import list_payers
from clinicbill.practice.user import Role as UserRole
from clinicbill.remits.remittance import ProviderAdjustment
from clinicbill.remits.store import RemittanceStatus, get_remittance, list_remittances
from clinicbill.ui import main_window
from clinicbill.ui.actions import actions_of
from clinicbill.ui.colours import Role
from clinicbill.ui.patients.payment_sheet import PaymentSheet
from clinicbill.ui.payments import page as payments_page
from clinicbill.ui.payments.lists_panel import PATIENTS, PAYERS
from clinicbill.ui.payments.page import PaymentsPage
from clinicbill.ui.payments.proof_strip import reasons
from clinicbill.ui.places import place
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.take_payment import take_payment
from tests.support.keyboard import CTRL, SHIFT, Keyboard
from tests.support.ledgers import (
    MedicareDay,
    a_payment,
    a_remittance,
    a_service,
    as_835,
    billed,
    charge_visit,
    medicare_day,
    receive,
)
from tests.support.practice import STAMP, TODAY, Office, a_case, a_patient, a_visit
from tests.support.window import said, show_page

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.ui.clinic import Clinic

K = Qt.Key


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setattr(main_window, "PLACES", (place("payments"), place("setup")))


@pytest.fixture
def office(db: Database) -> Office:
    """The office of the conftest, by its payers."""
    payers = {payer.name: payer.id for payer in list_payers(db)}
    medicare = payers["Medicare Part B Oregon"]
    any_id: Any = 1
    return Office(
        practice=any_id,
        provider=any_id,
        referring=any_id,
        facility=any_id,
        medicare=medicare,
        commercial=payers["Harbor Mutual PPO"],
        workers_comp=payers["Timberline Work Insurance"],
        auto=payers["Blue Heron Auto"],
    )


@pytest.fixture
def day(db: Database, office: Office) -> MedicareDay:
    return medicare_day(db, office)


@pytest.fixture
def open_window(clinic: Clinic, qtbot: QtBot) -> Any:
    """The window on the Payments page, once the practice holds what the test wants to see."""

    def open_it() -> tuple[PaymentsPage, Keyboard]:
        page = show_page(clinic, qtbot, "payments")
        assert isinstance(page, PaymentsPage)
        keys = Keyboard(qtbot, page.window(), lambda: clinic.jobs.busy or page.pace.waits)
        keys.wait()
        page.first_focus().setFocus()
        return page, keys

    return open_it


def ledger(db: Database) -> list[Any]:
    return rows(db, "select * from balance where balance_cents <> 0 order by 1, 2, 3, 4, 5")


def entries(db: Database) -> int:
    return len(rows(db, "select id from entry"))


def states(page: PaymentsPage) -> list[str]:
    return [one.state.words for one in page.lists.remittances.records()]


def button(page: PaymentsPage, action: str) -> str:
    return page._buttons[action][0].accessibleName()


def import_(page: PaymentsPage, keys: Keyboard, *files: Path) -> None:
    page.work.ask_files = lambda _over: list(files)
    keys.press(K.Key_I, CTRL)


# Remittances -----------------------------------------------------------------------------------------


def test_an_empty_office_offers_the_first_step(open_window: Any) -> None:
    page, keys = open_window()
    assert page.lists.payers.states.message.startswith("No remittance yet.")
    assert "stand here" in page.remittance.states.message
    assert button(page, "payments.post") == "No remittance to post"
    keys.press(K.Key_F3)
    assert page.lists.patients.states.message.startswith("No patient has paid yet.")


def test_import_prove_post_again_does_nothing_reverse_as_before(
    db: Database, day: MedicareDay, tmp_path: Path, open_window: Any
) -> None:
    before = ledger(db)
    file = tmp_path / "medicare.835"
    file.write_bytes(as_835(day.remittance))
    page, keys = open_window()
    import_(page, keys, file)
    assert "medicare.835" in said(page)
    strip = page.remittance.strip.text
    assert "Claims paid 45.32 5 claims" in strip
    assert (
        "\u2212 Overpayment taken back 15.00 PLB WO + Interest 0.12 PLB L6 \u2212 EFT 8812345 30.44" in strip
    )
    assert "Difference 0.00 Balanced" in strip
    assert states(page)[0] == "Balanced"
    assert button(page, "payments.post") == "Post remittance"

    keys.press(K.Key_Return, CTRL)
    assert "Posted MEDICARE PART B OREGON 8812345, $30.44: 5 claims, 18 entries" in said(page)
    assert states(page)[0] == "Posted"
    assert button(page, "payments.post").startswith("Posted 11/")
    after, made = ledger(db), entries(db)
    assert after != before
    assert drift(db) == []

    keys.press(K.Key_Return, CTRL)
    assert "nothing was posted again" in said(page)
    assert (ledger(db), entries(db)) == (after, made)

    again = tmp_path / "again.835"
    again.write_bytes(as_835(day.remittance, control_number=906))
    import_(page, keys, again)
    keys.press(K.Key_Return, CTRL)
    assert "nothing was posted again" in said(page)
    import_(page, keys, file)
    assert "was received before" in said(page)

    posted = next(one.row.id for one in page.lists.remittances.records() if one.row.status == "posted")
    page.show_record(posted)
    keys.wait()
    page.first_focus().setFocus()
    keys.press(K.Key_R, CTRL | SHIFT)
    keys.press(K.Key_Return, CTRL)
    assert get_remittance(db, posted).status is RemittanceStatus.POSTED, "a reason is needed"
    keys.type("wrong payer account")
    keys.press(K.Key_Return, CTRL)
    assert get_remittance(db, posted).status is RemittanceStatus.REVERSED
    assert ledger(db) == before
    assert drift(db) == []
    assert button(page, "payments.post") == "Post remittance", "it may be posted again"


def test_the_lines_say_what_will_happen_and_what_is_owed_before_and_after(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    receive(db, as_835(day.remittance))
    page, keys = open_window()
    lines = page.remittance.lines
    said_of = {row.said.patient.split()[0]: row.what.words for row in lines.records()}
    assert said_of["Marge"] == "To Denials, no write-off"
    assert any(row.what.words.startswith("Reverses posting of") for row in lines.records())
    keys.press(K.Key_Return)
    assert keys.focus is lines
    cho = next(row for row in lines.records() if row.said.patient.startswith("Sung"))
    lines.select(cho.number)
    table = page.remittance.entries
    count = table.model_of().rowCount()
    shown = [
        [table.text(n, title) for title in ("Entry", "Payer owes", "Patient owes")] for n in range(count)
    ]
    assert shown == [
        ["Before posting", "50.00", "0.00"],
        ["Insurance payment", "\u221222.66", ""],
        ["Coinsurance moves to patient", "\u22125.78", "5.78"],
        ["Contract write-off", "\u221221.10", ""],
        ["Sequestration write-off", "\u22120.46", ""],
        ["After posting", "0.00", "5.78"],
    ]
    assert "4 of 18 entries" in page.remittance._of.accessibleName()


def test_a_posted_line_shows_the_entries_that_stand(db: Database, day: MedicareDay, open_window: Any) -> None:
    post_remittance(db, STAMP, receive(db, as_835(day.remittance)))
    page, _ = open_window()
    ekberg = [row for row in page.remittance.lines.records() if row.said.patient.startswith("Nils")]
    assert [row.what.words for row in ekberg] == [
        "Took the earlier payment back",
        "Wrote off 21.56, patient 5.78",
    ]
    assert [move.words for move in ekberg[1].moves] == [
        "Insurance payment",
        "Coinsurance moves to patient",
        "Contract write-off",
        "Sequestration write-off",
    ]
    assert Money.total(move.payer for move in ekberg[0].moves) == Money(6500)
    assert Money.total(move.patient for move in ekberg[0].moves) == Money(-824)


def test_what_is_out_of_balance_waits_and_says_by_how_much(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    off = replace(day.remittance, paid=day.remittance.paid + Money(24))
    waits = receive(db, as_835(off))
    before = ledger(db)
    page, keys = open_window()
    assert states(page)[0] == "Out by $0.24"
    assert button(page, "payments.post") == "Out of balance by $0.24"
    assert "Out of balance by $0.24" in page.remittance.strip.text
    keys.press(K.Key_Return, CTRL)
    assert "Not posted, waits" in said(page)
    assert ledger(db) == before
    assert get_remittance(db, waits).status is RemittanceStatus.WAITING


def test_an_amount_that_cannot_be_read_is_no_difference_of_zero(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    receive(db, as_835(day.remittance).replace(b"*30.44*", b"*30.4A*"))
    page, _ = open_window()
    assert states(page)[0] == "Not readable"
    assert button(page, "payments.post") == "An amount cannot be read"
    assert "Cannot be proved" in page.remittance.strip.text
    assert "“30.4A” is no amount" in page.remittance.strip.text
    assert "Balanced" not in page.remittance.strip.text


def test_wrong_counts_are_told_before_and_after_posting(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    number = receive(db, as_835(day.remittance).replace(b"GE*1*", b"GE*7*"))
    page, keys = open_window()
    told = "GE01 says 7 transactions (ST), but 1 were counted"
    assert states(page)[0] == "Balanced"
    assert told in page.remittance.strip.text
    keys.press(K.Key_Return, CTRL)
    assert get_remittance(db, number).status is RemittanceStatus.POSTED
    assert page.remittance.opened.is_posted
    assert told in page.remittance.strip.text


def test_a_line_out_of_balance_is_told_beside_it(db: Database, day: MedicareDay, open_window: Any) -> None:
    cho = day.remittance.claims[1]
    service = replace(cho.services[0], adjustments=cho.services[0].adjustments[:2])
    claims = (day.remittance.claims[0], replace(cho, services=(service,)), *day.remittance.claims[2:])
    receive(db, as_835(replace(day.remittance, claims=claims)))
    page, _ = open_window()
    assert "Difference 0.00 Balanced" in page.remittance.strip.text
    assert "1 of 5 lines out of balance" in page.remittance.strip.text
    row = page.remittance.lines.current()
    assert row.said.out_by == Money(46)
    assert "out of balance by $0.46" in page.remittance.banner.text


def test_a_claim_that_is_not_ours_waits_and_can_be_set_aside(
    db: Database, office: Office, open_window: Any
) -> None:
    stranger = a_payment("77120A", [a_service("98940", "50.00", "50.00")], last="Nobody")
    waits = receive(db, as_835(a_remittance([stranger])))
    page, keys = open_window()
    assert states(page) == ["1 not matched"]
    assert button(page, "payments.post") == "1 claim not matched"
    assert "77120A" in page.remittance.banner.text
    keys.press(K.Key_F4)
    assert "no claim of ours" in said(page)
    keys.press(K.Key_A, CTRL | SHIFT)
    keys.type("other office")
    keys.press(K.Key_Return, CTRL)
    row = get_remittance(db, waits)
    assert (row.status, row.status_reason) == (RemittanceStatus.SET_ASIDE, "other office")
    assert button(page, "payments.aside") == "Take up again"
    keys.press(K.Key_A, CTRL | SHIFT)
    assert get_remittance(db, waits).status is RemittanceStatus.WAITING


def test_files_that_cannot_be_read_say_their_sentence(
    db: Database, day: MedicareDay, tmp_path: Path, open_window: Any
) -> None:
    good, junk = tmp_path / "good.835", tmp_path / "junk.835"
    good.write_bytes(as_835(day.remittance))
    junk.write_bytes(b"a letter, no remittance")
    page, keys = open_window()
    import_(page, keys, junk, good, tmp_path / "gone.835")
    assert page.trouble.text == "2 files cannot be read"
    assert "junk.835:" in page.trouble.accessibleName()
    assert "gone.835:" in page.trouble.accessibleName()
    assert len(list_remittances(db, status=RemittanceStatus.WAITING)) == 1
    assert preferences.load().import_folder == str(tmp_path)
    keys.press(K.Key_Escape)
    assert page.trouble.text == ""
    import_(page, keys, junk)
    assert page.trouble.text == "junk.835 cannot be read"
    import_(page, keys)
    assert page.trouble.text == "junk.835 cannot be read", "nothing was chosen, nothing is forgotten"


def test_the_file_is_saved_as_it_came(
    db: Database, day: MedicareDay, tmp_path: Path, open_window: Any
) -> None:
    data = as_835(day.remittance)
    receive(db, data, "from payer.835")
    page, keys = open_window()
    page.work.ask_path = lambda _over, name: tmp_path / name
    keys.press(K.Key_S, CTRL)
    assert (tmp_path / "from payer.835").read_bytes() == data


def test_words_filter_and_the_badge_shows_what_waits(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    other = a_remittance(
        [a_payment("77120A", [a_service("98940", "50.00", "50.00")], last="Nobody")],
        payer_name="Harbor Mutual",
        trace_number="5561",
    )
    receive(db, as_835(other, control_number=7))
    post_remittance(db, STAMP, receive(db, as_835(day.remittance)))
    badge = PaymentsPage.count(db, TODAY)
    assert badge is not None
    assert (badge.count, badge.role) == (1, Role.TEXT2)
    page, keys = open_window()
    assert len(page.lists.remittances.records()) == 3
    keys.press(K.Key_F, CTRL)
    keys.type("8812345")
    assert [one.row.trace_number for one in page.lists.remittances.records()] == ["8812345"]
    keys.press(K.Key_Escape)
    keys.type("nothing like it")
    assert page.lists.payers.states.message.startswith("Nothing for “nothing like it”.")
    keys.press(K.Key_Escape)
    page.show_waiting()
    assert [one.row.trace_number for one in page.lists.remittances.records()] == ["5561"]
    page.first_focus().setFocus()
    keys.press(K.Key_Escape)
    assert len(page.lists.remittances.records()) == 3


def test_enter_on_a_line_opens_its_claim(db: Database, day: MedicareDay, open_window: Any) -> None:
    receive(db, as_835(day.remittance))
    page, keys = open_window()
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda to, key: went.append((to, key)))
    keys.press(K.Key_Return)
    page.remittance.lines.select(0)
    keys.press(K.Key_Return)
    keys.press(K.Key_F6)
    assert went == [("claims", day.alvarez.claim_id), ("patients", day.alvarez.patient_id)]


def test_many_provider_reasons_are_kept_in_one_equation(db: Database, open_window: Any) -> None:
    plb = [
        ProviderAdjustment(reason=reason, amount=Money(cents), payee_id="1987654328")
        for reason, cents in (("WO", 100), ("L6", -20), ("FB", 50), ("AP", -10), ("IR", 5))
    ]
    receive(db, as_835(a_remittance([], plb)))
    page, _ = open_window()
    named = reasons(page.remittance.opened.preview.proof)
    assert [label for label, _, _ in named] == ["Overpayment taken back", "Interest", "Other"]
    assert Money.total(amount for _, amount, _ in named) == Money(125)
    assert named[-1][2] == "PLB FB, AP, IR"


def test_a_failing_list_and_a_failing_remittance_say_so(
    db: Database, day: MedicareDay, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(db, as_835(day.remittance))
    page, keys = open_window()

    def fail(*_: object) -> None:
        raise NotFound("It cannot be read; nothing was changed; try again.")

    monkeypatch.setattr(payments_page, "read_remittances", fail)
    monkeypatch.setattr(payments_page, "read_remittance", fail)
    page.refresh()
    page.pace.ask()
    keys.wait()
    assert "cannot be read" in page.lists.payers.states.message
    assert "cannot be read" in page.remittance.states.message
    monkeypatch.undo()


def test_a_front_desk_posts_nothing(db: Database, day: MedicareDay, clinic: Clinic, open_window: Any) -> None:
    waits = receive(db, as_835(day.remittance))
    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    page, keys = open_window()
    keys.press(K.Key_Return, CTRL)
    assert "ask a biller" in said(page)
    assert get_remittance(db, waits).status is RemittanceStatus.WAITING


# Payments of patients ----------------------------------------------------------------------------------


@pytest.fixture
def nadia(db: Database) -> PatientId:
    """A patient who owes two visits herself."""
    patient_id = a_patient(db, "Haddad", "Nadia")
    a_case(db, patient_id)
    for day_of_month in (2, 9):
        on = TODAY.replace(day=day_of_month)
        visit = a_visit(db, patient_id, on=on, lines=[("98940", "", "50.00")])
        charge_visit(db, visit, None, on=on)
    return patient_id


def owed(db: Database, patient_id: PatientId) -> list[tuple[str, Money]]:
    return [(str(one.account), one.amount) for one in patient_balances(db, patient_id)]


def test_take_a_payment_oldest_first_and_void_it(db: Database, nadia: PatientId, open_window: Any) -> None:
    a_patient(db, "Haddi", "Omar")
    before = ledger(db)
    page, keys = open_window()
    keys.press(K.Key_T, CTRL)
    assert keys.field == "Find the patient who pays"
    keys.type("haddad")
    keys.press(K.Key_Return)
    sheet = page.window().findChild(PaymentSheet)
    assert sheet is not None
    assert keys.field == "Amount"
    keys.press(K.Key_A, CTRL)
    keys.type("60.00")
    keys.press(K.Key_Return, CTRL)
    assert owed(db, nadia) == [("patient_receivable", Money(4000))]
    assert "Took $60.00 from Nadia Haddad" in said(page)
    assert page.lists.view == PATIENTS
    assert [(row.patient.last, row.paid) for row in page.lists.taken.records()] == [("Haddad", Money(6000))]
    assert [row.amount for row in page.taken.applied.records()] == [Money(5000), Money(1000)]

    page.first_focus().setFocus()
    keys.press(K.Key_R, CTRL | SHIFT)
    keys.type("wrong patient")
    keys.press(K.Key_Return, CTRL)
    assert ledger(db) == before
    (row,) = page.lists.taken.records()
    assert row.reversed_on == TODAY
    keys.press(K.Key_R, CTRL | SHIFT)
    assert "Only a payment that stands" in said(page)


def test_what_finds_no_balance_stays_unapplied_and_can_be_applied(
    db: Database, nadia: PatientId, open_window: Any
) -> None:
    take_payment(db, STAMP, nadia, Money(12000), "card", reference="slip 4")
    later = TODAY.replace(day=16)
    charge_visit(db, a_visit(db, nadia, on=later, lines=[("98940", "", "50.00")]), None, on=later)
    page, keys = open_window()
    keys.press(K.Key_F3)
    row = page.taken.row
    assert (row.paid, row.unapplied) == (Money(12000), Money(2000))
    keys.press(K.Key_U, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert owed(db, nadia) == [("patient_receivable", Money(3000))]
    keys.press(K.Key_F, CTRL)
    keys.type("slip 4")
    assert len(page.lists.taken.records()) == 1
    keys.type("x")
    assert page.lists.patients.states.message.startswith("Nothing for")


def test_enter_opens_the_patient(db: Database, nadia: PatientId, open_window: Any) -> None:
    take_payment(db, STAMP, nadia, Money(1000), "cash")
    page, keys = open_window()
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda to, key: went.append((to, key)))
    keys.press(K.Key_F3)
    keys.press(K.Key_Return)
    assert went == [("patients", nadia)]
    keys.press(K.Key_F2)
    assert page.lists.view == PAYERS


def test_nobody_found_says_what_to_do(db: Database, nadia: PatientId, open_window: Any) -> None:
    page, keys = open_window()
    keys.press(K.Key_T, CTRL)
    keys.type("zzz")
    keys.press(K.Key_Return)
    assert Overlay.of(page.window()) is not None
    keys.press(K.Key_Escape)
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None


def test_every_action_of_the_page_is_bound_and_every_control_has_a_name(
    db: Database, day: MedicareDay, open_window: Any
) -> None:
    receive(db, as_835(day.remittance))
    page, _ = open_window()
    assert set(page.bound()) == {row.id for row in actions_of("payments")}
    for kind in (QAbstractButton, QLineEdit):
        for widget in page.findChildren(kind):
            assert widget.accessibleName() or not widget.isVisible(), widget


def test_rows_with_many_adjustments_wrap_and_never_lose_one(
    db: Database, office: Office, open_window: Any
) -> None:
    claim = billed(db, a_patient(db, "Long", "List"), office.medicare, [("98941", "AT", "65.00")])
    codes = ", ".join(f"CO-{number} 1.00" for number in (45, 253, 237, 144, 131, 161, 59))
    service = a_service("98941-AT", "65.00", "58.00", codes, line_control_number=f"L{claim.lines[0]}")
    receive(db, as_835(a_remittance([a_payment(claim.number, [service], last="Long")])))
    page, _ = open_window()
    table = page.remittance.lines
    assert table.rowHeight(0) > 40
    assert table.text(0, "Adjustments").count("CO-") == 7
