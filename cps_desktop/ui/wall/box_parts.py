"""What a box shows beside notes: ticks, options, numbers, "Write here"; the same on wall and list.

Whatever somebody answers is a note. Here it is decided which notes hang as notes of their own, and
what a box of each kind offers to press.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cps_desktop.domain.box_contents import how_much
from cps_desktop.ui.wall.snapshot import BoxSnapshot, NoteSnapshot, counted

TICK: Final = "tick"
ANSWER: Final = "answer"
BEGIN: Final = "begin"

_BEGIN_WORDS: Final = {
    "text": "Write here",
    "table": "Add a row",
    "sketch": "Draw, or add a photo",
}


@dataclass(frozen=True, slots=True)
class BoxPart:
    """One thing to press in a box. ``share`` is how much of all answers it has, 0 to 1."""

    role: str
    key: str
    words: str
    said: str
    done: bool = False
    count: int = 0
    share: float = 0.0


def parts_of(box: BoxSnapshot, notes: Sequence[NoteSnapshot]) -> tuple[BoxPart, ...]:
    """What there is to press in a box that holds these notes."""
    if box.kind == "checklist":
        return _ticks(box, notes)
    if box.kind in {"choice", "scale"}:
        return _answers(box, notes)
    if box.kind in _BEGIN_WORDS and not (box.kind == "text" and notes):
        words = _BEGIN_WORDS[box.kind]
        return (BoxPart(BEGIN, "", words, f"{words}: {box.title}"),)
    return ()


def _ticks(box: BoxSnapshot, notes: Sequence[NoteSnapshot]) -> tuple[BoxPart, ...]:
    ticked = {one.given: one for one in reversed(notes)}
    parts = []
    for item in box.items:
        note = ticked.get(item.key)
        remark = note.text.strip() if note is not None else ""
        words = f"{item.words} – {remark}" if remark else item.words
        parts.append(BoxPart(TICK, item.key, words, words, done=note is not None and note.done))
    return tuple(parts)


def _answers(box: BoxSnapshot, notes: Sequence[NoteSnapshot]) -> tuple[BoxPart, ...]:
    given = Counter(one.given for one in notes)
    total = sum(given.values())
    parts = []
    for key, words in offered(box):
        count = given[key]
        said = f"{words}: {counted(count, 'answer')}"
        share = count / total if total else 0.0
        shown = key if box.kind == "scale" else words
        parts.append(BoxPart(ANSWER, key, shown, said, count=count, share=share))
    return tuple(parts)


def offered(box: BoxSnapshot) -> tuple[tuple[str, str], ...]:
    """The answers that can be given in a choice or on a scale: what is kept, and its words."""
    scale = box.scale
    if scale is None:
        return tuple((one.key, one.words) for one in box.options)
    ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
    return tuple(
        (str(number), f"{number}, {ends[number]}" if ends.get(number) else str(number))
        for number in range(scale.lowest, scale.highest + 1)
    )


def hangs(box: BoxSnapshot, note: NoteSnapshot) -> bool:
    """Whether a note is shown as one of its own: an answer without words is only counted."""
    if box.kind == "checklist":
        return note.given not in {one.key for one in box.items}
    if box.kind in {"choice", "scale"}:
        bare = not (note.text.strip() or note.author or note.contested or note.theme or note.leads)
        return not bare or note.given not in dict(offered(box))
    return True


def says(note: NoteSnapshot) -> bool:
    """Whether anything was said with a note: an empty one, or no tick, is nothing."""
    return bool(note.text.strip()) or note.pictured or note.done


def held(box: BoxSnapshot, notes: Sequence[NoteSnapshot]) -> int:
    """How many notes, answers, rows or ticks a box holds; none is a gap."""
    return how_much(box.kind, notes)


def cells_of(box: BoxSnapshot, text: str) -> tuple[str, ...]:
    """The cells of a table's row, one for each column."""
    wanted = max(1, len(box.columns))
    cells = text.split("\t", wanted - 1)
    return (*cells, *[""] * (wanted - len(cells)))
