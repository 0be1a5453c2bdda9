"""Beside the planner, on demand: a note's details, or what the colours mean and how far it is."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.ui.kit.buttons import Button, LinkButton
from cps_desktop.ui.kit.layouts import empty
from cps_desktop.ui.kit.overlays import Drawer
from cps_desktop.ui.kit.words import Words, in_short
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import NOTE_COLOURS, SPACE_M, SPACE_S
from cps_desktop.ui.wall.legend import LegendRows
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.picture_dialog import PictureDialog
from cps_desktop.ui.wall.progress import stage_progress
from cps_desktop.ui.wall.snapshot import NoteSnapshot, colour_name, counted
from cps_desktop.ui.wall.wishes import Unlink

if TYPE_CHECKING:
    from cps_desktop.ui.wall.acts import NoteActs
    from cps_desktop.ui.wall.commands import NoteCommands
    from cps_desktop.ui.wall.desk import PlannerDesk


class NoteDetails(QWidget):
    """All there is to know about one note, with the buttons that change it."""

    def __init__(
        self, desk: PlannerDesk, acts: NoteActs, commands: NoteCommands, pictures: NotePictures
    ) -> None:
        super().__init__()
        self._desk, self._acts, self._commands = desk, acts, commands
        self._pictures = pictures
        self.note = ""
        self._shown_links: tuple[object, ...] = ()
        self.words = Words("", "strong")
        self.facts = Words("", "body")
        self.dots = Words("", "strong", wrap=False)
        self.give = Button("Give a dot", partial(self._dot, 1), tip="Full stop")
        self.take = Button("Take one back", partial(self._dot, -1), tip="Comma")
        self.theme = Button("Theme…", self._theme, tip="T")
        self.author = Button("Who said it…", self._author, tip="W")
        self.action = Button("Turn into an action…", self._action, tip="A")
        self.child = Button("Begin an A3 for this…", self._child, tip="3")
        self.link = Button("Link with…", self._link, tip="L")
        self.picture = Button("Look at the picture", self._look)
        self.history = Words("", "small", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.words)
        column.addWidget(self.facts)
        column.addLayout(_row(self.author, self.theme))
        column.addWidget(self.dots)
        column.addLayout(_row(self.give, self.take))
        left = Qt.AlignmentFlag.AlignLeft
        for button in (self.picture, self.action, self.child, self.link):
            column.addWidget(button, 0, left)
        self._links = QVBoxLayout()
        self._links.setSpacing(SPACE_S)
        column.addLayout(self._links)
        column.addWidget(self.history)
        column.addStretch(1)

    def show_note(self, note_id: str) -> bool:
        """Show a note as it is now; False where there is none."""
        self.note = note_id
        note = self._desk.note(note_id)
        if note is None:
            return False
        meaning = self._desk.planner.meaning(note.colour)
        box = self._desk.box(note.box)
        self.words.setText(in_short(note.name, 400))
        facts = [
            f"In the box: {box.title}" if box is not None else "",
            f"Said by: {note.shown_author}",
            f"{colour_name(note.colour)}: {meaning}" if meaning else colour_name(note.colour),
            f"Theme: {note.theme}" if note.theme else "",
            f"Answer: {note.given_words}" if note.given_words else "",
            f"Action: {note.action_words or 'nobody named yet'}" if note.action else "",
            f"A3: {note.child_words}" if note.child else "",
            note.mark,
        ]
        self.facts.setText("\n".join(one for one in facts if one))
        self.dots.setText(counted(note.dots, "dot") if note.dots else "No dots")
        self.take.setEnabled(note.dots > 0)
        self.action.set_words("Go to the action" if note.action else "Turn into an action…")
        self.child.set_words("Go to its A3" if note.child else "Begin an A3 for this…")
        self.picture.setVisible(note.pictured)
        self.history.setText(_history(note))
        self._show_links(note)
        return True

    def _show_links(self, note: NoteSnapshot) -> None:
        names = tuple(self._name(other) for other in note.linked)
        shown = (note.id, *zip(note.linked, names, strict=True))
        if shown == self._shown_links:
            return
        self._shown_links = shown
        empty(self._links)
        for other, name in zip(note.linked, names, strict=True):
            go = LinkButton(name, partial(self._acts.go, other))
            go.setAccessibleName(f"Go to the linked note: {name}")
            off = Button("Unlink", partial(self._unlink, other))
            off.setAccessibleName(f"Unlink: {name}")
            self._links.addLayout(_row(go, off))

    def _name(self, other: str) -> str:
        # One on another planner is told of, and gone to, all the same.
        there = self._desk.note(other)
        return in_short(there.name, 34) if there is not None else "A note on another planner"

    def _unlink(self, other: str) -> None:
        self.link.setFocus()
        self._desk.wish(Unlink(self.note, other))

    def _dot(self, by: int) -> None:
        if by < 0:
            note = self._desk.note(self.note)
            if note is not None and note.dots == 1:
                # The button rests when none is left: the keyboard goes to the one beside it.
                self.give.setFocus()
        self._acts.dot(self.note, by)

    def _theme(self) -> None:
        self._acts.theme(self.note)

    def _author(self) -> None:
        self._commands.ask_author(self.note)

    def _action(self) -> None:
        self._acts.action(self.note)

    def _child(self) -> None:
        self._acts.child(self.note)

    def _link(self) -> None:
        self._acts.link(self.note)

    def _look(self) -> None:
        note = self._desk.note(self.note)
        if note is not None:
            dialog = PictureDialog(self._pictures, note, self)
            dialog.ask()
            dialog.deleteLater()


def _row(*parts: QWidget) -> WrappingRow:
    row = WrappingRow(SPACE_S)
    for one in parts:
        row.addWidget(one)
    return row


def _history(note: NoteSnapshot) -> str:
    if not note.made:
        return ""
    said = f"Written {_moment(note.made)}."
    if note.touched - note.made > 60_000:
        said += f" Last changed {_moment(note.touched)}."
    return said


def _moment(ms: int) -> str:
    when = dt.datetime.fromtimestamp(ms / 1000, dt.UTC).astimezone()
    return f"{say_date(when.date())}, {say_time(when.time())}"


class Overview(QWidget):
    """What the colours mean here, and how far each stage is, with the way to its next gap."""

    gap_asked = Signal(str)
    """The box with nothing in it that somebody wants to go to."""

    def __init__(self, desk: PlannerDesk) -> None:
        super().__init__()
        self._desk = desk
        self.legend = LegendRows()
        self._stages = QVBoxLayout()
        self._stages.setSpacing(SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(Words("Colours", "section"))
        column.addWidget(self.legend)
        column.addWidget(Words("How far it is", "section"))
        column.addLayout(self._stages)
        column.addStretch(1)
        self._said: tuple[tuple[str, str, str], ...] = ()

    def refresh(self) -> None:
        """Say how it is now."""
        planner = self._desk.planner
        self.legend.show_meanings({key: planner.meaning(key) for key in NOTE_COLOURS})
        said = tuple(self._far(stage.key, stage.title) for stage in planner.stages)
        if said == self._said:
            return
        self._said = said
        empty(self._stages)
        for words, gap, name in said:
            self._stages.addWidget(Words(words))
            if gap:
                go = LinkButton(
                    f"Next gap: {in_short(name, 34)}", partial(self.gap_asked.emit, gap)
                )
                self._stages.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)

    def _far(self, stage: str, title: str) -> tuple[str, str, str]:
        """How far a stage is, and the key and name of its first box with nothing in it."""
        far = stage_progress(self._desk, stage)
        return f"{title}: {far.words[:1].lower()}{far.words[1:]}", far.gap, far.gap_name


class PlannerAside(Drawer):
    """The drawer at the right: one thing at a time."""

    def __init__(
        self, desk: PlannerDesk, acts: NoteActs, commands: NoteCommands, pictures: NotePictures
    ) -> None:
        super().__init__("This note")
        self._desk = desk
        self.details = NoteDetails(desk, acts, commands, pictures)
        self.overview = Overview(desk)
        self.column.addWidget(self.details)
        self.column.addWidget(self.overview)
        self.overview.hide()
        desk.changed.connect(self._refresh)

    def show_note(self, note_id: str) -> None:
        """Open it with a note's details."""
        if self.details.show_note(note_id):
            self._open("This note", self.details)

    def follow(self, note_id: str) -> None:
        """The keyboard went to another note: open details are that note's."""
        if self.isVisible() and not self.details.isHidden() and note_id:
            self.details.show_note(note_id)

    def show_overview(self) -> None:
        """Open it with the colours and how far the planner is."""
        self.overview.refresh()
        self._open("Colours and progress", self.overview)

    def _open(self, title: str, part: QWidget) -> None:
        self.details.setVisible(part is self.details)
        self.overview.setVisible(part is self.overview)
        self.set_title(title)
        self.open_drawer()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        if not self.overview.isHidden():
            self.overview.refresh()
        elif not self.details.show_note(self.details.note):
            self.close_drawer()
