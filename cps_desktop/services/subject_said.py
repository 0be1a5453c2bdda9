"""What one person said on planners and what they said they would do, for their own data.

A note or an action carries a name, not an entry: it may be a namesake's, and the document says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from cps_desktop.domain.kinds import Action, Attachment, Note, Person, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.actions import STATE_WORDS
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing_groups import Found
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.people import folded
from cps_desktop.services.version_words import answer_of, session_of, value_words


class Picture(msgspec.Struct, frozen=True):
    """A picture. ``file`` is its name beside the JSON, "" while it is not here."""

    sha256: str
    name: str
    file: str = ""


class Said(msgspec.Struct, frozen=True):
    """A note. In ``mentions`` it is somebody else's (or an action), of whom nothing is said."""

    session: str
    planner: str
    text: str
    shown_as: str = ""
    written_at: str = ""
    theme: str = ""
    answer: str = ""
    picture: Picture | None = None


class Doing(msgspec.Struct, frozen=True):
    """An action that they said they would do, by a day if one was named."""

    session: str
    planner: str
    what: str
    due: dt.date | None
    state: str
    written_at: str = ""


def names_of(people: Iterable[Person]) -> frozenset[str]:
    """The names people go by, as names are compared."""
    names = (one for person in people for one in (person.name, person.known_as))
    return frozenset(folded(one) for one in names if one.strip())


def own_notes(desk: Desk, names: frozenset[str]) -> list[Note]:
    """Notes that say they are theirs."""
    return [one for one in desk.workspace.find(Note) if one.author and folded(one.author) in names]


def own_actions(desk: Desk, names: frozenset[str]) -> list[Action]:
    """Actions that say they will do them."""
    return [one for one in desk.workspace.find(Action) if one.who and folded(one.who) in names]


def notes_said(desk: Desk, notes: Iterable[Note]) -> Iterator[Said]:
    """Notes of theirs, in full."""
    for one in notes:
        yield Said(
            *_where(desk, one),
            value_words(desk, one, "text", one.text) if one.text.strip() else "",
            value_words(desk, one, "named_as", one.named_as),
            say_moment(one.made),
            one.theme,
            answer_of(desk, one),
            _picture(desk, one),
        )


def actions_said(desk: Desk, actions: Iterable[Action]) -> Iterator[Doing]:
    """Actions of theirs, in full."""
    for one in actions:
        state = STATE_WORDS.get(one.state, one.state)
        yield Doing(*_where(desk, one), one.what, one.due, state, say_moment(one.made))


def mentioned_in(found: Iterable[Found], own: Iterable[Note | Action]) -> dict[RecordId, str]:
    """The notes and actions of others in which they are named now: ids, with their kinds."""
    theirs = {one.id for one in own}
    return {
        one.record: one.kind
        for one in found
        if one.now and one.kind in (Note.KIND, Action.KIND) and one.record not in theirs
    }


def mentions_said(desk: Desk, records: dict[RecordId, str]) -> Iterator[Said]:
    """What others wrote in which they are named, without who wrote it or who will do it."""
    for identity, kind in records.items():
        if kind == Note.KIND:
            note = desk.workspace.get(Note, identity)
            if note is not None and not note.deleted:
                yield Said(*_where(desk, note), value_words(desk, note, "text", note.text))
        else:
            action = desk.workspace.get(Action, identity)
            if action is not None and not action.deleted:
                yield Said(*_where(desk, action), action.what)


def _picture(desk: Desk, note: Note) -> Picture | None:
    known = desk.workspace.get(Attachment, note.picture) if note.picture else None
    return None if known is None or known.deleted else Picture(known.digest, known.name)


def _where(desk: Desk, record: Note | Action) -> tuple[str, str]:
    session = session_of(desk, record)
    planner = desk.workspace.get(Planner, record.planner) if record.planner else None
    return (session.title if session else "", planner.title if planner else "")
