from __future__ import annotations

from clinicbill.codesets.index_lines import ReadyLine, ready_lines
from clinicbill.codesets.index_reader import AlphabeticIndex, IndexLine, IndexPart


def index(*lines: IndexLine) -> list[ReadyLine]:
    return list(ready_lines([AlphabeticIndex(part=IndexPart.MAIN, edition="", lines=lines)]))


def line(
    level: int, title: str, code: str = "", see: str = "", modifiers: str = "", also: str = ""
) -> IndexLine:
    return IndexLine(level=level, title=title, code=code, see=see, modifiers=modifiers, see_also=also)


def by_terms(lines: list[ReadyLine]) -> dict[str, ReadyLine]:
    return {" > ".join(one.terms): one for one in lines}


def test_a_path_has_the_words_of_all_its_terms() -> None:
    found = index(
        line(0, "Pain", "R52", modifiers="(acute) (s)"), line(1, "joint"), line(2, "knee", "M25.56-")
    )
    knee = by_terms(found)["Pain > joint > knee"]
    assert dict(knee.words) == {"pain": False, "acute": True, "joint": False, "knee": False}
    assert (knee.code, knee.complete) == ("M25.56", False)
    assert by_terms(found)["Pain"].complete


def test_other_forms_of_a_word_need_not_be_asked_for() -> None:
    found = index(
        line(0, "Gout, gouty", "M10.9"), line(0, "Gout, chronic", "M1A.9"), line(0, "Low, back", "M54.5")
    )
    assert [dict(one.words) for one in found] == [
        {"gout": False, "gouty": True},
        {"gout": False, "chronic": False},
        {"low": False, "back": False},
    ]


def test_see_is_followed_down_and_over_several_steps() -> None:
    found = by_terms(
        index(
            line(0, "Hammer toe", also="Deformity, toe, hammer toe"),
            line(0, "Deformity"),
            line(1, "toe, toes"),
            line(2, "hammer toe", "M20.4-"),
            line(0, "Claw", see="Hammer toe"),
            line(0, "Mallet", see="Nothing of the kind"),
            line(0, "Toe", see="condition"),
        )
    )
    assert {terms: one.code for terms, one in found.items()} == {
        "Hammer toe": "M20.4",
        "Deformity > toe, toes > hammer toe": "M20.4",
        "Claw": "M20.4",
    }
    assert found["Hammer toe"].target == found["Deformity > toe, toes > hammer toe"].place


def test_of_several_main_terms_the_own_one_then_the_largest_is_meant() -> None:
    found = by_terms(
        index(
            line(0, "Fracture, burst", "S00"),
            line(0, "Fracture, traumatic"),
            line(1, "toe", "S92.9"),
            line(1, "big toe", see="Fracture, toe"),
            line(0, "Broken", see="Fracture, toe"),
            line(0, "Burst", see="Fracture"),
        )
    )
    assert found["Broken"].code == found["Fracture, traumatic > big toe"].code == "S92.9"


def test_references_in_a_circle_end() -> None:
    assert {one.code for one in index(line(0, "A1", see="B1"), line(0, "B1", see="A1"))} <= {""}


def test_without_goes_on_below() -> None:
    found = index(line(0, "Spondylosis", "M47.9"), line(1, "without"), line(2, "myelopathy", "M47.8"))
    assert "0myelopathy" in found[-1].words


def test_sides_are_kept_apart_from_the_words() -> None:
    found = by_terms(
        index(line(0, "Quadrant", "R10"), line(1, "left lower", "R10.32"), line(1, "both", "R10.3"))
    )
    assert [(one.side, "left" in one.words) for one in found.values()] == [
        ("", False),
        ("L", False),
        ("B", False),
    ]


def test_a_line_that_has_lost_its_words_does_not_answer_for_the_term_above() -> None:
    found = index(line(0, "Gout", "M10.9"), line(1, "in", "M10.3"), line(2, "knee", "M10.36"))
    assert [one.code for one in found] == ["M10.9"]


def test_a_table_gives_a_line_per_column() -> None:
    cells = (("Malignant Primary", "C40"), ("Benign", "D16"))
    found = by_terms(
        index(IndexLine(level=0, title="Neoplasm"), IndexLine(level=1, title="bone", cells=cells))
    )
    assert {terms: one.code for terms, one in found.items()} == {
        "Neoplasm > bone > Malignant Primary": "C40",
        "Neoplasm > bone > Benign": "D16",
    }
