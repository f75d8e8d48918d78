"""The door of the window: makes sure Qt can start, then hands over to the program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from clinicbill.ui import probe

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def check_window(*, pictures: bool = False) -> None:
    """Return if Qt can start here; pictures need no screen.

    Raises:
        NoWindow: it cannot; the sentence names what to install.
    """
    if pictures:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    probe.check()


def run_window(
    practice: Path | None,
    *,
    password: str | None = None,
    pictures: Path | None = None,
    user: str | None = None,
    day: date | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    Args:
        practice: the practice file; None opens the last one, or greets whoever has none yet.
        password: opens it at once, as for the demo.
        pictures: instead of staying, save a picture of every page here; needs practice and password.
        user: who signs in; may be left out where there is one.
        day: the day a demo was made for; None is today.

    Raises:
        NoWindow: Qt cannot start here; the sentence names what to install.
        ClinicBillError: with `pictures`, the practice cannot be opened or a picture not written.
    """
    check_window(pictures=pictures is not None)
    # Only now: importing Qt where a library is missing ends in a traceback.
    from clinicbill.ui.program import Program

    program = Program(user=user, day=day)
    if pictures is not None and practice is not None:
        return program.take_pictures(practice, password or "", pictures)
    return program.run(practice, password)
