"""Is this a place for a practice file: local, writable, with room; and how to write a small file there safely."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path, PurePath

from clinicbill.basics.errors import NotWritable

# Types of file systems that other machines write to as well. Virtual machines' root disks (9p, virtiofs) are not.
NETWORK_TYPES = frozenset(
    {
        "9pnet_rdma",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "vmhgfs",
        "webdav",
    }
)
_MAC_MOUNT = re.compile(r"^.* on (?P<point>/.*) \((?P<kind>\w+)", re.MULTILINE)
_WINDOWS_REMOTE = 4


def network_share(path: Path) -> str:
    """The kind of network share the path lies on ("nfs4", "smbfs", "network drive"), or "" for a local place."""
    resolved = path.absolute()
    if sys.platform == "win32":
        return windows_share(resolved)
    kind = _file_system(Path(os.path.realpath(resolved)))
    return kind if kind in NETWORK_TYPES else ""


def _file_system(path: Path) -> str:
    if sys.platform == "darwin":
        listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return mac_file_system(listing, path)
    try:
        listing = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return linux_file_system(listing, path)


def linux_file_system(mountinfo: str, path: Path) -> str:
    """The type of the file system a path lies on, from the text of /proc/self/mountinfo (proc(5))."""
    mounts = []
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        if separator:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
            mounts.append((point, after.split(" ")[0]))
    return _deepest(mounts, path)


def mac_file_system(listing: str, path: Path) -> str:
    """The type of the file system a path lies on, from what macOS' mount prints."""
    return _deepest([(match["point"], match["kind"]) for match in _MAC_MOUNT.finditer(listing)], path)


def _deepest(mounts: list[tuple[str, str]], path: Path) -> str:
    """The last mount on the longest mount point above the path."""
    found = ("", "")
    for point, kind in mounts:
        if len(point) >= len(found[0]) and path.is_relative_to(point):
            found = (point, kind)
    return found[1]


def windows_share(path: PurePath) -> str:
    """The kind of network share a Windows path lies on, or ""."""
    if path.drive.startswith("\\\\"):
        return "network folder"
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _WINDOWS_REMOTE:
            return "network drive"
    return ""


def check_local(path: Path) -> None:
    """Refuse a network share.

    Raises:
        NotWritable: two machines could write there at once, which would lose data without a word.
    """
    if kind := network_share(path):
        raise NotWritable(
            f"{path.name} lies on a network share ({kind}), where two computers could write at once and lose payments; "
            "nothing was changed; keep the practice file on this computer's own disk and copy backups to the share."
        )


def check_folder(folder: Path, *, room_bytes: int = 0) -> None:
    """Refuse a folder that is missing, read-only or too full.

    Raises:
        NotWritable: with the sentence for it.
    """
    if not folder.is_dir():
        raise NotWritable(f"There is no folder {folder}; nothing was changed; make it or choose another.")
    probe = folder / f".clinicbill-{secrets.token_hex(4)}"
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        probe.unlink()
    except OSError:
        raise NotWritable(
            f"The folder {folder} is read-only; nothing was changed; "
            "choose another folder or give yourself the right to write there."
        ) from None
    free = shutil.disk_usage(folder).free
    if free < room_bytes:
        raise NotWritable(
            f"The disk of {folder} is full: {free // 1_000_000} MB are free and {room_bytes // 1_000_000 + 1} MB "
            "are needed; nothing was changed; make room or choose another disk."
        )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing.

    Raises:
        NotWritable: with the sentence for it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(
            f"The folder {folder} could not be made ({error.strerror}); nothing was changed; choose another place."
        ) from error


def check_file(path: Path) -> None:
    """Refuse a file that may not be written.

    Raises:
        NotWritable: with the sentence for it.
    """
    try:
        with path.open("r+b"):
            pass
    except OSError:
        raise NotWritable(
            f"{path.name} is read-only; nothing was changed; give yourself the right to write to it, "
            "or copy it with its keys file to a folder of your own."
        ) from None


def replace_file(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, readable by its owner only, and safe against a power cut.

    Raises:
        NotWritable: the place is read-only or full; the old file is still there.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise NotWritable(
            f"{path.name} could not be written ({error.strerror}); the file before it is unchanged; "
            "make room on the disk or get the right to write there, and try again."
        ) from error


def sync_file(path: Path) -> None:
    """Make sure that a finished file is on the disk, not only in memory.

    Raises:
        NotWritable: the disk refuses.
    """
    try:
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise NotWritable(
            f"{path.name} could not be written to the disk ({error.strerror}); what was there before is unchanged; "
            "make room on the disk or choose another."
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
