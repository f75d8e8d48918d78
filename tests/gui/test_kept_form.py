"""KeptForm: the summary always tells of the findings below the fields, whoever found them and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.widgets.form import Field
from clinicbill.ui.widgets.kept_form import NOT_SAVED, STAYS, TAKEN_BACK, KeptForm
from clinicbill.ui.widgets.record_form import Part, RecordForm
from clinicbill.workflows.outcome import Outcome
from tests.gui.conftest import TODAY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

_FIELDS = (Field("Name", "name", required=True), Field("City", "city"))


def wrong(field: str) -> Finding:
    return Finding(
        rule="Z01",
        severity=Severity.MUST_FIX,
        message=f"Wrong {field}",
        where="",
        fix="Mend it.",
        field=field,
    )


class Kept:
    """A form whose rules find what `found` holds."""

    def __init__(self, qtbot: QtBot) -> None:
        self.found: list[Finding] = []
        self.said: list[str] = []
        self.asked: list[Any] = []
        form = RecordForm((Part(_FIELDS),), as_of=TODAY)
        self.form = KeptForm(form, title=lambda _record: "Record", check=lambda _record: self.found)
        qtbot.addWidget(self.form)
        self.form.said.connect(self.said.append)
        self.form.save_asked.connect(self.asked.append)
        self.form.load({"name": "Cedar", "city": ""})
        self.form.show()

    @property
    def summary(self) -> str:
        return self.form._summary.accessibleName()

    @property
    def notes(self) -> list[str]:
        [form] = self.form.form._forms
        return [form._problems[name].text() for name in form.names() if form._notes[name].isVisible()]

    def type(self, name: str, text: str) -> None:
        self.form.form.set_value(name, text)

    def begin(self, name: str, text: str) -> None:
        """Type and stay in the field."""
        cast("QLineEdit", self.form.form.editor(name)).setText(text)


@pytest.fixture
def kept(qtbot: QtBot) -> Kept:
    return Kept(qtbot)


def test_saving_tells_what_it_finds_in_the_summary_too(kept: Kept) -> None:
    kept.begin("city", "Bend")
    kept.found = [wrong("city")]
    assert kept.summary == "No edits"
    kept.form.save()
    assert (kept.summary, kept.notes, kept.asked) == ("1 must fix", ["Wrong city. Mend it."], [])
    kept.found = []
    kept.form.save()
    assert (kept.summary, kept.notes) == ("No edits", [])
    assert kept.asked == [{"name": "Cedar", "city": "Bend"}]


def test_a_field_left_empty_ends_the_summary_when_it_is_saved(kept: Kept) -> None:
    kept.found = [wrong("city")]
    kept.type("city", "Bend")
    assert kept.summary == "1 must fix"
    kept.begin("name", "")
    kept.form.save()
    assert (kept.summary, kept.notes) == ("", ["Name is missing"])


def test_what_the_workflow_told_ends_when_its_field_is_mended(kept: Kept) -> None:
    kept.type("city", "Bend")
    assert not kept.form.take_outcome(Outcome(findings=(wrong("name"), wrong("city"))))
    assert kept.summary == "2 must fix"
    kept.type("city", "Sisters")
    assert (kept.summary, kept.notes) == ("1 must fix", ["Wrong name. Mend it."])
    kept.form.save()
    assert (kept.summary, kept.notes) == ("No edits", [])
    assert len(kept.asked) == 1


def test_what_stands_below_no_field_is_counted_until_the_next_edit(kept: Kept) -> None:
    kept.type("city", "Bend")
    assert not kept.form.take_outcome(Outcome(findings=(wrong("elsewhere"),)))
    assert (kept.summary, kept.said) == ("1 must fix", ["Wrong elsewhere"])
    kept.type("city", "Sisters")
    assert kept.summary == "No edits"


def test_the_warning_ends_where_esc_takes_nothing_back(kept: Kept) -> None:
    kept.type("city", "Bend")
    assert kept.form.back()
    kept.form.hide()
    kept.form.show()
    assert kept.said == [NOT_SAVED, STAYS]
    assert (kept.form.back(), kept.form.dirty) == (True, True)
    assert (kept.form.back(), kept.form.dirty) == (True, False)
    assert kept.said == [NOT_SAVED, STAYS, NOT_SAVED, TAKEN_BACK]
    kept.form.hide()
    assert kept.said[-1] == TAKEN_BACK
