"""The widgets of the notes on a sheet: made, moved, changed and dropped in line with the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.box_parts import hangs
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.later_notes import LaterNotes
from cps_desktop.ui.wall.laying_out import OnSheet
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.note_signals import NoteSignals
from cps_desktop.ui.wall.snapshot import NoteSnapshot, PlannerSnapshot


class NotesOnSheet:
    """``told`` is what every note speaks through; ``later`` are those that have no widget yet.
    ``show_parts`` brings in line what else there is in a box: whether a layout is due for it."""

    def __init__(
        self,
        on: OnSheet,
        desk: PlannerDesk,
        later: LaterNotes,
        pictures: NotePictures,
        told: NoteSignals,
        show_parts: Callable[[BoxGroup], bool],
    ) -> None:
        self._on = on
        self._desk = desk
        self._later = later
        self._pictures = pictures
        self._told = told
        self._show_parts = show_parts

    def put_off(self, planner: PlannerSnapshot) -> None:
        """Notes that are new to the sheet and too many at once follow bit by bit."""
        if self._later:
            return
        from_the_top = sorted(planner.boxes, key=lambda one: (one.y, one.x))
        self._later.choose(
            {
                box.key: [
                    one.id
                    for one in self._desk.shown.notes(box.key)
                    if one.id not in self._on.notes and hangs(box, one)
                ]
                for box in from_the_top
            }
        )

    def sync(self, planner: PlannerSnapshot) -> bool:
        """Make, move, change and drop note widgets; True when a layout is due."""
        due = False
        keep: set[str] = set()
        for group in self._on.boxes.values():
            due = self._sync_box(group, planner, keep) or due
        self._later.keep_only(keep)
        for note_id in [one for one in self._on.notes if one not in keep]:
            gone = self._on.notes.pop(note_id)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
            due = True
        return due

    def make(self, some: Mapping[str, str]) -> None:
        """Make these notes (ids with their boxes), out of sight."""
        for key in dict.fromkeys(some.values()):
            group = self._on.boxes[key]
            for note in self._desk.shown.notes(key):
                if note.id in some and note.id not in self._on.notes:
                    button = self._make_note(note, self._desk.planner.meaning(note.colour), group)
                    button.hide()
                    button.face.measures(group.inside.note_width)

    def show_chosen(self) -> None:
        """Mark those that are chosen just now."""
        for note_id, button in self._on.notes.items():
            button.set_chosen(note_id in self._desk.chosen)

    def _sync_box(self, group: BoxGroup, planner: PlannerSnapshot, keep: set[str]) -> bool:
        """Bring one box in line; True when a layout is due."""
        key, due = group.box.key, False
        row: list[NoteButton] = []
        groups: list[tuple[str, int]] = []
        later = 0
        for theme_group in self._desk.shown.groups(key):
            before = len(row)
            for note in theme_group.notes:
                if not hangs(group.box, note):
                    continue
                keep.add(note.id)
                button = self._on.notes.get(note.id)
                if button is None and note.id in self._later:
                    later += 1
                    continue
                if button is None:
                    button = self._make_note(note, planner.meaning(note.colour), group)
                    # In a box that is not on screen yet it appears together with the box, at
                    # less cost.
                    if group.isVisible():
                        button.show()
                    due = True
                elif button.show_note(note, planner.meaning(note.colour)):
                    group.inside.spoil()
                    due = True
                if button.parentWidget() is not group:
                    _rehang(button, group)
                row.append(button)
            groups.append((theme_group.theme, len(row) - before))
        if (
            row != group.notes
            or later != group.inside.later
            or not group.inside.shows_groups(groups)
        ):
            as_before = group.notes == row[: len(group.notes)]
            # Siblings are read in this order, and so are notes.
            for button in row[len(group.notes) if as_before else 0 :]:
                button.raise_()
            group.hold(row, groups, later)
            due = True
        return self._show_parts(group) or due

    def _make_note(self, note: NoteSnapshot, meaning: str, group: BoxGroup) -> NoteButton:
        button = NoteButton(
            note,
            meaning,
            group,
            signals=self._told,
            pictures=self._pictures,
            columns=group.inside.columns,
        )
        button.set_zoom(self._on.zoom)
        if note.id in self._desk.chosen:
            button.set_chosen(True)
        self._on.notes[note.id] = button
        return button


def _rehang(button: NoteButton, group: BoxGroup) -> None:
    """Give a note another box, keeping the keyboard where it was."""
    had: QWidget | None = button.window().focusWidget()
    inside = had is not None and (had is button or button.isAncestorOf(had))
    if had is not None and inside:
        # On its way it is hidden, and Qt would hand the keyboard to whatever comes next: a screen
        # reader would say that as well.
        had.clearFocus()
    button.setParent(group)
    button.show()
    if had is not None and inside:
        had.setFocus()
