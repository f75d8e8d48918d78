from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.remits.remittance import Adjustment, ClaimPayment, Party, ProcedureCode, Reference
from clinicbill.x12.elements import ElementReader
from clinicbill.x12.remit_835_claim import adjustments_cas, claim_2100, party_nm1, procedure


def claim(*segments: str) -> tuple[ClaimPayment, ElementReader]:
    read = ElementReader()
    return claim_2100((10, [segment.split("*") for segment in segments]), ":", read), read


def test_a_claim_with_everything() -> None:
    found, read = claim(
        "CLP*1042 *2*117*40*20*12*ICN1*11*7",
        "CAS*OA*23*57",
        "NM1*QC*1*Nair*Priya*K**Jr*MI*XYB9",
        "NM1*QC*1*SECOND*COUNTS*NOT",
        "NM1*IL*1*NAIR*RAVI****MI*XYB9",
        "NM1*74*1*NAIR*PRIA",
        "NM1*82*2*CEDAR SPINE*****XX*1987654328",
        "NM1*TT*2*OTHER PAYER*****PI*P2",
        "NM1*PR*2*FIRST PAYER*****PI*P1",
        "MIA*0****MA07***************M20*M21",
        "MOA***MA01*MA18**N1",
        "REF*1L*GRP1",
        "DTM*036*20261031",
        "DTM*050*20261111",
        "DTM*232*20261109",
        "DTM*233*20261110",
        "AMT*AU*117",
    )
    assert (found.patient_control_number, found.status, found.charge, found.paid) == (
        "1042",
        "2",
        Money(11700),
        Money(4000),
    )
    assert (found.patient_responsibility, found.filing_code, found.payer_control_number) == (
        Money(2000),
        "12",
        "ICN1",
    )
    assert (found.place_of_service, found.frequency) == ("11", "7")
    assert found.patient == Party(
        name=PersonName(last="Nair", first="Priya", middle="K", suffix="Jr"),
        identifier_kind="MI",
        identifier="XYB9",
    )
    assert str(found.subscriber) == "RAVI NAIR"
    assert str(found.corrected) == "PRIA NAIR"
    assert found.rendering_npi == "1987654328"
    assert (str(found.crossover), str(found.priority_payer)) == ("OTHER PAYER", "FIRST PAYER")
    assert found.remarks == ("MA01", "MA18", "N1", "MA07", "M20", "M21")
    assert found.references == (Reference(qualifier="1L", value="GRP1"),)
    assert (found.coverage_ended_on, found.received_on) == (date(2026, 10, 31), date(2026, 11, 11))
    assert (found.from_on, found.to_on) == (date(2026, 11, 9), date(2026, 11, 10))
    assert found.adjustments == (Adjustment(group="OA", reason="23", amount=Money(5700)),)
    assert found.amounts[0].amount == Money(11700)
    assert found.services == ()
    assert (read.notes, read.unread) == ([], [])


def test_a_line_with_everything() -> None:
    found, read = claim(
        "CLP*1042*1*104*48*12",
        "SVC*HC:97110:GP:59:::DESCRIPTION*104*48**2*HC:97112:GP*3",
        "DTM*150*20261109",
        "DTM*151*20261110",
        "CAS*CO*45*44*1",
        "CAS*PR*2*12",
        "REF*6R*L50014",
        "REF*G1*AUTH1",
        "AMT*B6*60",
        "AMT*KH*1.5",
        "LQ*HE*N20",
        "LQ*RX*75",
        "SVC*HC:98940*0*0",
        "DTM*472*20261109",
    )
    line, second = found.services
    assert line.procedure == ProcedureCode(code="97110", modifiers=("GP", "59"))
    assert line.submitted == line.billed == ProcedureCode(code="97112", modifiers=("GP",))
    assert (line.units_paid, line.units_submitted) == (Decimal(2), Decimal(3))
    assert (line.from_on, line.to_on) == (date(2026, 11, 9), date(2026, 11, 10))
    assert line.adjustments[0] == Adjustment(group="CO", reason="45", amount=Money(4400), quantity=Decimal(1))
    assert (line.line_control_number, line.allowed, line.remarks) == ("L50014", Money(6000), ("N20",))
    assert line.references == (Reference(qualifier="G1", value="AUTH1"),)
    assert [one.qualifier for one in line.amounts] == ["KH"]
    assert (second.units_paid, second.units_submitted, second.submitted) == (Decimal(1), None, None)
    assert second.billed == second.procedure
    assert (second.from_on, second.to_on) == (date(2026, 11, 9), date(2026, 11, 9))
    assert (read.notes, read.unread) == ([], [])


def test_adjustments_of_the_claim_and_of_a_line_stay_apart() -> None:
    found, _ = claim("CLP*1*1*100*60", "CAS*CO*45*10", "SVC*HC:98940*100*60", "CAS*PR*2*30")
    assert [one.amount for one in found.adjustments] == [Money(1000)]
    assert [one.amount for one in found.services[0].adjustments] == [Money(3000)]


def test_missing_amounts_and_a_missing_number_are_told() -> None:
    _, read = claim("CLP", "SVC*HC:98940")
    assert read.unread == [
        "A claim without number, segment 10, CLP, element 3: the amount is missing.",
        "A claim without number, segment 10, CLP, element 4: the amount is missing.",
        "A claim without number, segment 11, SVC, element 2: the amount is missing.",
        "A claim without number, segment 11, SVC, element 3: the amount is missing.",
    ]


def cas(text: str) -> tuple[list[tuple[str, str, int]], ElementReader]:
    read = ElementReader()
    found = adjustments_cas([text.split("*")], read)
    return [(one.group, one.reason, one.amount.cents) for one in found], read


def test_six_adjustments_in_one_segment() -> None:
    found, read = cas("CAS*CO" + "".join(f"*{reason}*{reason}.5*" for reason in range(1, 7)))
    assert found == [("CO", str(reason), reason * 100 + 50) for reason in range(1, 7)]
    assert read.unread == []


def test_a_gap_between_adjustments_is_no_adjustment() -> None:
    assert cas("CAS*CO*45*10*****253*0.66")[0] == [("CO", "45", 1000), ("CO", "253", 66)]


@pytest.mark.parametrize(
    ("text", "amounts", "told"),
    [
        ("CAS*CO*45", [0], "element 3: the amount is missing"),
        ("CAS*CO", [], "element 2: the adjustment is missing"),
        ("CAS", [], "element 2: the adjustment is missing"),
        ("CAS*CO" + "*1*1*" * 7, [100] * 7, "more than six adjustments"),
    ],
)
def test_an_adjustment_that_cannot_be_read_stops_the_proof(text: str, amounts: list[int], told: str) -> None:
    found, read = cas(text)
    assert [amount for _, _, amount in found] == amounts
    assert told in read.unread[0]


def test_an_unknown_group_is_noted_and_kept() -> None:
    found, read = cas("CAS*XX*45*1")
    assert found == [("XX", "45", 100)]
    assert "“XX” is no adjustment group" in read.notes[0]


def test_parties_without_a_name_or_kind() -> None:
    assert party_nm1(["NM1", "QC"]) == Party()
    assert party_nm1(["NM1", "QC", "", "HUNTER"]).name.last == "HUNTER"


def test_procedures() -> None:
    assert procedure("HC>98941>AT", ":") == ProcedureCode(code="98941", modifiers=("AT",))
    assert procedure("", ":") == ProcedureCode(code="", kind="")
    assert str(procedure("HC:98941:AT:GP", ":")) == "98941-AT-GP"
