from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.foreign import NotACodeList
from clinicbill.codesets.files.recognise import recognise
from clinicbill.codesets.files.supplied import supplied
from clinicbill.codesets.register import System
from tests.support.code_files import (
    HCPCS_HEADING,
    INDEX,
    aoc_text,
    fee_line,
    fee_text,
    gpci_text,
    hcpcs_line,
    loose,
    mue_text,
    order_text,
    ptp_text,
    tabular,
    xlsx,
)

SAMPLES = os.environ.get("CLINICBILL_SAMPLES")
CPT = "CPT 2027 Data Files\n© 2026 American Medical Association, copyright\n90001\tInvented service, told at some length to be long\n90002\tOther\n90003\tThird\n"
PTP_ROW = "20610|20600||20180701|*|1|Invented"
TAXONOMY = "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n111N00000X,g,c,,,,d,s\n"
INDEX_CSV = "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n1,P,0,Pain,,,,R52\n"


@pytest.mark.parametrize(
    ("name", "content", "system", "part", "from_on"),
    [
        ("x.xml", tabular({"M54.50": "Invented"}), System.ICD10CM, "", date(2026, 10, 1)),
        ("April update.xml", tabular({"M54.50": "x"}), System.ICD10CM, "", date(2027, 4, 1)),
        ("x.xml", INDEX, System.ICD10CM_INDEX, "main", date(2026, 10, 1)),
        ("index 2027.csv", INDEX_CSV, System.ICD10CM_INDEX, "main", date(2026, 10, 1)),
        ("icd10cm_order_2027.txt", order_text(), System.ICD10CM_ORDER, "", date(2026, 10, 1)),
        ("x.csv", f"{HCPCS_HEADING}\nA9999,0010,3,Invented,,,,20200101,,,N\n", System.HCPCS, "", None),
        ("HCPC2026_OCT.txt", hcpcs_line("A9999", "3", "Invented"), System.HCPCS, "", date(2026, 10, 1)),
        ("codes_2025Q4.csv", "code,kind,long_description\nA9999,code,Invented\n", System.HCPCS, "", date(2025, 10, 1)),
        ("LONG.txt", CPT, System.CPT, "long", date(2027, 1, 1)),
        ("ccipra-v323r0-f1.TXT", ptp_text([PTP_ROW]), System.NCCI_PTP, "", date(2026, 10, 1)),
        ("mue_2026Q4.csv", mue_text(["97110,6,1 Line Edit,"]), System.MUE, "", date(2026, 10, 1)),
        ("AOC_V2026Q4-MCR.txt", aoc_text(["1|22614||22612||2013091||"]), System.ADD_ON, "", date(2026, 10, 1)),
        ("rvu QPP.csv", fee_text([fee_line("20610")]), System.MPFS, "QPP", date(2026, 7, 1)),
        ("x_nonQPP.csv", fee_text([fee_line("20610")]), System.MPFS, "nonQPP", date(2026, 7, 1)),
        ("x.csv", gpci_text(["02102,AK,01,ALASKA*,1.5,1.0,0.5"]), System.GPCI, "", date(2026, 1, 1)),
        ("pos.txt", "Place of Service Code(s)\tPlace of Service Name\n11\tOffice\n", System.POS, "", None),
        ("pos.csv", "code,name\n11,Office\n27-30,Unassigned\n", System.POS, "", None),
        ("nucc_taxonomy_261.csv", TAXONOMY, System.TAXONOMY, "", date(2026, 7, 1)),
        ("x.csv", "Code,Description,Start\n45,Invented,1/1/1995\n", System.X12, "adjustment", None),
        ("x.csv", "Code,Description\nN362,Invented\n", System.X12, "remark", None),
    ],
)  # fmt: skip
def test_by_content(name: str, content: str, system: System, part: str, from_on: date | None) -> None:
    found = recognise(loose(name, content))
    assert (found.system, found.part, found.from_on) == (system, part, from_on)


def test_workbooks_even_behind_a_cover_sheet() -> None:
    rows = [HCPCS_HEADING.split(","), ["A9999", "0010", "3", "Invented"]]
    found = recognise(loose("HCPC2026_OCT_ANWEB.xlsx", xlsx(rows, before=[["Read me"]])))
    assert (found.system, found.grid.sheet, found.from_on) == (System.HCPCS, "S2", date(2026, 10, 1))


def test_notices_and_titles_are_kept() -> None:
    found = recognise(loose("ccipra-v323r0-f1.TXT", ptp_text([PTP_ROW])))
    assert found.notice.startswith("CPT only copyright 2026")
    assert found.title == "Column1/Column2 Edits"
    assert "NUCC" in recognise(loose("t.csv", TAXONOMY)).notice
    own = recognise(loose("t.csv", TAXONOMY + "Copyright 2026 somebody,,,,,,,\n"))
    assert own.notice == "Copyright 2026 somebody"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "Dear Sirs,\nwe have no codes.\n", "no code file that is known"),
        ("a.csv", "code,description\noffice,none\n", "no code file that is known"),
        ("a.csv", "code,name\nA1,none\n", "no code file that is known"),
        ("icd10cm_codes_2027.txt", "M5450   Invented title\n", "no code file that is known"),
        ("a.html", "<!DOCTYPE html><html><body>License</body></html>", "is a web page"),
        ("a.xml", "<other/>", "XML but no list of ICD-10-CM codes"),
        ("mue.csv", mue_text(["97110,6,1 Line Edit,"], "Outpatient Hospital Services"), "table of outpatient hospitals"),
        ("mue.csv", mue_text(["97110,6,1 Line Edit,"], "DME Supplier Services"), "suppliers of equipment"),
        ("ccioph-v323r0-f1.txt", ptp_text([PTP_ROW]), "table of outpatient hospitals"),
    ],
)  # fmt: skip
def test_what_is_no_list(name: str, content: str, said: str) -> None:
    with pytest.raises(NotACodeList, match=rf"{said}.*nothing was changed|{said}"):
        recognise(loose(name, content))


def test_damage_is_told_as_damage() -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        recognise(loose("a.xml", "<ICD10CM.tabular><version>20"))
    with pytest.raises(UnreadableFile, match="Excel workbook"):
        recognise(loose("a.xlsx", b"PK\x03\x04 cut off"))


@pytest.mark.skipif(SAMPLES is None, reason="CLINICBILL_SAMPLES is not set")
@pytest.mark.parametrize(
    ("name", "system", "from_on"),
    [
        ("cms_samples/GPCI2026.excerpt.csv", System.GPCI, date(2026, 1, 1)),
        ("cms_samples/HCPC2026_OCT_ANWEB.excerpt.csv", System.HCPCS, date(2026, 10, 1)),
        ("cms_samples/PPRRVU2026_Jul_nonQPP.header_excerpt.csv", System.MPFS, date(2026, 7, 1)),
        ("cms_samples/mue_practitioner_2026Q3.excerpt.csv", System.MUE, date(2026, 7, 1)),
        ("cms_samples/ncci_ptp_practitioner_v322r0.excerpt.txt", System.NCCI_PTP, date(2026, 7, 1)),
        ("icd10cm_2025_index/ICD10CM_2025_Index.csv", System.ICD10CM_INDEX, date(2024, 10, 1)),
        ("icd10cm_2025_index/icd-10-cm-neoplasm-2025.xml", System.ICD10CM_INDEX, date(2024, 10, 1)),
        ("icd10cm_2026/icd10cm_order_2026.excerpt_M54_real.txt", System.ICD10CM_ORDER, date(2025, 10, 1)),
    ],
)
def test_real_files(name: str, system: System, from_on: date) -> None:
    with supplied([Path(SAMPLES or "", "codes", name)]) as (file,):
        found = recognise(file)
    assert (found.system, found.from_on) == (system, from_on)
