"""PaperView: the form in a frame that scrolls, as large as the view leaves room for or as somebody zooms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinicbill.ui.claims.lens import fitting
from clinicbill.ui.claims.paper_form import FIRST, PaperForm

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from clinicbill.ui.claims.reads import Box

_STEPS = (0.6, 0.75, 0.9, 1.0, 1.15, 1.35, 1.6, 2.0, 2.5)


class PaperView(QScrollArea):
    """The form in a frame that scrolls; it fits the view until somebody zooms with + and −, and fits among them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = PaperForm()
        self._zoom: float | None = None
        self._true = False
        self.setWidget(self.form)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Paper 1500")
        self.form.chosen.connect(self._bring_into_view)
        self.form.zoomed.connect(self.zoom)

    @property
    def is_true(self) -> bool:
        """Whether the page is shown as it prints."""
        return self._true

    def show_true(self, *, true: bool) -> None:
        """The page as it prints, or the form that is easier to read."""
        if true != self._true:
            self._true, self._zoom = true, None
            self.form.show_page(None)
            self.form.set_zoom(self._fitting(), true=true)
            self.form.choose(self.form.current or FIRST)

    def zoom(self, by: int) -> None:
        """One step larger or smaller; the size that fits is one of the steps, and stays fitting."""
        fit = self._fitting()
        steps = sorted({*_STEPS, fit})
        now = min(range(len(steps)), key=lambda n: abs(steps[n] - self.form.lens.zoom))
        wanted = steps[min(max(now + by, 0), len(steps) - 1)]
        self._zoom = None if wanted == fit else wanted
        self._fit()

    def show_top(self) -> None:
        """Begin at item 1 where the whole form does not fit; the payer's address stands above it."""
        high = self.form.lens.down(92.0)
        self.verticalScrollBar().setValue(high if self.form.height() > self.viewport().height() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def _fitting(self) -> float:
        room = self.maximumViewportSize()
        wide = room.width() - self.verticalScrollBar().sizeHint().width()
        return fitting(wide, room.height(), true=self._true)

    def _fit(self) -> None:
        zoom = self._fitting() if self._zoom is None else self._zoom
        if abs(zoom - self.form.lens.zoom) > 0.001:
            before = self.verticalScrollBar().value() / max(self.form.height(), 1)
            self.form.set_zoom(zoom, true=self._true)
            self.verticalScrollBar().setValue(round(before * self.form.height()))

    def _bring_into_view(self, box: Box) -> None:
        place = self.form.lens.around(self.form.areas(box))
        self.ensureVisible(round(place.center().x()), round(place.top()), 40, 12)
        self.ensureVisible(round(place.center().x()), round(place.bottom()), 40, 12)
