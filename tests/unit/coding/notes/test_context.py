from __future__ import annotations

from clinicbill.coding.notes.context import NoteContext
from clinicbill.coding.notes.note import read_note


def context(text: str) -> NoteContext:
    return NoteContext(read_note(text))


def test_the_side_named_for_the_same_site() -> None:
    found = context("CC: right knee pain\nHPI: left shoulder is fine").side_of("knee osteoarthritis")
    assert found is not None
    assert (found.word, found.statement.text) == ("R", "right knee pain")


def test_two_sides_or_none_settle_nothing() -> None:
    assert context("HPI: right knee and left knee hurt").side_of("knee osteoarthritis") is None
    assert context("HPI: knee hurts").side_of("knee osteoarthritis") is None


def test_without_a_site_the_complaint_is_asked() -> None:
    found = context("CC: left side hurts\nExam: right reflex").side_of("gout")
    assert found is not None
    assert found.word == "L"


def test_words_of_healing_and_of_an_injury() -> None:
    note = read_note(
        "HPI: here for follow-up of her ankle fracture\nAssessment: Ankle fracture\nSprain, healing well"
    )
    fracture, sprain = note.of("assessment")
    told = NoteContext(note).healing(fracture)
    assert told is not None
    assert told.word == "follow-up of her ankle fracture"
    own = NoteContext(note).healing(sprain)
    assert own is not None
    assert own.statement == sprain
    quiet = read_note("Assessment: Ankle fracture\nSprain, healing well")
    assert NoteContext(quiet).healing(quiet.of("assessment")[0]) is None
    fell = context("HPI: He fell yesterday").injury()
    assert fell is not None
    assert fell.word == "fell"
    assert context("HPI: denies injury").injury() is None


def test_one_level_of_a_disc() -> None:
    one = context("MRI: L4-5 disc herniation, L4-5 stenosis").disc_level()
    assert one is not None
    assert one.word == "L4-5"
    assert context("MRI: L4-5 disc bulge. L5-S1 disc bulge").disc_level() is None
    assert context("MRI: no L4-5 disc herniation").disc_level() is None


def test_a_fracture_after_its_fixation_is_past_active_treatment() -> None:
    note = read_note("Impression: Right olecranon fracture, s/p ORIF.")
    found = NoteContext(note).healing(note.statements[0])
    assert found is not None
    assert found.word == "s/p ORIF"
