from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.icd10_tabular import (
    Tabular,
    TabularCode,
    expanded_code,
    packaged_tabular,
    read_tabular,
)

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z](\.[0-9A-Z]{1,4})?")


@pytest.fixture(scope="module")
def tabular() -> Tabular:
    return read_tabular(packaged_tabular())


@pytest.fixture(scope="module")
def codes(tabular: Tabular) -> dict[str, TabularCode]:
    return {code.code: code for code in tabular.codes}


def test_the_official_number_of_codes(tabular: Tabular, codes: dict[str, TabularCode]) -> None:
    assert sum(code.billable for code in tabular.codes) == 74_719
    assert len(tabular.codes) == len(codes) == 98_186
    assert sum(block.kind == "chapter" for block in tabular.blocks) == 22
    assert sum(block.kind == "section" for block in tabular.blocks) == 297


def test_rows_stand_in_the_order_of_the_official_order_file(tabular: Tabular) -> None:
    # Order numbers as CMS prints them in icd10cm_order_2026.txt.
    places = {code.code: place for place, code in enumerate(tabular.codes, 1)}
    printed = {"M54": 20055, "M54.00": 20057, "M54.1": 20067, "M54.16": 20074, "M54.5": 20086, "M54.9": 20094}
    assert {code: places[code] for code in printed} == printed


def test_every_code_has_the_shape_of_one(tabular: Tabular) -> None:
    assert [code.code for code in tabular.codes if not SHAPE.fullmatch(code.code)] == []


@pytest.mark.parametrize("code", ["C4A.9", "C7A.00", "M1A.9XX0", "QA0.8", "I1A.0", "Z3A.00"])
def test_letters_in_the_second_and_third_place(codes: dict[str, TabularCode], code: str) -> None:
    assert codes[code].billable


def test_a_death_before_waking_takes_no_later_encounter(codes: dict[str, TabularCode]) -> None:
    for stem in ("S06.1X7", "S06.1X8", "S06.2X7", "S06.9X8"):
        assert codes[stem].sevenths.keys() == {"A"}
        assert f"{stem}A" in codes
        assert f"{stem}D" not in codes
    assert codes["S06.0X0"].sevenths.keys() == {"A", "D", "S"}
    assert "S06.0XAD" in codes


def test_seventh_characters_of_fractures(codes: dict[str, TabularCode]) -> None:
    assert "".join(codes["S52.501"].sevenths) == "ABCDEFGHJKMNPQRS"
    assert codes["S52.501K"].title.endswith("subsequent encounter for closed fracture with nonunion")
    assert codes["S52.501K"].parent == "S52.501"


def test_placeholders_fill_up_to_the_seventh(codes: dict[str, TabularCode]) -> None:
    assert codes["S33.6XXA"].title == "Sprain of sacroiliac joint, initial encounter"
    assert not codes["S33.6"].billable
    assert expanded_code("S33.6", "A") == "S33.6XXA"
    assert expanded_code("W19", "D") == "W19.XXXD"


def test_a_nearer_definition_goes_before_one_above(small_tabular: Path) -> None:
    small = {code.code: code for code in read_tabular(small_tabular).codes}
    assert dict(small["S06.2"].sevenths) == {"0": "small", "1": "large"}
    assert small["S06.2XX1"].title == "Spot inside the head, large"
    assert small["S06.1X6"].sevenths.keys() == {"A", "D", "S"}
    assert small["S06.1X7"].sevenths.keys() == {"A"}


def test_notes_are_kept_at_their_place(small_tabular: Path) -> None:
    small = read_tabular(small_tabular)
    notes = [(note.kind, note.text) for code in small.codes if code.code == "S06" for note in code.notes]
    assert notes == [
        ("code_also", "any associated: wound"),
        ("code_also", "fracture"),
        ("seventh_note", "The character is added to each code"),
        ("seventh", "A: initial encounter (first visit)"),
        ("seventh", "D: subsequent encounter"),
        ("seventh", "S: sequela"),
    ]
    assert [note.kind for note in small.blocks[0].notes] == ["excludes2"]


def test_a_section_named_like_its_only_category(small_tabular: Path) -> None:
    small = read_tabular(small_tabular)
    assert [(block.kind, block.label) for block in small.blocks][:2] == [("chapter", "1"), ("section", "B20")]
    assert small.codes[0].code == "B20"
    assert small.codes[0].parent == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no xml",
        "<ICD10CM.tabular><chapter>",
        "<other/>",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ICD10CM.tabular>&b;</ICD10CM.tabular>',
    ],
)
def test_a_foreign_or_damaged_file_is_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"list\.xml .*nothing (was|has) changed"):
        read_tabular(path)


def test_an_absent_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nothing has changed"):
        read_tabular(tmp_path / "absent.xml")


def test_the_dependency_is_never_imported() -> None:
    packaged_tabular()
    assert "simple_icd_10_cm" not in sys.modules


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.tabular><chapter>&a;</chapter></ICD10CM.tabular>',
        "<!DOCTYPE x><ICD10CM.tabular/>",
        "<ICD10CM.tabular>" + "<diag>" * 5_000 + "</diag>" * 5_000 + "</ICD10CM.tabular>",
        "<ICD10CM.tabular><chapter>",
    ],
)
def test_hostile_files_are_refused_by_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tabular.xml"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=r"tabular\.xml .*; nothing (was|has) changed"):
        read_tabular(path)


def test_an_initial_only_code_without_its_character(tmp_path: Path) -> None:
    path = tmp_path / "tabular.xml"
    path.write_text(
        "<ICD10CM.tabular><chapter><name>19</name><section id='S'><diag><name>S06.1X7</name><desc>x</desc></diag>"
        "</section></chapter></ICD10CM.tabular>"
    )
    assert [code.code for code in read_tabular(path).codes] == ["S06.1X7"]
