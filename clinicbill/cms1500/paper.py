"""What paper a claim needs: the red form for some payers, and the earlier payer's remittance behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.profiles import claim_profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.claims.claim import Claim

_PRIMARY = "P"


def red_form_findings(claim: Claim) -> tuple[Finding, ...]:
    """Why this claim's original cannot go on plain paper; nothing where its payer takes it.

    Source: CMS, Medicare Claims Processing Manual, chapter 26, section 30: the form is read by machine and its red
    ink is dropped; copies in black are returned.
    """
    if not claim_profile(claim).red_form:
        return ()
    payer = claim.coverage.payer.name
    return (
        Finding(
            rule="P20",
            severity=Severity.MUST_FIX,
            message=f"{payer} takes only the red form; a plain-paper claim comes back",
            where="paper",
            value="plain paper",
            why="Machines read the form by dropping its red ink; a drawing in black cannot be read.",
            source="Medicare Claims Processing Manual, chapter 26, section 30",
            fix="Print its data on a red form; a plain-paper copy for the files is always possible.",
        ),
    )


def remittance_findings(claim: Claim, found: int) -> tuple[Finding, ...]:
    """A claim to a later payer whose earlier payers' remittances are not all here; `found` of them are.

    Source: NUCC 1500 manual, item 9 and 11d; Medicare Claims Processing Manual, chapter 26, section 10.2: a paper
    claim to a later payer comes with the earlier payer's explanation.
    """
    if claim.coverage.responsibility == _PRIMARY:
        return ()
    wanted = max(1, sum(other.adjudicated for other in claim.others))
    if found >= wanted:
        return ()
    payers = _earlier_payers(claim)
    return (
        Finding(
            rule="P21",
            severity=Severity.WARNING,
            message=f"No remittance of {payers} is kept here; none prints behind this form",
            where="paper",
            why="The next insurance decides by what the earlier payer paid and why it did not.",
            source="NUCC 1500 manual, items 9 and 11d; Medicare Claims Processing Manual, chapter 26",
            fix="Add the earlier payer's paper remittance by hand, with other patients blacked out.",
        ),
    )


def _earlier_payers(claim: Claim) -> str:
    decided: Sequence[str] = [other.coverage.payer.name for other in claim.others if other.adjudicated]
    if not decided:
        decided = [other.coverage.payer.name for other in claim.others][:1]
    return " or ".join(decided) or "the earlier payer"
