"""Walk the boxes of the form: values, rules, segments, sheets, zoom, tinted edits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from clinicbill.ui.colours import Role
from clinicbill.ui.target import Target
from tests.support.keyboard import CTRL
from tests.support.practice import (
    a_line,
)
from tests.support.window import said

if TYPE_CHECKING:
    from tests.support.claims_desk import Claims

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SENT_ON = date(2026, 11, 10)


def test_walking_the_boxes_shows_value_rule_and_837p(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    assert keys.focus is form
    walked = []
    for _ in range(len(form.boxes) - form.boxes.index(form.current)):
        walked.append(form.current)
        keys.press(K.Key_Tab)
    assert walked == form.boxes[form.boxes.index(walked[0]) :]
    assert keys.focus is not form, "Tab goes on after the last box"

    form.setFocus()
    keys.type("26")
    assert form.current == ("26", 0)
    text = page.box.text
    assert claim.patient_control_number in text
    assert "NUCC item 26" in text
    assert f"CLM*{claim.patient_control_number}" in text.replace("\u200b", "")
    segment = page.panel.segments.table.current()
    assert segment.segment.text.startswith(f"CLM*{claim.patient_control_number}*65")


def test_arrows_alt_arrows_numbers_and_clicks_choose_boxes(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    form = page.panel.paper.form
    assert form.current == ("1", 0)
    keys.press(K.Key_Right, ALT)
    assert form.current == ("1a", 0)
    keys.press(K.Key_Left, ALT)
    assert form.current == ("1", 0)
    keys.press(K.Key_G, CTRL)
    assert keys.field == "Go to box"
    keys.type("24d")
    keys.press(K.Key_Return)
    assert form.current == ("24D", 1)
    assert page.box.explanation.value == "98941"
    assert keys.focus is form
    keys.press(K.Key_Right)
    assert form.current == ("24E", 1)
    keys.press(K.Key_Left)
    keys.press(K.Key_Up)
    assert form.current[0].startswith("24")
    keys.press(K.Key_End)
    assert form.current == ("33b", 0)
    place = form.lens.area(form.areas(("2", 0))[0]).center()
    QTest.mouseClick(form, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    assert form.current == ("2", 0)
    assert "RUIZ, KARLA" in page.box.text
    payer = form.lens.area(form.areas(("carrier", 0))[0]).center()
    assert form._box_under(QPointF(payer)) == ("carrier", 0)
    keys.press(K.Key_G, CTRL)
    keys.type("99")
    keys.press(K.Key_Return)
    assert "no box 99" in said(page)


def test_enter_opens_the_record_a_box_comes_from(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda to, key: went.append((to, key)))
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    visit = page.panel.file.visits[0]
    for box in (("2", 0), ("24D", 1), ("25", 0), ("22", 0), ("9b", 0)):
        form.choose(box)
        form.setFocus()
        keys.press(K.Key_Return)
    person = Target(record=claim.patient_id, part="details", row=int(claim.patient_id), field="name.last")
    line = page.panel.file.claim.lines[0].service_line_id
    assert went[0] == ("patients", person)
    assert went[1] == ("coding", Target(record=visit, row=line, field="procedure_code"))
    assert went[2] == ("setup", Target(part="practice", row=1, field="tax_id"))
    assert len(went) == 3
    assert "payer does not have it" in said(page) or "Nobody types this box" in said(page)


def test_a_segment_leads_to_its_box(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_F8)
    table = page.panel.segments.table
    assert keys.focus is table
    texts = [line.segment.text for line in table.records()]
    keys.press(K.Key_Home)
    for _ in range(texts.index(next(text for text in texts if text.startswith("SV1")))):
        keys.press(K.Key_Down)
    assert page.box.explanation.item.startswith("24")
    assert page.panel.segments.states.message == ""


def test_a_claim_of_eight_lines_has_two_sheets(at: Claims, open_window: Any) -> None:
    codes = ("98941", "97110", "97140", "72040", "99203", "98940", "98942", "97112")
    lines = [a_line(code, charge="10.00") for code in codes]
    at.claim(lines=lines, on_paper=True)
    page, keys = open_window()
    keys.press(K.Key_Return)
    assert len(page.panel.file.sheets) == 2
    keys.press(K.Key_PageDown)
    assert page.panel.sheet == 2
    form = page.panel.paper.form
    form.choose(("24D", 2))
    assert page.box.explanation.line == 8
    assert page.box.explanation.value == "97112"
    assert ("24D", 3) not in form.boxes


def test_plus_and_minus_zoom_the_form(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    fit = form.lens.zoom
    QTest.keyClicks(form, "+")
    assert form.lens.zoom > fit
    QTest.keyClicks(form, "-")
    assert form.lens.zoom == pytest.approx(fit)


def test_edits_tint_their_boxes(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    at.lose_card(claim)
    page, _ = open_window()
    assert page.panel.paper.form._tints[("1a", 0)] is Role.RED_TINT
    assert page.panel.explanation.item == "1a"
