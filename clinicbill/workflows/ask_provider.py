"""Ask the provider about a passage of a note; until there is an answer the visit, or its claim, waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.claims.store import claims_of_lines
from clinicbill.coding.queries.lint import lint
from clinicbill.coding.queries.store import add_query
from clinicbill.encounters.store import get_encounter
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.queries.query import CodingQuery
    from clinicbill.encounters.encounter import Encounter

# A claim nobody outside has yet waits with its visit.
_HERE = frozenset({ClaimStatus.DRAFT, ClaimStatus.READY})


def ask_provider(db: Database, stamp: Stamp, query: CodingQuery) -> Outcome:
    """Keep a query as it was asked, if the linter has nothing against it.

    A visit without charges cannot be finished while it is open (V14); a claim that is still here is put on hold.
    """
    require(stamp, Act.CODE_VISIT)
    visit = get_encounter(db, query.encounter_id)

    def save() -> int:
        query_id = add_query(db, query, stamp)
        _hold_claims(db, stamp, visit)
        return query_id

    asked = keep_record(
        db,
        lint(query, visit.note),
        save,
        changed="visits",
        message=f"Asked about “{' '.join(query.quote.split())[:40]}”; the visit waits for the answer",
    )
    if not asked.done:
        return asked
    return Outcome(
        changed=frozenset({"visits", "claims"}),
        findings=asked.findings,
        message=asked.message,
        row_id=asked.row_id,
    )


def _hold_claims(db: Database, stamp: Stamp, visit: Encounter) -> None:
    reason = f"Query to the provider of {slashed(stamp.on)}"
    for claim in claims_of_lines(db, [line.id for line in visit.lines]):
        if claim.status in _HERE:
            change_status(db, stamp, claim.id, ClaimStatus.ON_HOLD, text=reason)
