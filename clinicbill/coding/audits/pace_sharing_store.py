"""Who may see whose figures: everybody their own, an owner those of the coders who share theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.identifiers import UserId
from clinicbill.db.connect import rows, scalar
from clinicbill.db.rows import update
from clinicbill.practice.store import list_users
from clinicbill.practice.user import Role

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.practice.user import User


def shares_figures(db: Database, user_id: UserId) -> bool:
    """Whether this user lets the owner see pace and audits; nobody does before switching it on."""
    return bool(scalar(db, "select shares_figures from user where id = ?", [user_id]))


def save_sharing(db: Database, stamp: Stamp, *, shared: bool) -> None:
    """Switch it for the user of the stamp, and for nobody else."""
    update(db, "user", stamp.user_id, {"shares_figures": int(shared), **stamp.columns()})


def may_see(db: Database, viewer: Stamp, coder_id: UserId) -> bool:
    """Whether a user may see a coder's figures."""
    if viewer.user_id == coder_id:
        return True
    return viewer.role == Role.OWNER and shares_figures(db, coder_id)


def require_sight(db: Database, viewer: Stamp, coder_id: UserId) -> None:
    """Refuse to show or touch what is private.

    Raises:
        NotAllowed: it is another coder's, who does not share it with this user.
    """
    if not may_see(db, viewer, coder_id):
        raise NotAllowed(
            "These figures are another coder’s own; nothing was changed: they are shown to an owner once the coder "
            "shares them under Reports, My coding."
        )


def visible_coders(db: Database, viewer: Stamp) -> list[User]:
    """Whose figures a user may see, the user first, then by name; those who left are among them."""
    shared = {row["id"] for row in rows(db, "select id from user where shares_figures = 1")}
    own = viewer.user_id
    sees_others = viewer.role == Role.OWNER
    found = [
        user
        for user in list_users(db, with_inactive=True)
        if user.id == own or (sees_others and user.id in shared)
    ]
    return sorted(found, key=lambda user: (user.id != own, user.name.casefold()))


def private_coders(db: Database, viewer: Stamp) -> int:
    """How many others have finished a visit and keep their figures to themselves."""
    seen = {user.id for user in visible_coders(db, viewer)}
    sql = "select distinct user_id from change where table_name = 'encounter' and field in ('status', '')"
    coders = {UserId(row["user_id"]) for row in rows(db, sql)}
    active = {user.id for user in list_users(db)}
    return len((coders & active) - seen)
