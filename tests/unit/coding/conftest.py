"""One code library for the tests that read notes, and one with the Alphabetic Index of the samples."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.library import CodeLibrary, open_library
from clinicbill.codesets.load import load
from clinicbill.coding.notes.lookup import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2026, 5, 1)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> CodeLibrary:
    """The library that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return open_library((base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "codes")


@pytest.fixture(scope="session")
def indexed_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeLibrary]:
    """A library with the index of the samples loaded; built once a session."""
    samples = os.environ.get("CLINICBILL_SAMPLES")
    if not samples:
        pytest.skip("CLINICBILL_SAMPLES names no folder of samples")
    folder = tmp_path_factory.mktemp("codes-with-index")
    source = Path(samples) / "codes" / "icd10cm_2025_index"
    files = [source / "ICD10CM_2025_Index.csv", source / "ICD10CM_2025_ExternalIndex.csv"]
    load(files, on=DAY, loaded_at=datetime(2026, 5, 1, tzinfo=UTC), from_on=date(2025, 4, 1), folder=folder)
    library = open_library(folder)
    yield library
    library.close()


@pytest.fixture
def finder(library: CodeLibrary) -> Finder:
    return Finder(library, DAY, {})
