from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from clinicbill.coding.notes.records import Evidence


def test_evidence_is_never_changed() -> None:
    evidence = Evidence(start=0, end=4, text="gout")
    with pytest.raises(FrozenInstanceError):
        evidence.start = 1  # type: ignore[misc]
