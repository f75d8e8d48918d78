"""`clinicbill era`: prove remittances, and post those that prove."""

from __future__ import annotations

import click

from clinicbill.cli.era_check import check
from clinicbill.cli.era_post import post


@click.group()
def era() -> None:
    """Electronic remittances (835)."""


era.add_command(check)
era.add_command(post)
