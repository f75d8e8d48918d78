"""StoppableSheet: a sheet whose work can be stopped with Esc before Esc closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class StoppableSheet(Sheet):
    """`stop` says whether there was something to stop."""

    def __init__(
        self,
        over: QWidget,
        title: str,
        content: QWidget,
        *,
        verb: str,
        finish: Callable[[], str],
        stop: Callable[[], bool],
        width: int,
    ) -> None:
        super().__init__(over, title, content, verb=verb, finish=finish, width=width)
        self._stop = stop

    def dismiss(self) -> None:
        """Stop what is on its way; close where nothing is."""
        if not self._stop():
            super().dismiss()
