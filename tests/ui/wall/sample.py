"""An invented planner to try the wall on, built on the template that ships."""

from __future__ import annotations

import json
from pathlib import Path

from cps_desktop.ui.theme import NOTE_COLOURS
from cps_desktop.ui.wall import BoxSnapshot, NoteSnapshot, PlannerSnapshot, StageSnapshot

PLANNERS = Path(__file__).parents[3] / "resources" / "planners"

NOTES = (
    ("now", "The letter came after my follow-up visit", "yellow", "Rowan Example", "initials"),
    ("now", "Too many short forms I cannot read", "yellow", "A carer", "name"),
    ("now", "GP gets a different letter from the one I get", "blue", "Ward clerk", "name"),
    ("now", "Nobody said who to ring", "pink", "", "nobody"),
    ("scope", "Wording and layout: yes", "green", "Sponsor", "name"),
    ("scope", "The computer system: not this year", "pink", "Sponsor", "name"),
    ("people", "Ward clerks write them, doctors sign them", "blue", "Ward clerk", "name"),
    ("people", "My daughter reads them to me", "yellow", "", "nobody"),
    ("information", "Before I leave the ward", "yellow", "Rowan Example", "initials"),
    ("goal", "Every letter on one page has been achieved by June", "lilac", "Table 2", "name"),
    ("try", "One page, big print, plain words first", "lilac", "Table 2", "name"),
    ("try", "A phone number that is answered", "lilac", "Moira Invented", "initials"),
    ("try", "Read each letter aloud before it goes", "lilac", "Table 1", "name"),
    ("try", "Sit beside the ward clerk for an hour", "orange", "Table 1", "name"),
    ("help", "Pharmacy: which words for medicines?", "orange", "Table 3", "name"),
    ("help", "A printer that prints large", "pink", "Ward clerk", "name"),
    ("mood", "Patients will feel sure", "green", "Table 2", "name"),
    ("said-did", "We said: a test letter. We did: three.", "green", "", "nobody"),
    ("look-again", "Thursday 17 June 2027, ward meeting", "blue", "Sponsor", "name"),
)


def planner(
    name: str = "think-plan-reflect", notes: tuple[NoteSnapshot, ...] | None = None
) -> PlannerSnapshot:
    """A planner on a shipped template with these notes (None: the sample ones)."""
    data = json.loads((PLANNERS / f"{name}.json").read_text(encoding="utf-8"))
    stages = tuple(StageSnapshot(s["key"], s["title"], s.get("prompt", "")) for s in data["stages"])
    boxes = tuple(
        BoxSnapshot(
            b["key"],
            b["stage"],
            b["name"],
            b["prompt"],
            b["x"],
            b["y"],
            b["width"],
            b["height"],
            b.get("help", ""),
        )
        for b in data["boxes"]
    )
    if notes is None:
        notes = tuple(NoteSnapshot(f"note-{n}", *one) for n, one in enumerate(NOTES))
    meanings = {c["colour"]: c["meaning"] for c in data["colours"]}
    return PlannerSnapshot(
        f"planner-{name}", data["title"], stages, boxes, notes, meanings, ("Rowan Example", "Moira")
    )


def many(count: int) -> tuple[NoteSnapshot, ...]:
    """Many notes over the boxes of Think – Plan – Reflect, for measuring."""
    boxes = ("now", "scope", "people", "goal", "try", "help", "achieved", "feel")
    colours = tuple(NOTE_COLOURS)
    return tuple(
        NoteSnapshot(
            f"n{i}",
            boxes[i % len(boxes)],
            f"Note {i}: the letter came after the visit",
            colours[i % 6],
            "Table 2",
            "name",
        )
        for i in range(count)
    )
