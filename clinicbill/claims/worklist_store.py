"""The Claims page: claims in their groups, filtered, sorted, counted and cut in SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.basics.words import counted
from clinicbill.claims.status import LIMIT_RUNS, STATUSES, ClaimGroup, ClaimStatus
from clinicbill.claims.timely import days_left, filing_deadline
from clinicbill.db.connect import rows
from clinicbill.practice.payer import Delivery

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """What the list shows.

    Attributes:
        as_of: today, for silence and for “this week”.
        text: words that all must stand in patient, chart number, payer, claim number, state or date of service.
        group: one group only; None shows all but the closed ones.
        first_on, last_on: by the first date of service.
        silent_days: a claim on its way without news for longer needs somebody.
        answered_days: how long an answered claim stays in the list; None for always. A text, patient, state or
            date asked for shows them all.
        limit: rows at most; the totals count all.
    """

    as_of: date
    text: str = ""
    payer_id: PayerId | None = None
    patient_id: PatientId | None = None
    status: ClaimStatus | None = None
    group: ClaimGroup | None = None
    first_on: date | None = None
    last_on: date | None = None
    silent_days: int = 30
    answered_days: int | None = 7
    limit: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim in the list.

    Attributes:
        reason: why it is on hold, or what its last news said (a copy printed is no news).
        silent_days: days without news where that is why it needs somebody, else None.
        deadline_days: days left to file while nobody has accepted it yet; None where no limit is known.
    """

    id: ClaimId
    number: str
    patient_id: PatientId
    patient: PersonName
    payer_id: PayerId
    payer: str
    status: ClaimStatus
    group: ClaimGroup
    delivery: Delivery
    frequency: str
    first_service_on: date
    total: Money
    reason: str
    news_on: date
    silent_days: int | None
    deadline_days: int | None

    @property
    def state(self) -> str:
        """As the list says it: "Silent 74 days", "Ready, paper", "On hold: query", "Rejected"."""
        words = STATUSES[self.status].words
        if self.silent_days is not None:
            return f"Silent {counted(self.silent_days, 'day')}"
        if self.status is ClaimStatus.ON_HOLD and self.reason:
            return f"{words}: {self.reason}"
        if self.status is ClaimStatus.READY and self.delivery is Delivery.PAPER:
            return f"{words}, paper"
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotal:
    """How many claims stand in a group and what they charge together."""

    count: int
    total: Money


_GROUP_ORDER = tuple(ClaimGroup)

_LISTED = """
    with known as (
        select c.id, c.patient_control_number, c.patient_id, c.payer_id, c.status, c.hold_reason, c.delivery,
               c.frequency, c.first_service_on, c.total_cents, p.last_name, p.first_name, p.middle_name, p.suffix,
               y.name as payer, y.claim_filing_code, y.filing_limit_days, coalesce(e.text, '') as news,
               coalesce(substr(e.at, 1, 10), c.first_service_on) as news_on, looks.value ->> 'words' as words, looks.value ->> 'place' as place,
               p.chart_number
        from claim c join patient p on p.id = c.patient_id join payer y on y.id = c.payer_id
        left join claim_event e on e.id = (select max(id) from claim_event where claim_id = c.id
                                      and (status_before <> status_after or remittance_id is not null))
        join json_each(:looks) looks on looks.key = c.status
        where (:patient_id is null or c.patient_id = :patient_id)
        and (:payer_id is null or c.payer_id = :payer_id) and (:status is null or c.status = :status)
        and (:first_on is null or c.first_service_on >= :first_on)
        and (:last_on is null or c.first_service_on <= :last_on)),
    listed as (
        select *, case when place = 2 and news_on < :silent_before then 0 else place end as group_place
        from known
        where not exists (
            select 1 from json_each(:wanted) wanted where instr(lower(
                last_name || ', ' || first_name || ' ' || last_name || ' ' || chart_number || ' ' || payer || ' '
                || patient_control_number || ' ' || words || ' ' || delivery || ' '
                || strftime('%m/%d/%Y', first_service_on)), wanted.value) = 0)
        and (:answered_after is null or place <> 3 or news_on > :answered_after))
"""
_ROWS = f"""{_LISTED} select * from listed where (:group is null and group_place < 4 or group_place = :group)
    order by group_place, case when group_place = 3 then news_on end desc, first_service_on,
             last_name collate nocase, first_name collate nocase, id
    limit :limit"""  # noqa: S608  # our own text
_TOTALS = f"""{_LISTED} select group_place, count(*) as claims, sum(total_cents) as cents from listed
    where (:group is null and group_place < 4 or group_place = :group)
    group by group_place"""  # noqa: S608  # our own text


def find_claims(db: Database, wanted: ClaimFilter) -> list[ClaimRow]:
    """The claims to show, group by group; what was answered last stands first in its group, else the oldest."""
    return [_row(row, wanted) for row in rows(db, _ROWS, _values(wanted))]


def group_totals(db: Database, wanted: ClaimFilter) -> dict[ClaimGroup, GroupTotal]:
    """Count and charge of each group that the filter shows, beyond its limit too; empty groups are left out."""
    return {
        _GROUP_ORDER[row["group_place"]]: GroupTotal(count=row["claims"], total=Money(row["cents"]))
        for row in rows(db, _TOTALS, _values(wanted))
    }


def needing_you(db: Database, as_of: date) -> int:
    """How many claims need somebody, for the badge of the side bar."""
    totals = group_totals(db, ClaimFilter(as_of=as_of, group=ClaimGroup.NEEDS_YOU))
    return totals[ClaimGroup.NEEDS_YOU].count if totals else 0


def _values(wanted: ClaimFilter) -> dict[str, str | int | None]:
    narrowed = (wanted.text.strip(), wanted.patient_id, wanted.status, wanted.first_on, wanted.last_on)
    answered_days = None if any(narrowed) else wanted.answered_days
    return {
        "looks": _LOOKS,
        "wanted": json.dumps(wanted.text.lower().split()),
        "patient_id": wanted.patient_id,
        "payer_id": wanted.payer_id,
        "status": str(wanted.status) if wanted.status else None,
        "group": _GROUP_ORDER.index(wanted.group) if wanted.group else None,
        "first_on": wanted.first_on.isoformat() if wanted.first_on else None,
        "last_on": wanted.last_on.isoformat() if wanted.last_on else None,
        "silent_before": (wanted.as_of - timedelta(days=wanted.silent_days)).isoformat(),
        "answered_after": (wanted.as_of - timedelta(days=answered_days)).isoformat()
        if answered_days is not None
        else None,
        "limit": wanted.limit,
    }


_LOOKS = json.dumps(
    {
        str(status): {"words": look.words, "place": _GROUP_ORDER.index(look.group)}
        for status, look in STATUSES.items()
    }
)


def _row(row: dict[str, Any], wanted: ClaimFilter) -> ClaimRow:
    status = ClaimStatus(row["status"])
    group = _GROUP_ORDER[row["group_place"]]
    news_on = date.fromisoformat(row["news_on"])
    silent = group is not STATUSES[status].group
    return ClaimRow(
        id=ClaimId(row["id"]),
        number=row["patient_control_number"],
        patient_id=PatientId(row["patient_id"]),
        patient=PersonName(
            last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
        ),
        payer_id=PayerId(row["payer_id"]),
        payer=row["payer"],
        status=status,
        group=group,
        delivery=Delivery(row["delivery"]),
        frequency=row["frequency"],
        first_service_on=date.fromisoformat(row["first_service_on"]),
        total=Money(row["total_cents"]),
        reason=row["hold_reason"] or row["news"],
        news_on=news_on,
        silent_days=(wanted.as_of - news_on).days if silent else None,
        deadline_days=_deadline_days(row, status, wanted.as_of),
    )


def _deadline_days(row: dict[str, Any], status: ClaimStatus, as_of: date) -> int | None:
    if status not in LIMIT_RUNS:
        return None
    deadline = filing_deadline(
        date.fromisoformat(row["first_service_on"]),
        claim_filing_code=row["claim_filing_code"],
        filing_limit_days=row["filing_limit_days"],
    )
    return None if deadline is None else days_left(deadline, as_of)
