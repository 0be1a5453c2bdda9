"""Forms that come back: read in a process of their own, shown before anything is kept, brought in
as notes with the person's name as one step of undo.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, creating
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note, Planner, Session
from cps_desktop.domain.paper_forms import (
    LAYOUT,
    SHOWN,
    STAMP,
    WHO,
    FormStamp,
    fields_of,
    find_stamp,
)
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import PlannerSheet
from cps_desktop.own_process import ask
from cps_desktop.services.desk import Desk
from cps_desktop.services.form_answers import FormLine, Reading, Standing, Who, note_id
from cps_desktop.services.paper_words import shown_title, spoken_in
from cps_desktop.services.picture_bounds import LARGEST_FILE, SECONDS
from cps_desktop.services.pictures import kind_of_file
from cps_desktop.services.places import making_there, orders_for
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.planners import notes_in

if TYPE_CHECKING:
    from cps_desktop.documents.fillable import PlacedField

_MOST_ANSWER: Final = 16 * 1024 * 1024
_A4: Final = (595.28, 841.89)
_FLATTENED: Final = (
    "The fields of this copy were turned into plain print, so the words were read from where they "
    "stand. Look at each of them: lines may be cut or joined, and letters such as ŵ or ł left out."
)
_SCRIPTS: Final = (
    "This file holds scripts of its own. They were not run; only its fields were read."
)


@dataclasses.dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A form as it came back, and what would come of it."""

    name: str
    """The file's."""
    stamp: FormStamp
    planner: RecordId
    who: Who
    lines: tuple[FormLine, ...]
    warnings: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    """Names under which this form came in before, where it now says another."""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def offered(self) -> tuple[FormLine, ...]:
        """The lines that are brought in unless somebody says otherwise."""
        return tuple(one for one in self.lines if one.standing in (Standing.NEW, Standing.CHANGED))

    @property
    def summary(self) -> str:
        """One sentence on what it holds, for example "5 new, 1 changed, 3 the same"."""
        counts = [(one, sum(line.standing is one for line in self.lines)) for one in Standing]
        return ", ".join(f"{count} {one}" for one, count in counts if count) or "Nothing is in it"


# -- making one -----------------------------------------------------------------------------------


def form_sheet(
    desk: Desk, session: Session, planner: RecordId, language: str = ""
) -> tuple[PlannerSheet, FormStamp]:
    """The form of a planner, with an id of its own, in a language its template has.

    Raises InputRefused.
    """
    known = desk.workspace.get(Planner, planner)
    template = desk.planners.get(known.template, known.edition) if known is not None else None
    if known is None or template is None:
        raise InputRefused(
            "This session has no planner whose template is on this laptop. Nothing was printed."
        )
    stamp = FormStamp(
        session.id,
        planner,
        template.id,
        template.edition,
        desk.door.new_id(),
        spoken_in(template, language).language,
    )
    spoken = template.in_language(stamp.language)
    sheet = blank_sheet(desk, session, spoken, "A4")
    title = shown_title(known.title, (template, spoken))
    return dataclasses.replace(sheet, template_title=title), stamp


# -- reading one ----------------------------------------------------------------------------------


def read_form(desk: Desk, session: RecordId, data: bytes, name: str, fonts: Path) -> ReturnedForm:
    """What a form says and what would come of it; nothing is changed.

    Takes a second or so: call it from a worker thread. Raises InputRefused with a sentence for
    what is no form of this session.
    """
    if not data:
        _refuse(name, "is empty. Ask for it again")
    if len(data) > LARGEST_FILE:
        _refuse(name, f"is larger than {LARGEST_FILE // 2**20} MB, and no form of ours is")
    if kind_of_file(data) != "pdf":
        _refuse(name, "is no PDF. A form comes back as the PDF that was sent")
    read = _asked(data, None, name)
    stamp = _stamp_of(read, name)
    planner, template = _belongs(desk, session, stamp, name)
    warnings = [_SCRIPTS] if read["scripts"] else []
    values: dict[str, str] = read["fields"]
    if not values:
        values = _from_print(desk, stamp, template, data, name, fonts)
        warnings.append(_FLATTENED)
    if planner.edition != stamp.edition:
        warnings.append(
            f"This form was made for edition {stamp.edition} of the planner, which has moved on "
            f"to edition {planner.edition} since."
        )
    unknown = set(values) - set(fields_of(template.boxes)) - {STAMP, WHO, SHOWN}
    if unknown:
        warnings.append("It has fields that are none of ours. They were left alone.")
    who = _who(values)
    form = _shown(desk, planner, stamp, who, values, name)
    if not form.lines:
        _refuse(name, "was not filled in: all its fields are empty. Ask for it again")
    return dataclasses.replace(form, warnings=tuple(warnings))


def is_form(data: bytes, name: str) -> bool:
    """Whether a file is a form of ours, be it of this session or not. Raises InputRefused."""
    if kind_of_file(data) != "pdf":
        return False
    read = _asked(data, None, name)
    beside = _stamp_beside(read["said"])
    return bool(beside or find_stamp(read["fields"].get(STAMP, "")) or find_stamp(read["text"]))


def as_person(desk: Desk, form: ReturnedForm, name: str) -> ReturnedForm:
    """The same form, taken as one person's who gave another name before."""
    planner = desk.door.must_exist(Planner, form.planner)
    who = dataclasses.replace(form.who, name=name)
    shown = _shown(desk, planner, form.stamp, who, form.values, form.name)
    return dataclasses.replace(shown, warnings=form.warnings, earlier=form.earlier)


def _shown(
    desk: Desk,
    planner: Planner,
    stamp: FormStamp,
    who: Who,
    values: Mapping[str, str],
    name: str,
) -> ReturnedForm:
    template = desk.planners.get(stamp.template, stamp.edition)
    if template is None:
        _refuse(name, "was made with a planner template that is not on this laptop")
    here = desk.planners.get(planner.template, planner.edition)
    reading = Reading(desk.workspace, planner, template, stamp, who, desk.workspace.said_of, here)
    earlier = _earlier(desk, planner, template, stamp, who)
    lines = reading.lines(values)
    return ReturnedForm(name, stamp, planner.id, who, lines, (), earlier, values)


def _earlier(
    desk: Desk, planner: Planner, template: PlannerTemplate, stamp: FormStamp, who: Who
) -> tuple[str, ...]:
    """Names of people on this planner under whom this very form came in."""
    names = {one.author for one in desk.workspace.find(Note, planner=planner.id)}
    fields = [*fields_of(template.boxes)]
    found = []
    for name in sorted(names | {""}):
        other = Who(name, NamedAs.NAME)
        if other.key != who.key and any(
            desk.workspace.get(Note, note_id(stamp, planner.id, other, field)) is not None
            for field in fields
        ):
            found.append(name)
    return tuple(found)


def _asked(data: bytes, places: Any, name: str) -> Any:
    from cps_desktop.services.form_child import work

    answer = ask(work, (places,), [data], most=_MOST_ANSWER, seconds=SECONDS)
    if answer.late:
        _refuse(name, "took too long to open")
    try:
        found = msgspec.msgpack.decode(answer.data or b"")
    except msgspec.DecodeError:
        found = "is damaged or broken off, or is no PDF. Ask for it again"
    if isinstance(found, str):
        _refuse(name, found[:300])
    return found


def _stamp_of(read: Mapping[str, Any], name: str) -> FormStamp:
    in_field = find_stamp(read["fields"].get(STAMP, ""))
    beside = _stamp_beside(read["said"])
    if in_field is not None and beside is not None and in_field != beside:
        _refuse(name, "says two different things about where it belongs. Ask for it again")
    stamp = in_field or beside or find_stamp(read["text"])
    if stamp is None and not read["fields"] and not read["text"].strip():
        _refuse(
            name,
            "holds only pictures of pages, so no words can be read from it. If it was filled in "
            "by hand or printed as a picture, type its answers in, or ask for the file that was "
            "typed into",
        )
    if stamp is None:
        _refuse(name, "is no form of this program, or its stamp was taken off")
    if stamp.layout != LAYOUT:
        _refuse(
            name,
            "is a form of another version of this program. Bring it in with that version, or "
            "type its answers in",
        )
    return stamp


def _stamp_beside(said: str) -> FormStamp | None:
    try:
        found = json.loads(said) if said else None
        if not isinstance(found, dict) or found.pop("cps_form", None) != 1:
            return None
        stamp = FormStamp(**found)
        return stamp if find_stamp(stamp.words) == stamp else None
    except (ValueError, TypeError, RecursionError):
        return None


def _belongs(
    desk: Desk, session: RecordId, stamp: FormStamp, name: str
) -> tuple[Planner, PlannerTemplate]:
    """The planner a form was made for. Raises InputRefused where that is not in this session."""
    if stamp.session != session:
        other = desk.workspace.get(Session, stamp.session)
        if other is None or other.deleted:
            _refuse(name, "belongs to a session that is not on this laptop")
        _refuse(name, f"belongs to another session, “{other.title[:60]}”. Open that, and add it")
    planner = desk.workspace.get(Planner, stamp.planner)
    if planner is None or planner.deleted or planner.session != session:
        _refuse(name, "belongs to a planner that was removed. Bring that planner back first")
    template = desk.planners.get(stamp.template, stamp.edition)
    if template is None or template.edition != stamp.edition or planner.template != template.id:
        _refuse(
            name,
            "was made with an edition of the planner template that is not on this laptop. Add the "
            "template's file, then add the form again",
        )
    return planner, template


def _who(values: Mapping[str, str]) -> Who:
    name = " ".join(values.get(WHO, "").split())[:200]
    shown = values.get(SHOWN, "").lstrip("/").strip().casefold()
    chosen = next((one for one in NamedAs if shown in (one.value, f"with my {one.value}")), None)
    if chosen is None:
        chosen = NamedAs.NOBODY if shown == "with no name" or not name else NamedAs.NAME
    return Who(name, chosen if name else NamedAs.NOBODY)


# -- a copy whose fields are plain print ----------------------------------------------------------


def _from_print(
    desk: Desk, stamp: FormStamp, template: PlannerTemplate, data: bytes, name: str, fonts: Path
) -> dict[str, str]:
    """The words that stand where the fields stood; buttons count as pressed by a sign in them."""
    from cps_desktop import documents

    session = desk.door.must_exist(Session, stamp.session)
    sheet = blank_sheet(desk, session, template.in_language(stamp.language), "A4")
    fields = documents.form_places(sheet, stamp, font_cache=fonts)
    places = tuple((one.page, one.rect) for one in fields)
    texts: Sequence[str] = _asked(data, places, name)
    at_stamp = next((text for one, text in zip(fields, texts, strict=True) if one.value), "")
    if find_stamp(at_stamp) != stamp:
        _refuse(
            name,
            "was printed at another size, so its words cannot be matched to their boxes. Ask for "
            "the file that was typed into, or type its answers in",
        )
    return _values_in_print(fields, texts)


def _values_in_print(fields: Sequence[PlacedField], texts: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for one, text in zip(fields, texts, strict=True):
        if one.button:
            if text.strip():
                values[one.name] = one.button
        else:
            values[one.name] = text
    return values


# -- bringing one in ------------------------------------------------------------------------------


def bring_in(
    desk: Desk,
    form: ReturnedForm,
    chosen: Collection[str] | None = None,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Bring in the lines with these keys (those offered, unless told) as one step of undo.

    Raises InputRefused where the planner is not here any more; then nothing is changed.
    """
    planner = desk.door.must_exist(Planner, form.planner)
    wanted = {one.key for one in form.offered} if chosen is None else set(chosen)
    edits: list[Edit] = []
    by_box: dict[str, list[Note]] = {}
    for line in form.lines:
        if line.note is None or line.key not in wanted or line.standing is Standing.SAME:
            continue
        known = desk.workspace.get(Note, line.note.id)
        if known is None:
            by_box.setdefault(line.box, []).append(line.note)
        else:
            note = msgspec.structs.replace(line.note, order=known.order)
            edits += making_there(desk.workspace, note)
    for box, notes in by_box.items():
        others = notes_in(desk.workspace, planner.id, box)
        orders, room = orders_for(others, len(others), len(notes))
        edits += room
        for note, order in zip(notes, orders, strict=True):
            edits += creating(msgspec.structs.replace(note, order=order))
    whose = f" from {form.who.name}" if form.who.named_as == NamedAs.NAME else ""
    return desk.door.do(f"Bring in a form{whose}"[:120], edits, initiator=initiator)


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(f"“{name[:80]}” {why}. Nothing was changed.")
