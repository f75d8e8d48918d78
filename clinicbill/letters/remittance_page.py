"""The page behind a claim to the next insurance: what the earlier payer decided on this claim, and nobody else's data.

A remittance speaks of many patients. `RemittancePart` takes over the one payment that answers our claim, and the page
is drawn from nothing else: other claims, provider-level amounts and the total of the check never reach the paper.
Where the earlier claim had more lines than ours has, only ours are shown, with sums of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.codesets.adjustments import adjustment_gloss
from clinicbill.remits.remittance import Adjustment, ClaimPayment, ServicePayment
from clinicbill.reports.fonts import BODY, BOLD, fitted, font_for, register, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    from clinicbill.basics.identifiers import ServiceLineId
    from clinicbill.claims.claim import Claim
    from clinicbill.remits.remittance import Remittance

_WIDTH, _HEIGHT = letter
_LEFT, _RIGHT = 54.0, _WIDTH - 54.0
_ROW, _SIZE, _SMALL = 15.0, 9.5, 8.0
_FACTS_TOP, _FACT_ROW, _FACT_COLUMN = _HEIGHT - 116, 17.0, 262.0
_TOP, _BOTTOM = _HEIGHT - 204, 72.0
_DATE, _CODE, _WORDS = _LEFT, _LEFT + 76, _LEFT + 128
_CHARGE, _ALLOWED, _ADJUSTED, _PAID = _RIGHT - 228, _RIGHT - 152, _RIGHT - 76, _RIGHT
_INK, _SOFT, _LINE = HexColor("#1b1f29"), HexColor("#5a6172"), HexColor("#c9cdd6")

# CLP02 in our own words (list of numbers: 005010X221A1, loop 2100).
_STATUS_WORDS = {
    "1": "As primary",
    "2": "As secondary",
    "3": "As tertiary",
    "4": "Denied",
    "19": "As primary, sent on",
    "20": "As secondary, sent on",
    "21": "As tertiary, sent on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittancePart:
    """One claim's part of one remittance.

    Attributes:
        patient: our patient as the claim to the next insurance names it.
        claim_number: ours to the earlier payer (item 26 of that claim).
        payment: what the earlier payer decided on it; its services, charge and paid are those shown.
        left_out: how many services of the earlier claim stand on no line of ours and are not shown.
    """

    payer: str
    trace_number: str
    paid_on: date | None
    patient: str
    claim_number: str
    payment: ClaimPayment
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table: texts with where they stand (right edge for numbers), or a rule above it."""

    texts: tuple[tuple[float, str, bool], ...]
    bold: bool = False
    soft: bool = False
    ruled: bool = False


def part_of(
    remittance: Remittance,
    payment: ClaimPayment,
    *,
    claim: Claim,
    claim_number: str,
    lines: Sequence[ServiceLineId | None] = (),
) -> RemittancePart:
    """This claim's part; nothing else of the remittance is kept.

    `lines` is our service line behind each service of the payment, None where none is known; empty where all of
    the payment is this claim's. Services of other lines are left out, and with them what was summed over all lines.
    """
    shown = _of_claim(payment, claim, lines) if lines else payment
    return RemittancePart(
        payer=remittance.payer_name,
        trace_number=remittance.trace_number,
        paid_on=remittance.paid_on,
        patient=str(claim.patient.name),
        claim_number=claim_number,
        payment=shown,
        left_out=len(payment.services) - len(shown.services),
    )


def _of_claim(payment: ClaimPayment, claim: Claim, lines: Sequence[ServiceLineId | None]) -> ClaimPayment:
    """The payment with the services of the claim's lines only, and sums over these."""
    ours = {line.service_line_id for line in claim.lines}
    pairs = zip(payment.services, lines, strict=True)
    services = tuple(service for service, line in pairs if line in ours)
    if len(services) == len(payment.services):
        return payment
    return replace(
        payment,
        services=services,
        charge=Money.total(service.charge for service in services),
        paid=Money.total(service.paid for service in services),
        patient_responsibility=ZERO,
    )


def remittance_pages(part: RemittancePart) -> tuple[Callable[[Canvas], None], ...]:
    """The part as pages of US Letter, each drawn by a call with the canvas; the caller ends each page.

    Source: 005010X221A1, loops 2100 and 2110; 005010X222A1, loops 2320 and 2430 for what the next payer reads.
    """
    rows = [*_service_rows(part), *_claim_rows(part)]
    room = int((_TOP - _BOTTOM) // _ROW) - 1
    pages = [rows[start : start + room] for start in range(0, len(rows), room)]
    return tuple(_page(part, page, number=number, count=len(pages)) for number, page in enumerate(pages, 1))


def _page(part: RemittancePart, rows: Sequence[_Row], *, number: int, count: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        register()
        _head(canvas, part)
        _titles(canvas)
        for at, row in enumerate(rows, 1):
            _row(canvas, row, _TOP - _ROW * at)
        _foot(canvas, part, number, count)

    return draw


# What the table says ---------------------------------------------------------------------------------


def _service_rows(part: RemittancePart) -> list[_Row]:
    made = []
    for service in part.payment.services:
        made.append(_service_row(service, part.payment))
        made += _adjustment_rows(service.adjustments)
        made += _remark_rows(service.remarks)
    return made


def _service_row(service: ServicePayment, payment: ClaimPayment) -> _Row:
    day = service.from_on or payment.from_on
    allowed = service.allowed.plain() if service.allowed is not None else "–"
    return _Row(
        (
            (_DATE, slashed(day), False),
            (_CODE, str(service.billed), False),
            (_CHARGE, service.charge.plain(), True),
            (_ALLOWED, allowed, True),
            (_PAID, service.paid.plain(), True),
        ),
        ruled=True,
    )


def _adjustment_rows(adjustments: Iterable[Adjustment]) -> list[_Row]:
    return [
        _Row(
            (
                (_CODE, f"{one.group}-{one.reason}", False),
                (_WORDS, adjustment_gloss(one.reason), False),
                (_ADJUSTED, one.amount.plain(), True),
            ),
            soft=True,
        )
        for one in adjustments
        if one.amount
    ]


def _remark_rows(remarks: Sequence[str]) -> list[_Row]:
    if not remarks:
        return []
    return [_Row(((_CODE, "Remarks", False), (_WORDS, ", ".join(remarks), False)), soft=True)]


def _claim_rows(part: RemittancePart) -> list[_Row]:
    """What was decided on the whole claim, and the sums of what is shown."""
    payment, made = part.payment, []
    if payment.adjustments or payment.remarks:
        whose = "Whole claim, with the lines left out; in no sum here" if part.left_out else "Whole claim"
        made.append(_Row(((_DATE, whose, False),), ruled=True))
        made += [*_adjustment_rows(payment.adjustments), *_remark_rows(payment.remarks)]
    allowed = [service.allowed for service in payment.services]
    known = [amount for amount in allowed if amount is not None]
    said = Money.total(known).plain() if known and len(known) == len(allowed) else "–"
    made.append(
        _Row(
            (
                (_DATE, "Total of these lines" if part.left_out else "Total", False),
                (_CHARGE, payment.charge.plain(), True),
                (_ALLOWED, said, True),
                (_ADJUSTED, (payment.charge - payment.paid).plain(), True),
                (_PAID, payment.paid.plain(), True),
            ),
            bold=True,
            ruled=True,
        )
    )
    owed = _patient_owes(part)
    made.append(_Row(((_DATE, "Patient responsibility", False), (_ADJUSTED, owed.plain(), True)), bold=True))
    return made


def _patient_owes(part: RemittancePart) -> Money:
    """CLP05 where the payer states it, else the sum of its PR adjustments; of the lines shown where some are not."""
    payment = part.payment
    of_lines = [one for service in payment.services for one in service.adjustments]
    every = of_lines if part.left_out else [*payment.adjustments, *of_lines]
    return payment.patient_responsibility or Money.total(one.amount for one in every if one.group == "PR")


# Drawing ---------------------------------------------------------------------------------------------


def _head(canvas: Canvas, part: RemittancePart) -> None:
    _text(canvas, _LEFT, _HEIGHT - 66, "Remittance of the earlier payer", bold=True, size=16)
    below = fitted(part.payer, font_for(part.payer, BODY), 12, _RIGHT - _LEFT)
    _text(canvas, _LEFT, _HEIGHT - 84, below, size=12, colour=_SOFT)
    payment = part.payment
    facts = (
        ("Patient", part.patient),
        ("Claim no. (box 26)", part.claim_number),
        ("Payer claim no.", payment.payer_control_number or "–"),
        ("Decided", _STATUS_WORDS.get(payment.status, f"Status {payment.status}")),
        ("Check/EFT no.", part.trace_number),
        ("Paid on", slashed(part.paid_on) or "–"),
    )
    for at, (label, value) in enumerate(facts):
        x = _LEFT + (at // 3) * _FACT_COLUMN
        y = _FACTS_TOP - (at % 3) * _FACT_ROW
        _text(canvas, x, y, label, colour=_SOFT)
        shown = fitted(value, font_for(value, BODY), _SIZE, _FACT_COLUMN - 106)
        _text(canvas, x + 98, y, shown)


def _titles(canvas: Canvas) -> None:
    for x, words, right in (
        (_DATE, "Date", False),
        (_CODE, "Procedure", False),
        (_CHARGE, "Charge", True),
        (_ALLOWED, "Allowed", True),
        (_ADJUSTED, "Adjusted", True),
        (_PAID, "Paid", True),
    ):
        _text(canvas, x, _TOP + 5, words, colour=_SOFT, right=right)
    _rule(canvas, _TOP, _INK)


def _row(canvas: Canvas, row: _Row, y: float) -> None:
    if row.ruled:
        _rule(canvas, y + _ROW, _LINE)
    for x, words, right in row.texts:
        shown = words
        if x == _WORDS:
            shown = fitted(words, font_for(words, BODY), _SIZE, _ADJUSTED - 52 - _WORDS)
        _text(canvas, x, y + 4, shown, bold=row.bold, colour=_SOFT if row.soft else _INK, right=right)


def _foot(canvas: Canvas, part: RemittancePart, number: int, count: int) -> None:
    said = (
        "This claim’s part only; everything else on the remittance is left out. Reasons in words of our own."
    )
    if part.left_out:
        lines = "1 more service line" if part.left_out == 1 else f"{part.left_out} more service lines"
        left = f"The earlier claim had {lines}; this claim does not bill them, and they are left out."
        _text(canvas, _LEFT, 58, left, size=_SMALL, colour=_SOFT)
    _text(canvas, _LEFT, 46, said, size=_SMALL, colour=_SOFT)
    _text(canvas, _RIGHT, 46, f"Page {number} of {count}", size=_SMALL, colour=_SOFT, right=True)


def _text(
    canvas: Canvas,
    x: float,
    y: float,
    words: str,
    *,
    bold: bool = False,
    size: float = _SIZE,
    colour: Color = _INK,
    right: bool = False,
) -> None:
    font = font_for(words, BOLD if bold else BODY)
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x - width(words, font, size) if right else x, y, words)


def _rule(canvas: Canvas, y: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.line(_LEFT, y, _RIGHT, y)
