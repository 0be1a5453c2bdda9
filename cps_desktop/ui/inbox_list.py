"""The list of bundles: found where they wait, looked into one after the other, shown as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services import inbox, inbox_places, kept_bundles
from cps_desktop.services.inbox import Look
from cps_desktop.services.inbox_places import Found, Stamp
from cps_desktop.services.outcomes import Report, Way
from cps_desktop.ui.folder_watch import FolderWatch
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.inbox_table import Row, columns
from cps_desktop.ui.kit import Action, Button, EmptyState, RecordTable, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M

_EMPTY: Final = (
    "No bundle waits here. Choose the file you were given, drop it on this page, or watch the "
    "folder in which they arrive."
)
_AT_ONCE: Final = 4
"""So many are looked into before their rows are shown."""


class BundleList(QWidget):
    """Every bundle that waits, was kept, came in just now or, where asked for, was refused."""

    changed = Signal()
    """The rows, or which of them are chosen, are others than before."""

    def __init__(self, shell: Shell, choose: Action, read: Action) -> None:
        """``choose`` is offered where nothing waits, ``read`` above the list."""
        super().__init__()
        self._shell = shell
        self._desk = shell.desk
        self.background = Background(self)
        self._found = Found((), watched_there=True)
        self._stamps: dict[Path, Stamp] = {}
        self._added: dict[Path, None] = {}
        self._looks: dict[Path, tuple[Stamp, Look]] = {}
        self._stale: set[Path] = set()
        self._words: dict[Path, str] = {}
        self._came: dict[Path, Row] = {}
        self._with_refused = self._move_on = False
        self.table: RecordTable[Row] = RecordTable(
            "Bundles",
            columns(),
            lambda row: row.path,
            empty=EmptyState(_EMPTY, choose),
            filter_hint="Filter the bundles",
            many=True,
        )
        self.watching = Words("", "body", "quiet")
        self.stop_watching = Button("Stop watching", lambda: self.watch_folder(None))
        self.refused = Button("Refused", self._show_refused)
        self.refused.setCheckable(True)
        self.reports = Button(*read)
        above = Across(
            (self.watching, 1),
            (self.stop_watching, 0),
            (self.refused, 0),
            (self.reports, 0),
            spacing=SPACE_M,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(above)
        column.addWidget(self.table, 1)
        self.watch = FolderWatch(self, lambda: self._lookout().find)
        self.watch.changed.connect(self.gather)
        self.table.chosen_changed.connect(self.changed)
        self.table.current_changed.connect(lambda _row: self.changed.emit())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.rest()

    # -- which files wait ----------------------------------------

    def _lookout(self) -> inbox_places.Lookout:
        return inbox_places.lookout(self._desk.workspace, self._added)

    def gather(self) -> None:
        """Find the files that wait, and look into those that were not looked into yet."""
        self.background.do("find", self._lookout().find, self._gathered)

    def _gathered(self, found: Found) -> None:
        self._found, self._stamps = found, dict(found.files)
        for path in self._stamps.keys() & self._came.keys() - self._added.keys():
            del self._came[path]  # another file of that name arrived since
        self.watch.seen(found)
        folders = inbox_places.places(self._desk.workspace)
        self.watch.watch(
            str(one) for number, one in enumerate(folders) if number == 0 or found.watched_there
        )
        self._show_rows()
        self._look_on()

    def _look_on(self) -> None:
        """Look into the next few that nobody looked into, beside the window."""
        desk = self._desk
        files = self._stamps
        new = [one for one in files if one not in self._came and self._known(one) is None]
        if new:
            asked = [(one, self._words.get(one, "")) for one in new[:_AT_ONCE]]
            self.background.do("look", lambda: inbox.look_at_all(desk, asked), self._looked_on)
            return
        old = [self._looks[one][1] for one in files if one in self._stale and one in self._looks]
        self._stale &= {one.path for one in old}
        if old:
            some = old[:_AT_ONCE]
            self.background.do("look", lambda: inbox.look_again_at_all(desk, some), self._looked_on)

    def _looked_on(self, looks: Sequence[Look]) -> None:
        self.take_looks(looks)
        if looks:
            self._look_on()

    def take_looks(self, looks: Iterable[Look]) -> None:
        """These were looked into."""
        refused = []
        for one in looks:
            stamp = self._stamps.get(one.path) or inbox_places.stamp(one.path)
            self._looks[one.path] = (stamp, one)
            self._stale.discard(one.path)
            if one.refused:
                refused.append(one.path)
        if refused:
            # The same file as one refused before, in another place: it is not offered again.
            inbox_places.note_done(self._desk.workspace, refused)
        self._show_rows()

    def _known(self, path: Path) -> Look | None:
        kept = self._looks.get(path)
        if kept is None or kept[0] != self._stamps.get(path, kept[0]):
            return None
        return kept[1]

    # -- rows ----------------------------------------

    def _show_rows(self) -> None:
        rows = {}
        for path, _ in self._found.files:
            look = self._known(path)
            if path not in self._came and not (look is not None and look.refused):
                rows[path] = Row(path, look)
        rows |= self._came
        refusals = kept_bundles.refusals(self._desk.workspace)
        for one in reversed(refusals) if self._with_refused else ():
            rows[one.path] = Row(one.path, None, refusal=one)
        for one in refusals if not self._with_refused else ():
            row = rows.get(one.path)
            if row is not None and row.look is not None and row.look.seal == one.seal:
                del rows[one.path]
        self.table.set_rows(rows.values())
        self._choose_next(rows)
        self._say_around(len(refusals))
        self.changed.emit()

    def _choose_next(self, rows: Mapping[Path, Row]) -> None:
        """Something is always chosen; after a decision, the next that waits for one."""
        current = self.table.current()
        left = [path for path, row in rows.items() if row.open or row.look is None]
        if self._move_on and left and (current is None or current.came):
            self.table.choose(left[0])
        elif current is None and rows:
            self.table.choose(next(iter(rows)))
        self._move_on = False

    def _say_around(self, refused: int) -> None:
        watched = inbox_places.watched_folder(self._desk.workspace)
        self.stop_watching.setVisible(watched is not None)
        if watched is None:
            self.watching.setText("No folder is watched.")
        else:
            name = watched.name or str(watched)
            self.watching.setText(
                f"Watching the folder {name}."
                if self._found.watched_there
                else f"The folder {name} is not there now. Put the stick in: it is looked for "
                "every few seconds."
            )
        self.refused.setVisible(refused > 0)
        self.refused.set_words(f"Refused {refused}")
        self.refused.setAccessibleName(f"Show the refused bundles, {refused}")

    def _show_refused(self) -> None:
        self._with_refused = self.refused.isChecked()
        self._show_rows()

    def rows(self) -> tuple[Row, ...]:
        """Every row, whatever the filter leaves in sight."""
        return tuple(
            self._came.get(path) or Row(path, self._known(path)) for path, _ in self._found.files
        )

    def chosen(self) -> tuple[Row, ...]:
        """The rows that are chosen."""
        current = self.table.current()
        return self.table.chosen() or ((current,) if current is not None else ())

    # -- what is added and watched ----------------------------------------

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files (or what lies in folders) into the list and look into them."""
        some = inbox_places.files_of(paths)
        for one in some:
            self._came.pop(one, None)
            self._looks.pop(one, None)
            self._added[one] = None
        if some:
            self.look_now(some)
            self.table.choose(some[0])
        self.gather()

    def look_now(self, paths: Sequence[Path]) -> None:
        """Look into these while the person waits for it."""
        desk, asked = self._desk, [(one, self._words.get(one, "")) for one in paths]
        many = "the bundle" if len(asked) == 1 else f"{len(asked)} bundles"
        self.background.forget("look")
        self._stamps |= {one: inbox_places.stamp(one) for one in paths}
        self._found = Found(tuple(self._stamps.items()), self._found.watched_there)
        self._shell.run(
            f"Looking into {many}",
            lambda progress: inbox.look_at_all(desk, asked, progress),
            self._looked_on,
        )

    def give_words(self, path: Path, text: str) -> None:
        """The person told the five words of a bundle."""
        self._words[path] = inbox.tidy_words(text)
        self.look_now([path])

    def watch_folder(self, folder: Path | None) -> None:
        """Watch a folder from now on, or none."""
        inbox_places.watch_folder(self._desk.workspace, folder)
        self._say_around(0)
        self.gather()

    # -- what was decided ----------------------------------------

    def decided(self, report: Report) -> None:
        """Show what became of them. What is here is another now, so every other bundle is compared
        with it again; none is opened or verified twice."""
        for one in report.outcomes:
            path = one.look.path
            self._looks.pop(path, None)
            if one.way is Way.FAILED:
                continue
            self._added.pop(path, None)
            if one.way is Way.IN:
                self._came[path] = Row(path, one.look, came=True)
        if report.came:
            self._stale = {path for path, (_, one) in self._looks.items() if one.ready}
        self._move_on = True
        self.gather()

    def forget(self, path: Path) -> None:
        """This file is not there any more, or is to be looked at afresh."""
        self._looks.pop(path, None)
        self._added.pop(path, None)
        self.gather()
