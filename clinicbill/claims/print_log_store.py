"""The print log: which forms went to which printer on which paper, when, by whom; written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import ClaimId, PrintJobId, SubmissionId
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import one, rows, scalar, write
from clinicbill.db.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


class Paper(StrEnum):
    """What the forms were printed on: red forms take the data only, plain paper our own drawing too."""

    RED_FORM = "red_form"
    PLAIN_PAPER = "plain_paper"


PAPER_WORDS = {Paper.RED_FORM: "Red forms", Paper.PLAIN_PAPER: "Plain paper"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One printing.

    Attributes:
        printer: as the system calls it; empty for a PDF file.
        sheets: of paper, forms and what lies behind them.
        submission_id: where its exact bytes are kept, if originals were among them.
        claims: how many; `originals` of them went to payers, the others were copies.
        payers: their names in order of the sheets, each once.
    """

    id: PrintJobId
    at: datetime
    printer: str
    paper: Paper
    sheets: int
    submission_id: SubmissionId | None
    user: str
    claims: int
    originals: int
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedClaim:
    """A claim of a printing, in the order of the sheets; `copy` where it did not go to the payer."""

    position: int
    claim_id: ClaimId
    number: str
    patient: PersonName
    payer: str
    copy: bool


def add_print_job(
    db: Database,
    stamp: Stamp,
    *,
    printer: str,
    paper: Paper,
    sheets: int,
    submission_id: SubmissionId | None,
    claims: Sequence[tuple[ClaimId, bool]],
) -> PrintJobId:
    """Keep that these claims were printed, each with whether it was a copy, in the order of the sheets."""
    with write(db):
        job_id = PrintJobId(
            insert(
                db,
                "print_job",
                {
                    "at": moment_text(stamp.at),
                    "printer": printer,
                    "paper": str(paper),
                    "sheets": sheets,
                    "submission_id": submission_id,
                    "user_id": stamp.user_id,
                },
            )
        )
        for position, (claim_id, copy) in enumerate(claims, 1):
            insert(
                db,
                "print_job_claim",
                {
                    "print_job_id": job_id,
                    "claim_id": claim_id,
                    "position": position,
                    "copy": int(copy),
                    "user_id": stamp.user_id,
                },
            )
    return job_id


_JOB = """select j.id, j.at, j.printer, j.paper, j.sheets, j.submission_id, u.name as user_name,
    (select count(*) from print_job_claim c where c.print_job_id = j.id) as claims,
    (select count(*) from print_job_claim c where c.print_job_id = j.id and c.copy = 0) as originals,
    (select group_concat(name, char(10)) from (select p.name as name from print_job_claim c
        join claim k on k.id = c.claim_id join payer p on p.id = k.payer_id
        where c.print_job_id = j.id group by p.id order by min(c.position))) as payers
    from print_job j join user u on u.id = j.user_id"""


def list_print_jobs(db: Database, *, limit: int = 500) -> list[PrintJob]:
    """The latest printings, newest first."""
    return [_job(row) for row in rows(db, f"{_JOB} order by j.id desc limit ?", [limit])]


def get_print_job(db: Database, job_id: PrintJobId) -> PrintJob:
    """One printing.

    Raises:
        NotFound: there is none with this number.
    """
    row = one(db, f"{_JOB} where j.id = ?", [job_id])
    if row is None:
        raise NotFound(f"There is no printing {job_id}; nothing was printed: look at the list again.")
    return _job(row)


def claims_of_print_job(db: Database, job_id: PrintJobId) -> list[PrintedClaim]:
    """Its claims in the order of the sheets, with the patients' names as they are today."""
    found = rows(
        db,
        "select c.position, c.claim_id, c.copy, k.patient_control_number as number, p.name as payer, "
        "a.last_name, a.first_name, a.middle_name, a.suffix from print_job_claim c "
        "join claim k on k.id = c.claim_id join payer p on p.id = k.payer_id "
        "join patient a on a.id = k.patient_id where c.print_job_id = ? order by c.position",
        [job_id],
    )
    return [
        PrintedClaim(
            position=row["position"],
            claim_id=ClaimId(row["claim_id"]),
            number=row["number"],
            patient=PersonName(
                last=row["last_name"],
                first=row["first_name"],
                middle=row["middle_name"],
                suffix=row["suffix"],
            ),
            payer=row["payer"],
            copy=bool(row["copy"]),
        )
        for row in found
    ]


def paper_of_submission(db: Database, submission_id: SubmissionId) -> Paper | None:
    """The paper its originals were drawn for; None where no printing of it was logged."""
    found = scalar(
        db, "select paper from print_job where submission_id = ? order by id limit 1", [submission_id]
    )
    return Paper(found) if found else None


def _job(row: dict[str, Any]) -> PrintJob:
    return PrintJob(
        id=PrintJobId(row["id"]),
        at=parse_moment(row["at"]),
        printer=row["printer"],
        paper=Paper(row["paper"]),
        sheets=row["sheets"],
        submission_id=row["submission_id"],
        user=row["user_name"],
        claims=row["claims"],
        originals=row["originals"],
        payers=tuple((row["payers"] or "").split("\n")),
    )
