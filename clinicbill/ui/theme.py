"""Theme: Fusion, one palette and one small sheet filled from the colour table, light or dark as the system is."""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from clinicbill.ui import colours, fonts
from clinicbill.ui.colours import Role, colour


class Choice(StrEnum):
    """What the user chose under Setup."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    Choice.SYSTEM: Qt.ColorScheme.Unknown,
    Choice.LIGHT: Qt.ColorScheme.Light,
    Choice.DARK: Qt.ColorScheme.Dark,
}

_PALETTE: dict[QPalette.ColorRole, Role] = {
    QPalette.ColorRole.Window: Role.SURFACE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.SUB,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.TEXT3,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.RED,
    QPalette.ColorRole.Highlight: Role.CHOSEN,
    QPalette.ColorRole.HighlightedText: Role.TEXT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.Accent: Role.FILL,
    QPalette.ColorRole.ToolTipBase: Role.POPUP,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Light: Role.SURFACE,
    QPalette.ColorRole.Midlight: Role.LINE,
    QPalette.ColorRole.Mid: Role.STRONG,
    QPalette.ColorRole.Dark: Role.FIELD,
    QPalette.ColorRole.Shadow: Role.STRONG,
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)

# Scoped by type: a universal selector about doubles what a sheet costs. No fonts here: setFont would lose.
_SHEET = """
QLineEdit, QPlainTextEdit, QTextEdit {{
  background: {surface}; color: {text}; border: 1px solid {field}; border-radius: 5px; padding: 0 7px;
  selection-background-color: {chosen}; selection-color: {text};
}}
QPlainTextEdit, QTextEdit {{ padding: 4px 3px; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 0 6px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 3px 2px; }}
QLineEdit:disabled, QLineEdit:read-only {{ background: {sub}; border-color: {line}; color: {text2}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {red}; padding: 0 6px; }}
QLineEdit#command, QLineEdit#command:focus {{ border: none; background: transparent; padding: 0; }}
QPlainTextEdit#plain, QTextEdit#plain {{ border: none; padding: 0; }}
QPlainTextEdit#plain:focus, QTextEdit#plain:focus {{ border: none; padding: 0; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {strong}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {field}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QToolTip {{ background: {popup}; color: {text}; border: 1px solid {strong}; padding: 4px 6px; }}
QMenu {{ background: {popup}; color: {text}; border: 1px solid {strong}; border-radius: 6px; padding: 4px; }}
QMenu::item {{ padding: 5px 28px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {sel}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QListView#choices {{
  background: {popup}; color: {text}; border: 1px solid {strong}; border-radius: 6px; padding: 3px; outline: none;
}}
QListView#choices::item {{ min-height: 24px; padding: 0 6px; border-radius: 4px; }}
QListView#choices::item:selected {{ background: {sel}; color: {text}; }}
"""


class Theme(QObject):
    """The look of the running program; one per application."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._choice = choice
        self._system_font = QFont(app.font())
        fonts.register()
        app.setStyle("Fusion")
        self._apply_font()
        self._tell_system()
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> Choice:
        """What the user chose; the system's way by default."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Switch at once, without a restart."""
        self._choice = choice
        self._tell_system()
        self._apply()

    def _tell_system(self) -> None:
        """The window's frame and the system's file dialogs take the same scheme; Unknown is the system's own."""
        self._app.styleHints().setColorScheme(_SCHEMES[self._choice])

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is Choice.SYSTEM:
            self._apply()

    def _wants_dark(self) -> bool:
        if self._choice is Choice.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice is Choice.DARK

    def _apply_font(self) -> None:
        fonts.forget()
        self._app.setFont(fonts.base_font(self._system_font))

    def _apply(self) -> None:
        colours.use_dark(dark=self._wants_dark())
        self._app.setPalette(palette())
        self._app.setStyleSheet(sheet())
        self.changed.emit()


def palette() -> QPalette:
    """The palette of the scheme shown now."""
    filled = QPalette()
    for place, role in _PALETTE.items():
        filled.setColor(place, colour(role))
    for place in _DISABLED:
        filled.setColor(QPalette.ColorGroup.Disabled, place, colour(Role.TEXT3))
    return filled


def sheet() -> str:
    """The small style sheet of the scheme shown now."""
    return _SHEET.format(**{role.value: colours.number(role) for role in Role})


def install(app: QApplication, choice: Choice = Choice.SYSTEM) -> Theme:
    """Give the application its look; called again it only changes the choice."""
    found = app.findChild(Theme, "theme")
    if found is None:
        return Theme(app, choice)
    found.choose(choice)
    return found


def theme() -> Theme:
    """The theme of the running application, installed on first use."""
    app = cast("QApplication", QApplication.instance())
    return app.findChild(Theme, "theme") or install(app)
