"""What the Payments page reads in one go: the list of remittances, and one remittance laid open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.findings import stops
from clinicbill.basics.money import Money
from clinicbill.ledger.accounts import METHOD_WORDS
from clinicbill.ledger.entries_store import entries_of, postings_of_remittance
from clinicbill.remits.plan import What
from clinicbill.remits.policy import standard_policy
from clinicbill.remits.store import (
    RemittanceRow,
    RemittanceStatus,
    file_bytes,
    find_received_file,
    list_remittances,
)
from clinicbill.ui.payments.laid_open import LineRow, Sums, lay_open, standing_postings, sums_of
from clinicbill.workflows.preview_remittance import Preview, preview_remittance

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId

# So many payments the list holds; those that wait are laid open for it, up to so many.
_MOST, _MOST_PROVED = 5000, 80
_STANDING = {
    RemittanceStatus.POSTED: What(words="Posted", icon="circle-check", role="green"),
    RemittanceStatus.REVERSED: What(words="Reversed", icon="undo", role="blue"),
    RemittanceStatus.SET_ASIDE: What(words="Set aside", icon="minus", role="text2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRemittance:
    """One remittance of the list with where it stands."""

    row: RemittanceRow
    state: What

    @property
    def number(self) -> str:
        """How and with which number it was paid: EFT 8812345."""
        return f"{self.method} {self.row.trace_number}"

    @property
    def method(self) -> str:
        """EFT, Check, or both where the payer does not say."""
        return METHOD_WORDS.get(self.row.method) or "Check/EFT"

    @property
    def waits(self) -> bool:
        """Whether it has not been posted yet."""
        return self.row.status is RemittanceStatus.WAITING

    def says(self, word: str) -> bool:
        """Whether a word stands in payer, number, amount, date or state."""
        row = self.row
        day = f"{row.paid_on:%m/%d/%Y}" if row.paid_on else ""
        text = f"{row.payer_name} {self.number} {row.paid.plain()} {row.paid.csv()} {day} {self.state.words}"
        return word in text.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceList:
    """Every remittance, those that wait first; `posted` is what was posted in the month of `as_of`."""

    as_of: date
    rows: tuple[ListedRemittance, ...] = ()
    to_post: Money = Money(0)
    posted: Money = Money(0)

    def matching(self, text: str) -> list[ListedRemittance]:
        """The rows in which every word stands."""
        words = text.casefold().split()
        return [row for row in self.rows if all(row.says(word) for word in words)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRemittance:
    """One remittance laid open.

    Attributes:
        received_at: when its file came; None for one keyed from paper.
        policy_on: the edition of the adjustment policy.
    """

    preview: Preview
    rows: tuple[LineRow, ...]
    sums: Sums
    received_at: datetime | None
    policy_on: date

    @property
    def row(self) -> RemittanceRow:
        """Its row in the list."""
        return self.preview.row

    @property
    def is_posted(self) -> bool:
        """Whether its postings stand."""
        return self.row.status is RemittanceStatus.POSTED


def read_remittances(db: Database, as_of: date, zone: str) -> RemittanceList:
    """The list, with the true state of each that waits: what it lacks to be posted."""
    found = list_remittances(db, limit=_MOST)
    rows, proved = [], 0
    for row in found:
        waits = row.status is RemittanceStatus.WAITING
        proved += waits
        state = (
            waiting_state(preview_remittance(db, row.id, on=as_of))
            if waits and proved <= _MOST_PROVED
            else None
        )
        rows.append(ListedRemittance(row=row, state=state or _state_of(row)))
    month = [
        row.paid for row in found if row.status is RemittanceStatus.POSTED and _same_month(row, as_of, zone)
    ]
    return RemittanceList(
        as_of=as_of,
        rows=tuple(rows),
        to_post=Money.total(one.row.paid for one in rows if one.waits),
        posted=Money.total(month),
    )


def _state_of(row: RemittanceRow) -> What:
    return _STANDING.get(row.status) or What(words=row.status_reason or "Waiting", icon="clock", role="text2")


def _same_month(row: RemittanceRow, as_of: date, zone: str) -> bool:
    day = row.changed_at.astimezone(ZoneInfo(zone)).date()
    return (day.year, day.month) == (as_of.year, as_of.month)


def waiting_state(preview: Preview) -> What:
    """What a waiting remittance lacks, in the words of a narrow list."""
    proof = preview.proof
    if preview.posted_as is not None:
        return What(words="Posted before", icon="info", role="blue")
    if not proof.complete:
        return What(words="Not complete", icon="circle-x", role="red")
    if proof.unread:
        return What(words="Not readable", icon="circle-x", role="red")
    if not proof.balanced:
        return What(words=f"Out by {proof.out_by}", icon="warning", role="amber")
    unmatched = len(preview.remittance.claims) - preview.plan.matched
    if not preview.plan.may_post and unmatched:
        return What(words=f"{unmatched} not matched", icon="help", role="amber")
    if not preview.plan.may_post:
        return What(words="Waits", icon="warning", role="amber")
    return What(words="Balanced", icon="circle-check", role="green")


def why_not_post(opened: OpenRemittance, zone: str) -> str:
    """Why posting would do nothing now, for the button; empty if it would."""
    preview = opened.preview
    if opened.is_posted:
        return f"Posted {opened.row.changed_at.astimezone(ZoneInfo(zone)):%m/%d/%Y}"
    if preview.posted_as is not None:
        return "The same payment is posted already"
    if preview.may_post:
        return ""
    if preview.proof.unread:
        return "An amount cannot be read"
    if preview.proof.out_by:
        return f"Out of balance by {preview.proof.out_by}"
    unmatched = len(preview.remittance.claims) - preview.plan.matched
    if unmatched:
        return f"{unmatched} claim{'' if unmatched == 1 else 's'} not matched"
    count = sum(stops([finding]) for finding in preview.plan.findings)
    return f"{count} to solve first"


def read_remittance(db: Database, remittance_id: RemittanceId, as_of: date) -> OpenRemittance:
    """One remittance with its proof, its lines, and what posting does or did.

    Raises:
        NotFound: there is no such remittance.
    """
    preview, policy = preview_remittance(db, remittance_id, on=as_of), standard_policy()
    made = []
    if preview.row.status is RemittanceStatus.POSTED:
        standing = {one.id for one in standing_postings(postings_of_remittance(db, remittance_id))}
        made = [row for row in entries_of(db, remittance_id=remittance_id) if row.posting.id in standing]
    rows = lay_open(preview, made, policy)
    return OpenRemittance(
        preview=preview,
        rows=rows,
        sums=sums_of(rows),
        received_at=_received_at(db, preview.row),
        policy_on=policy.edition,
    )


def _received_at(db: Database, row: RemittanceRow) -> datetime | None:
    if row.received_file_id is None:
        return None
    known = find_received_file(db, file_bytes(db, row.received_file_id))
    return known.received_at if known is not None else None
