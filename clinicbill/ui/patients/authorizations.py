"""Authorizations: what payers allowed beforehand, and how much of it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import CoverageId
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.authorization_checks import KINDS, authorization_findings, use_findings
from clinicbill.ui.colours import Role, colour
from clinicbill.ui.fonts import MEDIUM, scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.record_form import (
    COUNT,
    COUNT_OR_ZERO,
    WORDS,
    Part,
    RecordForm,
    whole_number,
)
from clinicbill.ui.widgets.runs import NOT_YET, Run, Runs, code, paint, quiet, state

if TYPE_CHECKING:
    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.ui.undo import Undo

_BAR = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRow:
    """One authorization in the list; `warning` is what a visit today should know."""

    authorization: Authorization
    payer: str
    as_of: date
    warning: Finding | None

    @property
    def ended(self) -> bool:
        """Whether no visit can use it any more."""
        own = self.authorization
        return not own.active or (own.to_on is not None and own.to_on < self.as_of)


_WHAT = (
    Field("Number", "number", Input.CODE, required=True),
    Field("Kind", "kind", Input.CHOICE, choices=tuple(KINDS.items()), width=168),
    Field("Given by", "coverage_id", Input.CHOICE, required=True),
    Field("Case", "case_id", Input.CHOICE),
    Field("Procedures", "procedures", Input.CODE, placeholder="all", help="Codes with spaces between"),
)
_HOW_MUCH = (
    Field("Visits allowed", "visits_allowed", width=84, check=whole_number, placeholder="no limit"),
    Field("used before", "visits_used_before", width=60, check=whole_number, beside=True, placeholder="0"),
    Field("From", "from_on", Input.DATE, required=True),
    Field("to", "to_on", Input.DATE, beside=True),
    Field("State", "active", Input.CHOICE, choices=((True, "In use"), (False, "Done with")), width=128),
)
_TIPS = {
    "number": "Item 23, REF*G1 or REF*9F",
    "visits_used_before": "Visits used before the authorization was keyed here",
}


def _used(row: AuthorizationRow) -> Runs:
    own = row.authorization
    if own.visits_allowed is None:
        return (Run(f"{own.visits_used} used"), quiet("no limit"))
    return (Run(f"{own.visits_used} of {own.visits_allowed}"),)


def _draw_used(painter: QPainter, room: QRectF, row: AuthorizationRow) -> None:
    """A bar as long as what was allowed, filled as far as it is used, and the numbers."""
    own = row.authorization
    if own.visits_allowed is None:
        paint(painter, room, _used(row))
        return
    bar = QRectF(room.left(), round(room.center().y() - scaled(4)), scaled(_BAR), scaled(8))
    part = min(own.visits_used / own.visits_allowed, 1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(Role.LINE))
    painter.drawRoundedRect(bar, 2, 2)
    painter.setBrush(colour(_fill(row)))
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * part, bar.height()), 2, 2)
    paint(painter, room.adjusted(scaled(_BAR) + 10, 0, 0, 0), _used(row))


def _fill(row: AuthorizationRow) -> Role:
    if row.ended:
        return Role.FIELD
    return Role.AMBER if row.warning is not None else Role.FILL


def _state(row: AuthorizationRow) -> Run:
    own = row.authorization
    if not own.active:
        return state("circle-check", "Done with", Role.TEXT3)
    if row.ended:
        return state("clock", "Ended", Role.TEXT3)
    if row.warning is not None:
        words = "No visit left" if own.visits_left == 0 else (row.warning.value or "Ends soon")
        return state("warning", words.capitalize(), Role.AMBER)
    return state("circle-check", "In use", Role.GREEN)


def _procedures(row: AuthorizationRow) -> Runs:
    codes = row.authorization.procedures
    return (code(" ".join(codes)),) if codes else (quiet("All"),)


COLUMNS: tuple[Column[AuthorizationRow], ...] = (
    Column("Number", lambda row: row.authorization.number, mono=True),
    Column("Given by", lambda row: row.payer, weight=MEDIUM, stretch=1, width=100),
    Column("Procedures", _procedures),
    Column("Visits used", _used, draw=_draw_used, width=190),
    Column("From", lambda row: row.authorization.from_on, right=True),
    Column("To", lambda row: row.authorization.to_on or NOT_YET, right=True),
    Column("State", _state),
)


class AuthorizationsTab(ListForm[AuthorizationRow]):
    """How much is used stands as a bar with its numbers."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._file: PatientFile | None = None
        turns = {"procedures": WORDS, "visits_allowed": COUNT, "visits_used_before": COUNT_OR_ZERO}
        form = RecordForm((Part(_WHAT), Part(_HOW_MUCH, 1)), as_of=as_of, undo=undo, turns=turns, tips=_TIPS)
        super().__init__(
            "Authorizations",
            COLUMNS,
            KeptForm(form, title=_title, check=self._findings),
            identity=lambda row: row.authorization.id,
            record_of=lambda row: row.authorization,
            sizes=(150, 350),
        )
        self.set_empty(
            "No authorization yet.",
            "What a payer allowed beforehand stands here, with the visits it was used for.",
        )

    def show_file(self, file: PatientFile) -> None:
        """Show the patient's authorizations, those in use first."""
        self.kept.make_way()
        self._file = file
        form = self.kept.form
        form.set_choices(
            "coverage_id",
            [
                (c.id, f"{file.choices.payer_name(c.payer_id)} since {slashed(c.from_on)}")
                for c in file.coverages
            ],
        )
        form.set_choices("case_id", [(None, "Any case"), *((case.id, case.name) for case in file.cases)])
        self.fill([self._row(file, authorization) for authorization in file.authorizations])

    def begin(self) -> None:
        """A new authorization from today on, given by who insures the patient now."""
        if self._file is None:
            return
        now = self._file.health_coverages(self._file.as_of) or self._file.coverages
        given_by = now[0].id if now else CoverageId(0)
        self.add(
            Authorization(
                patient_id=self._file.patient.id, coverage_id=given_by, number="", from_on=self._file.as_of
            )
        )

    def _row(self, file: PatientFile, authorization: Authorization) -> AuthorizationRow:
        names = {c.id: file.choices.payer_name(c.payer_id) for c in file.coverages}
        found = use_findings(authorization, codes=(), day=file.as_of)
        return AuthorizationRow(
            authorization=authorization,
            payer=names.get(authorization.coverage_id, ""),
            as_of=file.as_of,
            warning=next((finding for finding in found if finding.severity is Severity.WARNING), None),
        )

    def _findings(self, authorization: Authorization) -> list[Finding]:
        return authorization_findings(authorization, self._file.coverages if self._file is not None else ())


def _title(authorization: Authorization) -> str:
    return f"Authorization {authorization.number}" if authorization.id else "New authorization"
