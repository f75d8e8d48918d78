from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files import supplied as module
from clinicbill.codesets.files.supplied import Stopped, Watch, check_zip, supplied
from tests.support.code_files import put, xlsx, zipped

if TYPE_CHECKING:
    from pathlib import Path


def contents(*paths: Path) -> dict[str, bytes]:
    with supplied(paths) as files:
        found = {}
        for file in files:
            with file.open() as stream:
                found[f"{file.origin}:{file.name}"] = stream.read()
        return found


def test_loose_and_zipped_files(tmp_path: Path) -> None:
    one = put(tmp_path, "a.txt", "loose")
    two = put(
        tmp_path, "b.zip", zipped({"folder/c.txt": "packed", "__MACOSX/c.txt": "x", "d/.DS_Store": "y"})
    )
    assert contents(one, two) == {"a.txt:a.txt": b"loose", "b.zip:c.txt": b"packed"}


def test_a_zip_inside_a_zip_and_no_deeper(tmp_path: Path) -> None:
    inner = zipped({"c.txt": "packed" * 100})
    assert contents(put(tmp_path, "b.zip", zipped({"inner.zip": inner}))) == {"b.zip:c.txt": b"packed" * 100}
    with pytest.raises(UnreadableFile, match="zip within a zip within a zip"):
        contents(put(tmp_path, "d.zip", zipped({"middle.zip": zipped({"inner.zip": inner})})))


def test_a_workbook_is_one_file(tmp_path: Path) -> None:
    book = xlsx([["a"]])
    assert contents(put(tmp_path, "a.xlsx", book)) == {"a.xlsx:a.xlsx": book}
    assert contents(put(tmp_path, "b.zip", zipped({"a.xlsx": book}))) == {"b.zip:a.xlsx": book}
    nested = zipped({"b.zip": zipped({"a.xlsx": book})})
    assert contents(put(tmp_path, "c.zip", nested)) == {"c.zip:a.xlsx": book}


def test_an_unpacked_zip_can_be_read_twice_and_backwards(tmp_path: Path) -> None:
    path = put(tmp_path, "b.zip", zipped({"a.xlsx": xlsx([["a"]])}))
    with supplied([path]) as (file,), file.opener() as first, file.opener() as second:
        assert first.read(2) == second.read(2) == b"PK"
        assert first.seek(-1, io.SEEK_END) == file.size - 1
        assert first.seek(-1, io.SEEK_CUR) == file.size - 2
        assert first.seek(0) == 0


@pytest.mark.parametrize("cut", [10, 60, -30])
def test_a_cut_off_zip(tmp_path: Path, cut: int) -> None:
    whole = zipped({"c.txt": "packed" * 1000})
    with pytest.raises(UnreadableFile, match=r"damaged or cut off; nothing was changed; download"):
        contents(put(tmp_path, "b.zip", whole[:cut]))


def test_a_damaged_member(tmp_path: Path) -> None:
    whole = bytearray(zipped({"c.txt": bytes(range(256)) * 50}))
    whole[60:90] = bytes(30)
    with pytest.raises(UnreadableFile, match=r"c\.txt is damaged"):
        contents(put(tmp_path, "b.zip", bytes(whole)))


def test_missing_folders_and_empty_zips(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        contents(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match=r"is a folder|cannot be read"):
        contents(tmp_path)
    with pytest.raises(UnreadableFile, match="empty zip"):
        contents(put(tmp_path, "b.zip", zipped({})))


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = put(tmp_path, "zeros.zip", zipped({"z.txt": bytes(17 << 20)}))
    with pytest.raises(UnreadableFile, match="far more than any published"):
        contents(zeros)
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="far more than any published"):
        contents(put(tmp_path, "large.zip", zipped({"z.txt": bytes(range(250)) * 5})))
    with pytest.raises(UnreadableFile, match="far more than any published"):
        contents(put(tmp_path, "large.txt", bytes(1001)))
    monkeypatch.setattr(module, "MOST_MEMBERS", 3)
    with pytest.raises(UnreadableFile, match="holds 4 files"):
        contents(put(tmp_path, "many.zip", zipped({f"{turn}.txt": "x" for turn in range(4)})))


def test_locked_and_oddly_packed_zips() -> None:
    info = zipfile.ZipInfo("a.txt")
    info.flag_bits = 1
    with pytest.raises(UnreadableFile, match="password"):
        check_zip([info], "b.zip")
    info = zipfile.ZipInfo("a.txt")
    info.compress_type = zipfile.ZIP_LZMA
    with pytest.raises(UnreadableFile, match="unusual way"):
        check_zip([info], "b.zip")


def test_progress_and_stopping(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", bytes(10 << 20))
    told: list[tuple[int, int, str]] = []
    watch = Watch(lambda done, of, text: told.append((done, of, text)))
    watch.of = 10 << 20
    with supplied([path]) as (file,), file.open(watch) as stream:
        while stream.read(1 << 20):
            pass
    assert [of for _, of, _ in told] == [10 << 20] * len(told)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert len(told) == 2

    stopped = Watch(cancelled=lambda: True)
    with (
        pytest.raises(Stopped, match="nothing was changed"),
        supplied([path]) as (file,),
        file.open(stopped) as stream,
    ):
        stream.read()
