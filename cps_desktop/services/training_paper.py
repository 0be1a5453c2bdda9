"""A person's training record on paper."""

from __future__ import annotations

from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.training import training_sheet


def make_training(desk: Desk, person: RecordId, *, font_cache: Path | None = None) -> Made:
    """The record as a PDF, from a worker thread. Raises InputRefused."""
    from cps_desktop.documents import training_pdf

    with desk_beside(desk) as beside:
        sheet = training_sheet(beside, person)
    fonts = font_cache or paths.cache_folder() / "fonts"
    # A person's name does not belong into the name of a file on a stick.
    return as_made(
        lambda: training_pdf(sheet, font_cache=fonts),
        title=f"Training record {person[-8:].upper()}",
        classification=sheet.imprint.classification,
    )
