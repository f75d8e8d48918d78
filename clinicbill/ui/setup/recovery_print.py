"""Prints the recovery key as one sheet for the safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from clinicbill.ui.fonts import MONO_FAMILY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def key_document(practice_name: str, key: str) -> QTextDocument:
    """The sheet: whose key it is, the key in its groups, what it is for."""
    document = QTextDocument()
    groups = " ".join(key.split("-"))
    document.setHtml(
        f"<h2>Recovery key</h2><p>{_plain(practice_name)}</p>"
        f"<p style='font-family:{MONO_FAMILY}; font-size:16pt'>{groups}</p>"
        "<p>It opens the practice file when every password is forgotten or the keys file is lost. "
        "Whoever has it and the file can read everything: lock it away.</p>"
    )
    return document


def print_key(over: QWidget, practice_name: str, key: str) -> bool:
    """Ask for a printer and print; whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # large, and rarely needed

    printer = QPrinter()
    if QPrintDialog(printer, over).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    key_document(practice_name, key).print_(printer)
    return True


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
