from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clinicbill.cli.era_check import check

SAMPLES = Path(__file__).parents[2] / "data" / "835"
MEDICARE = str(SAMPLES / "medicare_day_4a.835")
OUT = str(SAMPLES / "out_by_24_cents.835")
STATUS_REPORT = str(SAMPLES / "status_report.277")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, arguments, catch_exceptions=False)


def rows(*arguments: str) -> tuple[list[dict[str, Any]], int]:
    result = run(*arguments, "--json")
    return json.loads(result.stdout), result.exit_code


def test_a_payment_that_balances_as_json() -> None:
    assert rows(MEDICARE) == (
        [
            {
                "file": MEDICARE,
                "error": None,
                "envelope": [],
                "transactions": [
                    {
                        "payer": "NORTHERN MEDICARE PART B",
                        "trace": "8812345",
                        "method": "ACH",
                        "paid_cents": 3044,
                        "claims": 5,
                        "lines": 5,
                        "balanced": True,
                        "reason": None,
                        "bpr_difference_cents": 0,
                        "claim_differences": [],
                        "line_differences": [],
                        "charge_differences": [],
                    }
                ],
            }
        ],
        0,
    )


def test_what_is_off_is_named_with_claim_line_and_cents() -> None:
    ((row,), code) = rows(OUT)
    (payment,) = row["transactions"]
    assert code == 1
    assert not payment["balanced"]
    assert payment["claim_differences"] == [{"claim": "HAD1110", "cents": 24}]
    assert payment["line_differences"] == [{"claim": "HAD1110", "line": 1, "cents": 24}]
    assert (payment["bpr_difference_cents"], payment["charge_differences"]) == (0, [])


def test_charge_differences_and_the_payment(tmp_path: Path) -> None:
    file = tmp_path / "off.835"
    file.write_bytes(
        Path(MEDICARE).read_bytes().replace(b"*30.44*", b"*30.4*").replace(b"CHO1110*1*50*", b"CHO1110*1*51*")
    )
    ((row,), code) = rows(str(file))
    (payment,) = row["transactions"]
    assert (code, payment["bpr_difference_cents"]) == (1, -4)
    assert (
        payment["charge_differences"] == payment["claim_differences"] == [{"claim": "CHO1110", "cents": 100}]
    )


def test_wrong_counts_are_told_and_stop_nothing() -> None:
    ((row,), code) = rows(str(SAMPLES / "wrong_counts.835"))
    assert code == 0
    assert row["envelope"][0] == "SE01 says 954 segments, but 54 were counted (ST 0001)."


def test_amounts_that_cannot_be_read_are_told_in_json_too() -> None:
    ((row,), code) = rows(str(SAMPLES / "unreadable_amounts.835"))
    assert code == 1
    assert "“3O” is no amount" in row["envelope"][0]


UNREAD = {
    "BPR02": ("*30.44*C", "*abc*C", "Segment 4, BPR, element 2: “abc” is no amount."),
    "BPR02 empty": ("*30.44*C", "**C", "Segment 4, BPR, element 2: the amount is missing."),
    "CLP03": (
        "CHO1110*1*50*",
        "CHO1110*1*5O*",
        "Claim CHO1110, segment 34, CLP, element 3: “5O” is no amount.",
    ),
    "CLP04": ("*1*50*22.66*", "*1*50**", "Claim CHO1110, segment 34, CLP, element 4: the amount is missing."),
    "CAS": ("CAS*CO*50*65", "CAS*CO*50*6S", "Claim DUN1109, segment 51, CAS, element 3: “6S” is no amount."),
    "SVC02": ("98940:AT*50*", "98940:AT*x*", "Claim CHO1110, segment 39, SVC, element 2: “x” is no amount."),
    "PLB": ("0000555*15*", "0000555*l5*", "Segment 72, PLB, element 4: “l5” is no amount."),
}


@pytest.mark.parametrize(("was", "put", "reason"), UNREAD.values(), ids=UNREAD)
def test_an_amount_that_cannot_be_read_is_the_reason(tmp_path: Path, was: str, put: str, reason: str) -> None:
    """It counts as nothing in the differences, so `balanced` is false whatever they say."""
    text = Path(MEDICARE).read_text(encoding="ascii")
    assert was in text
    file = tmp_path / "unread.835"
    file.write_text(text.replace(was, put, 1), encoding="ascii")
    ((row,), code) = rows(str(file))
    (payment,) = row["transactions"]
    assert (payment["balanced"], payment["reason"], code) == (False, reason, 1)
    assert payment["reason"] in row["envelope"]
    assert "Cannot be proved, what cannot be read counts as nothing: " in run(str(file)).stdout


def test_a_payment_of_nothing_that_cannot_be_read_is_not_balanced_by_its_zeros(tmp_path: Path) -> None:
    head, _, tail = _parts(Path(MEDICARE).read_text(encoding="ascii").replace("*30.44*C", "*abc*C"))
    file = tmp_path / "nothing.835"
    file.write_text(head + tail[tail.index("SE*") :], encoding="ascii")
    ((row,), code) = rows(str(file))
    (payment,) = row["transactions"]
    assert (payment["bpr_difference_cents"], payment["claims"]) == (0, 0)
    assert (payment["balanced"], code) == (False, 1)
    assert payment["reason"] == "Segment 4, BPR, element 2: “abc” is no amount."


def test_a_cut_off_file_stops_the_work_even_where_its_sums_agree(tmp_path: Path) -> None:
    file = tmp_path / "cut.835"
    file.write_bytes(Path(MEDICARE).read_bytes().split(b"~\nSE*")[0])
    ((row,), code) = rows(str(file))
    assert (row["transactions"][0]["balanced"], code) == (True, 1)
    assert row["transactions"][0]["reason"] == "The file breaks off before the end of this payment."
    assert "Cut off before the end of this payment" in run(str(file)).stdout


def test_an_unreadable_file_among_readable_ones() -> None:
    found, code = rows(MEDICARE, STATUS_REPORT)
    assert code == 1
    assert [row["error"] is None for row in found] == [True, False]
    assert found[1]["error"].startswith("This is a claim status report (277)")
    assert found[1]["transactions"] == found[1]["envelope"] == []


def test_nothing_readable_is_exit_2_with_the_sentence_on_stderr() -> None:
    result = run(STATUS_REPORT, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)[0]["error"] in result.stderr
    result = run(STATUS_REPORT)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "claim status report" in result.stderr


def refuse(error: OSError) -> object:
    def opening(*_: object, **__: object) -> None:
        raise error

    return opening


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "may not be read by this user"),
        (OSError(5, "Input/output error"), "cannot be read (Input/output error)"),
        (OSError(), "is no name of a file"),
    ],
)
def test_a_computer_that_refuses_gives_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    monkeypatch.setattr(Path, "open", refuse(error))
    result = run(MEDICARE)
    assert result.exit_code == 2
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("name", "sentence"), [("missing.835", "does not exist"), ("", "is a folder"), ("a\0b", "is no name")]
)
def test_what_is_no_file_gives_a_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    result = run(f"{tmp_path}/{name}")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.endswith("; nothing was changed.\n")
    assert result.stderr.count("\n") == 1


def test_a_file_without_a_name_and_one_of_another_kind_are_one_sentence(tmp_path: Path) -> None:
    result = run("")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == "A file without a name cannot be read; nothing was changed: check what was typed.\n"
    )
    pdf = tmp_path / "Überweisung 1.835"
    pdf.write_bytes(b"%PDF-1.7\n")
    result = run(str(pdf))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"{pdf}: This is a PDF")


def test_no_file_is_a_usage_error() -> None:
    assert run().exit_code == 2


def test_the_equation_for_people() -> None:
    result = run(MEDICARE)
    assert result.exit_code == 0
    assert (
        "NORTHERN MEDICARE PART B · Check/EFT no. ACH 8812345 · 11/20/2026 · 5 claims, 5 lines"
        in result.stdout
    )
    assert (
        "Balanced: $45.32 claims paid − $15.00 overpayment taken back (PLB WO) + $0.12 interest (PLB L6) = $30.44 check/EFT"
        in result.stdout
    )


def test_what_is_out_for_people() -> None:
    result = run(OUT)
    assert "Out of balance by $0.24" in result.stdout
    assert "Claim HAD1110, line 1: charge − paid − adjustments leaves $0.24" in result.stdout


def test_notes_envelope_and_unreadable_amounts_for_people(tmp_path: Path) -> None:
    text = run(str(SAMPLES / "unreadable_amounts.835"), str(SAMPLES / "wrong_counts.835")).stdout
    assert "Cannot be read: Claim WHI1109, segment 28, CAS, element 3: “3O” is no amount." in text
    assert "Note: Segment 4, BPR, element 16: “20261331” is no date and was left out." in text
    assert "Envelope: SE01 says 954 segments" in text
    file = tmp_path / "odd.835"
    data = Path(MEDICARE).read_bytes().replace(b"*P*:", b"*T*:").replace(b"*45*23.8**", b"*45*23.800**")
    file.write_bytes(
        data.replace(b"TRN*1*8812345", b"TRN*1*").replace(b"CAS*CO*50*65", b"CAS*CO*50*65*X*1*0.001")
    )
    text = run(str(file)).stdout
    assert "test file" in text
    assert "Check/EFT no. ACH missing · 11/20/2026" in text
    assert "Cannot be proved" in text


def test_long_lists_are_cut(tmp_path: Path) -> None:
    head, claims, tail = _parts(Path(MEDICARE).read_text(encoding="ascii"))
    file = tmp_path / "many.835"
    file.write_text(head + claims.replace("*1*50*22.66", "*1*51*22.66") * 25 + tail, encoding="ascii")
    text = run(str(file)).stdout
    assert "and 30 more" in text
    assert "Out of balance by" in text
    assert ", but the check/EFT is $30.44: " in text


def _parts(text: str) -> tuple[str, str, str]:
    start, end = text.index("CLP*"), text.index("PLB*")
    return text[:start], text[start:end], text[end:]
