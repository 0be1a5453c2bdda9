"""Planners and what people put on them: notes, dots, links, actions; and the workspace's templates.

Whatever somebody says in a box is a note, its own record, so that two laptops never conflict over
a box: a row of a table, a choice, a number on a scale, a tick in a checklist, a drawing. What kind
of box it stands in says how its fields are read (``planner_templates``).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL


class NoteColour(StrEnum):
    """The six note colours; their meaning stands in the planner's legend."""

    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    PINK = "pink"
    LILAC = "lilac"
    ORANGE = "orange"


class NamedAs(StrEnum):
    """How the author of a note wishes to be shown."""

    NAME = "name"
    INITIALS = "initials"
    NOBODY = "nobody"


class ActionState(StrEnum):
    """How far an action has come."""

    OPEN = "open"
    DONE = "done"


@kind("planner")
class Planner(Record):
    """An A3 planner of a session: a template in the edition it began with.

    A child A3 names the note it grew from; that note's planner is its parent (DOMAIN §2.2).
    ``dots_each`` is how many dots a person may give when people vote.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    template: str = field(Shape.TEXT, "Template")
    edition: int = field(Shape.INTEGER, "Edition", 1)
    title: str = field(Shape.TEXT, "Title", participant=True, searched=True)
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)
    from_note: RecordId = field(Shape.REFERENCE, "Grown from", refers_to="note")
    dots_each: int = field(Shape.INTEGER, "Dots for each person", 3)


@kind("note")
class Note(Record):
    """One note in one box of a planner.

    In a box of the kind ``text`` there is one note, with an id derived from planner and box: all
    write into it. In a ``table`` a note is a row, its cells in ``text`` with a tab between them,
    in the order of the template's columns. In a ``choice`` or ``scale`` a note is one person's
    answer: ``given`` is the option's key or the number, ``text`` what they wish to add. In a
    ``checklist`` there is one note for each item, with an id derived from planner, box and item:
    ``given`` is the item's key, ``done`` its tick, ``text`` a remark. In a ``sketch``, and
    wherever somebody wants, ``picture`` is the drawing or photo and ``text`` what it shows.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    planner: RecordId = field(Shape.REFERENCE, "Planner", refers_to="planner")
    box: str = field(Shape.TEXT, "Box", help="The box's key in the planner's template.")
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)
    text: str = field(Shape.LONG_TEXT, "Note", participant=True, searched=True)
    colour: str = field(Shape.CHOICE, "Colour", NoteColour.YELLOW, choices=NoteColour)
    author: str = field(Shape.TEXT, "Who said it", sensitivity=_PERSONAL)
    named_as: str = field(Shape.CHOICE, "Shown as", NamedAs.NOBODY, choices=NamedAs)
    theme: str = field(Shape.TEXT, "Theme", participant=True, searched=True)
    given: str = field(Shape.TEXT, "Answer", participant=True)
    done: bool = field(Shape.FLAG, "Ticked", False, participant=True)
    picture: RecordId = field(Shape.REFERENCE, "Picture", refers_to="attachment")


@kind("dot")
class Dot(Record):
    """One dot that somebody gave a note. Each is its own record: dots from two laptops add up.

    ``turn`` says only which dots one person gave in one turn; it names nobody.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    planner: RecordId = field(Shape.REFERENCE, "Planner", refers_to="planner")
    note: RecordId = field(Shape.REFERENCE, "Note", refers_to="note")
    turn: str = field(Shape.TEXT, "Turn")


@kind("note_link")
class NoteLink(Record):
    """Two notes that belong together; the id is derived from both, the lesser id stands first.

    A note that was merged leaves a link from itself to the one it went into, with another derived
    id (``services.note_links``): what another laptop hung on it meanwhile hangs there then.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    one: RecordId = field(Shape.REFERENCE, "Note", refers_to="note")
    other: RecordId = field(Shape.REFERENCE, "Other note", refers_to="note")


@kind("action")
class Action(Record):
    """What somebody will do by a day: the A3's "actions and next steps" (DOMAIN §2.2, §6).

    ``note`` is the note it grew from, if any.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    planner: RecordId = field(Shape.REFERENCE, "Planner", refers_to="planner")
    note: RecordId = field(Shape.REFERENCE, "Note", refers_to="note")
    what: str = field(Shape.LONG_TEXT, "Action", searched=True)
    who: str = field(Shape.TEXT, "Who", sensitivity=_PERSONAL, searched=True)
    due: dt.date | None = field(Shape.DAY, "By when", None)
    state: str = field(Shape.CHOICE, "State", ActionState.OPEN, choices=ActionState)
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)


@kind("planner_template", root=True)
class OwnTemplate(Record):
    """A planner template of the workspace's own, in one edition, as a planner file.

    The id is derived from the template's id, the edition and the text: an edition that planners
    were begun with never changes. ``offered`` is false where nobody shall begin with it any more.
    """

    template: str = field(Shape.TEXT, "Template")
    edition: int = field(Shape.INTEGER, "Edition", 1)
    written: str = field(Shape.TEXT, "Planner file", settles=Settling.LATEST)
    offered: bool = field(Shape.FLAG, "Offered", True)
