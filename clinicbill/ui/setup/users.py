"""Users: who may open the practice, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit

from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.db import passwords
from clinicbill.practice.checks import user_findings
from clinicbill.practice.store import get_user
from clinicbill.practice.user import Role, User
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import Part, Values
from clinicbill.workflows.keep_setup import checked_user, keep_user
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import ROLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.ui.widgets.line_edit import LineEdit
    from clinicbill.ui.widgets.record_form import RecordForm

_ROLES = tuple(ROLE_WORDS.items())
_ACTIVE = ((True, "May open the practice"), (False, "May not any more"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCard(User):
    """A user as the form shows it; a password is typed for a new one, or to give a new one."""

    password: str = ""
    again: str = ""

    @classmethod
    def of(cls, user: User) -> UserCard:
        """A stored user; nobody can read the password back."""
        return cls(**{part.name: getattr(user, part.name) for part in fields(user)})

    def user(self) -> User:
        """What is stored in the practice file."""
        return User(**{part.name: getattr(self, part.name) for part in fields(User)})


def password_findings(password: str, again: str, *, needed: bool) -> list[Finding]:
    """What is wrong with a password typed twice; ids P01 and P02."""
    problem = passwords.password_problem(password) if password or needed else ""
    if problem:
        return [_wrong("P01", problem, "password")]
    if password != again:
        return [_wrong("P02", "The two passwords differ", "again")]
    return []


def _wrong(rule: str, message: str, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="user",
        source="45 CFR 164.312(d), person or entity authentication",
        fix="Type it again.",
        field=field,
    )


def hide_passwords(form: RecordForm) -> None:
    """Dots for letters; a space more or less, which other fields do not keep, is an edit here and looked at anew."""
    for name in ("password", "again"):
        editor = cast("LineEdit", form.editor(name))
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        editor.edited.connect(partial(form.edited.emit, name))


def _check(card: UserCard, others: Sequence[UserCard]) -> list[Finding]:
    return [
        *user_findings(card.user(), others),
        *password_findings(card.password, card.again, needed=not card.id),
    ]


def _blank(_day: date) -> UserCard:
    return UserCard(name="", role=Role.FRONT_DESK)


def _always(_values: Values) -> bool:
    return True


USERS: RecordKind[UserCard] = RecordKind(
    noun="user",
    plural="Users",
    columns=(
        Column("Name", lambda row: row.name, weight=MEDIUM, stretch=1, width=110),
        Column("Role", lambda row: ROLE_WORDS[row.role]),
        Column("", active_state),
    ),
    parts=(
        Part(
            (
                Field("Name", "name", required=True),
                Field("Role", "role", Input.CHOICE, choices=_ROLES, width=140),
                Field("In use", "active", Input.CHOICE, choices=_ACTIVE, width=220),
                Field("Password", "password", section="A way in", help="Empty leaves the password as it is"),
                Field("Again", "again"),
            )
        ),
    ),
    title=lambda card: card.name,
    check=_check,
    blank=_blank,
    empty=("Nobody yet.", "Each person has a name and password, so that the history tells who changed what."),
)


def save_user(db: Database, stamp: Stamp, card: UserCard, practice: OpenPractice) -> Outcome:
    """Save the user; his way in follows a new name, and is locked up anew with the password typed, if one was.

    Raises:
        CannotDo: it would leave the practice without an owner, or his slot was tampered with.
    """
    found = [
        *checked_user(db, stamp, card.user()),
        *password_findings(card.password, card.again, needed=not card.id),
    ]
    if stops(found):
        return Outcome(findings=tuple(found))
    before = get_user(db, card.id).name if card.id else card.name
    with practice.renaming(before, card.name):
        outcome = keep_user(db, stamp, card.user())
    if card.password:
        practice.add_slot(card.name, card.password)
    return outcome
