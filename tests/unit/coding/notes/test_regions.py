from __future__ import annotations

import pytest

from clinicbill.coding.notes.regions import names_dysfunction, regions_named, spinal_regions, stretches


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Segmental dysfunction C5, T4, L5", ["M99.01", "M99.02", "M99.03"]),
        ("Segmental and somatic dysfunction of sacral region", ["M99.04"]),
        ("Subluxation C1 and C5", ["M99.11"]),
        ("vertebral subluxation complex, lumbar and pelvis", ["M99.13", "M99.15"]),
        ("Joint dysfunction of the ribs", ["M99.08"]),
        ("Seg dysfunction C, T and L spine", ["M99.01", "M99.02", "M99.03"]),
        ("Seg. dysf. C/T/L", ["M99.01", "M99.02", "M99.03"]),
        ("C5, T4, L5 dysfunction/subluxation", ["M99.01", "M99.02", "M99.03"]),
        ("Segmental dysfunction, cervicothoracic", ["M99.01"]),
        ("Segmental dysfunction L/S", ["M99.03"]),
        ("Segmental dysfunction, R and L side", []),
        ("Lumbar strain", []),
        ("Patellar subluxation, left knee", []),
        ("Segmental dysfunction", []),
    ],
)
def test_one_code_for_each_region(text: str, expected: list[str]) -> None:
    assert [named.code for named in regions_named(text)] == expected
    assert names_dysfunction(text) or not expected


def test_regions_as_manipulation_counts_them() -> None:
    assert spinal_regions("adjusted occiput, C5, T4, L5, SI and ilium, left knee") == [
        "cervical",
        "thoracic",
        "lumbar",
        "sacral",
        "pelvic",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left sciatica, segmental dysfunction lumbar, sacral", [("left sciatica", False), ("segmental dysfunction lumbar, sacral", True)]),
        ("Cervical radiculopathy, C6 distribution, w/ associated cervical and thoracic segmental dysfunction",
         [("Cervical radiculopathy, C6 distribution", False), ("w/ associated cervical and thoracic segmental dysfunction", True)]),
        ("Lumbar + sacral seg dysf", [("Lumbar + sacral seg dysf", True)]),
        ("Cervical segmental dysfunction with cervicalgia", [("Cervical segmental dysfunction", True), ("cervicalgia", False)]),
        ("segmental dysfunction lumbar and lumbago", [("segmental dysfunction lumbar", True), ("lumbago", False)]),
        ("cervical and lumbar strain, segmental dysfunction thoracic", [("cervical and lumbar strain", False), ("segmental dysfunction thoracic", True)]),
    ],
)  # fmt: skip
def test_dysfunction_and_what_stands_beside_it(text: str, expected: list[tuple[str, bool]]) -> None:
    told = [(text[one.start : one.end], one.dysfunction) for one in stretches(text)]
    assert sorted(told) == sorted(expected)
