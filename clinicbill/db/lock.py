"""One program at a time on a practice file: an operating system lock beside it, with the name of its holder."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import DatabaseBusy, NotWritable

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# Windows keeps others from reading a locked byte, so the byte lies far beyond the text.
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a practice open: user of the practice, login, computer, program and process, since when (UTC)."""

    user: str
    login: str
    computer: str
    program: str
    process: int
    since_at: str

    def __str__(self) -> str:
        since = parse_moment(self.since_at).astimezone().strftime("%m/%d/%Y %H:%M")
        return f"{self.user} (login {self.login}) on {self.computer} since {since}, {self.program} process {self.process}"


def this_holder(user: str, program: str, at: datetime) -> Holder:
    """The holder that this process is."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        login = "unknown"
    return Holder(
        user=user,
        login=login,
        computer=socket.gethostname(),
        program=program,
        process=os.getpid(),
        since_at=moment_text(at),
    )


def lock_path(practice: Path) -> Path:
    """The lock file that belongs to a practice file."""
    return practice.with_name(f"{practice.name}.lock")


class ProgramLock:
    """The lock while it is held. It dies with the process, so a file left by a crash locks nobody out.

    Attributes:
        was_left: the last holder did not let go properly (crash, power cut).
    """

    def __init__(self, practice: Path, holder: Holder) -> None:
        """Take the lock.

        Raises:
            DatabaseBusy: another program holds it; the sentence names who.
            NotWritable: the place cannot hold a lock file.
        """
        path = lock_path(practice)
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise NotWritable(
                f"{practice.name} cannot be opened because its folder {practice.parent} is read-only; nothing was "
                "changed; copy it with its keys file to a folder where you may write."
            ) from None
        try:
            _take(self._handle)
            before = _text(self._handle)
            self.was_left = bool(before)
            self._write(msgspec.json.encode(holder))
        except BlockingIOError:
            sentence = _held_sentence(practice, _text(self._handle))
            os.close(self._handle)
            raise DatabaseBusy(sentence) from None
        except OSError as error:
            os.close(self._handle)
            raise NotWritable(
                f"{practice.name} cannot be locked in its folder ({error.strerror}); nothing was changed; "
                "make room on the disk, or move the practice to this computer's own disk."
            ) from error

    def release(self) -> None:
        """Let go; a second time does nothing."""
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            try:
                os.ftruncate(handle, 0)
            finally:
                os.close(handle)

    def _write(self, text: bytes) -> None:
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, text)


def _text(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 4096)


def _held_sentence(practice: Path, text: bytes) -> str:
    try:
        holder = str(msgspec.json.decode(text, type=Holder))
    except (msgspec.MsgspecError, ValueError):  # the holder is writing its name at this moment
        holder = "another program"
    return f"{practice.name} is already open: {holder}; nothing was changed; close it there first, then open it here."


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None

else:
    import fcntl

    def _take(handle: int) -> None:
        # flock, not lockf: it belongs to this opening of the file, so a second window of the same process is refused.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
