"""Restoring a copy: a new practice file beside the open one, which is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.errors import CannotDo
from clinicbill.ui.actions import action
from clinicbill.ui.fonts import scaled
from clinicbill.ui.setup.secret_sheets import INNER_WIDTH
from clinicbill.ui.unlocking import restored_path
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.fitted import fit
from clinicbill.ui.widgets.form import Field
from clinicbill.ui.widgets.labels import body, code_label, secondary
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.keep_setup import restore_backup

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.db.backup import Backup
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.outcome import Outcome

_SUFFIX = ".clinicbill"
_FIELDS = (Field("New file", "name", required=True, help="A name that no file has yet"),)

_TOLD = (
    "{key} opens it, with the passwords of the day it was copied. What came after that day is not in it. "
    "Its claim and file numbers go on with a gap, so that none is given out twice."
)


def ask_to_restore(page: QWidget, clinic: Clinic, copy: Backup) -> Sheet:
    """Ask for the name of the new file; then say where it lies and how it is opened."""
    folder = clinic.practice.path.parent

    def restore(_db: Database, stamp: Stamp, typed: dict[str, Any]) -> Outcome:
        return restore_backup(stamp, copy.path, target_of(folder, str(typed["name"])))

    def show(_outcome: Outcome) -> None:
        show_restored(page, target_of(folder, str(asked.typed()["name"])))

    asked = AskSheet(clinic, _FIELDS, {"name": restored_path(copy.path, folder).name}, restore)
    asked.done.connect(show)
    day = f"{copy.made_at.astimezone():%a %m/%d/%Y %H:%M}"
    note = "It goes beside the practice that is open now, which stays as it is."
    return asked.open_over(page, f"Restore the copy of {day}", verb="Restore the copy", note=note)


def target_of(folder: Path, name: str) -> Path:
    """The file that is made: a name in the practice's folder, with its ending.

    Raises:
        CannotDo: the name leads to another folder.
    """
    name = name.strip()
    if "/" in name or "\\" in name:
        raise CannotDo("A name holds no slash; nothing was restored; the file goes beside the practice.")
    return folder / (name if name.endswith(_SUFFIX) else f"{name}{_SUFFIX}")


def show_restored(page: QWidget, target: Path) -> Sheet:
    """Where it is, and how it is opened."""
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(8))
    where = code_label(target.name)
    where.setWordWrap(True)
    column.addWidget(where)
    folder = secondary(f"In {target.parent}", wrap=True)
    told = body(_TOLD.format(key=action("app.open").key), wrap=True)
    for label in (where, folder, told):
        column.addWidget(label)
        fit(label, INNER_WIDTH)
    sheet = Sheet(page, "The copy is restored", shown, verb="Done", finish=lambda: "")
    sheet.open_sheet()
    return sheet
