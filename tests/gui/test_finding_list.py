"""FindingList: every word of an edit can be read in the narrowest panel, in either theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.widgets.finding_list import FindingList
from clinicbill.ui.widgets.key_cap import KeyButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LONG = Finding(
    rule="X01",
    severity=Severity.MUST_FIX,
    message="98941 and 97140 on the same day are bundled unless the regions differ and modifier 59 says so",
    where="line 2, item 24D",
    why="The edit has modifier indicator 1: a distinct region can be billed when the note supports it.",
    source="NCCI PTP edits, practitioner, in force 10/01/2026",
    fix="Add 59",
)


def shown(qtbot: QtBot, width: int) -> FindingList:
    made = FindingList("Edits", remedy=lambda finding: finding.fix, key="F7")
    qtbot.addWidget(made)
    made.resize(width, 500)
    made.fill([LONG])
    made.show()
    qtbot.wait(20)
    return made


def inside(made: FindingList) -> QWidget:
    found = made.widget()
    assert found is not None
    return found


@pytest.mark.parametrize("width", [222, 300, 380, 535, 900])
def test_no_word_is_cut_and_no_gap_is_left(qtbot: QtBot, width: int) -> None:
    made = shown(qtbot, width)
    labels = inside(made).findChildren(QLabel)
    assert {label.text() for label in labels} >= {LONG.message, LONG.source}
    for label in labels:
        needed = label.heightForWidth(label.width())
        assert needed <= label.height() <= needed + 2, label.text()
    assert inside(made).width() <= made.viewport().width()


@pytest.mark.parametrize(("width", "below"), [(300, True), (700, False)])
def test_in_a_narrow_panel_the_button_stands_below(qtbot: QtBot, width: int, *, below: bool) -> None:
    made = shown(qtbot, width)
    (button,) = inside(made).findChildren(KeyButton)
    last = max(inside(made).findChildren(QLabel), key=lambda label: label.y())
    assert (button.y() >= last.geometry().bottom()) is below
