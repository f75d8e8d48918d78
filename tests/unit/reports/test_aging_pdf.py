from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from clinicbill.basics.money import Money
from clinicbill.reports.aging import AgingBy, AgingKind, AgingReport, AgingRow
from clinicbill.reports.aging_pdf import aging_pdf, share_words


def a_report(rows: int = 3, by: AgingBy = AgingBy.PAYER) -> AgingReport:
    made = [
        AgingRow(
            kind=AgingKind.PAYER,
            name=f"Payer {number:03d}",
            name_id=number,
            amounts=(Money(214050), Money(61230), Money(11800), Money(0), Money(-9800)),
        )
        for number in range(rows)
    ]
    return AgingReport(as_of=date(2026, 11, 23), by=by, rows=tuple(made))


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_the_page_says_what_when_and_how_much() -> None:
    (text,) = pages(aging_pdf(a_report(), clinic_name="Cedar Spine and Wellness PLLC"))
    for words in ("A/R aging", "Cedar Spine and Wellness PLLC", "as of 11/23/2026", "by payer", "Over 120"):
        assert words in text
    for figure in ("2,140.50", "612.30", "\N{MINUS SIGN}98.00", "2,772.80", "8,318.40", "Page 1 of 1"):
        assert figure in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert aging_pdf(a_report(), clinic_name="x") == aging_pdf(a_report(), clinic_name="x")


def test_long_reports_run_over_pages_and_the_total_stands_once_at_the_end() -> None:
    found = pages(aging_pdf(a_report(70, AgingBy.PATIENT), clinic_name="x"))
    assert len(found) > 2
    assert all("A/R aging" in text and "Over 120" in text for text in found)
    assert sum(text.count("Payer ") for text in found) == 70
    assert ["194,096.00" in text.split("Total A/R")[-1] for text in found] == [False] * (len(found) - 1) + [
        True
    ]
    assert f"Page 1 of {len(found)}" in found[0]
    assert "by patient" in found[0]


def test_an_empty_report_has_a_page() -> None:
    (text,) = pages(aging_pdf(a_report(0), clinic_name="x"))
    assert "Total A/R" in text


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 100, "0.0 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (100, 100, "100.0 %"), (5, 0, ""), (5, -10, "")],
)
def test_shares_are_rounded_to_one_decimal(part: int, whole: int, words: str) -> None:
    assert share_words(Money(part), Money(whole)) == words


LACKING = "Some letters are not in the printing font; the CSV has them."


def test_letters_of_no_font_are_seen_to_be_missing_and_the_foot_of_that_page_says_so() -> None:
    rows = [
        replace(row, name=f"陈 {row.name}") if at == 30 else row for at, row in enumerate(a_report(40).rows)
    ]
    found = pages(aging_pdf(replace(a_report(), rows=tuple(rows)), clinic_name="x"))
    assert [LACKING in text for text in found] == ["□" in text for text in found] == [False, True]
    assert "□ Payer 030" in found[1]
