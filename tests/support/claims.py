"""Builders of whole claims with honest defaults: invented people, NPIs that pass, amounts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import (
    Adjustment,
    BillingProvider,
    Claim,
    ClaimCase,
    ClaimCoverage,
    ClaimPatient,
    ClaimPayer,
    LineAdjudication,
    OtherPayer,
    ReferringProvider,
    RenderingProvider,
    ServiceFacility,
    ServiceLine,
    Subscriber,
)

SERVICE_ON = date(2026, 11, 23)
AS_OF = date(2026, 11, 24)

RUTH = PersonName(last="Alvarez", first="Ruth", middle="M")
RUTHS_HOME = Address(street="418 Alder Ct", city="Bend", state="OR", zip="977015512")

RENDERING = RenderingProvider(
    name=PersonName(last="Lindqvist", first="Anna"),
    credential="DC",
    npi="1234567893",
    taxonomy="111N00000X",
    signature_on_file_on=date(2026, 1, 2),
)
BILLING = BillingProvider(
    organization="Cedar Spine and Wellness PLLC",
    npi="1987654328",
    tax_id="123456789",
    tax_id_kind="EI",
    taxonomy="111N00000X",
    address=Address(street="1200 NW Wall St", street2="Suite 3", city="Bend", state="OR", zip="977032214"),
    phone="5415550134",
    contact_name="Dana Reyes",
)
REFERRING = ReferringProvider(
    name=PersonName(last="Okafor", first="Samuel"), credential="MD", npi="1555000011", qualifier="DN"
)
FACILITY = ServiceFacility(
    name="Ridgeline Surgery Center",
    npi="1666000025",
    address=Address(street="77 Mill View Way", city="Bend", state="OR", zip="977024410"),
)
COMMERCIAL = ClaimPayer(
    payer_id=1,
    name="Cascade Mutual",
    payer_number="CM001",
    claim_filing_code="CI",
    profile="commercial",
    address=Address(street="PO Box 4410", city="Portland", state="OR", zip="972084410"),
    phone="8005550111",
    filing_limit_days=365,
)
MEDICARE = ClaimPayer(
    payer_id=2,
    name="Medicare Part B",
    payer_number="02102",
    claim_filing_code="MB",
    profile="medicare",
    address=Address(street="PO Box 6700", city="Fargo", state="ND", zip="581086700"),
    filing_limit_days=None,
)
COMP_PAYER = ClaimPayer(
    payer_id=3,
    name="Travel Rock Casualty",
    payer_number="TRC01",
    claim_filing_code="WC",
    profile="workers_comp",
    address=Address(street="PO Box 11", city="Hartford", state="CT", zip="061830011"),
)
AUTO_PAYER = ClaimPayer(
    payer_id=4,
    name="Juniper Auto",
    payer_number="JUN01",
    claim_filing_code="AM",
    profile="auto",
    address=Address(street="PO Box 22", city="Salem", state="OR", zip="973010022"),
)


def a_line(position: int = 1, **changes: Any) -> ServiceLine:
    """One service line; `position` sets its ids, anything else replaces a field."""
    line = ServiceLine(
        service_line_id=100 + position,
        encounter_id=10,
        line_control_number=f"L{100 + position}",
        from_on=SERVICE_ON,
        to_on=SERVICE_ON,
        pos="11",
        procedure_code="98941",
        modifiers=(),
        pointers=(1, 2),
        units=1,
        charge=Money(6500),
        rendering=RENDERING,
    )
    return replace(line, **changes)


def a_patient(**changes: Any) -> ClaimPatient:
    """Ruth Alvarez, born 1951, with her signature on file."""
    patient = ClaimPatient(
        patient_id=7,
        chart_number="A1007",
        name=RUTH,
        birth_on=date(1951, 3, 14),
        sex="F",
        address=RUTHS_HOME,
        phone="5415550176",
        signature_on_file_on=date(2026, 11, 2),
    )
    return replace(patient, **changes)


def a_subscriber(**changes: Any) -> Subscriber:
    """Ruth as her own subscriber."""
    subscriber = Subscriber(
        name=RUTH, member_id="CMX204417", birth_on=date(1951, 3, 14), sex="F", address=RUTHS_HOME
    )
    return replace(subscriber, **changes)


def a_coverage(**changes: Any) -> ClaimCoverage:
    """Primary commercial insurance in the patient's own name."""
    coverage = ClaimCoverage(
        coverage_id=70,
        payer=COMMERCIAL,
        responsibility="P",
        relationship="18",
        subscriber=a_subscriber(),
        group_number="88100",
        plan_name="Cascade Choice",
        benefits_signed_on=date(2026, 11, 2),
    )
    return replace(coverage, **changes)


def a_case(**changes: Any) -> ClaimCase:
    """A health case with onset and first treatment."""
    case = ClaimCase(
        case_id=71,
        kind="health",
        onset_on=date(2026, 10, 20),
        initial_treatment_on=date(2026, 11, 2),
    )
    return replace(case, **changes)


def a_claim(**changes: Any) -> Claim:
    """A commercial claim with one line that passes every check; anything given replaces a field."""
    claim = Claim(
        claim_id=1,
        patient_control_number="C000417R",
        frequency="1",
        billing=BILLING,
        patient=a_patient(),
        coverage=a_coverage(),
        case=a_case(),
        diagnoses=("M54.59", "M54.2"),
        lines=(a_line(),),
        code_set="4/2026",
        created_on=SERVICE_ON,
    )
    return replace(claim, **changes)


def medicare_chiropractic(**changes: Any) -> Claim:
    """Original Medicare, spinal manipulation with AT, subluxation first."""
    values: dict[str, Any] = {
        "coverage": a_coverage(
            payer=MEDICARE, subscriber=a_subscriber(member_id="1EG4TE5MK73"), group_number="", plan_name=""
        ),
        "diagnoses": ("M99.03", "M54.59", "M99.01", "M54.2", "M99.04"),
        "lines": (a_line(modifiers=("AT",), pointers=(1, 2, 3, 4)),),
    }
    return a_claim(**(values | changes))


def dependent_child(**changes: Any) -> Claim:
    """A child insured through a parent."""
    home = replace(RUTHS_HOME, street="9 Larkspur Loop")
    values: dict[str, Any] = {
        "patient": a_patient(
            name=PersonName(last="Haddad", first="Noor"), birth_on=date(2015, 5, 9), address=home
        ),
        "coverage": a_coverage(
            relationship="19",
            subscriber=a_subscriber(
                name=PersonName(last="Haddad", first="Samir", suffix="Jr"),
                birth_on=date(1984, 1, 30),
                sex="M",
                address=home,
            ),
        ),
    }
    return a_claim(**(values | changes))


def workers_comp(**changes: Any) -> Claim:
    """An injury at work: the employer is the subscriber, the carrier's claim number is known (11b, REF*Y4)."""
    values: dict[str, Any] = {
        "coverage": a_coverage(
            payer=COMP_PAYER,
            relationship="20",
            subscriber=Subscriber(
                organization="Baxter Roofing",
                member_id="900112233",
                address=Address(street="4 Depot Rd", city="Redmond", state="OR", zip="977560004"),
            ),
            group_number="",
            plan_name="",
        ),
        "case": a_case(
            kind="workers_comp",
            onset_on=None,
            accident_on=date(2026, 10, 7),
            claim_number="WC77120",
            employer="Baxter Roofing",
            unable_from_on=date(2026, 10, 8),
            unable_to_on=date(2026, 10, 14),
        ),
        "diagnoses": ("S33.5XXA", "M54.50"),
        "authorization_number": "OPT77120",
    }
    return a_claim(**(values | changes))


def auto_accident(**changes: Any) -> Claim:
    """A car accident in Oregon with a PIP claim number."""
    values: dict[str, Any] = {
        "coverage": a_coverage(payer=AUTO_PAYER, group_number="", plan_name=""),
        "case": a_case(
            kind="auto",
            onset_on=None,
            accident_on=date(2026, 11, 18),
            accident_state="OR",
            initial_treatment_on=date(2026, 11, 23),
            claim_number="55A8123K",
        ),
        "diagnoses": ("S13.4XXA", "M99.01", "V43.52XA"),
        "lines": (
            a_line(1, procedure_code="99203", modifiers=("25",), charge=Money(16500), pointers=(1, 2, 3)),
            a_line(2, charge=Money(6500)),
            a_line(3, procedure_code="72040", charge=Money(7500), pointers=(1,)),
        ),
    }
    return a_claim(**(values | changes))


def secondary(**changes: Any) -> Claim:
    """The second insurance, after Medicare paid: 32.30 + 8.24 + 23.80 + 0.66 = 65.00."""
    adjustments = (
        Adjustment(group="PR", reason="2", amount=Money(824)),
        Adjustment(group="CO", reason="45", amount=Money(2380)),
        Adjustment(group="CO", reason="253", amount=Money(66)),
    )
    adjudication = LineAdjudication(
        payer_number=MEDICARE.payer_number,
        paid=Money(3230),
        paid_on=date(2026, 11, 20),
        procedure_code="98941",
        modifiers=("AT",),
        adjustments=adjustments,
    )
    primary = a_coverage(
        coverage_id=69,
        payer=MEDICARE,
        subscriber=a_subscriber(member_id="1EG4TE5MK73"),
        group_number="",
        plan_name="",
    )
    values: dict[str, Any] = {
        "coverage": a_coverage(responsibility="S"),
        "others": (
            OtherPayer(
                coverage=primary,
                adjudicated=True,
                paid=Money(3230),
                paid_on=date(2026, 11, 20),
                payer_control_number="2226320000411",
            ),
        ),
        "diagnoses": ("M99.03", "M54.59"),
        "lines": (
            a_line(
                modifiers=("AT",),
                from_on=date(2026, 11, 9),
                to_on=date(2026, 11, 9),
                adjudications=(adjudication,),
            ),
        ),
    }
    return a_claim(**(values | changes))


def six_lines(count: int = 6, **changes: Any) -> Claim:
    """One line on each of `count` days in a row up to the service day."""
    lines = tuple(
        a_line(n, from_on=day, to_on=day, encounter_id=10 + n)
        for n in range(1, count + 1)
        for day in (SERVICE_ON - timedelta(days=count - n),)
    )
    return a_claim(**({"lines": lines} | changes))


TWELVE = (
    "M54.59",
    "M54.2",
    "M99.01",
    "M99.02",
    "M99.03",
    "M99.04",
    "M99.05",
    "M25.511",
    "M25.512",
    "M62.830",
    "M79.18",
    "G44.209",
)


def twelve_diagnoses(**changes: Any) -> Claim:
    """Twelve diagnoses, all pointed at by three lines."""
    codes = ("98941", "97110", "97140")
    lines = tuple(
        a_line(n, procedure_code=codes[n - 1], pointers=tuple(range(4 * n - 3, 4 * n + 1)))
        for n in range(1, 4)
    )
    return a_claim(**({"diagnoses": TWELVE, "lines": lines} | changes))


def thirteen_diagnoses(**changes: Any) -> Claim:
    """Thirteen diagnoses over four lines: the fourth line brings the thirteenth, and goes back to the first."""
    lines = (*twelve_diagnoses().lines, a_line(4, procedure_code="97112", pointers=(13, 1)))
    return a_claim(**({"diagnoses": (*TWELVE, "M25.50"), "lines": lines} | changes))


def with_ndc(**changes: Any) -> Claim:
    """An injected drug with its package number, unit and quantity."""
    lines = (
        a_line(1, procedure_code="20610", modifiers=("LT",), charge=Money(18000), pointers=(1,)),
        a_line(
            2,
            procedure_code="J3301",
            units=4,
            charge=Money(4800),
            pointers=(1,),
            ndc="00003029305",
            ndc_unit="ML",
            ndc_quantity="1",
        ),
    )
    return a_claim(**({"diagnoses": ("M17.12",), "lines": lines, "referring": REFERRING} | changes))
