"""Notices (ABN) and the files that belong to them, in the practice file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.dates import moment_text
from clinicbill.basics.errors import NotFound
from clinicbill.coding.abn import Abn, AbnId
from clinicbill.db.connect import rows
from clinicbill.db.rows import insert
from clinicbill.practice.rows import record_of, row_of, save

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId
    from clinicbill.basics.stamp import Stamp

FORM, SIGNED = "abn_form", "abn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbnForm:
    """CMS's own form as the office added it.

    Attributes:
        edition: the expiry printed on it.
        places: blank → where its text goes, as `abn_form.Places` reads it.
    """

    id: int
    name: str
    edition: str
    content: bytes
    places: Mapping[str, str]


def list_abns(db: Database, patient_id: PatientId) -> list[Abn]:
    """The notices of a patient that count, the newest first."""
    sql = "select * from abn where patient_id = ? and active order by given_on desc, id desc"
    return [record_of(Abn, row) for row in rows(db, sql, [patient_id])]


def list_abns_given(db: Database, from_on: date, to_on: date) -> list[Abn]:
    """The notices of all patients given in these days, both included, the newest first."""
    sql = "select * from abn where active and given_on between ? and ? order by given_on desc, id desc"
    return [record_of(Abn, row) for row in rows(db, sql, [from_on.isoformat(), to_on.isoformat()])]


def get_abn(db: Database, abn_id: AbnId) -> Abn:
    """One notice; NotFound where there is none."""
    return record_of(Abn, row_of(db, "abn", abn_id))


def save_abn(db: Database, abn: Abn, stamp: Stamp) -> AbnId:
    """Write a notice, or what differs of it."""
    return AbnId(save(db, "abn", abn, stamp))


def add_form(
    db: Database, stamp: Stamp, *, name: str, edition: str, content: bytes, places: Mapping[str, str]
) -> int:
    """Keep the form; a later one of the same edition takes its place."""
    return _add(db, stamp, FORM, name=name, edition=edition, content=content, places=json.dumps(dict(places)))


def add_signed(db: Database, stamp: Stamp, *, name: str, content: bytes) -> int:
    """Keep a signed notice as it was scanned."""
    return _add(db, stamp, SIGNED, name=name, edition="", content=content, places="")


def _add(
    db: Database, stamp: Stamp, kind: str, *, name: str, edition: str, content: bytes, places: str
) -> int:
    return insert(
        db,
        "document",
        {
            "at": moment_text(stamp.at),
            "user_id": stamp.user_id,
            "kind": kind,
            "name": name,
            "edition": edition,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "places": places,
        },
    )


def find_form(db: Database, edition: str = "") -> AbnForm | None:
    """The form of an edition, of any edition where none is named: the one added last; None where there is none."""
    found = rows(
        db,
        "select * from document where kind = :kind and :edition in ('', edition) order by id desc limit 1",
        {"kind": FORM, "edition": edition},
    )
    if not found:
        return None
    row = found[0]
    return AbnForm(
        id=row["id"],
        name=row["name"],
        edition=row["edition"],
        content=bytes(row["content"]),
        places=json.loads(row["places"] or "{}"),
    )


def signed_copy(db: Database, document_id: int) -> bytes:
    """The bytes of a signed notice; NotFound where it was not kept."""
    found = rows(db, "select content from document where id = ?", [document_id])
    if not found:
        raise NotFound("The signed notice is not in the practice file; nothing was opened: scan it again.")
    return bytes(found[0]["content"])
