"""CodingQuery: one question to the provider about a passage of a note, and its answer.

What was asked is never changed; the answer comes once (guarded in the database).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicbill.basics.identifiers import EncounterId, ProviderId, QueryId

# An id of 0: not saved yet.
_NEW = QueryId(0)

# Every query with options offers these two, last (ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice,
# 2022: multiple choice includes clinically supported options and room for others and for what cannot be said).
OTHER = "Other"
UNDETERMINED = "Unable to determine"
YES, NO = "Yes", "No"


class QueryKind(StrEnum):
    """How a question is asked."""

    OPEN = "open"
    CHOICE = "choice"
    YES_NO = "yes_no"


class QueryStatus(StrEnum):
    """Where a query stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class QueryOutcome(StrEnum):
    """What came of a query; counted as the agreement rate."""

    NONE = ""
    AGREED = "agreed"
    PARTLY = "partly"
    DISAGREED = "disagreed"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A clinical indicator: words of the note, or of another record named in `where`.

    Attributes:
        start, end: characters of the visit's note; both 0 where the words stand elsewhere.
        where: "note", or the record and its day: "X-ray 11/02/2026".
    """

    text: str
    start: int = 0
    end: int = 0
    where: str = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOption:
    """An answer to choose, in clinical words; `indicators` are places in the query's list that support it."""

    text: str
    indicators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingQuery:
    """One question and its answer.

    Attributes:
        id: our row; 0 until it is saved.
        provider_id: who is asked.
        span_start, span_end: the passage of the note it is about; `quote` are its words.
        options: without the two that are always there; empty for an open question.
        note_sha256: of the note as it was when the question was asked.
        answer_option: the option chosen, OTHER or UNDETERMINED; empty for an open question.
        answer_text: what the provider wrote.
    """

    id: QueryId = _NEW
    encounter_id: EncounterId
    provider_id: ProviderId | None
    kind: QueryKind
    asked_on: date
    span_start: int
    span_end: int
    quote: str
    question: str
    indicators: tuple[Indicator, ...] = ()
    options: tuple[QueryOption, ...] = ()
    note_sha256: str = ""
    status: QueryStatus = QueryStatus.OPEN
    answered_on: date | None = None
    answered_by: str = ""
    answer_option: str = ""
    answer_text: str = ""
    outcome: QueryOutcome = QueryOutcome.NONE
    withdrawn_why: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """Every option as it is printed, the two that are always there last; none for an open question."""
        if self.kind is QueryKind.OPEN:
            return ()
        own = (YES, NO) if self.kind is QueryKind.YES_NO else tuple(option.text for option in self.options)
        return (*own, OTHER, UNDETERMINED)

    @property
    def days_open(self) -> int | None:
        """Days from the question to the answer; None while there is none."""
        return (self.answered_on - self.asked_on).days if self.answered_on else None


def note_digest(note: str) -> str:
    """SHA-256 of a note, by which it is seen whether it was changed after a question."""
    return hashlib.sha256(note.encode("utf-8", "surrogatepass")).hexdigest()


def outcome_of(query: CodingQuery, option: str) -> QueryOutcome:
    """What an answer counts as before anybody looks at it: a chosen option agrees, “No” and “Other” do not.

    An open question has none of its own: whoever records the answer says what it is.
    """
    if query.kind is QueryKind.OPEN or option not in query.choices:
        return QueryOutcome.NONE
    if option == UNDETERMINED:
        return QueryOutcome.UNDETERMINED
    return QueryOutcome.DISAGREED if option in (OTHER, NO) else QueryOutcome.AGREED
