"""A practice file on the disk and the command line beside it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.cli.app import run
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

PASSWORD = "a long password"


@dataclass
class Desk:
    """A practice file, and `clinicbill` run on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of one command."""
        self.capsys.readouterr()
        code = run([*words, "--practice", str(self.path)], open_window=lambda *_: 0)
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *words: str) -> tuple[int, Any]:
        """Exit code and the one JSON document on stdout."""
        code, out, _ = self(*words, "--json")
        return code, json.loads(out)

    @contextmanager
    def db(self) -> Iterator[Database]:
        """The practice, opened for the test itself."""
        with open_practice(self.path, PASSWORD) as practice, practice.connect() as db:
            yield db


def a_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A new practice of one owner, whose password the environment knows."""
    path = folder / "cedar.clinicbill"
    practice, _ = create_practice(
        path,
        practice_name="Cedar Spine",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        at=datetime(2026, 1, 2, tzinfo=UTC),
        cost=CHEAPEST,
    )
    practice.close()
    monkeypatch.setenv("CLINICBILL_PASSWORD", PASSWORD)
    return Desk(path, capsys)
