"""Who may do what: one table of acts and roles for every workflow; the first line of each workflow asks it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotAllowed
from clinicbill.practice.user import Role

if TYPE_CHECKING:
    from clinicbill.basics.stamp import Stamp


class Act(StrEnum):
    """Everything that changes the practice file, or takes its contents out of the office."""

    SAVE_PATIENT = "save_patient"
    SAVE_VISIT = "save_visit"
    TAKE_PAYMENT = "take_payment"
    CODE_VISIT = "code_visit"
    CHARGE_VISIT = "charge_visit"
    WORK_CLAIM = "work_claim"
    SEND_CLAIMS = "send_claims"
    RECEIVE_FILE = "receive_file"
    POST_REMITTANCE = "post_remittance"
    REVERSE_REMITTANCE = "reverse_remittance"
    SET_REMITTANCE_ASIDE = "set_remittance_aside"
    APPLY_CREDIT = "apply_credit"
    MOVE_BALANCE = "move_balance"
    REVERSE_POSTING = "reverse_posting"
    ADJUST_BALANCE = "adjust_balance"
    SEND_STATEMENTS = "send_statements"
    REFUND = "refund"
    CHANGE_SETUP = "change_setup"
    CHANGE_USERS = "change_users"
    CLOSE_PERIOD = "close_period"
    REOPEN_PERIOD = "reopen_period"
    EXPORT_EVERYTHING = "export_everything"
    RESTORE_BACKUP = "restore_backup"
    SEE_HISTORY = "see_history"


@dataclass(frozen=True, slots=True)
class Permission:
    """What an act is called in a sentence, and who may do it."""

    words: str
    roles: frozenset[Role]


_EVERYBODY = frozenset(Role)
_BILLING = frozenset({Role.BILLER, Role.OWNER})
_OWNER = frozenset({Role.OWNER})

PERMISSIONS = {
    Act.SAVE_PATIENT: Permission("register and change patients", _EVERYBODY),
    Act.SAVE_VISIT: Permission("enter visits", _EVERYBODY),
    Act.TAKE_PAYMENT: Permission("take patient payments", _EVERYBODY),
    Act.CODE_VISIT: Permission("code visits", _BILLING),
    Act.CHARGE_VISIT: Permission("charge visits", _BILLING),
    Act.WORK_CLAIM: Permission("make and change claims", _BILLING),
    Act.SEND_CLAIMS: Permission("send and print claims", _BILLING),
    Act.RECEIVE_FILE: Permission("import files from payers", _BILLING),
    Act.POST_REMITTANCE: Permission("post remittances", _BILLING),
    Act.REVERSE_REMITTANCE: Permission("reverse posted remittances", _BILLING),
    Act.SET_REMITTANCE_ASIDE: Permission("set remittances aside", _BILLING),
    Act.APPLY_CREDIT: Permission("apply unapplied credits", _BILLING),
    Act.MOVE_BALANCE: Permission("move balances between insurance and patient", _BILLING),
    Act.REVERSE_POSTING: Permission("reverse postings", _BILLING),
    Act.ADJUST_BALANCE: Permission("write off balances", _BILLING),
    Act.SEND_STATEMENTS: Permission("send statements", _BILLING),
    Act.REFUND: Permission("refund money", _OWNER),
    Act.CHANGE_SETUP: Permission("change the setup of the practice", _BILLING),
    Act.CHANGE_USERS: Permission("change users and roles", _OWNER),
    Act.CLOSE_PERIOD: Permission("close days and months", _BILLING),
    Act.REOPEN_PERIOD: Permission("reopen a closed month", _OWNER),
    Act.EXPORT_EVERYTHING: Permission("take all data out of the practice", _OWNER),
    Act.RESTORE_BACKUP: Permission("restore a backup", _OWNER),
    Act.SEE_HISTORY: Permission("see who changed and read what", _OWNER),
}

ROLE_WORDS = {Role.FRONT_DESK: "Front desk", Role.BILLER: "Biller", Role.OWNER: "Owner"}


def may(role: str, act: Act) -> bool:
    """Whether a role includes an act; for greying out a button before it is pressed."""
    return role in PERMISSIONS[act].roles


def require(stamp: Stamp, act: Act) -> None:
    """Refuse an act that the user's role does not include.

    Raises:
        NotAllowed: with the sentence that says whom to ask.
    """
    if may(stamp.role, act):
        return
    allowed = " or ".join(ROLE_WORDS[role].lower() for role in Role if role in PERMISSIONS[act].roles)
    role = ROLE_WORDS[Role(stamp.role)].lower()
    raise NotAllowed(
        f"As {role} you may not {PERMISSIONS[act].words}; nothing was changed: ask somebody who is {allowed}."
    )
