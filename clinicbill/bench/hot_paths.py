"""The hot paths of a day: what is measured, on what, and beside which floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from sqlite_utils import Database

from clinicbill.basics.identifiers import ClaimId
from clinicbill.bench import floors
from clinicbill.bench.code_files import pair_rows
from clinicbill.bench.coded_visit import edit_rows
from clinicbill.bench.note_reading import note_reading
from clinicbill.bench.search_rows import rows_on_screen
from clinicbill.bench.timing import Row, summed_up, timed, timed_each
from clinicbill.claims.claim import Claim
from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.sent_store import last_sent
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.draw import draw_claims
from clinicbill.cms1500.layout import layout
from clinicbill.codesets.library import CodeLibrary
from clinicbill.codesets.search import search
from clinicbill.patients.search import match_expression
from clinicbill.patients.search_store import find_patients
from clinicbill.remits.balance import prove
from clinicbill.reports.aging import aging
from clinicbill.x12.claim_837p import Submitter, claims_file
from clinicbill.x12.envelope import CLAIM_837P, Interchange
from clinicbill.x12.remit_835 import read_835

if TYPE_CHECKING:
    from collections.abc import Iterator


# What people in such offices type, letter by letter.
PHRASES = (
    "low back pain",
    "neck pain with headache",
    "right knee osteoarthritis",
    "sciatica left side",
    "rotator cuff tear",
    "wrist fracture closed initial",
    "m54.5",
    "sprain of ankle",
)
HOSTILE_TEXTS = (
    "knee pain " * 30,
    "x" * 5_000,
    '" OR * NEAR(',
    "a b c d e f g h i j k l m n",
    "((((",
    "pain pain joint",
)
NAMES = ("alvarez", "brandt ha", "541-555-01", "03/14/1951", "1042", "o'dell")
_TIMES = 30
_FEW_TIMES = 7
_PAPER_CLAIMS = 1000
# The unlock window, shown and painted once, and the end.
_FIRST_PAINT = (
    "from clinicbill.ui.program import Program; program = Program(); program.show_unlock(None); "
    "program.app.processEvents()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What is measured on: an open demo practice, its claims as sent, one of its remittances, the code library."""

    db: Database
    library: CodeLibrary
    claims: tuple[Claim, ...]
    remittance: bytes
    day: date
    at: datetime

    def rows(self) -> Iterator[Row]:
        """Every hot path, one after the other."""
        yield self.start_up()
        yield self.code_search()
        yield rows_on_screen(PHRASES, self.day)
        yield self.patient_search()
        yield note_reading(self.library, self.day)
        yield pair_rows(self.day)
        yield edit_rows(self.library, self.day)
        yield self.claim_file()
        yield self.remittance_read()
        yield self.paper()
        yield self.age()

    def start_up(self) -> Row:
        """From nothing to the painted unlock window, beside one empty label."""
        return Row(
            name="Start-up",
            of="process start to the painted unlock window",
            ours=summed_up(floors.seconds_of(_FIRST_PAINT) * 1000 for _ in range(_FEW_TIMES)),
            floor=summed_up(floors.seconds_of(floors.qt_alone()) * 1000 for _ in range(_FEW_TIMES)),
            floor_of="Python and Qt with one label",
        )

    def code_search(self) -> Row:
        """Each letter of the phrases, as typed, and texts that mean harm; over the index too where one is loaded."""
        typed = [phrase[:end] for phrase in PHRASES for end in range(1, len(phrase) + 1)]
        typed += HOSTILE_TEXTS
        search(self.library, "pain", on=self.day)
        ours = timed_each(partial(search, self.library, text, on=self.day) for text in typed)
        floor = timed_each(partial(floors.bare_fts, self.library, text) for text in typed)
        with_index = "and index terms" if self.library.sources.indexes else "without an index"
        worst = f"worst {ours.worst_ms:.1f} ms, floor's worst {floor.worst_ms:.1f} ms"
        return Row(
            name="Code search, per key",
            of=f"{len(typed)} beginnings of phrases over all ICD-10-CM codes {with_index}; {worst}",
            ours=ours,
            floor=floor,
            floor_of="one bare FTS5 query",
        )

    def patient_search(self) -> Row:
        """Each letter of names, numbers and dates."""
        typed = [name[:end] for name in NAMES for end in range(1, len(name) + 1)]
        find_patients(self.db, "a", self.day)
        asked = [match_expression(text, self.day) for text in typed]
        return Row(
            name="Patient search, per key",
            of=f"{len(typed)} beginnings, with insurance and balance",
            ours=timed_each(partial(find_patients, self.db, text, self.day) for text in typed),
            floor=timed_each(partial(floors.bare_patient_query, self.db, one) for one in asked if one),
            floor_of="one bare FTS5 query for row numbers",
        )

    def claim_file(self) -> Row:
        """All claims as one 837P."""
        interchange = Interchange(
            kind=CLAIM_837P, sender_id="BENCH", receiver_id="BENCH", control_number=1, made_at=self.at
        )
        submitter = Submitter(
            name="BENCH",
            submitter_id="BENCH",
            contact_name="BENCH",
            phone="5415550100",
            receiver_name="BENCH",
            receiver_id="BENCH",
        )
        write = partial(claims_file, self.claims, interchange=interchange, submitter=submitter)
        pieces = [segment.split("*") for segment in write().content.decode().split("~\n")]
        return Row(
            name="837P",
            of=f"{len(self.claims)} claims into one file",
            ours=timed(write, _FEW_TIMES),
            floor=timed(partial(floors.join_segments, pieces), _FEW_TIMES),
            floor_of="joining pieces that are ready",
        )

    def remittance_read(self) -> Row:
        """One 835 read and proved."""
        return Row(
            name="835",
            of=f"{len(self.remittance):,} bytes read and proved",
            ours=timed(lambda: [prove(one) for one in read_835(self.remittance)], _TIMES),
            floor=timed(partial(floors.split_and_add, self.remittance), _TIMES),
            floor_of="splitting, paid amounts as Decimal",
        )

    def paper(self) -> Row:
        """A thousand frozen claims as CMS-1500 pages, data only; the claims there are come round again."""
        sheet_of = layout()
        claims = tuple(islice(cycle(self.claims), _PAPER_CLAIMS))
        pages = [
            [
                (sheet_of.fields[place].start(text, sheet_of.advance), sheet_of.fields[place].y, text)
                for place, text in sheet.items()
            ]
            for claim in claims
            for sheet in claim_texts(claim, claim_profile(claim))
        ]
        return Row(
            name="CMS-1500",
            of=f"{len(claims):,} claims, {len(pages):,} pages, to one PDF",
            ours=timed(partial(draw_claims, claims, background=False), _FEW_TIMES),
            floor=timed(partial(floors.draw_strings, pages), _FEW_TIMES),
            floor_of="bare reportlab drawing the same strings",
        )

    def age(self) -> Row:
        """The aging of today."""
        entries = floors.ledger_rows(self.db)
        return Row(
            name="Aging",
            of=f"{len(entries):,} ledger entries, by payer",
            ours=timed(partial(aging, self.db, as_of=self.day), _TIMES),
            floor=timed(partial(floors.add_up_in_memory, entries, self.day), _TIMES),
            floor_of="plain Python over rows in memory",
        )


def sent_claims(db: Database, most: int) -> tuple[Claim, ...]:
    """The last claims as they were sent."""
    numbers = [row[0] for row in db.execute("select id from claim order by id desc").fetchall()]
    found = []
    for number in numbers:
        sent = last_sent(db, ClaimId(number))
        if sent is not None:
            found.append(sent.claim)
        if len(found) == most:
            break
    return tuple(found)


def largest_remittance(db: Database) -> bytes:
    """The bytes of the largest 835 received."""
    row = db.execute("select content from received_file order by length(content) desc limit 1").fetchone()
    return bytes(row[0])
