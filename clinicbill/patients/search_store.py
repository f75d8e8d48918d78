"""Finds patients as the user types, with who insures them and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import PatientId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows
from clinicbill.patients.search import match_expression

if TYPE_CHECKING:
    from sqlite_utils import Database

# Enough to sort a screenful from; one letter would match a fifth of all patients.
MOST_CANDIDATES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One patient in a list.

    Attributes:
        payer: the primary health insurance on the day asked for; empty for none.
        balance: everything open, less money not applied yet.
        patient_owes: the part of the balance that is the patient's.
        alert: whether an alert is to be shown.
    """

    id: PatientId
    chart_number: str
    name: PersonName
    birth_on: date
    sex: str
    phone: str
    active: bool
    payer: str
    balance: Money
    patient_owes: Money
    alert: bool


# The columns that cost something are worked out for the rows that are shown, not for all candidates.
_SHOWN = """
    select p.*,
        coalesce((select payer.name from coverage c join payer on payer.id = c.payer_id
                  where c.patient_id = p.id and c.case_id is null and c.from_on <= :as_of
                  and (c.to_on is null or :as_of <= c.to_on)
                  order by c.priority, c.from_on desc, c.id desc limit 1), '') as payer,
        coalesce((select sum(balance_cents) from balance where patient_id = p.id and balance_cents <> 0
                  and account in ('payer_receivable', 'patient_receivable', 'unapplied')), 0) as balance_cents,
        coalesce((select sum(balance_cents) from balance where patient_id = p.id and balance_cents <> 0
                  and account = 'patient_receivable'), 0) as patient_owes_cents,
        exists (select 1 from patient_note where patient_id = p.id and kind = 'alert' and active) as alert
    from (select * from patient """
_MATCHING = """where id in
    (select rowid from patient_search where patient_search match :expression limit :most) """
_CUT = """order by chart_number = :text desc, last_name collate nocase, first_name collate nocase, birth_on, id
    limit :limit) p """
_ORDER = (
    "order by chart_number = :text desc, last_name collate nocase, first_name collate nocase, birth_on, id"
)
_ALL = """order by last_name collate nocase, first_name collate nocase limit :limit) p """


def find_patients(db: Database, text: str, as_of: date, *, limit: int = 50) -> list[PatientRow]:
    """Patients by name, birth date, chart number or phone: that very chart first, then in the order of names.

    An empty text gives the first patients of the alphabet. At most `MOST_CANDIDATES` matches are looked at before
    they are sorted, so a single letter shows some of its patients, not the first.
    """
    expression = match_expression(text, as_of)
    if not expression and text.strip():
        return []
    found = rows(
        db,
        _SHOWN + (_MATCHING + _CUT if expression else _ALL) + _ORDER,
        {
            "expression": expression,
            "text": text.strip().encode("utf-8", "ignore").decode("utf-8"),
            "as_of": as_of.isoformat(),
            "most": MOST_CANDIDATES,
            "limit": min(limit, MOST_CANDIDATES),
        },
    )
    return [_patient_row(row) for row in found]


def _patient_row(row: dict[str, Any]) -> PatientRow:
    return PatientRow(
        id=PatientId(row["id"]),
        chart_number=row["chart_number"],
        name=PersonName(
            last=row["last_name"], first=row["first_name"], middle=row["middle_name"], suffix=row["suffix"]
        ),
        birth_on=date.fromisoformat(row["birth_on"]),
        sex=row["sex"],
        phone=row["phone"],
        active=bool(row["active"]),
        payer=row["payer"],
        balance=Money(row["balance_cents"]),
        patient_owes=Money(row["patient_owes_cents"]),
        alert=bool(row["alert"]),
    )
