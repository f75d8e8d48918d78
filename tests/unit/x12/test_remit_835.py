from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.money import ZERO, Money
from clinicbill.basics.people import Address
from clinicbill.remits.balance import prove
from clinicbill.remits.remittance import ClaimPayment, Contact, Reference, Remittance, from_json, to_json
from clinicbill.x12.remit_835 import RemittanceReader, read_835
from tests.unit.x12.samples_835 import BPR, GS, ISA, SAMPLES, TRN, file_835, passes_pyx12, sample

CLP = "CLP*1042*1*100*100**12*ICN"
GOOD = sorted(path.name for path in SAMPLES.glob("*.835"))
MEDICARE = sample("medicare_day_4a.835")


def one(*body: str, head: tuple[str, ...] = (BPR, TRN)) -> Remittance:
    (payment,) = read_835(file_835(*body, head=head))
    return payment


def test_the_medicare_payment_of_day_4a_step_22() -> None:
    (payment,) = read_835(MEDICARE)
    assert (payment.payer_name, payment.trace_number, payment.method) == (
        "NORTHERN MEDICARE PART B",
        "8812345",
        "ACH",
    )
    assert (payment.paid, payment.paid_on) == (Money(3044), date(2026, 11, 20))
    assert [(claim.patient_control_number, claim.status, claim.paid.cents) for claim in payment.claims] == [
        ("ALV1109", "19", 3230),
        ("CHO1110", "1", 2266),
        ("DUN1109", "1", 0),
        ("EKB1012", "22", -3230),
        ("EKB1012", "1", 2266),
    ]
    alvarez, *_, reversal, corrected = payment.claims
    assert alvarez.is_forwarded
    assert str(alvarez.crossover) == "EVERGREEN MEDIGAP"
    assert reversal.is_reversal
    assert reversal.payer_control_number != corrected.payer_control_number
    assert str(corrected.services[0].billed) == "98941-AT"
    assert [(one.reason, one.amount.cents, one.reference) for one in payment.provider_adjustments] == [
        ("WO", 1500, "2026180000555"),
        ("L6", -12, "2026320000101"),
    ]
    assert prove(payment).postable
    assert passes_pyx12(MEDICARE.decode())


def test_the_bcbs_payment_of_step_28() -> None:
    (payment,) = read_835(sample("bcbs_day_4a.835"))
    assert (payment.trace_number, payment.paid, payment.services) == ("0099187", Money(5520), 4)
    whitfield, haddad = payment.claims
    assert [(str(line.procedure), line.paid.cents) for line in whitfield.services] == [
        ("98940", 400),
        ("97140", 0),
    ]
    assert (haddad.services[1].line_control_number, haddad.services[1].allowed) == ("L50014", Money(3000))
    assert prove(payment).postable
    assert passes_pyx12(sample("bcbs_day_4a.835").decode())


def test_the_header() -> None:
    (payment,) = read_835(MEDICARE)
    assert (payment.interchange_number, payment.group_number, payment.transaction_number) == (
        "000000812",
        "812",
        "0001",
    )
    assert (payment.version, payment.usage, payment.handling, payment.credit_debit) == (
        "005010X221A1",
        "P",
        "I",
        "C",
    )
    assert (payment.payer_trace_id, payment.produced_on) == ("1410000001", date(2026, 11, 19))
    assert payment.payer_address == Address(street="PO BOX 6700", city="FARGO", state="ND", zip="581086700")
    assert payment.payer_references == (Reference(qualifier="2U", value="99001"),)
    assert payment.payer_contacts[0] == Contact(
        role="CX", name="PROVIDER LINE", numbers=(("TE", "8005550142"),)
    )
    assert payment.payer_contacts[2].numbers == (("UR", "WWW.NORTHERN-MEDICARE.EXAMPLE"),)
    assert (payment.payee_npi, payment.payee_tax_id, payment.payee_references) == (
        "1987654328",
        "123456789",
        (),
    )
    assert (payment.envelope, payment.notes, payment.unread, payment.complete) == ((), (), (), True)


def test_a_payee_may_be_named_by_its_tax_id() -> None:
    payment = one("N1*PE*CEDAR*FI*123456789", "REF*PQ*LEGACY")
    assert (payment.payee_npi, payment.payee_tax_id) == ("", "123456789")
    assert payment.payee_references == (Reference(qualifier="PQ", value="LEGACY"),)
    assert one("N1*PR*PAYER*XV*P1").payer_id == "P1"


@pytest.mark.parametrize(
    "name",
    [
        "odd_delimiters.835",
        "line_end_terminated.835",
        "mark_and_indented.835",
        "wrapped_at_80.835",
        "isa_not_padded.835",
        "isa16_missing.835",
    ],
)
def test_the_form_of_the_file_changes_nothing(name: str) -> None:
    def bare(data: bytes) -> list[Remittance]:
        return [replace(payment, interchange_number="", group_number="") for payment in read_835(data)]

    assert bare(sample(name)) == bare(sample("bcbs_day_4a.835"))


def test_several_payments_in_one_file() -> None:
    medicare, bcbs = read_835(sample("two_payments.835"))
    assert (medicare.transaction_number, len(medicare.claims)) == ("0001", 5)
    assert (bcbs.transaction_number, len(bcbs.claims)) == ("0002", 2)
    assert [len(payment.claims) for payment in read_835(sample("two_interchanges.835"))] == [2, 2]


def test_claims_come_before_their_payment_when_streamed() -> None:
    reader = RemittanceReader(io.BytesIO(sample("two_payments.835")))
    kinds = [type(part) for part in reader]
    assert kinds == [*[ClaimPayment] * 5, Remittance, *[ClaimPayment] * 2, Remittance]
    assert reader.envelope == []


def test_a_debit_is_a_negative_payment() -> None:
    (payment,) = read_835(sample("no_service_lines.835"))
    assert (payment.credit_debit, payment.paid) == ("D", Money(-1250))
    assert [claim.services for claim in payment.claims] == [(), ()]
    assert prove(payment).balanced
    assert one(head=("BPR*I*-5*D*ACH", TRN)).paid == Money(-500)
    assert one(head=("BPR*I*-5*C*ACH", TRN)).paid == Money(-500)


def test_six_provider_adjustments_in_one_segment() -> None:
    text = "PLB*1987654328*20261231" + "".join(f"*WO:R{number}*{number}" for number in range(1, 7))
    found = one(CLP, text).provider_adjustments
    assert [(plb.reference, plb.amount.cents) for plb in found] == [(f"R{n}", n * 100) for n in range(1, 7)]
    assert {(plb.payee_id, plb.period_end) for plb in found} == {("1987654328", date(2026, 12, 31))}


def test_several_plb_segments_and_reasons_without_reference() -> None:
    found = one(CLP, "PLB*1*20261231*72*-7.5**", "PLB*2*20261231*FB:X*1").provider_adjustments
    assert [(plb.reason, plb.reference, plb.amount.cents, plb.payee_id) for plb in found] == [
        ("72", "", -750, "1"),
        ("FB", "X", 100, "2"),
    ]


@pytest.mark.parametrize(
    ("segment", "told"),
    [
        ("PLB*1*20261231", "the provider adjustment is missing"),
        ("PLB*1*20261231*WO:1", "the amount is missing"),
        ("PLB*1*20261231" + "*WO*1" * 7, "more than six provider adjustments"),
        ("SVC*HC:98940*1*1", "this belongs to a claim, but none is open"),
    ],
)
def test_what_cannot_be_read_of_the_tail_stops_the_proof(segment: str, told: str) -> None:
    payment = one(CLP, "PLB*1*20261231*WO:0*0", segment)
    assert told in payment.unread[0]
    assert not prove(payment).balanced


def test_unreadable_amounts_never_prove_in_silence() -> None:
    (payment,) = read_835(sample("unreadable_amounts.835"))
    assert payment.unread == (
        "Claim WHI1109, segment 28, CAS, element 3: “3O” is no amount.",
        "Claim HAD1110, segment 50, SVC, element 3: “24.005” has a part of a cent; $24.00 was read.",
    )
    assert payment.paid_on is None
    assert len(payment.notes) == 3
    assert not prove(payment).balanced


@pytest.mark.parametrize("amount", ["0.001", "1e2", "", "+5", "1,000", "٣", "NaN", "9" * 400])
def test_an_amount_that_is_none_stops_the_proof_though_the_sums_agree(amount: str) -> None:
    payment = one(CLP, f"CAS*CO*45*{amount}")
    proof = prove(payment)
    assert not proof.balanced
    assert len(payment.unread) == 1


def test_a_missing_head_is_told() -> None:
    payment = one(CLP, head=())
    assert (payment.paid, payment.trace_number, payment.paid_on) == (ZERO, "", None)
    assert payment.unread == ("Segment 3, BPR: the payment is missing.",)
    assert [note.split(": ")[1] for note in payment.notes] == [
        "the check or EFT number is missing.",
        "the date of the check or EFT is missing.",
    ]


def test_claims_without_their_clp_stop_the_proof() -> None:
    payment = one("LX*1", "CAS*CO*45*0", head=("BPR*H*0*C*NON************20261120", TRN))
    assert payment.unread == ("Segment 7, CAS: this belongs to a claim, but none is open.",)
    assert "Segment 6, SVC" in one("SVC*HC:98940*0*0").unread[0]


def test_an_older_version_is_noted() -> None:
    (payment,) = read_835(file_835(CLP).replace("005010X221A1", "004010X091A1"))
    assert payment.notes == ("Segment 3, ST: the version (GS08) is 004010X091A1, not 005010X221A1.",)


def test_wrong_counts_are_told_and_harm_nothing() -> None:
    (payment,) = read_835(sample("wrong_counts.835"))
    assert len(payment.envelope) == 5
    assert prove(payment).postable


def test_a_file_cut_off_is_read_as_far_as_it_goes_and_never_postable() -> None:
    (payment,) = read_835(sample("cut_off.835"))
    assert not payment.complete
    assert payment.envelope[0] == "ST 0001 has no SE: the file is cut off or damaged there."
    balanced = one(CLP)
    assert prove(balanced).postable
    (cut,) = read_835(file_835(CLP).split("SE*")[0])
    assert prove(cut).balanced
    assert not prove(cut).postable


def test_a_payment_without_se_before_the_next_is_closed_there() -> None:
    text = file_835(CLP).replace("SE*5*0001", f"ST*835*0002~\n{BPR}~\n{TRN}~\n{CLP}~\nSE*5*0002")
    first, second = read_835(text)
    assert (first.complete, second.complete) == (False, True)
    assert [len(payment.claims) for payment in (first, second)] == [1, 1]


def test_claims_outside_a_payment_are_left_out_and_told() -> None:
    text = file_835(CLP).replace("GE*1*1", f"LX*2~\n{CLP}~\nGE*1*1")
    (payment,) = read_835(text)
    assert len(payment.claims) == 1
    assert payment.envelope == ("Segment 9, CLP, stands outside any payment (ST to SE) and was left out.",)


def test_other_transactions_in_the_file_are_left_out_and_told() -> None:
    other = "ST*277*0009~\nBHT*0085~\nLX*1~\nSE*4*0009~\n"
    text = file_835(CLP).replace("GE*1*1", other + "GE*2*1")
    (payment,) = read_835(text)
    assert payment.envelope == ("ST 0009 is a claim status report (277) and was left out.",)
    text = text.replace("ST*277*", "ST*XYZ*")
    assert read_835(text)[0].envelope == ("ST 0009 is no remittance (835) and was left out.",)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (sample("status_report.277"), r"^This is a claim status report \(277\), not a remittance"),
        (f"{ISA}~{GS}~GE*0*1~IEA*1*000000001~", r"^There is no remittance \(835\) in this file"),
        (f"{ISA}~TA1*1~IEA*0*000000001~", "There is no remittance"),
        ("Dear colleague", "no X12 file"),
    ],
)
def test_what_is_no_835_gives_a_sentence(source: bytes | str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_835(source)


def readable_or_sentence(data: bytes) -> list[Remittance]:
    try:
        return read_835(data)
    except UnreadableFile:
        return []


@pytest.mark.parametrize("name", ["medicare_day_4a.835", "odd_delimiters.835", "two_interchanges.835"])
def test_any_beginning_of_a_file_is_read_or_refused(name: str) -> None:
    data = sample(name)
    whole = read_835(data)
    for end in range(0, len(data), 7):
        found = readable_or_sentence(data[:end])
        for part, full in zip(found, whole, strict=False):
            if not part.complete:
                assert not prove(part).postable
            else:
                assert part.claims == full.claims


BYTES = st.integers(0, 255) | st.sampled_from(list(b"*~:^|>\n\r ISAGSTE0-."))
CHANGES = st.lists(
    st.tuples(st.sampled_from(["flip", "delete", "insert", "repeat", "swap"]), st.floats(0, 0.999999), BYTES),
    min_size=1,
    max_size=12,
)


def changed(data: bytes, changes: list[tuple[str, float, int]]) -> bytes:
    for what, where, byte in changes:
        place = int(where * len(data))
        match what:
            case "flip":
                data = data[:place] + bytes([byte]) + data[place + 1 :]
            case "delete":
                data = data[:place] + data[place + 1 + byte % 90 :]
            case "insert":
                data = data[:place] + bytes([byte]) + data[place:]
            case "repeat":
                data = data[:place] + data[place : place + byte] * 2 + data[place + byte :]
            case "swap":
                data = data.replace(b"*~:^|"[byte % 5 : byte % 5 + 1], bytes([byte]))
    return data


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(GOOD), changes=CHANGES)
def test_a_damaged_file_is_read_or_refused(name: str, changes: list[tuple[str, float, int]]) -> None:
    for payment in readable_or_sentence(changed(sample(name), changes)):
        assert from_json(to_json(payment)) == payment
        assert prove(payment).claims == len(payment.claims)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="*~:^ISAGT0123456789.-CLPVBRW\n\x00é", max_size=40), max_size=20))
def test_any_segments_within_an_envelope_are_read(rows: list[str]) -> None:
    assert readable_or_sentence(file_835(*rows).encode()) is not None


def test_the_numbers_of_units_may_be_fractions() -> None:
    assert one(CLP, "SVC*HC:97110*100*100**1.5").claims[0].services[0].units_paid == Decimal("1.5")


def expected() -> list[Any]:
    folder = os.environ.get("CLINICBILL_SAMPLES")
    listing = Path(folder or "") / "x12" / "835_expected.json"
    if not folder or not listing.exists():
        return [
            pytest.param(None, marks=pytest.mark.skip(reason="CLINICBILL_SAMPLES names no folder of samples"))
        ]
    return [pytest.param(row, id=row["file"]) for row in json.loads(listing.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("row", expected())
def test_every_sample_differs_as_expected(row: dict[str, Any]) -> None:
    found = []
    with (Path(os.environ["CLINICBILL_SAMPLES"]) / "x12" / row["file"]).open("rb") as stream:
        for payment in read_835(stream):
            proof = prove(payment)
            found.append(
                {
                    "trace": payment.trace_number,
                    "paid_cents": proof.paid.cents,
                    "claims": proof.claims,
                    "lines": proof.lines,
                    "bpr_difference_cents": proof.payment_difference.cents,
                    "claim_differences": [off.amount.cents for off in proof.claim_differences],
                    "line_differences": [off.amount.cents for off in proof.line_differences],
                    "charge_differences": [off.amount.cents for off in proof.charge_differences],
                }
            )
    assert found == row["transactions"]
