"""Decide how each claim prints: to its payer, as a copy, or not at all; a preview and a printing ask the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, stops
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.status import UNSENT, ClaimStatus
from clinicbill.claims.store import ClaimRecord
from clinicbill.cms1500.fit import NO_ROOM, TOO_LONG, UNKNOWN_LETTER, box_findings
from clinicbill.cms1500.paper import red_form_findings, remittance_findings
from clinicbill.practice.payer import Delivery
from clinicbill.workflows.draw_sheets import Bundle, bundle

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.current_store import Office

# What the drawing refuses: nothing is ever cut to make it fit.
_UNDRAWABLE = frozenset({TOO_LONG, UNKNOWN_LETTER, NO_ROOM})


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDecision:
    """How one claim prints.

    Attributes:
        record: as it travels now, with the delivery of its payer today while it is unsent.
        bundle: its forms and what lies behind them.
        original: whether the form goes to its payer, unless it is left out.
        on_paper: why this paper does not suit it, or what is missing behind it.
        findings: everything, with `on_paper`; one that must be fixed leaves it out.
    """

    record: ClaimRecord
    bundle: Bundle
    original: bool
    on_paper: tuple[Finding, ...]
    findings: tuple[Finding, ...]

    @property
    def left_out(self) -> bool:
        """Whether it stays out."""
        return stops(self.findings)

    @property
    def refused(self) -> bool:
        """Whether only the paper keeps it out."""
        return stops(self.on_paper)


def as_it_travels(record: ClaimRecord, office: Office) -> ClaimRecord:
    """The claim's row as its check has to see it: an unsent claim goes the way its payer takes claims today."""
    if record.status not in UNSENT:
        return record
    return replace(record, delivery=office.payers[record.payer_id].delivery)


def is_checked(record: ClaimRecord, *, copies_only: bool) -> bool:
    """Whether a claim is checked before it prints: an unsent one, unless only copies are wanted."""
    return record.status in UNSENT and not copies_only


def decide_print(
    db: Database,
    record: ClaimRecord,
    claim: Claim,
    checked: tuple[Finding, ...],
    *,
    background: bool,
    copies_only: bool,
) -> PrintDecision:
    """How a claim prints, from `record` as it travels and `checked`, what its check found; writes nothing.

    A form that cannot be drawn whole is left out with P10, P11 or P13, as a copy too.
    """
    made = bundle(db, record, claim)
    known = {(one.rule, one.where, one.value) for one in checked}
    drawn = tuple(one for one in _undrawable(claim) if (one.rule, one.where, one.value) not in known)
    original = (
        is_checked(record, copies_only=copies_only)
        and record.status is not ClaimStatus.ON_HOLD
        and record.delivery is Delivery.PAPER
        and not stops((*checked, *drawn))
    )
    on_paper = red_form_findings(claim) if original and background else ()
    behind = remittance_findings(claim, len(made.parts))
    return PrintDecision(
        record=record,
        bundle=made,
        original=original,
        on_paper=(*on_paper, *behind),
        findings=(*on_paper, *checked, *drawn, *behind),
    )


def _undrawable(claim: Claim) -> tuple[Finding, ...]:
    found = box_findings(claim, claim_profile(claim))
    return tuple(one for one in found if one.rule in _UNDRAWABLE)
