"""How a command prints: one JSON document, or text for people."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from clinicbill.basics.money import Money

if TYPE_CHECKING:
    from clinicbill.basics.findings import Finding


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.cents
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def print_json(document: object) -> None:
    """Print one JSON document on stdout; amounts in cents, dates ISO."""
    text = json.dumps(document, default=_plain, ensure_ascii=False, indent=2)
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that is no text, as Linux allows: JSON can still spell it
        text = json.dumps(document, default=_plain, indent=2)
    click.echo(text)


def finding_row(finding: Finding) -> dict[str, str]:
    """A finding as JSON: the same fields as the record."""
    return {**asdict(finding), "severity": finding.severity.value}


def finding_text(finding: Finding) -> str:
    """A finding as lines for people: what, where, why with source, what to do."""
    head = f"{finding.severity.value.replace('_', ' ')} {finding.rule}: {finding.message}"
    place = f" ({finding.where})" if finding.where else ""
    why = f"\n    {finding.why} {finding.source}".rstrip() if finding.why or finding.source else ""
    fix = f"\n    {finding.fix}" if finding.fix else ""
    return head + place + why + fix
