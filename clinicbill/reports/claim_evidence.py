"""The evidence of a claim: where it stands and since when, what runs out, who has had it, what it charges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.basics.words import counted
from clinicbill.claims.status import STATUSES, UNSENT, ClaimStatus
from clinicbill.claims.store import events_of, get_claim, line_ids_of
from clinicbill.db.connect import rows
from clinicbill.reports.claim_standing import claim_standings, zone_of
from clinicbill.reports.denied_lines import DeniedLine, denied_lines
from clinicbill.reports.evidence import Evidence, Ground, Part, Proof
from clinicbill.reports.payer_facts import PayerFacts, payer_facts
from clinicbill.reports.work_item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId, ServiceLineId
    from clinicbill.reports.claim_standing import ClaimStanding

_LATEST = 7


def claim_evidence(db: Database, kind: WorkKind, claim_id: ClaimId, as_of: date) -> Evidence:
    """Why a claim stands on the list, and what can be proved of it.

    Raises:
        NotFound: there is no such claim.
    """
    record = get_claim(db, claim_id)
    facts = payer_facts(db, record.payer_id, as_of)
    standing = claim_standings(db, [claim_id], as_of).get(claim_id)
    denied = (
        [line for line in denied_lines(db) if line.claim_id == claim_id] if kind is WorkKind.DENIED else []
    )
    return Evidence(
        about=(
            facts.payer.name,
            f"visit {slashed(record.first_service_on)}",
            record.patient_control_number,
        ),
        grounds=tuple(_grounds(kind, standing, facts, record.total, as_of, denied)),
        proofs=claim_proofs(db, claim_id),
        parts_title="Lines",
        parts=line_parts(db, line_ids_of(db, claim_id)),
        payer=facts,
    )


def claim_proofs(db: Database, claim_id: ClaimId, latest: int = _LATEST) -> tuple[Proof, ...]:
    """The last steps of a claim that somebody outside knows of, or that stopped it; the oldest first."""
    zone = zone_of(db)
    made = [
        Proof(
            on=event.at.astimezone(zone).date() if zone else event.at.date(),
            icon=STATUSES[event.after].icon,
            role=STATUSES[event.after].role,
            text=event.text or STATUSES[event.after].words,
        )
        for event in events_of(db, claim_id)
        if event.after not in UNSENT or event.after is ClaimStatus.ON_HOLD
    ]
    return tuple(made[-latest:])


_LINES = """select s.id, s.procedure_code, s.modifiers, s.charge_cents, coalesce(p.name, '') as name
    from json_each(?) wanted join service_line s on s.id = wanted.value
    left join procedure p on p.code = s.procedure_code order by wanted.key"""


def line_parts(db: Database, line_ids: Sequence[ServiceLineId]) -> tuple[Part, ...]:
    """The service lines with the office's own names for the procedures."""
    found = rows(db, _LINES, ["[" + ",".join(str(int(one)) for one in line_ids) + "]"])
    return tuple(
        Part(
            code=row["procedure_code"],
            modifiers=tuple(row["modifiers"].split()),
            words=row["name"],
            amount=Money(row["charge_cents"]),
        )
        for row in found
    )


def _grounds(
    kind: WorkKind,
    standing: ClaimStanding | None,
    facts: PayerFacts,
    charge: Money,
    as_of: date,
    denied: Sequence[DeniedLine],
) -> list[Ground]:
    if standing is None:
        return []
    if kind is WorkKind.DENIED:
        return denial_grounds(denied, facts, as_of)
    found = [
        _limit(standing, facts, as_of),
        _state(standing, facts, as_of),
        _at_stake(standing, charge, as_of),
    ]
    return [ground for ground in found if ground is not None]


def _limit(standing: ClaimStanding, facts: PayerFacts, as_of: date) -> Ground | None:
    if standing.deadline_on is None:
        return None
    days = (standing.deadline_on - as_of).days
    ends = slashed(standing.deadline_on)
    known = f"{facts.payer.name}: {facts.limit_words}." if facts.limit_words else ""
    if days < 0:
        return Ground(
            icon="clock",
            role="red",
            title=f"The filing limit ended {ends}",
            text=f"{known} Send it with the proof below if it was filed in time.".strip(),
        )
    left = (
        "Today is the filing limit"
        if not days
        else f"{days} day{'s' if days > 1 else ''} to the filing limit"
    )
    return Ground(
        icon="clock", role="red" if days <= 30 else "text2", title=left, text=f"Ends {ends}. {known}".strip()
    )


def _state(standing: ClaimStanding, facts: PayerFacts, as_of: date) -> Ground | None:
    day = slashed(standing.news_on)
    silent = standing.silent_days(as_of)
    if silent is not None:
        usual = f" {facts.usual_words}." if facts.usual_words else ""
        return Ground(
            icon="warning",
            role="amber",
            title=f"Silent for {counted(silent, 'day')}",
            text=f"{STATUSES[standing.status].words} on {day}.{usual}",
        )
    look = STATUSES[standing.status]
    if standing.status is ClaimStatus.REJECTED:
        text = f"{standing.news}. Never adjudicated: corrected, it goes out again as an original."
        return Ground(icon=look.icon, role=look.role, title=f"Rejected {day}", text=text)
    if standing.status is ClaimStatus.ON_HOLD:
        return Ground(
            icon=look.icon, role=look.role, title=f"On hold since {day}", text=f"{standing.hold_reason}."
        )
    return Ground(icon=look.icon, role=look.role, title=f"{look.words} since {day}", text=f"{standing.news}.")


def _at_stake(standing: ClaimStanding, charge: Money, as_of: date) -> Ground | None:
    if standing.deadline_on is None or standing.deadline_on < as_of:
        return None
    return Ground(
        icon="dollar",
        role="text2",
        title=f"{charge} is lost after {slashed(standing.deadline_on)}",
        text="A payer may refuse a late claim, and most contracts forbid billing the patient for it.",
    )


def denial_grounds(denied: Sequence[DeniedLine], facts: PayerFacts | None, as_of: date) -> list[Ground]:
    """Each reason once with what is usually done, the appeal's last day, and that nothing is written off."""
    by_reason = {line.reason: line for line in denied}
    made = [
        Ground(
            icon="ban",
            role="red",
            title=f"{reason} {line.gloss[:1].lower()}{line.gloss[1:]}",
            text=_full(line.advice),
        )
        for reason, line in by_reason.items()
    ]
    ends = min((line.appeal_on for line in denied if line.appeal_on is not None), default=None)
    made.append(_appeal(ends, facts, as_of))
    open_amount = Money.total(line.open_amount for line in denied)
    made.append(
        Ground(
            icon="dollar",
            role="text2",
            title=f"{open_amount} stays open",
            text="Nothing is written off by itself; the payer still owes it on the books.",
        )
    )
    return made


def _appeal(ends: date | None, facts: PayerFacts | None, as_of: date) -> Ground:
    name = facts.payer.name if facts is not None else "this payer"
    if ends is None:
        return Ground(
            icon="clock",
            role="text2",
            title="Appeal limit not known here",
            text=f"No public rule sets one for {name}: look at its letter or contract.",
        )
    source = (
        "Medicare: 120 days after receipt of the decision, five days allowed for the mail (42 CFR 405.942)."
    )
    days = (ends - as_of).days
    if days < 0:
        return Ground(icon="clock", role="red", title=f"The appeal limit ended {slashed(ends)}", text=source)
    return Ground(
        icon="clock", role="amber", title=f"{days} days to appeal, until {slashed(ends)}", text=source
    )


def _full(text: str) -> str:
    return f"{text.rstrip('.')}." if text else ""
