from __future__ import annotations

from clinicbill.coding.audits.pace_sharing_store import shares_figures
from clinicbill.workflows.share_figures import share_figures
from tests.support.coders import CODER, OWNER, some_coders


def test_everybody_switches_their_own() -> None:
    db = some_coders().db
    outcome = share_figures(db, CODER, shared=True)
    assert (outcome.changed, outcome.message) == (frozenset({"audits"}), "An owner sees your figures now")
    assert shares_figures(db, CODER.user_id)
    assert not shares_figures(db, OWNER.user_id)
    assert share_figures(db, CODER, shared=False).message == "Your figures are your own again"
    assert not shares_figures(db, CODER.user_id)
