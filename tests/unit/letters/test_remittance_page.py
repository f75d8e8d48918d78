"""One claim's part of a remittance on paper, and nobody else's."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.cms1500.draw import draw_pages
from clinicbill.letters.remittance_page import RemittancePart, part_of, remittance_pages
from clinicbill.remits.remittance import Party, ProviderAdjustment
from tests.support.claims import a_claim
from tests.support.ledgers import a_payment, a_remittance, a_service, adjusted

SERVICES = [
    a_service(
        "98941-AT",
        "65.00",
        "32.30",
        "CO-45 23.80, CO-253 0.66, PR-2 8.24",
        allowed=Money(4120),
        remarks=("N657", "MA01"),
    ),
    a_service("98940-AT-GY", "50.00", "0", "PR-96 50.00", allowed=Money(0)),
]


def a_part(**changes: object) -> RemittancePart:
    payment = a_payment("C000417R", SERVICES)
    remittance = a_remittance([payment, a_payment("ZZ9", SERVICES, last="Vandermolen")])
    part = part_of(remittance, payment, claim=a_claim(), claim_number="C000417R")
    return replace(part, **changes)  # type: ignore[arg-type]


def texts(part: RemittancePart) -> list[str]:
    content = draw_pages((("page", page) for page in remittance_pages(part)), background=False)
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_it_says_what_was_decided_on_each_line() -> None:
    (page,) = texts(a_part())
    for words in (
        "Medicare Part B Oregon",
        "8812345",
        "11/20/2026",
        str(a_claim().patient.name),
        "C000417R",
        "ICNC000417R",
        "As primary",
        "11/09/2026",
        "98941-AT",
        "65.00",
        "41.20",
        "32.30",
        "CO-45",
        "23.80",
        "PR-2",
        "Coinsurance",
        "8.24",
        "N657, MA01",
        "PR-96",
        "50.00",
        "115.00",
        "82.70",
        "58.24",
        "Page 1 of 1",
    ):
        assert words in page, words


def test_nobody_elses_data_is_on_it() -> None:
    other = a_payment("ZZ9", SERVICES, last="Vandermolen")
    payment = a_payment("C000417R", SERVICES)
    wide = a_remittance([payment, other], [ProviderAdjustment(reason="WO", amount=Money(-777))])
    (page,) = texts(part_of(wide, payment, claim=a_claim(), claim_number="C000417R"))
    for words in ("VANDERMOLEN", "ZZ9", "7.77", wide.paid.plain()):
        assert words not in page.upper(), words


def test_what_was_decided_on_the_whole_claim_stands_below_the_lines() -> None:
    service = a_service("98941", "65.00", "65.00")
    payment = a_payment("C1", [service], adjustments=adjusted("PR-1 65.00, OA-23 -3.00"), remarks=("MA18",))
    (page,) = texts(a_part(payment=payment))
    assert "Whole claim" in page
    assert "PR-1" in page
    assert "65.00" in page
    assert "\N{MINUS SIGN}3.00" in page
    assert "MA18" in page
    assert "Allowed" in page
    assert "–" in page, "what the payer did not tell is not made up"


def test_the_patient_owes_what_the_payer_says_or_what_its_adjustments_say() -> None:
    payment = a_payment("C1", [a_service("98941", "65.00", "60.00", "PR-2 5.00")])
    assert "5.00" in texts(a_part(payment=payment))[0]
    stated = replace(payment, patient_responsibility=Money(4321))
    assert "43.21" in texts(a_part(payment=stated))[0]


def test_a_long_answer_goes_on_on_the_next_page() -> None:
    services = [a_service("98941", "65.00", "32.30", "CO-45 24.46, PR-2 8.24") for _ in range(30)]
    pages = texts(a_part(payment=a_payment("C1", services)))
    assert len(pages) == 3
    assert "Page 2 of 3" in pages[1]
    assert all("8812345" in page for page in pages), "each page says whose it is"
    assert sum(page.count("98941") for page in pages) == 30


@pytest.mark.parametrize(
    "name", ["Łukasiewicz-Żółtowska-Featherstonehaugh-Cholmondeley", "O'Neill (Jr)", "Đặng 陳"]
)
def test_any_name_is_drawn(name: str) -> None:
    claim = a_claim()
    patient = replace(claim.patient, name=PersonName(last=name, first="Ann"))
    payment = a_payment("C1", SERVICES)
    part = part_of(a_remittance([payment]), payment, claim=replace(claim, patient=patient), claim_number="C1")
    assert len(texts(part)) == 1


def test_an_unknown_status_and_payer_number_are_shown_as_they_are() -> None:
    payment = a_payment("C1", SERVICES, status="25", payer_control_number="", patient=Party())
    (page,) = texts(a_part(payment=payment, paid_on=None))
    assert "Status 25" in page


def test_only_the_lines_of_this_claim_are_shown_with_sums_of_their_own() -> None:
    payment = a_payment("C000417R", SERVICES, adjustments=adjusted("OA-23 7.00"))
    claim = a_claim()
    ours = claim.lines[0].service_line_id
    only = replace(claim, lines=claim.lines[:1])
    lines = [ServiceLineId(ours), ServiceLineId(ours + 1000)]
    part = part_of(a_remittance([payment]), payment, claim=only, claim_number="C000417R", lines=lines)
    (page,) = texts(part)
    for words in ("98941-AT", "65.00", "41.20", "32.30", "32.70", "8.24", "Total of these lines"):
        assert words in page, words
    for words in ("98940", "PR-96", "50.00", "115.00", "82.70", "58.24"):
        assert words not in page, words
    assert "The earlier claim had 1 more service line" in page
    assert "Whole claim, with the lines left out" in page
    assert "7.00" in page


def test_a_service_of_no_known_line_is_left_out_beside_lines_of_other_claims() -> None:
    payment = a_payment("C1", SERVICES)
    claim = a_claim()
    lines = [ServiceLineId(claim.lines[0].service_line_id), None]
    part = part_of(a_remittance([payment]), payment, claim=claim, claim_number="C1", lines=lines)
    assert (len(part.payment.services), part.left_out) == (1, 1)
    whole = part_of(a_remittance([payment]), payment, claim=claim, claim_number="C1", lines=lines[:1] * 2)
    assert (whole.payment, whole.left_out) == (payment, 0)
