"""The door: `clinicbill` and `python -m clinicbill`; the only place where the command line meets the window."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from clinicbill.cli.app import run

if TYPE_CHECKING:
    from clinicbill.cli.session import WindowRequest


def _open_window(request: WindowRequest) -> int:
    # Imported here only: the command line starts fast and works where no Qt library is installed.
    from clinicbill.ui.app import run_window

    return run_window(
        request.practice,
        password=request.password,
        pictures=request.pictures,
        user=request.user,
        day=request.day,
    )


def _check_window(request: WindowRequest) -> None:
    from clinicbill.ui.app import check_window

    check_window(pictures=request.pictures is not None)


def main() -> None:
    """Run the command line, or the window where no command is given."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None in a window without a console
            stream.reconfigure(encoding="utf-8")  # a Windows pipe would refuse the minus sign
    sys.exit(run(sys.argv[1:], open_window=_open_window, check_window=_check_window))


if __name__ == "__main__":
    main()
