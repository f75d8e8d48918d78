from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets import index_reader
from clinicbill.codesets.index_reader import IndexPart, read_index

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<?xml version="1.0" encoding="utf-8"?><ICD10CM.index><version>2026</version>'
MAIN = f"""{HEAD}<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>P</title>
<mainTerm><title>Pain<nemod>(s)</nemod> NEC</title><seeAlso>Painful</seeAlso><code>R52</code>
<term level="1"><title>joint</title><code>M25.50</code>
<term level="2"><title>knee</title><code>M25.56-</code><manif>X00</manif></term></term>
<term level="1"><title>kneecap</title><see>Pain, joint, knee</see></term></mainTerm></letter></ICD10CM.index>"""
TABLE = f"""{HEAD}<indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head>
<head col="3">Benign</head></indexHeading><letter><title>N</title><mainTerm><title>Neoplasm</title>
<cell col="2">C80.1</cell><cell col="3">-</cell></mainTerm></letter></ICD10CM.index>"""
CSV = "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\r\n1,P,0,Pain,,,(s),R52\r\n2,P,1,é joint,,,,M25.50\r\n"


def written(folder: Path, data: str | bytes, name: str = "index-2026.xml") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_the_xml_form(tmp_path: Path) -> None:
    found = read_index(written(tmp_path, MAIN))
    assert (found.part, found.edition) == (IndexPart.MAIN, "2026")
    assert [(line.level, line.title, line.code) for line in found.lines] == [
        (0, "Pain NEC", "R52"),
        (1, "joint", "M25.50"),
        (2, "knee", "M25.56-"),
        (1, "kneecap", ""),
    ]
    assert (found.lines[0].modifiers, found.lines[0].see_also) == ("(s)", "Painful")
    assert (found.lines[2].manifestation, found.lines[3].see) == ("X00", "Pain, joint, knee")


def test_a_table_has_a_code_per_column(tmp_path: Path) -> None:
    found = read_index(written(tmp_path, TABLE))
    assert found.part == IndexPart.NEOPLASM
    assert found.lines[0].cells == (("Malignant Primary", "C80.1"),)
    drugs = read_index(written(tmp_path, TABLE.replace("Malignant Primary", "Poisoning, accidental")))
    assert drugs.part == IndexPart.DRUG


def test_the_external_causes(tmp_path: Path) -> None:
    xml = MAIN.replace("DISEASES and INJURIES", "EXTERNAL CAUSE of INJURIES")
    assert read_index(written(tmp_path, xml)).part == IndexPart.EXTERNAL_CAUSE
    text = CSV.replace("R52", "W11").replace("M25.50", "X58")
    assert read_index(written(tmp_path, text, "e.csv")).part == IndexPart.EXTERNAL_CAUSE


@pytest.mark.parametrize("packed", [False, True])
def test_the_csv_form_plain_or_packed(tmp_path: Path, packed: bool) -> None:
    data = b"\xef\xbb\xbf" + CSV.encode()
    found = read_index(written(tmp_path, gzip.compress(data) if packed else data, "index_2026.csv"))
    assert (found.part, found.edition) == (IndexPart.MAIN, "2026")
    assert [(line.title, line.modifiers) for line in found.lines] == [("Pain", "(s)"), ("é joint", "")]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    + HEAD.partition("?>")[2]
    + "&b;</ICD10CM.index>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "is not an ICD-10-CM index"),
        ("<other/>", "is not an ICD-10-CM index"),
        (MAIN[:-40], "cannot be read"),
        (BOMB, "cannot be read"),
        (b"\x1f\x8b broken", "cannot be read"),
        (gzip.compress(MAIN.encode())[:-20], "cannot be read"),
        (MAIN.replace('level="2"', 'level="3"'), "level '3' where level 2"),
        (
            MAIN.replace("M25", "").replace("R52", "").replace("<code>", "<x>").replace("</code>", "</x>"),
            "no code",
        ),
        (CSV.replace("2,P,1", "2,P,2"), "at level 2 below one at level 0"),
        (CSV.replace("2,P,1", "2,P,-1"), "which is none"),
        (CSV.replace("1,P,0", "1,P,1"), "at level 1"),
        (CSV.encode() + b"\xff\xfe", "cannot be read"),
        ("a,b\n1,2\n", "is not an ICD-10-CM index"),
    ],
)
def test_damage_is_a_sentence(tmp_path: Path, data: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match="nothing has changed") as told:
        read_index(written(tmp_path, data))
    assert says in str(told.value)


def test_a_file_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_reader, "MOST_BYTES", 10_000)
    with pytest.raises(UnreadableFile, match="far larger"):
        read_index(written(tmp_path, gzip.compress(b" " * 1_000_000)))


def test_a_very_deep_file_is_refused(tmp_path: Path) -> None:
    deep = "".join(f'<term level="{level}"><title>x</title>' for level in range(1, 3_000))
    xml = f"{HEAD}<letter><mainTerm><title>x</title>{deep}{'</term>' * 2_999}</mainTerm></letter></ICD10CM.index>"
    with pytest.raises(UnreadableFile, match="level '10' where level 10"):
        read_index(written(tmp_path, xml))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_index(tmp_path / "gone.xml")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(MAIN)), noise=st.binary(max_size=8))
def test_any_damage_is_read_or_refused(tmp_path: Path, cut: int, noise: bytes) -> None:
    data = MAIN.encode()
    path = written(tmp_path, data[:cut] + noise + data[cut:])
    assert said(path) in ("", "index-2026.xml")


def test_an_encoding_nobody_knows_is_refused(tmp_path: Path) -> None:
    damaged = MAIN.encode().replace(b"utf-8", b"Autf-8", 1)
    assert damaged != MAIN.encode()
    assert said(written(tmp_path, damaged)) == "index-2026.xml"


def said(path: Path) -> str:
    """The file a refusal names; nothing where it was read."""
    try:
        read_index(path)
    except UnreadableFile as told:
        return str(told).split()[0]
    return ""
