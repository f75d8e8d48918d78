from __future__ import annotations

from clinicbill.reports.words import lowered, named


def test_names_stand_once_and_the_rest_is_counted() -> None:
    assert named(["Ames", "Boyd", "Ames"]) == "Ames, Boyd and 1 more"
    assert named(["Ames", "Boyd"]) == "Ames, Boyd"
    assert named(["Ames", "Boyd", "Cruz", "Dunn", "Eck"]) == "Ames, Boyd, Cruz and 2 more"
    assert named([]) == ""


def test_a_sentence_goes_on_in_small_letters_but_not_for_short_names() -> None:
    assert lowered("Diagnosis pointer missing") == "diagnosis pointer missing"
    assert lowered("NPI not on file") == "NPI not on file"
    assert lowered("") == ""
