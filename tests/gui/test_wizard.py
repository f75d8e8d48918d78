"""The wizard by keyboard: from nothing to a practice in a real encrypted file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from clinicbill.basics.dates import now
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import PayerId
from clinicbill.basics.money import Money
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import open_practice, open_with_recovery_key
from clinicbill.practice import store
from clinicbill.practice.practice import Practice
from clinicbill.practice.provider import ProviderKind
from clinicbill.preferences import load
from clinicbill.ui import main_window
from clinicbill.ui.program import Program
from clinicbill.ui.setup.make_practice import Made, Owner, file_name, gathered, make_practice
from clinicbill.workflows.outcome import Outcome
from tests.gui.conftest import PASSWORD, TODAY
from tests.support.keyboard import ALT, CTRL, K, Keyboard
from tests.support.practice import LINDQVIST, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.ui.setup.wizard import Wizard
    from clinicbill.ui.widgets.kept_form import KeptForm


@pytest.fixture
def keys(wizard: Wizard, qtbot: QtBot) -> Keyboard:
    return Keyboard(qtbot, wizard, lambda: wizard.jobs.busy)


def notes(kept: KeptForm) -> list[str]:
    return [
        form._problems[name].text()
        for form in kept.form._forms
        for name in form.names()
        if form._notes[name].isVisible()
    ]


def on(keys: Keyboard) -> None:
    keys.press(K.Key_Return, CTRL)


def type_practice(keys: Keyboard) -> None:
    keys.type("Cedar Spine & Wellness PLLC")
    keys.fill(("Tax id", "12-3456789"), ("NPI", "1987654328"), ("Taxonomy", "111n00000x"))
    keys.fill(("Phone", "541 555 0100"), ("Street", "418 Cedar Ave"), ("City", "Bend"))
    keys.fill(("State", "or"), ("ZIP", "97701-1234"))
    on(keys)


def type_provider(keys: Keyboard) -> None:
    keys.type("Lindqvist")
    keys.fill(("First name", "Anna"), ("Credential", "DC"), ("NPI", "1234567893"))
    keys.fill(("Taxonomy", "111N00000X"))
    keys.press(K.Key_S, CTRL)


def type_payer(keys: Keyboard) -> None:
    keys.type("Medicare B Oregon")
    keys.tab()
    keys.press(K.Key_Down)
    keys.fill(("Payer no.", "02302"), ("Phone", "800 555 0123"), ("Street", "PO Box 6703"))
    keys.fill(("City", "Fargo"), ("State", "ND"), ("ZIP", "581080001"))
    keys.press(K.Key_S, CTRL)


def to_payers(keys: Keyboard) -> None:
    type_practice(keys)
    on(keys)
    type_provider(keys)
    on(keys)
    on(keys)


def type_procedures(keys: Keyboard) -> None:
    keys.type("98941")
    keys.fill(("Short name", "CMT, 3-4 regions"), ("Charge", "65"), ("from", "010126"))
    keys.press(K.Key_S, CTRL)
    keys.type("97140")
    keys.fill(("Short name", "Manual therapy"), ("Charge", "48"))
    keys.press(K.Key_S, CTRL)
    keys.press(K.Key_Escape)
    keys.press(K.Key_Home)
    keys.press(K.Key_Return)
    keys.fill(("Charge", "60"), ("from", "070126"))
    keys.tab_to("For")
    keys.type("med")
    keys.press(K.Key_S, CTRL)


def test_set_up_a_practice_by_keyboard(wizard: Wizard, keys: Keyboard, tmp_path: Path, qtbot: QtBot) -> None:
    opened: list[object] = []
    wizard.made.connect(opened.append)
    seen = [wizard.flow.step.title]
    wizard.flow.changed.connect(
        lambda: seen.append(wizard.flow.step.title) if seen[-1] != wizard.flow.step.title else None
    )
    type_practice(keys)
    assert wizard.flow.words == "Step 2 of 8"
    keys.press(K.Key_N, CTRL)
    keys.type("St. Brigid Hospital")
    keys.tab()
    keys.type("21")
    keys.press(K.Key_S, CTRL)
    on(keys)
    type_provider(keys)
    assert [str(provider) for provider in wizard.flow.providers.providers] == ["Anna Lindqvist DC"]
    assert keys.field == "Last name"
    on(keys)
    keys.type("Okafor")
    keys.fill(("First name", "Sam"), ("Credential", "MD"), ("NPI", "1555000011"))
    on(keys)
    type_payer(keys)
    on(keys)
    type_procedures(keys)
    on(keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    assert wizard.flow.words == "Step 8 of 8"
    assert seen == [
        "Practice",
        "Facilities",
        "Providers",
        "Referring providers",
        "Payers",
        "Procedures and fees",
        "Owner and password",
        "Recovery key",
    ]
    recovery_key = wizard.flow.key.key
    on(keys)
    assert opened == []
    keys.press(K.Key_Space)
    on(keys)
    [practice] = opened
    practice.close()  # type: ignore[attr-defined]
    path = tmp_path / "practices" / "cedar-spine-wellness-pllc.clinicbill"
    assert b"Cedar" not in path.read_bytes()
    open_with_recovery_key(path, recovery_key).close()
    with open_practice(path, PASSWORD) as again, again.connect() as db:
        assert (again.user_name, again.role) == ("Dana Reyes", "owner")
        holds_what_was_typed(db)


def holds_what_was_typed(db: Database) -> None:
    made = store.get_practice(db)
    assert (made.tax_id, made.phone, made.address.zip) == ("123456789", "5415550100", "977011234")
    assert made.address.state == "OR"
    places = [(place.name, place.pos, place.address.zip) for place in store.list_facilities(db)]
    assert places == [("Cedar Spine & Wellness PLLC", "11", "977011234"), ("St. Brigid Hospital", "21", "")]
    people = {str(one): one.kind for one in store.list_providers(db)}
    assert people == {"Anna Lindqvist DC": ProviderKind.RENDERING, "Sam Okafor MD": ProviderKind.REFERRING}
    [payer] = store.list_payers(db)
    assert (payer.name, payer.claim_filing_code, payer.profile) == ("Medicare B Oregon", "MB", "medicare")
    assert (payer.payer_number, payer.phone, payer.address.zip) == ("02302", "8005550123", "581080001")
    fees = store.fees_by_code(db)
    assert {(fee.payer_id, fee.from_on, fee.charge) for fee in fees["98941"]} == {
        (None, date(2026, 1, 1), Money(6500)),
        (payer.id, date(2026, 7, 1), Money(6000)),
    }
    assert [(fee.from_on, fee.charge) for fee in fees["97140"]] == [(TODAY, Money(4800))]


def test_the_office_follows_the_practice_until_it_is_changed_here(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    [office] = wizard.flow.facilities.facilities
    assert (office.name, office.pos, office.address.city) == ("Cedar Spine & Wellness PLLC", "11", "Bend")
    keys.press(K.Key_Left, ALT)
    keys.fill(("City", "Sisters"))
    on(keys)
    assert [place.address.city for place in wizard.flow.facilities.facilities] == ["Sisters"]
    keys.press(K.Key_Return)
    keys.fill(("Name", "Cedar, upstairs"))
    keys.press(K.Key_S, CTRL)
    keys.press(K.Key_Left, ALT)
    keys.fill(("City", "Bend"))
    on(keys)
    found = [(place.name, place.address.city) for place in wizard.flow.facilities.facilities]
    assert found == [("Cedar, upstairs", "Sisters")]


def test_an_office_that_was_taken_off_does_not_come_back(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    keys.press(K.Key_Delete, CTRL)
    assert wizard.flow.facilities.facilities == []
    keys.press(K.Key_Left, ALT)
    on(keys)
    assert wizard.flow.facilities.facilities == []


def test_one_key_skips_who_refers(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    on(keys)
    type_provider(keys)
    on(keys)
    assert (wizard.flow.words, wizard.flow.step.title) == ("Step 4 of 8", "Referring providers")
    assert wizard.next.isEnabled()
    on(keys)
    assert wizard.flow.step.title == "Payers"


def test_fees_go_with_the_payer_they_are_for(wizard: Wizard, keys: Keyboard) -> None:
    to_payers(keys)
    type_payer(keys)
    on(keys)
    type_procedures(keys)
    assert [fee.payer_id for fee in wizard.flow.procedures.procedures[0].fees] == [None, PayerId(1)]
    keys.press(K.Key_Escape)
    keys.press(K.Key_Home)
    assert wizard.flow.procedures.fees.isVisible()
    assert [fee.payer_id for fee in wizard.flow.procedures.fees.records()] == [PayerId(1), None]
    keys.press(K.Key_Left, ALT)
    keys.press(K.Key_Delete, CTRL)
    keys.press(K.Key_N, CTRL)
    keys.type("Summit Choice")
    keys.fill(("Payer no.", "99999"))
    on(keys)
    assert wizard.hint_line.text == "Fees for a payer that is not on the list any more were taken off"
    assert [fee.payer_id for fee in wizard.flow.procedures.procedures[0].fees] == [None]
    assert [payer.id for payer in wizard.flow.payers.payers] == [PayerId(2)]


def test_a_twin_is_shown_where_it_stands(wizard: Wizard, keys: Keyboard) -> None:
    to_payers(keys)
    type_payer(keys)
    type_payer(keys)
    on(keys)
    on(keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    assert wizard.flow.step is wizard.flow.payers
    assert wizard.hint_line.text == "medicare b oregon is on the list twice"
    shown = wizard.flow.payers.rows.list.table.current()
    assert shown is not None
    assert shown.id == PayerId(2)


def test_a_finding_of_who_refers_leads_to_that_step(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    on(keys)
    type_provider(keys)
    on(keys)
    for name in ("Okafor", "Reed"):
        keys.type(name)
        keys.press(K.Key_S, CTRL)
    wrong = Finding(
        rule="S02", severity=Severity.MUST_FIX, message="Wrong", where="", fix="", field="providers.2.npi"
    )
    assert wizard.flow.show_findings([wrong])
    assert wizard.flow.step is wizard.flow.referring
    shown = wizard.flow.referring.rows.list.table.current()
    assert str(shown) == "Reed"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("NPI", "1987654321", "The NPI does not pass its check digit. Compare it with the NPI registry"),
        ("ZIP", "97701", "The ZIP needs nine digits. Key the ZIP+4"),
        ("Tax id", "12345678", "The tax id needs nine digits."),
        ("State", "zz", "“ZZ” is not a state."),
        ("Taxonomy", "chiro", "A taxonomy code has ten characters and ends in X."),
    ],
)
def test_each_field_is_checked_at_once(
    wizard: Wizard, keys: Keyboard, field: str, typed: str, sentence: str
) -> None:
    keys.type("Cedar")
    keys.fill((field, typed))
    keys.tab()
    assert any(note.startswith(sentence) for note in notes(wizard.flow.practice.kept))
    on(keys)
    assert wizard.flow.at == 0


def test_nothing_is_red_before_it_was_typed(wizard: Wizard, keys: Keyboard) -> None:
    keys.type("Cedar")
    keys.tab()
    assert notes(wizard.flow.practice.kept) == []
    on(keys)
    assert "The NPI is missing. Compare it with the NPI registry and key it again." in notes(
        wizard.flow.practice.kept
    )


def test_back_keeps_what_was_typed(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    keys.press(K.Key_Left, ALT)
    assert wizard.flow.at == 0
    assert wizard.flow.practice.practice.name == "Cedar Spine & Wellness PLLC"
    on(keys)
    on(keys)
    assert wizard.flow.at == 2
    assert wizard.next.text() == "Next: Referring providers"
    assert not wizard.next.isEnabled()
    on(keys)
    assert wizard.flow.at == 2
    assert wizard.next.accessibleName() == "Add who treats patients"


def test_a_row_is_kept_changed_and_taken_off(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    on(keys)
    type_provider(keys)
    keys.type("Reed")
    keys.fill(("NPI", "1555000011"))
    keys.press(K.Key_S, CTRL)
    assert len(wizard.flow.providers.providers) == 2
    keys.press(K.Key_Escape)
    keys.press(K.Key_Delete, CTRL)
    assert len(wizard.flow.providers.providers) == 1


def test_usual_codes_begin_without_fees(wizard: Wizard, keys: Keyboard) -> None:
    to_payers(keys)
    on(keys)
    wizard.flow.procedures.start_from_usual()
    codes = [card.code for card in wizard.flow.procedures.procedures]
    assert "98940" in codes
    assert all(not card.fees for card in wizard.flow.procedures.procedures)
    keys.press(K.Key_Return)
    keys.fill(("Charge", "50"))
    keys.press(K.Key_S, CTRL)
    assert wizard.flow.procedures.procedures[0].usual(TODAY) == Money(5000)
    assert keys.field == "Charge"
    keys.type("65")
    keys.press(K.Key_S, CTRL)
    assert wizard.flow.procedures.procedures[1].usual(TODAY) == Money(6500)


def owner_step(wizard: Wizard, keys: Keyboard) -> None:
    to_payers(keys)
    on(keys)
    on(keys)
    assert wizard.flow.step is wizard.flow.owner


def test_esc_leaves_only_when_nothing_would_be_lost(wizard: Wizard, keys: Keyboard) -> None:
    left: list[object] = []
    wizard.left.connect(left.append)
    keys.type("Cedar")
    keys.tab()
    keys.press(K.Key_Escape)
    assert left == []
    assert "gives up everything that was typed" in wizard.hint_line.text
    keys.tab_to("City")
    keys.type("Bend")
    keys.tab()
    keys.press(K.Key_Escape)
    assert left == []
    keys.press(K.Key_Escape)
    assert left == [None]


def test_esc_leaves_at_once_where_nothing_was_typed(wizard: Wizard, keys: Keyboard) -> None:
    left: list[object] = []
    wizard.left.connect(left.append)
    keys.press(K.Key_Escape)
    assert left == [None]


def test_a_file_is_named_after_the_practice() -> None:
    assert file_name("Cedar Spine & Wellness") == "cedar-spine-wellness.clinicbill"
    assert file_name("…") == "practice.clinicbill"


def owner_of(path: Path) -> Owner:
    return Owner(name="Dana Reyes", password=PASSWORD, path=path)


def test_no_file_is_left_behind_where_something_must_be_fixed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cedar.clinicbill"
    setup = gathered(Practice(name="Cedar"))
    answer = make_practice(None, owner_of(path), setup, at=now(), on=TODAY, cost=CHEAPEST)
    assert isinstance(answer, Outcome)
    assert not answer.done
    assert [found.name for found in path.parent.iterdir() if found.suffix != ".lock"] == []


def test_what_is_gathered_is_what_is_made(tmp_path: Path) -> None:
    path = tmp_path / "cedar.clinicbill"
    setup = gathered(PRACTICE, providers=(LINDQVIST,))
    answer = make_practice(None, owner_of(path), setup, at=now(), on=date(2026, 11, 23), cost=CHEAPEST)
    assert isinstance(answer, Made)
    with answer.practice as practice, practice.connect() as db:
        assert store.get_practice(db) == PRACTICE
    assert len(answer.recovery_key.split("-")) == 13


def test_closing_the_window_closes_the_practice(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    assert wizard.flow.step is wizard.flow.key
    left: list[object] = []
    wizard.left.connect(left.append)
    wizard.close()
    [path] = (tmp_path / "practices").glob("*.clinicbill")
    assert left == [path]
    open_practice(path, PASSWORD).close()


# From the first window to the first page --------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Program]:
    """The program on a computer that has no practice yet; pages have tests of their own."""
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setattr("clinicbill.ui.program._documents", lambda: tmp_path / "practices")
    monkeypatch.setattr(main_window, "page_class", lambda _place: None)
    made = Program(day=TODAY)
    shown = made.show_unlock(None)
    qtbot.waitUntil(shown.isActiveWindow)
    yield made
    for window in (made.window, made.wizard, made.unlock):
        if window is not None:
            window.close()
            window.close()


def begin(program: Program, qtbot: QtBot) -> tuple[Wizard, Keyboard]:
    assert program.unlock is not None
    QTest.keyClick(program.unlock, K.Key_N, CTRL)
    shown = program.wizard
    assert shown is not None
    qtbot.waitUntil(lambda: shown.flow.practice.kept.form.editor("name").hasFocus())
    return shown, Keyboard(qtbot, shown, lambda: shown.jobs.busy)


def test_from_welcome_to_the_practice_by_keyboard(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    wizard, keys = begin(program, qtbot)
    assert program.unlock is not None
    assert not program.unlock.isVisible()
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    keys.press(K.Key_Space)
    QTest.keyClick(keys.focus, K.Key_Return, CTRL)
    window = program.window
    assert window is not None
    assert [left for left in (program.unlock, program.wizard) if left is not None] == []
    qtbot.waitUntil(lambda: window.clinic.jobs.busy == 0, timeout=60_000)
    assert window.windowTitle().startswith("Today")
    path = tmp_path / "practices" / "cedar-spine-wellness-pllc.clinicbill"
    assert load().recent_practices == (str(path),)


def test_leaving_the_steps_goes_back_to_the_first_window(program: Program, qtbot: QtBot) -> None:
    _, keys = begin(program, qtbot)
    keys.press(K.Key_Escape)
    assert program.wizard is None
    assert program.unlock is not None
    assert program.unlock.isVisible()
    assert program.unlock.page is program.unlock.welcome


def test_a_practice_made_but_not_opened_is_asked_for_its_password(program: Program, qtbot: QtBot) -> None:
    wizard, keys = begin(program, qtbot)
    owner_step(wizard, keys)
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    wizard.close()
    unlock = program.unlock
    assert unlock is not None
    assert unlock.page is unlock.password
    assert unlock.title.text() == "cedar-spine-wellness-pllc"
    assert [Path(path).stem for path in load().recent_practices] == ["cedar-spine-wellness-pllc"]
    qtbot.waitUntil(lambda: unlock.jobs.busy == 0)
