"""The details of a visit: day, provider, place, case, authorization; for a new visit the patient before them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.basics.identifiers import AuthorizationId, CaseId, PatientId, ProviderId
from clinicbill.codesets.places import places
from clinicbill.encounters import store
from clinicbill.encounters.encounter import Encounter
from clinicbill.patients.authorization import Authorization, best_fit, fits
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.coverage import Coverage, coverages_on
from clinicbill.patients.search_store import PatientRow, find_patients
from clinicbill.patients.store import get_patient, list_authorizations, list_cases, list_coverages
from clinicbill.practice import store as practices
from clinicbill.practice.facility import Facility
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.ui.coding.visits.context_strip import KIND_WORDS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.code_picker import CodePicker
from clinicbill.ui.widgets.form import Field, Form, Input
from clinicbill.ui.widgets.hits import Found, Hit
from clinicbill.ui.widgets.labels import Label, RunsLabel
from clinicbill.ui.widgets.runs import Run, small, strong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.clinic import Clinic

_QUALIFIERS = (("DN", "Referred"), ("DK", "Ordered"), ("DQ", "Supervised"))
_NOBODY = PatientId(0)
_MOST_FOUND = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChoices:
    """What the form offers for one patient."""

    patient_id: PatientId
    patient: str
    cases: tuple[Case, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    providers: tuple[Provider, ...] = ()
    referring: tuple[Provider, ...] = ()
    facilities: tuple[Facility, ...] = ()
    last: Encounter | None = None

    def fitting(self, visit: Encounter) -> list[Authorization]:
        """Authorizations that are good for the visit's day, case and first insurance."""
        case = next((case for case in self.cases if case.id == visit.case_id), None)
        first = coverages_on(self.coverages, case, visit.service_on)[:1] if case else ()
        return [
            authorization
            for authorization in self.authorizations
            for coverage in first
            if fits(authorization, coverage_id=coverage.id, case_id=visit.case_id, day=visit.service_on)
        ]

    def begun(self, on: date) -> Encounter:
        """A new visit of the patient: the newest open case, all else as at the last visit."""
        case = next((case for case in self.cases if case.closed_on is None), None)
        last = self.last
        visit = Encounter(
            patient_id=self.patient_id,
            case_id=case.id if case else CaseId(0),
            provider_id=last.provider_id if last else self._first_provider(),
            facility_id=last.facility_id if last else next((f.id for f in self.facilities), None),
            pos=last.pos if last else next((f.pos for f in self.facilities), "11"),
            referring_id=last.referring_id if last else case.referring_id if case else None,
            service_on=on,
        )
        return replace(visit, authorization_id=self._usual_authorization(visit))

    def _first_provider(self) -> ProviderId:
        return self.providers[0].id if self.providers else ProviderId(0)

    def _usual_authorization(self, visit: Encounter) -> AuthorizationId | None:
        able = self.fitting(visit)
        if not able:
            return None
        codes = [line.procedure_code for line in self.last.lines] if self.last else []
        found = best_fit(
            able, coverage_id=able[0].coverage_id, case_id=visit.case_id, codes=codes, day=visit.service_on
        )
        return found.id if found else None


def read_choices(db: Database, patient_id: PatientId) -> VisitChoices:
    """Everything the form offers; NotFound where there is no such patient."""
    visits = store.visits_of_patient(db, patient_id, limit=1)
    providers = practices.list_providers(db)
    return VisitChoices(
        patient_id=patient_id,
        patient=str(get_patient(db, patient_id).name),
        cases=tuple(list_cases(db, patient_id)),
        coverages=tuple(list_coverages(db, patient_id)),
        authorizations=tuple(list_authorizations(db, patient_id)),
        providers=tuple(one for one in providers if one.kind is ProviderKind.RENDERING),
        referring=tuple(one for one in providers if one.kind is ProviderKind.REFERRING),
        facilities=tuple(practices.list_facilities(db)),
        last=store.get_encounter(db, visits[0].id) if visits else None,
    )


def find_people(db: Database, text: str, limit: int, *, as_of: date) -> Found:
    """Patients as the command box finds them, for the picker of a new visit."""
    rows = find_patients(db, text, as_of, limit=min(limit, _MOST_FOUND))
    return Found([_person(row) for row in rows], len(rows))


def _person(row: PatientRow) -> Hit:
    about = ", ".join(part for part in (row.payer, f"born {slashed(row.birth_on)}") if part)
    return Hit(row.id, row.name.sorted(), detail=about, right=row.chart_number)


def _fields(as_of: date) -> tuple[Field, ...]:
    pos = tuple((row.code, f"{row.code}  {row.name}") for row in places().values() if as_of in row.in_force)
    return (
        Field("Day", "service_on", Input.DATE, required=True),
        Field("Time", "starts_at", width=80, beside=True, placeholder="10:15"),
        Field("Case", "case_id", Input.CHOICE, required=True),
        Field("Provider", "provider_id", Input.CHOICE, required=True),
        Field("Place", "facility_id", Input.CHOICE),
        Field("POS", "pos", Input.CHOICE, choices=pos, help="New lines start with it, item 24B"),
        Field("Authorization", "authorization_id", Input.CHOICE),
        Field("Referred by", "referring_id", Input.CHOICE),
        Field("", "referring_qualifier", Input.CHOICE, choices=_QUALIFIERS, width=120, beside=True),
        Field("Note signed by", "note_signed_by", help="A signed note is read, not changed"),
    )


class VisitForm(QWidget):
    """The fields, with choices that follow the patient, the day and the case."""

    ready = Signal()
    failed = Signal(object)  # ClinicBillError

    def __init__(self, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._choices: VisitChoices | None = None
        self._visit: Encounter | None = None
        self._on = clinic.as_of
        self.form = Form(_fields(clinic.as_of), as_of=clinic.as_of, label_width=110)
        self.picker = CodePicker(
            "Patient", clinic.jobs, partial(find_people, as_of=clinic.as_of),
            placeholder="Name, date of birth, chart number or phone",
        )  # fmt: skip
        self._who = RunsLabel()
        self._problem = Label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        for widget in (self.picker, self._who, self._problem, self.form):
            column.addWidget(widget)
        self._who.hide()
        self._problem.hide()
        self.form.setEnabled(False)
        self.picker.picked.connect(lambda hit, _alt: self.ask_patient(PatientId(hit.key)))
        self.form.edited.connect(self._edited)

    def begin(self, on: date) -> None:
        """A new visit on a day; the patient is chosen first."""
        self._on = on

    def ask_patient(self, patient_id: PatientId) -> None:
        """A new visit of this patient."""
        self._clinic.jobs.read(
            read_choices, patient_id, then=self._take_new, failed=self.failed.emit, latest=self
        )

    def edit(self, visit: Encounter) -> None:
        """The details of a visit that is open."""
        self.picker.hide()
        self._visit = visit
        self._clinic.jobs.read(
            read_choices, visit.patient_id, then=self._take, failed=self.failed.emit, latest=self
        )

    def problem(self) -> str:
        """Why the visit cannot be kept yet; empty where it can."""
        if self._choices is None:
            return "Choose the patient first"
        if not self._choices.cases:
            return "The patient has no case yet: add one under Patients (F4 there), then start the visit"
        return "Correct what is marked" if self.form.problems() else ""

    def visit(self) -> Encounter:
        """The visit with what was typed."""
        if self._visit is None:
            raise LookupError("no patient was chosen")
        return self.form.applied_to(self._visit)

    def _take_new(self, choices: VisitChoices) -> None:
        self._visit = choices.begun(self._on)
        self._take(choices)

    def _take(self, choices: VisitChoices) -> None:
        self._choices = choices
        if self._visit is None:
            return
        self._offer(choices, self._visit)
        self.form.load(self._visit)
        self.form.setEnabled(True)
        self._show_patient(choices)
        self.form.focus_on("service_on")
        self.ready.emit()

    def _show_patient(self, choices: VisitChoices) -> None:
        self._who.set_runs((strong(choices.patient), *_about(choices, self._visit)))
        self._who.setVisible(True)

    def _offer(self, choices: VisitChoices, visit: Encounter) -> None:
        self._set("case_id", [(case.id, _case_words(case)) for case in choices.cases])
        self._set("provider_id", [(one.id, str(one)) for one in choices.providers])
        self._set("facility_id", [(None, "None"), *((one.id, one.name) for one in choices.facilities)])
        self._set("referring_id", [(None, "Nobody"), *((one.id, str(one)) for one in choices.referring)])
        self._set("authorization_id", list(_authorizations(choices, visit)))

    def _set(self, name: str, offered: list[tuple[object, str]]) -> None:
        editor = self.form.editor(name)
        if isinstance(editor, Choice):
            editor.set_choices(offered)

    def _edited(self, name: str) -> None:
        """The place brings its POS; day and case decide which authorizations fit."""
        if self._choices is None or self._visit is None:
            return
        visit = self.form.applied_to(self._visit)
        if name == "facility_id":
            place = next((one for one in self._choices.facilities if one.id == visit.facility_id), None)
            if place is not None and place.pos != visit.pos:
                self.form.set_value("pos", place.pos)
        if name in ("service_on", "case_id") and visit.service_on is not None:
            self._set("authorization_id", list(_authorizations(self._choices, visit)))

    def take_failure(self, error: ClinicBillError) -> None:
        """Say why it was not kept."""
        self._problem.setText(str(error))
        self._problem.show()


def _about(choices: VisitChoices, visit: Encounter | None) -> tuple[Run, ...]:
    """What must be known of the patient before a new visit is started."""
    if not choices.cases:
        return (Run("No case yet: add one under Patients", Role.AMBER, icon="warning"),)
    if choices.last is None or visit is None or visit.id:
        return ()
    day = slashed(choices.last.service_on)
    if choices.last.service_on == visit.service_on:
        return (Run(f"Has a visit on {day} already", Role.AMBER, icon="warning"),)
    return (small(f"last visit {day}"),)


def _case_words(case: Case) -> str:
    closed = f", closed {slashed(case.closed_on)}" if case.closed_on else ""
    kind = "" if case.kind is CaseKind.HEALTH else f", {KIND_WORDS[case.kind].lower()}"
    return f"{case.name}{kind}{closed}"


def _authorizations(choices: VisitChoices, visit: Encounter) -> Iterator[tuple[object, str]]:
    """None, those that fit, and the one chosen already."""
    yield None, "None"
    able = choices.fitting(visit)
    chosen = [one for one in choices.authorizations if one.id == visit.authorization_id and one not in able]
    for one in (*able, *chosen):
        left = "" if one.visits_left is None else f", {one.visits_left} of {one.visits_allowed} left"
        yield one.id, f"{one.number}{left}"
