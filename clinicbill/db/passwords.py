"""What a password must be, for the window and the command line alike."""

from __future__ import annotations

from clinicbill.basics.errors import CannotDo

LEAST_PASSWORD = 8


def password_problem(password: str) -> str:
    """Why nobody may choose this password; empty where it will do."""
    if len(password) < LEAST_PASSWORD or not password.strip():
        return f"The password needs at least {LEAST_PASSWORD} characters, not all of them blank"
    return ""


def check_password(password: str) -> None:
    """Refuse a password that is too short.

    Raises:
        CannotDo: with the sentence for it.
    """
    if problem := password_problem(password):
        raise CannotDo(f"{problem}; nothing was changed; choose another.")
