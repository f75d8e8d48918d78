"""Each module of the core has its test module, under the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted(
    path
    for path in (ROOT / "clinicbill").rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
    and "ui" not in path.relative_to(ROOT / "clinicbill").parts
)


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_has_its_test(path: Path) -> None:
    place = path.relative_to(ROOT / "clinicbill")
    assert (ROOT / "tests" / "unit" / place.parent / f"test_{place.name}").exists()
