from __future__ import annotations

import io
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.x12 import reader
from clinicbill.x12.reader import SegmentReader, loops
from tests.unit.x12.samples_835 import BPR, GS, ISA, TRN, file_835, sample

PLAIN = file_835("LX*1", "CLP*1042*1*100*100**12*ICN")


def segments(source: bytes | str) -> list[list[str]]:
    return list(SegmentReader(source))


def test_segments_are_lists_with_the_tag_first() -> None:
    found = segments(PLAIN)
    assert [segment[0] for segment in found] == [
        "ISA",
        "GS",
        "ST",
        "BPR",
        "TRN",
        "LX",
        "CLP",
        "SE",
        "GE",
        "IEA",
    ]
    assert found[6] == ["CLP", "1042", "1", "100", "100", "", "12", "ICN"]


def test_bytes_text_and_streams_read_alike() -> None:
    assert segments(PLAIN) == segments(PLAIN.encode()) == list(SegmentReader(io.BytesIO(PLAIN.encode())))


@pytest.mark.parametrize(
    "before",
    ["\ufeff", "\r\n\r\n", "   ", "\x00\x00", "\ufeff\n\ufeff "],
    ids=["mark", "lines", "blanks", "nul", "all"],
)
def test_what_stands_before_the_isa_is_skipped(before: str) -> None:
    assert segments(before + PLAIN) == segments(PLAIN)


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_files_saved_by_an_editor(coding: str) -> None:
    assert segments(PLAIN.encode(coding)) == segments(PLAIN)


def test_letters_come_right_from_utf8_and_from_windows() -> None:
    text = PLAIN.replace("1042", "Muñoz’s")
    assert segments(text.encode("utf-8"))[6][1] == "Muñoz’s"
    assert segments(text.encode("cp1252"))[6][1] == "Muñoz’s"


def test_control_characters_and_wrapped_lines_leave_the_data() -> None:
    assert segments(PLAIN.replace("1042", "10\x00\x0742"))[6][1] == "1042"
    assert segments(PLAIN.replace("1042", "10\n42"))[6][1] == "1042"


def test_control_characters_may_be_delimiters() -> None:
    text = PLAIN.replace("*", "\x1d").replace(":~", "\x1f~").replace("1042", "A\x1fB\x02")
    assert segments(text)[6][1] == "A\x1fB"


def test_every_interchange_brings_its_own_delimiters() -> None:
    reading = SegmentReader(sample("two_interchanges.835"))
    tags, marks = [], []
    for segment in reading:
        tags.append(segment[0])
        if segment[0] == "ISA":
            marks.append(reading.delimiters.all())
    assert marks == ["*:^~", "|>^#"]
    assert tags.count("IEA") == 2


def test_the_letters_isa_in_a_name_begin_no_interchange() -> None:
    text = file_835("LX*1", "CLP*ISA*1*100*100", "NM1*QC*1*ISA*LISA", "ISABEL*1")
    assert [segment[0] for segment in segments(text)].count("ISA") == 1


def test_the_position_is_that_of_the_segment_given_last() -> None:
    text = "\ufeff" + PLAIN.replace("RECEIVER ", "RECÉIVER ")
    data = text.encode()
    reading = SegmentReader(data)
    assert str(reading.position) == "segment 0, "
    for index, segment in enumerate(reading, 1):
        position = reading.position
        assert (position.index, position.tag) == (index, segment[0])
        assert data[position.offset :].lstrip().startswith(segment[0].encode())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8b\x08rest", "compressed"),
        (b"<html>", "web page"),
        (GS.encode(), "without its envelope"),
        (b"Dear colleague", "no X12 file"),
        (b"ISA", "envelope is cut off"),
        (ISA.encode(), "envelope is cut off"),
        (bytes(range(256)), "no X12 file"),
    ],
)
def test_what_is_no_x12_gives_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        segments(data)


def test_a_second_interchange_that_is_broken_gives_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="envelope is cut off"):
        segments(PLAIN + "ISA*00")


def test_a_segment_without_end_is_refused() -> None:
    endless = io.BytesIO((PLAIN + "NTE*" + "A" * 300_000).encode())
    with pytest.raises(UnreadableFile, match="Segment 11 is longer"):
        list(SegmentReader(endless))
    assert endless.tell() < 250_000


def test_elements_are_bounded() -> None:
    found = segments(file_835("CAS" + "*1" * 5_000))
    assert max(len(segment) for segment in found) == reader.MOST_ELEMENTS + 1


def test_a_loop_is_bounded() -> None:
    many = (["NTE"] for _ in range(reader.MOST_SEGMENTS_IN_LOOP + 2))
    with pytest.raises(UnreadableFile, match="Segment 1 is longer"):
        list(loops(many, frozenset({"CLP"})))


def test_loops_begin_at_their_tags_and_know_their_place() -> None:
    found = list(loops(segments(PLAIN), frozenset({"ST", "CLP", "SE"})))
    assert [(first, [segment[0] for segment in loop]) for first, loop in found] == [
        (1, ["ISA", "GS"]),
        (3, ["ST", "BPR", "TRN", "LX"]),
        (7, ["CLP"]),
        (8, ["SE", "GE", "IEA"]),
    ]
    assert list(loops([], frozenset())) == []


WORDS = st.text(alphabet="ABC012 .-", max_size=12).map(str.strip)
BODIES = st.lists(
    st.tuples(st.sampled_from(["CLP", "SVC", "CAS", "REF"]), st.lists(WORDS, min_size=1, max_size=6)),
    max_size=60,
)


@given(
    body=BODIES,
    element=st.sampled_from("*|^\x1d"),
    terminator=st.sampled_from(["~", "#", "\n", "\r", "~\n", "~\r\n", "\r\n"]),
    chunk=st.integers(min_value=300, max_value=700),
)
def test_any_delimiters_line_ends_and_chunks_give_the_same_segments(
    body: list[tuple[str, list[str]]], element: str, terminator: str, chunk: int
) -> None:
    rows = [[tag, *elements, "X"] for tag, elements in body]
    everything = [ISA.replace("^", "!").split("*"), GS.split("*"), *rows, BPR.split("*"), TRN.split("*")] * 2
    data = "".join(element.join(row) + terminator for row in everything)
    with patch.object(reader, "CHUNK", chunk):
        assert segments(data) == everything
