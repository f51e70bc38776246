"""Which programs make PDF files here: Chromium, else LibreOffice, else none; LibreOffice for Word files."""

import shutil

from app.adapters.printer_chromium import ChromiumPrinter
from app.adapters.printer_libreoffice import LibreOfficePrinter
from app.ports.printer import NullPrinter, Printer

OFF = "off"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_LIBREOFFICE = ("soffice", "libreoffice")


def find_printer(chromium: str = "", libreoffice: str = "") -> Printer:
    """Each is a path, empty to look in PATH, or "off"."""
    if program := _found(chromium, _CHROMIUM):
        return ChromiumPrinter(program)
    return find_printer_of_words(libreoffice) or NullPrinter()


def find_printer_of_words(libreoffice: str = "") -> Printer | None:
    """For the forms of schools, which are Word files."""
    program = _found(libreoffice, _LIBREOFFICE)
    return LibreOfficePrinter(program) if program else None


def _found(named: str, usual: tuple[str, ...]) -> str | None:
    if named == OFF:
        return None
    return next((path for name in ([named] if named else usual) if (path := shutil.which(name))), None)
