"""The files a person hands over, loose or in a zip, each opened as a stream that tells how far it is.

What a hostile or damaged zip could do is bounded before anything is unpacked: members, size, ratio, nesting.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from clinicbill.basics.errors import ClinicBillError, NotWritable, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import WriteableBuffer

MOST_MEMBERS = 500
MOST_BYTES = 2 << 30
MOST_RATIO = 200
# Below this a high ratio is harmless: published lists are full of blanks.
_RATIO_FREE_BYTES = 16 << 20
_BUFFER = 1 << 18
_TOLD_EVERY = 1 << 22
_SPOOLED = 1 << 23
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK = "xl/workbook.xml"


class Stopped(ClinicBillError):
    """The user stopped the work; nothing was changed."""


class Watch:
    """Told of every piece read: passes on how far the work is, and stops it when asked."""

    def __init__(
        self,
        progress: Callable[[int, int, str], None] = lambda _done, _of, _text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """`progress` is told bytes done, bytes in all, and what is being done."""
        self._progress = progress
        self._cancelled = cancelled
        self._done = self._told = 0
        self.of = 0
        self.text = "Reading"

    def read(self, size: int) -> None:
        """A piece was read.

        Raises:
            Stopped: the work was cancelled.
        """
        self._done += size
        if self._done - self._told >= _TOLD_EVERY:
            self._told = self._done
            self.check()
            self._progress(min(self._done, self.of), self.of, self.text)

    def check(self) -> None:
        """Stop here if that is asked for.

        Raises:
            Stopped: the work was cancelled.
        """
        if self._cancelled():
            raise Stopped("Loading was stopped; nothing was changed; load the file again when you like.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedFile:
    """One file, loose or a member of a zip.

    Attributes:
        name: its own name, without folders.
        origin: the name of what was handed over: the same, or the zip's.
        size: bytes when unpacked.
    """

    name: str
    origin: str
    size: int
    opener: Callable[[], BinaryIO]

    @contextmanager
    def open(self, watch: Watch | None = None) -> Iterator[BinaryIO]:
        """Its bytes from the beginning.

        Raises:
            UnreadableFile: it cannot be read, also in the middle.
            Stopped: `watch` was cancelled.
        """
        try:
            with self.opener() as raw:
                watched = io.BufferedReader(_Watched(raw, watch or Watch()), _BUFFER)
                yield cast(BinaryIO, watched)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise _damaged(self.name) from error

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)


class _Watched(io.RawIOBase):
    def __init__(self, raw: BinaryIO, watch: Watch) -> None:
        self._raw, self._watch = raw, watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        piece = self._raw.read(len(view))
        view[: len(piece)] = piece
        self._watch.read(len(piece))
        return len(piece)


@contextmanager
def supplied(paths: Iterable[Path]) -> Iterator[list[SuppliedFile]]:
    """Every file handed over, zips and zips inside them opened; xlsx files, which are zips too, stay whole.

    Raises:
        UnreadableFile: a path is no file, or a zip is damaged, locked or larger than any published list.
    """
    with ExitStack() as stack:
        files: list[SuppliedFile] = []
        for path in paths:
            files.extend(_loose(path, stack))
        if sum(file.size for file in files) > MOST_BYTES:
            raise _too_large("What you chose")
        yield files


def _loose(path: Path, stack: ExitStack) -> list[SuppliedFile]:
    try:
        with path.open("rb") as file:
            start, size = file.read(4), os.fstat(file.fileno()).st_size
    except IsADirectoryError:
        raise UnreadableFile(f"{path} is a folder; nothing was changed; choose the files in it.") from None
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read ({error.strerror}); nothing was changed; check the name and the folder."
        ) from error
    one = SuppliedFile(name=path.name, origin=path.name, size=size, opener=lambda: path.open("rb"))
    return _members(one, stack, nested=False) if start in (ZIP, _EMPTY_ZIP) else [one]


def _members(file: SuppliedFile, stack: ExitStack, *, nested: bool) -> list[SuppliedFile]:
    """The members of a zip; the file itself where it is a workbook."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(file.opener())))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(file.name) from error
    check_zip(infos, file.name)
    if any(info.filename == _WORKBOOK for info in infos):
        return [file]
    found: list[SuppliedFile] = []
    for info in infos:
        name = Path(info.filename).name
        if info.filename.startswith("__MACOSX/") or name.startswith("."):
            continue
        found.extend(_member(archive, info, file, stack, nested=nested))
    if not found and not nested:
        raise UnreadableFile(f"{file.name} is an empty zip; nothing was changed; download it again.")
    return found


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, outer: SuppliedFile, stack: ExitStack, *, nested: bool
) -> list[SuppliedFile]:
    name = Path(info.filename).name
    one = SuppliedFile(
        name=name,
        origin=outer.origin,
        size=info.file_size,
        opener=lambda: cast(BinaryIO, archive.open(info)),
    )
    if one.head(4) != ZIP:
        return [one]
    if nested and not name.casefold().endswith(".xlsx"):
        raise UnreadableFile(
            f"{name} lies in a zip within a zip within a zip; nothing was changed; unpack {outer.origin} and choose "
            "the code file."
        )
    return _members(_unpacked(one, stack), stack, nested=True)


def _unpacked(member: SuppliedFile, stack: ExitStack) -> SuppliedFile:
    """A zip inside a zip, copied out, because its directory stands at its end."""
    spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_SPOOLED))  # noqa: SIM115  # the stack does
    try:
        with member.open() as file:
            shutil.copyfileobj(file, spool, _BUFFER)
    except OSError as error:
        raise NotWritable(
            f"{member.origin} cannot be unpacked ({error.strerror}); nothing was changed; make room on the disk."
        ) from error
    return SuppliedFile(
        name=member.name,
        origin=member.origin,
        size=member.size,
        opener=lambda: cast(BinaryIO, io.BufferedReader(_Window(cast(BinaryIO, spool)), _BUFFER)),
    )


class _Window(io.RawIOBase):
    """An unpacked file opened anew: a reader of its own over one place on the disk."""

    def __init__(self, spool: BinaryIO) -> None:
        self._spool, self._at = spool, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            self._spool.seek(0, io.SEEK_END)
            self._at = self._spool.tell()
        elif whence == io.SEEK_SET:
            self._at = 0
        self._at += offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        self._spool.seek(self._at)
        piece = self._spool.read(len(view))
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def check_zip(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse a zip that no publisher of code lists makes, by its directory alone.

    Python's zipfile never unpacks more of a member than the directory says, so the sums here are the whole truth.

    Raises:
        UnreadableFile: too many members, too large, packed too tightly, locked, or packed in another way.
    """
    if len(infos) > MOST_MEMBERS:
        raise UnreadableFile(
            f"{name} holds {len(infos):,} files, more than any published code list; nothing was changed; check "
            "where it comes from."
        )
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise _too_large(name)
    for info in infos:
        packed = max(info.compress_size, 1)
        if info.file_size > _RATIO_FREE_BYTES and info.file_size / packed > MOST_RATIO:
            raise _too_large(name)
        if info.flag_bits & 1:
            raise UnreadableFile(
                f"{name} is locked with a password; nothing was changed; unpack it and choose the code file."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile(
                f"{name} is packed in an unusual way; nothing was changed; unpack it and choose the code file."
            )


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} would unpack to far more than any published code list; nothing was changed; check where it comes "
        "from."
    )


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} is damaged or cut off; nothing was changed; download the file again.")
