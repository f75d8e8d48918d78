"""The rows behind A/R as people work them: what one party owes on one claim of one visit, with the last word and next step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import PersonName
from clinicbill.claims.status import STATUSES, UNSENT, ClaimStatus
from clinicbill.ledger.accounts import Account
from clinicbill.reports.aging import BUCKETS, AgingBy, AgingKind, AgingReport, AgingRow
from clinicbill.reports.aging_rows import aging_rows
from clinicbill.reports.claim_standing import ClaimStanding, claim_standings, earlier_standings
from clinicbill.reports.next_step import NextStep, next_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.reports.aging_rows import AgingItem
    from clinicbill.reports.denied_lines import DeniedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """What one party owes for one visit on one claim; its service lines added up.

    Attributes:
        bucket: 0–4, as in the aging.
        claim_number: empty where no claim to this party carries the lines.
        last_word: the last thing heard from the payer, or where the claim stands.
        standing: the claim as it stood on the day of the report; None for patients and where there is none.
        silent_days: days without an answer where that is too long, else None.
    """

    account: Account
    patient_id: PatientId
    patient: PersonName
    payer_id: PayerId | None
    payer: str
    visit_on: date | None
    claim_id: ClaimId | None
    claim_number: str
    aged_from: date | None
    age: int
    bucket: int
    amount: Money
    procedures: tuple[str, ...]
    last_word: str
    step: NextStep
    standing: ClaimStanding | None
    silent_days: int | None

    @property
    def key(self) -> tuple[object, ...]:
        """What names the row across readings."""
        return (
            self.account,
            self.patient_id,
            self.payer_id,
            self.claim_id,
            self.visit_on,
            self.aged_from,
            self.bucket,
        )


def open_rows(
    db: Database, report: AgingReport, denied: Mapping[ClaimId, Sequence[DeniedLine]]
) -> tuple[OpenRow, ...]:
    """Every row behind a report by payer, the oldest first; each of its amounts is the sum of its rows.

    `denied` are the denied lines by claim, for the last word.

    Raises:
        ValueError: the report is by patient; the same rows stand behind it, sorted by `of_party`.
    """
    if report.by is not AgingBy.PAYER:
        raise ValueError("rows are read behind the report by payer")
    items = [
        item
        for row in report.rows
        for item in aging_rows(db, as_of=report.as_of, kind=row.kind, name_id=row.name_id)
    ]
    standings = claim_standings(db, [i.claim_id for i in items if i.claim_id is not None], report.as_of)
    orphans = [i.service_line_id for i in items if i.service_line_id and i.claim_id not in standings]
    earlier = earlier_standings(db, orphans, report.as_of)
    groups: defaultdict[tuple[object, ...], list[AgingItem]] = defaultdict(list)
    for item in items:
        groups[_key(item)].append(item)
    made = [
        _row(group, _standing(group[0], standings, earlier), report.as_of, denied)
        for group in groups.values()
    ]
    return tuple(sorted((row for row in made if row.amount), key=_age))


def _key(item: AgingItem) -> tuple[object, ...]:
    return (item.account, item.patient_id, item.payer_id, item.claim_id, item.visit_on, item.aged_from)


def _age(row: OpenRow) -> tuple[int, str, date, int]:
    return -row.age, row.patient.sorted().casefold(), row.visit_on or date.max, row.claim_id or 0


def _standing(
    item: AgingItem,
    standings: Mapping[ClaimId, ClaimStanding],
    earlier: Mapping[ServiceLineId, tuple[PayerId, ClaimStanding]],
) -> ClaimStanding | None:
    if item.account is not Account.PAYER_RECEIVABLE:
        return None
    own = standings.get(item.claim_id) if item.claim_id is not None else None
    if own is not None:
        return own
    if item.service_line_id is None or item.service_line_id not in earlier:
        return None
    payer_id, answered = earlier[item.service_line_id]
    return answered if payer_id != item.payer_id else None


def _row(
    group: Sequence[AgingItem],
    standing: ClaimStanding | None,
    as_of: date,
    denied: Mapping[ClaimId, Sequence[DeniedLine]],
) -> OpenRow:
    first = group[0]
    amount = Money.total(item.open_amount for item in group)
    known = standing is not None and not standing.earlier_payer
    silent = standing.silent_days(as_of) if standing is not None and amount > ZERO else None
    return OpenRow(
        account=first.account,
        patient_id=first.patient_id,
        patient=first.patient,
        payer_id=first.payer_id,
        payer=first.payer,
        visit_on=first.visit_on,
        claim_id=first.claim_id if known or first.account is Account.PATIENT_RECEIVABLE else None,
        claim_number=first.claim_number if known or first.account is Account.PATIENT_RECEIVABLE else "",
        aged_from=first.aged_from,
        age=first.age,
        bucket=_bucket(first),
        amount=amount,
        procedures=tuple(dict.fromkeys(item.procedure for item in group if item.procedure)),
        last_word=_last_word(first, standing, silent, denied.get(first.claim_id or ClaimId(0), ()), as_of),
        step=next_step(
            first.account,
            standing,
            as_of,
            credit=amount < ZERO,
            denied=bool(denied.get(first.claim_id or ClaimId(0))),
        ),
        standing=standing,
        silent_days=silent,
    )


def _bucket(item: AgingItem) -> int:
    """As the aging sorts it: 30 days is 0–30, 121 is over 120; a balance without a day is the oldest."""
    if item.aged_from is None:
        return len(BUCKETS)
    return next((at for at, last in enumerate(BUCKETS) if item.age <= last), len(BUCKETS))


def _last_word(
    item: AgingItem,
    standing: ClaimStanding | None,
    silent: int | None,
    denied: Sequence[DeniedLine],
    as_of: date,
) -> str:
    """What was said first, the day behind it: where there is little room, the day is cut."""
    if item.account is not Account.PAYER_RECEIVABLE:
        words = "Pays no visit yet" if item.account is Account.UNAPPLIED else "The patient’s"
        return f"{words}, since {_day(item.aged_from, as_of)}" if item.aged_from else words
    if standing is None:
        return "No claim yet"
    day = _day(standing.news_on, as_of)
    if standing.earlier_payer:
        return f"{standing.news} {day}"
    if standing.status is ClaimStatus.ON_HOLD and standing.hold_reason:
        return f"Not sent: {standing.hold_reason}"
    if standing.status in UNSENT:
        return "Not sent"
    if standing.status in (ClaimStatus.DENIED, ClaimStatus.PART_PAID) and denied:
        return f"{denied[0].reason} {denied[0].gloss[:1].lower()}{denied[0].gloss[1:]}, {day}"
    if standing.status is ClaimStatus.REJECTED:
        return f"{standing.news}, {day}"
    words = f"{STATUSES[standing.status].words} {day}"
    return words if silent is None else f"{words}, silent since"


def _day(day: date, as_of: date) -> str:
    """With its year only where that is another."""
    return f"{day:%m/%d}" if day.year == as_of.year else f"{day:%m/%d/%y}"


def of_party(rows: Iterable[OpenRow], party: AgingRow | None, buckets: Iterable[int] = ()) -> list[OpenRow]:
    """The rows behind one row of a report by payer or by patient (None for its total), in some buckets or all."""
    wanted = frozenset(buckets)
    return [row for row in rows if _belongs(row, party) and (not wanted or row.bucket in wanted)]


def _belongs(row: OpenRow, party: AgingRow | None) -> bool:
    if party is None:
        return True
    match party.kind:
        case AgingKind.UNAPPLIED:
            return row.account is Account.UNAPPLIED
        case AgingKind.PATIENTS:
            return row.account is Account.PATIENT_RECEIVABLE
        case AgingKind.PAYER:
            return row.account is Account.PAYER_RECEIVABLE and row.payer_id == party.name_id
        case AgingKind.PATIENT:
            return row.account is not Account.UNAPPLIED and row.patient_id == party.name_id


def rows_total(rows: Iterable[OpenRow]) -> Money:
    """What the rows add up to."""
    return Money.total(row.amount for row in rows)
