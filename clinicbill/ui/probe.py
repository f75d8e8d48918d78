"""Probe: can Qt start here? Asked in a child process, because a missing library aborts and nothing catches that."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from clinicbill.basics.errors import ClinicBillError
from clinicbill.preferences import preferences_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

# What the libraries of the PySide6 6.11 wheel ask the system for (readelf -d of libQt6Gui, libQt6DBus and
# libqxcb), and the Debian 12 package each is in. Ubuntu has the same names, some ending in t64.
LIBRARIES: tuple[tuple[str, str], ...] = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libfreetype.so.6", "libfreetype6"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libX11.so.6", "libx11-6"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
)
X_LIBRARIES: tuple[tuple[str, str], ...] = (
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libxcb.so.1", "libxcb1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render.so.0", "libxcb-render0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-shm.so.0", "libxcb-shm0"),
    ("libxcb-sync.so.1", "libxcb-sync1"),
    ("libxcb-util.so.1", "libxcb-util1"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
)
_TRY = "from PySide6.QtWidgets import QApplication; QApplication([])"
_PATIENCE = 60  # seconds for a first start from a slow disk


class NoWindow(ClinicBillError):
    """Qt cannot open a window on this computer."""


def check(stamp: Path | None = None) -> None:
    """Return if a window can be opened; what was found out is kept, so that only the first start pays for it.

    Raises:
        NoWindow: with one sentence that names what to install.
    """
    here = _here()
    kept = stamp or preferences_path().with_name("window.ok")
    if _read(kept) == here:
        return
    told = _try_child()
    if told is None:
        _keep(kept, here)
        return
    raise NoWindow(sentence(missing(), told))


def sentence(lacking: Iterable[tuple[str, str]], told: str) -> str:
    """What to say: the libraries and the line that installs them, or what Qt itself said."""
    lacking = list(lacking)
    if lacking:
        names = ", ".join(library for library, _ in lacking)
        packages = " ".join(sorted({package for _, package in lacking}))
        return (
            f"The window cannot open, because this computer lacks {names}; nothing was changed; install with: "
            f"sudo apt-get install -y {packages}"
        )
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        return (
            "The window cannot open, because there is no screen here (DISPLAY is not set); nothing was changed; "
            "start clinicbill on a desktop, or use its commands (clinicbill --help)."
        )
    return f"The window cannot open: {told or 'Qt gave no reason'}; nothing was changed; clinicbill --help works."


def missing(load: Callable[[str], object] = ctypes.CDLL) -> list[tuple[str, str]]:
    """The libraries of the table that this system cannot load, with their packages."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = list(LIBRARIES)
    if os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb"):
        wanted += X_LIBRARIES
    return [(library, package) for library, package in wanted if not _loads(library, load)]


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _try_child() -> str | None:
    """None if Qt starts in a child process, else the last line it said."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own line
            [sys.executable, "-c", _TRY], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return str(problem)
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return None if done.returncode == 0 else (lines[-1] if lines else "")


def _here() -> str:
    """What the answer depends on."""
    screen = [os.environ.get(name, "") for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")]
    found = find_spec("PySide6")
    installed = os.stat(found.origin).st_mtime_ns if found is not None and found.origin else 0
    return " ".join((str(installed), sys.executable, *screen))


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(stamp: Path, here: str) -> None:
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(here, "utf-8")
    except OSError:
        return  # the next start asks again
