"""What stands in a box, whatever kind it is, as entries one under the other: on the wall as cards,
on reading pages as paragraphs. Nothing is said by colour or by a sign alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cps_desktop.documents.words import counted, joined
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.sheets import BoxOnSheet, NoteOnSheet

NOT_TICKED, TICKED = "☐", "☑"
NO_NAME = "No name"
_MOST_DOTS = 5
"""Dots drawn one beside the other; beyond that the number says it."""

_ALONE = frozenset({"text", "table", "choice", "scale", "checklist"})
"""Kinds whose entries stand one under the other, as wide as the box."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a box; ``colour`` is None for what is no note, ``cells`` make a table's row."""

    text: str
    small: str = ""
    """Who said it, its colour in words, dots, theme, what became of it."""
    colour: NoteColour | None = None
    cells: tuple[str, ...] = ()
    head: bool = False
    """The row that names a table's columns."""
    picture: bytes = b""
    alt: str = ""
    """What the picture shows, for who cannot see it."""
    theme: str = ""


def stands_alone(kind: str) -> bool:
    """Whether the entries of a box of this kind stand one under the other."""
    return kind in _ALONE


def entries_of(box: BoxOnSheet, *, meanings: bool = False) -> list[Entry]:
    """The entries of a filled box; none where nobody wrote anything.

    With ``meanings`` a colour is left to the caller, who says what it means.
    """
    if not box.notes:
        return []
    if box.kind == "table":
        return _rows(box)
    if box.kind in ("choice", "scale"):
        return [*_answers(box), *_worded(box, meanings)]
    if box.kind == "checklist":
        return _ticks(box, meanings)
    return [_entry(note, plain=box.kind == "text", meanings=meanings) for note in box.notes]


def blank_entries(box: BoxOnSheet) -> list[Entry]:
    """What a box to be written in offers: options and items with a square to tick."""
    if box.kind == "scale" and box.scale is not None:
        scale = box.scale
        numbers = "   ".join(f"{NOT_TICKED} {number}" for number in scale.numbers())
        return [Entry(joined((numbers, _ends(box)), "\n"))]
    if box.kind in ("choice", "checklist"):
        return [Entry(f"{NOT_TICKED} {part.words}") for part in box.parts]
    return []


def small_words(note: NoteOnSheet, *, plain: bool = False, meanings: bool = False) -> str:
    """Who said a note, its colour, theme, dots and what became of it, on one line."""
    dots = ""
    if note.dots > 0:
        shown = note.dots if note.dots <= _MOST_DOTS else 1
        dots = "●" * shown + " " + counted(note.dots, "dot")
    colour = "" if plain or meanings else note.colour_name or note.colour.value
    theme = f"theme: {note.theme}" if note.theme.strip() else ""
    author = "" if plain and note.author == NO_NAME else note.author
    return joined((author, colour, dots, theme, note.link))


def _entry(note: NoteOnSheet, *, plain: bool = False, meanings: bool = False) -> Entry:
    text = note.text
    if note.picture_to_come:
        text = joined((text, "[Its picture is still on another laptop]"), "\n")
    return Entry(
        text,
        small_words(note, plain=plain, meanings=meanings),
        None if plain else note.colour,
        picture=note.picture,
        alt=note.text.strip() or "A drawing or photo without words",
        theme=note.theme,
    )


def _rows(box: BoxOnSheet) -> list[Entry]:
    width = max(1, len(box.parts))
    rows = [Entry("", cells=tuple(part.words for part in box.parts), head=True)]
    for note in box.notes:
        cells = note.text.split("\t")
        # More cells than columns: an older edition had more. The last column takes the rest.
        cells = (
            [*cells[: width - 1], "\n".join(cells[width - 1 :])] if len(cells) > width else cells
        )
        filled = tuple(cells) + ("",) * (width - len(cells))
        rows.append(Entry("", small_words(note, plain=True), cells=filled))
    return rows if box.parts else [_entry(note, plain=True) for note in box.notes]


def _answers(box: BoxOnSheet) -> Iterable[Entry]:
    """How often each option or number was given, and by whom."""
    if box.kind == "scale":
        yield Entry(_ends(box) or "Numbers people gave")
        known = [(str(number), str(number)) for number in box.scale.numbers()] if box.scale else []
    else:
        known = [(part.key, part.words) for part in box.parts]
    named = {key for key, _ in known}
    others = [(one, one) for one in dict.fromkeys(note.given for note in box.notes)]
    known += [(key, words) for key, words in others if key and key not in named]
    for key, words in known:
        gave = [note for note in box.notes if note.given == key]
        if gave or box.kind == "choice":
            said = counted(len(gave), "answer") if gave else "nobody yet"
            yield Entry(f"{words}: {said}", _who(gave))


def _who(notes: Sequence[NoteOnSheet]) -> str:
    named = [note.author for note in notes if note.author.strip() and note.author != NO_NAME]
    rest = len(notes) - len(named)
    without = f"{rest} with no name" if rest and named else ""
    return ", ".join([*named, *([without] if without else [])])


def _worded(box: BoxOnSheet, meanings: bool) -> Iterable[Entry]:
    """What people added in words to the option or number they gave."""
    words = {part.key: part.words for part in box.parts}
    for note in box.notes:
        extra = any((note.text.strip(), note.picture, note.dots, note.link, note.theme))
        if extra or not note.given:
            entry = _entry(note, meanings=meanings)
            given = words.get(note.given, note.given)
            small = joined((f"gave “{given}”" if given else "", entry.small))
            yield Entry(entry.text, small, entry.colour, picture=note.picture, alt=entry.alt)


def _ticks(box: BoxOnSheet, meanings: bool) -> list[Entry]:
    by_item = {note.given: note for note in reversed(box.notes)}
    found = []
    for part in box.parts:
        note = by_item.get(part.key)
        done = note is not None and note.done
        text = f"{TICKED if done else NOT_TICKED} {part.words} – {'done' if done else 'to do'}"
        remark = note.text if note is not None else ""
        small = small_words(note, plain=True) if note is not None else ""
        picture = note.picture if note is not None else b""
        found.append(Entry(joined((text, remark), "\n"), small, picture=picture, alt=part.words))
    known = {part.key for part in box.parts}
    first = {id(note) for note in by_item.values()}
    rest = [one for one in box.notes if one.given not in known or id(one) not in first]
    return [*found, *(_entry(one, meanings=meanings) for one in rest)]


def _ends(box: BoxOnSheet) -> str:
    scale = box.scale
    if scale is None:
        return ""
    low = f"{scale.lowest}: {scale.lowest_words}" if scale.lowest_words else ""
    high = f"{scale.highest}: {scale.highest_words}" if scale.highest_words else ""
    return joined((low, high), "   ")
