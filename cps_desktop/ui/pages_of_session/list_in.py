"""A list that somebody else made: chosen or pasted, looked at, and brought in as one step."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.guest_lists import MEANS_WORDS, Means
from cps_desktop.domain.records import RecordId
from cps_desktop.services.bringing_in_guests import (
    BRING_IN,
    GuestList,
    bring_in_edits,
    foresee,
    look_at,
    words_of,
)
from cps_desktop.services.door import Kept, keep_beside
from cps_desktop.services.guest_matching import FATE_WORDS, Fate, Match
from cps_desktop.services.list_reading import get_ready, read_list_file, read_pasted
from cps_desktop.services.people import ROLE_WORDS
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.dropping import dropped_files, may_be_dropped
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    Column,
    EmptyState,
    Fold,
    FormRow,
    RecordTable,
    State,
    TextField,
    Words,
    empty,
)
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import ROW, SPACE_L
from cps_desktop.ui.theme_state import theme

_FILES: Final = "Lists (*.xlsx *.xls *.ods *.csv *.txt *.tsv *.vcf);;All files (*)"
_MOST_COLUMNS: Final = 16
"""Columns whose meaning can be chosen; nobody's list of people needs more."""
_EXAMPLES: Final = 3
_ROWS_IN_SIGHT: Final = 8
_SHAPES: Final[dict[Fate, State]] = {
    Fate.NEW: State(FATE_WORDS[Fate.NEW], "disc", "primary"),
    Fate.KNOWN: State(FATE_WORDS[Fate.KNOWN], "tick", "done"),
    Fate.LISTED: State(FATE_WORDS[Fate.LISTED], "tick", "quiet"),
    Fate.PERHAPS: State(FATE_WORDS[Fate.PERHAPS], "diamond", "amber"),
    Fate.TWICE: State(FATE_WORDS[Fate.TWICE], "ring", "quiet"),
    Fate.TAKEN_OFF: State(FATE_WORDS[Fate.TAKEN_OFF], "ring", "quiet"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of the list as it is shown, with what somebody chose for it."""

    match: Match
    wanted: bool
    same: bool = False

    @property
    def words(self) -> str:
        """What will become of it."""
        if self.match.fate is Fate.PERHAPS and self.same:
            return f"Is {self.match.why}"
        if not self.wanted and self.match.usually:
            return "Left out"
        said = FATE_WORDS[self.match.fate]
        if self.match.fate is Fate.PERHAPS:
            return f"New, or {self.match.why}?"
        return f"{said}, put on again" if self.wanted and not self.match.usually else said


def _columns() -> list[Column[ListedLine]]:
    return [
        Column("Name", lambda one: one.match.guest.name, strong=True, wide=True),
        Column("Role", lambda one: ROLE_WORDS.get(one.match.guest.role, "")),
        Column("Organisation", lambda one: one.match.guest.organisation),
        Column(
            "How to reach them",
            lambda one: " · ".join(
                part
                for part in (
                    one.match.guest.phone,
                    one.match.guest.email,
                    one.match.guest.contact,
                )
                if part
            ),
        ),
        Column(
            "What becomes of it",
            lambda one: one.words,
            sort=lambda one: (one.match.fate is not Fate.PERHAPS, one.words, one.match.guest.line),
            state=lambda one: _SHAPES[one.match.fate],
            wide=True,
        ),
    ]


class ListIn(Flowing):
    """Three steps down one page: where the list is, what its columns say, who is in it."""

    ended = Signal()
    """It was brought in, or given up."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self.list: GuestList | None = None
        self.meanings: list[Choice] = []
        self._lines: tuple[ListedLine, ...] = ()
        self.setAcceptDrops(True)
        self.pasted = TextField("Paste the list here", hint="One person a line, or from a mail")
        self.choose = Button("Choose a file…", self._ask_for_file, kind="primary")
        self.look = Button("Look at what was pasted", self._look_at_pasted)
        self.back = Button("Back to the list", self.ended.emit)
        self.remarks = Words("", "small", "quiet")
        self.problem = Words("", "small_strong", "danger")
        self.summary = Words("", "section")
        self.bring = Button("Bring them in", self._bring_in, kind="primary")
        self.other = Button("Another list", self.start)
        self.leave_out = Button("Leave out or take in", self._toggle)
        self.same = Button("It is the person known", partial(self._say_same, same=True))
        self.new = Button("It is somebody new", partial(self._say_same, same=False))
        self._columns = QVBoxLayout()
        self.table = RecordTable(
            "People in the list that is brought in",
            _columns(),
            lambda one: one.match.guest.line,
            empty=EmptyState("Nobody is in this list. Look at what its columns say, above."),
            filter_hint="Find in this list",
            beside_filter=(self.leave_out, self.same, self.new),
            many=True,
        )
        self.table.opened.connect(lambda _one: self._toggle())
        self.table.chosen_changed.connect(self._chosen)
        self.table.current_changed.connect(lambda _one: self._chosen())
        self._build()

    def _build(self) -> None:
        self.where = Card(name="Where is the list?")
        self.where.add(
            Words("Where is the list?", "section"),
            Words(
                "A file from Excel or LibreOffice, a CSV file, or address cards. "
                "You look at it first; nothing is changed until you say so."
            ),
        )
        self.where.column.addWidget(Across((self.choose, 0), (self.back, 0), spacing=SPACE_L))
        self.where.add(FormRow("Or paste it here", self.pasted), self.look, self.problem)
        inside = Card(name="What its columns say")
        inside.add(Words("They are told by their headings. Change what is not right."))
        inside.column.addLayout(self._columns)
        self.meaning = Fold("Its columns", inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(self.where)
        self.head = Across((self.bring, 0), (self.other, 0), spacing=SPACE_L)
        column.addWidget(self.summary)
        column.addWidget(self.head)
        column.addWidget(self.remarks)
        column.addWidget(self.meaning)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._fit()
        theme().changed.connect(self._fit)
        self.start()

    def _fit(self) -> None:
        self.table.setMinimumHeight(theme().px(ROW) * (_ROWS_IN_SIGHT + 3))

    # -- where the list is --------------------------------------------------------------------

    def start(self) -> None:
        """From the beginning: nothing is chosen yet."""
        self.list = None
        self.problem.setText("")
        self._show_step()
        self.choose.setFocus()

    def _show_step(self) -> None:
        there = self.list is not None
        self.where.setVisible(not there)
        self.problem.setVisible(bool(self.problem.text()))
        for part in (self.summary, self.head, self.meaning, self.table):
            part.setVisible(there)
        self.remarks.setVisible(there and bool(self.remarks.text()))

    def _ask_for_file(self) -> None:
        get_ready()
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a list of people", str(Path.home()), _FILES
        )
        if chosen:
            self.read_file(Path(chosen))

    def read_file(self, path: Path) -> None:
        """Read a file beside the window and show who is in it."""

        def job(progress: Progress) -> tuple[GuestList, tuple[Match, ...]]:
            progress("Reading the list", 0, 1)
            found = look_at(read_list_file(path))
            return found, self._foreseen(found)

        self._shell.run("Reading the list", job, lambda both: self._show(*both), self._refused)

    def _look_at_pasted(self) -> None:
        text = self.pasted.text()

        def job(_progress: Progress) -> tuple[GuestList, tuple[Match, ...]]:
            found = look_at(read_pasted(text))
            return found, self._foreseen(found)

        self._shell.run("Reading the list", job, lambda both: self._show(*both), self._refused)

    def _foreseen(self, found: GuestList) -> tuple[Match, ...]:
        with desk_beside(self._shell.desk) as beside:
            return foresee(beside.workspace, self._session, found)

    def _refused(self, fault: Fault) -> None:
        self.problem.setText(str(fault))
        self._show_step()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.read_file(files[0])

    # -- what it says -------------------------------------------------------------------------

    def _show(self, found: GuestList, matches: tuple[Match, ...]) -> None:
        other = self.list is None or self.list.read != found.read
        self.list = found
        self.problem.setText("")
        self.remarks.setText(" ".join(found.remarks))
        if other:
            self._show_columns(found)
        self._say_columns(found)
        lines = [ListedLine(one, one.usually) for one in matches]
        # Who is to be looked at stands first.
        lines.sort(key=lambda one: (one.match.fate is not Fate.PERHAPS, one.match.guest.line))
        self._set_lines(lines)
        self._show_step()
        self._say_summary()
        if other:
            (self.bring if lines else self.meanings[0] if self.meanings else self.other).setFocus()

    def _show_columns(self, found: GuestList) -> None:
        empty(self._columns)
        self.meanings = []
        rows: list[tuple[QWidget, int]] = []
        for at, means in enumerate(found.layout.columns[:_MOST_COLUMNS]):
            heading = " ".join(found.layout.headings[at].split())[:40] or f"Column {at + 1}"
            choice = Choice(heading, [(one, words) for one, words in MEANS_WORDS.items()], means)
            choice.set_key(means)
            if not means:
                choice.setCurrentIndex(0)
            choice.chosen.connect(lambda _key: self._meanings_chosen())
            self.meanings.append(choice)
            rows.append((FormRow(heading, choice, _examples(found, at)), 0))
        self._columns.addWidget(Across(*rows))
        # Folded away where they are plain: who is in the list is what is to be looked at.
        self.meaning.set_unfolded(not found.layout.names)

    def _say_columns(self, found: GuestList) -> None:
        named = [MEANS_WORDS[one] for one in found.layout.columns if one]
        left = len(found.layout.columns) - len(named)
        said = ", ".join(named) if named else "not known"
        more = f"; {left} left out" if left else ""
        self.meaning.set_title(f"Its columns: {said}{more}. Change…")

    def _meanings_chosen(self) -> None:
        if self.list is None:
            return
        chosen = [Means(one.key()) for one in self.meanings]
        rest = self.list.layout.columns[len(chosen) :]
        found = self.list.meaning((*chosen, *rest))

        def job(_progress: Progress) -> tuple[Match, ...]:
            return self._foreseen(found)

        self._shell.run("Looking who they are", job, partial(self._show, found))

    # -- who comes in -------------------------------------------------------------------------

    def lines(self) -> tuple[ListedLine, ...]:
        """Every line of the list, with what was chosen for it."""
        return self._lines

    def _left_out(self) -> set[int]:
        return {one.match.guest.line for one in self.lines() if not one.wanted}

    def _say_summary(self) -> None:
        lines = self.lines()
        matches = [one.match for one in lines if one.wanted or not one.match.usually]
        self.summary.setText(words_of(matches))
        coming = sum(one.wanted for one in lines)
        self.bring.set_words(f"Bring in {coming}" if coming else "Bring them in")
        self.bring.setEnabled(coming > 0)
        self._chosen()

    def _picked(self) -> list[ListedLine]:
        return list(self.table.chosen())

    def _chosen(self) -> None:
        some = self._picked()
        asked = [one for one in some if one.match.fate is Fate.PERHAPS]
        self.leave_out.setEnabled(any(one.match.person for one in some))
        self.same.setEnabled(any(not one.same for one in asked))
        self.new.setEnabled(any(one.same for one in asked))

    def _put(self, changed: dict[int, ListedLine]) -> None:
        self._set_lines([changed.get(one.match.guest.line, one) for one in self._lines])
        self._say_summary()

    def _set_lines(self, lines: Sequence[ListedLine]) -> None:
        self._lines = tuple(lines)
        self.table.set_rows(lines)

    def _toggle(self) -> None:
        some = [one for one in self._picked() if one.match.person]
        wanted = not all(one.wanted for one in some)
        self._put({
            one.match.guest.line: dataclasses.replace(one, wanted=wanted) for one in some
        })  # fmt: skip

    def _say_same(self, *, same: bool) -> None:
        self._put(
            {
                one.match.guest.line: dataclasses.replace(one, same=same, wanted=True)
                for one in self._picked()
                if one.match.fate is Fate.PERHAPS
            }
        )

    def _bring_in(self) -> None:
        desk, session = self._shell.desk, self._session
        lines = self.lines()
        matches = [one.match for one in lines]
        left_out = self._left_out()
        same = {one.match.guest.line for one in lines if one.same and one.wanted}
        count = sum(one.wanted for one in lines)

        def job(progress: Progress) -> Kept | None:
            progress("Bringing in the list", 0, 1)
            with desk_beside(desk) as beside:
                edits = bring_in_edits(
                    beside.workspace,
                    session,
                    matches,
                    left_out=left_out,
                    same=same,
                    today=beside.door.today(),
                )
                return keep_beside(beside.workspace, BRING_IN, edits) if edits else None

        def done(kept: Kept | None) -> None:
            if kept is not None:
                desk.workspace.forget_caches()
                desk.door.kept_beside(kept)
            people = "1 person is" if count == 1 else f"{count:,} people are"
            self._shell.say(f"{people} on the list.", undo=kept is not None)
            self.pasted.set_text("")
            self.start()
            self.ended.emit()

        self._shell.run("Bringing in the list", job, done)


def _examples(found: GuestList, column: int) -> str:
    """What stands in a column, in short."""
    some = [
        " ".join(row[column].split())[:24]
        for row in found.read.table[found.layout.first :]
        if column < len(row) and row[column].strip()
    ]
    return ", ".join(dict.fromkeys(some[:_EXAMPLES])) or "Nothing stands in it"
