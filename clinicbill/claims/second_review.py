"""Second review: until when a payer may be asked to look at a bill once more, counted from its explanation.

The number of days is a setting of the payer profile that such a request is made by (`review_days`).
Source: 8 CCR 9792.5.5(b), for California: 90 days from the service of the explanation of review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import NotFound
from clinicbill.claims.timely import NEAR_DAYS, days_left

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profiles import ProfileBook

# The condition code of a request for second review (NUCC item 10d, workers' compensation).
SECOND_REVIEW = "W3"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTerm:
    """Within how many days of which explanation a second review is asked for.

    Attributes:
        days: from the explanation on.
        explained_on: the day of the newest remittance of the bill in question; None where none is known.
    """

    days: int
    explained_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """The last day; None where no explanation is known."""
        return self.explained_on + timedelta(days=self.days) if self.explained_on else None

    def is_near(self, as_of: date) -> bool:
        """Whether it is over, or will be within two weeks."""
        return self.last_on is not None and days_left(self.last_on, as_of) <= NEAR_DAYS

    def words(self, as_of: date) -> str:
        """One sentence with the last day."""
        if self.last_on is None:
            return (
                f"A second review is due within {self.days} days of the explanation of review; "
                "no remittance of the bill is posted here."
            )
        left, counted = days_left(self.last_on, as_of), f"{self.days} days after the explanation"
        since = f"{counted} of {slashed(self.explained_on)}"
        if left < 0:
            return f"The last day for a second review was {slashed(self.last_on)}, {since}."
        if left <= NEAR_DAYS:
            return f"The last day for a second review is {slashed(self.last_on)}, {_left(left)}: {since}."
        return f"The last day for a second review is {slashed(self.last_on)}, {since}."


def _left(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def offered_term(
    book: ProfileBook, claim: Claim, explained_on: date | None, as_of: date
) -> ReviewTerm | None:
    """The term of a second review that may be asked for of this claim; None where its payer's rules have none."""
    try:
        profile = book.of(claim.coverage, as_of, claim.case, (SECOND_REVIEW,))
    except NotFound:
        return None
    return ReviewTerm(days=profile.review_days, explained_on=explained_on) if profile.review_days else None
