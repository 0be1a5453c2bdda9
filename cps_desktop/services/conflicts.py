"""Two people changed this: show both, and let a person choose, combine, or keep both.

Choosing is a change like any other: it replaces the heads it had seen, it travels, and it can be
undone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from cps_desktop.domain.changes import ChangeSummary, Edit, creating
from cps_desktop.domain.clock import FAR_AHEAD_MS
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import ClaimLine, Note
from cps_desktop.domain.records import DELETED, Record, RecordId, Shape, Value, meanings
from cps_desktop.services.desk import Desk
from cps_desktop.services.differences import Piece, marked
from cps_desktop.services.door import Door
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.note_shaping import texts_together
from cps_desktop.services.papers import paper_now
from cps_desktop.services.version_words import (
    UNREADABLE,
    content_words,
    field_label,
    record_words,
    session_of,
    value_words,
)
from cps_desktop.storage.reading import Version

DECIDE: Final = "Decide between two versions"
KEEP_BOTH: Final = "Keep both versions as notes"

KIND_WORDS: Final[dict[str, str]] = {
    "note": "Notes",
    "dot": "Notes",
    "note_link": "Notes",
    "planner": "Planners",
    "planner_template": "Planners",
    "action": "Actions",
    "session": "Sessions",
    "session_day": "Days",
    "person": "People",
    "organisation": "Organisations",
    "attendance": "Attendance",
    "presence": "Attendance",
    "attendance_signature": "Attendance",
    "sign_in_page": "Attendance",
    "claim": "Expenses",
    "claim_line": "Expenses",
    "receipt": "Expenses",
    "claim_step": "Expenses",
    "payment_batch": "Expenses",
    "batch_entry": "Expenses",
    "payment_for_time": "Payments for time",
    "attachment": "Pictures",
}
"""What a decision may be about, as people sort decisions."""

_TOGETHER: Final = ("pence", "policy", "policy_edition", "rule")
"""A line's price is one thing: deciding on the sum decides on the rule that made it."""

_KEYS: Final = ("box", "given", "template", "media_type", "seen", "strokes", *_TOGETHER)
"""Texts that are keys of something: one of them is chosen, nothing is written out of two."""

_PRICED_BY: Final = (
    "miles_tenths",
    "day",
    "vehicle",
    "passengers",
    "kind_of",
    "minutes",
    "hour_pence",
)

_FOLLOW: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    Note.KIND: {"box": ("order",)},
    ClaimLine.KIND: dict.fromkeys(_PRICED_BY, _TOGETHER),
}
"""Fields that go along with another one of their record: nobody is asked twice for one thing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """One of the versions, as shown: what it says, and where and when it was written.

    ``version`` is None on the side that keeps a record deleted elsewhere. ``value`` is what
    keeping this side writes.
    """

    value: Value
    words: str
    whose: str
    when: str
    time: int
    own: bool
    shown: bool
    readable: bool = True
    deletes: bool = False
    site: bytes = b""


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of one record that two people changed without knowing of one another.

    ``sides`` has the one shown now first. A field ``DELETED`` means: deleted on one laptop, edited
    on another; its sides are keeping it and deleting it. ``along`` are contested fields that are
    decided with this one.
    """

    record: Record
    field: str
    label: str
    about: str
    session: RecordId
    session_title: str
    sides: tuple[Side, ...]
    along: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[RecordId, str]:
        """What tells one from another."""
        return self.record.id, self.field

    @property
    def is_deletion(self) -> bool:
        """Whether it was deleted on one laptop and edited on another."""
        return self.field == DELETED

    @property
    def is_text(self) -> bool:
        """Whether the versions can be written together as one text."""
        known = meanings(type(self.record)).get(self.field)
        return (
            known is not None
            and known.shape in (Shape.TEXT, Shape.LONG_TEXT)
            and known.choices is None
            and all(isinstance(one.value, str) and one.readable for one in self.sides)
            and self.field not in _KEYS
        )

    @property
    def can_keep_both(self) -> bool:
        """Whether both can stay, each as a note; an answer would count twice then."""
        note = self.record if isinstance(self.record, Note) else None
        return note is not None and not note.given and self.field == "text" and self.is_text

    @property
    def written_together(self) -> str:
        """Both texts, one beneath the other: what the editor begins with."""
        texts = dict.fromkeys(str(one.value or "") for one in self.sides)
        known = meanings(type(self.record)).get(self.field)
        if isinstance(self.record, Note) and self.field == "text":
            return texts_together(tuple(texts), once=True)
        between = "\n" if known is not None and known.shape is Shape.LONG_TEXT else " / "
        return between.join(one for one in texts if one.strip())

    @property
    def kind_words(self) -> str:
        """What sort of thing it is about, as the choice on screen says it."""
        return KIND_WORDS.get(type(self.record).KIND, "Other things")

    @property
    def laptops(self) -> tuple[str, ...]:
        """Whose versions there are, each once."""
        return tuple(dict.fromkeys(one.whose for one in self.sides))

    @property
    def pieces(self) -> tuple[tuple[Piece, ...], ...]:
        """What each side says, in pieces: what differs from another side is marked."""
        if self.is_deletion:
            return tuple((Piece(one.words),) for one in self.sides)
        return marked([one.words for one in self.sides])

    @property
    def latest(self) -> Side:
        """The side written last, by the clocks of the laptops."""
        return max((one for one in self.sides if one.readable), key=lambda one: one.time)

    @property
    def own(self) -> Side | None:
        """This laptop's side, if it has one."""
        return next((one for one in self.sides if one.own and one.readable), None)

    def of_laptop(self, whose: str) -> Side | None:
        """The side of a laptop by its name on screen, if it has one."""
        return next((one for one in self.sides if one.whose == whose and one.readable), None)


def disagreements(
    desk: Desk, session: RecordId = "", step: Callable[[], object] = lambda: None
) -> tuple[Disagreement, ...]:
    """Everything that waits to be decided, of all sessions or of one.

    ``step`` is called between records and may raise, to stop.
    """
    some: list[Disagreement] = []
    for record in desk.workspace.contested():
        step()
        if session and session not in (record.root, getattr(record, "session", "")):
            continue
        some += of_record(desk, record)
    return tuple(some)


def of_record(desk: Desk, record: Record) -> list[Disagreement]:
    """What waits to be decided about one record."""
    if record.newer:
        return []  # shown and handed on, never edited here
    contested = set(record.contested)
    follow = _FOLLOW.get(type(record).KIND, {})
    leads = {lead: some for lead, some in follow.items() if lead in contested}
    led = {one for some in leads.values() for one in some}
    fields = [one for one in record.contested if one not in led]
    price = [one for one in fields if one in _TOGETHER]
    if isinstance(record, ClaimLine) and price:
        first = "pence" if "pence" in price else price[0]
        fields = [one for one in fields if one not in price or one == first]
        leads[first] = tuple(one for one in price if one != first)
    return [
        _disagreement(desk, record, one, tuple(f for f in leads.get(one, ()) if f in contested))
        for one in fields
    ]


def _disagreement(desk: Desk, record: Record, field: str, along: tuple[str, ...]) -> Disagreement:
    session = session_of(desk, record)
    deletion = field == DELETED
    return Disagreement(
        record=record,
        field=field,
        label="" if deletion else field_label(desk, record, field),
        about=record_words(desk, record),
        session=session.id if session else "",
        session_title=(session.title or "A session without a title") if session else "",
        sides=_sides_of_deletion(desk, record) if deletion else _sides(desk, record, field),
        along=along,
    )


def _when(desk: Desk, moment: int) -> str:
    """When, and that the clock it was told by runs ahead, if it does."""
    if moment > desk.workspace.now_ms() + FAR_AHEAD_MS:
        return f"{say_moment(moment)} by a clock that is a day or more ahead"
    return say_moment(moment)


def _sides(desk: Desk, record: Record, field: str) -> tuple[Side, ...]:
    sides: dict[object, Side] = {}
    for number, one in enumerate(desk.workspace.versions(record, field)):
        words = value_words(desk, record, field, one.value) if one.readable else UNREADABLE
        side = Side(
            value=one.value,
            words=words,
            whose=_whose(desk, one),
            when=_when(desk, one.time),
            time=one.time,
            own=one.own,
            shown=number == 0,
            readable=one.readable,
            site=one.change.site,
        )
        # Two who wrote the very same agree with one another.
        sides.setdefault(one.value if one.readable else one.change, side)
    return tuple(sides.values())


def _whose(desk: Desk, version: Version) -> str:
    """The laptop, and who works on it where the organisation's join file says so."""
    if version.own:
        return "This laptop"
    laptop = version.device or "A laptop without a name"
    now = paper_now(desk.workspace)
    device = version.key.hex()
    people = [one.name for one in now.join.coordinators if one.device == device] if now else []
    return f"{laptop} ({people[0]})" if people and people[0] not in ("", laptop) else laptop


def _sides_of_deletion(desk: Desk, record: Record) -> tuple[Side, ...]:
    gone = [one for one in desk.workspace.versions(record, DELETED) if one.value]
    deleted = gone[0] if gone else None
    edits = [
        one
        for field in meanings(type(record))
        for one in desk.workspace.versions(record, field)
        if deleted is None or one.change.site != deleted.change.site
    ]
    edited = max(edits, key=lambda one: one.time, default=None)
    keep = Side(
        value=False,
        words=content_words(desk, record),
        whose=_whose(desk, edited) if edited else "Another laptop",
        when=say_moment(edited.time if edited else record.touched),
        time=edited.time if edited else record.touched,
        own=bool(edited and edited.own),
        shown=not record.deleted,
    )
    delete = Side(
        value=True,
        words="Deleted",
        whose=_whose(desk, deleted) if deleted else "Another laptop",
        when=say_moment(deleted.time) if deleted else "",
        time=deleted.time if deleted else 0,
        own=bool(deleted and deleted.own),
        shown=record.deleted,
        deletes=True,
    )
    return keep, delete


# -- deciding --------------------------------------------------------------------------------------


def keep(
    desk: Desk, one: Disagreement, side: Side, *, initiator: object | None = None
) -> ChangeSummary:
    """Keep this side; the others are replaced (and stay in the journal)."""
    return keep_all(desk, [(one, side)], initiator=initiator)


def keep_all(
    desk: Desk,
    chosen: Sequence[tuple[Disagreement, Side]],
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Decide many at once, as one step. Raises InputRefused for a side that cannot be read here."""
    return desk.door.do(DECIDE, keeping(desk, chosen), initiator=initiator)


def keeping(desk: Desk, chosen: Sequence[tuple[Disagreement, Side]]) -> list[Edit]:
    """The edits that keep these sides. Raises InputRefused for one that cannot be read here."""
    edits: list[Edit] = []
    for one, side in chosen:
        if not side.readable:
            raise InputRefused(f"{UNREADABLE} Nothing was changed.")
        edits.append(_deciding(one, one.field, side.value))
        edits += _following(desk, one, side)
    return edits


def _deciding(one: Disagreement, field: str, value: Value) -> Edit:
    record = one.record
    root = record.id if type(record).IS_ROOT else record.root
    return Edit(type(record).KIND, record.id, root, field, value)


def _following(desk: Desk, one: Disagreement, side: Side) -> list[Edit]:
    """What was written with this side goes along with it."""
    edits: list[Edit] = []
    for field in one.along:
        versions = [v for v in desk.workspace.versions(one.record, field) if v.readable]
        same = [v for v in versions if v.change.site == side.site]
        if versions:
            edits.append(_deciding(one, field, (same or versions)[0].value))
    return edits


def write_together(
    desk: Desk, one: Disagreement, text: str, *, initiator: object | None = None
) -> ChangeSummary:
    """One new text instead of the versions. Raises InputRefused where they are no texts."""
    if not one.is_text:
        raise InputRefused("Only two texts can be written together. Nothing was changed.")
    return desk.door.do(DECIDE, [_deciding(one, one.field, text)], initiator=initiator)


def keep_both(
    desk: Desk, chosen: Sequence[Disagreement], *, initiator: object | None = None
) -> ChangeSummary:
    """Keep both texts of notes: the shown one stays, each other becomes a note beside it."""
    return desk.door.do(KEEP_BOTH, keeping_both(desk, chosen), initiator=initiator)


def keeping_both(desk: Desk, chosen: Sequence[Disagreement]) -> list[Edit]:
    """The edits that keep both. Raises InputRefused for what is no text of a note."""
    edits: list[Edit] = []
    for one in chosen:
        if not isinstance(one.record, Note) or not one.can_keep_both:
            raise InputRefused("Only two versions of a note can both be kept. Nothing was changed.")
        edits.append(_deciding(one, one.field, one.sides[0].value))
        for other in one.sides[1:]:
            edits += _note_beside(desk.door, one.record, str(other.value or ""))
    return edits


def _note_beside(door: Door, note: Note, text: str) -> list[Edit]:
    return creating(
        dataclasses.replace(
            note, id=door.new_id(), text=text, deleted=False, made=0, touched=0, contested=()
        )
    )
