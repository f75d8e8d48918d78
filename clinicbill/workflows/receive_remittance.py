"""Receive a remittance file: its exact bytes and every payment in it are kept, once; nothing is posted yet."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.db.connect import write
from clinicbill.practice.store import find_practice
from clinicbill.remits import store
from clinicbill.remits.balance import prove
from clinicbill.remits.identity import is_test, lacks_number
from clinicbill.remits.store import RemittanceStatus
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require
from clinicbill.x12.remit_835 import read_835

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import RemittanceId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.remits.balance import Proof
    from clinicbill.remits.remittance import Remittance
    from clinicbill.remits.store import ReceivedFile, RemittanceRow


def receive_remittance(db: Database, stamp: Stamp, name: str, data: bytes) -> Outcome:
    """Store a file and its payments; the same bytes again, under whatever name, store nothing and say so.

    `row_id` is the received file's; `remits.store.remittances_of_file` lists its payments. A payment that is posted
    already, from another file, is set aside at once.

    Raises:
        NotAllowed: the role does not include importing files.
        UnreadableFile: the file is no 835; nothing is stored.
    """
    require(stamp, Act.RECEIVE_FILE)
    name = name.encode("utf-8", "replace").decode()  # a name of other letters than UTF-8 fits no row
    if (known := store.find_received_file(db, data)) is not None:
        return _received_before(db, known, name)
    remittances = read_835(data)
    with write(db):
        # Somebody else may have received it while it was read.
        if (known := store.find_received_file(db, data)) is not None:
            return _received_before(db, known, name)
        file_id = store.add_received_file(db, stamp, name=name, kind="835", data=data)
        for position, remittance in enumerate(remittances, 1):
            _store(db, stamp, remittance, file_id, position)
    return Outcome(
        changed=frozenset({"remittances"}),
        message=f"Received {name}: {_payments(remittances)}",
        row_id=file_id,
    )


def _store(db: Database, stamp: Stamp, remittance: Remittance, file_id: int, position: int) -> RemittanceId:
    reason = waiting_words(remittance)
    posted = [copy for copy in store.same_payment(db, remittance) if copy.status is RemittanceStatus.POSTED]
    number = store.add_remittance(
        db, stamp, remittance, received_file_id=file_id, position=position, reason=reason
    )
    if posted:
        store.set_status(
            db,
            stamp,
            number,
            RemittanceStatus.SET_ASIDE,
            reason=f"Same payment, {posted_words(db, posted[0])}",
        )
    return number


def waiting_words(remittance: Remittance) -> str:
    """Why a payment waits, as the list says it: Balanced where only the posting is left to do."""
    proof = prove(remittance)
    if proof.postable and is_test(remittance):
        return "Test file"
    if proof.postable and lacks_number(remittance):
        return "No check or EFT number"
    return proof_words(proof)


def proof_words(proof: Proof) -> str:
    """As the list says it: Balanced, or out of balance by how much; no difference counts where one cannot be read."""
    if proof.postable:
        return "Balanced"
    if proof.unread:
        return "An amount cannot be read"
    return f"Out of balance by {proof.out_by}" if proof.out_by else "Not complete"


def posted_words(db: Database, row: RemittanceRow) -> str:
    """When and by whom a remittance was posted, and from which file: nobody has to look it up."""
    where = f" from {row.file_name}" if row.file_name else ""
    return f"posted {_local_day(db, row.changed_at)} by {row.user}{where}"


def _local_day(db: Database, moment: datetime) -> str:
    practice = find_practice(db)
    zone = ZoneInfo(practice.time_zone) if practice else UTC
    return slashed(moment.astimezone(zone).date())


def _received_before(db: Database, known: ReceivedFile, name: str) -> Outcome:
    again = "" if known.name == name else f", then called {known.name}"
    text = f"{name} was received before, {_local_day(db, known.received_at)} by {known.user}{again}"
    return Outcome(
        findings=(
            Finding(
                rule="L15",
                severity=Severity.INFO,
                where="file",
                value=known.sha256,
                message=f"{text}; nothing was stored again.",
            ),
        ),
        message=f"{text}; nothing was stored again",
        row_id=known.id,
    )


def _payments(remittances: list[Remittance]) -> str:
    parts = [
        f"{remittance.payer_name} {remittance.paid}, {_in_a_sentence(waiting_words(remittance))}"
        for remittance in remittances
    ]
    return "; ".join(parts)


def _in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
