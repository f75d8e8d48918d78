"""Files that leave the office: 837P files into the chosen folder, CMS-1500 PDFs, and what was sent, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clinicbill import preferences
from clinicbill.basics.errors import NotWritable
from clinicbill.basics.written_file import require_target
from clinicbill.ui.claims.reads import codes_of
from clinicbill.workflows.check_claims import CheckedClaim
from clinicbill.workflows.drawing import Drawing, Tell
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.submit_claims import export_again, submit_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, PrintJobId, SubmissionId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.preferences import PrinterProfile
    from clinicbill.ui.clinic import Clinic
    from clinicbill.workflows.preview_print import PrintPreview


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed(Outcome):
    """What became of claims that were sent or printed.

    Attributes:
        path: where the file lies now; None where none was made or it could not be written.
        content: the PDF of printed claims; `drawing` what its pages are.
        trouble: why the file is not where it should be; it is kept in the practice all the same.
    """

    claims: tuple[CheckedClaim, ...] = ()
    path: Path | None = None
    content: bytes = b""
    drawing: Drawing | None = None
    trouble: str = ""

    @property
    def stopped(self) -> tuple[CheckedClaim, ...]:
        """The claims that were left out."""
        return tuple(claim for claim in self.claims if claim.stopped)


def send_claims(
    db: Database, stamp: Stamp, clinic: Clinic, claim_ids: Sequence[ClaimId], folder: Path
) -> Handed:
    """Make one 837P file and write it into the folder.

    Raises:
        NotWritable: the folder takes no file; nothing was made.
        CannotDo: as `submit_claims`.
    """
    require_folder(folder)
    outcome = submit_claims(db, stamp, claim_ids, codes=codes_of(clinic))
    path, trouble = None, ""
    if outcome.file is not None:
        path, trouble = _kept_anyway(folder / outcome.file.file_name, outcome.file.content)
    return Handed(
        changed=outcome.changed,
        findings=outcome.findings,
        message=outcome.message,
        claims=outcome.claims,
        path=path,
        trouble=trouble,
    )


Target: TypeAlias = Callable[[Drawing, Tell], None]
"""Takes the sheets to a printer or into a file, and tells how far it is."""


@dataclass(slots=True)
class ToFile:
    """Hands the sheets to a PDF file: exactly the bytes that are kept. `written` is where they lie then."""

    path: Path
    written: Path | None = None

    def __call__(self, drawing: Drawing, _tell: Tell) -> None:
        """Write it.

        Raises:
            NotWritable: the place takes no file.
        """
        try:
            self.written = write_file(self.path, drawing.content)
        except OSError as error:
            raise NotWritable(
                f"{self.path} cannot be written ({(error.strerror or 'the place refuses it').lower()}); nothing was "
                "printed and no claim was changed: choose another place."
            ) from error


def look_at_forms(
    db: Database,
    stamp: Stamp,
    clinic: Clinic,
    claim_ids: Sequence[ClaimId],
    *,
    background: bool,
    copies_only: bool,
    tell: Tell,
) -> PrintPreview:
    """What `print_forms` would print, checked with the same code library on the same day; changes nothing."""
    from clinicbill.workflows.preview_print import preview_print

    return preview_print(
        db,
        claim_ids,
        background=background,
        as_of=stamp.on,
        codes=codes_of(clinic),
        copies_only=copies_only,
        tell=tell,
    )


def print_forms(
    db: Database,
    stamp: Stamp,
    clinic: Clinic,
    claim_ids: Sequence[ClaimId],
    hand_over: Target,
    *,
    background: bool,
    copies_only: bool,
    printer: str,
    tell: Tell,
) -> Handed:
    """Print claims for good; what does not reach the printer or the file is not printed.

    Raises:
        NotWritable: the file cannot be written; nothing was changed.
        CannotDo: as `print_claims`, or the printer takes nothing; nothing was changed.
    """
    from clinicbill.workflows.print_claims import print_claims

    outcome = print_claims(
        db,
        stamp,
        claim_ids,
        background=background,
        codes=codes_of(clinic),
        copies_only=copies_only,
        printer=printer,
        hand_over=lambda drawing: hand_over(drawing, tell),
        tell=tell,
    )
    return Handed(
        changed=outcome.changed,
        findings=outcome.findings,
        message=outcome.message,
        row_id=outcome.row_id,
        claims=outcome.claims,
        path=hand_over.written if isinstance(hand_over, ToFile) else None,
        content=outcome.content,
        drawing=outcome.drawing,
    )


def again_forms(
    db: Database, stamp: Stamp, job_id: PrintJobId, hand_over: Target, *, printer: str, tell: Tell
) -> Handed:
    """Print an earlier printing again, to the byte.

    Raises:
        CannotDo: nothing of it was kept, or the printer takes nothing; nothing was changed.
        NotWritable: the file cannot be written; nothing was changed.
    """
    from clinicbill.workflows.print_again import print_again

    outcome = print_again(
        db,
        stamp,
        job_id,
        printer=printer,
        hand_over=lambda drawing: hand_over(drawing, tell),
        tell=tell,
    )
    return Handed(
        changed=outcome.changed,
        message=outcome.message,
        path=hand_over.written if isinstance(hand_over, ToFile) else None,
        content=outcome.drawing.content,
        drawing=outcome.drawing,
    )


def save_again(db: Database, stamp: Stamp, submission_id: SubmissionId, path: Path) -> Handed:
    """Write the exact bytes of an earlier sending; its claims remember it.

    Raises:
        NotWritable: the place takes no file; nothing was changed.
    """
    require_folder(path.parent)
    require_target(path)
    file = export_again(db, stamp, submission_id)
    written, trouble = _kept_anyway(path, file.content)
    return Handed(
        changed=frozenset({"claims"}),
        message=f"Saved {path.name}, the same bytes",
        path=written,
        trouble=trouble,
    )


def require_folder(folder: Path) -> None:
    """Look before anything is made.

    Raises:
        NotWritable: it is not there or takes no file.
    """
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise NotWritable(
            f"{folder} is not there or takes no file; nothing was made or changed: choose another folder."
        )


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; another file of that name is left alone, and the new one gets a number.

    Raises:
        NotWritable: it is the name of a practice file.
    """
    require_target(path)
    target, number = path, 1
    while target.exists() and target.read_bytes() != content:
        number += 1
        target = path.with_stem(f"{path.stem}-{number}")
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    part.replace(target)
    return target


def _kept_anyway(path: Path, content: bytes) -> tuple[Path | None, str]:
    try:
        return write_file(path, content), ""
    except OSError as error:
        return None, (
            f"{path} cannot be written ({(error.strerror or 'the place refuses it').lower()}); the file is kept in the "
            "practice: open History (F9) and save it again (Ctrl+S)."
        )


# This computer's choices -----------------------------------------------------------------------------


def export_folder() -> Path | None:
    """Where claim files go; None where nobody chose yet or it is gone."""
    return _folder(preferences.load().export_folder)


def save_folder() -> Path:
    """Where a dialog that saves a PDF or a copy begins: where one was saved last, else beside the claim files."""
    return _folder(preferences.load().save_folder) or export_folder() or Path.home()


def _folder(kept: str) -> Path | None:
    return Path(kept) if kept and Path(kept).is_dir() else None


def remember_export(folder: Path) -> None:
    """Write claim files there the next time without asking."""
    chosen = preferences.load()
    if chosen.export_folder != str(folder):
        preferences.save(replace(chosen, export_folder=str(folder)))


def remember_folder(folder: Path) -> None:
    """Begin there the next time a PDF or a copy is saved; claim files go where they went."""
    chosen = preferences.load()
    if chosen.save_folder != str(folder):
        preferences.save(replace(chosen, save_folder=str(folder)))


def remember_background(*, background: bool) -> None:
    """Plain paper or red forms, as printed last."""
    chosen = preferences.load()
    if chosen.form_background != background:
        preferences.save(replace(chosen, form_background=background))


def kept_printer(name: str) -> PrinterProfile:
    """How a printer is corrected, and which paper it holds."""
    return preferences.printer_profile(preferences.load(), name)


def remember_printer(profile: PrinterProfile) -> None:
    """Keep its correction, and print there the next time."""
    chosen = preferences.load()
    kept = replace(preferences.with_printer(chosen, profile), last_printer=profile.name)
    if kept != chosen:
        preferences.save(kept)


def keep_position(profile: PrinterProfile) -> None:
    """Keep its correction only: which paper it holds and which printer is used stay as they were."""
    chosen = preferences.load()
    kept = preferences.printer_profile(chosen, profile.name)
    moved = replace(kept, right=profile.right, down=profile.down, scale=profile.scale)
    if moved != kept:
        preferences.save(preferences.with_printer(chosen, moved))


def offset_of(profile: PrinterProfile) -> PrinterOffset:
    """The correction as drawing knows it: points, and 1.0 for true size."""
    from clinicbill.cms1500.calibration import HUNDREDTH
    from clinicbill.cms1500.draw import PrinterOffset

    return PrinterOffset(
        right=profile.right * HUNDREDTH,
        down=profile.down * HUNDREDTH,
        scale=profile.scale / preferences.TRUE_SCALE,
    )
