from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicbill.codesets.index_path import find_paths
from clinicbill.codesets.search import codes_under, search
from tests.support.made_up_codes import APRIL, NOVEMBER, made_up_library

if TYPE_CHECKING:
    from clinicbill.codesets.library import CodeLibrary


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> CodeLibrary:
    return made_up_library(tmp_path_factory.mktemp("indexed"))


def test_terms_in_any_order(indexed: CodeLibrary) -> None:
    for words in ("knee joint pain", "pain in knee joint", "painful joint of the knee"):
        best = find_paths(indexed, words, APRIL)[0]
        assert (best.terms, best.code, best.complete) == (("Pain", "joint", "knee"), "M25.56", False)
        assert best.shown == "Pain → joint → knee"
        assert best.fit > 100


def test_the_default_of_a_term_stands_first(indexed: CodeLibrary) -> None:
    assert [path.code for path in find_paths(indexed, "gout", APRIL)] == ["M10.9", "M10.0"]
    assert find_paths(indexed, "gouty attack", APRIL)[0].code == "M10.9"


def test_see_is_followed_and_shown(indexed: CodeLibrary) -> None:
    best = find_paths(indexed, "hammertoe right", APRIL)[0]
    assert (best.code, best.see_followed, best.complete) == ("M20.4", True, False)
    assert best.shown == "Hammer toe, see Deformity → toe, toes → hammer toe"


def test_what_is_not_below_the_term_is_looked_for_where_see_leads(indexed: CodeLibrary) -> None:
    best = find_paths(indexed, "crinkled ankle", APRIL)[0]
    assert (best.code, best.see_followed) == ("S93.40", True)
    assert best.shown == "Crinkled, see Sprain → ankle"


def test_a_code_the_release_does_not_have_is_left_out(indexed: CodeLibrary) -> None:
    assert "S99.9" not in [path.code for path in find_paths(indexed, "sprain gone", APRIL)]
    assert find_paths(indexed, "knee joint pain", NOVEMBER) == []


def test_a_stem_is_completed_by_side_and_encounter(indexed: CodeLibrary) -> None:
    assert codes_under(indexed, "S93.40", "left ankle sprain follow up", on=APRIL)[0].code == "S93.402D"
    assert codes_under(indexed, "M25.56", "right knee", on=APRIL, limit=1)[0].code == "M25.561"
    assert codes_under(indexed, "Z99", "right knee", on=APRIL) == []


def test_the_search_finds_by_index_terms(indexed: CodeLibrary) -> None:
    hit = search(indexed, "hammer toe left", on=APRIL)[0]
    assert hit.code == "M20.42"


def test_without_an_index_there_are_no_paths(library: CodeLibrary) -> None:
    assert find_paths(library, "knee pain", APRIL) == []


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_legal(indexed: CodeLibrary, text: str) -> None:
    assert len(find_paths(indexed, text, APRIL, limit=3)) <= 3
