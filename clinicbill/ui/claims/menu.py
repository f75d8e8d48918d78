"""The menu of a claim: everything that can be done with it, greyed out with the reason where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from clinicbill.ui.actions import action
from clinicbill.ui.claims import acts

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.page import Page

_GROUPS = (
    ("claims.check", "claims.fix"),
    ("claims.hold", "claims.release", "claims.sent", "claims.answer"),
    ("claims.details", "claims.replace", "claims.secondary", "claims.void"),
    ("claims.print", "claims.print_log", "claims.save"),
    ("claims.patient", "claims.visit"),
)


def open_menu(page: Page, row: ClaimRow | None, place: QPoint) -> None:
    """Show it at a point of the screen; the page's own actions do the work."""
    menu, role = QMenu(page), page.clinic.facts.role
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for group in _GROUPS:
        for name in group:
            bound, why_not = page.bound()[name], acts.refusal(name, row, role)
            entry = menu.addAction(f"{bound.text()}\t{action(name).key}")
            entry.setEnabled(not why_not)
            entry.setToolTip(why_not or action(name).tip)
            entry.triggered.connect(bound.trigger)
        menu.addSeparator()
    menu.popup(place)
