"""A planner as it is shown: stages, boxes and notes in order, with what is still to fill.

All of it comes from one look at each kind of record, however many notes there are.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cps_desktop.domain.box_contents import how_much
from cps_desktop.domain.kinds import (
    Action,
    Attachment,
    Dot,
    NamedAs,
    Note,
    NoteColour,
    NoteLink,
    Planner,
)
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.note_links import links_among, went_into
from cps_desktop.services.people import folded
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.themes import spellings

NO_NAME = "No name"
OTHER_NOTES = "Other notes"
COLOUR_WORDS = {one.value: one.value.capitalize() for one in NoteColour}


def author_words(author: str, named_as: str) -> str:
    """Who said it, as they wish to be shown: their name, their initials or "No name"."""
    name = author.strip()
    if not name or named_as == NamedAs.NOBODY:
        return NO_NAME
    if named_as == NamedAs.INITIALS:
        return initials(name) or NO_NAME
    return name


def initials(name: str) -> str:
    """ "Gwenllian Hughes (invented)" → "G. H."; "M." stays "M."."""
    return " ".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())


MOST_NOTES = 10_000
"""Notes of one planner that are shown at once. A full room writes some hundreds; beyond this the
laptop would stand still for seconds, and nobody finds anything on such a wall."""


@dataclasses.dataclass(frozen=True, slots=True)
class NoteView:
    """One note as it is shown. ``touched`` is milliseconds since 1970, UTC."""

    note: RecordId
    box: str
    text: str
    author: str
    """As they wish to be shown: name, initials or "No name"."""
    colour: str
    colour_meaning: str
    """What the colour means on this planner; its own name where the legend does not say."""
    named_as: str
    author_kept: str
    """What was written down as the author, for the note's details."""
    made: int
    touched: int
    contested: bool = False
    """Two people changed this note, and someone has still to choose."""
    newer: bool = False
    """A newer version of the program wrote it: shown, never edited."""
    theme: str = ""
    """As the planner writes it, "" for none."""
    given: str = ""
    """The option's or item's key, or the number on a scale."""
    done: bool = False
    picture: str = ""
    """The picture's SHA-256, "" where there is none or nothing is known of it yet."""
    pictured: bool = False
    """Whether it has a picture, be it here or still to come."""
    dots: int = 0
    linked: tuple[RecordId, ...] = ()
    """The notes it is linked with, in this planner or another of the session."""
    action: RecordId = ""
    """The action it was turned into."""
    child: RecordId = ""
    """The planner that grew from it."""


@dataclasses.dataclass(frozen=True, slots=True)
class BoxView:
    """A box with its notes in order."""

    box: Box
    notes: tuple[NoteView, ...]

    @property
    def count(self) -> int:
        """How many notes, answers, rows or ticks it holds."""
        return how_much(self.box.kind, self.notes)


def answered(view: BoxView) -> bool:
    """Whether a box counts as filled: a checklist needs a tick, a text some words."""
    return view.count > 0


@dataclasses.dataclass(frozen=True, slots=True)
class StageView:
    """A stage with its boxes, how many notes it holds, and the first box without any."""

    key: str
    title: str
    prompt: str
    boxes: tuple[BoxView, ...]
    next_gap: Box | None

    @property
    def count(self) -> int:
        """How many notes the stage holds."""
        return sum(one.count for one in self.boxes)

    @property
    def filled(self) -> int:
        """How many of its boxes hold at least one note."""
        return sum(1 for one in self.boxes if answered(one))

    @property
    def progress(self) -> str:
        """For example "7 notes · next gap: Who helps"."""
        if not self.count:
            return "Nothing here yet"
        said = "1 note" if self.count == 1 else f"{self.count} notes"
        return said if self.next_gap is None else f"{said} · next gap: {self.next_gap.name}"


@dataclasses.dataclass(frozen=True, slots=True)
class PlannerView:
    """A planner as it is shown; ``others`` are notes whose box the template does not have."""

    planner: RecordId
    session: RecordId
    title: str
    template: PlannerTemplate | None
    stages: tuple[StageView, ...]
    others: tuple[NoteView, ...]
    notice: str = ""
    """One sentence where something about the planner itself has to be known; else ""."""
    removed: bool = False
    """It was removed here while notes came in from elsewhere."""
    newer: bool = False
    themes: tuple[str, ...] = ()
    """Every theme on it, by the alphabet."""
    dots_each: int = 3
    from_note: RecordId = ""
    """The note it grew from, "" for none; it may be gone."""
    too_many: int = 0
    """How many notes it has where they are more than MOST_NOTES: then none of them is read, it has
    no stages here, and ``notice`` says so. 0 for every planner made by people."""

    @property
    def count(self) -> int:
        """How many notes the planner holds, those in no box of its own too."""
        return self.too_many or sum(one.count for one in self.stages) + len(self.others)

    def box(self, key: str) -> BoxView | None:
        """The box with this key."""
        every = (one for stage in self.stages for one in stage.boxes)
        return next((one for one in every if one.box.key == key), None)

    def notes(self) -> tuple[NoteView, ...]:
        """Every note in reading order, those in no box of its own last."""
        placed = (note for stage in self.stages for box in stage.boxes for note in box.notes)
        return (*placed, *self.others)


def planner_view(
    records: Records,
    catalogue: PlannerCatalogue,
    planner: RecordId,
    *,
    language: str = "",
) -> PlannerView | None:
    """A planner as it stands now; None where there is no such planner, or it is gone for good."""
    known = records.get(Planner, planner)
    if known is None:
        return None
    template = catalogue.get(known.template, known.edition)
    count = sum(records.tally(Note, ("planner",), "planner", [planner]).values())
    if count > MOST_NOTES:
        return _too_full(known, template, count)
    notes = sorted(records.find(Note, planner=planner), key=lambda one: (one.order, one.id))
    if known.deleted and not notes:
        return None
    notice = _notice(known, template)
    if template is not None and language:
        template = template.in_language(language)
    around = _around(records, known, notes)
    shown = [note_view(one, template, around) for one in notes]
    return PlannerView(
        planner=planner,
        session=known.session,
        title=known.title or (template.title if template else "A planner"),
        template=template,
        stages=_stages(template, shown) if template else (),
        others=tuple(one for one in shown if template is None or template.box(one.box) is None),
        notice=notice,
        removed=known.deleted,
        newer=known.newer,
        themes=tuple(around.themes[one] for one in sorted(around.themes)),
        dots_each=known.dots_each,
        from_note=known.from_note,
    )


def _too_full(planner: Planner, template: PlannerTemplate | None, count: int) -> PlannerView:
    return PlannerView(
        planner=planner.id,
        session=planner.session,
        title=planner.title or (template.title if template else "A planner"),
        template=template,
        stages=(),
        others=(),
        notice=(
            f"There are {count:,} notes on this planner, more than can be shown or printed "
            f"({MOST_NOTES:,}). All of them are kept, found by Ctrl+K, and go along when you hand "
            "over. Go on with another planner, or remove this one under “Planners”."
        ),
        removed=planner.deleted,
        newer=planner.newer,
        dots_each=planner.dots_each,
        from_note=planner.from_note,
        too_many=count,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """What hangs on the notes of a planner, by note; pictures' digests by attachment, themes as
    they are written by their folded form."""

    dots: Mapping[RecordId, int] = dataclasses.field(default_factory=dict)
    links: Mapping[RecordId, tuple[RecordId, ...]] = dataclasses.field(default_factory=dict)
    actions: Mapping[RecordId, RecordId] = dataclasses.field(default_factory=dict)
    children: Mapping[RecordId, RecordId] = dataclasses.field(default_factory=dict)
    pictures: Mapping[RecordId, str] = dataclasses.field(default_factory=dict)
    themes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    spelt: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Each theme as a note has it, and as it is shown."""


NOTHING_AROUND = Around()


def _around(records: Records, planner: Planner, notes: Sequence[Note]) -> Around:
    """One look at each kind: what points at notes that are gone is passed over, or counts for the
    note they went into."""
    session = planner.session
    ids = {one.id for one in notes}
    links = records.find(NoteLink, session=session)
    into = went_into(links, ids)
    dots = (into.get(one.note, one.note) for one in records.find(Dot, planner=planner.id))
    actions: dict[RecordId, RecordId] = {}
    for action in records.find(Action, session=session):
        actions.setdefault(into.get(action.note, action.note), action.id)
    children: dict[RecordId, RecordId] = {}
    for child in records.find(Planner, session=session):
        if child.id != planner.id:
            children.setdefault(into.get(child.from_note, child.from_note), child.id)
    pictured = any(one.picture for one in notes)
    pictures = records.find(Attachment, session=session) if pictured else ()
    said = {one.theme for one in notes}
    themes = spellings(said)
    return Around(
        dots=Counter(dots),
        links=links_among(records, session, links, ids),
        actions=actions,
        children=children,
        pictures={one.id: one.digest for one in pictures},
        themes=themes,
        spelt={one: themes.get(folded(one), "") for one in said},
    )


def note_view(
    note: Note, template: PlannerTemplate | None, around: Around = NOTHING_AROUND
) -> NoteView:
    """One note as it is shown on a planner of this template, with what hangs on it."""
    meaning = template.meaning(note.colour) if template is not None else ""
    return NoteView(
        note=note.id,
        box=note.box,
        text=note.text,
        author=author_words(note.author, note.named_as),
        colour=note.colour,
        colour_meaning=meaning or COLOUR_WORDS.get(note.colour, note.colour),
        named_as=note.named_as,
        author_kept=note.author,
        made=note.made,
        touched=note.touched,
        contested=bool(note.contested),
        newer=note.newer,
        theme=around.spelt.get(note.theme, note.theme),
        given=note.given,
        done=note.done,
        picture=around.pictures.get(note.picture, ""),
        pictured=bool(note.picture),
        dots=around.dots.get(note.id, 0),
        linked=around.links.get(note.id, ()),
        action=around.actions.get(note.id, ""),
        child=around.children.get(note.id, ""),
    )


def _stages(template: PlannerTemplate, notes: Iterable[NoteView]) -> tuple[StageView, ...]:
    by_box: dict[str, list[NoteView]] = {}
    for one in notes:
        by_box.setdefault(one.box, []).append(one)
    stages = []
    for stage in template.stages:
        boxes = tuple(
            BoxView(box, _in_order(box, by_box.get(box.key, ())))
            for box in template.boxes_of(stage.key)
        )
        gap = next((one.box for one in boxes if not answered(one)), None)
        stages.append(StageView(stage.key, stage.title, stage.prompt, boxes, gap))
    return tuple(stages)


def _in_order(box: Box, notes: Sequence[NoteView]) -> tuple[NoteView, ...]:
    """As people put them; a checklist's items as the template has them, unknown ones last."""
    if box.kind != "checklist":
        return tuple(notes)
    places = {one.key: place for place, one in enumerate(box.items)}
    return tuple(sorted(notes, key=lambda one: places.get(one.given, len(places))))


def _notice(planner: Planner, template: PlannerTemplate | None) -> str:
    if planner.deleted:
        return "This planner was removed here while notes came in from another laptop."
    if template is None:
        return (
            "The template of this planner is not on this laptop. Every note is here; the boxes "
            "come back with the template's file."
        )
    if template.edition != planner.edition:
        return (
            f"This planner was begun on edition {planner.edition} of its template; this laptop "
            f"has edition {template.edition}. Every note is here."
        )
    return ""
