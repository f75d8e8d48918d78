"""Saving: a report into a file of the user's choice, made and written beside the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from clinicbill.basics.errors import NotWritable
from clinicbill.basics.written_file import PDF, TEXT, require_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.ui.jobs import Connection
    from clinicbill.ui.page import Page

_HEADS = {".csv": (TEXT,), ".pdf": (PDF,)}
_KINDS = {".csv": "CSV file (*.csv)", ".pdf": "PDF (*.pdf)"}


def write_file(_db: Connection, path: Path, make: Callable[[], bytes]) -> Path:
    """Make the bytes and write them.

    Raises:
        NotWritable: the place takes no file, or the name is that of a practice or of a file of another kind.
    """
    require_target(path, _HEADS.get(path.suffix.lower(), (PDF, TEXT)))
    content = make()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise NotWritable(
            f"{path.name} could not be written ({error.strerror}); nothing in the practice was changed; "
            "choose another folder."
        ) from error
    return path


class Saving(QObject):
    """Asks where to, then writes; belongs to its page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def save(self, name: str, make: Callable[[], bytes]) -> None:
        """Offer `name` (with its ending) as the file's name; `make` runs beside the window."""
        ending = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Save", name, _KINDS[ending])
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(ending)
        self._page.jobs.read(write_file, path, make, then=self._told, failed=self._failed)

    def _told(self, path: Path) -> None:
        self._page.say(f"Saved {path.name} in {path.parent}")

    def _failed(self, error: ClinicBillError) -> None:
        self._page.say_failed(error)


def bound(function: Callable[..., bytes], *arguments: object, **named: object) -> Callable[[], bytes]:
    """The call that makes the bytes later."""
    return partial(function, *arguments, **named)
