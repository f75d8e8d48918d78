"""Outcome: what a workflow did, said the same way to the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.basics.findings import Finding, stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What changed and what was found.

    Attributes:
        changed: kinds of things that changed ("patients", "visits", "claims", "ledger", "remittances", "setup");
            pages that show one of them refresh.
        findings: what is wrong with the data; must-fix findings mean that nothing was done.
        message: one sentence of what was done, for the status line and the command line.
        row_id: the id of the record that was made, where there is one.
    """

    changed: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    message: str = ""
    row_id: int | None = None

    @property
    def done(self) -> bool:
        """Whether the work was done; must-fix findings stop it."""
        return not stops(self.findings)
