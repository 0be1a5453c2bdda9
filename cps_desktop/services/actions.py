"""Actions: what somebody will do by a day, made by itself or out of a note (DOMAIN §2.2, §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.changes import ChangeSummary, creating, deleting, setting
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Action, ActionState, Note, NoteLink, Planner, Session
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.door import Door, Records
from cps_desktop.services.note_links import standing_note, went_into
from cps_desktop.services.places import making_there, order_at_end

STATE_WORDS: Final[dict[str, str]] = {ActionState.OPEN: "To do", ActionState.DONE: "Done"}
_TYPED: Final = frozenset({"what", "who", "due", "note", "planner"})


def actions_of(records: Records, session: RecordId) -> tuple[Action, ...]:
    """The actions of a session in order; equal places from two laptops go by id."""
    found = records.find(Action, session=session)
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))


def action_of_note(records: Records, note: RecordId) -> Action | None:
    """The action that a note was turned into, if there is one; also one of a note it took in."""
    known = records.get(Note, note)
    if known is None:
        return None
    here = records.find(Action, note=note)
    if not here:
        into = went_into(records.find(NoteLink, session=known.session), {note})
        here = tuple(
            one for one in records.find(Action, session=known.session) if into.get(one.note) == note
        )
    return min(here, key=lambda one: (one.order, one.id), default=None)


def action_words(action: Action) -> str:
    """An action in one line: what, who, by when, and how far it is."""
    parts = [
        " ".join(action.what.split()) or "An action without words",
        action.who,
        f"by {say_date(action.due)}" if action.due else "",
        STATE_WORDS.get(action.state, action.state),
    ]
    return " · ".join(one for one in parts if one)


def add_action(
    door: Door,
    session: RecordId,
    what: str = "",
    *,
    who: str = "",
    due: dt.date | None = None,
    note: RecordId = "",
    planner: RecordId = "",
    action_id: RecordId = "",
    initiator: object | None = None,
) -> RecordId:
    """Add an action at the end of a session's list.

    ``action_id`` is an id of ``Door.new_id`` where somebody is typing an action that the screen
    already shows: what they go on typing belongs to the same step of undo.
    """
    door.must_exist(Session, session)
    action = _new_action(
        door.records,
        action_id or door.new_id(),
        session,
        planner=planner,
        note=note,
        what=what,
        who=who,
        due=due,
    )
    typing = ("action", action.id, "what") if action_id else None
    door.do("Add an action", creating(action), initiator=initiator, amend=typing)
    return action.id


def action_from_note(
    door: Door,
    note: RecordId,
    *,
    what: str = "",
    who: str = "",
    due: dt.date | None = None,
    initiator: object | None = None,
) -> RecordId:
    """Turn a note into an action, with its words where no others are given; the note stays.

    Who said it is not who will do it, so that is left open. The id is derived from the note: two
    laptops make one action of it. A note that is an action already keeps the one it has; one that
    grew from it and hangs on it no more stays as it is.
    """
    known = door.must_exist(Note, note)
    there = action_of_note(door.records, note)
    if there is not None:
        return there.id
    identity = derived_id("action", note)
    former = door.records.get(Action, identity)
    action = _new_action(
        door.records,
        identity if former is None or former.deleted else door.new_id(),
        known.session,
        planner=known.planner,
        note=note,
        what=what.strip() or " ".join(known.text.split()),
        who=who,
        due=due,
    )
    door.do("Turn a note into an action", making_there(door.records, action), initiator=initiator)
    return action.id


def _new_action(
    records: Records,
    identity: RecordId,
    session: RecordId,
    *,
    planner: RecordId,
    note: RecordId,
    what: str,
    who: str,
    due: dt.date | None,
) -> Action:
    """An action after the session's others; the record alone, nothing is kept yet."""
    return Action(
        id=identity,
        root=session,
        session=session,
        planner=planner,
        note=note,
        what=what,
        who=who.strip(),
        due=due,
        order=order_at_end([one.order for one in records.find(Action, session=session)]),
    )


def edit_action(
    door: Door, action: RecordId, *, initiator: object | None = None, **fields: Value
) -> ChangeSummary:
    """Change what, who, due, or the note and planner it belongs to; keystrokes are one step.

    Raises KeyError for a field that is not typed by people.
    """
    known = door.must_exist(Action, action)
    unknown = set(fields) - _TYPED
    if unknown:
        raise KeyError(f"not typed into an action: {', '.join(sorted(unknown))}")
    who = fields.get("who")
    if isinstance(who, str):
        fields["who"] = who.strip()
    return door.do(
        "Change an action",
        setting(known, **fields),
        initiator=initiator,
        amend=("action", action, *sorted(fields)),
    )


def finish_action(
    door: Door, action: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Say that an action is done."""
    return set_state(door, [action], done=True, initiator=initiator)


def set_state(
    door: Door, actions: Iterable[RecordId], *, done: bool, initiator: object | None = None
) -> ChangeSummary:
    """Say of several actions that they are done, or still to be done, as one step."""
    known = [door.must_exist(Action, one) for one in dict.fromkeys(actions)]
    state = ActionState.DONE if done else ActionState.OPEN
    edits = [edit for one in known for edit in setting(one, state=state.value)]
    verb = "Finish" if done else "Reopen"
    what = f"{verb} an action" if len(known) == 1 else f"{verb} {len(known)} actions"
    return door.do(what, edits, initiator=initiator)


def delete_actions(
    door: Door, actions: Iterable[RecordId], *, initiator: object | None = None
) -> ChangeSummary:
    """Delete actions as one step; the notes they grew from stay."""
    known = [door.must_exist(Action, one) for one in dict.fromkeys(actions)]
    what = "Delete an action" if len(known) == 1 else f"Delete {len(known)} actions"
    return door.do(what, deleting(known), initiator=initiator)


def where_from(records: Records, action: Action) -> tuple[Planner | None, Note | None]:
    """The planner and note an action grew from, each None where it is gone or never was."""
    note = standing_note(records, action.note)
    planner = records.get(Planner, note.planner if note else action.planner)
    return (planner if planner is not None and not planner.deleted else None), note
