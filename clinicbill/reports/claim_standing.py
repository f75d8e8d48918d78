"""Where claims stood on a day: state, last word from outside, filing limit; for the rows behind A/R."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.identifiers import ClaimId, PayerId, ServiceLineId
from clinicbill.claims.status import LIMIT_RUNS, ON_ITS_WAY, ClaimStatus
from clinicbill.claims.timely import filing_deadline
from clinicbill.db.connect import rows
from clinicbill.practice.store import find_practice
from clinicbill.reports.next_step import SILENT_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """One claim as it stood on a day.

    Attributes:
        news: the last thing that moved it, or what the payer said; news_on its day where the practice is.
        deadline_on: the last day to file while nobody has accepted it; None where it no longer runs or is unknown.
        earlier_payer: the payer that answered, where what is open is owed by a later one that has no claim yet.
        crossed: that payer sent the claim on to the next one itself.
    """

    claim_id: ClaimId
    number: str
    status: ClaimStatus
    hold_reason: str
    news: str
    news_on: date
    deadline_on: date | None = None
    earlier_payer: str = ""
    crossed: bool = False

    def silent_days(self, as_of: date) -> int | None:
        """Days without news where that is too long for a claim on its way, else None."""
        days = (as_of - self.news_on).days
        waits = self.status in ON_ITS_WAY or self.crossed
        return days if waits and days > SILENT_DAYS else None


def zone_of(db: Database) -> ZoneInfo | None:
    """Where the practice's days begin; None before it is set up, then days are those of UTC."""
    practice = find_practice(db)
    return ZoneInfo(practice.time_zone) if practice else None


def end_of_day(day: date, zone: ZoneInfo | None) -> str:
    """The first moment that no longer belongs to the practice's day, as moments are stored."""
    if day == date.max:
        return "9999-12-31T23:59:59Z"
    return moment_text(datetime.combine(day + timedelta(days=1), time(), tzinfo=zone or UTC).astimezone(UTC))


def local_day(moment: str, zone: ZoneInfo | None) -> date:
    """The day a stored moment has where the practice is."""
    return parse_moment(moment).astimezone(zone or UTC).date()


_STANDINGS = """select c.id, c.patient_control_number, c.first_service_on, y.claim_filing_code, y.filing_limit_days,
        last.status_after as status, last.at, case when c.status = last.status_after then c.hold_reason else '' end as hold_reason,
        coalesce(said.text, last.text) as news, coalesce(said.at, last.at) as news_at
    from json_each(:ids) wanted join claim c on c.id = wanted.value join payer y on y.id = c.payer_id
    join claim_event last on last.id = (select max(id) from claim_event where claim_id = c.id and at < :until)
    left join claim_event said on said.id = (select max(id) from claim_event where claim_id = c.id and at < :until
        and (status_before <> status_after or remittance_id is not null))"""


def claim_standings(db: Database, claim_ids: Iterable[ClaimId], as_of: date) -> dict[ClaimId, ClaimStanding]:
    """How these claims stood at the end of a day; those made later are left out."""
    zone = zone_of(db)
    found = rows(
        db, _STANDINGS, {"ids": json.dumps(sorted(set(claim_ids))), "until": end_of_day(as_of, zone)}
    )
    return {ClaimId(row["id"]): _standing(row, zone) for row in found}


def _standing(row: dict[str, Any], zone: ZoneInfo | None) -> ClaimStanding:
    status = ClaimStatus(row["status"])
    deadline = filing_deadline(
        date.fromisoformat(row["first_service_on"]),
        claim_filing_code=row["claim_filing_code"],
        filing_limit_days=row["filing_limit_days"],
    )
    return ClaimStanding(
        claim_id=ClaimId(row["id"]),
        number=row["patient_control_number"],
        status=status,
        hold_reason=row["hold_reason"],
        news=row["news"],
        news_on=local_day(row["news_at"], zone),
        deadline_on=deadline if status in LIMIT_RUNS else None,
    )


# The claim another payer answered for a line, with the remittance that did; CLP02 19 to 21: sent on by that payer.
_EARLIER = """select line.value as line_id, c.id, c.patient_control_number, payer.name as payer_name, c.payer_id, e.status_after, e.at,
        exists (select 1 from remittance r, json_each(r.content, '$.remittance.claims') paid
            where r.id = e.remittance_id and paid.value ->> 'patient_control_number' = c.patient_control_number
            and paid.value ->> 'status' in ('19', '20', '21')) as crossed
    from json_each(:lines) line
    join claim_event e on e.id = (select max(e.id) from claim_line l join claim_event e on e.claim_id = l.claim_id
        where l.service_line_id = line.value and e.remittance_id is not null and e.at < :until)
    join claim c on c.id = e.claim_id join payer on payer.id = c.payer_id"""


def earlier_standings(
    db: Database, line_ids: Iterable[ServiceLineId], as_of: date
) -> dict[ServiceLineId, tuple[PayerId, ClaimStanding]]:
    """For lines a later payer owes without a claim of its own: which payer answered before, and whether it sent it on."""
    zone = zone_of(db)
    wanted = {"lines": json.dumps(sorted(set(line_ids))), "until": end_of_day(as_of, zone)}
    return {
        ServiceLineId(row["line_id"]): (PayerId(row["payer_id"]), _earlier(row, zone))
        for row in rows(db, _EARLIER, wanted)
    }


def _earlier(row: dict[str, Any], zone: ZoneInfo | None) -> ClaimStanding:
    name, crossed = row["payer_name"], bool(row["crossed"])
    return ClaimStanding(
        claim_id=ClaimId(row["id"]),
        number=row["patient_control_number"],
        status=ClaimStatus(row["status_after"]),
        hold_reason="",
        news=f"Crossed over by {name}" if crossed else f"{name} has paid its part",
        news_on=local_day(row["at"], zone),
        earlier_payer=name,
        crossed=crossed,
    )
