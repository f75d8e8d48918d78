"""A demo practice of six weeks, made once: enough of every kind of thing, in a few seconds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

DAY = date(2026, 11, 23)
SIX_WEEKS = 42


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"), DemoKind.CHIRO, as_of=DAY, days=SIX_WEEKS)


@pytest.fixture(scope="session")
def db(small_demo: Path) -> Iterator[Database]:
    with open_practice(small_demo, PASSWORD) as opened, opened.connect() as db:
        yield db
