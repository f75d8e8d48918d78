"""Share one's own pace and audits with the owner, or keep them to oneself again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.audits.pace_sharing_store import save_sharing
from clinicbill.workflows.draw_audit import AUDITS
from clinicbill.workflows.keep_record import keep_record

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


def share_figures(db: Database, stamp: Stamp, *, shared: bool) -> Outcome:
    """Switch it for the user at the keyboard; it needs no permission of its own: nobody can for somebody else."""
    told = "An owner sees your figures now" if shared else "Your figures are your own again"
    return keep_record(db, (), lambda: save_sharing(db, stamp, shared=shared), changed=AUDITS, message=told)
