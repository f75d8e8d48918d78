"""Notes: what the office must remember of a patient, and alerts that show wherever the patient is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.patients.checks import note_findings
from clinicbill.patients.patient import PatientNote
from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.record_form import Part, RecordForm
from clinicbill.ui.widgets.runs import Run, state

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.ui.patients.reads import PatientFile
    from clinicbill.ui.undo import Undo

_NOTE = (
    Field("Text", "text", Input.LONG, required=True, lines=4),
    Field(
        "Kind",
        "kind",
        Input.CHOICE,
        choices=(("note", "Note"), ("alert", "Alert, shown with the patient everywhere")),
        width=300,
    ),
    Field("State", "active", Input.CHOICE, choices=((True, "Counts"), (False, "Done with")), width=128),
)


def _kind(note: PatientNote) -> Run:
    role = Role.TEXT if note.active else Role.TEXT3
    if note.kind == "alert" and note.active:
        return state("warning", "Alert", Role.AMBER)
    return Run(
        note.kind.capitalize(), role, icon="note" if note.kind == "note" else "warning", icon_role=Role.TEXT2
    )


COLUMNS: tuple[Column[PatientNote], ...] = (
    Column("Kind", _kind, width=90),
    Column("Text", lambda row: " ".join(row.text.split()), stretch=1),
    Column("State", lambda row: "" if row.active else state("circle-check", "Done with", Role.TEXT3)),
)


class NotesTab(ListForm[PatientNote]):
    """Alerts first; what is done with at the end."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._file: PatientFile | None = None
        form = RecordForm((Part(_NOTE),), as_of=as_of, undo=undo)
        super().__init__(
            "Notes and alerts",
            COLUMNS,
            KeptForm(form, title=lambda note: "Note" if note.id else "New note", check=note_findings),
            identity=lambda row: row.id,
            record_of=lambda row: row,
            sizes=(210, 290),
        )
        self.set_empty("No note yet.", "An alert is shown above every part of the file and in lists.")

    def show_file(self, file: PatientFile) -> None:
        """Show the patient's notes."""
        self.kept.make_way()
        self._file = file
        active = [note for note in file.notes if note.active]
        self.fill([*active, *(note for note in file.notes if not note.active)])

    def begin(self) -> None:
        """A new note."""
        if self._file is not None:
            self.add(PatientNote(patient_id=self._file.patient.id, text=""))
