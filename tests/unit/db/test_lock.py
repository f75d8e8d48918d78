"""One program at a time on a practice file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import DatabaseBusy, NotWritable
from clinicbill.db.lock import ProgramLock, lock_path, this_holder
from tests.unit.db.practice_files import AT, as_nobody, public_folder

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = this_holder("Anna", "clinicbill", AT)

OTHER_PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from clinicbill.db.lock import ProgramLock, this_holder

lock = ProgramLock(Path(sys.argv[1]), this_holder("Ben", "clinicbill demo", datetime(2026, 11, 23, tzinfo=UTC)))
print("held", flush=True)
sys.stdin.readline()
"""


def test_holder_says_who() -> None:
    assert HOLDER.process == os.getpid()
    assert HOLDER.computer == socket.gethostname()
    text = str(HOLDER)
    assert "Anna" in text
    assert "11/23/2026" in text


def test_second_program_is_told_who(tmp_path: Path) -> None:
    practice = tmp_path / "x.clinicbill"
    command = [sys.executable, "-c", OTHER_PROGRAM, str(practice)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DatabaseBusy) as caught:
            ProgramLock(practice, HOLDER)
        sentence = str(caught.value)
        for part in (
            "x.clinicbill is already open",
            "Ben",
            socket.gethostname(),
            f"process {other.pid}",
            "clinicbill demo",
        ):
            assert part in sentence
        other.kill()
        other.wait()
    lock = ProgramLock(practice, HOLDER)  # what a dead program left behind locks nobody out
    assert lock.was_left
    lock.release()


def test_second_window_of_the_same_program_is_refused(tmp_path: Path) -> None:
    practice = tmp_path / "x.clinicbill"
    lock = ProgramLock(practice, HOLDER)
    assert not lock.was_left
    with pytest.raises(DatabaseBusy, match="Anna"):
        ProgramLock(practice, HOLDER)
    lock.release()
    lock.release()
    again = ProgramLock(practice, HOLDER)
    assert not again.was_left
    again.release()
    assert lock_path(practice).read_bytes() == b""


def test_two_practices_do_not_meet(tmp_path: Path) -> None:
    locks = [ProgramLock(tmp_path / name, HOLDER) for name in ("a.clinicbill", "b.clinicbill")]
    for lock in locks:
        lock.release()


def test_unreadable_name_of_the_holder_is_no_crash(tmp_path: Path) -> None:
    practice = tmp_path / "x.clinicbill"
    lock = ProgramLock(practice, HOLDER)
    lock_path(practice).write_bytes(b'{"user": "An')
    with pytest.raises(DatabaseBusy, match="another program"):
        ProgramLock(practice, HOLDER)
    lock.release()


def test_read_only_folder() -> None:
    with public_folder() as folder:
        folder.chmod(0o555)
        with as_nobody(), pytest.raises(NotWritable, match="is read-only; nothing was changed"):
            ProgramLock(folder / "x.clinicbill", HOLDER)
