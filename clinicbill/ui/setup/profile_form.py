"""ProfileForm: the settings of one payer profile, each beside what the profile it is based on says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from clinicbill.claims.profile_settings import own_settings, text_of
from clinicbill.ui.setup.profiles import ProfileCard, choices_of, profile_parts, profile_tips
from clinicbill.ui.widgets.record_form import RecordForm

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QLineEdit

    from clinicbill.claims.profile import PayerProfile
    from clinicbill.ui.undo import Undo

_BASED_ON = frozenset({"extends", "from_on"})
_LABELS = 143


class ProfileForm(RecordForm):
    """The first choice of each setting is what the base says; choosing it takes a change back."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(profile_parts(), as_of=as_of, undo=undo, tips=profile_tips(), label_width=_LABELS)
        self._as_of = as_of
        self._offered: PayerProfile | None = None
        self.edited.connect(self._follow)

    def load(self, record: object) -> None:
        """Show a profile; every field first offers what its base says."""
        card = cast("ProfileCard", record)
        bases = [
            (profile.key, profile.name)
            for profile in card.book.all_on(self._as_of)
            if profile.key != (card.key or None)
        ]
        if card.extends not in dict(bases):
            bases.append((card.extends, card.extends))
        self.set_choices("extends", bases)
        self._offer(card)
        super().load(record)

    def _follow(self, name: str) -> None:
        if name in _BASED_ON:
            self._offer(self.record())

    def _offer(self, card: ProfileCard) -> None:
        base = card.base()
        if base is self._offered and base is not None:
            return
        self._offered = base
        for setting in own_settings():
            name = f"settings.{setting.name}"
            if setting.typed:
                text = text_of(base, setting.name) if base is not None else ""
                cast("QLineEdit", self.editor(name)).setPlaceholderText(text or "nothing")
            else:
                self.set_choices(name, choices_of(setting, base))
