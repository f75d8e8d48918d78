from __future__ import annotations

from clinicbill.coding.notes.prior import Act, Choice, Forgotten, counted


def choice(phrase: str, chosen: str, moment: str = "2026-11-02T10:00:00Z") -> Choice:
    act = Act.ACCEPTED if chosen else Act.REJECTED
    return Choice(phrase=phrase, suggested="M54.50", chosen=chosen, act=act, moment=moment)


def test_choices_are_counted_by_phrase_and_code() -> None:
    rows = [choice("back low pain", "M54.50"), choice("back low pain", "M54.50"), choice("gout", "M10.9")]
    assert counted(rows) == {"back low pain": {"M54.50": 2}, "gout": {"M10.9": 1}}


def test_a_rejection_counts_for_nothing() -> None:
    assert counted([choice("gout", "")]) == {}


def test_what_was_forgotten_counts_again_only_from_then_on() -> None:
    gone = [Forgotten(phrase="gout", code="M10.9", moment="2026-11-03T00:00:00Z")]
    old, new = choice("gout", "M10.9"), choice("gout", "M10.9", "2026-11-04T00:00:00Z")
    other = choice("gout", "M10.00")
    assert counted([old, other], gone) == {"gout": {"M10.00": 1}}
    assert counted([old, new], gone) == {"gout": {"M10.9": 1}}
