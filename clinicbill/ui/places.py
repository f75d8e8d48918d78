"""The places of the side bar, in the order of the money; page classes are imported when first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.ui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the side bar.

    Attributes:
        id: short name, in actions ("claims.check") and in `Page.go`.
        title: as the side bar says it.
        icon: name of its icon.
        module: where its page class is.
        page: the class.
    """

    id: str
    title: str
    icon: str
    module: str
    page: str


PLACES = (
    Place("today", "Today", "sun", "clinicbill.ui.today.page", "TodayPage"),
    Place("patients", "Patients", "person", "clinicbill.ui.patients.page", "PatientsPage"),
    Place("coding", "Coding", "pencil", "clinicbill.ui.coding.page", "CodingPage"),
    Place("claims", "Claims", "document", "clinicbill.ui.claims.page", "ClaimsPage"),
    Place("payments", "Payments", "banknote", "clinicbill.ui.payments.page", "PaymentsPage"),
    Place("denials", "Denials", "ban", "clinicbill.ui.denials.page", "DenialsPage"),
    Place("receivables", "A/R", "hourglass", "clinicbill.ui.receivables.page", "ReceivablesPage"),
    Place("reports", "Reports", "bars", "clinicbill.ui.reports.page", "ReportsPage"),
    Place("codes", "Codes", "book", "clinicbill.ui.codes.page", "CodesPage"),
    Place("setup", "Setup", "sliders", "clinicbill.ui.setup.page", "SetupPage"),
)


def place(place_id: str) -> Place:
    """The entry with this id.

    Raises:
        KeyError: there is none, which is our bug.
    """
    for entry in PLACES:
        if entry.id == place_id:
            return entry
    raise KeyError(place_id)


def page_class(entry: Place) -> type[Page] | None:
    """The page's class; None while nobody has written it."""
    try:
        module = import_module(entry.module)
    except ModuleNotFoundError as missing:
        if missing.name is not None and entry.module.startswith(missing.name):
            return None
        raise
    found: type[Page] = getattr(module, entry.page)
    return found
