from __future__ import annotations

from clinicbill.cli.era import era


def test_the_group_has_both_commands() -> None:
    assert set(era.commands) == {"check", "post"}
