"""Photos and scans of signed sheets: recognised by their codes, and kept with the day they are of.

The picture is evidence: it shows many names, so it is for facilitators only. What is written on it
is not read; who signed is ticked by a person who looks at it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from pathlib import Path
from typing import Final

from cps_desktop.domain.changes import ChangeSummary, deleting
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attachment, SessionDay, SignInPage
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance_signing import paper_edits
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door, Records
from cps_desktop.services.note_pictures import kept_picture
from cps_desktop.services.paper_photos import (
    SheetPhoto,
    as_jpeg,
    known_sheet,
    map_of,
    of_this_session,
    photos_in,
    which_sheet,
)
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.places import making_there
from cps_desktop.services.sessions import days_of
from cps_desktop.services.sheet_child import Seen
from cps_desktop.services.sheet_codes import SIGN_IN, SheetCode, read_code, says
from cps_desktop.services.sheet_cutting import cut_out

_A4: Final = (210.0, 297.0)
_DOTS_PER_MM: Final = 6.0
"""Of the picture that is kept: a pen's line is then three dots wide."""


@dataclasses.dataclass(frozen=True, slots=True)
class SignInPhoto:
    """One page of a signed sheet, or a sentence on why it is not known whose it is."""

    name: str
    picture: PreparedPicture
    """Straightened where all of the sheet is in the photo; else as it was taken."""
    digest: str
    """The SHA-256 of the file it came in, and which page of it."""
    day: RecordId = ""
    day_words: str = ""
    page: int = 0
    straight: bool = False
    here: bool = False
    """It is kept with that day already."""
    problem: str = ""


def read_sheets(
    desk: Desk, session: RecordId, data: bytes, name: str, fonts: Path
) -> list[SheetPhoto | SignInPhoto]:
    """What sheets of this session a picture or PDF shows, a page each, signed or written on.

    Takes seconds: call it from a worker thread. Raises InputRefused where it cannot be opened.
    """
    found: list[SheetPhoto | SignInPhoto] = []
    for page, photo in photos_in(data, name):
        if any(code.of == SIGN_IN for code in _mains(page)):
            found.append(_signed(desk, session, page, photo))
        else:
            found.append(known_sheet(desk, session, page, photo, fonts))
    return found


def _mains(page: Seen) -> list[SheetCode]:
    return [code for text, _ in page[3] if (code := read_code(text)) is not None]


def _signed(desk: Desk, session: RecordId, page: Seen, taken: SheetPhoto) -> SignInPhoto:
    photo = SignInPhoto(taken.name, taken.whole, taken.digest)
    try:
        return _recognised(desk, session, page, photo)
    except InputRefused as why:
        return dataclasses.replace(photo, problem=str(why))


def _recognised(desk: Desk, session: RecordId, page: Seen, photo: SignInPhoto) -> SignInPhoto:
    codes = set(_mains(page))
    if len(codes) > 1:
        raise InputRefused(
            f"“{photo.name[:80]}” shows more than one sheet. Take a photo of each sheet by itself. "
            "Nothing was placed."
        )
    (code,) = codes
    of_this_session(desk, session, code, photo.name)
    day = next(
        (one for one in days_of(desk.workspace, session) if says(code.subject, one.id)), None
    )
    if day is None:
        raise InputRefused(
            f"“{photo.name[:80]}” is a sheet of a day this session does not have any more. Choose "
            "the day it belongs to. Nothing was placed."
        )
    flat = _straightened(page, photo.name)
    return dataclasses.replace(
        photo,
        picture=flat or photo.picture,
        day=day.id,
        day_words=day_words(day),
        page=code.sheet,
        straight=flat is not None,
        here=is_kept(desk.workspace, day.id, photo.digest),
    )


def _straightened(page: Seen, name: str) -> PreparedPicture | None:
    """The sheet as it lay on the table, seen from above; None where not all of it is in sight."""
    from io import BytesIO

    from PIL import Image

    from cps_desktop.documents.coded_sheets import CodedSheet

    try:
        _, spots = which_sheet(page[3], name)
        to_photo = map_of(CodedSheet(*_A4, 0, ()), spots, name)
    except InputRefused:
        # Whose it is is known all the same: what was taken is kept as it is.
        return None
    photo = Image.open(BytesIO(page[0]), formats=["JPEG"]).convert("RGB")
    return as_jpeg(cut_out(photo, to_photo, (0.0, 0.0, *_A4), _DOTS_PER_MM), name)


def day_words(day: SessionDay) -> str:
    """ "Thursday 18 March 2027"."""
    return say_date(day.day) if day.day else "A day without a date"


# -- keeping --------------------------------------------------------------------------------------


def page_id(day: RecordId, photo: str) -> RecordId:
    """Which page a photo is kept as with a day; ``photo`` is its ``digest``."""
    return derived_id("sign-in page", day, photo)


def is_kept(records: Records, day: RecordId, photo: str) -> bool:
    """Whether this photo is kept with that day already."""
    known = records.get(SignInPage, page_id(day, photo))
    return known is not None and not known.deleted


def keep_sign_in(
    desk: Desk,
    session: RecordId,
    day: RecordId,
    photo: SignInPhoto,
    signed: Collection[RecordId] = (),
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Keep a signed sheet's picture with a day, and note these entries as having signed, as one
    step. The same photo brought in again adds nothing."""
    desk.door.must_exist(SessionDay, day)
    edits = paper_edits(desk.door, session, day, signed)
    identity = page_id(day, photo.digest)
    known = desk.workspace.get(SignInPage, identity)
    if known is None or known.deleted:
        # Undone, its picture went with it, and comes back with it.
        attachment, kept = kept_picture(desk, session, photo.picture)
        edits += kept
        page = SignInPage(
            id=identity,
            root=session,
            session=session,
            session_day=day,
            attachment=attachment,
            page=photo.page,
        )
        edits += making_there(desk.workspace, page)
    return desk.door.do("Keep a signed sheet", edits, initiator=initiator)


def by_hand(photo: SheetPhoto) -> SignInPhoto:
    """A photo on which no code was found, to be kept with a day that somebody names."""
    return SignInPhoto(photo.name, photo.whole, photo.digest)


@dataclasses.dataclass(frozen=True, slots=True)
class KeptPage:
    """A signed sheet that is kept: its day, its page (0 where not known) and its picture."""

    record: RecordId
    day: RecordId
    day_words: str
    page: int
    digest: str
    """"" while nothing is known of its picture."""

    @property
    def title(self) -> str:
        """ "Thursday 18 March 2027, page 2"."""
        return f"{self.day_words}, page {self.page}" if self.page else self.day_words


def kept_pages(records: Records, session: RecordId) -> tuple[KeptPage, ...]:
    """The signed sheets of a session, by day and page."""
    days = {one.id: (place, one) for place, one in enumerate(days_of(records, session))}
    pages = [one for one in records.find(SignInPage, session=session) if one.session_day in days]
    pages.sort(key=lambda one: (days[one.session_day][0], one.page, one.made, one.id))
    found = []
    for one in pages:
        picture = records.get(Attachment, one.attachment)
        words = day_words(days[one.session_day][1])
        digest = picture.digest if picture is not None and not picture.deleted else ""
        found.append(KeptPage(one.id, one.session_day, words, one.page, digest))
    return tuple(found)


def drop_page(door: Door, page: RecordId, *, initiator: object | None = None) -> ChangeSummary:
    """Take a signed sheet's picture away; who signed stays noted. Undo brings it back."""
    known = door.must_exist(SignInPage, page)
    return door.do("Take a signed sheet away", deleting([known]), initiator=initiator)
