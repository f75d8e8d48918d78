"""Stamp: who writes, when, and on which accounting day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clinicbill.basics.dates import moment_text
from clinicbill.basics.identifiers import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The writer of a row. Every workflow takes one, because no rule asks the clock.

    Attributes:
        user_id: the user at the keyboard.
        at: the moment in UTC.
        on: the practice's local day, the default accounting date.
        role: the user's role: front_desk, biller or owner.
    """

    user_id: UserId
    at: datetime
    on: date
    role: str = "owner"

    def columns(self) -> dict[str, str | int]:
        """The two columns that every kept row carries."""
        return {"user_id": self.user_id, "changed_at": moment_text(self.at)}
