"""The command line, as a person at a prompt meets it: what it prints, what it leaves, how it ends."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.cli import session
from clinicbill.cli.app import run
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.cli.session import WindowRequest

SAMPLES = Path(__file__).parent.parent / "data" / "835"
DAY = date(2026, 11, 23)


def _no_window(_: WindowRequest) -> int:
    raise AssertionError("no window is opened here")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("practice"), DemoKind.CHIRO, as_of=DAY, days=30)


@pytest.fixture
def call(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """Run a command on the practice; gives exit code, stdout, stderr."""

    def call(*words: str, practice: bool = True) -> tuple[int, str, str]:
        monkeypatch.setenv("CLINICBILL_PASSWORD", PASSWORD)
        monkeypatch.setattr(session, "today", lambda *_zone: DAY)  # claims grow too old to be sent
        more = ["--practice", str(made)] if practice else []
        code = run([*words, *more], open_window=_no_window)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_codes_need_no_practice(call: Callable[..., Any]) -> None:
    code, out, _ = call("codes", "search", "low back pain", "--limit", "3", "--json", practice=False)
    found = json.loads(out)
    assert (code, len(found)) == (0, 3)
    assert found[0] == {"code": "M54.50", "title": "Low back pain, unspecified", "billable": True}
    code, out, _ = call("codes", "show", "M54.5", "--json", practice=False)
    shown = json.loads(out)
    assert code == 0
    assert shown["billable"] is False
    assert [child["code"] for child in shown["children"]] == ["M54.50", "M54.51", "M54.59"]


def test_era_check_proves_and_names_what_is_off(call: Callable[..., Any]) -> None:
    good = next(SAMPLES.glob("*medicare*"))
    code, out, _ = call("era", "check", str(good), "--json", practice=False)
    (told,) = json.loads(out)
    assert code == 0
    assert [one["paid_cents"] for one in told["transactions"]] == [3044]
    assert told["transactions"][0]["balanced"] is True
    code, _, err = call("era", "check", str(good.parent / "missing.835"), practice=False)
    assert code == 2
    assert "Traceback" not in err


def test_aging_is_json_in_cents_that_adds_up(call: Callable[..., Any]) -> None:
    for by in ("payer", "patient"):
        code, out, _ = call("aging", "--as-of", "2026-11-23", "--by", by, "--json")
        report = json.loads(out)
        buckets = ("b0_30", "b31_60", "b61_90", "b91_120", "b121_up")
        assert code == 0
        assert report["as_of"] == "2026-11-23"
        assert all(row["total"] == sum(row[bucket] for bucket in buckets) for row in report["rows"])
        total = report["total"]["total"] if isinstance(report["total"], dict) else report["total"]
        assert total == sum(row["total"] for row in report["rows"])


def test_claims_are_checked_exported_and_printed(call: Callable[..., Any], tmp_path: Path) -> None:
    code, out, _ = call("claims", "check", "--ready", "--json")
    ready = [claim["claim"] for claim in json.loads(out)["claims"]]
    assert code == 0
    assert ready
    code, out, _ = call(
        "claims", "print", *ready[:1], "--background", "--out", str(tmp_path / "p.pdf"), "--json"
    )
    (printed,) = json.loads(out)["claims"]
    assert code == 0
    assert Path(printed["file"]).read_bytes().startswith(b"%PDF")
    code, out, _ = call("claims", "export", *ready[-1:], "--out", str(tmp_path / "f.837"), "--json")
    (exported,) = json.loads(out)["claims"]
    first = Path(exported["file"]).read_bytes()
    assert first.startswith(b"ISA*")
    code, out, _ = call("claims", "export", *ready[-1:], "--out", str(tmp_path / "again.837"), "--json")
    assert Path(json.loads(out)["claims"][0]["file"]).read_bytes() == first


def test_a_remittance_of_another_office_waits(call: Callable[..., Any]) -> None:
    good = next(SAMPLES.glob("*medicare*"))
    code, out, err = call("era", "post", str(good))
    assert code == 1
    assert "Not posted" in out + err


def test_doctor_finds_everything_sound(call: Callable[..., Any]) -> None:
    code, out, _ = call("doctor", "--json")
    assert code == 0
    assert {line["name"] for line in json.loads(out)} >= {"integrity", "ledger", "ICD-10-CM", "PySide6"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("aging", "--practice", "no-such.clinicbill"), "no-such.clinicbill"),
        (("aging", "--as-of", "2026-02-30"), "calendar"),
        (("claims", "check", "C999999X"), "C999999X"),
        (("era", "post", "nothing-there.835"), "nothing-there.835"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    call: Callable[..., Any], words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = call(*words, practice="--practice" not in words)
    assert code == 2
    assert sentence in err + out
    assert "Traceback" not in err + out


def test_a_wrong_password_is_one_sentence(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLINICBILL_PASSWORD", "wrong")
    assert run(["aging", "--practice", str(made)], open_window=_no_window) == 2
    assert "password" in capsys.readouterr().err


def test_the_demo_does_the_whole_job_without_a_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        ["demo", "--dir", str(tmp_path), "--as-of", "2026-11-23", "--headless"], open_window=_no_window
    )
    out = capsys.readouterr().out
    assert code == 0
    for step in ("Registered", "Coded", "Checked", "Paper", "837P", "835", "Proved", "Posted", "Aging"):
        assert step in out
    assert (tmp_path / "demo-chiro.clinicbill").exists()
