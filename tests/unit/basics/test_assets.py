from __future__ import annotations

import pytest

from clinicbill.basics.assets import asset


def test_shipped_files_are_found() -> None:
    assert asset("rules").is_dir()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="resources/none"):
        asset("none.txt")
