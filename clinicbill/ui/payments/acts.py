"""What the Payments page does: import files, set a remittance aside, reverse, take and void payments of patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicbill.basics.errors import ClinicBillError
from clinicbill.basics.identifiers import RemittanceId
from clinicbill.remits.store import (
    file_bytes,
    remittances_of_file,
)
from clinicbill.ui.claims.sending import require_folder, write_file
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.apply_credit import apply_credit
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.workflows.reverse_posting import reverse_posting
from clinicbill.workflows.reverse_remittance import reverse_remittance
from clinicbill.workflows.set_remittance_aside import set_remittance_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.remits.store import RemittanceRow
    from clinicbill.reports.taken_payments import TakenRow
    from clinicbill.ui.clinic import Clinic

_WHY = (
    Field("Reason", "why", Input.LONG, required=True, help="Whoever looks at it later reads this", lines=2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of one file.

    Attributes:
        words: what was received, that it was received before, or why it cannot be read.
        good: whether it could be read.
        is_new: whether it was stored now.
        first: the first remittance in it.
    """

    name: str
    words: str
    good: bool
    is_new: bool = False
    first: RemittanceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Outcome):
    """What became of several files."""

    files: tuple[ImportedFile, ...] = ()

    @property
    def all_new(self) -> bool:
        """Whether nothing needs a word more than the message."""
        return all(file.is_new for file in self.files)


def import_files(
    db: Database,
    stamp: Stamp,
    paths: Sequence[Path],
    *,
    tell: Callable[[int, int, str], None] = lambda *_: None,
) -> Imported:
    """Receive files one by one; one that cannot be read says why and leaves the others alone."""
    require(stamp, Act.RECEIVE_FILE)
    files = []
    for number, path in enumerate(paths, 1):
        tell(number, len(paths), "files")
        files.append(_import(db, stamp, path))
    new = sum(file.is_new for file in files)
    message = _told(files)
    return Imported(
        changed=frozenset({"remittances"}) if new else frozenset(), message=message, files=tuple(files)
    )


def _told(files: Sequence[ImportedFile]) -> str:
    if len(files) == 1:
        return files[0].words if files[0].good else f"{files[0].name} was not received"
    before = sum(file.good and not file.is_new for file in files)
    known = f", {before} received before" if before else ""
    return f"Received {sum(file.is_new for file in files)} of {len(files)} files{known}"


def _import(db: Database, stamp: Stamp, path: Path) -> ImportedFile:
    try:
        outcome = receive_remittance(db, stamp, path.name, path.read_bytes())
    except ClinicBillError as error:
        return ImportedFile(name=path.name, words=str(error), good=False)
    except OSError as error:
        why = (error.strerror or "the place refuses it").lower()
        return ImportedFile(
            name=path.name, words=f"{path} cannot be read ({why}); nothing was stored.", good=False
        )
    inside = remittances_of_file(db, outcome.row_id) if outcome.row_id is not None else []
    return ImportedFile(
        name=path.name,
        words=outcome.message,
        good=True,
        is_new=bool(outcome.changed),
        first=inside[0].id if inside else None,
    )


def save_file(db: Database, received_file_id: int, path: Path) -> Outcome:
    """Write the exact bytes of a received file.

    Raises:
        NotWritable: the place takes no file.
    """
    require_folder(path.parent)
    written = write_file(path, file_bytes(db, received_file_id))
    return Outcome(message=f"Saved {written.name}, as it came")


def aside_sheet(clinic: Clinic, row: RemittanceRow) -> AskSheet:
    """Why a remittance is not posted here."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return set_remittance_aside(db, stamp, row.id, why=values["why"])

    return AskSheet(clinic, _WHY, {"why": ""}, work)


def reverse_sheet(clinic: Clinic, row: RemittanceRow) -> AskSheet:
    """Why a posted remittance is undone."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return reverse_remittance(db, stamp, row.id, why=values["why"])

    return AskSheet(clinic, _WHY, {"why": ""}, work)


def void_sheet(clinic: Clinic, row: TakenRow) -> AskSheet:
    """Why a patient's payment is undone."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return reverse_posting(db, stamp, row.id, why=values["why"])

    return AskSheet(clinic, _WHY, {"why": ""}, work)


def apply_sheet(clinic: Clinic, patient_id: PatientId) -> AskSheet:
    """Use up a patient's unapplied credit on what the patient owes."""

    def work(db: Database, stamp: Stamp, _values: dict[str, Any]) -> Outcome:
        return apply_credit(db, stamp, patient_id)

    return AskSheet(clinic, (), {}, work)
