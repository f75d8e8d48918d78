"""The wizard by keyboard: from nothing to a practice in a real encrypted file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.dates import now
from clinicbill.basics.money import Money
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import open_practice, open_with_recovery_key
from clinicbill.practice import store
from clinicbill.practice.practice import Practice
from clinicbill.ui.setup.make_practice import Made, Owner, gathered, make_practice
from clinicbill.ui.setup.wizard import Wizard
from clinicbill.workflows.outcome import Outcome
from tests.gui.conftest import PASSWORD, TODAY
from tests.gui.test_patients import ALT, CTRL, K, Keyboard, collected_here
from tests.support.practice import LINDQVIST, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.ui.widgets.kept_form import KeptForm


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    with collected_here():
        yield


@pytest.fixture
def wizard(tmp_path: Path, qtbot: QtBot) -> Wizard:
    shown = Wizard(tmp_path / "practices", day=TODAY, cost=CHEAPEST)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    qtbot.waitUntil(lambda: shown.flow.practice.kept.form.editor("name").hasFocus())
    return shown


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
    keys.fill(("Payer no.", "02302"))
    keys.press(K.Key_S, CTRL)


def test_set_up_a_practice_by_keyboard(wizard: Wizard, keys: Keyboard, tmp_path: Path, qtbot: QtBot) -> None:
    opened: list[object] = []
    wizard.made.connect(opened.append)
    type_practice(keys)
    assert wizard.flow.words == "Step 2 of 6"
    type_provider(keys)
    assert [str(provider) for provider in wizard.flow.providers.providers] == ["Anna Lindqvist DC"]
    assert keys.field == "Last name"
    on(keys)
    type_payer(keys)
    on(keys)
    keys.type("98941")
    keys.fill(("Short name", "CMT, 3-4 regions"), ("Charge", "65"))
    keys.press(K.Key_S, CTRL)
    keys.type("97140")
    keys.fill(("Short name", "Manual therapy"), ("Charge", "48"))
    on(keys)
    assert wizard.flow.words == "Step 5 of 6"
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD))
    on(keys)
    assert wizard.flow.words == "Step 6 of 6"
    assert wizard.flow.key is not None
    recovery_key = wizard.flow.key.key
    on(keys)
    assert opened == []
    keys.press(K.Key_Space)
    on(keys)
    [practice] = opened
    practice.close()  # type: ignore[attr-defined]
    path = tmp_path / "practices" / "cedar-spine-wellness-pllc.clinicbill"
    assert b"Cedar" not in path.read_bytes()
    with open_practice(path, PASSWORD) as again, again.connect() as db:
        assert again.user_name == "Dana Reyes"
        assert again.role == "owner"
        made = store.get_practice(db)
        assert (made.tax_id, made.phone, made.address.zip) == ("123456789", "5415550100", "977011234")
        assert made.address.state == "OR"
        assert [str(provider) for provider in store.list_providers(db)] == ["Anna Lindqvist DC"]
        [payer] = store.list_payers(db)
        assert (payer.name, payer.claim_filing_code, payer.profile) == ("Medicare B Oregon", "MB", "medicare")
        fees = store.fees_by_code(db)
        assert [fee.charge for fee in fees["98941"]] == [Money(6500)]
        assert [fee.from_on for fee in fees["97140"]] == [TODAY]
        assert [facility.pos for facility in store.list_facilities(db)] == ["11"]
    open_with_recovery_key(path, recovery_key).close()


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
    assert wizard.flow.at == 1
    assert wizard.next.text() == "Next: Payers"
    assert not wizard.next.isEnabled()
    on(keys)
    assert wizard.flow.at == 1
    assert wizard.next.accessibleName() == "Add who treats patients"


def test_a_row_is_kept_changed_and_taken_off(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    type_provider(keys)
    keys.type("Reed")
    keys.fill(("NPI", "1555000011"))
    keys.press(K.Key_S, CTRL)
    assert len(wizard.flow.providers.providers) == 2
    keys.press(K.Key_Escape)
    keys.press(K.Key_Delete, CTRL)
    assert len(wizard.flow.providers.providers) == 1


def test_usual_codes_begin_without_fees(wizard: Wizard, keys: Keyboard) -> None:
    type_practice(keys)
    type_provider(keys)
    on(keys)
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
    type_practice(keys)
    type_provider(keys)
    for _ in range(3):
        on(keys)
    assert wizard.flow.step is wizard.flow.owner


def test_passwords_that_differ_and_a_file_that_exists(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    assert wizard.flow.owner is not None
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", "another one"))
    on(keys)
    assert "The two passwords differ. Type it again." in notes(wizard.flow.owner.kept)
    there = tmp_path / "there.clinicbill"
    there.write_text("not empty")
    keys.fill(("Again", PASSWORD), ("File", str(there)))
    on(keys)
    assert any("There is a file of this name already" in note for note in notes(wizard.flow.owner.kept))
    keys.fill(("File", str(tmp_path / "practice.db")))
    on(keys)
    assert any("ends in .clinicbill" in note for note in notes(wizard.flow.owner.kept))
    assert there.read_text() == "not empty"


def test_a_place_that_cannot_be_written_is_told(wizard: Wizard, keys: Keyboard, tmp_path: Path) -> None:
    owner_step(wizard, keys)
    blocked = tmp_path / "a file"
    blocked.write_text("")
    keys.type("Dana Reyes")
    keys.fill(("Password", PASSWORD), ("Again", PASSWORD), ("File", str(blocked / "x.clinicbill")))
    on(keys)
    assert wizard.flow.step is wizard.flow.owner
    assert wizard.hint_line.text != ""
    assert wizard.next.isEnabled()


def test_esc_leaves_only_when_nothing_would_be_lost(wizard: Wizard, keys: Keyboard) -> None:
    left: list[bool] = []
    wizard.left.connect(lambda: left.append(True))
    keys.type("Cedar")
    keys.tab()
    keys.press(K.Key_Escape)
    assert left == []
    assert "Not saved yet" in wizard.hint_line.text
    keys.press(K.Key_Escape)
    assert left == []
    keys.press(K.Key_Escape)
    assert left == [True]


def owner_of(path: Path) -> Owner:
    return Owner(name="Dana Reyes", password=PASSWORD, path=path)


def test_no_file_is_left_behind_where_something_must_be_fixed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cedar.clinicbill"
    setup = gathered(Practice(name="Cedar"), (), (), ())
    answer = make_practice(None, owner_of(path), setup, at=now(), on=TODAY, cost=CHEAPEST)
    assert isinstance(answer, Outcome)
    assert not answer.done
    assert [found.name for found in path.parent.iterdir() if found.suffix != ".lock"] == []


def test_what_is_gathered_is_what_is_made(tmp_path: Path) -> None:
    path = tmp_path / "cedar.clinicbill"
    setup = gathered(PRACTICE, (LINDQVIST,), (), ())
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
    wizard.close()
    [path] = (tmp_path / "practices").glob("*.clinicbill")
    open_practice(path, PASSWORD).close()
