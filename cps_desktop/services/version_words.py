"""A field's value as a person reads it: names instead of ids, words instead of keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.hours import say_hours
from cps_desktop.domain.kinds import (
    Action,
    Attachment,
    Attendance,
    AttendanceSignature,
    BatchEntry,
    Claim,
    ClaimLine,
    ClaimStep,
    Coming,
    Consent,
    DayPart,
    DayPresence,
    Dot,
    NamedAs,
    Need,
    Note,
    NoteLink,
    Organisation,
    OwnPolicy,
    OwnTemplate,
    PaymentBatch,
    PaymentForTime,
    Person,
    Planner,
    Presence,
    Session,
    SessionDay,
    SignInPage,
)
from cps_desktop.domain.money import say_money
from cps_desktop.domain.planner_templates import Box
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.domain.records import KINDS, Meaning, Record, RecordId, Shape, Value, meanings
from cps_desktop.services import actions, claim_lines, people, sessions
from cps_desktop.services.answers import BETWEEN_CELLS
from cps_desktop.services.consents import WAY_WORDS
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.planner_view import COLOUR_WORDS

NOTHING: Final = "Nothing is written here."
UNREADABLE: Final = "A newer version of CPS Desktop wrote this; this laptop cannot show it."

_PRESENCE_WORDS: Final[dict[str, str]] = {
    Presence.NOT_SEEN: "Not seen yet",
    Presence.HERE: "Here",
    Presence.APOLOGIES: "Sent apologies",
}
_COMING_WORDS: Final[dict[str, str]] = {
    Coming.EXPECTED: "Expected",
    Coming.WALK_IN: "Came without being on the list",
    Coming.APOLOGIES: "Sent apologies",
}
_NAMED_WORDS: Final[dict[str, str]] = {
    NamedAs.NAME: "With the name",
    NamedAs.INITIALS: "With initials",
    NamedAs.NOBODY: "With no name",
}
_UNSAID: Final = ("session", "rule", "policy_edition", "turn", "written")
_PART_WORDS: Final[dict[str, str]] = {
    DayPart.BY_THE_TIMES: "As the times say",
    DayPart.WHOLE: "Whole day",
    DayPart.MORNING: "Morning",
    DayPart.AFTERNOON: "Afternoon",
}
_CHOICES: Final[dict[str, dict[str, str]]] = {
    "SessionKind": sessions.KIND_WORDS,
    "Role": people.ROLE_WORDS,
    "Coming": _COMING_WORDS,
    "Presence": _PRESENCE_WORDS,
    "DayPart": _PART_WORDS,
    "ConsentWay": {way: words.capitalize() for way, words in WAY_WORDS.items()},
    "NoteColour": COLOUR_WORDS,
    "NamedAs": _NAMED_WORDS,
    "ClaimState": claim_lines.STATE_WORDS,
    "LineKind": claim_lines.KIND_WORDS,
    "StepKind": claim_lines.STEP_WORDS,
    "Vehicle": claim_lines.VEHICLE_WORDS,
    "ActionState": actions.STATE_WORDS,
}


def field_label(desk: Desk, record: Record, field: str) -> str:
    """What a field is called on screen."""
    if isinstance(record, Note) and field == "order":
        return "Place in its box"
    known = meanings(type(record)).get(field)
    del desk
    return known.label if known else field.replace("_", " ").capitalize()


def value_words(desk: Desk, record: Record, field: str, value: Value) -> str:
    """A value of a record's field in words; a sentence where it is empty."""
    known = meanings(type(record)).get(field)
    if known is None:
        return str(value)
    if isinstance(record, Note) and field in _OF_A_NOTE:
        return _OF_A_NOTE[field](desk, record, value)
    if known.shape is Shape.ORDER:
        return _order_words(desk, record, str(value or ""))
    if isinstance(record, Person) and field == "other_roles":
        return people.other_roles_words(str(value or "")) or NOTHING
    if isinstance(record, Need) and field == "need":
        return desk.needs.needs.words(str(value or ""), "")
    if isinstance(record, Consent) and field == "purpose":
        return _purpose_words(desk, str(value or ""))
    if field == "policy":
        return _policy_name(desk, str(value or ""))
    if field == "miles_tenths" and isinstance(value, int):
        return f"{value // 10} miles" if value % 10 == 0 else f"{value / 10:.1f} miles"
    if field == "minutes" and isinstance(value, int):
        return say_hours(value)
    return _plain_words(desk, known, value) or NOTHING


def _policy_name(desk: Desk, policy: str) -> str:
    """What a policy is called; its id where it is not here."""
    found = next((one for one in desk.policies if one.id == policy), None)
    return found.name if found is not None else policy or NOTHING


def _plain_words(desk: Desk, known: Meaning, value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.date):
        return say_date(value)
    if isinstance(value, dt.time):
        return say_time(value)
    if isinstance(value, tuple):
        return ", ".join(_name_of(desk, known.refers_to, one) for one in value)
    if isinstance(value, int):
        if known.shape is Shape.PENCE:
            return say_money(value)
        return say_moment(value) if known.shape is Shape.MOMENT else f"{value:,}"
    if value is None:
        return ""
    if known.shape is Shape.REFERENCE:
        return _name_of(desk, known.refers_to, value) if value else "None"
    if known.choices is not None:
        words = _CHOICES.get(known.choices.__name__, {})
        return words.get(value, value.replace("_", " ").capitalize())
    return value


def _name_of(desk: Desk, kind: str, record: RecordId) -> str:
    cls = KINDS.get(kind)
    found = desk.workspace.get(cls, record) if cls is not None and record else None
    if found is None:
        return "somebody this laptop does not know yet" if kind == "person" else "not here yet"
    return record_words(desk, found)


def record_words(desk: Desk, record: Record) -> str:
    """What a record is, in a few words: the note, the person, the journey."""
    get = desk.workspace.get
    if isinstance(record, Session):
        return record.title or "A session without a title"
    if isinstance(record, Person):
        return people.shown_name(record) or "A person without a name"
    if isinstance(record, Organisation):
        return record.name or "An organisation without a name"
    if isinstance(record, Planner):
        template = desk.planners.get(record.template, record.edition)
        return record.title or (template.title if template else "A planner")
    if isinstance(record, Note | Action | Dot | NoteLink | OwnTemplate | Attachment):
        return _on_a_planner(desk, record)
    if isinstance(record, SessionDay):
        return say_date(record.day) if record.day else "A day without a date"
    if isinstance(record, Attendance):
        return people.shown_name(get(Person, record.person)) or "Somebody on the list"
    if isinstance(record, DayPresence):
        entry = get(Attendance, record.attendance)
        day = get(SessionDay, record.session_day)
        who = record_words(desk, entry) if entry else "Somebody on the list"
        return f"{who} on {record_words(desk, day)}" if day else who
    if isinstance(record, AttendanceSignature):
        entry = get(Attendance, record.attendance)
        return f"Signature of {record_words(desk, entry)}" if entry else "A signature"
    if isinstance(record, SignInPage):
        day = get(SessionDay, record.session_day)
        return f"Signed sheet of {record_words(desk, day)}" if day else "A signed sheet"
    if isinstance(record, Need | Consent):
        return _of_a_person(desk, record)
    return _of_money(desk, record)


def _policy_words(record: OwnPolicy) -> str:
    """An edition of a policy by its name and first day."""
    try:
        policy = read_policy(record.written.encode("utf-8", "replace"), record.policy)
    except InputRefused:
        return "An edition of an expense policy"
    return f"Expense policy “{policy.name}” from {say_date(policy.editions[0].starts)}"


def _of_money(desk: Desk, record: Record) -> str:
    get = desk.workspace.get
    if isinstance(record, Claim | PaymentForTime):
        whose = people.shown_name(get(Person, record.person)) or "somebody"
        return f"{'Claim' if isinstance(record, Claim) else 'Payment for time'} of {whose}"
    if isinstance(record, OwnPolicy):
        return _policy_words(record)
    if isinstance(record, PaymentBatch):
        return f"Payment batch {record.reference}".strip()
    if isinstance(record, ClaimLine | ClaimStep | BatchEntry):
        claim = get(Claim, record.claim)
        what = "Payment batch"
        if isinstance(record, ClaimLine):
            what = record.description or claim_lines.KIND_WORDS.get(record.kind_of, "A line")
        elif isinstance(record, ClaimStep):
            what = claim_lines.STEP_WORDS.get(record.step, "A step")
        return f"{what} ({record_words(desk, claim)})" if claim else what
    return type(record).KIND.replace("_", " ").capitalize()


def _purpose_words(desk: Desk, purpose: str) -> str:
    known = {one.key: one.name for one in desk.purposes}
    return known.get(purpose, purpose.replace("-", " ").capitalize())


def _of_a_person(desk: Desk, record: Need | Consent) -> str:
    whose = people.shown_name(desk.workspace.get(Person, record.person)) or "somebody"
    if isinstance(record, Need):
        return f"{desk.needs.needs.words(record.need, record.detail)} ({whose})"
    return f"{_purpose_words(desk, record.purpose)} ({whose})"


def session_of(desk: Desk, record: Record) -> Session | None:
    """The session a record belongs to; None for people and organisations."""
    if isinstance(record, Session):
        return record
    return desk.workspace.get(Session, getattr(record, "session", "") or record.root)


def _on_a_planner(
    desk: Desk, record: Note | Action | Dot | NoteLink | OwnTemplate | Attachment
) -> str:
    if isinstance(record, Note):
        where = _box_words(desk, record, record.box)
        item = _answer_words(desk, record, record.given) if _is_item(desk, record) else ""
        return f"“{item}” in “{where}”" if item else f"Note in “{where}”"
    if isinstance(record, Action):
        return f"Action “{shortened(record.what)}”" if record.what.strip() else "An action"
    if isinstance(record, Dot):
        note = desk.workspace.get(Note, record.note)
        return f"A dot on “{shortened(note.text)}”" if note else "A dot"
    if isinstance(record, NoteLink):
        ends = (desk.workspace.get(Note, one) for one in (record.one, record.other))
        return " and ".join(f"“{shortened(one.text)}”" for one in ends if one) or "A link"
    if isinstance(record, OwnTemplate):
        template = desk.planners.get(record.template, record.edition)
        return f"Planner template “{template.title}”" if template else "A planner template"
    return f"The picture “{record.name}”" if record.name else "A picture"


def _box_of(desk: Desk, note: Note, box: str) -> Box | None:
    planner = desk.workspace.get(Planner, note.planner)
    template = desk.planners.get(planner.template, planner.edition) if planner else None
    return template.box(box) if template else None


def _box_words(desk: Desk, note: Note, value: Value) -> str:
    found = _box_of(desk, note, str(value or ""))
    return found.name if found else str(value or "no box")


def _is_item(desk: Desk, note: Note) -> bool:
    box = _box_of(desk, note, note.box)
    return box is not None and box.kind == "checklist"


def _answer_words(desk: Desk, note: Note, value: Value) -> str:
    """An option or item by its words; a number as it is."""
    box = _box_of(desk, note, note.box)
    return (box.part_words(str(value)) if box else "") or str(value or "No answer")


def answer_of(desk: Desk, note: Note) -> str:
    """What was chosen, given or ticked with a note, in words; "" for one that is no answer."""
    if not note.given:
        return ""
    answer = _answer_words(desk, note, note.given)
    if not _is_item(desk, note):
        return answer
    return f"{answer}: {'ticked' if note.done else 'not ticked'}"


def _text_words(desk: Desk, note: Note, value: Value) -> str:
    cells = [one.strip() for one in str(value or "").split(BETWEEN_CELLS)]
    if len(cells) == 1:
        return str(value or "") or NOTHING
    box = _box_of(desk, note, note.box)
    names = [one.words for one in box.columns] if box else []
    names += [f"Column {number + 1}" for number in range(len(names), len(cells))]
    said = [f"{name}: {cell}" for name, cell in zip(names, cells, strict=False) if cell]
    return "\n".join(said) or NOTHING


def _picture_words(desk: Desk, value: Value) -> str:
    known = desk.workspace.get(Attachment, str(value)) if value else None
    return record_words(desk, known) if known else ("A picture" if value else "No picture")


_OF_A_NOTE: Final[dict[str, Callable[[Desk, Note, Value], str]]] = {
    "box": _box_words,
    "given": _answer_words,
    "text": _text_words,
    "done": lambda _desk, _note, value: "Ticked" if value else "Not ticked",
    "theme": lambda _desk, _note, value: str(value or "No theme"),
    "picture": lambda desk, _note, value: _picture_words(desk, value),
}
"""Fields of a note that say something of the box it stands in, in words."""


def _order_words(desk: Desk, record: Record, order: str) -> str:
    if not isinstance(record, Note):
        return "A place in the list"
    others = [
        one
        for one in desk.workspace.find(Note, planner=record.planner, box=record.box)
        if one.id != record.id and (one.order, one.id) < (order, record.id)
    ]
    if not others:
        return "First in its box"
    before = max(others, key=lambda one: (one.order, one.id))
    return f"After “{shortened(before.text)}”"


def shortened(text: str, most: int = 60) -> str:
    """Words on one line, cut with an ellipsis where they are many."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def content_words(desk: Desk, record: Record) -> str:
    """What a record says, for deciding whether to keep it: its fields with their labels."""
    if isinstance(record, Note):
        return _note_words(desk, record)
    said = []
    for name, known in meanings(type(record)).items():
        if known.shape in (Shape.ORDER, Shape.DIGEST) or name in _UNSAID:
            continue
        value = getattr(record, name)
        if name == "policy" and value:
            words = _policy_name(desk, str(value))
        else:
            words = _plain_words(desk, known, value)
        if words and words not in ("No", "None", "0"):
            said.append(f"{known.label}: {words}")
    return "\n".join(said) or NOTHING


def _note_words(desk: Desk, note: Note) -> str:
    """A note as it would be missed: its answer, its tick, its words, its picture and theme."""
    said = []
    if note.given:
        said.append(answer_of(desk, note))
    if note.text:
        said.append(_text_words(desk, note, note.text))
    if note.picture:
        said.append("With a picture")
    if note.theme:
        said.append(f"Theme: {note.theme}")
    return "\n".join(said) or NOTHING
