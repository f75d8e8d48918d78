from __future__ import annotations

from clinicbill.codesets.files.index_file import HEADING, part_of


def test_the_heading_of_the_csv_form() -> None:
    assert HEADING.match(["RowID", "Letter", "Level", "Term", "See", "SeeAlso", "NonEssModif", "Code"])
    assert HEADING.match(["Code", "Term"]) is None


def test_the_part_by_its_codes() -> None:
    assert part_of([["1", "X58"], ["2", "V94.4"], ["3", ""]]) == "external cause"
    assert part_of([["1", "M54.5"], ["2", "X58"], ["3", "R52"]]) == "main"
    assert part_of([]) == "main"
