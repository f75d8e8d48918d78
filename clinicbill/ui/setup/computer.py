"""This computer: choices that stay here and name no patient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.setup.printer_panel import PrinterPanel
from clinicbill.ui.setup.section import Section
from clinicbill.ui.theme import Choice, theme
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.record_form import Part, RecordForm
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.preferences import Preferences
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.undo import Undo

_THEMES = (
    (Choice.SYSTEM.value, "As the system has it"),
    (Choice.LIGHT.value, "Light"),
    (Choice.DARK.value, "Dark"),
)
_FORMS = ((False, "Red forms in the printer"), (True, "Plain paper, draw the form too"))
_LOOK = (Field("Colours", "theme", Input.CHOICE, choices=_THEMES, width=200, section="Look"),)
_FOLDERS = (
    Field(
        "Backups",
        "backup_folder",
        section="Folders",
        help="A second place, such as a USB disk; empty for none",
    ),
    Field("Claims, PDFs", "export_folder", help="Where claim files and PDFs are saved; empty asks each time"),
    Field("Remittances", "import_folder", help="Where remittance files are looked for first"),
)
_PRINTER = (
    Field(
        "CMS-1500",
        "form_background",
        Input.CHOICE,
        choices=_FORMS,
        section="Printers",
        help="For a PDF, and for a printer that was never set up",
    ),
)


def computer_findings(chosen: Preferences) -> list[Finding]:
    """Folders that are not there; id P04."""
    found = []
    for name in ("backup_folder", "export_folder", "import_folder"):
        folder = getattr(chosen, name)
        if folder and not Path(folder).expanduser().is_dir():
            found.append(
                _finding("P04", f"{folder} is no folder of this computer", "Choose one that exists.", name)
            )
    return found


def _finding(rule: str, message: str, fix: str, field: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST_FIX, message=message, where="this computer", fix=fix, field=field
    )


class ComputerSection(Section):
    """Saved as a text file, beside nothing of the practice."""

    def __init__(self, as_of: date, undo: Undo, clinic: Clinic | None = None) -> None:
        super().__init__()
        form = RecordForm(
            (Part(_LOOK), Part(_FOLDERS), Part(_PRINTER, 1)),
            as_of=as_of,
            undo=undo,
        )
        if clinic is not None:
            form.add_below(PrinterPanel(clinic), 1)
        self._kept = KeptForm(form, title=lambda _chosen: "This computer", check=computer_findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._kept, 1)
        self._listen(self._kept)

    @property
    def kept(self) -> KeptForm:
        """The form of choices."""
        return self._kept

    def show_file(self, _file: SetupFile) -> None:
        """Show what is chosen now."""
        if self._kept.make_way():
            self._kept.load(preferences.load())

    def first_focus(self) -> QWidget:
        """The first choice."""
        return self._kept.form.editor("theme")


def save_computer(_db: object, chosen: Preferences) -> Outcome:
    """Write the choices; practices opened lately and what printers need stay as they are now.

    Raises:
        NotWritable: the place is read-only or full.
    """
    now = preferences.load()
    kept = replace(
        chosen,
        recent_practices=now.recent_practices,
        printers=now.printers,
        last_printer=now.last_printer,
    )
    preferences.save(kept)
    return Outcome(message="Saved this computer’s choices")


def apply_look(chosen: Preferences) -> None:
    """Colours change at once."""
    theme().choose(Choice(chosen.theme))
