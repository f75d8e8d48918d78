from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.xml_head import xml_head
from tests.support.code_files import INDEX, loose, tabular


def test_a_tabular_list() -> None:
    head = xml_head(loose("t.xml", tabular({"M54.50": "Invented"})))
    assert (head.root, head.version, head.title) == ("ICD10CM.tabular", "2027", "Invented tabular list")


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Invented index", "main"),
        ("ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX", "external cause"),
        ("TABLE of NEOPLASMS", "neoplasm"),
        ("TABLE of DRUGS and CHEMICALS", "drug"),
    ],
)
def test_the_parts_of_the_index_by_title(title: str, part: str) -> None:
    assert xml_head(loose("i.xml", INDEX.replace("Invented index", title))).part == part


def test_a_table_by_its_columns() -> None:
    heads = '<indexHeading><head col="1">Substance</head></indexHeading>'
    assert xml_head(loose("d.xml", INDEX.replace("<title>Invented index</title>", heads))).part == "drug"


def test_only_the_beginning_is_read() -> None:
    assert xml_head(loose("i.xml", INDEX + " " * (1 << 18) + "<<<damage")).version == "2027"
    with pytest.raises(UnreadableFile, match="damaged"):
        xml_head(loose("i.xml", "<ICD10CM.index><version>2027"))
