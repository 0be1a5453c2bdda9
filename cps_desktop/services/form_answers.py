"""What a filled form says, as the notes it would become: new, changed, or here already.

A note's id is derived from the form, the person and the field, so that the same form brought in
twice is the same notes, and two people who filled in copies of one file are told apart.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import NamedAs, Note, Planner
from cps_desktop.domain.paper_forms import FormField, FormStamp, Part, fields_of_box
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.answers import item_note_id, row_text, text_note_id
from cps_desktop.services.door import Records
from cps_desktop.services.planners import new_note

EverSaid = Callable[[Note, str], frozenset[Value]]
"""All values a field of a note had."""

ON_PAPER: Final = "on a form"


class Standing(StrEnum):
    """How an answer stands to what is here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "the same"
    GONE = "taken away here"
    """It came in before, and somebody deleted it since."""
    UNCLEAR = "not clear"
    """It cannot be brought in: it is no answer this box has."""


@dataclasses.dataclass(frozen=True, slots=True)
class FormLine:
    """One answer of a form. ``before`` is what stands here now; ``remark`` a sentence to know."""

    standing: Standing
    box: str
    question: str
    words: str
    before: str = ""
    remark: str = ""
    note: Note | None = None
    """The note as it would be."""

    @property
    def key(self) -> str:
        """What names this line when people choose."""
        return self.note.id if self.note is not None else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Who:
    """Who filled in a form: the name as it was typed, and how they wish to be shown."""

    name: str
    named_as: str

    @property
    def key(self) -> str:
        """The same for one person, however they typed spaces and capitals."""
        return " ".join(self.name.split()).casefold()


class Reading:
    """Makes the lines of one form for one person."""

    def __init__(
        self,
        records: Records,
        planner: Planner,
        template: PlannerTemplate,
        stamp: FormStamp,
        who: Who,
        ever_said: EverSaid,
        here: PlannerTemplate | None = None,
    ) -> None:
        """``template`` is of the form's edition, ``here`` of the planner's where it moved on."""
        self._records, self._planner, self._template = records, planner, template
        self._stamp, self._who, self._ever_said = stamp, who, ever_said
        self._here = here or template

    def lines(self, values: Mapping[str, str]) -> tuple[FormLine, ...]:
        """Every answer in the order of the form; what was left empty is not among them."""
        found: list[FormLine] = []
        for box in self._template.boxes:
            of_box = {one.name: restored(values.get(one.name, "")) for one in fields_of_box(box)}
            for line in self._of_box(box, of_box):
                now = self._here.box(box.key)
                if now is None or now.kind != box.kind:
                    why = "This planner has no such box now; it will stand under “Other notes”."
                    line = dataclasses.replace(line, remark=f"{line.remark} {why}".strip())
                found.append(line)
        return tuple(found)

    def _of_box(self, box: Box, values: Mapping[str, tuple[str, bool]]) -> Sequence[FormLine]:
        fields = {one.name: one for one in fields_of_box(box)}
        if box.kind == "table":
            return self._rows(box, fields, values)
        if box.kind in ("choice", "scale"):
            return self._answer(box, values)
        if box.kind == "checklist":
            return self._ticks(box, fields, values)
        said = [(name, *values[name]) for name in fields if values[name][0]]
        if box.kind == "text" and self._here.box(box.key) is not None:
            return [self._into_text(box, text, mended) for _, text, mended in said]
        return [
            self._line(box, self._note(box, name, text=text), text, mended)
            for name, text, mended in said
        ]

    def _rows(
        self, box: Box, fields: Mapping[str, FormField], values: Mapping[str, tuple[str, bool]]
    ) -> Sequence[FormLine]:
        rows: dict[int, list[tuple[str, bool]]] = {}
        for name, field in fields.items():
            rows.setdefault(field.row, []).append(values[name])
        found = []
        for row, cells in rows.items():
            texts = [" ".join(text.split("\n")) for text, _ in cells]
            if any(texts):
                note = self._note(box, f"{box.key}:{row + 1}", text=row_text(texts))
                mended = any(each for _, each in cells)
                found.append(self._line(box, note, " | ".join(texts), mended))
        return found

    def _answer(self, box: Box, values: Mapping[str, tuple[str, bool]]) -> Sequence[FormLine]:
        given, _ = values[f"{box.key}:given"]
        more, mended = values[f"{box.key}:words"]
        key = _key_of(box, given)
        if given and not key:
            why = "This is not one of the answers of this question, so it stays on the form."
            unclear = FormLine(Standing.UNCLEAR, box.key, box.prompt, given, remark=why)
            return [unclear, *(self._answer_line(box, "", more, mended) if more else ())]
        return self._answer_line(box, key, more, mended) if key or more else []

    def _answer_line(self, box: Box, key: str, more: str, mended: bool) -> Sequence[FormLine]:
        note = self._note(box, f"{box.key}:given", text=more, given=key)
        return [self._line(box, note, said_words(box, note), mended)]

    def _ticks(
        self, box: Box, fields: Mapping[str, FormField], values: Mapping[str, tuple[str, bool]]
    ) -> Sequence[FormLine]:
        found = []
        for name, field in fields.items():
            if field.part is Part.ITEM and values[name][0]:
                identity = item_note_id(self._planner.id, box.key, field.item)
                known = self._records.get(Note, identity)
                note = self._note(box, "", identity=identity, given=field.item, done=True)
                if known is not None and not known.deleted:
                    note = msgspec.structs.replace(known, done=True)
                words = f"{box.part_words(field.item)}: done"
                standing = Standing.NEW
                if known is not None and known.deleted:
                    standing = Standing.GONE
                elif known is not None and known.done:
                    standing = Standing.SAME
                elif known is not None and True in self._ever_said(known, "done"):
                    standing = Standing.GONE
                found.append(FormLine(standing, box.key, box.prompt, words, note=note))
        return found

    def _into_text(self, box: Box, text: str, mended: bool) -> FormLine:
        """One text belongs to all: what somebody wrote on a form is added to it, with a heading."""
        identity = text_note_id(self._planner.id, box.key)
        known = self._records.get(Note, identity)
        whose = self._who.name if self._who.named_as == NamedAs.NAME else ""
        heading = f"{whose or 'Somebody'}, {ON_PAPER} {self._stamp.short}:"
        block = f"{heading} {text}"
        now = known.text if known is not None and not known.deleted else ""
        whole, standing = _with_block(now, heading, block)
        if standing is Standing.CHANGED and known is not None and self._said_before(known, block):
            standing, whole = Standing.SAME, now
        note = self._note(box, "", identity=identity, text=whole)
        if known is not None and not known.deleted:
            note = msgspec.structs.replace(known, text=whole)
        before = now if standing is Standing.CHANGED else ""
        return FormLine(standing, box.key, box.prompt, text, before, _mended(mended), note)

    def _said_before(self, known: Note, block: str) -> bool:
        return any(isinstance(one, str) and block in one for one in self._ever_said(known, "text"))

    def _line(self, box: Box, note: Note, words: str, mended: bool) -> FormLine:
        known = self._records.get(Note, note.id)
        remark = _mended(mended)
        if known is None:
            return FormLine(Standing.NEW, box.key, box.prompt, words, "", remark, note)
        if known.deleted:
            return FormLine(Standing.GONE, box.key, box.prompt, words, "", remark, note)
        if (known.text, known.given) == (note.text, note.given):
            return FormLine(Standing.SAME, box.key, box.prompt, words, "", remark, note)
        texts, gave = self._ever_said(known, "text"), self._ever_said(known, "given")
        if (note.text in texts or not note.text) and (note.given in gave or not note.given):
            why = f"It was changed here since: “{said_words(box, known)}”. {remark}".strip()
            return FormLine(Standing.SAME, box.key, box.prompt, words, "", why, note)
        before = said_words(box, known)
        changed = msgspec.structs.replace(known, text=note.text, given=note.given)
        return FormLine(Standing.CHANGED, box.key, box.prompt, words, before, remark, changed)

    def _note(
        self,
        box: Box,
        name: str,
        *,
        identity: RecordId = "",
        text: str = "",
        given: str = "",
        done: bool = False,
    ) -> Note:
        shared = bool(identity)
        named = not shared and self._who.named_as != NamedAs.NOBODY
        return new_note(
            self._planner,
            box.key,
            identity or note_id(self._stamp, self._planner.id, self._who, name),
            "",  # its place is found when it is brought in
            text=text,
            given=given,
            done=done,
            author=self._who.name if named else "",
            named_as=self._who.named_as if named else NamedAs.NOBODY,
        )


def note_id(stamp: FormStamp, planner: RecordId, who: Who, name: str) -> RecordId:
    """The note that one field of one person's form becomes, on every laptop the same."""
    return derived_id("form", stamp.form, planner, who.key, name)


def said_words(box: Box, note: Note) -> str:
    """What a note says in its box, in one line."""
    given = (box.part_words(note.given) or note.given) if box.kind != "checklist" else ""
    text = note.text.replace("\t", " | ")
    return ": ".join(part for part in (given, text) if part)


def _key_of(box: Box, given: str) -> str:
    """The option or number that was given, by its key or by its words; "" where there is none."""
    said = given.lstrip("/").strip()
    if box.kind == "scale":
        numbers = box.scale.numbers if box.scale is not None else range(0)
        first = re.match(r"-?\d+", said)
        return first[0] if first and int(first[0]) in numbers else ""
    for part in box.options:
        if said == part.key or said.casefold() == part.words.strip().casefold():
            return part.key
    return ""


def _with_block(now: str, heading: str, block: str) -> tuple[str, Standing]:
    """A text with somebody's part in it, and how that part stands to what was there."""
    parts = now.split("\n\n") if now else []
    start = next((at for at, part in enumerate(parts) if part.startswith(heading)), None)
    if start is None:
        return "\n\n".join([*parts, block]), Standing.NEW
    stop = start + 1
    while stop < len(parts) and f", {ON_PAPER} " not in parts[stop].split("\n")[0]:
        stop += 1
    if "\n\n".join(parts[start:stop]) == block:
        return now, Standing.SAME
    return "\n\n".join([*parts[:start], block, *parts[stop:]]), Standing.CHANGED


def _mended(mended: bool) -> str:
    if not mended:
        return ""
    return "The program it was typed with spoilt a picture sign (emoji); look whether it is right."


def restored(text: str) -> tuple[str, bool]:
    """A field's text as it was meant, and whether signs in it had been spoilt.

    PDFium, which many browsers fill in forms with, keeps sixteen bits of each character: of an
    emoji, U+1F600, it leaves U+F600. What is left lies where no writing has its letters, so that
    it can be told and put right; a few lie among rare Chinese signs and are put right where the
    text has no other Chinese in it.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    plain = "".join(" " if char == "\x0b" or char == "\x0c" else char for char in plain)
    chinese = any("\u3400" <= char <= "\u9fff" for char in plain)
    mended = False
    out = []
    for char in plain:
        code = ord(char)
        spoilt = 0xF000 <= code <= 0xF8FF or (0xF900 <= code <= 0xFAFF and not chinese)
        meant = chr(0x10000 + code) if spoilt else char
        if spoilt and unicodedata.category(meant) in ("So", "Sk"):
            mended = True
            out.append(meant)
            continue
        if char == "\ufffd" or 0xD800 <= code <= 0xDFFF:
            mended = True
            char = "\ufffd"
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out)), mended
