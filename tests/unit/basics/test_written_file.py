"""What a file named by the user may never replace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import NotWritable
from clinicbill.basics.written_file import CLAIM_FILES, PDF, TEXT, may_be_written, require_target

if TYPE_CHECKING:
    from pathlib import Path

PRACTICE = (
    "Office.clinicbill",
    "office.CLINICBILL",
    "Office.clinicbill.keys",
    "Office.clinicbill-wal",
    "Office.clinicbill-shm",
    "Office.clinicbill-journal",
    "Office.clinicbill.lock",
)


@pytest.mark.parametrize("name", PRACTICE)
@pytest.mark.parametrize("there", [True, False])
def test_no_practice_nor_what_belongs_to_it_is_written(tmp_path: Path, name: str, *, there: bool) -> None:
    path = tmp_path / name
    if there:
        path.write_bytes(b"%PDF even if it looks like ours")
    assert not may_be_written(path, CLAIM_FILES)
    with pytest.raises(NotWritable, match="nothing was written or changed: choose another name"):
        require_target(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_to_a_practice_is_a_practice(tmp_path: Path) -> None:
    practice, link = tmp_path / "Office.clinicbill", tmp_path / "forms.pdf"
    practice.touch()
    link.symlink_to(practice)
    with pytest.raises(NotWritable, match="practice file"):
        require_target(link, (PDF,))


@pytest.mark.parametrize("name", ["CMS1500.pdf", "claims.837", "clinicbill.pdf", "Office.clinicbills"])
def test_any_other_new_name_may_be_written(tmp_path: Path, name: str) -> None:
    require_target(tmp_path / name, CLAIM_FILES)


@pytest.mark.parametrize(
    ("content", "heads", "may"),
    [
        (b"", CLAIM_FILES, True),
        (b"%PDF-1.4", CLAIM_FILES, True),
        (b"ISA*00*", CLAIM_FILES, True),
        (b"ISA*00*", (PDF,), False),
        (b"letter to nobody", CLAIM_FILES, False),
        (b"As of,Payer\r\n", (TEXT,), True),
        (b"SQLite format 3\0", (TEXT,), False),
        (b"%PDF-1.4", (PDF,), True),
    ],
)
def test_what_lies_there_is_replaced_by_its_own_kind_only(
    tmp_path: Path, content: bytes, heads: tuple[bytes, ...], *, may: bool
) -> None:
    path = tmp_path / "a.file"
    path.write_bytes(content)
    assert may_be_written(path, heads) is may
    if not may:
        with pytest.raises(NotWritable, match="another kind; it was not overwritten"):
            require_target(path, heads)
        assert path.read_bytes() == content


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert not may_be_written(tmp_path, CLAIM_FILES)
