"""Files of claims: the 837P and the CMS-1500 made by the workflows and put where --out says, what they hold told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotWritable
from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.written_file import CLAIM_FILES, may_be_written
from clinicbill.claims.sent_store import FILE_837P, get_submission, last_sent
from clinicbill.claims.status import UNSENT
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.db.place import replace_file
from clinicbill.workflows.check_claims import CheckedClaim, ClaimsOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.identifiers import SubmissionId
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.cli.session import Session
    from clinicbill.cms1500.draw import PrinterOffset

_DONE, _FINDINGS = 0, 1


@dataclass
class Report:
    """What one command did: the claims with their findings, and the file each stands in."""

    claims: list[CheckedClaim] = field(default_factory=list)
    files: dict[ClaimId, Path] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    sheets: int | None = None  # of paper; None where nothing is printed by the command

    def add(self, outcome: ClaimsOutcome) -> None:
        """Take over what a workflow did."""
        self.claims.extend(outcome.claims)
        self.messages.append(outcome.message)

    @property
    def exit_code(self) -> int:
        """1 where a claim has something that must be fixed."""
        return _FINDINGS if any(claim.stopped for claim in self.claims) else _DONE


def export_claims(session: Session, chosen: Sequence[ClaimRecord], out: Path | None) -> Report:
    """One new file of what is unsent, and the stored file of each earlier sending."""
    from clinicbill.workflows.submit_claims import export_again, submit_claims

    report = Report()
    earlier = {record.id: _sending(session, record) for record in chosen if record.status not in UNSENT}
    unsent = [record.id for record in chosen if record.id not in earlier]
    files = []
    if unsent:
        codes = LibraryCodes(session.library)
        outcome = submit_claims(session.db, session.stamp, unsent, codes=codes)
        report.add(outcome)
        files += [outcome.file] if outcome.file else []
    report.claims += [_as_it_stands(record) for record in chosen if record.id in earlier]
    for submission_id in dict.fromkeys(earlier.values()):
        files.append(export_again(session.db, session.stamp, submission_id))
        report.messages.append(f"{files[-1].file_name} written again")
    for file in files:
        path = _place(out, file.file_name, alone=len(files) == 1)
        _write(path, file.content)
        report.files.update(dict.fromkeys(file.claim_ids, path))
    return report


def _sending(session: Session, record: ClaimRecord) -> SubmissionId:
    """The file a claim went out in last.

    Raises:
        CannotDo: it went on paper.
    """
    sent = last_sent(session.db, record.id)
    if sent is None or get_submission(session.db, sent.submission_id).kind != FILE_837P:
        raise CannotDo(
            f"Claim {record.patient_control_number} has no 837P file; nothing was written: print it instead."
        )
    return sent.submission_id


def print_forms(
    session: Session,
    chosen: Sequence[ClaimRecord],
    out: Path | None,
    *,
    background: bool,
    offset: PrinterOffset | None = None,
) -> Report:
    """One PDF with the forms of all claims in the order given."""
    from clinicbill.cms1500.draw import TRUE_SIZE
    from clinicbill.workflows.print_claims import print_claims

    report = Report(sheets=0)
    if not chosen:
        return report
    outcome = print_claims(
        session.db,
        session.stamp,
        [record.id for record in chosen],
        background=background,
        codes=LibraryCodes(session.library),
        offset=offset or TRUE_SIZE,
    )
    report.add(outcome)
    report.sheets = outcome.sheets
    if outcome.content:
        path = _place(out, outcome.file_name, alone=True)
        _write(path, outcome.content)
        report.files = {claim.claim_id: path for claim in outcome.claims if not claim.stopped}
    return report


def _as_it_stands(record: ClaimRecord) -> CheckedClaim:
    return CheckedClaim(
        claim_id=record.id, number=record.patient_control_number, status=record.status, findings=()
    )


def _place(out: Path | None, file_name: str, *, alone: bool) -> Path:
    """Where a file goes: into the folder named or this one, or to exactly the name given."""
    if out is None:
        return Path(file_name)
    if out.is_dir() or not alone or str(out).endswith(("/", "\\")):
        return out / file_name
    return out


def check_target(session: Session, out: Path | None) -> None:
    """Look at the place before anything is made or any claim moves.

    Raises:
        NotWritable: the folder takes no file, or the file there is none that these commands write.
    """
    folder = Path() if out is None else out if out.is_dir() else out.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or "the place refuses it").lower()
        raise NotWritable(
            f"{folder} cannot be made ({why}); nothing was done: choose another --out."
        ) from error
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{folder} takes no file (read-only); nothing was done: choose another --out.")
    if out is None or out.is_dir():
        return
    if not may_be_written(out, CLAIM_FILES):
        raise NotWritable(
            f"{out} is no claim file or form; it was not overwritten, nothing was done: choose another --out."
        )


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except (NotWritable, OSError) as error:
        raise NotWritable(
            f"{path} cannot be written; the claims and their file are kept in the practice: "
            "run the command again with the claim numbers and another --out."
        ) from error
