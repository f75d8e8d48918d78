from __future__ import annotations

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.cpt_file import joined, kind_of, read_lines, read_list, read_modifiers

BLOCK = ["CPT 2027 Standard Data Files\n", "CPT copyright 2026 American Medical Association.\n", "\n"]
LONG = [*BLOCK, "90001\tInvented service that takes a long sentence to be told of in full\n", "0001F\tInvented measure\n",
        "90002\tInvented other service\n"]  # fmt: skip


def test_the_copyright_block_is_passed_over() -> None:
    assert list(read_lines(LONG)) == ["90001", "0001F", "90002"]


def test_fixed_form_goes_on_over_lines() -> None:
    assert read_lines(["90001 01 INVENTED SERVICE\n", "90001 02 GOING ON\n", "90002 INVENTED OTHER\n"]) == {
        "90001": "INVENTED SERVICE GOING ON",
        "90002": "INVENTED OTHER",
    }


def test_the_kind_by_name_or_else_by_length() -> None:
    assert kind_of(LONG, "LONGULT.txt") == "long"
    assert kind_of(LONG, "my file.txt") == "long"
    short = ["90001 INVENTED SVC\n", "90002 INVENTED OTHER\n", "90003 THIRD\n"]
    assert kind_of(short, "x.txt") == "short"
    assert kind_of(short, "MEDU.txt") == "medium"
    assert kind_of([*short, "90004 INVENTED SERVICE OF MIDDLE LENGTH, TOLD\n"], "x.txt") == "medium"
    assert kind_of(["22 Invented modifier\n"], "MODUL.txt") == "modifier"
    assert kind_of(["12345 Main Street\n"], "letter.txt") == ""
    assert kind_of(["nothing\n"], "LONGULT.txt") == ""


def test_a_fee_schedule_in_fixed_width_is_none() -> None:
    fees = [f"2061{n}   INVENTED SERVICE     A   1.00   2.00\n" for n in range(9)]
    assert kind_of(fees, "PPRRVU2026_Jul.txt") == ""
    assert kind_of(["00100 5\n"] * 9, "ANES2026.txt") == ""


def test_files_of_one_edition_are_joined() -> None:
    rows = list(joined({"long": {"90001": "Long"}, "short": {"90001": "SHORT"}}))
    assert rows == [("90001", "code", "Long", "", "SHORT", None)]


def test_files_of_two_editions_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="not of one edition: 2 codes such as 90002"):
        list(joined({"long": {"90001": "a", "90002": "b"}, "medium": {"90001": "a", "90003": "c"}}))


def test_modifiers_with_texts_over_several_lines() -> None:
    lines = ["Notice\n", "22 Invented: more work\n", "   and a second line\n", "LT Invented side\n"]
    assert [row[:3] for row in read_modifiers(lines)] == [
        ("22", "modifier", "Invented: more work and a second line"),
        ("LT", "modifier", "Invented side"),
    ]


def test_the_consolidated_list() -> None:
    heading = [
        "Concept Id",
        "CPT Code",
        "Long",
        "Medium",
        "Short",
        "Consumer",
        "Current Descriptor Effective Date",
    ]
    rows = [
        heading,
        ["1", "100", "Long", "MED", "SH", "c", "20270101"],
        ["2", "0001F", "L", "M", "S", "", ""],
    ]
    assert list(read_list(rows, "list.xlsx")) == [
        ("00100", "code", "Long", "MED", "SH", "2027-01-01"),
        ("0001F", "code", "L", "M", "S", None),
    ]
    with pytest.raises(UnreadableFile, match="instead of a CPT code"):
        list(read_list([heading, ["1", "word", "", "", ""]], "list.xlsx"))
