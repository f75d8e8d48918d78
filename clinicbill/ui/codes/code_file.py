"""CodeFile: everything known of one code on a day: notes, neighbours, what to use instead, fees, source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.basics.dates import Period, slashed
from clinicbill.codesets import icd10, store
from clinicbill.codesets.hcpcs import FILE as HCPCS_FILE
from clinicbill.codesets.hcpcs import hcpcs
from clinicbill.codesets.icd10 import CodeNote, Icd10Code
from clinicbill.codesets.modifiers import FILE as MODIFIERS_FILE
from clinicbill.codesets.modifiers import modifiers
from clinicbill.codesets.places import FILE as PLACES_FILE
from clinicbill.codesets.places import places
from clinicbill.codesets.search import HEADER_NOTE
from clinicbill.codesets.sources import sources
from clinicbill.coding.edits.reference import loaded_reference
from clinicbill.practice.store import find_procedure, get_payer, list_fees, list_procedures
from clinicbill.ui.codes.lookup import TITLES, Kind
from clinicbill.ui.codes.procedure_facts import modifier_facts, procedure_facts
from clinicbill.ui.coding.diagnoses.known_codes import CodeSet, read_code_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.codesets.code_list import ListedCode
    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.store import Row
    from clinicbill.ui.clinic import Clinic

MOST_REPLACEMENTS = 24
_MOST_CATEGORIES = 400
_CATEGORY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A code among its neighbours.

    Attributes:
        short: what its title adds to the one above it.
        depth: how far it is set in.
    """

    code: str
    title: str
    short: str
    billable: bool
    depth: int
    has_below: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFile:
    """One code.

    Attributes:
        state: what a biller must know of it in two or three words; `header` if it needs more digits.
        place: chapter and section.
        facts: further things with their names.
        source: the list it is from, and its edition.
        replacements: billable codes to use instead of a header, at most `MOST_REPLACEMENTS` of `replaced` in all.
    """

    kind: Kind
    code: str
    title: str
    header: bool = False
    state: str = ""
    place: str = ""
    notes: tuple[CodeNote, ...] = ()
    tree: tuple[TreeRow, ...] = ()
    replacements: tuple[Icd10Code, ...] = ()
    replaced: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    code_set: CodeSet | None = None


_LISTS: dict[Kind, tuple[Callable[[], Mapping[str, ListedCode]], str]] = {
    Kind.HCPCS: (hcpcs, HCPCS_FILE),
    Kind.MODIFIER: (modifiers, MODIFIERS_FILE),
    Kind.PLACE: (places, PLACES_FILE),
}


def read_code(db: Database, clinic: Clinic, kind: Kind, code: str, on: date) -> CodeFile | None:
    """Read one code as of a day; None where its list has none such. Runs on a job's thread."""
    if kind is Kind.DIAGNOSIS:
        return _diagnosis(clinic.library(), code, on, clinic.as_of)
    if kind is Kind.OWN:
        return _procedure(db, code, on)
    return _listed(db, kind, code, on)


def _diagnosis(library: CodeLibrary, code: str, on: date, as_of: date) -> CodeFile | None:
    found = icd10.get_code(library, code, on)
    if found is None:
        return None
    replacements = icd10.valid_replacements(library, found.code, on)
    return CodeFile(
        kind=Kind.DIAGNOSIS,
        code=found.code,
        title=found.title,
        header=not found.billable,
        state="Valid for a claim" if found.billable else HEADER_NOTE,
        place=_place(library, found),
        notes=tuple(icd10.notes(library, found.code, on)),
        tree=tuple(_tree(library, found, on)),
        replacements=tuple(replacements[:MOST_REPLACEMENTS]),
        replaced=len(replacements),
        source=f"ICD-10-CM tabular list {found.release}, in force since {slashed(found.from_on)}",
        code_set=read_code_set(library, on, as_of),
    )


def _place(library: CodeLibrary, code: Icd10Code) -> str:
    section = icd10.section_title(library, code)
    return f"Chapter {code.chapter}: {icd10.chapter_title(library, code)}  ·  {section}"


def short_title(title: str, above: str) -> str:
    """What a title adds to the title above it: “…, initial encounter for closed fracture”."""
    rest = title.removeprefix(above) if above else ""
    return f"… {rest.lstrip(', ')}" if rest and rest != title and rest[0] in ", " else title


def _tree(library: CodeLibrary, code: Icd10Code, on: date) -> Iterator[TreeRow]:
    """What stands above, the codes beside it, and what stands directly below it."""
    above = icd10.parents(library, code.code, on)
    title = ""
    for depth, parent in enumerate(above):
        yield _tree_row(parent, title, depth, is_open=True)
        title = parent.title
    beside = icd10.children(library, above[-1].code, on) if above else _categories(library, code, on)
    below = icd10.children(library, code.code, on)
    for one in beside:
        here = one.code == code.code
        yield _tree_row(one, title, len(above), is_open=here and bool(below))
        if here:
            yield from (_tree_row(child, one.title, len(above) + 1) for child in below)


def _tree_row(code: Icd10Code, above: str, depth: int, *, is_open: bool = False) -> TreeRow:
    return TreeRow(
        code=code.code,
        title=code.title,
        short=short_title(code.title, above),
        billable=code.billable,
        depth=depth,
        has_below=not code.billable,
        is_open=is_open,
    )


def _categories(library: CodeLibrary, code: Icd10Code, on: date) -> list[Icd10Code]:
    """The categories of a category's section."""
    rows: list[Row] = library.read(store.list_codes_from, code.release, code.code[0], _MOST_CATEGORIES)
    names = [row["code"] for row in rows if row["section"] == code.section and len(row["flat"]) == _CATEGORY]
    found = [icd10.get_code(library, name, on) for name in sorted(names)]
    return [one for one in found if one is not None]


def _procedure(db: Database, code: str, on: date) -> CodeFile | None:
    found = find_procedure(db, code)
    if found is None:
        return None
    facts = [
        ("Usual modifiers", " ".join(found.modifiers) or "none"),
        ("Timed", "yes" if found.timed else "no"),
    ]
    for fee in list_fees(db, found.id):
        who = "everybody" if fee.payer_id is None else get_payer(db, fee.payer_id).name
        with_modifier = f", with {fee.modifier}" if fee.modifier else ""
        facts.append((f"Fee for {who}{with_modifier}", f"{fee.charge} from {slashed(fee.from_on)}"))
    facts += procedure_facts(found.code, _own_codes(db), on, loaded_reference())
    return CodeFile(
        kind=Kind.OWN,
        code=found.code,
        title=found.name,
        state="In use" if found.active else "Not in use any more",
        facts=tuple(facts),
        source="Your own procedure list; change it under Setup",
    )


def _own_codes(db: Database) -> tuple[str, ...]:
    return tuple(one.code for one in list_procedures(db))


def _more(db: Database, kind: Kind, code: str, on: date) -> tuple[tuple[str, str], ...]:
    if kind is Kind.HCPCS:
        return procedure_facts(code, _own_codes(db), on, loaded_reference())
    return modifier_facts(code) if kind is Kind.MODIFIER else ()


def _listed(db: Database, kind: Kind, code: str, on: date) -> CodeFile | None:
    codes, file = _LISTS[kind]
    found = codes().get(code)
    if found is None:
        return None
    listed = sources()[file]
    return CodeFile(
        kind=kind,
        code=found.code,
        title=found.name,
        state=TITLES[kind],
        facts=(("In force", _in_force(found.in_force)), *_more(db, kind, code, on)),
        source=f"{listed.title}, edition {listed.release}",
    )


def _in_force(period: Period) -> str:
    if period.start_on is None and period.end_on is None:
        return "no first or last day is known"
    begin = f"from {slashed(period.start_on)}" if period.start_on else "until now"
    return f"{begin} to {slashed(period.end_on)}" if period.end_on else begin
