"""Gives wrapped words the height they need where a layout would guess it, as in a panel of fixed width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel


def fit(label: QLabel, width: int) -> None:
    """Let a wrapped label be as high as its words are in this width (pixels)."""
    label.setMinimumHeight(label.heightForWidth(width))
