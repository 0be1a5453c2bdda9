"""Bring in: bundles that wait, what is inside, and deciding on one or many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services import bringing_in, inbox_places, kept_bundles
from cps_desktop.services.arrivals import kept_reports
from cps_desktop.services.handing_over import counted
from cps_desktop.services.inbox import Look
from cps_desktop.services.outcomes import Report, Way
from cps_desktop.services.progress import Progress
from cps_desktop.ui.dropping import dropped_files, may_be_dropped
from cps_desktop.ui.inbox_list import BundleList
from cps_desktop.ui.inbox_preview import LookCard
from cps_desktop.ui.inbox_report import (
    PRINT,
    SAVE,
    ReportCard,
    ReportPapers,
    ReportsDialog,
)
from cps_desktop.ui.inbox_table import Row
from cps_desktop.ui.kit import Button, QuestionDialog
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import DRAWER_WIDTH, FIELD_WIDTH, NARROW, SPACE_L
from cps_desktop.ui.theme_state import theme

_LINE: Final = "What others handed over. Nothing changes until you choose Bring in."
Decide = Callable[[Sequence[Look], Progress], Report]


class InboxPage(SessionPage):
    """Bundles as rows, the chosen one opened beside them. It stands outside any session."""

    KEY: ClassVar[str] = "inbox"
    NAME: ClassVar[str] = "Bring in"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Bring in", _LINE)
        self.choose = Button("Choose files…", self.ask_for_files, tip="Ctrl+O")
        self.watch = Button("Watch a folder…", self.ask_for_folder)
        self.all = Button("Bring in all", self.bring_in_all)
        self.button = Button("Bring in", self.bring_in_chosen, kind="primary", tip="Ctrl+Enter")
        self.set_buttons((self.choose, self.watch, self.all), self.button)
        self.report: ReportCard | None = None
        self.papers = ReportPapers(shell, self)
        self.list = BundleList(
            shell, ("Choose files…", self.ask_for_files), ("Reports…", self.show_reports)
        )
        self.table = self.list.table
        self.background = self.list.background
        self._build()
        self.setAcceptDrops(True)
        for keys, do in (
            (QKeySequence(QKeySequence.StandardKey.Open), self.ask_for_files),
            (QKeySequence("Ctrl+Return"), self.bring_in_chosen),
            (QKeySequence("Ctrl+Enter"), self.bring_in_chosen),
            (QKeySequence("Alt+K"), self.keep_chosen),
            (QKeySequence("Alt+R"), self.refuse_chosen),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _build(self) -> None:
        self._reports = QWidget()
        self._reports_column = QVBoxLayout(self._reports)
        self._reports_column.setContentsMargins(0, 0, 0, 0)
        self._reports.hide()
        self.look = LookCard()
        self.look.words_given.connect(self._words_given)
        self.look.keep_asked.connect(self.keep_chosen)
        self.look.refuse_asked.connect(self.refuse_chosen)
        self.look.throw_asked.connect(self.throw_chosen_away)
        self.look.back_asked.connect(self.take_chosen_back)
        self.list.changed.connect(self._show_chosen)
        self.table.opened.connect(self._opened)
        self.table.delete_asked.connect(lambda _row: self.refuse_chosen())
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(SPACE_L)
        self._both.addWidget(self.list, 1)
        self._both.addWidget(self.look)
        self.add(self._reports, both)
        self.column.setStretchFactor(both, 100)
        theme().changed.connect(self._fit)
        self._fit()

    # -- the contract of a page ----------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.everything:
            self.list.gather()

    def go_to(self, record: RecordId) -> None:
        """Files that were dropped somewhere else come as their paths, a line each."""
        self.list.add_files([Path(one) for one in record.splitlines() if one])

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

    # -- what is chosen ----------------------------------------

    def _show_chosen(self) -> None:
        rows = self.list.chosen()
        self.look.show_rows(rows)
        ready = [row for row in rows if row.ready]
        asked = any(not row.known for row in ready)
        words = "Accept and bring in" if asked else "Bring in"
        self.button.set_words(f"{words} {len(ready)}" if len(ready) > 1 else words)
        self.button.setEnabled(bool(ready))
        known = sum(row.known for row in self.list.rows())
        self.all.set_words(f"Bring in all {known}" if known > 1 else "Bring in all")
        self.all.setEnabled(known > 1)

    def _opened(self, row: Row) -> None:
        field = self.look.field if row.look and row.look.asks and not row.look.ready else None
        (field or self.button).setFocus()

    def _words_given(self, text: str) -> None:
        if self.look.look is not None:
            self.list.give_words(self.look.look.path, text)

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
        self.list.add_files(paths)

    def ask_for_folder(self) -> None:
        """Ask for a folder to watch."""
        chosen = QFileDialog.getExistingDirectory(self, "Watch a folder", str(Path.home()))
        if chosen:
            self.list.watch_folder(Path(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(dropped_files(event.mimeData()))

    # -- deciding ----------------------------------------

    def bring_in_chosen(self) -> None:
        """Bring in what is chosen; who was never met is let in with it: the button said so."""
        rows = [row for row in self.list.chosen() if row.ready]
        asked = any(not row.known for row in rows)
        self._bring_in(rows, accepting=asked)

    def bring_in_all(self) -> None:
        """Bring in every bundle that asks nothing."""
        self._bring_in([row for row in self.list.rows() if row.known], accepting=False)

    def _bring_in(self, rows: Sequence[Row], *, accepting: bool) -> None:
        desk = self.desk
        self._decide(
            "Bringing in",
            rows,
            lambda looks, tell: bringing_in.bring_in_all(desk, looks, tell, accepting=accepting),
        )

    def keep_chosen(self) -> None:
        """Keep copies of what is chosen, to be looked at later."""
        desk = self.desk
        self._decide(
            "Keeping",
            [row for row in self.list.chosen() if row.keepable],
            lambda looks, tell: bringing_in.keep_all(desk, looks, tell),
        )

    def refuse_chosen(self) -> None:
        """Refuse what is chosen. It can be taken back."""
        desk = self.desk
        self._decide(
            "Refusing",
            [row for row in self.list.chosen() if row.refusable],
            lambda looks, tell: bringing_in.refuse_all(desk, looks, tell),
        )

    def _decide(self, doing: str, rows: Sequence[Row], decide: Decide) -> None:
        looks = [row.look for row in rows if row.look is not None]
        if looks:
            many = "the bundle" if len(looks) == 1 else f"{len(looks)} bundles"
            self.shell.run(f"{doing} {many}", lambda tell: decide(looks, tell), self._decided)

    def _decided(self, report: Report) -> None:
        self.desk.workspace.forget_caches()
        self.list.decided(report)
        if report.came:
            self.desk.door.came_in(report.summary)
        if report.came or report.that(Way.FAILED) or report.stopped:
            self._show_report(report)
        elif report.outcomes:
            self.shell.say(report.words)
            self.table.view.setFocus()

    def throw_chosen_away(self) -> None:
        """Delete kept files for good, after a question."""
        rows = [row for row in self.list.chosen() if row.kept]
        if not rows:
            return
        many = "this bundle" if len(rows) == 1 else f"these {len(rows)} bundles"
        question = QuestionDialog(
            f"Throw {many} away?",
            "What was kept here is deleted for good. Nothing of it is in your work. Whoever made "
            "it still has it and can hand it over again.",
            (("throw", "Throw away"), ("leave", "Keep it")),
            danger="throw",
            parent=self.window(),
        )
        if question.ask() == "throw":
            self.throw_away(rows)

    def throw_away(self, rows: Sequence[Row]) -> None:
        """Delete these kept files for good."""
        workspace = self.desk.workspace

        def delete() -> bool:
            for row in rows:
                kept_bundles.let_go(workspace, row.path)
                self.list.forget(row.path)
            return True

        if self.shell.attempt(delete):
            self.shell.say(f"{counted(len(rows), 'bundle')} thrown away.")

    def take_chosen_back(self) -> None:
        """What is chosen was not refused after all."""
        workspace = self.desk.workspace
        refusals = [row.refusal for row in self.list.chosen() if row.refusal is not None]

        if not refusals:
            return

        def take_back() -> bool:
            for one in refusals:
                kept_bundles.take_back_refusal(workspace, one)
                self.list.forget(one.path)
            return True

        if self.shell.attempt(take_back):
            self.add_files([one.path for one in refusals if inbox_places.is_file(one.path)])
            many = "It is" if len(refusals) == 1 else "They are"
            self.shell.say(f"Taken back. {many} offered again where the file lies.")

    # -- reports ----------------------------------------

    def show_reports(self) -> None:
        """Earlier reports, to be read, saved or printed."""
        reports = kept_reports(self.desk.workspace)
        if not reports:
            self.shell.say("Nothing was brought in, kept or refused here yet.")
            return
        dialog = ReportsDialog(self.desk, reports, self.window())
        answer = dialog.ask()
        if answer == SAVE:
            self.papers.save(dialog.batch)
        elif answer == PRINT:
            self.papers.print_it(dialog.batch)

    def _show_report(self, report: Report) -> None:
        self.close_report()
        self.report = ReportCard(
            report,
            bringing_in.session_titles(self.desk.workspace, report),
            open_session=self.shell.open_session,
            decide=lambda: self.shell.open_page("conflicts"),
            person_data=lambda: self.shell.open_page("person_data"),
            close=self.close_report,
            papers=self.papers,
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
