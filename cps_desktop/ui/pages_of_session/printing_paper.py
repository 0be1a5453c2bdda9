"""On to paper: the pages of the very file, drawn on a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import InputRefused, StorageFull
from cps_desktop.services.exchange import Progress
from cps_desktop.services.print_preview import Made, picture
from cps_desktop.ui.pages_of_session.printing_preview import to_image

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 200
NO_PRINTER = (
    "No printer is set up on this laptop. Save the PDF and print it where there is one; "
    "it is the same file."
)


def printer_names() -> list[str]:
    """The printers of this laptop; none where the system cannot print from here."""
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:
        return []
    return list(QPrinterInfo.availablePrinterNames())


def ask_for_printer(made: Made, parent: QWidget) -> QPrinter | None:
    """The system's own print window; None when it was put away.

    Raises InputRefused where there is no printer.
    """
    if not printer_names():
        raise InputRefused(NO_PRINTER)
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(made.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    dialog.setMinMax(1, made.pages)
    return printer if dialog.exec() else None


def draw_on(printer: QPrinter, made: Made, progress: Progress) -> int:
    """Draw the chosen pages, each turned as it lies and as large as the paper holds it.

    Returns how many. Raises StorageFull where the printer takes nothing.
    """
    first = max(1, printer.fromPage() or 1)
    last = min(made.pages, printer.toPage() or made.pages)
    painter = QPainter()
    for number in range(first, last + 1):
        progress(f"Page {number} of {made.pages}", number - first, last - first + 1)
        image = to_image(picture(made.pdf, number - 1, PRINT_DPI))
        lying = image.width() > image.height()
        way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(way)
        ready = painter.begin(printer) if number == first else printer.newPage()
        if not ready:
            raise StorageFull(
                "The printer did not take the pages. Nothing was lost. See that it is on and has "
                "paper, or save the PDF instead."
            )
        room = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
        room.moveTo(0, 0)
        size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(room.topLeft(), size)
        place.moveCenter(room.center())
        painter.drawImage(place, image)
    painter.end()
    return last - first + 1
