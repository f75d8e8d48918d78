from __future__ import annotations

import io
import zipfile

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.xlsx import open_workbook
from tests.support.code_files import xlsx, zipped


def rows(data: bytes, sheet: str = "S1") -> list[list[str]]:
    with open_workbook(io.BytesIO(data), "b.xlsx") as workbook:
        return list(workbook.rows(sheet))


def test_texts_numbers_and_holes() -> None:
    assert rows(xlsx([["Code", "", "Long text"], ["A1", 7, " & < "], []])) == [
        ["Code", "", "Long text"],
        ["A1", "7", "& <"],
    ]


def test_far_columns_stand_where_they_should() -> None:
    found = rows(xlsx([[""] * 30 + ["x"]]))
    assert found == [[""] * 30 + ["x"]]


def test_sheets_by_name() -> None:
    data = xlsx([["second"]], before=[["first"]])
    with open_workbook(io.BytesIO(data), "b.xlsx") as workbook:
        assert list(workbook.sheets) == ["S1", "S2"]
    assert rows(data, "S2") == [["second"]]


def test_inline_strings_and_whole_numbers() -> None:
    parts = {
        "xl/workbook.xml": (
            '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            '<sheet name="S1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="/xl/worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": (
            '<worksheet><sheetData><row><c t="inlineStr"><is><t>text</t></is></c><c><f>1+1</f><v>2.0</v></c></row>'
            "</sheetData></worksheet>"
        ),
    }
    assert rows(zipped(parts)) == [["text", "2"]]


def test_no_workbook() -> None:
    for data in (b"PK\x03\x04 cut off", zipped({"a.txt": "x"}), xlsx([["a"]])[:-40]):
        with pytest.raises(UnreadableFile, match=r"b\.xlsx cannot be read as an Excel workbook"):
            rows(data)


def test_a_string_number_that_is_none() -> None:
    parts = dict.fromkeys(("xl/sharedStrings.xml",), "<sst/>")
    with zip_of(xlsx([["a"]])) as archive:
        parts |= {name: archive.read(name).decode() for name in archive.namelist() if "shared" not in name}
    with pytest.raises(UnreadableFile, match="cannot be read"):
        rows(zipped(dict(parts)))


def test_a_bomb_in_a_workbook_is_refused() -> None:
    with zip_of(xlsx([["a"]])) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = '<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'
    with pytest.raises(UnreadableFile, match="document type"):
        rows(zipped(dict(parts)))


def zip_of(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))
