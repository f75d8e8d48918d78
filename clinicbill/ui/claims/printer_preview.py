"""FormPreview: a sheet as this printer puts it on its paper; arrow keys move what is printed over the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from clinicbill.cms1500.draw import TRUE_SIZE, draw_pages
from clinicbill.cms1500.layout import layout
from clinicbill.ui.claims.pdf_pages import Pages
from clinicbill.ui.claims.printer_keys import nudged
from clinicbill.ui.claims.sending import offset_of
from clinicbill.ui.colours import Role, colour, paper_colour

if TYPE_CHECKING:
    from clinicbill.cms1500.draw import PrinterOffset
    from clinicbill.preferences import PrinterProfile

# The part of the sheet shown large: item 2, in points from the top left corner.
_CLOSE_LEFT, _CLOSE_TOP, CLOSE_ZOOM = 12.0, 114.0, 2.4
# Our drawing says above the frame that it is a copy; the red form does not.
_FRAME = 92.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """One page as pictures: what is printed, and the red form under it (None on plain paper); each also large."""

    ink: QImage
    close_ink: QImage
    form: QImage | None = None
    close_form: QImage | None = None


def draw_layers(content: bytes, page: int, width: int, ratio: float, *, on_form: bool) -> Layers:
    """Beside the window: a page of the PDF, `width` pixels wide; `ratio` is pixels of the screen to one of ours."""
    close = round(layout().width * CLOSE_ZOOM * ratio)
    printed = Pages(content)
    ink, close_ink = printed.layer(page, width), printed.layer(page, close)
    if not on_form:
        return Layers(ink=ink, close_ink=close_ink)
    form = Pages(draw_pages([("the empty form", {})], background=True))
    return Layers(
        ink=ink,
        close_ink=close_ink,
        form=_reddened(form.picture(0, width)),
        close_form=_reddened(form.picture(0, close)),
    )


def _reddened(form: QImage) -> QImage:
    """As the printed form looks: what is black becomes red, what is grey pale, and no notice above it."""
    painter = QPainter(form)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Screen)
    painter.fillRect(form.rect(), paper_colour(Role.RED))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    above = round(_FRAME * form.width() / layout().width)
    painter.fillRect(0, 0, form.width(), above, paper_colour(Role.PAPER))
    painter.end()
    return form


class _Sheet(QWidget):
    """What both views share: the layers and where the ink goes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._layers: Layers | None = None
        self._offset: PrinterOffset = TRUE_SIZE

    def show_layers(self, layers: Layers | None) -> None:
        """Another page."""
        self._layers = layers
        self.update()

    def place(self, offset: PrinterOffset) -> None:
        """Move what is printed."""
        self._offset = offset
        self.update()

    def _paint(self, painter: QPainter, form: QImage | None, ink: QImage, pixels: float) -> None:
        """Form and ink with `pixels` to the point, from the painter's origin."""
        whole = QRectF(0, 0, layout().width * pixels, layout().height * pixels)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(whole, paper_colour(Role.PAPER))
        if form is not None:
            painter.drawImage(whole, form)
        painter.translate(self._offset.right * pixels, self._offset.down * pixels)
        painter.scale(self._offset.scale, self._offset.scale)
        painter.drawImage(whole, ink)


class FormPreview(_Sheet):
    """The whole sheet; `moved` goes out with the correction a key asks for, while it may be moved."""

    moved = Signal(object)  # PrinterProfile

    def __init__(self) -> None:
        super().__init__("The page as it prints; arrow keys move it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.profile: PrinterProfile | None = None

    def set_profile(self, profile: PrinterProfile | None) -> None:
        """The printer whose correction is shown and changed; None shows true size and moves nothing."""
        self.profile = profile
        self.place(offset_of(profile) if profile is not None else TRUE_SIZE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, reset."""
        after = nudged(self.profile, event) if self.profile is not None else None
        if after is None:
            super().keyPressEvent(event)
            return
        self.moved.emit(after)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page, and a ring while the keys go here."""
        painter = QPainter(self)
        if self._layers is not None:
            painter.save()
            painter.setClipRect(self.rect())
            self._paint(painter, self._layers.form, self._layers.ink, self.width() / layout().width)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(colour(Role.ACCENT), 2))
        else:
            painter.setPen(QPen(colour(Role.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class CloseUp(_Sheet):
    """Item 2 large enough that a hundredth of an inch can be seen."""

    def __init__(self) -> None:
        super().__init__("Item 2, enlarged")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The same sheet, nearer."""
        painter = QPainter(self)
        if self._layers is not None:
            painter.save()
            painter.setClipRect(self.rect())
            painter.translate(-_CLOSE_LEFT * CLOSE_ZOOM, -_CLOSE_TOP * CLOSE_ZOOM)
            self._paint(painter, self._layers.close_form, self._layers.close_ink, CLOSE_ZOOM)
            painter.restore()
        painter.setPen(QPen(colour(Role.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


def page_size(high: int) -> QSizeF:
    """A Letter page of this height."""
    return QSizeF(round(high * layout().width / layout().height), high)
