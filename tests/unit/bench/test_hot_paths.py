from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.bench.hot_paths import Bench, largest_remittance, sent_claims
from clinicbill.codesets.library import open_library
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = make_demo(tmp_path_factory.mktemp("bench"), DemoKind.CHIRO, as_of=DAY, days=40)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        yield Bench(
            db=db,
            library=open_library(),
            claims=sent_claims(db, 5),
            remittance=largest_remittance(db),
            day=DAY,
            at=datetime(2026, 11, 23, 18, tzinfo=UTC),
        )


def test_every_hot_path_has_a_floor(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinicbill.bench.floors.seconds_of", lambda _code: 0.25)
    monkeypatch.setattr("clinicbill.bench.hot_paths.PHRASES", ("knee pain", "m54.5"))
    rows = {row.name: row for row in bench.rows()}
    assert set(rows) == {
        "Start-up",
        "Code search, per key",
        "Code search, on screen",
        "Patient search, per key",
        "Suggestions, per note",
        "NCCI pairs",
        "Edits, per key",
        "837P",
        "835",
        "CMS-1500",
        "Aging",
    }
    assert all(row.ours.calls and row.floor.calls and row.floor.median_ms > 0 for row in rows.values())


def test_the_last_claims_are_taken_as_they_were_sent(bench: Bench) -> None:
    assert len(bench.claims) == 5
    assert bench.remittance.startswith(b"ISA")
