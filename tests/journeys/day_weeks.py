"""The weeks before the chiropractic Monday, as they lie on the desk, and the two remittances of its morning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId
from clinicbill.basics.money import Money
from clinicbill.claims.store import get_claim
from clinicbill.remits.remittance import Party, ProcedureCode, ProviderAdjustment
from clinicbill.remits.spread import opposite
from clinicbill.workflows.take_payment import take_payment
from tests.journeys.day_practices import FRONT_DESK
from tests.journeys.day_support import Chart, Clinic, done
from tests.support.ledgers import a_payment, a_remittance

if TYPE_CHECKING:
    from clinicbill.remits.remittance import ClaimPayment, Remittance

MONDAY = date(2026, 11, 23)
TWELFTH, NINTH, TENTH = date(2026, 10, 12), date(2026, 11, 9), date(2026, 11, 10)
EARLIER = date(2026, 10, 26)
CREDIT_ON = date(2026, 10, 20)
AT_ONCE: dict[str, Any] = {"initial_treatment_on": date(2026, 10, 5)}


@dataclass(frozen=True)
class Weeks:
    """What lies on the desk on Monday morning: patients, and the claims that are out."""

    alvarez: Chart
    cho: Chart
    dunn: Chart
    ekberg: Chart
    whitfield: Chart
    haddad: Chart
    claims: dict[str, ClaimId]

    def claim(self, chart: Chart) -> ClaimId:
        return self.claims[chart.last]


def weeks(cedar: Clinic) -> Weeks:
    """October and November up to the weekend; Ekberg's first payment is posted, Haddad's credit is taken."""
    medicare = ("1EG4TE5MK73", "2AB5CD6EF78", "3GH6JK7NM89", "4NP7QR8UT90")
    cards = [cedar.insurance("Medicare B", number) for number in medicare]
    medigap = cedar.insurance("Medigap", "MG7700123", priority=2)
    there = Weeks(
        alvarez=cedar.register("Alvarez", "Ruth", cards[0], medigap, **AT_ONCE),
        cho=cedar.register("Cho", "Daniel", cards[1], sex="M", **AT_ONCE),
        dunn=cedar.register("Dunn", "Marge", cards[2], **AT_ONCE),
        ekberg=cedar.register("Ekberg", "Nils", cards[3], sex="M", **AT_ONCE),
        whitfield=cedar.register("Whitfield", "Dan", cedar.insurance("BCBS PPO", "XYB900112233"), sex="M"),
        haddad=cedar.register("Haddad", "Leila", cedar.insurance("BCBS PPO", "XYB900445566")),
        claims={},
    )
    spine = "M99.03 M54.59"
    visits = (
        (there.ekberg, TWELFTH, ("98941-AT AB",)),
        (there.alvarez, NINTH, ("98941-AT AB",)),
        (there.cho, TENTH, ("98940-AT AB",)),
        # Without AT, GA and GZ no claim goes to Medicare: GZ says that a denial is expected.
        (there.dunn, NINTH, ("98941-GZ AB",)),
        (there.whitfield, NINTH, ("98940 A", "97140 B")),
        (there.haddad, TENTH, ("98940 A", "97110-GP B")),
    )
    for chart, day, lines in visits:
        there.claims[chart.last] = cedar.sent(chart, day, spine, *lines)
    desk = cedar.stamp(CREDIT_ON, FRONT_DESK)
    done(take_payment(cedar.db, desk, there.haddad.patient_id, Money(12000), "check", reference="4471"))
    cedar.post(
        a_remittance([first_of_ekberg(cedar, there)], trace_number="8809976", paid_on=EARLIER),
        EARLIER,
        "a.835",
    )
    return there


def paid(
    cedar: Clinic, there: Weeks, chart: Chart, code: str, amount: str, adjustments: str, **fields: Any
) -> ClaimPayment:
    """One line of one patient, decided."""
    claim = there.claim(chart)
    service = cedar.service(claim, 0, code, amount, adjustments, **fields.pop("service", {}))
    number = get_claim(cedar.db, claim).patient_control_number
    return a_payment(number, [service], last=chart.last, **fields)


def first_of_ekberg(cedar: Clinic, there: Weeks) -> ClaimPayment:
    usual = "PR-2 8.24, CO-45 23.80, CO-253 0.66"
    return paid(cedar, there, there.ekberg, "98941-AT", "32.30", usual)


def medicare_835(cedar: Clinic, there: Weeks) -> Remittance:
    """Step 22: a crossover, a payment, a denial, a reversal with its correction, WO and L6."""
    lower = "PR-2 5.78, CO-45 {}, CO-253 0.46"
    as_sent = {"submitted": ProcedureCode(code="98941", modifiers=("AT",))}
    claims = [
        paid(
            cedar,
            there,
            there.alvarez,
            "98941-AT",
            "32.30",
            "PR-2 8.24, CO-45 23.80, CO-253 0.66",
            status="19",
            crossover=Party(organization="EVERGREEN MEDIGAP"),
        ),
        paid(cedar, there, there.cho, "98940-AT", "22.66", lower.format("21.10")),
        paid(cedar, there, there.dunn, "98941", "0", "CO-50 65.00"),
        replace(opposite(first_of_ekberg(cedar, there)), status="22"),
        paid(cedar, there, there.ekberg, "98940-AT", "22.66", lower.format("36.10"), service=as_sent),
    ]
    ours, year_end = "1987654328", date(2026, 12, 31)
    plb = [
        ProviderAdjustment(
            reason=reason, amount=Money(cents), reference=about, payee_id=ours, period_end=year_end
        )
        for reason, cents, about in (("WO", 1500, "2026180000555"), ("L6", -12, ""))
    ]
    return a_remittance(claims, plb, trace_number="8812345")


def bcbs_835(cedar: Clinic, there: Weeks) -> Remittance:
    """Step 28: a copay, a denial for the pair, two coinsurances; 97110 comes back without GP."""
    services = {
        there.whitfield: [
            cedar.service(there.claim(there.whitfield), 0, "98940", "4.00", "PR-3 30.00, CO-45 16.00"),
            cedar.service(there.claim(there.whitfield), 1, "97140", "0", "CO-236 48.00"),
        ],
        there.haddad: [
            cedar.service(there.claim(there.haddad), 0, "98940", "27.20", "PR-2 6.80, CO-45 16.00"),
            cedar.service(there.claim(there.haddad), 1, "97110", "24.00", "PR-2 6.00, CO-45 22.00"),
        ],
    }
    claims = [
        a_payment(get_claim(cedar.db, there.claim(chart)).patient_control_number, found, last=chart.last)
        for chart, found in services.items()
    ]
    return a_remittance(
        claims,
        trace_number="0099187",
        method="CHK",
        payer_name="BCBS PPO",
        payer_id="BC001",
        payer_trace_id="1930000002",
    )
