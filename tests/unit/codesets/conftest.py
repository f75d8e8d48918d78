"""One code library for all tests of a run; a small tabular list for those that build or break one."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

import pytest

from clinicbill.codesets.built_from import Release
from clinicbill.codesets.library import CodeLibrary, open_library
from clinicbill.codesets.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.codesets.register import LoadedRelease

SMALL = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2026</version>
  <chapter>
    <name>1</name>
    <desc>Made-up diseases (A00-B99)</desc>
    <excludes2><note>all others (C00-Z99)</note></excludes2>
    <section id="B20">
      <desc>Single category (B20)</desc>
      <diag>
        <name>B20</name>
        <desc>Disease of one category</desc>
        <inclusionTerm><note>Lone disease</note></inclusionTerm>
      </diag>
    </section>
    <section id="S00-S09">
      <desc>Injuries of the head (S00-S09)</desc>
      <diag>
        <name>S06</name>
        <desc>Injury inside the head</desc>
        <codeAlso><note>any associated: wound</note><note>fracture</note></codeAlso>
        <sevenChrNote><note>The character is added to each code</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">initial encounter</extension>
          <note>\tfirst   visit</note>
          <extension char="D">subsequent encounter</extension>
          <extension char="S">sequela</extension>
        </sevenChrDef>
        <diag>
          <name>S06.1</name>
          <desc>Swelling inside the head</desc>
          <diag><name>S06.1X6</name><desc>Swelling, long</desc></diag>
          <diag><name>S06.1X7</name><desc>Swelling, death of brain injury</desc></diag>
          <diag><name>S06.1X8</name><desc>Swelling, death of other cause</desc></diag>
        </diag>
        <diag>
          <name>S06.2</name>
          <desc>Spot inside the head</desc>
          <sevenChrDef><extension char="0">small</extension><extension char="1">large</extension></sevenChrDef>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""


@pytest.fixture(scope="session")
def codes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "codes"


@pytest.fixture(scope="session")
def library(codes_folder: Path) -> CodeLibrary:
    """The whole library, built once."""
    return open_library(codes_folder)


@pytest.fixture
def small_tabular(tmp_path: Path) -> Path:
    path = tmp_path / "small-tabular.xml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def small_release(small_tabular: Path) -> Release:
    return Release(
        name="4/2026", from_on=date(2026, 4, 1), to_on=None, origin="made up for tests", path=small_tabular
    )


class LoadsFiles(Protocol):
    """Load code files into this test's own library."""

    def __call__(self, name: str, content: bytes | str, from_on: date | None = None) -> LoadedRelease:
        """Load one file and give its release."""


@pytest.fixture
def load_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadsFiles:
    """Loads one file; look-ups without a folder answer from it."""
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(tmp_path / "codes"))

    def load_one(name: str, content: bytes | str, from_on: date | None = None) -> LoadedRelease:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return load([path], on=date(2026, 11, 23), loaded_at=at, from_on=from_on).releases[0]

    return load_one
