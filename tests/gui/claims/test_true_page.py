"""The page as it prints: drawn in memory, sharp at any zoom, its boxes walked as on the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from clinicbill.basics.people import Address
from clinicbill.patients.store import get_patient, save_patient
from clinicbill.workflows.print_claims import print_claims
from tests.support.practice import STAMP, a_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from tests.support.claims_desk import Claims

K = Qt.Key


def ink(picture: QImage) -> int:
    """How many pixels are dark."""
    points = ((x, y) for x in range(picture.width()) for y in range(0, picture.height(), 3))
    return sum(QColor(picture.pixel(x, y)).lightness() < 90 for x, y in points)


def turned(page: Any, keys: Any, key: Callable[[], None]) -> QImage:
    key()
    keys.qtbot.waitUntil(
        lambda: page.panel.paper.form._page is not None and not page.true_page._pause.isActive()
    )
    keys.wait()
    picture: QImage = page.panel.paper.form._page
    return picture


def test_f6_shows_the_page_as_it_prints_and_f6_goes_back(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    form = page.panel.paper.form
    keys.press(K.Key_F6)
    assert not page.panel.paper.is_true, "the first F6 goes to the form"
    picture = turned(page, keys, lambda: keys.press(K.Key_F6))
    assert page.panel.paper.is_true
    assert picture.width() == form.width()
    assert abs(picture.height() / picture.width() - 11 / 8.5) < 0.01
    assert ink(picture) > 300, "the claim and the form stand on it"
    keys.press(K.Key_F6)
    assert not page.panel.paper.is_true


def test_a_larger_picture_is_drawn_for_a_larger_zoom(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_F6)
    small = turned(page, keys, lambda: keys.press(K.Key_F6))
    keys.type("+")
    keys.qtbot.waitUntil(lambda: page.panel.paper.form._page.width() == page.panel.paper.form.width())
    assert page.panel.paper.form._page.width() > small.width()


def test_boxes_are_chosen_on_the_page(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_F6)
    turned(page, keys, lambda: keys.press(K.Key_F6))
    form = page.panel.paper.form
    for box in (("2", 0), ("24F", 1), ("33", 0), ("carrier", 0)):
        place = form.lens.area(form.areas(box)[0]).center()
        QTest.mouseClick(form, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
        assert form.current == box
    keys.type("26")
    assert form.current == ("26", 0)


def test_another_sheet_is_another_picture(at: Claims, open_window: Any) -> None:
    at.claim(lines=[a_line(code="98941") for _ in range(8)])
    page, keys = open_window()
    keys.press(K.Key_F6)
    first = turned(page, keys, lambda: keys.press(K.Key_F6)).copy()
    keys.press(K.Key_PageDown)
    keys.qtbot.waitUntil(lambda: page.panel.sheet == 2 and page.panel.paper.form._page is not None)
    assert page.panel.paper.form._page != first


def test_who_typed_a_value_and_what_changed_after_sending(at: Claims, open_window: Any) -> None:
    claim = at.claim(on_paper=True)
    assert print_claims(at.db, STAMP, [claim.id], background=False).content
    later = replace(STAMP, at=STAMP.at.replace(hour=23))
    patient = get_patient(at.db, claim.patient_id)
    moved = Address(street="9 Larkspur Loop", city="Bend", state="OR", zip="97701")
    save_patient(at.db, replace(patient, address=moved), later)
    page, keys = open_window()
    keys.press(K.Key_F6)
    keys.type("5")
    assert "9 Larkspur Loop" not in page.box.text.title()
    assert "Typed" in page.box.text
    assert "after it was sent" in page.box.text
    keys.type("2")
    keys.wait()
    form = page.panel.paper.form
    form.choose(("2", 0))
    assert "after it was sent" not in page.box.text
    assert page.clinic.facts.user_name in page.box.text
