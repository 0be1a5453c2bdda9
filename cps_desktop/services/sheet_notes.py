"""Which note a picture of a photographed sheet is: a photo that comes in again is known by it."""

from __future__ import annotations

from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records


def sheet_note(
    records: Records, planner: RecordId, box: str, photo: str, picture: str
) -> tuple[RecordId, bool]:
    """The id of the note that a picture is kept as in a box, and whether it stands there.

    ``photo`` is what came in (its file's SHA-256 and the page), whatever is made of it. Earlier
    versions went by ``picture``, the SHA-256 of what they made of it, which another version makes
    otherwise; a note they kept stays the one it is.
    """
    now = derived_id("sheet photo", planner, box, photo)
    ids = (now, derived_id("sheet", planner, box, picture))
    known = [note for one in ids if (note := records.get(Note, one)) is not None]
    there = [note for note in known if not note.deleted]
    found = next(iter(there or known), None)
    return (found.id if found is not None else now), bool(there)
