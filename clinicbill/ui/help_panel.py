"""HelpPanel: the help of a page and its keys, over the window (F1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from clinicbill.basics.assets import asset
from clinicbill.ui.actions import ACTIONS, EVERYWHERE, actions_of
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import name
from clinicbill.ui.widgets.overlay import Overlay, Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicbill.ui.actions import Action


def help_text(page: str) -> str:
    """The page's help as Markdown: what was written for it, then its keys out of the table."""
    try:
        written = asset(f"help/{page}.md").read_text("utf-8")
    except FileNotFoundError:
        written = ""
    own = actions_of(page)
    parts = [written.strip()]
    if own:
        parts.append("### Keys of this page\n\n" + _keys(own))
    parts.append(
        "### Keys everywhere\n\n" + _keys(row for row in ACTIONS if row.page == EVERYWHERE and row.key)
    )
    return "\n\n".join(part for part in parts if part)


def _keys(rows: Iterable[Action]) -> str:
    lines = [f"- **{row.key or 'Ctrl+K'}**  {row.text}: {row.tip}" for row in rows]
    return "\n".join(lines)


class HelpPanel(Overlay):
    """Read it, press Esc, go on."""

    def __init__(self, over: QWidget, page: str) -> None:
        super().__init__(over)
        self.setAccessibleName("Help")
        self.text = QTextBrowser()
        self.text.setObjectName("plain")
        self.text.setAccessibleName("Help text")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenExternalLinks(False)
        self.text.setMarkdown(help_text(page))
        close = KeyButton("Close", "Esc")
        close.clicked.connect(self.dismiss)
        panel = Panel(self)
        panel.setFixedWidth(scaled(560))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, scaled(24), scaled(24), scaled(24))
        row.addStretch(1)
        row.addWidget(panel)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(20, 12, 12, 14)
        head = QHBoxLayout()
        head.addWidget(name("Help"))
        head.addStretch(1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        inside.addLayout(head)
        inside.addWidget(self.text, 1)
