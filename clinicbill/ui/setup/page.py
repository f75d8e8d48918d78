"""Setup: everything the practice is made of, one section beside the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicbill.ui.colours import Role
from clinicbill.ui.page import Page
from clinicbill.ui.setup.backups import BackupSection
from clinicbill.ui.setup.computer import apply_look, save_computer
from clinicbill.ui.setup.list_sections import UserSection
from clinicbill.ui.setup.profile_test import begin_test
from clinicbill.ui.setup.reads import SetupFile, read_setup
from clinicbill.ui.setup.remove_user import RemoveUserSheet
from clinicbill.ui.setup.saves import SAVES
from clinicbill.ui.setup.secret_sheets import PasswordSheet, show_recovery_key
from clinicbill.ui.setup.section_list import make_section_list
from clinicbill.ui.setup.sections import SECTIONS, SectionRow, may_not_change, section_rows
from clinicbill.ui.setup.users import UserCard, save_user
from clinicbill.ui.target import Target
from clinicbill.ui.widgets.hint_line import Hint
from clinicbill.ui.widgets.key_cap import Kind
from clinicbill.ui.widgets.labels import line, secondary
from clinicbill.ui.widgets.splitter import Splitter
from clinicbill.ui.widgets.state import States
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.preferences import Preferences
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.section import Section
    from clinicbill.workflows.outcome import Outcome

_ENDED = "Marked as not used any more: Ctrl+S saves it, Ctrl+Z takes it back"


class SetupPage(Page):
    """The sections left, the list and form of one beside them."""

    id, title = "setup", "Setup"
    shows = frozenset({"setup"})
    hints = (
        Hint(("↑", "↓"), "Section"),
        Hint(("Enter",), "Open"),
        Hint(("Ctrl+N",), "Add"),
        Hint(("Ctrl+S",), "Save"),
        Hint(("Esc",), "Back"),
    )

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.file: SetupFile | None = None
        self._moving = False
        self._seen: set[str] = set()
        self.list = make_section_list()
        self._specs = {spec.id: spec for spec in SECTIONS}
        self._sections: dict[str, Section] = {}
        self._shown = ""
        self._wanted: Target | None = None
        self._reading = False
        self._bind_all()
        self._lay_out()
        self._connect()
        self._show_buttons()

    def _bind_all(self) -> None:
        self.bind("setup.add", self.add)
        self.bind("setup.end", self.end)
        self.bind("setup.password", self.change_password)
        self.bind("setup.recovery", self.show_recovery)
        self.bind("setup.backup", self.back_up)
        self.bind("setup.test", lambda: begin_test(self))
        self.bind("setup.save", self.save)

    def _lay_out(self) -> None:
        self._add = self.button("setup.add", kind=Kind.PRIMARY)
        self._save = self.button("setup.save", kind=Kind.PRIMARY)
        self._backup = self.button("setup.backup", kind=Kind.PRIMARY)
        self.header.add(self._add, self._backup, self._save)
        self._stack = QStackedWidget()
        self.states = States(Splitter("setup", [self.list, self._stack], [212, 958], grows=1))
        self.body.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._enter)

    def _build(self, section_id: str) -> Section:
        section = self._specs[section_id].make(self.clinic, self.undo)
        self._sections[section_id] = section
        self._stack.addWidget(section)
        if isinstance(section, UserSection):
            words = secondary("Whoever opens the practice stands in its history.")
            buttons = self.button("setup.password"), self.button("setup.recovery")
            section.add_above(line(words, None, *buttons, height=42))
        section.save_asked.connect(self._save_record)
        section.said.connect(self.tell)
        section.changed.connect(self._show_buttons)
        return section

    def tell(self, words: str) -> None:
        """Say why something did not happen, or what goes on."""
        self.say(words, "info", Role.BLUE)

    # What is shown --------------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        """The section shown now; None before anything was read."""
        return self._sections.get(self._shown)

    def refresh(self) -> None:
        """Read everything again; what is being typed stays."""
        self._reading = True
        self.jobs.read(
            read_setup, self.clinic.as_of, then=self._take_file, failed=self._fail, latest=("setup", id(self))
        )

    def _take_file(self, file: SetupFile) -> None:
        self.file, self._reading = file, False
        self._moving = True
        self.list.fill(section_rows(file))
        self._moving = False
        self.states.show_rows()
        self._seen.clear()
        row = self.list.current()
        self._show_section(row.id if row is not None else "practice")
        self._tell_facts(file)
        self._show_wanted()

    def _show_section(self, section_id: str) -> None:
        """Show a section as the practice is now; what nobody looks at is neither built nor filled."""
        section = self._sections.get(section_id) or self._build(section_id)
        if self.file is not None and section_id not in self._seen:
            self._seen.add(section_id)
            section.show_file(self.file)
        self._shown = section_id
        self._stack.setCurrentWidget(section)
        self._show_buttons()

    def _tell_facts(self, file: SetupFile) -> None:
        """The side bar says the practice's name as it is now."""
        facts = self.clinic.facts
        self.clinic.set_facts(
            replace(
                facts,
                practice_name=file.practice.name,
                time_zone=file.practice.time_zone,
                user_name=self.clinic.practice.user_name,
            )
        )

    def _fail(self, error: ClinicBillError) -> None:
        self._reading = False
        self.states.retry(str(error), self.refresh)

    def show_record(self, key: object) -> None:
        """Show a section another page asked for: its id, (id, row) for one record in it, or a Target."""
        if isinstance(key, tuple):
            key = Target(part=key[0], row=key[1])
        elif isinstance(key, str):
            key = Target(part=key)
        if isinstance(key, Target) and key.part in self._specs:
            self._wanted = key
            self._show_wanted()

    def _show_wanted(self) -> None:
        """Go where another page asked to, as soon as the practice as it is now was read."""
        if self._wanted is None or self.file is None or self._reading:
            return
        wanted, self._wanted = self._wanted, None
        self.list.select(wanted.part)
        if (wanted.row or wanted.field) and self._shown == wanted.part and self.section is not None:
            self.section.go_to(wanted)

    def _choose(self, row: SectionRow | None) -> None:
        if self._moving or row is None or row.id == self._shown:
            return
        kept = self.section.kept if self.section is not None else None
        if kept is not None and (kept.dirty or kept.new):
            self._moving = True
            self.list.select(self._shown)
            self._moving = False
            kept.warn()
            return
        self.undo.clear()
        self._show_section(row.id)

    def _enter(self, _row: object = None) -> None:
        if self.section is not None:
            self.section.first_focus().setFocus()

    # What is done ---------------------------------------------------------------------------------

    def add(self) -> None:
        """A new record in the section shown."""
        if self.section is not None and self.section.adds:
            self.section.begin()
        else:
            self.tell("Nothing is added to this section")

    def end(self) -> None:
        """Offer the record under the cursor no longer; it is saved like any other change."""
        kept = self.section.kept if self.section is not None else None
        if kept is not None and kept.form.loaded and not kept.new and "active" in kept.form.names():
            kept.form.set_value("active", False)  # noqa: FBT003 - the field's value
            self.tell(_ENDED)

    def save(self) -> None:
        """Save what was typed in the section shown."""
        if self.section is not None:
            self.section.save()

    def _save_record(self, record: object) -> None:
        stamp, then = self.clinic.stamp(), self._take_saved
        if self._shown == "computer":
            chosen = cast("Preferences", record)
            self.jobs.write(save_computer, chosen, then=then, failed=self.say_failed)
            apply_look(chosen)
        elif isinstance(self.section, UserSection):
            card = self.section.typed(cast("UserCard", record))
            practice = cast("OpenPractice", self.clinic.practice)
            if not card.active and practice.has_slot(self._stored_name(card)):
                self._ask_to_remove(card)
                return
            self.jobs.write(save_user, stamp, card, practice, then=then, failed=self.say_failed)
        else:
            self.jobs.write(SAVES[self._shown], stamp, record, then=then, failed=self.say_failed)

    def _stored_name(self, card: UserCard) -> str:
        """The name a user has in the practice, whatever is typed."""
        users = self.file.users if self.file is not None else []
        return next((user.name for user in users if user.id == card.id), "")

    def _ask_to_remove(self, card: UserCard) -> None:
        """Who may not open the practice any more loses the way in too; that is asked first."""
        sheet = RemoveUserSheet(self, self.clinic, card.user())
        sheet.removed.connect(self._take_saved)
        sheet.open_sheet()

    def _take_saved(self, outcome: Outcome) -> None:
        if self.section is not None and self.section.take_outcome(outcome):
            self.say(outcome.message)

    def back_up(self) -> None:
        """Make a verified copy now; the section shows it."""
        self.list.select("backup")
        if isinstance(self.section, BackupSection):
            self.section.back_up()

    def change_password(self) -> None:
        """Another password for whoever is signed in."""
        sheet = PasswordSheet(self.clinic)
        sheet.done.connect(lambda outcome: self.say(outcome.message))
        sheet.open_over(self, f"Password of {self.clinic.facts.user_name}", verb="Change password")

    def show_recovery(self) -> None:
        """The recovery key, to its owner."""
        show_recovery_key(self, self.clinic)

    # Esc, focus, buttons --------------------------------------------------------------------------

    def back(self) -> bool:
        """Out of what is typed, from the section to the list of sections."""
        if self.section is not None and self.section.back():
            return True
        inside = QApplication.focusWidget()
        if inside is not None and self._stack.isAncestorOf(inside):
            self.list.setFocus()
            return True
        return False

    def first_focus(self) -> QWidget:
        """The keyboard begins in the list of sections."""
        return self.list

    def _show_buttons(self) -> None:
        kept = self.section.kept if self.section is not None else None
        adds = self.section.adds if self.section is not None else ""
        typing = kept is not None and (kept.dirty or kept.new)
        self._save.setVisible(typing)
        self._add.setVisible(bool(adds) and not typing)
        self._backup.setVisible(self._shown == "backup")
        why_not = may_not_change(self._shown, self.clinic.facts.role)
        self.allow("setup.add", why_not=why_not, text=adds or "Add")
        self.allow("setup.save", why_not=why_not)
        owner = may(self.clinic.facts.role, Act.CHANGE_USERS)
        self.allow("setup.recovery", why_not="" if owner else "The owner sees the recovery key")
