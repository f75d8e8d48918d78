from __future__ import annotations

import pytest

from clinicbill.codesets.files.foreign import NotACodeList, refuse_foreign


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><html>", "web page.*accept it in the browser"),
        (b"  <html lang='en'><title>License</title>", "web page"),
        (b"<!-- saved from --><html>", "web page"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC><html xmlns='x'>", "web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Excel"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"SQLite format 3\0", "a database"),
        (b"\x89PNG\r\n", "a picture"),
        (b"code\0\1\2", "is no text"),
    ],
)
def test_each_has_its_sentence(head: bytes, said: str) -> None:
    with pytest.raises(NotACodeList, match=rf"list\.txt.*{said}.*nothing was changed|list\.txt.*{said}.*"):
        refuse_foreign("list.txt", head)


@pytest.mark.parametrize(
    "head", [b"code,name\n", b"<?xml version='1.0'?><ICD10CM.tabular>", b"PK\x03\x04\0", b"\xff\xfea\0"]
)
def test_what_may_be_a_list_passes(head: bytes) -> None:
    refuse_foreign("list.txt", head)
