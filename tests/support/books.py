"""A small practice whose A/R can be counted by hand, with one example of everything that waits on somebody.

On Monday 2026-11-23 (who, visit, what is open, age in days):

    Alvarez  Medicare     11/09   65.00 insurance   14   sent 11/10
    Dunn     Medicare     11/09   65.00 insurance   14   denied CO-50 on 11/20
    Cho      Harbor       06/15   50.00 insurance  161   rejected 06/20; limit of 180 days ends 12/12
    Nair     Harbor       08/03  117.00 insurance  112   sent 08/05, silent since
    Ekberg   Harbor       10/01   48.00 insurance   53   97140 denied CO-97 on 11/20, the rest paid
    Ekberg                         5.00 patient      3   copay of that payment
    Bell     Timberline   11/20   50.00 insurance    3   ready, on paper
    Haddad                      −120.00 unapplied    3   prepaid on 11/20, owes nothing
    Total                        280.00

Beside it: a remittance that balances (40.00) and one that does not (22.66, out by 0.24), two visits of the day without
codes, one on hold, and an authorization of Lind that ends on Saturday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.basics.identifiers import ClaimId, EncounterId, PatientId, PayerId
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.db.connect import write
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.practice import store as practices
from clinicbill.practice.provider import ProviderKind
from clinicbill.remits.balance import prove
from clinicbill.workflows.receive_remittance import proof_words
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import Billed, a_payment, a_remittance, a_service, as_835, billed, post, receive
from tests.support.practice import (
    AUTO,
    COMMERCIAL,
    TODAY,
    WORKERS_COMP,
    Office,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    an_authorization,
    stamp_on,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.remits.remittance import ClaimPayment, Remittance

MEDICARE_NAME = "Medicare Part B Oregon"
TOTAL = Money(28000)
INSURANCE, PATIENTS, UNAPPLIED = Money(39500), Money(500), Money(-12000)
# By payer: 0–30, 31–60, 61–90, 91–120, over 120.
MEDICARE = (13000, 0, 0, 0, 0)
HARBOR = (0, 4800, 0, 11700, 5000)
TIMBERLINE = (5000, 0, 0, 0, 0)
DENIED = Money(11300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What was made."""

    office: Office
    alvarez: Billed
    dunn: Billed
    cho: Billed
    nair: Billed
    ekberg: Billed
    bell: Billed
    haddad: PatientId
    lind: PatientId
    to_code: tuple[EncounterId, ...]
    held: EncounterId


def some_books(db: Database, office: Office | None = None) -> Books:
    """Make them in an empty practice file, or in one with its office; in one transaction, which is faster."""
    with write(db):
        return _made(db, office or a_practice(db))


def _made(db: Database, office: Office) -> Books:
    made = Books(
        office=office,
        alvarez=_sent(db, "Alvarez", "Ruth", office.medicare, [("98941", "AT", "65.00")], date(2026, 11, 9)),
        dunn=_sent(db, "Dunn", "Marge", office.medicare, [("98941", "", "65.00")], date(2026, 11, 9)),
        cho=_sent(db, "Cho", "Sung", office.commercial, [("98940", "", "50.00")], date(2026, 6, 15)),
        nair=_sent(
            db,
            "Nair",
            "Priya",
            office.commercial,
            [("98941", "", "65.00"), ("97110", "GP", "52.00")],
            date(2026, 8, 3),
        ),
        ekberg=_sent(
            db,
            "Ekberg",
            "Nils",
            office.commercial,
            [("98940", "", "50.00"), ("97140", "", "48.00")],
            date(2026, 10, 1),
        ),
        bell=_sent(
            db,
            "Bell",
            "Marcus",
            office.workers_comp,
            [("98940", "", "50.00")],
            date(2026, 11, 20),
            send=False,
        ),
        haddad=a_patient(db, "Haddad", "Nadia"),
        lind=a_patient(db, "Lind", "Hugo"),
        to_code=tuple(_uncoded(db, last) for last in ("Ames", "Boyd")),
        held=_uncoded(db, "Cruz", status=VisitStatus.ON_HOLD, hold_reason="waiting for an authorization"),
    )
    _answer(db, made)
    _wait(db)
    take_payment(db, stamp_on(date(2026, 11, 20)), made.haddad, Money(12000), "card", reference="0417")
    _authorize(db, made)
    return made


def say(db: Database, claim_id: ClaimId, on: date, to: ClaimStatus, text: str) -> None:
    """A step of a claim on a day."""
    change_status(db, stamp_on(on), claim_id, to, text=text)


def _sent(
    db: Database,
    last: str,
    first: str,
    payer_id: PayerId,
    lines: list[tuple[str, str, str]],
    on: date,
    *,
    send: bool = True,
) -> Billed:
    """A claim with the history of every claim, sent on the day after its visit or still ready."""
    made = billed(db, a_patient(db, last, first), payer_id, lines, on=on, status="ready")
    db.table("claim_event").insert(
        {
            "claim_id": made.claim_id,
            "at": moment_text(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)),
            "status_before": "",
            "status_after": "ready",
            "text": "Made from the visit",
            "user_id": 1,
        }
    )
    if send:
        later = date.fromordinal(on.toordinal() + 1)
        say(db, made.claim_id, later, ClaimStatus.FILE_CREATED, "In file 837P-1.837")
        say(db, made.claim_id, later, ClaimStatus.SENT, "Uploaded to the clearinghouse")
    return made


def _uncoded(
    db: Database, last: str, *, status: VisitStatus = VisitStatus.TO_CODE, hold_reason: str = ""
) -> EncounterId:
    patient_id = a_patient(db, last, "Ann")
    a_coverage(db, patient_id)
    return a_visit(
        db,
        patient_id,
        on=TODAY,
        lines=(),
        diagnoses=(),
        status=status,
        hold_reason=hold_reason,
        note="Neck pain.",
    )


def _answer(db: Database, made: Books) -> None:
    """What the payers said."""
    say(db, made.cho.claim_id, date(2026, 6, 20), ClaimStatus.REJECTED, "Subscriber not found")
    denied = a_service("98941", "65.00", "0", "CO-50 65.00", line_control_number=f"L{made.dunn.lines[0]}")
    paid_on = stamp_on(date(2026, 11, 20))
    medicare = a_remittance([a_payment(made.dunn.number, [denied], last="Dunn", status="4")])
    assert post(db, medicare, paid_on, name="medicare.835").done
    first, second = made.ekberg.lines
    day = {"from_on": made.ekberg.on, "to_on": made.ekberg.on}
    services = [
        a_service(
            "98940", "50.00", "30.00", "CO-45 15.00, PR-3 5.00", line_control_number=f"L{first}", **day
        ),
        a_service("97140", "48.00", "0", "CO-97 48.00", line_control_number=f"L{second}", **day),
    ]
    assert post(
        db, _of_harbor([a_payment(made.ekberg.number, services, last="Ekberg")], "0099187"), paid_on
    ).done


def _of_harbor(claims: list[ClaimPayment], trace: str) -> Remittance:
    return a_remittance(
        claims,
        payer_name="HARBOR MUTUAL PPO",
        payer_id="HM512",
        payer_trace_id="1930000002",
        trace_number=trace,
        method="CHK",
    )


def _wait(db: Database) -> None:
    """Two remittances that were received and not posted; they speak of nobody here."""
    good = _of_harbor(
        [a_payment("ZZ000001", [a_service("98940", "50.00", "40.00", "CO-45 10.00")], last="Yoon")], "0099200"
    )
    bad = _of_harbor(
        [a_payment("ZZ000002", [a_service("98940", "50.00", "22.66", "CO-45 27.10")], last="Zahn")], "0099201"
    )
    assert proof_words(prove(good)) == "Balanced"
    for number, (remittance, name) in enumerate(((good, "good.835"), (bad, "bad.835")), 40):
        receive(db, as_835(remittance, control_number=number), name)


def _authorize(db: Database, made: Books) -> None:
    """An authorization that ends on Saturday, used by a visit of last week that cost nothing."""
    coverage = a_coverage(db, made.lind, made.office.commercial)
    number = an_authorization(db, made.lind, coverage, number="AE-4410", to_on=date(2026, 11, 28))
    a_visit(db, made.lind, on=date(2026, 11, 16), lines=(("98940", "", "0.00"),), authorization_id=number)


def office_of(db: Database) -> Office:
    """The office that `a_practice` has put into a file before."""
    payers = {payer.name: payer.id for payer in practices.list_payers(db)}
    return Office(
        practice=practices.get_practice(db),
        provider=practices.list_providers(db, ProviderKind.RENDERING)[0].id,
        referring=practices.list_providers(db, ProviderKind.REFERRING)[0].id,
        facility=practices.list_facilities(db)[0].id,
        medicare=payers[MEDICARE_NAME],
        commercial=payers[COMMERCIAL.name],
        workers_comp=payers[WORKERS_COMP.name],
        auto=payers[AUTO.name],
    )
