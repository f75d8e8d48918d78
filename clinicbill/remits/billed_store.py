"""Reads what was billed and paid for the claims a remittance may speak about, in few queries for any size."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, PatientId, PayerId, PostingId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows, scalar
from clinicbill.ledger.entries_store import entries_of_postings
from clinicbill.ledger.store import line_balances, patients_charges
from clinicbill.remits.billed import BilledClaim, BilledLine, PastPayment, past_payment
from clinicbill.remits.line_match import line_id
from clinicbill.remits.match import SHORTEST_CUT, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from clinicbill.ledger.posting import OpenBalance
    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.remittance import ClaimPayment, Remittance


def candidates(db: Database, remittance: Remittance) -> list[BilledClaim]:
    """Every claim a payment of the remittance may mean: by claim number, line number, cut number, or likeness."""
    numbers = {cleaned(payment.patient_control_number) for payment in remittance.claims}
    found = rows(
        db,
        "select id, patient_control_number from claim "
        "where patient_control_number in (select value from json_each(?))",
        [json.dumps(sorted(numbers))],
    )
    known = {row["patient_control_number"] for row in found}
    unknown = [one for one in remittance.claims if cleaned(one.patient_control_number) not in known]
    ids = {row["id"] for row in found}
    ids |= _with_lines(db, remittance) | _with_cut_numbers(db, unknown) | _alike(db, unknown)
    return billed_claims(db, ids)


def _with_lines(db: Database, remittance: Remittance) -> set[int]:
    named = {
        number
        for payment in remittance.claims
        for service in payment.services
        if (number := line_id(service.line_control_number)) is not None
    }
    query = "select claim_id from claim_line where service_line_id in (select value from json_each(?))"
    return {row["claim_id"] for row in rows(db, query, [json.dumps(sorted(named))])}


def _with_cut_numbers(db: Database, unknown: Iterable[ClaimPayment]) -> set[int]:
    """Claims whose number begins with the payer's, or the payer's with theirs."""
    parts = {cleaned(payment.patient_control_number) for payment in unknown}
    parts = {part for part in parts if len(part) >= SHORTEST_CUT}
    shorter = {part[:length] for part in parts for length in range(SHORTEST_CUT, len(part))}
    longer = rows(
        db,
        "select c.id from json_each(?) n join claim c on c.patient_control_number >= n.value "
        "and c.patient_control_number < n.value || '~'",
        [json.dumps(sorted(parts))],
    )
    query = "select id from claim where patient_control_number in (select value from json_each(?))"
    return {row["id"] for row in (*longer, *rows(db, query, [json.dumps(sorted(shorter))]))}


def _alike(db: Database, unknown: Iterable[ClaimPayment]) -> set[int]:
    """Claims with a line of the same procedure on the same day."""
    services = {
        (day.isoformat(), code)
        for payment in unknown
        for service in payment.services
        if (day := service.from_on or payment.from_on) is not None
        for code in (service.billed.code, service.procedure.code)
    }
    query = """select cl.claim_id from json_each(?) wanted
        join encounter e on e.service_on = wanted.value ->> 0
        join service_line s on s.encounter_id = e.id and s.procedure_code = wanted.value ->> 1
        join claim_line cl on cl.service_line_id = s.id"""
    return {row["claim_id"] for row in rows(db, query, [json.dumps(sorted(services))])}


def billed_claims(db: Database, claim_ids: Iterable[int]) -> list[BilledClaim]:
    """Claims with their lines, and the insurance that comes after theirs on each day of service."""
    ids = json.dumps(sorted(claim_ids))
    lines: defaultdict[int, list[BilledLine]] = defaultdict(list)
    for row in rows(db, _LINES, [ids]):
        lines[row["claim_id"]].append(_line(row))
    return [_claim(row, tuple(lines[row["id"]])) for row in rows(db, _CLAIMS, [ids])]


_CLAIMS = """select c.id, c.patient_control_number, c.payer_id, c.responsibility, c.patient_id, payer.name as payer_name,
    payer.payer_number, p.last_name, p.first_name, p.middle_name, p.suffix, coverage.member_id
    from claim c join patient p on p.id = c.patient_id join payer on payer.id = c.payer_id
    join coverage on coverage.id = c.coverage_id where c.id in (select value from json_each(?)) order by c.id"""

# The next insurance is chosen as visits choose theirs: by the day of service, within the same case or within health.
_LINES = """select cl.claim_id, s.id, s.procedure_code, s.modifiers, s.from_on, s.charge_cents,
    coalesce((select aged_from from entry where service_line_id = s.id and account = 'payer_receivable'
              and payer_id = c.payer_id order by id limit 1), e.service_on) as aged_from,
    next.payer_id as next_payer_id, payer.name as next_payer, payer.payer_number as next_payer_number
    from claim_line cl join claim c on c.id = cl.claim_id join service_line s on s.id = cl.service_line_id
    join encounter e on e.id = s.encounter_id
    left join coverage next on next.id = (
        select n.id from coverage present join coverage n on n.patient_id = present.patient_id
        where present.id = c.coverage_id and n.priority > present.priority
        and n.case_id is not distinct from present.case_id
        and n.from_on <= s.from_on and (n.to_on is null or s.from_on <= n.to_on)
        order by n.priority, n.from_on desc, n.id desc limit 1)
    left join payer on payer.id = next.payer_id
    where cl.claim_id in (select value from json_each(?)) order by cl.claim_id, cl.position"""


def open_balances(db: Database, matches: Iterable[ClaimMatch]) -> tuple[OpenBalance, ...]:
    """What is open on all lines of the matched claims."""
    found = line_balances(db, _lines_of(matches))
    return tuple(balance for balances in found.values() for balance in balances)


def patients_charges_of(db: Database, matches: Iterable[ClaimMatch]) -> tuple[OpenBalance, ...]:
    """The charges on all lines of the matched claims that stand with the patient, paid or not."""
    return tuple(patients_charges(db, _lines_of(matches)))


def past_payments(db: Database, matches: Iterable[ClaimMatch]) -> tuple[PastPayment, ...]:
    """The insurance payments that stand today on any line of the matched claims."""
    found = rows(
        db,
        # Who paid: the claim's payer, or the one it sent the claim on to.
        """select p.id, p.posted_on, coalesce(
                (select payer_id from entry where posting_id = p.id and account = 'cash' limit 1),
                (select payer_id from entry where posting_id = p.id and account = 'payer_receivable'
                 and amount_cents < 0 limit 1), c.payer_id) as payer_id
            from posting p join claim c on c.id = p.claim_id
            where p.id in (select posting_id from entry where service_line_id in (select value from json_each(?)))
            and p.kind in ('insurance_payment', 'restored')
            and not exists (select 1 from posting r where r.reverses_id = p.id) order by p.id""",
        [json.dumps(sorted(_lines_of(matches)))],
    )
    entries = entries_of_postings(db, [PostingId(row["id"]) for row in found])
    return tuple(
        past_payment(
            PostingId(row["id"]),
            date.fromisoformat(row["posted_on"]),
            row["payer_id"],
            entries[PostingId(row["id"])],
        )
        for row in found
    )


def payer_of(db: Database, remittance: Remittance, matches: Iterable[ClaimMatch]) -> PayerId | None:
    """Which of our payers sent it: the one most of its claims were sent to, else the one with its number."""
    counted = Counter(match.claim.payer_id for match in matches if match.claim)
    if counted:
        return counted.most_common(1)[0][0]
    number = remittance.payer_id.strip()
    found = scalar(
        db, "select id from payer where payer_number = ? and payer_number <> '' order by id", [number]
    )
    return None if found is None else PayerId(found)


def keep_payer_control_number(db: Database, claim_id: ClaimId, number: str, columns: dict[str, Any]) -> None:
    """Write the payer's own claim number (CLP07) on the claim; a corrected claim has to quote it."""
    kept = scalar(db, "select payer_control_number from claim where id = ?", [claim_id])
    if number and kept != number:
        db.table("claim").update(claim_id, {"payer_control_number": number, **columns})


def _lines_of(matches: Iterable[ClaimMatch]) -> set[ServiceLineId]:
    return {line.service_line_id for match in matches if match.claim for line in match.claim.lines}


def _line(row: dict[str, Any]) -> BilledLine:
    return BilledLine(
        service_line_id=ServiceLineId(row["id"]),
        procedure_code=row["procedure_code"],
        modifiers=tuple(row["modifiers"].split()),
        from_on=date.fromisoformat(row["from_on"]),
        charge=Money(row["charge_cents"]),
        aged_from=date.fromisoformat(row["aged_from"]),
        next_payer_id=row["next_payer_id"],
        next_payer=row["next_payer"] or "",
        next_payer_number=row["next_payer_number"] or "",
    )


def _claim(row: dict[str, Any], lines: tuple[BilledLine, ...]) -> BilledClaim:
    return BilledClaim(
        claim_id=ClaimId(row["id"]),
        number=row["patient_control_number"],
        payer_id=PayerId(row["payer_id"]),
        payer=row["payer_name"],
        payer_number=row["payer_number"],
        responsibility=row["responsibility"],
        patient_id=PatientId(row["patient_id"]),
        patient=PersonName(
            last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
        ),
        member_id=row["member_id"],
        lines=lines,
    )
