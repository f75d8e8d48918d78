"""What the tests of the practice file share: quick practices, a stopped clock, places that refuse to be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.db import keys
from clinicbill.db.practice_file import create_practice, open_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.db.open_practice import OpenPractice

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
PASSWORD = "birch lamp"


class Clock:
    """A clock that only moves when somebody sleeps on it."""

    def __init__(self) -> None:
        self.at = AT
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def a_practice(folder: Path, name: str = "demo") -> tuple[Path, str]:
    """A closed practice with the owner Anna, and its recovery key."""
    path = folder / f"{name}.clinicbill"
    practice, recovery = create_practice(
        path,
        practice_name="Birch Lane Chiropractic",
        owner_name="Anna",
        owner_password=PASSWORD,
        at=AT,
        cost=keys.CHEAPEST,
    )
    practice.close()
    return path, recovery


def opened(path: Path, password: str = PASSWORD, user_name: str | None = None) -> OpenPractice:
    clock = Clock()
    return open_practice(path, password, user_name=user_name, clock=clock, sleep=clock.sleep)


def add_user(practice: OpenPractice, name: str, password: str, role: str = "biller") -> None:
    with practice.connect() as db:
        db.table("user").insert(
            {"name": name, "role": role, "user_id": 1, "changed_at": "2026-11-23T15:04:05Z"}
        )
    practice.add_slot(name, password, cost=keys.CHEAPEST)


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that every account of this computer may enter."""
    folder = Path(tempfile.mkdtemp(prefix="clinicbill-test-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere, so act as an account that may not."""
    if sys.platform == "win32":
        pytest.skip("needs POSIX accounts")
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own of that size; skipped where we may not mount one."""
    mounted = shutil.which("mount") and sys.platform == "linux"
    if mounted:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("no right to mount a small disk; the page limit test stands in for it")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
