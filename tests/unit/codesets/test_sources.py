from __future__ import annotations

import hashlib

import pytest

from clinicbill.basics.assets import asset
from clinicbill.codesets.icd10_tabular import packaged_tabular
from clinicbill.codesets.sources import Source, sources


def bytes_of(source: Source) -> bytes:
    if source.package:
        path = packaged_tabular()
        assert path.name == source.file
        return path.read_bytes()
    return asset(f"codes/{source.file}").read_bytes()


@pytest.mark.parametrize("file", sorted(sources()))
def test_the_file_is_the_one_that_was_described(file: str) -> None:
    source = sources()[file]
    assert hashlib.sha256(bytes_of(source)).hexdigest() == source.sha256
    assert all((source.title, source.origin, source.release, source.licence))


def test_every_code_file_has_its_row() -> None:
    files = {path.name for path in asset("codes").iterdir() if path.name != "SOURCES.toml"}
    assert files == {source.file for source in sources().values() if not source.package}
