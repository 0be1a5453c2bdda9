"""Keeps what people do on the wall: each of its signals becomes one step through the services.

Words that could not be kept (the disk is full) stay on the screen and are tried again; words typed
on a note that changed elsewhere in the meantime get a note of their own. Nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import answers, planners
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.wall import NoteSnapshot, PlannerSnapshot
from cps_desktop.ui.wall.desk import PlannerDesk

T = TypeVar("T")
TRY_AGAIN_MS: Final = 5_000

BESIDE: Final = (
    "This note was changed elsewhere while you were writing. Both are kept: "
    "your words are on a note beside it."
)
TWO_VERSIONS: Final = (
    "Somebody else changed this note too. Both versions are kept: "
    "choose “Two people changed this” on the note."
)
GONE: Final = (
    "This note was deleted elsewhere while you were writing. Your words are on a new note."
)


@dataclass(slots=True)
class _NewNote:
    planner: RecordId
    note: NoteSnapshot
    after: RecordId


class NoteKeeping(QObject):
    """Listens to the wall's desk; every change is made with ``initiator`` as its maker."""

    not_done = Signal()
    """A change was refused: the screen has to show again what is so."""

    def __init__(self, shell: Shell, wall: PlannerDesk, initiator: QObject) -> None:
        super().__init__(initiator)
        self._shell = shell
        self._attempt = Attempts(shell, wall.not_done)
        self._door = shell.desk.door
        self._initiator = initiator
        self.planner: RecordId = ""
        self._unkept_new: dict[RecordId, _NewNote] = {}
        self._unkept_words: dict[RecordId, str] = {}
        self.typing = False
        """While words just typed on a note are kept: the screen shows them already."""
        self._timer = QTimer(self)
        self._timer.setInterval(TRY_AGAIN_MS)
        self._timer.timeout.connect(self.try_again)
        wall.note_added.connect(self._added)
        wall.note_edited.connect(self._edited)
        wall.note_moved.connect(self._moved)
        wall.note_coloured.connect(self._coloured)
        wall.note_author_changed.connect(self._author_changed)
        wall.note_deleted.connect(self._deleted)
        wall.overtaken.connect(self._overtaken)

    @property
    def unkept(self) -> bool:
        """Whether words are on the screen that could not be kept yet."""
        return bool(self._unkept_new or self._unkept_words)

    def with_unkept(self, shown: PlannerSnapshot) -> PlannerSnapshot:
        """The snapshot with words that could not be kept yet still on their notes."""
        if not self._unkept_words:
            return shown
        words = self._unkept_words
        return replace(
            shown,
            notes=tuple(
                replace(one, text=words[one.id]) if one.id in words else one for one in shown.notes
            ),
        )

    def try_again(self) -> None:
        """Keep what could not be kept before."""
        for note in tuple(self._unkept_new):
            self._keep_new(note)
        for note in tuple(self._unkept_words):
            self._keep_words(note)

    # -- what the wall says ---------------------------------------------------------------------

    def _added(self, note: NoteSnapshot, after: RecordId) -> None:
        self._unkept_new[note.id] = _NewNote(self.planner, note, after)
        self._keep_new(note.id)

    def _edited(self, note: RecordId, text: str) -> None:
        if (new := self._unkept_new.get(note)) is not None:
            new.note = replace(new.note, text=text)
            self._keep_new(note)
            return
        self._unkept_words[note] = text
        self._keep_words(note)

    def _moved(self, note: RecordId, box: str, index: int) -> None:
        self._do(
            lambda: planners.move_note(self._door, note, box, index, initiator=self._initiator)
        )

    def _coloured(self, note: RecordId, colour: str) -> None:
        if (new := self._unkept_new.get(note)) is not None:
            new.note = replace(new.note, colour=colour)
            self._keep_new(note)
            return
        self._do(lambda: planners.set_colour(self._door, [note], colour, initiator=self._initiator))

    def _author_changed(self, note: RecordId, author: str, named_as: str) -> None:
        if (new := self._unkept_new.get(note)) is not None:
            new.note = replace(new.note, author=author, named_as=named_as)
            self._keep_new(note)
            return
        self._do(
            lambda: planners.set_author(
                self._door, note, author, named_as, initiator=self._initiator
            )
        )

    def _deleted(self, note: RecordId) -> None:
        if self._unkept_new.pop(note, None) is not None:
            self._settle()
            return
        self._unkept_words.pop(note, None)
        self._do(lambda: planners.delete_notes(self._door, [note], initiator=self._initiator))

    def _overtaken(self, note: RecordId, words: str) -> None:
        """The note changed elsewhere while it was written on: say so, and keep what was typed."""
        known = self._door.records.get(Note, note)
        gone = known is None or known.deleted
        self._unkept_words.pop(note, None)
        if known is None:
            return
        if not words:
            if not gone:
                self._shell.say(TWO_VERSIONS)
            return
        added = self._shell.attempt(lambda: self._add_beside(known, words, gone=gone))
        if added is not None:
            self._shell.say(GONE if gone else BESIDE)

    def _add_beside(self, known: Note, words: str, *, gone: bool) -> RecordId:
        return planners.add_note(
            self._door,
            known.planner,
            known.box,
            words,
            author=known.author,
            named_as=known.named_as,
            colour=known.colour,
            after="" if gone else known.id,
        )

    # -- keeping --------------------------------------------------------------------------------

    def _keep_new(self, note_id: RecordId) -> None:
        new = self._unkept_new[note_id]
        note, after = new.note, new.after
        made = self._shell.attempt(lambda: self._make(new.planner, note, after))
        if made is not None:
            self._unkept_new.pop(note_id, None)
        self._settle()

    def _make(self, planner: RecordId, note: NoteSnapshot, after: RecordId) -> RecordId:
        """The one note of a text box, or a note that stands after another; under its theme."""
        if note.id == answers.text_note_id(planner, note.box):
            return answers.write_text(
                self._door, planner, note.box, note.text, initiator=self._initiator
            )
        return planners.add_note(
            self._door,
            planner,
            note.box,
            note.text,
            author=note.author,
            named_as=note.named_as,
            colour=note.colour,
            theme=note.theme,
            index=None if after else 0,
            after=after,
            note_id=note.id,
            initiator=self._initiator,
        )

    def _keep_words(self, note: RecordId) -> None:
        words = self._unkept_words[note]
        known = self._door.records.get(Note, note)
        if known is None or known.deleted:
            self._overtaken(note, words)
            return
        self.typing = True
        kept = self._shell.attempt(
            lambda: planners.edit_note(self._door, note, words, initiator=self._initiator)
        )
        self.typing = False
        if kept is not None and self._unkept_words.get(note) == words:
            self._unkept_words.pop(note, None)
        self._settle()

    def _settle(self) -> None:
        if self.unkept and not self._timer.isActive():
            self._timer.start()
        elif not self.unkept:
            self._timer.stop()

    def _do(self, act: Callable[[], T]) -> None:
        if self._attempt(act) is None:
            self.not_done.emit()
