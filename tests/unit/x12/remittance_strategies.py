"""Hypothesis strategies for Remittances that an 835 can carry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    Contact,
    Party,
    ProcedureCode,
    ProviderAdjustment,
    Reference,
    Remittance,
    ServicePayment,
    SupplementalAmount,
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-.,/&()+"
WORDS = st.text(alphabet=_LETTERS, max_size=24).map(lambda text: " ".join(text.split()))
WORD = st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=14)
CODE = st.text(alphabet="ABCDEFGHIJ0123456789", min_size=2, max_size=3)
MONEY = st.integers(min_value=-(10**11), max_value=10**11).map(Money)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
MAYBE_DAY = st.none() | DAYS
QUANTITY = st.decimals(min_value=Decimal(-9999), max_value=Decimal(9999), places=2)


T = TypeVar("T")


def several(one: st.SearchStrategy[T], most: int) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, max_size=most).map(tuple)


ADJUSTMENTS = several(
    st.builds(
        Adjustment,
        group=st.sampled_from(["CO", "PR", "OA", "PI", "CR"]),
        reason=CODE,
        amount=MONEY,
        quantity=st.none() | QUANTITY,
    ),
    9,
)
REFERENCES = several(st.builds(Reference, qualifier=st.sampled_from(["1L", "CE", "EA", "G1"]), value=WORD), 3)
AMOUNTS = several(
    st.builds(SupplementalAmount, qualifier=st.sampled_from(["AU", "D8", "F5"]), amount=MONEY), 2
)
PERSONS = st.builds(PersonName, last=WORD, first=WORDS, middle=WORDS, suffix=WORDS)
PARTIES = st.builds(Party, name=PERSONS, identifier_kind=st.just("MI"), identifier=WORD) | st.builds(
    Party, organization=WORD, identifier_kind=st.sampled_from(["XX", "PI"]), identifier=WORD
)
MAYBE_PARTY = st.none() | PARTIES
PROCEDURES = st.builds(
    ProcedureCode, code=WORD, modifiers=several(CODE, 4), kind=st.sampled_from(["HC", "AD"])
)
SERVICES = st.builds(
    ServicePayment,
    procedure=PROCEDURES,
    charge=MONEY,
    paid=MONEY,
    submitted=st.none() | PROCEDURES,
    units_paid=QUANTITY,
    units_submitted=st.none() | QUANTITY,
    from_on=MAYBE_DAY,
    to_on=MAYBE_DAY,
    adjustments=ADJUSTMENTS,
    line_control_number=st.just("") | WORD,
    allowed=st.none() | MONEY,
    remarks=several(WORD, 3),
    references=REFERENCES,
    amounts=AMOUNTS,
)
CLAIMS = st.builds(
    ClaimPayment,
    patient_control_number=WORD,
    status=st.sampled_from(["1", "2", "4", "19", "22", "25"]),
    charge=MONEY,
    paid=MONEY,
    patient_responsibility=MONEY,
    filing_code=st.sampled_from(["", "12", "MB"]),
    payer_control_number=WORDS,
    place_of_service=st.sampled_from(["", "11"]),
    frequency=st.sampled_from(["", "1", "7"]),
    patient=st.just(Party()) | PARTIES,
    subscriber=MAYBE_PARTY,
    corrected=MAYBE_PARTY,
    rendering=MAYBE_PARTY,
    crossover=MAYBE_PARTY,
    priority_payer=MAYBE_PARTY,
    received_on=MAYBE_DAY,
    from_on=MAYBE_DAY,
    to_on=MAYBE_DAY,
    coverage_ended_on=MAYBE_DAY,
    adjustments=ADJUSTMENTS,
    remarks=several(WORD, 5),
    references=REFERENCES,
    amounts=AMOUNTS,
    services=several(SERVICES, 3),
)
CONTACTS = st.builds(
    Contact,
    role=st.sampled_from(["CX", "BL", "IC"]),
    name=WORDS,
    numbers=several(st.tuples(st.sampled_from(["TE", "EM", "UR"]), WORD), 3),
)
PROVIDER_ADJUSTMENTS = several(
    st.builds(
        ProviderAdjustment,
        reason=st.sampled_from(["WO", "FB", "L6", "72"]),
        amount=MONEY,
        reference=st.just("") | WORD,
        payee_id=WORD,
        period_end=st.just(date(2026, 12, 31)) | MAYBE_DAY,
    ),
    9,
)
ADDRESSES = st.builds(Address, street=WORDS, street2=WORDS, city=WORDS, state=WORDS, zip=WORDS)
_PAID_BY_DIRECTION = st.tuples(st.just("C"), MONEY) | st.tuples(
    st.just("D"), MONEY.map(lambda paid: -abs(paid))
)


@st.composite
def remittances(draw: st.DrawFn) -> Remittance:
    """One payment as `read_835` would give it from a file with control number 1."""
    credit_debit, paid = draw(_PAID_BY_DIRECTION)
    return draw(
        st.builds(
            Remittance,
            payer_name=WORDS,
            trace_number=WORD,
            paid=st.just(paid),
            claims=several(CLAIMS, 3),
            provider_adjustments=PROVIDER_ADJUSTMENTS,
            transaction_number=st.just("0001"),
            interchange_number=st.just("000000001"),
            group_number=st.just("1"),
            version=st.just("005010X221A1"),
            usage=st.just("P"),
            handling=st.sampled_from(["I", "H"]),
            credit_debit=st.just(credit_debit),
            method=st.sampled_from(["ACH", "CHK", "NON"]),
            paid_on=DAYS,
            payer_trace_id=WORD,
            produced_on=MAYBE_DAY,
            payer_id=st.just("") | WORD,
            payer_address=ADDRESSES,
            payer_references=REFERENCES,
            payer_contacts=several(CONTACTS, 3),
            payee_name=WORDS,
            payee_npi=st.just("") | WORD,
            payee_tax_id=st.just("") | WORD,
            payee_address=ADDRESSES,
            payee_references=REFERENCES,
        )
    )
