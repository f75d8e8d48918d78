"""ProfileTest: a payer profile tried on a claim, box by box, before anybody relies on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.claims.profile_store import TryClaim, claims_to_try
from clinicbill.ui.actions import action
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.choice import Choice
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.finding_list import LOOKS
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import line
from clinicbill.ui.widgets.line_edit import LineEdit
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import NOT_YET, Run, Value, code
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.try_profile import BoxChange, ProfileTrial, try_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.findings import Finding
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.page import SetupPage

_CHOICE, _FIND = 330, 210
_NO_CLAIM = (None, "No claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """One difference: a box with its texts, or an edit that goes or comes."""

    place: str
    before: Value
    after: Value


def trial_groups(trial: ProfileTrial) -> list[Group[TrialRow]]:
    """What would be different, boxes first."""
    now = trial.before.name if trial.before is not None else "no profile"
    boxes = [_box_row(change) for change in trial.boxes]
    edits = [*_edit_rows(trial.gone, goes=True), *_edit_rows(trial.new, goes=False)]
    groups = []
    if boxes:
        groups.append(
            Group("Boxes", f"{len(boxes)} would change, now made by {now}; nothing is saved", boxes)
        )
    if edits:
        groups.append(Group("Edits", f"{len(trial.gone)} would go, {len(trial.new)} would come", edits))
    return groups


def _box_row(change: BoxChange) -> TrialRow:
    parts = [change.item]
    if change.line:
        parts.append(f"line {change.line}")
    if change.sheet > 1:
        parts.append(f"sheet {change.sheet}")
    return TrialRow(place=", ".join(parts), before=_text(change.before), after=_text(change.after))


def _text(text: str) -> Value:
    return code(text) if text else Run(NOT_YET, Role.TEXT3)


def _edit_rows(findings: Iterable[Finding], *, goes: bool) -> list[TrialRow]:
    rows = []
    for finding in findings:
        icon, role = LOOKS[finding.severity]
        words = Run(finding.message, icon=icon, icon_role=role)
        none = Run("no edit", Role.TEXT3)
        rows.append(
            TrialRow(place=finding.rule, before=words if goes else none, after=none if goes else words)
        )
    return rows


COLUMNS: tuple[Column[TrialRow], ...] = (
    Column("Box", lambda row: row.place, mono=True),
    Column("Now", lambda row: row.before, stretch=1, width=140),
    Column("With this profile", lambda row: row.after, stretch=1, width=140),
)


class ProfileTest(QWidget):
    """Below a profile: what it would change on a claim of a payer that uses it, or on any other one. Saves nothing."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self._clinic = clinic
        self._profile: PayerProfile | None = None
        self._keys: tuple[str, ...] = ()
        self.claims = Choice("Claim to test on", [_NO_CLAIM])
        self.claims.setFixedWidth(scaled(_CHOICE))
        self.search = LineEdit("Find a claim", placeholder="Number, patient or payer")
        self.search.setFixedWidth(scaled(_FIND))
        self.button = KeyButton("Test", action("setup.test").key, icon="check", kind=Kind.QUIET)
        self.button.setToolTip(action("setup.test").tip)
        self.button.clicked.connect(lambda _checked=False: self.begin())
        self.table: RecordTable[TrialRow] = RecordTable("What would be different", COLUMNS)
        self.states = States(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addWidget(line(self.button, self.claims, self.search, None, height=40))
        column.addWidget(self.states, 1)
        self.setMinimumHeight(scaled(130))
        self.claims.edited.connect(self.run)
        self.search.edited.connect(self.look_for)

    def show_profile(self, profile: PayerProfile | None, keys: Sequence[str]) -> None:
        """Try a profile; `keys` are the profiles whose claims it is tried on unless another one was found."""
        same = self._keys == tuple(keys)
        self._profile, self._keys = profile, tuple(keys)
        if same and self.claims.value() is not None:
            self.run()
        else:
            self.search.clear()
            self.look_for()

    def begin(self) -> None:
        """Try it once more, with the cursor where another claim is chosen, or found where there is none."""
        known = self.claims.value() is not None
        if known:
            self.run()
        (self.claims if known else self.search).setFocus()

    def look_for(self) -> None:
        """Offer the claims that fit what was typed, or the newest of a payer that uses the profile."""
        self._clinic.jobs.read(
            claims_to_try,
            self._keys,
            self.search.text(),
            then=self._offer,
            failed=self._fail,
            latest=("try", id(self)),
        )

    def _offer(self, found: list[TryClaim]) -> None:
        if not found:
            self.claims.set_choices([_NO_CLAIM])
            what = "No claim found." if self.search.text().strip() else "No claim of such a payer yet."
            self.states.show_empty(what, "Key a claim number, a patient or a payer.")
            return
        self.claims.set_choices([(claim.id, _named(claim)) for claim in found])
        self.claims.set_value(found[0].id)
        self.run()

    def run(self) -> None:
        """Try the profile on the chosen claim."""
        claim_id = self.claims.value()
        if self._profile is None or claim_id is None:
            return
        self._clinic.jobs.read(
            try_profile,
            claim_id,
            self._profile,
            as_of=self._clinic.as_of,
            then=self._take,
            failed=self._fail,
            latest=("tried", id(self)),
        )

    def _take(self, trial: ProfileTrial) -> None:
        groups = trial_groups(trial)
        if groups:
            self.table.fill(groups)
            self.states.show_rows()
        else:
            self.states.show_empty(
                "Nothing would be different.", "Every box and every edit of this claim stays."
            )

    def _fail(self, error: ClinicBillError) -> None:
        self.states.show_failed(str(error))


def begin_test(page: SetupPage) -> None:
    """Go to the payer profiles, and to the test of the one that is shown there."""
    page.show_record("profiles")
    for test in page.section.findChildren(ProfileTest) if page.section is not None else ():
        test.begin()


def _named(claim: TryClaim) -> str:
    return f"{claim.number}  {claim.patient}, {claim.payer}, {slashed(claim.service_on)}"
