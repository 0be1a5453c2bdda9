"""The pictures of a sheet's boxes, kept as notes; and typing up what is written on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, bringing_back, creating, setting
from cps_desktop.domain.kinds import NamedAs, Note, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.answers import item_edits
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Records
from cps_desktop.services.note_pictures import kept_picture
from cps_desktop.services.paper_photos import SheetPhoto
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.places import orders_for
from cps_desktop.services.planners import name_kept, new_note, notes_in
from cps_desktop.services.sheet_notes import sheet_note


def keep_pictures(
    desk: Desk,
    photo: SheetPhoto,
    boxes: Collection[str] | None = None,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Put the pictures of these boxes (those written in, unless told) into them, as one step.

    The same photo brought in again adds nothing.
    """
    planner = desk.door.must_exist(Planner, photo.planner)
    chosen = {one.box for one in photo.offered} if boxes is None else set(boxes)
    edits: list[Edit] = []
    for one in photo.boxes:
        if one.box in chosen and not one.here:
            edits += _picture_edits(desk, planner, one.box, one.picture, one.note)
    return desk.door.do("Keep a sheet's pictures", edits, initiator=initiator)


def keep_whole(
    desk: Desk,
    photo: SheetPhoto,
    planner: RecordId,
    box: str,
    *,
    initiator: object | None = None,
) -> RecordId:
    """Put a whole photo into a box that somebody names; the way on where it was not recognised."""
    known = desk.door.must_exist(Planner, planner)
    whole = f"{photo.digest} whole"
    note, _ = sheet_note(desk.workspace, planner, box, whole, photo.whole.sha256)
    edits = _picture_edits(desk, known, box, photo.whole, note)
    desk.door.do("Put a photo into a box", edits, initiator=initiator)
    return note


def _picture_edits(
    desk: Desk, planner: Planner, box: str, picture: PreparedPicture, identity: RecordId
) -> list[Edit]:
    known = desk.workspace.get(Note, identity)
    if known is not None:
        return bringing_back([known]) if known.deleted else []
    attachment, kept = kept_picture(desk, planner.session, picture)
    others = notes_in(desk.workspace, planner.id, box)
    orders, room = orders_for(others, len(others), 1)
    note = new_note(planner, box, identity, orders[0], picture=attachment)
    return [*room, *kept, *creating(note)]


# -- typing up ------------------------------------------------------------------------------------


def to_type_up(records: Records, planner: RecordId) -> tuple[Note, ...]:
    """Pictures on a planner that nobody has put into words yet, in order."""
    some = records.find(Note, planner=planner)
    waiting = [
        one
        for one in some
        if one.picture and not (one.text.strip() or one.given or one.done or one.newer)
    ]
    return tuple(sorted(waiting, key=lambda one: (one.box, one.order, one.id)))


def type_up(
    desk: Desk,
    note: RecordId,
    texts: Sequence[str],
    *,
    author: str = "",
    given: str = "",
    initiator: object | None = None,
) -> ChangeSummary:
    """What is written on a picture, as one step: the first text beside the picture, the others as
    notes after it. Empty texts are left out. ``given`` is the answer ticked in a choice or scale.
    A table's rows are texts of :func:`cps_desktop.services.answers.row_text`.
    """
    known = desk.door.must_exist(Note, note)
    # A tab at the edge of a row belongs to an empty cell.
    said = [text.strip(" \r\n") for text in texts if text.strip()]
    named = NamedAs.NAME if author.strip() else NamedAs.NOBODY
    edits = setting(known, text=said[0] if said else "", given=given or known.given)
    if author.strip():
        edits += setting(known, author=author.strip(), named_as=named)
    others = notes_in(desk.workspace, known.planner, known.box)
    place = next((at for at, one in enumerate(others) if one.id == note), len(others) - 1) + 1
    orders, room = orders_for(others, place, len(said[1:]))
    for text, order in zip(said[1:], orders, strict=True):
        new = msgspec.structs.replace(
            known,
            id=desk.door.new_id(),
            text=text,
            order=order,
            picture="",
            theme="",
            given="",
            author=author.strip() or known.author,
            named_as=named if author.strip() else known.named_as,
            made=0,
            touched=0,
            contested=(),
        )
        edits += creating(new)
    return desk.door.do("Type up a picture", [*room, *edits], initiator=initiator)


def type_up_ticks(
    desk: Desk,
    note: RecordId,
    ticks: Mapping[str, tuple[bool, str]],
    text: str = "",
    *,
    author: str = "",
    initiator: object | None = None,
) -> ChangeSummary:
    """What is ticked on the picture of a checklist, as one step: by item, its tick and remark.

    They are the planner's own ticks; the picture stays beneath them, with ``text`` beside it.
    """
    known = desk.door.must_exist(Note, note)
    planner = desk.door.must_exist(Planner, known.planner)
    # A picture has no item; its own tick says that somebody has been through it.
    edits = setting(known, text=text.strip(), done=True)
    if author.strip():
        named = NamedAs.NAME
        edits += setting(known, author=name_kept(author, named), named_as=named)
    for item, (done, remark) in ticks.items():
        edits += item_edits(desk.door.records, planner, known.box, item, done, remark.strip())
    return desk.door.do("Type up a picture", edits, initiator=initiator)
