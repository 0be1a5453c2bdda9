"""A photo or drawing as a note: kept as receipts are, found by its SHA-256, handed over with it.

Pictures come from :func:`cps_desktop.services.pictures.prepare_receipt` (or
``receipt_intake.pictures_of_files``), which take from them whatever a camera wrote beside them.
"""

from __future__ import annotations

from typing import Protocol

from cps_desktop.domain.changes import ChangeSummary, Edit, creating, setting
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attachment, NamedAs, Note, NoteColour, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attachments import Attachments
from cps_desktop.services.door import Door, Records
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.places import making_there, orders_for
from cps_desktop.services.planners import new_note, notes_in


class WithPictures(Protocol):
    """A desk, as far as pictures need it."""

    @property
    def door(self) -> Door:
        """The one way to change."""

    @property
    def workspace(self) -> Attachments:
        """Where the content of pictures is kept."""


def add_picture_note(
    desk: WithPictures,
    planner: RecordId,
    box: str,
    prepared: PreparedPicture,
    text: str = "",
    *,
    author: str = "",
    named_as: str = NamedAs.NOBODY,
    colour: str = NoteColour.YELLOW,
    index: int | None = None,
    initiator: object | None = None,
) -> RecordId:
    """Add a note with a picture to a box, at ``index`` or at the end; ``text`` says what it shows.

    Content is kept before the records that speak of it, so that nothing ever points at a picture
    that is not there.
    """
    door = desk.door
    known = door.must_exist(Planner, planner)
    notes = notes_in(door.records, planner, box)
    orders, edits = orders_for(notes, len(notes) if index is None else index, 1)
    attachment, kept = kept_picture(desk, known.session, prepared)
    note = new_note(
        known,
        box,
        door.new_id(),
        orders[0],
        text=text,
        picture=attachment,
        colour=colour,
        author=author,
        named_as=named_as,
    )
    door.do("Add a picture", [*edits, *kept, *creating(note)], initiator=initiator)
    return note.id


def put_picture(
    desk: WithPictures,
    note: RecordId,
    prepared: PreparedPicture,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Put a picture on a note that is there, in place of the one it has."""
    known = desk.door.must_exist(Note, note)
    attachment, kept = kept_picture(desk, known.session, prepared)
    edits = [*kept, *setting(known, picture=attachment)]
    return desk.door.do("Put a picture on a note", edits, initiator=initiator)


def take_picture(door: Door, note: RecordId, *, initiator: object | None = None) -> ChangeSummary:
    """Take the picture off a note; its words stay. Undo puts it back."""
    known = door.must_exist(Note, note)
    return door.do("Take a picture off a note", setting(known, picture=""), initiator=initiator)


def picture_of(records: Records, attachments: Attachments, note: RecordId) -> bytes | None:
    """The picture on a note (JPEG); None where it has none, or while it is still to come."""
    digest = picture_digest(records, note)
    return attachments.attachment(digest) if digest else None


def picture_digest(records: Records, note: RecordId) -> str:
    """The SHA-256 of the picture on a note; "" where it has none or nothing is known of it yet."""
    known = records.get(Note, note)
    found = records.get(Attachment, known.picture) if known is not None and known.picture else None
    return found.digest if found is not None else ""


def kept_picture(
    desk: WithPictures, session: RecordId, prepared: PreparedPicture
) -> tuple[RecordId, list[Edit]]:
    """Keep a picture's content: the id of its record in a session, and the edits that make it.

    The same picture in the same session is one record, on every laptop.
    """
    digest = desk.workspace.put_attachment(prepared.jpeg)
    identity = derived_id("attachment", session, digest)
    there = desk.door.records.get(Attachment, identity)
    if there is not None and not there.deleted:
        # The name that the same picture had before is as good.
        return identity, []
    attachment = Attachment(
        id=identity,
        root=session,
        session=session,
        digest=digest,
        size=len(prepared.jpeg),
        name=prepared.name,
    )
    return identity, making_there(desk.door.records, attachment)
