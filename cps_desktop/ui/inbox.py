"""Bring in: bundles that wait, what is inside, and bringing in one or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services import inbox
from cps_desktop.services.inbox import Look, Report
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.inbox_preview import LookCard, ReportCard
from cps_desktop.ui.inbox_table import Row, columns
from cps_desktop.ui.kit import Button, EmptyState, RecordTable, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import DRAWER_WIDTH, FIELD_WIDTH, NARROW, SPACE_L, SPACE_M
from cps_desktop.ui.theme_state import theme

_GATHER_AFTER_MS: Final = 500
_LINE: Final = "What others handed over. Nothing changes until you choose Bring in."
_EMPTY: Final = (
    "No bundle waits here. Choose the file you were given, drop it on this page, or watch the "
    "folder in which they arrive."
)


class InboxPage(SessionPage):
    """Bundles as rows, the chosen one opened beside them. It stands outside any session."""

    KEY: ClassVar[str] = "inbox"
    NAME: ClassVar[str] = "Bring in"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Bring in", _LINE)
        self.background = Background(self)
        self._paths: tuple[Path, ...] = ()
        self._added: dict[Path, None] = {}
        self._looks: dict[Path, tuple[object, Look]] = {}
        self._words: dict[Path, str] = {}
        self._came: dict[Path, Row] = {}
        self.choose = Button("Choose files…", self.ask_for_files, tip="Ctrl+O")
        self.watch = Button("Watch a folder…", self.ask_for_folder)
        self.all = Button("Bring in all", self.bring_in_all)
        self.button = Button("Bring in", self.bring_in_chosen, kind="primary")
        self.set_buttons((self.choose, self.watch, self.all), self.button)
        self.report: ReportCard | None = None
        self._build()
        self._watcher = QFileSystemWatcher(self)
        self._gather_soon = QTimer(self)
        self._gather_soon.setSingleShot(True)
        self._gather_soon.setInterval(_GATHER_AFTER_MS)
        self._gather_soon.timeout.connect(self._gather_if_seen)
        self._watcher.directoryChanged.connect(lambda _folder: self._gather_soon.start())
        self.setAcceptDrops(True)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.ask_for_files)

    def _build(self) -> None:
        self._reports = QWidget()
        self._reports_column = QVBoxLayout(self._reports)
        self._reports_column.setContentsMargins(0, 0, 0, 0)
        self._reports.hide()
        self.watching = Words("", "body", "quiet")
        self.stop_watching = Button("Stop watching", lambda: self.watch_folder(None))
        self._watching = Across((self.watching, 1), (self.stop_watching, 0), spacing=SPACE_M)
        self.table: RecordTable[Row] = RecordTable(
            "Bundles",
            columns(),
            lambda row: row.path,
            empty=EmptyState(_EMPTY, ("Choose files…", self.ask_for_files)),
            filter_hint="Filter the bundles",
        )
        self.table.current_changed.connect(self._chosen_changed)
        self.table.opened.connect(self._opened)
        self.look = LookCard()
        self.look.words_given.connect(self._words_given)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(SPACE_L)
        self._both.addWidget(self.table, 1)
        self._both.addWidget(self.look)
        self.add(self._reports, self._watching, both)
        self.column.setStretchFactor(both, 100)
        theme().changed.connect(self._fit)
        self._fit()

    # -- the contract of a page ----------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.everything:
            self.gather()

    def go_to(self, record: RecordId) -> None:
        """A path is no record; there is nothing to bring into view."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._gather_soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= theme().px(NARROW + FIELD_WIDTH // 2)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(across if beside else down)
        self.look.setMinimumWidth(theme().px(DRAWER_WIDTH) if beside else 0)
        self.look.setMaximumWidth(theme().px(DRAWER_WIDTH) if beside else 16_777_215)
        self.table.setMinimumHeight(theme().px(FIELD_WIDTH) if not beside else FIELD_WIDTH)

    # -- which files wait ----------------------------------------

    def gather(self) -> None:
        """Find the files that wait, and look into those that were not looked into yet."""
        workspace = self.desk.workspace
        watched = inbox.watched_folder(workspace)
        self._watching.setVisible(watched is not None)
        if watched is not None:
            self.watching.setText(f"Watching the folder {watched.name or watched}.")
        self._watch_places()
        paths = dict.fromkeys((*self._came, *inbox.waiting(workspace), *self._added))
        self._paths = tuple(paths)
        self._show_rows()
        unseen = [one for one in paths if one not in self._came and self._known(one) is None]
        if unseen:
            desk, asked = self.desk, [(one, self._words.get(one, "")) for one in unseen]
            self.background.do("look", lambda: inbox.look_at_all(desk, asked), self._looked)

    def _gather_if_seen(self) -> None:
        if self.isVisible():
            self.gather()

    def _watch_places(self) -> None:
        wanted = {str(one) for one in inbox.places(self.desk.workspace) if one.is_dir()}
        have = set(self._watcher.directories())
        if gone := have - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - have:
            self._watcher.addPaths(sorted(new))

    def _known(self, path: Path) -> Look | None:
        kept = self._looks.get(path)
        return kept[1] if kept is not None and kept[0] == inbox.stamp(path) else None

    def _looked(self, looks: Iterable[Look]) -> None:
        for one in looks:
            self._looks[one.path] = (inbox.stamp(one.path), one)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = [self._came.get(one) or Row(one, self._known(one)) for one in self._paths]
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.choose(rows[0].path)
        self._chosen_changed(self.table.current())
        ready = sum(row.ready for row in rows)
        self.all.set_words(f"Bring in all {ready}" if ready > 1 else "Bring in all")
        self.all.setEnabled(ready > 1)

    def _chosen_changed(self, row: Row | None) -> None:
        self.look.show_look(row.look if row else None, came=bool(row and row.came))
        self.button.setEnabled(bool(row and row.ready))

    def _opened(self, row: Row) -> None:
        field = self.look.field if row.look and row.look.asks and not row.look.ready else None
        (field or self.button).setFocus()

    def _words_given(self, text: str) -> None:
        look = self.look.look
        if look is not None:
            self._words[look.path] = inbox.tidy_words(text)
            self._look_now([look.path])

    # -- choosing ----------------------------------------

    def ask_for_files(self) -> None:
        """Ask for one or many bundle files."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "Choose bundles", str(Path.home()), "Bundles (*.cpsb);;All files (*)"
        )
        if chosen:
            self.add_files([Path(one) for one in chosen])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files (or what lies in folders) into the list and look into them."""
        some: list[Path] = []
        for one in paths:
            some += inbox.files_in(one) if one.is_dir() else [one]
        for one in some:
            self._came.pop(one, None)
            self._added[one] = None
        self.gather()
        if some:
            self._look_now(some)
            self.table.choose(some[0])

    def _look_now(self, paths: Sequence[Path]) -> None:
        desk, asked = self.desk, [(one, self._words.get(one, "")) for one in paths]
        many = "the bundle" if len(asked) == 1 else f"{len(asked)} bundles"
        self.background.forget("look")
        self.shell.run(
            f"Looking into {many}",
            lambda progress: inbox.look_at_all(desk, asked, progress),
            self._looked,
        )

    def ask_for_folder(self) -> None:
        """Ask for a folder to watch."""
        chosen = QFileDialog.getExistingDirectory(self, "Watch a folder", str(Path.home()))
        if chosen:
            self.watch_folder(Path(chosen))

    def watch_folder(self, folder: Path | None) -> None:
        """Watch a folder from now on, or none."""
        inbox.watch_folder(self.desk.workspace, folder)
        self.gather()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.add_files([Path(one.toLocalFile()) for one in urls if one.isLocalFile()])

    # -- bringing in ----------------------------------------

    def bring_in_chosen(self) -> None:
        """Bring in the bundle that is chosen."""
        row = self.table.current()
        if row is not None and row.ready:
            self._bring_in([row])

    def bring_in_all(self) -> None:
        """Bring in every bundle that can be."""
        self._bring_in([Row(one, self._known(one)) for one in self._paths if one not in self._came])

    def _bring_in(self, rows: Sequence[Row]) -> None:
        looks = [row.look for row in rows if row.ready and row.look is not None]
        if not looks:
            return
        desk = self.desk
        many = "the bundle" if len(looks) == 1 else f"{len(looks)} bundles"
        self.shell.run(
            f"Bringing in {many}",
            lambda progress: inbox.bring_in_all(desk, looks, progress),
            self._brought_in,
        )

    def _brought_in(self, report: Report) -> None:
        self.desk.workspace.forget_caches()
        for one in report.outcomes:
            if one.came is not None:
                self._came[one.look.path] = Row(one.look.path, one.look, came=True)
        # What is here is another now: every other bundle is looked into afresh.
        self._looks = {path: kept for path, kept in self._looks.items() if path in self._came}
        if report.came:
            self.desk.door.came_in(report.summary)
        self._show_report(report)
        self.gather()

    def _show_report(self, report: Report) -> None:
        self.close_report()
        self.report = ReportCard(
            report,
            inbox.session_titles(self.desk.workspace, report),
            open_session=self.shell.open_session,
            decide=lambda: self.shell.open_page("conflicts"),
            close=self.close_report,
        )
        self._reports_column.addWidget(self.report)
        self._reports.show()
        self.report.speak()
        self.report.links[0].setFocus()

    def close_report(self) -> None:
        """Take the report away."""
        if self.report is not None:
            self.report.hide()
            self.report.deleteLater()
            self.report = None
        self._reports.hide()
