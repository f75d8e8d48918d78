"""The loops of one claim in an 837P, in the order of the guide, and each segment with the loop it stands in.

Source: ASC X12N 005010X222A1. The loops stand in claim_837p_providers, _subscriber, _claim, _lines and _other_payers:
one small function per loop, each citing the box of the paper form that says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from clinicbill.basics.errors import CannotDo
from clinicbill.claims.claim import Claim
from clinicbill.claims.profiles import claim_profile
from clinicbill.x12 import claim_837p_claim, claim_837p_lines
from clinicbill.x12 import claim_837p_other_payers as other_payers
from clinicbill.x12 import claim_837p_providers as providers
from clinicbill.x12 import claim_837p_subscriber as subscriber
from clinicbill.x12.companion import as_told, companion_for
from clinicbill.x12.writer import SegmentWriter, UnwritableElement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clinicbill.claims.claim import OtherPayer, ServiceLine
    from clinicbill.x12.claim_837p_parts import Row, Rows
    from clinicbill.x12.companion import Companion


class LoopSegment(NamedTuple):
    """One segment as it is sent, and the loop it stands in; `line` counts service lines from 1, 0 elsewhere."""

    loop: str
    line: int
    text: str


_BILLING_LOOPS: tuple[tuple[str, Callable[[Claim, Companion], Rows]], ...] = (
    ("2000A", providers.billing_provider_specialty_2000a),
    ("2010AA", providers.billing_provider_2010aa),
    ("2010AB", providers.pay_to_address_2010ab),
)
_SUBSCRIBER_LOOPS: tuple[tuple[str, Callable[[Claim, Companion], Rows]], ...] = (
    ("2000B", subscriber.subscriber_2000b),
    ("2010BA", subscriber.subscriber_2010ba),
    ("2010BB", subscriber.payer_2010bb),
)
_PATIENT_LOOPS: tuple[tuple[str, Callable[[Claim, Companion], Rows]], ...] = (
    ("2000C", subscriber.patient_2000c),
    ("2010CA", subscriber.patient_2010ca),
)
_CLAIM_LOOPS: tuple[tuple[str, Callable[[Claim, Companion], Rows]], ...] = (
    ("2300", claim_837p_claim.claim_2300),
    ("2310A", providers.referring_provider_2310a),
    ("2310B", providers.rendering_provider_2310b),
    ("2310C", providers.service_facility_2310c),
    ("2310D", providers.supervising_provider_2310d),
)
_OTHER_PAYER_LOOPS: tuple[tuple[str, Callable[[OtherPayer, Claim], Rows]], ...] = (
    ("2320", other_payers.other_payer_2320),
    ("2330A", other_payers.other_subscriber_2330a),
    ("2330B", other_payers.other_payer_2330b),
)
_LINE_LOOPS: tuple[tuple[str, Callable[[ServiceLine, Claim, Companion], Rows]], ...] = (
    ("2410", claim_837p_lines.drug_2410),
    ("2420A", providers.rendering_provider_2420a),
    ("2420B", claim_837p_lines.purchased_service_provider_2420b),
    ("2420E", providers.ordering_provider_2420e),
)


class Loop(NamedTuple):
    """One loop of one claim, as yet unwritten; `line` counts service lines from 1, 0 elsewhere."""

    name: str
    line: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A claim's loops before they are written; equal levels of several claims are written once."""

    claim: Claim
    billing: tuple[Loop, ...]
    subscriber: tuple[Loop, ...]
    patient: tuple[Loop, ...]
    body: tuple[Loop, ...]


def claim_segments(claim: Claim) -> tuple[LoopSegment, ...]:
    """The segments of one claim with their loops, without HL and envelope, to be shown beside the paper form.

    Raises:
        CannotDo: a value cannot stand in X12.
        NotFound: the payer's profile is not known.
    """
    segments = []
    for loop, line, row in claim_rows(claim):
        writer = SegmentWriter(line_end="")
        write_rows(writer, claim, (row,))
        segments.append(LoopSegment(loop, line, writer.text()))
    return tuple(segments)


def claim_rows(claim: Claim) -> Iterator[tuple[str, int, Row]]:
    """Loop, service line (0 outside lines) and elements of every segment of one claim, as yet unwritten.

    Raises:
        NotFound: the payer's profile is not known.
    """
    laid = laid_out(claim)
    for name, line, rows in (*laid.billing, *laid.subscriber, *laid.patient, *laid.body):
        for row in rows:
            yield name, line, row


def laid_out(claim: Claim) -> LaidOut:
    """All loops of a claim by its payer's profile.

    Raises:
        CannotDo: the claim has no service line or no diagnosis.
        NotFound: the payer's profile is not known.
    """
    if not claim.lines or not claim.diagnoses:
        raise CannotDo(
            f"Claim {claim.patient_control_number} cannot be sent, because it has no service line or no diagnosis. "
            "No file was made: complete the visit and send again."
        )
    companion = companion_for(claim_profile(claim))
    claim = as_told(claim, companion)
    return LaidOut(
        claim,
        billing=_loops(_BILLING_LOOPS, claim, companion),
        subscriber=_loops(_SUBSCRIBER_LOOPS, claim, companion),
        patient=() if claim.patient_is_subscriber else _loops(_PATIENT_LOOPS, claim, companion),
        body=(
            *_loops(_CLAIM_LOOPS, claim, companion),
            *(loop for other in claim.others for loop in _other_payer_loops(other, claim)),
            *(
                loop
                for number, line in enumerate(claim.lines, 1)
                for loop in _line_loops(number, line, claim, companion)
            ),
        ),
    )


def _loops(
    loops: tuple[tuple[str, Callable[[Claim, Companion], Rows]], ...], claim: Claim, companion: Companion
) -> tuple[Loop, ...]:
    written = ((name, tuple(loop(claim, companion))) for name, loop in loops)
    return tuple(Loop(name, 0, rows) for name, rows in written if rows)


def _other_payer_loops(other: OtherPayer, claim: Claim) -> Iterator[Loop]:
    for name, loop in _OTHER_PAYER_LOOPS:
        yield Loop(name, 0, tuple(loop(other, claim)))


def _line_loops(number: int, line: ServiceLine, claim: Claim, companion: Companion) -> Iterator[Loop]:
    yield Loop("2400", number, tuple(claim_837p_lines.service_line_2400(number, line, claim)))
    for name, loop in _LINE_LOOPS:
        if rows := tuple(loop(line, claim, companion)):
            yield Loop(name, number, rows)
    if line.adjudications:
        yield Loop("2430", number, tuple(other_payers.line_adjudication_2430(line)))


def write_rows(w: SegmentWriter, claim: Claim, rows: Iterable[Row]) -> None:
    """Write segments of a claim.

    Raises:
        CannotDo: a value cannot stand in X12.
    """
    for tag, *elements in rows:
        try:
            w.add(str(tag), *elements)
        except UnwritableElement as error:
            raise CannotDo(
                f"Claim {claim.patient_control_number} cannot be sent: {error} No file was made: "
                "mend the value and send again."
            ) from error
