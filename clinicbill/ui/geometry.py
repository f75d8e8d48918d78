"""Geometry: where the window and its panels stood, kept beside this computer's preferences."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from clinicbill.preferences import preferences_path


def _settings() -> QSettings:
    return QSettings(str(preferences_path().with_name("window.ini")), QSettings.Format.IniFormat)


def remember(name: str, state: QByteArray) -> None:
    """Keep a window's or splitter's state under a name."""
    _settings().setValue(name, state)


def recall(name: str) -> QByteArray | None:
    """What was kept, if anything."""
    kept = _settings().value(name)
    return kept if isinstance(kept, QByteArray) else None
