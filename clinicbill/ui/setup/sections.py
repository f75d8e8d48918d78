"""The sections of the setup page, as one table: what each is called, what it counts, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.setup.backups import BackupSection
from clinicbill.ui.setup.code_sets import CodeSetSection
from clinicbill.ui.setup.computer import ComputerSection
from clinicbill.ui.setup.default_modifiers import DEFAULT_MODIFIERS, DefaultModifierSection
from clinicbill.ui.setup.drug_vials import DRUG_VIALS
from clinicbill.ui.setup.facilities import FACILITIES
from clinicbill.ui.setup.list_sections import (
    PayerSection,
    PracticeSection,
    ProcedureSection,
    UserSection,
)
from clinicbill.ui.setup.payers import PAYERS
from clinicbill.ui.setup.people import PROVIDERS, REFERRING
from clinicbill.ui.setup.practice_form import practice_check
from clinicbill.ui.setup.procedures import procedure_kind
from clinicbill.ui.setup.profile_section import ProfileSection
from clinicbill.ui.setup.profiles import card_findings, own_cards
from clinicbill.ui.setup.reads import SetupFile
from clinicbill.ui.setup.section import ListSection, Section
from clinicbill.ui.setup.users import USERS
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.record_kind import RecordKind
    from clinicbill.ui.undo import Undo

Make = Callable[["Clinic", "Undo"], Section]
Findings = Callable[[SetupFile], tuple[int | None, list[Finding]]]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section before anybody looked at it.

    Attributes:
        about: what is in it, in a few words.
        look: how many records are in use (None where it is no list) and what is wrong with them.
        make: builds the section.
    """

    id: str
    title: str
    about: str
    look: Findings
    make: Make


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """One line of the list of sections."""

    id: str
    title: str
    about: str
    count: int | None
    must_fix: int
    warnings: int


def _nothing(_file: SetupFile) -> tuple[int | None, list[Finding]]:
    return None, []


def _practice(file: SetupFile) -> tuple[int | None, list[Finding]]:
    providers = [provider for provider in file.providers if provider.active]
    return None, practice_check(lambda: providers)(file.practice)


def _listed(kind: RecordKind[Any], records_of: Callable[[SetupFile], Sequence[Any]]) -> Findings:
    def look(file: SetupFile) -> tuple[int | None, list[Finding]]:
        records = [record for record in records_of(file) if record.active]
        found = [
            finding
            for record in records
            for finding in kind.check(record, [other for other in records if other is not record])
        ]
        return len(records), found

    return look


def _procedures(file: SetupFile) -> tuple[int | None, list[Finding]]:
    return _listed(procedure_kind(file.as_of), lambda found: found.procedures)(file)


def _profiles(file: SetupFile) -> tuple[int | None, list[Finding]]:
    cards = [card for card in own_cards(file) if card.active]
    found = [
        finding
        for card in cards
        for finding in card_findings(card, [other for other in cards if other is not card])
    ]
    return len(cards), found


def _make_list(kind: RecordKind[Any], records_of: Callable[[SetupFile], Sequence[Any]]) -> Make:
    return lambda clinic, undo: ListSection(kind, records_of, as_of=clinic.as_of, undo=undo)


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "practice",
        "Practice",
        "Names, NPI, tax id, addresses",
        _practice,
        lambda clinic, undo: PracticeSection(clinic.as_of, undo),
    ),
    SectionSpec(
        "providers",
        PROVIDERS.plural,
        "Who treats patients",
        _listed(PROVIDERS, lambda file: file.providers),
        _make_list(PROVIDERS, lambda file: file.providers),
    ),
    SectionSpec(
        "referring",
        REFERRING.plural,
        "Who sends patients",
        _listed(REFERRING, lambda file: file.referring),
        _make_list(REFERRING, lambda file: file.referring),
    ),
    SectionSpec(
        "facilities",
        FACILITIES.plural,
        "Where services are done",
        _listed(FACILITIES, lambda file: file.facilities),
        _make_list(FACILITIES, lambda file: file.facilities),
    ),
    SectionSpec(
        "payers",
        PAYERS.plural,
        "Who pays claims, and how",
        _listed(PAYERS, lambda file: file.payers),
        lambda clinic, undo: PayerSection(clinic.as_of, undo),
    ),
    SectionSpec(
        "profiles",
        "Payer profiles",
        "How payers want the form",
        _profiles,
        ProfileSection,
    ),
    SectionSpec(
        "procedures",
        "Procedures and fees",
        "Codes, short names, charges",
        _procedures,
        lambda clinic, undo: ProcedureSection(clinic.as_of, undo),
    ),
    SectionSpec(
        "default_modifiers",
        DEFAULT_MODIFIERS.plural,
        "What new lines start with",
        _listed(DEFAULT_MODIFIERS, lambda file: file.default_modifiers),
        lambda clinic, undo: DefaultModifierSection(clinic.as_of, undo),
    ),
    SectionSpec(
        "drug_vials",
        DRUG_VIALS.plural,
        "What one vial holds",
        _listed(DRUG_VIALS, lambda file: file.drug_vials),
        _make_list(DRUG_VIALS, lambda file: file.drug_vials),
    ),
    SectionSpec(
        "users",
        USERS.plural,
        "Who may open it, and do what",
        _listed(USERS, lambda file: file.users),
        lambda clinic, undo: UserSection(clinic.as_of, undo),
    ),
    SectionSpec(
        "codes",
        "Code sets",
        "Releases and their calendar",
        _nothing,
        lambda clinic, _undo: CodeSetSection(clinic),
    ),
    SectionSpec("backup", "Backup", "Verified copies", _nothing, lambda clinic, _undo: BackupSection(clinic)),
    SectionSpec(
        "computer",
        "This computer",
        "Colours, folders, printer",
        _nothing,
        lambda clinic, undo: ComputerSection(clinic.as_of, undo, clinic),
    ),
)


def section_rows(file: SetupFile) -> list[SectionRow]:
    """The list of sections as the practice is now."""
    return [_row(spec, *spec.look(file)) for spec in SECTIONS]


def _row(spec: SectionSpec, count: int | None, findings: Sequence[Finding]) -> SectionRow:
    return SectionRow(
        id=spec.id,
        title=spec.title,
        about=spec.about,
        count=count,
        must_fix=sum(finding.severity is Severity.MUST_FIX for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
    )


def may_not_change(section_id: str, role: str) -> str:
    """Why somebody of this role may not change a section; empty where he may."""
    if section_id == "computer":
        return ""
    if section_id == "users":
        return "" if may(role, Act.CHANGE_USERS) else "Users are the owner’s"
    return "" if may(role, Act.CHANGE_SETUP) else "Setup is a biller’s or the owner’s"
