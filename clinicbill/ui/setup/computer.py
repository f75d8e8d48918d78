"""This computer: choices that stay here and name no patient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill import preferences
from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.setup.section import Section
from clinicbill.ui.theme import Choice, theme
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.record_form import Part, RecordForm, Turn
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.preferences import Preferences
    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.undo import Undo

_THEMES = (
    (Choice.SYSTEM.value, "As the system has it"),
    (Choice.LIGHT.value, "Light"),
    (Choice.DARK.value, "Dark"),
)
_FORMS = ((False, "Red forms in the printer"), (True, "Plain paper, draw the form too"))
_MOST_POINTS = 36.0


def _points(text: str) -> Any:  # noqa: ANN401 - a number, or what was typed where it is none
    try:
        return float(text or "0")
    except ValueError:
        return text


POINTS = Turn(lambda value: f"{value:g}" if isinstance(value, float) else str(value), _points)
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
    Field("CMS-1500", "form_background", Input.CHOICE, choices=_FORMS, section="Printer"),
    Field(
        "Move right",
        "print_shift_right",
        width=72,
        help="Points (1/72 inch) by which this printer’s text moves",
    ),
    Field("Move down", "print_shift_down", width=72),
)


def computer_findings(chosen: Preferences) -> list[Finding]:
    """Folders that are not there, and shifts that leave the form; ids P04 and P05."""
    found = []
    for name in ("backup_folder", "export_folder", "import_folder"):
        folder = getattr(chosen, name)
        if folder and not Path(folder).expanduser().is_dir():
            found.append(
                _finding("P04", f"{folder} is no folder of this computer", "Choose one that exists.", name)
            )
    for name in ("print_shift_right", "print_shift_down"):
        points = getattr(chosen, name)
        if not isinstance(points, float) or abs(points) > _MOST_POINTS:
            message = f"Text moves by at most {_MOST_POINTS:g} points"
            found.append(_finding("P05", message, "Key points like 2.5 or -1.", name))
    return found


def _finding(rule: str, message: str, fix: str, field: str) -> Finding:
    return Finding(
        rule=rule, severity=Severity.MUST_FIX, message=message, where="this computer", fix=fix, field=field
    )


class ComputerSection(Section):
    """Saved as a text file, beside nothing of the practice."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__()
        form = RecordForm(
            (Part(_LOOK), Part(_FOLDERS), Part(_PRINTER, 1)),
            as_of=as_of,
            undo=undo,
            turns={"print_shift_right": POINTS, "print_shift_down": POINTS},
        )
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
    """Write the choices; practices opened lately stay as they are.

    Raises:
        NotWritable: the place is read-only or full.
    """
    recent = preferences.load().recent_practices
    preferences.save(replace(chosen, recent_practices=recent))
    return Outcome(message="Saved this computer’s choices")


def apply_look(chosen: Preferences) -> None:
    """Colours change at once."""
    theme().choose(Choice(chosen.theme))
