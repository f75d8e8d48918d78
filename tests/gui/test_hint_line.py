from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.ui.colours import Role
from clinicbill.ui.widgets import hint_line
from clinicbill.ui.widgets.hint_line import HintLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FAILURE = "The remittance could not be kept: the disk is full; nothing was posted; free some space and open it again."


@pytest.fixture
def line(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> HintLine:
    monkeypatch.setattr(hint_line, "_SAID_FOR", 20)
    made = HintLine()
    qtbot.addWidget(made)
    made.set_fact("Updated 08:04")
    return made


def test_what_was_done_is_told_for_a_while(line: HintLine, qtbot: QtBot) -> None:
    line.say("Saved")
    assert line.text == "Saved"
    qtbot.waitUntil(lambda: line.text == "Updated 08:04")


def test_a_failure_stays_until_something_else_is_said(line: HintLine, qtbot: QtBot) -> None:
    line.say(FAILURE, "circle-x", Role.RED)
    qtbot.wait(60)
    assert line.text == line.toolTip() == line.accessibleName() == FAILURE
    line.say("Saved")
    qtbot.waitUntil(lambda: line.text == "Updated 08:04")


def test_another_page_hushes_a_failure_but_not_what_was_done(line: HintLine) -> None:
    line.say("Saved")
    line.hush()
    assert line.text == "Saved"
    line.say(FAILURE, "circle-x", Role.RED)
    line.hush()
    assert line.text == "Updated 08:04"
