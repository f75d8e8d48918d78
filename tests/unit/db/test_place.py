"""Places for a practice file."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path, PureWindowsPath

import pytest

from clinicbill.basics.errors import NotWritable
from clinicbill.db import place
from tests.unit.db.practice_files import as_nobody, public_folder, small_disk

MOUNTINFO = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /home rw - btrfs /dev/sda2 rw,subvol=/home
44 22 0:40 / /mnt/office\\040files rw,relatime shared:20 - cifs //server/share rw,vers=3.0
45 22 0:41 / /srv rw,relatime - autofs systemd-1 rw
46 45 0:42 / /srv rw,relatime master:7 propagate_from:2 - nfs4 server:/srv rw
47 46 254:1 / /srv/local rw - xfs /dev/sdb1 rw
"""

MAC_LISTING = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//anna@server/share on /Volumes/Office (files) (smbfs, nodev, nosuid, mounted by anna)
/dev/disk4s1 on /Volumes/USB stick (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/anna/x.clinicbill", "btrfs"),
        ("/mnt/office files/x.clinicbill", "cifs"),
        ("/mnt/office files2/x.clinicbill", "ext4"),
        ("/srv/x.clinicbill", "nfs4"),
        ("/srv/local/x.clinicbill", "xfs"),
        ("/x.clinicbill", "ext4"),
    ],
)
def test_linux_file_system(path: str, kind: str) -> None:
    assert place.linux_file_system(MOUNTINFO, Path(path)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/anna/x.clinicbill", "apfs"),
        ("/Volumes/Office (files)/x.clinicbill", "smbfs"),
        ("/Volumes/USB stick/x.clinicbill", "msdos"),
    ],
)
def test_mac_file_system(path: str, kind: str) -> None:
    assert place.mac_file_system(MAC_LISTING, Path(path)) == kind


def test_windows_network_folder() -> None:
    assert place.windows_share(PureWindowsPath(r"\\server\share\x.clinicbill")) == "network folder"


def test_no_listing_no_answer() -> None:
    assert place.linux_file_system("", Path("/x")) == ""
    assert place.mac_file_system("nonsense", Path("/x")) == ""


def test_this_folder_is_local(tmp_path: Path) -> None:
    assert place.network_share(tmp_path) == ""
    place.check_local(tmp_path / "not yet there.clinicbill")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked in another way")
def test_network_share_is_refused_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        place, "_file_system", lambda path: place.linux_file_system(MOUNTINFO, Path("/srv/x"))
    )
    with pytest.raises(NotWritable, match=r"network share \(nfs4\).*two computers.*this computer's own disk"):
        place.check_local(tmp_path / "x.clinicbill")


def test_good_folder_is_left_as_it_was(tmp_path: Path) -> None:
    place.check_folder(tmp_path, room_bytes=1000)
    assert not list(tmp_path.iterdir())


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="There is no folder"):
        place.check_folder(tmp_path / "none")


def test_too_little_room(tmp_path: Path) -> None:
    more_than_there_is = shutil.disk_usage(tmp_path).total + 1
    with pytest.raises(NotWritable, match=r"is full: \d+ MB are free and \d+ MB are needed"):
        place.check_folder(tmp_path, room_bytes=more_than_there_is)


def test_read_only_folder_and_file() -> None:
    with public_folder() as folder:
        file = folder / "x.clinicbill"
        file.write_bytes(b"x")
        file.chmod(0o444)
        place_folder = folder / "sub"
        folder.chmod(0o555)
        with as_nobody():
            with pytest.raises(NotWritable, match=r"folder .* is read-only; nothing was changed"):
                place.check_folder(folder)
            with pytest.raises(NotWritable, match=r"x\.clinicbill is read-only; nothing was changed"):
                place.check_file(file)
            with pytest.raises(NotWritable, match="could not be made"):
                place.make_folder(place_folder)
            with pytest.raises(NotWritable, match="could not be written"):
                place.replace_file(folder / "y", b"")
            with pytest.raises(NotWritable, match="could not be written to the disk"):
                place.sync_file(file)


def test_writable_file_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"content")
    place.check_file(file)
    place.sync_file(file)
    assert file.read_bytes() == b"content"


def test_replace_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    place.replace_file(file, b"first")
    place.replace_file(file, b"second")
    assert file.read_bytes() == b"second"
    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_replace_file_on_a_full_disk_keeps_the_old_one(tmp_path: Path) -> None:
    with small_disk(tmp_path, "64k"):
        file = tmp_path / "x"
        place.replace_file(file, b"old")
        with pytest.raises(NotWritable, match="the file before it is unchanged"):
            place.replace_file(file, bytes(200_000))
        assert file.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [file]
