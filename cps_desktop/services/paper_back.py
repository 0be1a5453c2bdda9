"""Paper that came back: what a file is, a filled form or photos of sheets, also of signed ones."""

from __future__ import annotations

from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_forms import ReturnedForm, read_form
from cps_desktop.services.paper_photos import SheetPhoto
from cps_desktop.services.pictures import kind_of_file, read_receipt_file
from cps_desktop.services.sign_in_photos import SignInPhoto, read_sheets

Paper = ReturnedForm | SheetPhoto | SignInPhoto


def read_paper(desk: Desk, session: RecordId, path: Path) -> list[Paper]:
    """What a file holds: one form, or the sheets it shows; nothing is changed.

    Takes seconds: call it from a worker thread. Raises InputRefused; a photo on which no sheet is
    known is no fault, but has a ``problem``.
    """
    data = read_receipt_file(path)
    fonts = paths.cache_folder() / "fonts"
    if kind_of_file(data) != "pdf":
        return [*read_sheets(desk, session, data, path.name, fonts)]
    try:
        return [read_form(desk, session, data, path.name, fonts)]
    except InputRefused:
        # A scan is a PDF too. Where no page of it is a sheet, the form's sentence says more.
        sheets = read_sheets(desk, session, data, path.name, fonts)
        if any(not one.problem for one in sheets):
            return [*sheets]
        raise
