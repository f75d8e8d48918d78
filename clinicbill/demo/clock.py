"""The demo's clock: who works at which moment of an invented day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from clinicbill.basics.stamp import Stamp
from clinicbill.practice.user import User


@dataclass(frozen=True, slots=True)
class Clock:
    """Gives the stamps of one user; the moment is always the named hour (UTC) of the invented day."""

    user: User

    @staticmethod
    def moment(day: date, hour: int = 18) -> datetime:
        """That hour (UTC) of that day."""
        return datetime.combine(day, time(hour), tzinfo=UTC)

    def stamp(self, day: date, hour: int = 18) -> Stamp:
        """That user, at that hour of that day."""
        return Stamp(user_id=self.user.id, at=self.moment(day, hour), on=day, role=self.user.role)
