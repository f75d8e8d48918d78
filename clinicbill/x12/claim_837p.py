"""Claims → one 837P interchange (ASC X12N 005010X222A1): hierarchy, loops in order, exact bytes.

What stands inside a claim is laid out by claim_837p_loops.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.x12.claim_837p_loops import laid_out, write_rows
from clinicbill.x12.claim_837p_parts import organization, plain_id
from clinicbill.x12.envelope import InterchangeWriter
from clinicbill.x12.writer import UnwritableElement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clinicbill.claims.claim import Claim
    from clinicbill.x12.claim_837p_loops import LaidOut, Loop
    from clinicbill.x12.envelope import Interchange
    from clinicbill.x12.writer import SegmentWriter

# The guide recommends at most this many CLM segments in one ST.
CLAIMS_IN_TRANSACTION = 5000
# Loop 2300 may repeat this often under one subscriber or patient.
CLAIMS_IN_PATIENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who sends the file and who receives it (loops 1000A and 1000B); ids are NM109 with qualifier 46."""

    name: str
    submitter_id: str
    contact_name: str
    phone: str
    receiver_name: str
    receiver_id: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTransaction:
    """One ST of a file: its ST02, its BHT03 (which a 277CA echoes), and its claims in the order they stand."""

    number: str
    batch: str
    claim_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """A finished file: the exact bytes to send and keep, and which claim stands in which transaction."""

    content: bytes
    transactions: tuple[ClaimTransaction, ...]

    def transaction_of(self, claim_id: int) -> ClaimTransaction:
        """The transaction that holds a claim.

        Raises:
            KeyError: the file does not hold it.
        """
        for transaction in self.transactions:
            if claim_id in transaction.claim_ids:
                return transaction
        raise KeyError(claim_id)


def claims_file(
    claims: Iterable[Claim],
    *,
    interchange: Interchange,
    submitter: Submitter,
    claims_in_transaction: int = CLAIMS_IN_TRANSACTION,
) -> ClaimFile:
    """One interchange with all claims, each written by its payer's profile.

    Args:
        claims: in any order; those of one billing provider, subscriber and patient share their loops.
        interchange: ISA and GS; its `kind` is envelope.CLAIM_837P.
        submitter: 1000A and 1000B.
        claims_in_transaction: how many claims one ST holds at most.

    Raises:
        CannotDo: there is no claim, one has no line or diagnosis, or a value cannot stand in X12; the sentence names
            the claim and the element.
        NotFound: a payer's profile is not known.
    """
    laid = [laid_out(claim) for claim in claims]
    if not laid:
        raise CannotDo(
            "No claim was chosen, so no file was made: choose claims that are ready and send again."
        )
    try:
        return _file(laid, interchange, submitter, claims_in_transaction)
    except UnwritableElement as error:
        raise CannotDo(
            f"The file cannot be made: {error} Nothing was sent: mend the sender or receiver under Setup, Practice."
        ) from error


def _file(
    laid: Sequence[LaidOut], interchange: Interchange, submitter: Submitter, claims_in_transaction: int
) -> ClaimFile:
    out = InterchangeWriter(interchange)
    transactions: list[ClaimTransaction] = []
    for start in range(0, len(laid), claims_in_transaction):
        chunk = laid[start : start + claims_in_transaction]
        number = f"{len(transactions) + 1:04d}"
        batch = f"{interchange.control_number:09d}{number}"
        with out.transaction(number) as w:
            _header(w, interchange, submitter, batch)
            order = _Hierarchy(w).write(chunk)
        transactions.append(ClaimTransaction(number=number, batch=batch, claim_ids=order))
    return ClaimFile(content=out.text().encode("ascii"), transactions=tuple(transactions))


def _header(w: SegmentWriter, interchange: Interchange, submitter: Submitter, batch: str) -> None:
    """BHT, and loops 1000A and 1000B: what it is, who sends it, who receives it."""
    made = interchange.made_at
    w.add("BHT", "0019", "00", batch, f"{made:%Y%m%d}", f"{made:%H%M}", "CH")
    email = ("EM", submitter.email) if submitter.email else ()
    w.add("NM1", *organization("41", submitter.name, "46", submitter.submitter_id)[1:])
    w.add("PER", "IC", submitter.contact_name, "TE", plain_id(submitter.phone), *email)
    w.add("NM1", *organization("40", submitter.receiver_name, "46", submitter.receiver_id)[1:])


class _Hierarchy:
    """Writes HL levels 20, 22 and 23 and the claims below them, counting from 1 within one transaction."""

    def __init__(self, w: SegmentWriter) -> None:
        self._w = w
        self._number = 0

    def write(self, claims: Sequence[LaidOut]) -> tuple[int, ...]:
        """All claims; returns their ids in the order they stand."""
        order: list[int] = []
        for same_billing in _grouped(claims, lambda one: one.billing):
            top = self._level("", "20", same_billing[0], same_billing[0].billing, children=True)
            for same_subscriber in _grouped(same_billing, lambda one: one.subscriber, CLAIMS_IN_PATIENT):
                first = same_subscriber[0]
                patients = bool(first.patient)
                parent = self._level(str(top), "22", first, first.subscriber, children=patients)
                for same_patient in _grouped(same_subscriber, lambda one: one.patient):
                    if patients:
                        self._level(
                            str(parent), "23", same_patient[0], same_patient[0].patient, children=False
                        )
                    order += self._claims(same_patient)
        return tuple(order)

    def _level(
        self, parent: str, code: str, first: LaidOut, loops: tuple[Loop, ...], *, children: bool
    ) -> int:
        self._number += 1
        self._w.add("HL", self._number, parent, code, "1" if children else "0")
        for loop in loops:
            write_rows(self._w, first.claim, loop.rows)
        return self._number

    def _claims(self, claims: Sequence[LaidOut]) -> list[int]:
        for one in claims:
            for loop in one.body:
                write_rows(self._w, one.claim, loop.rows)
        return [one.claim.claim_id for one in claims]


def _grouped(
    claims: Sequence[LaidOut], level: Callable[[LaidOut], tuple[Loop, ...]], most: int = sys.maxsize
) -> Iterator[Sequence[LaidOut]]:
    """Claims with the same level, in the order of their first member, at most so many together."""
    groups: dict[tuple[Loop, ...], list[LaidOut]] = {}
    for claim in claims:
        groups.setdefault(level(claim), []).append(claim)
    for group in groups.values():
        yield from (group[start : start + most] for start in range(0, len(group), most))
