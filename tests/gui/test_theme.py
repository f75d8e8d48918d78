"""The look: contrast from the table, fonts that are shipped, a theme that can be switched while it runs."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette

from clinicbill.basics.assets import asset
from clinicbill.ui import colours, fonts, icons
from clinicbill.ui.colours import AGE, KINDS, TABLE, Role, contrast
from clinicbill.ui.fonts import BOLD, NORMAL, Step
from clinicbill.ui.theme import Choice, install, palette, sheet, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QLabel

WORDS = (Role.TEXT, Role.TEXT2, Role.TEXT3, Role.ACCENT, Role.AMBER, Role.RED, Role.GREEN, Role.BLUE)
GROUNDS = dict.fromkeys(WORDS, (Role.SURFACE, Role.SIDE, Role.SUB, Role.POPUP))
TINTS = {
    Role.AMBER: Role.AMBER_TINT,
    Role.RED: Role.RED_TINT,
    Role.GREEN: Role.GREEN_TINT,
    Role.BLUE: Role.BLUE_TINT,
}
PAIRS = [
    *((word, ground) for word, grounds in GROUNDS.items() for ground in grounds),
    *((word, Role.SEL) for word in (Role.TEXT, Role.TEXT2, Role.TEXT3, Role.ACCENT, Role.AMBER, Role.RED)),
    *TINTS.items(),
    (Role.TEXT2, Role.HOVER),
    (Role.TEXT, Role.EVIDENCE),
    (Role.TEXT, Role.CHOSEN),
    (Role.ON_FILL, Role.FILL),
    (Role.ON_FILL, Role.FILL_HOVER),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), PAIRS, ids=lambda role: role.value)
def test_words_can_be_read(word: Role, ground: Role, scheme: int) -> None:
    assert contrast(TABLE[word][scheme], TABLE[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_of_fields_and_series_can_be_seen(scheme: int) -> None:
    surface = TABLE[Role.SURFACE][scheme]
    assert contrast(TABLE[Role.FIELD][scheme], surface) >= 3
    assert contrast(TABLE[Role.ACCENT][scheme], surface) >= 3
    for kind in KINDS:
        assert contrast(kind[scheme], surface) >= 3
    shades = [shade[scheme] for shade in AGE]
    for younger, older in itertools.pairwise(shades):
        assert contrast(younger, older) >= 1.35


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1.0


def test_every_role_is_in_the_table_and_the_palette() -> None:
    assert set(TABLE) == set(Role)
    filled = palette()
    assert filled.color(QPalette.ColorRole.Window) == colours.colour(Role.SURFACE)
    assert filled.color(QPalette.ColorRole.PlaceholderText) == colours.colour(Role.TEXT3)
    assert "{" + "surface}" not in sheet()


def test_the_sheet_is_scoped_and_holds_no_fonts() -> None:
    text = sheet()
    assert "font" not in text
    assert "*" not in text
    assert "QWidget" not in text


def test_the_theme_switches_while_it_runs(qapp: QApplication) -> None:
    seen: list[bool] = []
    theme().changed.connect(lambda: seen.append(colours.is_dark()))
    theme().choose(Choice.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == "#1A1E24"
    theme().choose(Choice.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == "#FFFFFF"
    assert seen == [True, False]
    assert install(qapp) is theme()


def test_a_system_that_does_not_say_is_light(qapp: QApplication) -> None:
    install(qapp, Choice.SYSTEM)
    assert not colours.is_dark()


def test_the_shipped_fonts_are_used(qapp: QApplication) -> None:
    assert QFontInfo(fonts.font()).family() == "Inter"
    assert QFontInfo(fonts.code_font()).family() == "JetBrains Mono"
    assert qapp.font().pointSizeF() >= 9.7
    for name in ("Inter-OFL.txt", "JetBrainsMono-OFL.txt"):
        assert "SIL OPEN FONT LICENSE" in asset(f"fonts/{name}").read_text("utf-8")


def test_figures_are_tabular() -> None:
    measured = QFontMetricsF(fonts.font(Step.BODY, NORMAL))
    widths = {round(measured.horizontalAdvance(digit * 10), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_codes_have_no_ligatures() -> None:
    measured = QFontMetricsF(fonts.code_font())
    assert measured.horizontalAdvance("->") == pytest.approx(2 * measured.horizontalAdvance("x"), abs=0.1)


def test_steps_are_relative_to_the_body(qapp: QApplication) -> None:
    assert fonts.font(Step.TITLE, BOLD).pointSizeF() > qapp.font().pointSizeF()
    assert fonts.font(Step.SOURCE).pointSizeF() < fonts.font(Step.SECONDARY).pointSizeF()
    assert fonts.scaled(27) == round(27 * fonts.scale())


ICONS = sorted(path.stem for path in Path(asset("icons")).glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_in_the_colour_asked_for(name: str) -> None:
    picture = icons.pixmap(name, Role.RED, 16, 2.0).toImage()
    assert picture.width() == 32
    inked = [
        picture.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if picture.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert all(abs(pixel.red() - 0xB3) < 3 and abs(pixel.green() - 0x26) < 3 for pixel in inked)


def test_labels_follow_the_theme() -> None:
    from clinicbill.ui.widgets.labels import secondary

    label: QLabel = secondary("paid")
    theme().choose(Choice.DARK)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == "#AAB2BF"
    theme().choose(Choice.LIGHT)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == "#545C6A"
