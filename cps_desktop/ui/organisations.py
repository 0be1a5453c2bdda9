"""Organisations: renamed, become part of another on a day, or the same one entered twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Alike
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.likeness import Likeness, likenesses
from cps_desktop.services.merging import Merging, keep_two, make_one, mergings
from cps_desktop.services.organisations import (
    OrganisationRow,
    became_part_of,
    its_own_again,
    organisation_rows,
    said_to_be_one,
)
from cps_desktop.services.people import rename_organisation
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.side_by_side import Pair, compared, merged_words
from cps_desktop.ui.alike_card import AlikeCard
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Column, EmptyState, RecordTable, Words, empty
from cps_desktop.ui.made_one import MadeOne
from cps_desktop.ui.organisation_dialogs import NameDialog, PartOfDialog, SameDialog
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import ROW, SPACE_L
from cps_desktop.ui.theme_state import theme

MOST_PAIRS: Final = 3
_LINE: Final = (
    "Organisations are renamed and merge. Whoever writes an old name means the one there is today."
)
_NONE: Final = (
    "No organisation is kept yet. They come with the people and the sessions that name them."
)
_SHOWN: Final = ("organisation", "person", "session", "sameness", "difference")
_LEAST_ROWS: Final = 9
_LEAST_LARGE: Final = 4
"""So many rows, headings and filter among them, are seen at once however many cards there are, and
so many with letters of any size."""
Found = tuple[tuple[tuple[Likeness, Pair], ...], tuple[tuple[Merging, str], ...]]


def _about(row: OrganisationRow) -> str:
    formerly = f"formerly {', '.join(row.formerly)}" if row.formerly else ""
    return " · ".join(part for part in (formerly, "pays expenses" if row.pays else "") if part)


class OrganisationsPage(SessionPage):
    """It stands outside any session. Nothing is made one by itself."""

    KEY: ClassVar[str] = "organisations"
    NAME: ClassVar[str] = "Organisations"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Organisations", _LINE)
        self.background = Background(self)
        self.cards: list[AlikeCard] = []
        self._chosen_pair: Likeness | None = None
        self.perhaps = Words("", "strong")
        self._pairs = QWidget()
        self._pairs_column = QVBoxLayout(self._pairs)
        self._pairs_column.setContentsMargins(0, 0, 0, 0)
        self._pairs_column.setSpacing(SPACE_L)
        self.all_pairs = Button("All that may be the same", lambda: shell.open_page("alike"))
        self.all_pairs.hide()
        self.table = self._make_table()
        self.rename = Button("Rename…", self._rename)
        self.part_of = Button("Became part of…", self._part_of)
        self.same = Button("Is the same as…", self._same)
        self.own = Button("It is its own again", self._own)
        self.doings = Across(
            (self.rename, 0), (self.part_of, 0), (self.same, 0), (self.own, 0), middle=True
        )
        self.merged = MadeOne(shell)
        self.add(
            self.perhaps,
            self._pairs,
            self.all_pairs,
            self.merged.stays,
            self.doings,
            self.table,
            self.merged,
        )
        # The list has all the room that the cards leave.
        self.column.setStretchFactor(self.table, 1)
        self.column.setStretch(self.column.count() - 1, 0)
        self._fit()
        theme().changed.connect(self._fit)
        self._current_changed(None)

    def _fit(self) -> None:
        self.table.setMinimumHeight(max(_LEAST_ROWS * ROW, theme().px(_LEAST_LARGE * ROW)))

    def _make_table(self) -> RecordTable[OrganisationRow]:
        columns: tuple[Column[OrganisationRow], ...] = (
            Column(
                "Organisation",
                lambda row: row.name,
                quiet=_about,
                strong=True,
                wide=True,
            ),
            Column("Today", lambda row: row.state_words, wide=True),
            Column("Since", lambda row: row.since_words, sort=lambda row: row.since or dt.date.min),
            Column(
                "People",
                lambda row: str(row.people or ""),
                sort=lambda row: row.people,
                number=True,
            ),
            Column(
                "Sessions",
                lambda row: str(row.sessions or ""),
                sort=lambda row: row.sessions,
                number=True,
            ),
        )
        table = RecordTable(
            "Organisations",
            columns,
            lambda row: row.organisation,
            empty=EmptyState(_NONE),
            filter_hint="Filter the organisations",
        )
        table.current_changed.connect(self._current_changed)
        table.opened.connect(lambda _row: self._rename())
        return table

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None and not summary.concerns(*_SHOWN):
            return
        self.table.set_rows(organisation_rows(self.desk.workspace, self.desk.door.today()))
        self._current_changed(self.table.current())
        self._look()

    def go_to(self, record: RecordId) -> None:
        """Put the keyboard on an organisation of the list."""
        self.table.choose(record)

    def place(self) -> RecordId:
        row = self.table.current()
        return row.organisation if row is not None else ""

    # -- what may be the same -------------------------------------------------------------------

    def _look(self) -> None:
        desk = self.desk

        def look() -> Found:
            with desk_beside(desk) as beside:
                step = beside.workspace.connections.go_on
                alike = [
                    (one, pair)
                    for one in likenesses(beside.workspace, step)
                    if one.what is Alike.ORGANISATION
                    and (pair := compared(beside, one)) is not None
                ]
                merged = [
                    (one, merged_words(beside, one))
                    for one in mergings(beside.workspace)
                    if one.what is Alike.ORGANISATION
                ]
                return tuple(alike), tuple(merged)

        self.background.do("organisations", look, self._looked, self._not_looked)

    def _not_looked(self, fault: Fault) -> None:
        if self.isVisible():
            self.shell.report(fault)

    def _looked(self, found: Found) -> None:
        pairs, merged = found
        self._show_pairs(pairs)
        self.merged.show_merged(merged)

    def _show_pairs(self, pairs: Sequence[tuple[Likeness, Pair]]) -> None:
        chosen = self._chosen_pair
        shown = [one for one in pairs if chosen is None or one[0].key != chosen.key][:MOST_PAIRS]
        if chosen is not None:
            pair = compared(self.desk, chosen)
            if pair is not None:
                shown.insert(0, (chosen, pair))
        left = len(pairs) - MOST_PAIRS
        self.all_pairs.setVisible(left > 0)
        self.perhaps.setText("Perhaps the same organisation" if shown else "")
        self.perhaps.setVisible(bool(shown))
        if [(card.likeness, card.pair) for card in self.cards] == shown:
            return
        empty(self._pairs_column)
        self.cards = []
        for likeness, pair in shown:
            card = AlikeCard(likeness, pair)
            card.one.connect(self._make_one)
            card.two.connect(self._keep_two)
            self.cards.append(card)
            self._pairs_column.addWidget(card)

    def _make_one(self, likeness: Likeness, values: dict[str, Value]) -> None:
        door = self.desk.door
        both = (likeness.first, likeness.second)
        self._chosen_pair = None
        if self.shell.attempt(lambda: make_one(door, likeness.what, *both, values)) is not None:
            self.shell.say("They are one now.", undo=True)
            self.table.view.setFocus()

    def _keep_two(self, likeness: Likeness) -> None:
        door = self.desk.door

        def act() -> bool:
            keep_two(door, likeness.what, likeness.first, likeness.second)
            return True

        self._chosen_pair = None
        if self.shell.attempt(act):
            self.shell.say("They stay two. Nobody is asked again.", undo=True)
            self.table.view.setFocus()

    # -- doing ----------------------------------------------------------------------------------

    def _current_changed(self, row: OrganisationRow | None) -> None:
        for button in (self.rename, self.part_of, self.same):
            button.setEnabled(row is not None)
        self.own.setVisible(row is not None and bool(row.became))

    def _rename(self) -> None:
        row = self.table.current()
        if row is not None:
            dialog = NameDialog(row, self)
            if dialog.ask() == dialog.DONE:
                self.rename_to(row, dialog.name.text())

    def rename_to(self, row: OrganisationRow, name: str) -> None:
        """Give it another name; the one before still finds it."""
        door = self.desk.door
        if self.shell.attempt(lambda: rename_organisation(door, row.organisation, name)):
            self.shell.say(f"{row.name} is called {name.strip()} now.", undo=True)

    def _part_of(self) -> None:
        row = self.table.current()
        if row is not None:
            dialog = PartOfDialog(self.desk, row, self)
            if dialog.ask() == dialog.DONE:
                self.became(row, dialog.into.text(), dialog.since.value())

    def became(self, row: OrganisationRow, name: str, since: dt.date | None) -> None:
        """Say what it became part of; what was written before keeps its name."""
        door = self.desk.door
        one = row.organisation
        if self.shell.attempt(lambda: became_part_of(door, one, name, since=since)):
            # The name that was typed may be that of one which became part of another itself.
            rows = organisation_rows(self.desk.workspace, door.today())
            into = next((each.became for each in rows if each.organisation == one), name.strip())
            said = f"{row.name} counts as part of {into} now."
            if since is not None and since > door.today():
                said = f"{row.name} becomes part of {into} on {say_date(since)}."
            self.shell.say(said, undo=True)

    def _own(self) -> None:
        row = self.table.current()
        if row is not None:
            door = self.desk.door
            if self.shell.attempt(lambda: its_own_again(door, row.organisation)):
                self.shell.say(f"{row.name} is an organisation of its own again.", undo=True)

    def _same(self) -> None:
        row = self.table.current()
        if row is not None:
            dialog = SameDialog(self.desk, row, self)
            if dialog.ask() == dialog.DONE:
                self.compare(row, dialog.other.text())

    def compare(self, row: OrganisationRow, name: str) -> None:
        """Put two side by side at the top; only there they are made one."""
        records = self.desk.workspace
        found = self.shell.attempt(lambda: said_to_be_one(records, row.organisation, name))
        if found is None:
            return
        self._chosen_pair = found
        pair = compared(self.desk, found)
        if pair is not None:
            others = [(card.likeness, card.pair) for card in self.cards]
            self._show_pairs([one for one in others if one[0].key != found.key])
            self.cards[0].first_button().setFocus()
