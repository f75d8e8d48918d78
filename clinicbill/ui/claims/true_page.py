"""TruePage: the page of a claim as it prints, drawn as a PDF in memory and shown sharp at the size asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from clinicbill.ui.claims.pdf_pages import Pages

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.claims.claim import Claim
    from clinicbill.ui.claims.paper_view import PaperView
    from clinicbill.ui.jobs import Jobs

_PAUSE = 60  # milliseconds after which a size that goes on changing is drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of one page, and the PDF it is of, so that another size need not draw the PDF anew."""

    content: bytes
    picture: QImage


def draw_page(_db: object, claim: Claim, content: bytes, page: int, width: int) -> Drawn:
    """The page from 0, `width` pixels wide; `content` is the claim's PDF where it was drawn before.

    Raises:
        CannotDo: a text does not fit its box.
    """
    from clinicbill.cms1500.draw import draw_claims  # reportlab is only loaded where something is drawn

    made = content or draw_claims([claim], background=True)
    return Drawn(content=made, picture=Pages(made).picture(page, width))


class TruePage(QObject):
    """Draws for a `PaperView` while it shows pages as they print; the PDF lives in memory only."""

    def __init__(self, jobs: Jobs, view: PaperView) -> None:
        super().__init__(view)
        self._jobs, self._view = jobs, view
        self._claim: Claim | None = None
        self._sheet = 1
        self._content = b""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._draw)
        view.form.resized.connect(self._wait)

    def turn_over(self) -> None:
        """From the form that is easy to read to the page as it prints, and back."""
        self._view.show_true(true=not self._view.is_true)
        self._draw()

    def show_sheet(self, claim: Claim, sheet: int) -> None:
        """Another claim or sheet, counted from 1."""
        if claim != self._claim:
            self._content = b""
        if (claim, sheet) != (self._claim, self._sheet):
            self._view.form.show_page(None)
        self._claim, self._sheet = claim, sheet
        self._draw()

    def _wait(self) -> None:
        if self._view.is_true:
            self._pause.start(_PAUSE)

    def _draw(self) -> None:
        if self._claim is None or not self._view.is_true:
            return
        form = self._view.form
        self._jobs.read(
            draw_page,
            self._claim,
            self._content,
            self._sheet - 1,
            round(form.lens.size[0] * form.devicePixelRatioF()),
            then=self._take,
            failed=self._fail,
            latest=("true page", id(self)),
        )

    def _take(self, drawn: Drawn) -> None:
        self._content = drawn.content
        self._view.form.show_page(drawn.picture)

    def _fail(self, error: ClinicBillError) -> None:
        """The form that is easier to read shows what does not fit, with its edit."""
        self._view.show_true(true=False)
        self._jobs.failed.emit(error)
