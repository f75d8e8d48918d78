"""Files that leave the office: 837P files into the chosen folder, CMS-1500 PDFs, and what was sent, byte for byte."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill import preferences
from clinicbill.basics.errors import NotWritable
from clinicbill.claims.current_store import load_office
from clinicbill.claims.store import get_claim
from clinicbill.ui.claims.reads import codes_of
from clinicbill.workflows.check_claims import CheckedClaim, claim_now
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.submit_claims import export_again, submit_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, SubmissionId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.ui.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed(Outcome):
    """What became of claims that were sent or printed.

    Attributes:
        path: where the file lies now; None where none was made or it could not be written.
        content: the PDF of printed claims.
        trouble: why the file is not where it should be; it is kept in the practice all the same.
    """

    claims: tuple[CheckedClaim, ...] = ()
    path: Path | None = None
    content: bytes = b""
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


def draw_forms(
    db: Database, claim_ids: Sequence[ClaimId], *, background: bool, offset: PrinterOffset
) -> bytes:
    """The PDF as it would print now; changes nothing.

    Raises:
        CannotDo: a text does not fit its box.
    """
    from clinicbill.cms1500.draw import draw_claims  # reportlab is only loaded where something is drawn

    office = load_office(db)
    claims = [claim_now(db, get_claim(db, claim_id), office) for claim_id in claim_ids]
    return draw_claims(claims, background=background, offset=offset)


def print_forms(
    db: Database,
    stamp: Stamp,
    clinic: Clinic,
    claim_ids: Sequence[ClaimId],
    path: Path | None,
    *,
    background: bool,
    offset: PrinterOffset,
) -> Handed:
    """Print claims for good; the PDF is written to `path` where one is given.

    Raises:
        NotWritable: the folder takes no file; nothing was printed.
        CannotDo: as `print_claims`.
    """
    from clinicbill.workflows.print_claims import print_claims

    if path is not None:
        require_folder(path.parent)
    outcome = print_claims(db, stamp, claim_ids, background=background, codes=codes_of(clinic), offset=offset)
    written, trouble = None, ""
    if path is not None and outcome.content:
        written, trouble = _kept_anyway(path, outcome.content)
    return Handed(
        changed=outcome.changed,
        findings=outcome.findings,
        message=outcome.message,
        row_id=outcome.row_id,
        claims=outcome.claims,
        path=written,
        content=outcome.content,
        trouble=trouble,
    )


def save_again(db: Database, stamp: Stamp, submission_id: SubmissionId, path: Path) -> Handed:
    """Write the exact bytes of an earlier sending; its claims remember it.

    Raises:
        NotWritable: the place takes no file; nothing was changed.
    """
    require_folder(path.parent)
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
    """Write a file whole or not at all; another file of that name is left alone, and the new one gets a number."""
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
    """Where files were saved last; None where nobody chose yet or it is gone."""
    kept = preferences.load().export_folder
    return Path(kept) if kept and Path(kept).is_dir() else None


def remember_folder(folder: Path) -> None:
    """Save there the next time without asking."""
    chosen = preferences.load()
    if chosen.export_folder != str(folder):
        preferences.save(replace(chosen, export_folder=str(folder)))


def remember_background(*, background: bool) -> None:
    """Plain paper or red forms, as printed last."""
    chosen = preferences.load()
    if chosen.form_background != background:
        preferences.save(replace(chosen, form_background=background))


def printer_offset() -> PrinterOffset:
    """This printer's correction, as set under Setup."""
    from clinicbill.cms1500.draw import PrinterOffset

    chosen = preferences.load()
    return PrinterOffset(right=chosen.print_shift_right, down=chosen.print_shift_down)
