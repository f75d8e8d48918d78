from __future__ import annotations

import io

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.safe_xml import MOST_DEEP, XmlEvents, pieces_of_xml, read_xml

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>"""


class Told(XmlEvents):
    def __init__(self) -> None:
        self.said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.said.append(f"<{tag}{attributes or ''}>")

    def end(self, tag: str) -> None:
        self.said.append(f"</{tag}>")

    def text(self, text: str) -> None:
        self.said.append(text)


def told(text: str) -> list[str]:
    events = Told()
    read_xml(io.BytesIO(text.encode()), events, name="f.xml")
    return events.said


def test_everything_is_told_without_namespaces() -> None:
    assert told('<a xmlns="urn:x"><b c="1">t&amp;u</b></a>') == [
        "<a>",
        "<b{'c': '1'}>",
        "t&u",
        "</b>",
        "</a>",
    ]


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, "<!DOCTYPE x><x/>"])
def test_document_types_and_entities_are_refused(text: str) -> None:
    with pytest.raises(
        UnreadableFile, match=r"f\.xml declares a document type or entities.*nothing was changed"
    ):
        told(text)


def test_deep_nesting_is_refused() -> None:
    assert len(told("<a>" * MOST_DEEP + "</a>" * MOST_DEEP)) == 2 * MOST_DEEP
    with pytest.raises(UnreadableFile, match="nested more than"):
        told("<a>" * 100_000)


@pytest.mark.parametrize("text", ["<a><b></a>", "<a>", "", "no xml", "<a>\x00</a>"])
def test_damaged_or_cut_off(text: str) -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        told(text)


def test_a_reader_may_stop_early() -> None:
    events = Told()
    pieces = pieces_of_xml(io.BytesIO(b"<a>" + b"<b/>" * 100_000), events, name="f.xml")
    next(pieces)
    assert 0 < len(events.said) < 100_000
