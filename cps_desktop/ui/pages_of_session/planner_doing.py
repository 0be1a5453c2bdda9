"""Does what people wish on the wall: each wish is one step through the services, and is said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services import (
    actions,
    child_planners,
    dots,
    note_links,
    note_pictures,
    note_shaping,
    planners,
    themes,
)
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.progress import Progress
from cps_desktop.services.receipt_intake import pictures_of_bytes, pictures_of_files
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.pages_of_session.planner_answering import Answering
from cps_desktop.ui.paper_back import is_paper, take_files
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.wall import PlannerWall
from cps_desktop.ui.wall import wishes as w
from cps_desktop.ui.wall.snapshot import colour_name, counted
from cps_desktop.ui.wall.taking import Taken


class PlannerDoing(QObject):
    """Listens to the wall's desk. ``open_planner`` shows another planner of the session.

    Every change is made by the services; the page shows it when the door tells of it, and then
    the wall says what was done and puts the keyboard back.
    """

    def __init__(
        self, shell: Shell, wall: PlannerWall, open_planner: Callable[[RecordId], object]
    ) -> None:
        super().__init__(wall)
        self._shell = shell
        self._door = shell.desk.door
        self._wall = wall
        self._attempt = Attempts(shell, wall.desk.not_done)
        self._does: dict[type, Callable[[Any], None]] = {
            w.MoveNotes: self._move,
            w.Recolour: self._recolour,
            w.NameAuthor: self._name,
            w.DeleteNotes: self._delete,
            w.Merge: self._merge,
            w.Split: self._split,
            w.GiveTheme: self._theme,
            w.RenameTheme: self._rename_theme,
            w.GiveDot: self._give_dot,
            w.TakeDot: self._take_dot,
            w.SetDotsEach: self._dots_each,
            w.ClearDots: self._clear_dots,
            w.Link: self._link,
            w.Unlink: self._unlink,
            w.MakeAction: self._make_action,
        }
        # What leads elsewhere, brings pictures or answers a question has its own hands.
        self._does |= _Leading(self._shell, wall, open_planner).does()
        self._does |= _Picturing(self._shell, wall, self.done).does()
        self._does |= Answering(self._shell, wall, self.done).does()
        wall.desk.wished.connect(self._wished)

    def _wished(self, wish: object) -> None:
        self._wall.flush()
        self._does[type(wish)](wish)

    def done(self, act: Callable[[], object], note: RecordId, sentence: str) -> bool:
        """Do it; where it was done, say so with "Undo"."""
        if self._attempt(act) is None:
            return False
        self._wall.say_done(note, sentence, True)
        return True

    @property
    def _planner(self) -> RecordId:
        return self._wall.desk.planner.id

    def _move(self, wish: w.MoveNotes) -> None:
        door = self._door
        box = self._wall.desk.box(wish.box)
        name = box.title if box is not None else wish.box
        under = f", under “{wish.theme}”" if wish.theme else ""
        many = "" if len(wish.notes) == 1 else f"{counted(len(wish.notes))} "
        said = f"{many}moved to {name}{under}."
        self.done(
            lambda: planners.move_notes(door, wish.notes, wish.box, wish.index, theme=wish.theme),
            wish.notes[0],
            said[0].upper() + said[1:],
        )

    def _recolour(self, wish: w.Recolour) -> None:
        said = f"{counted(len(wish.notes))} are {colour_name(wish.colour).lower()} now."
        self.done(
            lambda: planners.set_colour(self._door, wish.notes, wish.colour),
            self._wall.current_note,
            said,
        )

    def _name(self, wish: w.NameAuthor) -> None:
        self.done(
            lambda: planners.set_authors(self._door, wish.notes, wish.author, wish.named_as),
            self._wall.current_note,
            f"Who said it is set for {counted(len(wish.notes))}.",
        )

    def _delete(self, wish: w.DeleteNotes) -> None:
        many = len(wish.notes) > 1
        said = f"{counted(len(wish.notes))} deleted." if many else "Answer taken back."
        self.done(lambda: planners.delete_notes(self._door, wish.notes), "", said)

    def _merge(self, wish: w.Merge) -> None:
        said = f"{counted(len(wish.notes))} are one now."
        if self.done(lambda: note_shaping.merge_notes(self._door, wish.notes), wish.notes[0], said):
            self._wall.desk.chosen.clear()

    def _split(self, wish: w.Split) -> None:
        made = self._attempt(lambda: note_shaping.split_note(self._door, wish.note, wish.texts))
        if made is not None:
            # On to the second: that is where somebody who split it wants to go on.
            self._wall.say_done(made[1], f"One note is {len(made)} notes now.", True)

    def _theme(self, wish: w.GiveTheme) -> None:
        theme = " ".join(wish.theme.split())
        many = counted(len(wish.notes))
        said = f"{many} under “{theme}”." if theme else f"{many} without a theme."
        self.done(
            lambda: themes.set_theme(self._door, wish.notes, theme),
            self._wall.current_note or wish.notes[0],
            said,
        )

    def _rename_theme(self, wish: w.RenameTheme) -> None:
        new = " ".join(wish.new.split())
        self.done(
            lambda: themes.rename_theme(self._door, self._planner, wish.theme, new),
            self._wall.current_note,
            f"The theme “{wish.theme}” is called “{new}” now.",
        )

    def _give_dot(self, wish: w.GiveDot) -> None:
        if self._attempt(lambda: dots.give_dot(self._door, wish.note)) is not None:
            self._say_dots(wish.note)

    def _take_dot(self, wish: w.TakeDot) -> None:
        if self._attempt(lambda: dots.take_dot_back(self._door, wish.note)) is not None:
            self._say_dots(wish.note)

    def _say_dots(self, note_id: RecordId) -> None:
        note = self._wall.desk.note(note_id)
        number = note.dots if note is not None else 0
        self._wall.say_done(note_id, f"{counted(number, 'dot')}." if number else "No dots.", False)

    def _dots_each(self, wish: w.SetDotsEach) -> None:
        self.done(
            lambda: dots.set_dots_each(self._door, self._planner, wish.count),
            self._wall.current_note,
            f"Each person has {counted(wish.count, 'dot')}.",
        )

    def _clear_dots(self, _wish: w.ClearDots) -> None:
        self.done(
            lambda: dots.clear_dots(self._door, self._planner),
            self._wall.current_note,
            "All dots are off.",
        )

    def _link(self, wish: w.Link) -> None:
        if self.done(
            lambda: note_links.link_together(self._door, wish.notes),
            wish.notes[0],
            f"{counted(len(wish.notes))} linked.",
        ):
            self._wall.desk.chosen.clear()

    def _unlink(self, wish: w.Unlink) -> None:
        self.done(
            lambda: note_links.unlink_notes(self._door, wish.one, wish.other),
            wish.one,
            "The link is gone.",
        )

    def _make_action(self, wish: w.MakeAction) -> None:
        self.done(
            lambda: actions.action_from_note(
                self._door, wish.note, what=wish.what, who=wish.who, due=wish.due
            ),
            wish.note,
            "It is an action now. See it under Actions.",
        )


class _Leading:
    """What leads to another page or planner, and what grows into one."""

    def __init__(
        self, shell: Shell, wall: PlannerWall, open_planner: Callable[[RecordId], object]
    ) -> None:
        self._shell, self._wall, self._open_planner = shell, wall, open_planner
        self._attempt = Attempts(shell, wall.desk.not_done)

    def does(self) -> dict[type, Callable[[Any], None]]:
        """The wishes it fulfils."""
        return {
            w.BeginChild: self._begin_child,
            w.OpenAction: self._open_action,
            w.OpenNote: self._open_note,
            w.OpenPlanner: self._open,
        }

    def _begin_child(self, wish: w.BeginChild) -> None:
        from cps_desktop.ui.pages_of_session.planner_child import ChildDialog

        desk, note = self._shell.desk, self._wall.desk.note(wish.note)
        if note is None:
            return
        dialog = ChildDialog(desk.planners.choices(), note.name, self._wall)
        made: RecordId | None = None

        def keep() -> str:
            nonlocal made
            template, title = dialog.template(), dialog.name.text()
            if template is None:
                return ""
            made = self._attempt(
                lambda: child_planners.child_from_note(desk.door, wish.note, template, title=title)
            )
            return self._attempt.why

        dialog.keeps(keep, "begin")
        dialog.ask()
        dialog.deleteLater()
        if made is not None:
            self._wall.say_done(wish.note, "An A3 of its own is begun. The note leads to it.", True)

    def _open_action(self, wish: w.OpenAction) -> None:
        self._shell.open_page("actions", wish.action)

    def _open_note(self, wish: w.OpenNote) -> None:
        known = self._shell.desk.door.records.get(Note, wish.note)
        if known is not None and not known.deleted:
            self._open_planner(known.planner)
            self._wall.go_to_note(wish.note)

    def _open(self, wish: w.OpenPlanner) -> None:
        records = self._shell.desk.door.records
        if wish.planner:
            known = records.get(Planner, wish.planner)
            if known is not None and not known.deleted:
                self._open_planner(wish.planner)
            return
        parent = child_planners.parent_of(records, self._wall.desk.planner.id)
        if parent is not None:
            self._open_planner(parent[0])
            self._wall.go_to_note(parent[1])


class _Picturing:
    """Photos and drawings: made small and plain in a worker, then put on notes."""

    def __init__(
        self,
        shell: Shell,
        wall: PlannerWall,
        done: Callable[[Callable[[], object], RecordId, str], bool],
    ) -> None:
        self._shell, self._wall, self._done = shell, wall, done
        self._attempt = Attempts(shell, wall.desk.not_done)

    def does(self) -> dict[type, Callable[[Any], None]]:
        """The wishes it fulfils."""
        return {w.AddPictures: self._add, w.PutPicture: self._put, w.TakePicture: self._take}

    def _add(self, wish: w.AddPictures) -> None:
        desk, planner = self._shell.desk, self._wall.desk.planner.id

        def add(made: tuple[PreparedPicture, ...]) -> None:
            last = ""
            for one in made:
                add_one = partial(
                    note_pictures.add_picture_note, desk, planner, wish.box, one, wish.text.strip()
                )
                added = self._attempt(add_one)
                if added is None:
                    return
                last = added
            said = "Picture added." if len(made) == 1 else f"{len(made)} pictures added."
            self._wall.say_done(last, said, True)

        self._prepared(wish.taken, add, papers=True)

    def _put(self, wish: w.PutPicture) -> None:
        desk = self._shell.desk

        def put(made: tuple[PreparedPicture, ...]) -> None:
            if made:
                self._done(
                    lambda: note_pictures.put_picture(desk, wish.note, made[0]),
                    wish.note,
                    "The picture is on the note.",
                )

        self._prepared(wish.taken, put)

    def _take(self, wish: w.TakePicture) -> None:
        door = self._shell.desk.door
        self._done(
            lambda: note_pictures.take_picture(door, wish.note),
            wish.note,
            "The picture is off the note.",
        )

    def _prepared(
        self,
        taken: Taken,
        then: Callable[[tuple[PreparedPicture, ...]], None],
        *,
        papers: bool = False,
    ) -> None:
        """Hand on the pictures once they are small and plain; a drawing of ours is already.

        Our own ``papers`` among them, forms and sheets with codes, find their boxes by themselves.
        """
        if taken.prepared is not None:
            then((taken.prepared,))
            return

        ours: list[Path] = []

        def job(progress: Progress) -> tuple[PreparedPicture, ...]:
            if taken.picture:
                return pictures_of_bytes(taken.picture, "Pasted picture")
            made: list[PreparedPicture] = []
            for number, path in enumerate(taken.paths):
                progress("Making the photo small and plain", number, len(taken.paths))
                if papers and is_paper(path):
                    ours.append(path)
                else:
                    made += pictures_of_files([path])
            return tuple(made)

        def made(pictures: tuple[PreparedPicture, ...]) -> None:
            if pictures or not ours:
                then(pictures)
            planner = self._shell.desk.workspace.get(Planner, self._wall.desk.planner.id)
            if ours and planner is not None:
                take_files(self._wall, self._shell, planner.session, ours)

        self._shell.run("Adding the picture", job, made)
