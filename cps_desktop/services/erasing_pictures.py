"""Pictures, as far as erasing is concerned: which of them nothing else shows.

A photo may show who it is of. What stands on somebody's note stays as their words do, unless it is
chosen; and a picture that another note or a receipt shows as well is not theirs alone. A sheet that
many signed is offered too: it goes unasked only with the last of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cps_desktop.domain.kinds import Attachment, DayPresence, Note, Presence, Receipt, SignInPage
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.services.erasing_groups import (
    PICTURES,
    SHEETS,
    Group,
    changes_of,
    counted,
    keys_of,
)
from cps_desktop.storage.erasing import Said, said_of
from cps_desktop.storage.workspace import Workspace


class OnNotes(NamedTuple):
    """Pictures that nothing but some notes show, and the changes that put them there."""

    pictures: Sequence[Attachment]
    said: Sequence[Said]

    @property
    def records(self) -> frozenset[RecordKey]:
        """The pictures' records."""
        return keys_of(self.pictures)

    @property
    def digests(self) -> frozenset[str]:
        """Their content, by SHA-256."""
        return frozenset(one.digest for one in self.pictures if len(one.digest) == 64)


def pictures_on(workspace: Workspace, notes: Collection[RecordId]) -> OnNotes:
    """The pictures that these notes show or ever showed, and that nothing else does."""
    known = [one for one in (workspace.get(Note, note) for note in notes) if one is not None]
    said = [
        one
        for note in known
        for one in said_of(workspace, note, "picture")
        if isinstance(one.value, bytes)
    ]
    named = {one.value.hex() for one in said if isinstance(one.value, bytes)}
    pictures = [
        one
        for one in (workspace.get(Attachment, each) for each in sorted(named))
        if one is not None and not _shown_elsewhere(workspace, one.id, notes)
    ]
    going = {bytes.fromhex(one.id) for one in pictures}
    return OnNotes(pictures, [one for one in said if one.value in going])


def pictures_group(workspace: Workspace, notes: Collection[RecordId]) -> Group | None:
    """The pictures on somebody's notes, offered; None where there are none."""
    found = pictures_on(workspace, notes)
    if not found.pictures:
        return None
    return Group(
        PICTURES,
        f"{counted(len(found.pictures), 'picture')} on notes that carry their name",
        len(found.pictures),
        ticked=False,
        note="A photo may show them. The words of the notes stay.",
        records=found.records,
        changes=changes_of(found.said),
        digests=found.digests,
    )


def sheets_group(workspace: Workspace, days: Sequence[DayPresence]) -> Group | None:
    """The pictures of sheets signed on these days of somebody's, offered; None where there are
    none. Ticked where nobody else is known to have been there."""
    pages: dict[RecordId, SignInPage] = {}
    others = False
    own = {one.id for one in days}
    for day in {one.session_day for one in days}:
        some = [one for gone in (False, True) for one in _pages(workspace, day, deleted=gone)]
        pages |= {one.id: one for one in some}
        if some:
            here = workspace.find(DayPresence, session_day=day, state=Presence.HERE)
            others = others or any(one.id not in own for one in here)
    if not pages:
        return None
    found = (workspace.get(Attachment, one.attachment) for one in pages.values())
    pictures = {
        one.id: one
        for one in found
        if one is not None and not _shown_elsewhere(workspace, one.id, (), pages)
    }
    return Group(
        SHEETS,
        f"{counted(len(pages), 'picture')} of sheets that were signed on days they came",
        len(pages),
        ticked=not others,
        note="Others may have signed on them too; without the picture nothing shows that they did.",
        records=keys_of([*pages.values(), *pictures.values()]),
        digests=frozenset(one.digest for one in pictures.values() if len(one.digest) == 64),
    )


def _pages(workspace: Workspace, day: RecordId, *, deleted: bool) -> Sequence[SignInPage]:
    return workspace.find(SignInPage, deleted=deleted, session_day=day)


def _shown_elsewhere(
    workspace: Workspace,
    picture: RecordId,
    notes: Collection[RecordId],
    pages: Collection[RecordId] = (),
) -> bool:
    """Whether anything but these notes and pages shows a picture, or did before it was deleted."""
    for deleted in (False, True):
        if workspace.find(Receipt, deleted=deleted, attachment=picture):
            return True
        noted = workspace.find(Note, deleted=deleted, picture=picture)
        signed = workspace.find(SignInPage, deleted=deleted, attachment=picture)
        if any(one.id not in notes for one in noted) or any(one.id not in pages for one in signed):
            return True
    return False
