from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.workflows.take_payment import take_payment
from tests.support.ledgers import billed
from tests.support.practice import a_patient, a_practice, stamp_on
from tests.unit.cli.desks import Desk, a_desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = a_desk(tmp_path, monkeypatch, capsys)
    with desk.db() as db:
        office = a_practice(db)
        ruth = a_patient(db)
        billed(db, ruth, office.medicare, on=date(2020, 10, 1))
        billed(db, a_patient(db, "Cho", "Sung"), office.commercial, on=date(2020, 7, 1))
        take_payment(db, stamp_on(date(2020, 11, 1)), ruth, Money(2000), "cash")
    return desk


def row(name: str, *amounts: int) -> dict[str, object]:
    buckets = dict(zip(("b0_30", "b31_60", "b61_90", "b91_120", "b121_up"), amounts, strict=True))
    return {"name": name, **buckets, "total": sum(amounts)}


def test_the_contracts_document(desk: Desk) -> None:
    code, document = desk.json("aging", "--as-of", "2020-11-23")
    assert code == 0
    assert document["as_of"] == "2020-11-23"
    assert document["rows"] == [
        row("Harbor Mutual PPO", 0, 0, 0, 0, 6500),
        row("Medicare Part B Oregon", 0, 6500, 0, 0, 0),
        row("Unapplied credits", -2000, 0, 0, 0, 0),
    ]
    assert document["total"] == 11000


def test_by_patient_with_the_same_total(desk: Desk) -> None:
    code, document = desk.json("aging", "--as-of", "11/23/2020", "--by", "patient")
    assert code == 0
    assert document["rows"] == [
        row("Alvarez, Ruth M", 0, 6500, 0, 0, 0),
        row("Cho, Sung", 0, 0, 0, 0, 6500),
        row("Unapplied credits", -2000, 0, 0, 0, 0),
    ]
    assert document["total"] == 11000


def test_as_of_an_earlier_day(desk: Desk) -> None:
    assert desk.json("aging", "--as-of", "2020-09-30")[1]["total"] == 6500


def test_today_is_the_default(desk: Desk) -> None:
    _, document = desk.json("aging")
    assert document["as_of"] > "2020-11-23"
    assert [one["b121_up"] for one in document["rows"]] == [6500, 6500, -2000]


def test_a_table_for_people(desk: Desk) -> None:
    code, out, err = desk("aging", "--as-of", "2020-11-23")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith("A/R as of 11/23/2020")
    assert lines[0].split()[-1] == "Total"
    assert lines[-1].split() == ["Total", "−20.00", "65.00", "0.00", "0.00", "65.00", "110.00"]
    assert len({len(line) for line in lines}) == 1


def test_what_is_no_day_or_party_is_a_sentence(desk: Desk) -> None:
    for words in (["--as-of", "2020-02-30"], ["--by", "moon"]):
        code, out, err = desk("aging", *words)
        assert (code, out) == (2, "")
        assert err
