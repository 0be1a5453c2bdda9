"""Signing that one came: on screen, kept as strokes; or on a sheet of paper, noted by a person."""

from __future__ import annotations

from collections.abc import Collection

from cps_desktop.domain.changes import ChangeSummary, Edit, bringing_back, creating, deleting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Attendance,
    AttendanceSignature,
    Presence,
    SessionDay,
    Signing,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.signatures import Strokes, read_strokes
from cps_desktop.services.attendance import noted_of, presence_edits
from cps_desktop.services.door import Door, Records
from cps_desktop.services.who_stands import entries_of_one


def signatures_of(
    records: Records, attendance: RecordId, day: RecordId
) -> tuple[AttendanceSignature, ...]:
    """How somebody signed for a day, under whichever of their entries, in the order in which it
    was noted."""
    listed = records.get(Attendance, attendance)
    found = [
        given
        for one in (entries_of_one(records, listed) if listed is not None else ())
        for given in records.find(AttendanceSignature, attendance=one.id, session_day=day)
    ]
    return tuple(sorted(found, key=lambda one: (one.made, one.id)))


def strokes_by_entry(records: Records, session: RecordId, day: RecordId) -> dict[RecordId, Strokes]:
    """The signature given on screen for a day, by entry of the list; of several the last."""
    found = records.find(AttendanceSignature, session=session, session_day=day)
    drawn = sorted((one for one in found if one.strokes), key=lambda one: (one.made, one.id))
    return {one.attendance: read_strokes(one.strokes) for one in drawn}


def sign_on_screen(
    door: Door,
    attendance: RecordId,
    day: RecordId,
    strokes: str,
    *,
    initiator: object | None = None,
) -> RecordId:
    """Keep a signature as it was drawn, and say which record it became. Who signs is here.

    Raises InputRefused where nothing was drawn.
    """
    if not read_strokes(strokes):
        raise InputRefused("Nothing is written in the box yet. Nothing was changed.")
    listed = door.must_exist(Attendance, attendance)
    door.must_exist(SessionDay, day)
    signature = AttendanceSignature(
        id=door.new_id(),
        root=listed.session,
        session=listed.session,
        attendance=attendance,
        session_day=day,
        signing=Signing.SCREEN,
        strokes=strokes,
    )
    edits = [*creating(signature), *_seen(door.records, listed, day)]
    door.do("Sign in", edits, initiator=initiator)
    return signature.id


def sign_on_paper(
    door: Door,
    session: RecordId,
    day: RecordId,
    entries: Collection[RecordId],
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """These people signed the sheet of that day, as one step; whoever signed was here."""
    edits = paper_edits(door, session, day, entries)
    return door.do("Note who signed the sheet", edits, initiator=initiator)


def paper_edits(
    door: Door, session: RecordId, day: RecordId, entries: Collection[RecordId]
) -> list[Edit]:
    """The edits that say that these people signed the sheet of that day."""
    door.must_exist(SessionDay, day)
    edits: list[Edit] = []
    for entry in entries:
        listed = door.must_exist(Attendance, entry)
        identity = derived_id("signed sheet", entry, day)
        known = door.records.get(AttendanceSignature, identity)
        if known is None:
            edits += creating(
                AttendanceSignature(
                    id=identity,
                    root=session,
                    session=session,
                    attendance=entry,
                    session_day=day,
                    signing=Signing.PAPER,
                )
            )
        elif known.deleted:
            edits += bringing_back([known])
        edits += _seen(door.records, listed, day)
    return edits


def take_signatures_away(
    door: Door,
    attendance: RecordId,
    day: RecordId,
    *,
    only: RecordId = "",
    initiator: object | None = None,
) -> ChangeSummary:
    """They did not sign for that day after all, or not the ``only`` one; undo brings it back."""
    every = signatures_of(door.records, attendance, day)
    found = [one for one in every if only in ("", one.id)]
    return door.do("Take a signature away", deleting(found), initiator=initiator)


def _seen(records: Records, listed: Attendance, day: RecordId) -> list[Edit]:
    """Who signed is here; when they came is not known from that."""
    known = noted_of(records, listed.id, day)
    if known is not None and known.state == Presence.HERE:
        return []
    return presence_edits(records, listed.session, listed.id, day, state=Presence.HERE)
