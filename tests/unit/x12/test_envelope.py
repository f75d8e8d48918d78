from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from clinicbill.x12.envelope import (
    CLAIM_837P,
    CONTROL_TAGS,
    REMITTANCE_835,
    EnvelopeCheck,
    Interchange,
    InterchangeWriter,
)
from clinicbill.x12.reader import SegmentReader
from clinicbill.x12.segments import Delimiters
from clinicbill.x12.writer import UnwritableElement
from tests.unit.x12.samples_835 import GS, ISA, passes_pyx12

MADE_AT = datetime(2026, 11, 23, 7, 5)  # noqa: DTZ001  # the practice's local time


def notes(text: str) -> list[str]:
    check = EnvelopeCheck()
    for index, segment in enumerate(SegmentReader(text), 1):
        if segment[0] in CONTROL_TAGS:
            check.take(segment, index)
    check.finish()
    return check.notes


def enveloped(*tail: str, head: tuple[str, ...] = (ISA, GS, "ST*835*0001", "BPR*I*0")) -> str:
    return "~".join((*head, *tail)) + "~"


RIGHT = ("SE*3*0001", "GE*1*1", "IEA*1*000000001")


def test_a_right_envelope_says_nothing() -> None:
    assert notes(enveloped(*RIGHT)) == []


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        (("SE*4*0001", *RIGHT[1:]), ["SE01 says 4 segments, but 3 were counted (ST 0001)."]),
        (("SE*x*0001", *RIGHT[1:]), ["SE01 says x segments, but 3 were counted (ST 0001)."]),
        (("SE", *RIGHT[1:]), ["SE02 is empty, but it closes ST 0001: the control numbers differ.",
                              "SE01 says empty segments, but 3 were counted (ST 0001)."]),
        (("SE*3*1", *RIGHT[1:]), ["SE02 is 1, but it closes ST 0001: the control numbers differ."]),
        ((RIGHT[0], "GE*2*1", RIGHT[2]), ["GE01 says 2 transactions (ST), but 1 were counted (GS 1)."]),
        ((RIGHT[0], "GE*1*7", RIGHT[2]), ["GE02 is 7, but it closes GS 1: the control numbers differ."]),
        ((*RIGHT[:2], "IEA*2*000000001"), ["IEA01 says 2 groups (GS), but 1 were counted (ISA 000000001)."]),
        ((*RIGHT[:2], "IEA*1*000000002"),
         ["IEA02 is 000000002, but it closes ISA 000000001: the control numbers differ."]),
        ((*RIGHT, "SE*1*0001"), ["Segment 8, SE, closes nothing: its ST is missing."]),
        (RIGHT[1:], ["ST 0001 has no SE: the file is cut off or damaged there."]),
        (RIGHT[:1], ["GS 1 has no GE: the file is cut off or damaged there.",
                     "ISA 000000001 has no IEA: the file is cut off or damaged there."]),
        (("ST*835*0002", "SE*2*0002", "GE*2*1", RIGHT[2]),
         ["ST 0001 has no SE: the file is cut off or damaged there."]),
    ],
)  # fmt: skip
def test_each_wrong_number_is_told(tail: tuple[str, ...], told: list[str]) -> None:
    assert notes(enveloped(*tail)) == told


def test_a_transaction_without_a_group_is_told() -> None:
    told = notes(enveloped("SE*3*0001", "IEA*0*000000001", head=(ISA, "ST*835*0001", "BPR*I*0")))
    assert told[0] == "Segment 2, ST, stands outside its envelope."


def test_several_interchanges_are_counted_apart() -> None:
    assert notes(enveloped(*RIGHT) * 3) == []


BASE = Interchange(
    kind=CLAIM_837P,
    sender_id="Cedar Spine",
    receiver_id="CLEARHOUSE",
    control_number=412,
    made_at=MADE_AT,
    usage="T",
)


def interchange(**changes: Any) -> Interchange:
    return replace(BASE, **changes)


def written(chosen: Interchange, sets: int = 1) -> list[list[str]]:
    out = InterchangeWriter(chosen)
    for number in range(1, sets + 1):
        with out.transaction(f"{number:04d}") as w:
            w.add("BHT", "0019", "00", "B1", MADE_AT.date(), "0705", "CH")
    return list(SegmentReader(out.text()))


def test_the_isa_is_106_characters_with_its_terminator() -> None:
    text = InterchangeWriter(interchange()).text()
    isa = text.split("\n")[0]
    assert len(isa) == 106
    assert isa == (
        "ISA*00*          *00*          *ZZ*CEDAR SPINE    *ZZ*CLEARHOUSE     *261123*0705*^*00501*000000412*0*T*:~"
    )


def test_the_envelope_counts_for_itself() -> None:
    assert written(interchange(group_number=7, wants_ta1=True), sets=2)[1:] == [
        ["GS", "HC", "CEDAR SPINE", "CLEARHOUSE", "20261123", "0705", "7", "X", "005010X222A1"],
        ["ST", "837", "0001", "005010X222A1"],
        ["BHT", "0019", "00", "B1", "20261123", "0705", "CH"],
        ["SE", "3", "0001"],
        ["ST", "837", "0002", "005010X222A1"],
        ["BHT", "0019", "00", "B1", "20261123", "0705", "CH"],
        ["SE", "3", "0002"],
        ["GE", "2", "7"],
        ["IEA", "1", "000000412"],
    ]
    assert notes(InterchangeWriter(interchange()).text()) == []


def test_an_835_has_no_st03_and_its_own_names() -> None:
    found = written(
        interchange(kind=REMITTANCE_835, application_sender="APP1", application_receiver="APP2", line_end="")
    )
    assert found[1][1:4] == ["HP", "APP1", "APP2"]
    assert found[2] == ["ST", "835", "0001"]


def test_other_delimiters() -> None:
    marks = Delimiters(element="|", component=">", repetition="!", terminator="#")
    text = InterchangeWriter(interchange(delimiters=marks, line_end="")).text()
    assert text.startswith("ISA|00|")
    assert "\n" not in text
    reader = SegmentReader(text)
    assert [segment[0] for segment in reader] == ["ISA", "GS", "GE", "IEA"]
    assert reader.delimiters == marks


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"control_number": 0}, "ISA13"),
        ({"control_number": 1_000_000_000}, "ISA13"),
        ({"sender_id": "A"}, "ISA06"),
        ({"receiver_id": "A" * 16}, "ISA08"),
        ({"receiver_id": "A*B"}, "ISA08"),
    ],
)
def test_what_does_not_fit_the_isa_is_refused(changes: dict[str, object], element: str) -> None:
    with pytest.raises(UnwritableElement, match=element):
        InterchangeWriter(interchange(**changes))


def test_a_transaction_that_cannot_be_written_is_left_out() -> None:
    out = InterchangeWriter(interchange())
    with pytest.raises(UnwritableElement, match="NM103"), out.transaction("0001") as w:
        w.add("NM1", "85", "2", "A~B")
    assert "ST*" not in out.text()
    assert "GE*0*412~" in out.text()


def test_pyx12_accepts_an_empty_835_envelope_as_far_as_it_goes() -> None:
    out = InterchangeWriter(interchange(kind=REMITTANCE_835))
    with out.transaction("0001") as w:
        w.add("BPR", "H", "0", "C", "NON", *(None,) * 11, MADE_AT.date())
        w.add("TRN", "1", "1", "1410000001")
        w.add("N1", "PR", "PAYER")
        w.add("N3", "PO BOX 1")
        w.add("N4", "FARGO", "ND", "58108")
        w.add("PER", "BL", "DESK", "TE", "8005550143")
        w.add("N1", "PE", "PAYEE", "XX", "1987654328")
    assert passes_pyx12(out.text())
