"""What the audit's part of the page reads: an audit with its visits, and whom an audit may be drawn of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.audits.audit import Audit, AuditItem
from clinicbill.coding.audits.audit_store import get_audit, items_of
from clinicbill.coding.audits.pace_sharing_store import shares_figures, visible_coders
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.store import get_encounters
from clinicbill.reports.coding_audits import audit_result, audit_result_rows
from clinicbill.reports.report_table import ReportTable
from clinicbill.reports.visit_names import VisitName, visit_names

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import AuditId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.practice.user import User
    from clinicbill.reports.report_table import BehindRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWork:
    """An audit as it is worked through: its codes, and its visits in the order of their days."""

    audit: Audit
    items: tuple[AuditItem, ...]
    visits: tuple[Encounter, ...]
    names: dict[EncounterId, VisitName]
    result: ReportTable

    def codes_of(self, visit: Encounter) -> list[AuditItem]:
        """What is judged of one visit; missing codes that were taken back are gone."""
        return [
            item
            for item in self.items
            if item.encounter_id == visit.id and (item.coded or item.verdict.value)
        ]

    def with_item(self, item: AuditItem) -> AuditWork:
        """The same with one code as it is now."""
        return replace(self, items=tuple(item if one.id == item.id else one for one in self.items))


def read_work(db: Database, viewer: Stamp, audit_id: AuditId) -> AuditWork:
    """One audit with everything it is worked through by."""
    items = items_of(db, viewer, audit_id)
    ids = dict.fromkeys(item.encounter_id for item in items)
    visits = sorted(get_encounters(db, ids), key=lambda visit: (visit.service_on, visit.id))
    return AuditWork(
        audit=get_audit(db, viewer, audit_id),
        items=tuple(items),
        visits=tuple(visits),
        names=visit_names(db, ids),
        result=audit_result(db, viewer, audit_id),
    )


def read_result_rows(db: Database, viewer: Stamp, audit_id: AuditId, key: str, title: str) -> list[BehindRow]:
    """The codes behind one number of the result."""
    return audit_result_rows(db, viewer, audit_id, key, title)


def read_coders(db: Database, viewer: Stamp) -> list[User]:
    """Whose visits this user may draw."""
    return visible_coders(db, viewer)


def read_sharing(db: Database, viewer: Stamp) -> bool:
    """Whether this user's figures are shared."""
    return shares_figures(db, viewer.user_id)
