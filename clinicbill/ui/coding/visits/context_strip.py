"""ContextStrip: whose visit it is, who pays on that day, and what must be known before coding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from clinicbill.basics.dates import age_on, slashed
from clinicbill.coding.plans.plan_of_care import Treatment, standing_words
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.patients.authorization_checks import FEW_VISITS, SOON_DAYS
from clinicbill.patients.case import CaseKind
from clinicbill.practice.payer_kinds import MEDICARE_CODES
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.theme import theme
from clinicbill.ui.widgets.labels import RunsLabel, name
from clinicbill.ui.widgets.runs import Run, Runs, quiet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.patients.authorization import Authorization
    from clinicbill.patients.patient import Patient
    from clinicbill.practice.payer import Payer
    from clinicbill.practice.provider import Provider
    from clinicbill.ui.coding.desk_facts import DeskFacts

KIND_WORDS = {
    CaseKind.HEALTH: "Case",
    CaseKind.WORKERS_COMP: "Workers’ comp",
    CaseKind.AUTO: "Auto",
    CaseKind.CASH: "Cash",
}


def who_runs(patient: Patient, visit: Encounter, facts: VisitFacts, payers: Sequence[Payer]) -> Runs:
    """Age and sex on the day, who pays and under which number."""
    parts = [f"{age_on(patient.birth_on, visit.service_on)} {patient.sex}"]
    if payers:
        parts.append(", then ".join(payer.name for payer in payers))
        if facts.coverages[0].member_id:
            parts.append(facts.coverages[0].member_id)
    elif facts.case.kind is CaseKind.CASH:
        parts.append("Cash, the patient pays")
    return (Run("  ·  ".join(parts), Role.TEXT2, gap=20),)


def warning_runs(
    visit: Encounter, facts: VisitFacts, alerts: Sequence[str], desk: DeskFacts | None = None
) -> Runs:
    """Alerts, then what runs out, then what is due."""
    found = [_amber(alert) for alert in alerts]
    if visit.status is VisitStatus.ON_HOLD:
        found.append(Run(f"On hold: {visit.hold_reason}", Role.AMBER, MEDIUM, icon="pause-circle", gap=20))
    if facts.asked_on is not None:
        found.append(Run(f"Query open since {facts.asked_on:%m/%d}", Role.AMBER, MEDIUM, icon="help", gap=20))
    found += _insurance(visit, facts)
    found += _authorization(facts.authorization, visit)
    if desk is not None:
        found += _plan(visit, desk)
    return tuple(found)


def _amber(words: str) -> Run:
    return Run(words, Role.AMBER, MEDIUM, icon="warning", gap=20)


def _insurance(visit: Encounter, facts: VisitFacts) -> Iterator[Run]:
    if not facts.coverages:
        if facts.case.kind is not CaseKind.CASH:
            yield _amber(f"No insurance on {slashed(visit.service_on)}")
        return
    first = facts.coverages[0]
    if first.visit_limit is not None:
        words = f"Visit {facts.visits_this_year} of {first.visit_limit} in {visit.service_on.year}"
        yield _amber(words) if facts.visits_this_year >= first.visit_limit else Run(words, gap=20)
    if first.copay:
        yield Run(f"Copay {first.copay}", gap=20)


def _authorization(found: Authorization | None, visit: Encounter) -> Iterator[Run]:
    if found is None:
        return
    words = f"Auth {found.number}"
    left = found.visits_left
    if left is not None:
        words += f": {left} of {found.visits_allowed} left"
    days = (found.to_on - visit.service_on).days if found.to_on is not None else None
    if days is not None and days <= SOON_DAYS:
        words += f", ends {slashed(found.to_on)[:5]}"
    scarce = left is not None and left <= FEW_VISITS
    yield _amber(words) if scarce or (days is not None and days <= SOON_DAYS) else Run(words, gap=20)


def _plan(visit: Encounter, desk: DeskFacts) -> Iterator[Run]:
    """Where the plan of care stands, and what Medicare wants answered in it; nothing where there is no plan."""
    found = desk.standing(visit)
    if found is None:
        return
    words = standing_words(found)
    yield _amber(words) if found.is_soon else Run(words, gap=20)
    if desk.claim_filing_code in MEDICARE_CODES:
        if found.plan.treatment is Treatment.UNANSWERED:
            yield _amber("Active or maintenance: not answered")
        elif found.plan.treatment is Treatment.MAINTENANCE:
            yield Run("Maintenance: no AT", gap=20)


def place_runs(visit: Encounter, facts: VisitFacts, provider: Provider) -> Runs:
    """POS, who treated, the case."""
    who = f"{provider.name.first[:1]}. {provider.name.last} {provider.credential}".strip()
    case = f"{KIND_WORDS[facts.case.kind]}: {facts.case.name}"
    return (quiet(f"POS {visit.pos}  ·  {who}  ·  {case}"),)


class ContextStrip(QWidget):
    """One line of 40 under the header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(41))
        self._name = name("")
        self._left, self._right = RunsLabel(), RunsLabel(right=True)
        self._left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)
        theme().changed.connect(self.update)

    def show_visit(self, who: str, left: Runs, right: Runs) -> None:
        """Show another visit."""
        self._name.setText(who)
        self._left.set_runs(left)
        self._right.set_runs(right)
        self._right.setMinimumWidth(min(self._right.sizeHint().width(), scaled(360)))

    @property
    def words(self) -> str:
        """Everything it says, for screen readers and tests."""
        parts = (self._name.text(), self._left.accessibleName(), self._right.accessibleName())
        return " ".join(part for part in parts if part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE))
        painter.end()
