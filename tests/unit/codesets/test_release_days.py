from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.codesets.register import System
from clinicbill.codesets.release_days import (
    SCHEDULE,
    first_day,
    fiscal_year_day,
    last_day,
    release_name,
    scheduled_day,
)


@pytest.mark.parametrize(
    ("system", "name", "day"),
    [
        (System.ICD10CM, "icd10c-tabular-April-1-2026.xml", date(2026, 4, 1)),
        (System.ICD10CM, "icd10cm-tabular-2027.xml", date(2026, 10, 1)),
        (System.ICD10CM_ORDER, "icd10cm_order_2027.txt", date(2026, 10, 1)),
        (System.ICD10CM_ORDER, "icd10cm_order_2026_april.txt", date(2026, 4, 1)),
        (System.ICD10CM_INDEX, "ICD10CM_2025_Index.csv", date(2024, 10, 1)),
        (System.HCPCS, "HCPC2026_OCT_ANWEB.xlsx", date(2026, 10, 1)),
        (System.HCPCS, "october-2026-alpha-numeric-hcpcs-file.zip", date(2026, 10, 1)),
        (System.HCPCS, "HCPC2019_CONTR_ANWEB.txt", date(2019, 1, 1)),
        (System.NCCI_PTP, "ccipra-v322r0-f1.txt", date(2026, 7, 1)),
        (System.NCCI_PTP, "ccipra-v330r1-f4.TXT", date(2027, 1, 1)),
        (System.MUE, "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", date(2026, 10, 1)),
        (System.MUE, "mue_practitioner_2026Q3.csv", date(2026, 7, 1)),
        (System.ADD_ON, "AOC_V2026Q4-MCR.txt", date(2026, 10, 1)),
        (System.ADD_ON, "AOC_V2025Q4_01-MCR.txt", date(2025, 10, 1)),
        (System.MPFS, "PPRRVU2026_Jul_nonQPP.csv", date(2026, 7, 1)),
        (System.MPFS, "PPRRVU26C.csv", date(2026, 7, 1)),
        (System.MPFS, "PPRRVU25_JAN.csv", date(2025, 1, 1)),
        (
            System.MPFS,
            "2026 National Physician Fee Schedule Relative Value File April Release",
            date(2026, 4, 1),
        ),
        (System.GPCI, "GPCI2026.csv", date(2026, 1, 1)),
        (System.TAXONOMY, "nucc_taxonomy_261.csv", date(2026, 7, 1)),
        (System.CPT, "CPT 2027 Data Files", date(2027, 1, 1)),
        (System.X12, "carc-2026-11-01.csv", date(2026, 11, 1)),
        (System.POS, "pos.csv", None),
        (System.MUE, "mue.csv", None),
        (System.X12, "list 2026-13-45.csv", None),
    ],
)
def test_the_first_day_by_the_name(system: System, name: str, day: date | None) -> None:
    assert first_day(system, name) == day


def test_fiscal_years_and_their_april_update() -> None:
    assert fiscal_year_day(2027, "tabular.xml") == date(2026, 10, 1)
    assert fiscal_year_day(2027, "tabular April.xml") == date(2027, 4, 1)


def test_last_days() -> None:
    assert last_day(System.ICD10CM, date(2026, 10, 1)) == date(2027, 9, 30)
    assert last_day(System.ICD10CM, date(2026, 4, 1)) == date(2026, 9, 30)
    assert last_day(System.HCPCS, date(2026, 10, 1)) == date(2026, 12, 31)
    assert last_day(System.MUE, date(2026, 4, 1)) == date(2026, 6, 30)
    assert last_day(System.GPCI, date(2026, 1, 1)) == date(2026, 12, 31)
    assert last_day(System.TAXONOMY, date(2026, 7, 1)) == date(2026, 12, 31)
    assert last_day(System.POS, date(2026, 7, 1)) is None


def test_the_calendar() -> None:
    assert scheduled_day(System.ICD10CM, date(2026, 9, 30)) == date(2026, 4, 1)
    assert scheduled_day(System.ICD10CM, date(2026, 10, 1)) == date(2026, 10, 1)
    assert scheduled_day(System.ICD10CM, date(2026, 3, 31)) == date(2025, 10, 1)
    assert scheduled_day(System.CPT, date(2026, 12, 31)) == date(2026, 1, 1)
    assert scheduled_day(System.X12, date(2026, 12, 31)) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(sorted(SCHEDULE)))
def test_releases_follow_each_other_without_a_gap(on: date, system: System) -> None:
    first = scheduled_day(system, on)
    assert first is not None
    assert first <= on
    if system != System.ICD10CM:  # its October release lasts the year, beside that of April
        end = last_day(system, first)
        assert end is not None
        assert end >= on
        assert scheduled_day(system, end + timedelta(days=1)) == end + timedelta(days=1)


def test_names() -> None:
    assert release_name(date(2026, 10, 1)) == "10/2026"
