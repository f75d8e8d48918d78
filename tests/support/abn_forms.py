"""Stand-ins for the form CMS-R-131: pages of our own with its number and expiry, with and without fields."""

from __future__ import annotations

import io

from reportlab.pdfgen import canvas


def a_form(*, fields: bool, edition: str = "03/31/2029", number: str = "CMS-R-131", pages: int = 1) -> bytes:
    """A PDF of letter size."""
    made = io.BytesIO()
    sheet = canvas.Canvas(made, pagesize=(612, 792))
    for _ in range(pages):
        sheet.drawString(72, 30, f"Form {number} (Exp. {edition})" if edition else f"Form {number}")
        if fields:
            for place, name in enumerate(
                ("Notifier", "Patient Name", "Identification Number", "Items D", "Reason E", "Cost F")
            ):
                sheet.acroForm.textfield(name=name, x=72, y=700 - 40 * place, width=200, height=20)
        sheet.showPage()
    sheet.save()
    return made.getvalue()
