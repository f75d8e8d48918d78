from __future__ import annotations

import pytest

from clinicbill.claims.line_groups import group_diagnoses, line_groups, pointed_at
from tests.support.claims import a_claim, a_line, six_lines, thirteen_diagnoses, twelve_diagnoses


@pytest.mark.parametrize(("lines", "groups"), [(0, [0]), (1, [1]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_so_many_lines_to_a_group(lines: int, groups: list[int]) -> None:
    claim = six_lines(lines) if lines else a_claim(lines=())
    assert [len(group) for group in line_groups(claim, 6)] == groups


def test_a_thirteenth_diagnosis_begins_a_group() -> None:
    assert line_groups(thirteen_diagnoses(), 6) == (range(3), range(3, 4))
    assert line_groups(twelve_diagnoses(), 6) == (range(3),)


def test_a_group_lists_what_its_lines_point_at() -> None:
    claim = thirteen_diagnoses()
    first, second = line_groups(claim, 6)
    assert group_diagnoses(claim, first) == tuple(range(1, 13))
    assert group_diagnoses(claim, second) == (1, 13)


def test_pointers_beyond_the_list_point_at_nothing() -> None:
    assert pointed_at(a_claim(), a_line(pointers=(2, 7, 0))) == {2}
