"""A planner as it is shown: stages, boxes and notes in order, with what is still to fill."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cps_desktop.domain.kinds import NamedAs, Note, NoteColour, Planner
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.planner_catalogue import PlannerCatalogue

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


@dataclasses.dataclass(frozen=True, slots=True)
class BoxView:
    """A box with its notes in order."""

    box: Box
    notes: tuple[NoteView, ...]


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
        return sum(len(one.notes) for one in self.boxes)

    @property
    def filled(self) -> int:
        """How many of its boxes hold at least one note."""
        return sum(1 for one in self.boxes if one.notes)

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

    @property
    def count(self) -> int:
        """How many notes the planner holds, those in no box of its own too."""
        return sum(one.count for one in self.stages) + len(self.others)

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
    notes = sorted(records.find(Note, planner=planner), key=lambda one: (one.order, one.id))
    if known.deleted and not notes:
        return None
    template = catalogue.get(known.template, known.edition)
    notice = _notice(known, template)
    if template is not None and language:
        template = template.in_language(language)
    shown = [note_view(one, template) for one in notes]
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
    )


def note_view(note: Note, template: PlannerTemplate | None) -> NoteView:
    """One note as it is shown on a planner of this template."""
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
    )


def _stages(template: PlannerTemplate, notes: Iterable[NoteView]) -> tuple[StageView, ...]:
    by_box: dict[str, list[NoteView]] = {}
    for one in notes:
        by_box.setdefault(one.box, []).append(one)
    stages = []
    for stage in template.stages:
        boxes = tuple(
            BoxView(box, tuple(by_box.get(box.key, ()))) for box in template.boxes_of(stage.key)
        )
        gap = next((one.box for one in boxes if not one.notes), None)
        stages.append(StageView(stage.key, stage.title, stage.prompt, boxes, gap))
    return tuple(stages)


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
