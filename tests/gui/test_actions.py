"""The table of actions: complete, without a key twice in one place."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from clinicbill.basics.assets import asset
from clinicbill.ui.actions import ACTIONS, EVERYWHERE, UNLOCK, WIZARD, Action, action, actions_of, sequences
from clinicbill.ui.places import PLACES

IDS = [row.id for row in ACTIONS]


def test_ids_are_unique_and_say_their_page() -> None:
    assert len(set(IDS)) == len(IDS)
    pages = {place.id for place in PLACES} | {UNLOCK, WIZARD}
    for row in ACTIONS:
        if row.page == EVERYWHERE:
            assert row.id.split(".")[0] in ("app", "go")
        else:
            assert row.page in pages
            assert row.id.startswith(f"{row.page}.")


@pytest.mark.parametrize("row", ACTIONS, ids=IDS)
def test_every_action_has_words_a_tip_and_an_icon(row: Action) -> None:
    assert row.text
    assert row.text[0].isupper()
    assert row.tip
    assert not row.tip.endswith(".")
    assert asset(f"icons/{row.icon}.svg").exists()


@pytest.mark.parametrize("row", [row for row in ACTIONS if row.key], ids=lambda row: row.id)
def test_every_key_is_one_qt_knows(row: Action) -> None:
    for sequence in sequences(row.key):
        assert sequence.count() == 1
        assert QKeySequence.fromString(sequence.toString()) == sequence


@pytest.mark.parametrize("page", [*(place.id for place in PLACES), WIZARD])
def test_no_key_twice_in_one_place(page: str) -> None:
    keys = [
        key.toString() for row in (*actions_of(EVERYWHERE), *actions_of(page)) for key in sequences(row.key)
    ]
    assert sorted(keys) == sorted(set(keys))


def test_every_place_has_its_key() -> None:
    for place in PLACES:
        assert action(f"go.{place.id}").key.startswith("Ctrl+")


def test_enter_is_both_keys() -> None:
    assert [key.toString() for key in sequences("Ctrl+Enter")] == ["Ctrl+Return", "Ctrl+Enter"]
    assert sequences("") == []


def test_an_unknown_action_is_our_bug() -> None:
    with pytest.raises(KeyError):
        action("claims.fly")
