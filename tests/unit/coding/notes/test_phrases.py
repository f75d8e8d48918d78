from __future__ import annotations

from clinicbill.coding.notes.phrases import PhraseFinder


def found(phrases: list[str], text: str) -> list[str]:
    return [match.group() for match in PhraseFinder(phrases).find(text)]


def test_the_longest_phrase_at_each_place() -> None:
    assert found(["history", "history of", "no"], "Known History\n of gout, no history") == [
        "History\n of",
        "no",
        "history",
    ]


def test_whole_words_only() -> None:
    assert found(["no", "r/o", "?"], "not now r/o gout? non-no") == ["r/o", "?"]


def test_apostrophes_of_both_kinds() -> None:
    assert found(["can't exclude"], "can’t exclude") == ["can’t exclude"]


def test_nothing_within_another() -> None:
    assert found([": no", "no"], "Fracture: no") == [": no"]
