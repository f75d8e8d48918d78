"""Strip: who the patient is, who insures her today, what runs out, and the alerts that must be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicbill.basics.dates import age_on, slashed
from clinicbill.basics.people import phone_shown
from clinicbill.patients.case import CaseKind
from clinicbill.patients.coverage import ORDER_WORDS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.widgets.banner import Banner
from clinicbill.ui.widgets.labels import RunsLabel, name
from clinicbill.ui.widgets.runs import Run, Runs, quiet

if TYPE_CHECKING:
    from clinicbill.patients.patient import Patient
    from clinicbill.ui.patients.reads import PatientFile

_DOT = Run("·", Role.TEXT3, gap=8)


class Strip(QWidget):
    """Two quiet lines beside the name; amber only where something ends or must be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._name = name("")
        self._person, self._insurance = RunsLabel(), RunsLabel()
        self.banner = Banner()
        row = QHBoxLayout()
        row.setContentsMargins(16, scaled(10), 16, 0)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._person, 1)
        below = QHBoxLayout()
        below.setContentsMargins(16, 0, 16, scaled(4))
        below.addWidget(self._insurance)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(2))
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.banner)

    def show_file(self, file: PatientFile) -> None:
        """Show another patient."""
        self._name.setText(str(file.patient.name))
        self._person.set_runs(_person(file.patient, file))
        self._insurance.set_runs(_insurance(file))
        if file.alerts:
            self.banner.tell("  ·  ".join(" ".join(note.text.split()) for note in file.alerts))
        else:
            self.banner.silence()

    @property
    def words(self) -> str:
        """Everything the strip says, for tests."""
        parts = (self._name.text(), self._person.accessibleName(), self._insurance.accessibleName())
        return " ".join(part for part in (*parts, self.banner.text) if part)


def joined(parts: list[Run]) -> Runs:
    """Runs with a quiet dot between them."""
    runs: list[Run] = []
    for part in parts:
        runs += [part] if not runs else [_DOT, part]
    return tuple(runs)


def age_words(patient: Patient, file: PatientFile) -> str:
    """As 75 F; a child under two in months."""
    years = age_on(patient.birth_on, file.as_of)
    if years >= 2:
        return f"{years} {patient.sex}"
    born, day = patient.birth_on, file.as_of
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return f"{max(months, 0)} months {patient.sex}"


def _person(patient: Patient, file: PatientFile) -> Runs:
    words = [
        age_words(patient, file),
        slashed(patient.birth_on),
        f"chart {patient.chart_number}",
        phone_shown(patient.phone),
        "" if patient.active else "inactive",
    ]
    return joined([quiet(word) for word in words if word])


def _insurance(file: PatientFile) -> Runs:
    """Who pays today: health insurance in its order, then the insurer of each open injury case."""
    health = file.health_coverages(file.as_of)
    parts = [
        Run(
            f"{file.choices.payer_name(coverage.payer_id)}, {ORDER_WORDS.get(coverage.priority, '')}",
            weight=MEDIUM if coverage.priority == 1 else Run().weight,
        )
        for coverage in health
    ]
    for case in file.open_cases():
        if case.kind in (CaseKind.WORKERS_COMP, CaseKind.AUTO):
            payers = [file.choices.payer_name(c.payer_id) for c in file.case_coverages(case, file.as_of)]
            parts.append(quiet(f"{case.name}: {', '.join(payers) or 'nobody keyed to pay'}"))
    if not parts:
        parts.append(quiet(f"No insurance on {slashed(file.as_of)}: the patient pays"))
    if health and health[0].copay:
        parts.append(quiet(f"copay {health[0].copay}"))
    return joined(parts) + _ending(file)


def _ending(file: PatientFile) -> Runs:
    """The first authorization that runs out."""
    for authorization, finding in file.authorization_findings():
        words = f"{authorization.number}: {finding.value}" if finding.value else finding.message
        return (Run("", gap=8), Run(words, Role.AMBER, icon="warning"))
    return ()
