"""What the denials page reads: all denied lines, and everything known of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import PayerId
from clinicbill.reports.claim_evidence import claim_proofs, denial_grounds
from clinicbill.reports.denied_lines import DeniedLine
from clinicbill.reports.evidence import Ground, Proof
from clinicbill.reports.payer_facts import PayerFacts, payer_facts

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialFile:
    """One denied line with why, what proves it, and whom it hangs on."""

    line: DeniedLine
    grounds: tuple[Ground, ...]
    proofs: tuple[Proof, ...]
    payer: PayerFacts


def read_denial(db: Database, line: DeniedLine, as_of: date) -> DenialFile:
    """Everything the detail shows of a line."""
    facts = payer_facts(db, PayerId(line.payer_id), as_of)
    return DenialFile(
        line=line,
        grounds=tuple(denial_grounds([line], facts, as_of)),
        proofs=claim_proofs(db, line.claim_id),
        payer=facts,
    )
