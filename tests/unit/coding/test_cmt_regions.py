from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.findings import Severity
from clinicbill.coding.cmt_regions import (
    code_for,
    count_regions,
    region_findings,
    region_letters,
    region_table,
    regions_in_note,
)
from tests.support.practice import a_line


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        (("M99.00", "M99.01"), "C"),  # occiput and neck are one region
        (("M99.03", "M99.01", "M99.04", "M54.59", "M54.2"), "CLS"),
        (("M99.00", "M99.02", "M99.03", "M99.04", "M99.05"), "CTLSP"),
        (("M99.11", "M99.13"), "CL"),
        (("M99.03", "M99.06", "M99.07", "M99.09"), "LUWA"),
        (("M54.2", "M54.59"), "CL"),  # no segmental code: the sites count
        (("M99.03", "M54.2"), "L"),  # a segmental code: they do not
        (("E11.9",), ""),
    ],
)
def test_regions_of_diagnoses(diagnoses: tuple[str, ...], expected: str) -> None:
    assert "".join(count_regions(diagnoses).diagnosed) == expected


def test_the_rib_code_asks() -> None:
    count = count_regions(("M99.03", "M99.08"))
    assert (count.diagnosed, count.ask) == (("L",), ("M99.08",))

    found = region_findings(count, [a_line("98940", regions=("L",))])
    assert [(one.rule, one.severity) for one in found] == [("V13", Severity.INFO)]
    assert not region_findings(
        count_regions(("M99.03", "M99.08"), [a_line("98940", regions=("L", "T"))]),
        [a_line("98940", regions=("L", "T"))],
    )


NOTE = """S: Neck and low back sore.
O: Segmental dysfunction C5 and L4. Not adjusted last visit.
P: Diversified adjustment to C5, T4 and the sacrum. Will adjust the pelvis next visit. No manipulation of the right shoulder.
"""


def test_regions_of_a_note_leave_out_what_is_denied_or_planned() -> None:
    found = regions_in_note(NOTE)

    assert {one.letter for one in found} == {"C", "L", "T", "S"}
    assert all(NOTE[one.start : one.end] == one.shown for one in found)


@pytest.mark.parametrize(
    ("code", "diagnoses", "regions", "expected"),
    [
        ("98940", ("M99.03",), "", []),
        ("98941", ("M99.03", "M99.01", "M99.02"), "", []),
        ("98941", ("M99.01", "M99.00", "M99.03"), "", ["C14"]),
        ("98942", ("M99.03", "M99.01", "M99.04"), "", ["C14"]),
        ("98942", ("M99.01", "M99.02", "M99.03", "M99.04", "M99.05"), "CTLSP", []),
        ("98941", ("M99.01", "M99.02", "M99.03"), "CL", ["C14"]),
        ("98940", ("M99.01", "M99.02", "M99.03"), "CTL", ["C14"]),  # more than the code says
        ("98940", ("M99.03",), "CL", ["V13"]),
        ("98940", ("M54.16",), "L", []),
        ("98940", ("E11.9",), "", ["C14"]),
        ("98943", ("M99.03",), "", ["C14"]),
        ("98943", ("M99.03", "M99.07"), "", []),
        ("98943", ("M99.03",), "U", []),
        ("97140", (), "", []),
    ],
)
def test_what_the_code_needs(
    code: str, diagnoses: tuple[str, ...], regions: str, expected: list[str]
) -> None:
    lines = [a_line(code, regions=tuple(regions))]
    found = region_findings(count_regions(diagnoses, lines), lines)

    assert [one.rule for one in found] == expected
    assert all(one.severity is not Severity.MUST_FIX and one.source and one.fix for one in found)


def test_a_note_can_document_what_the_diagnoses_do_not() -> None:
    note = "P: Adjusted C2, T6 and L5."
    lines = [a_line("98941")]

    assert not region_findings(count_regions(("M99.03",), lines, note), lines)


@pytest.mark.parametrize(
    ("count", "code"),
    [(0, ""), (1, "98940"), (2, "98940"), (3, "98941"), (4, "98941"), (5, "98942"), (6, "")],
)
def test_the_code_of_a_count(count: int, code: str) -> None:
    assert code_for(count) == code


def test_the_table() -> None:
    assert region_letters() == "CTLSPHRUWA"
    assert region_table().extraspinal == "98943"


@given(st.lists(st.sampled_from(sorted(region_table().segments)), unique=True))
def test_more_diagnoses_never_lose_a_region(codes: list[str]) -> None:
    seen: set[str] = set()
    for upto in range(len(codes) + 1):
        now = set(count_regions(codes[:upto]).diagnosed)
        assert seen <= now
        seen = now


@given(st.text(max_size=300))
def test_any_note_is_legal(text: str) -> None:
    assert all(0 <= one.start <= one.end <= len(text) for one in regions_in_note(text))
