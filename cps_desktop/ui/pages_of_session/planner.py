"""The planner page: the chosen planner on the wall or as a list, all planners, templates."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_view import PlannerView, planner_view
from cps_desktop.ui.kit import Button, announce
from cps_desktop.ui.pages_of_session.planner_choosing import TemplateChoice
from cps_desktop.ui.pages_of_session.planner_doing import PlannerDoing
from cps_desktop.ui.pages_of_session.planner_keeping import NoteKeeping
from cps_desktop.ui.pages_of_session.planner_list import PlannerList, planner_rows
from cps_desktop.ui.pages_of_session.planner_memory import PlannerMemory
from cps_desktop.ui.pages_of_session.planner_notices import PlannerNotices, grown_from
from cps_desktop.ui.pages_of_session.planner_snapshot import names_here, snapshot_of
from cps_desktop.ui.pages_of_session.planner_steps import PlannersOfSession
from cps_desktop.ui.pages_of_session.planner_views import (
    PLANNERS,
    TEMPLATES,
    WALL,
    PlannerViews,
    ViewButtons,
)
from cps_desktop.ui.paper_back import accept_paper
from cps_desktop.ui.participant.door import LetsPeopleAnswer
from cps_desktop.ui.projection.door import ShowsTheRoom
from cps_desktop.ui.projection.page_part import RoomOnPage
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import PlannerWall
from cps_desktop.ui.wall.wishes import OpenPlanner

_SHOWN = ("planner", "note", "attendance", "dot", "note_link", "action", "attachment")
_STEPS = ("Undo: ", "Again: ")
"""How the door names what was put back or done again."""


class PlannerPage(SessionPage):
    """What people say in a session, on its planners."""

    KEY: ClassVar[str] = "planner"
    NAME: ClassVar[str] = "Planner"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Planner", scrolls=False)
        accept_paper(self)
        self.planner: RecordId = ""
        self._view: PlannerView | None = None
        self._names: tuple[str, ...] | None = None
        self._memory = PlannerMemory(shell, session)
        self.wall = PlannerWall(
            self.desk.door.new_id,
            say=lambda sentence, undo: shell.say(sentence, undo=undo),
            read_picture=self.desk.workspace.attachment,
        )
        self.keeping = NoteKeeping(shell, self.wall.desk, self)
        self.doing = PlannerDoing(shell, self.wall, self.open_planner)
        self.steps = PlannersOfSession(shell, session, self)
        self.notices = PlannerNotices(
            choose=self._choose_versions,
            bring_back=lambda: self.steps.bring_back(self.planner),
            go_up=lambda: self.wall.desk.wished.emit(OpenPlanner()),
        )
        self.list = PlannerList()
        self._add_note = Button("Add a note", self.wall.add_note, kind="primary")
        self._add_planner = Button("Add a planner", self._show_templates, kind="primary")
        self._all = Button("Planners", self.show_planners)
        self._all.setToolTip("Find, add, rename, put in order. Ctrl+PgUp and PgDn: the next one")
        self._people = (
            Button("Let people answer…", shell.people.open, tip="One question at a time (F5)")
            if isinstance(shell, LetsPeopleAnswer)
            else None
        )
        self._back = Button("Back to the planner", self._back_to_wall, tip="Esc")
        self._build()
        self.planner, listed, order = self._memory.recall()
        self.wall.show_list(listed)
        self.wall.desk.shown.set_order(order)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        # Counted where they lie: to read thousands of notes after each word would be felt.
        counts = desk.workspace.session_counts().get(session)
        return str(counts.notes) if counts is not None and counts.notes else ""

    def _build(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.notices)
        column.addWidget(self.wall, 1)
        # Where the wall is hidden, what is said of the planner stays at the top.
        column.addStretch(0)
        self.room = (
            RoomOnPage(self.shell.room, self.wall, column, self.session)
            if isinstance(self.shell, ShowsTheRoom)
            else None
        )
        room = (self.room.button,) if self.room is not None else ()
        people = (self._people,) if self._people is not None else ()
        buttons = ViewButtons(
            (self._all, *people, *room, self.wall.switch),
            self._add_note,
            self._back,
            self._add_planner,
        )
        self.views = PlannerViews(self, sheet, self.list, buttons, self._cards)
        self.set_content(self.views)
        self.wall.choose_asked.connect(self._choose_versions)
        self.keeping.not_done.connect(self._show_again)
        theme().easy_words_changed.connect(self._show_again)
        self.list.opened.connect(self.open_planner)
        self.list.rename_asked.connect(self.steps.rename)
        self.list.remove_asked.connect(self._remove)
        self.list.move_asked.connect(self.steps.move)
        self.list.edition_asked.connect(self.steps.move_to_new_edition)
        self.steps.done.connect(self.list.choose)

    def _cards(self) -> TemplateChoice:
        """The templates to choose from."""
        known = self.desk.planners
        cards = TemplateChoice(known.choices(), known.refused)
        cards.chosen.connect(self._use)
        cards.make_asked.connect(lambda: self.shell.open_page("planner_templates"))
        return cards

    # -- showing --------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None:
            if summary.concerns("attendance", "person"):
                self._names = None
            templates = summary.concerns("planner_template")
            if templates:
                self.views.offer_anew()
            if self.keeping.typing or not (templates or summary.concerns(*_SHOWN)):
                return
            if not (templates or summary.concerns_root(self.session)):
                return
        self._show_again()
        if summary is not None and summary.what.startswith(_STEPS):
            self._follow(summary)

    def _show_again(self) -> None:
        """Bring everything in line with what is kept."""
        known = self.steps.known()
        if self.planner not in known:
            self.planner = known[0] if known else ""
        self._all.set_words(f"All {len(known)} planners" if len(known) > 1 else "Planners")
        self._show_planner()
        view = self.views.front
        if not known:
            view = TEMPLATES
        elif view == TEMPLATES and not self._back.isVisibleTo(self):
            view = WALL
        if view == PLANNERS:
            self._show_rows()
        self._turn_to(view)

    def _show_planner(self) -> None:
        """Put the planner on the wall as it stands now."""
        self._view = (
            planner_view(self.desk.door.records, self.desk.planners, self.planner)
            if self.planner
            else None
        )
        self.keeping.planner = self.planner
        if self._view is None:
            return
        if self._names is None:
            self._names = names_here(self.desk.door.records, self.session)
        records, today = self.desk.door.records, self.desk.door.today()
        shown = snapshot_of(
            self._view, self._names, records=records, today=today, easy=theme().easy_words
        )
        # What is too much for a wall leaves its room to the sentence that says so.
        self.wall.setVisible(not self._view.too_many)
        self._add_note.setEnabled(not shown.read_only and any(one.takes for one in shown.boxes))
        self.wall.show_planner(self.keeping.with_unkept(shown))
        self.notices.show_for(self._view, grown_from(records, self.planner))

    def _turn_to(self, view: int) -> None:
        self.views.turn_to(view, self._view, way_back=bool(self.planner))

    def _show_rows(self) -> None:
        self.list.show_rows(planner_rows(self.desk.door.records, self.desk.planners, self.session))

    def _follow(self, summary: ChangeSummary) -> None:
        """Undo and redo are seen: their note or planner comes into view, with the keyboard."""
        records = self.desk.door.records
        touched = [one for one in summary.touched if one.kind in {Note.KIND, Planner.KIND}]
        if not touched or self.views.front != WALL:
            return
        last = touched[-1]
        note = records.get(Note, last.record) if last.kind == Note.KIND else None
        planner = note.planner if note is not None else last.record
        if planner != self.planner and planner in self.steps.known():
            self.open_planner(planner)
        holder: QWidget | None = self.window().focusWidget()
        typing = self.wall.edited_note or (
            holder is not None and self.wall.finding.isAncestorOf(holder)
        )
        if note is None or note.deleted or note.planner != self.planner or typing:
            return
        self.wall.go_to_note(note.id)

    # -- going about ----------------------------------------------------------------------------

    def open_planner(self, planner: RecordId) -> None:
        """Show a planner of this session, with the keyboard on it."""
        self.wall.flush()
        self.planner = planner
        self._turn_to(WALL)
        self._show_again()
        self.wall.place.begin()
        announce(self, self.title.text())

    def show_planners(self) -> None:
        """The list of every planner of the session."""
        self.wall.flush()
        self._show_rows()
        self._turn_to(PLANNERS)
        self.list.choose(self.planner)

    def _show_templates(self) -> None:
        self._turn_to(TEMPLATES)
        self.views.cards.focus_first()

    def _back_to_wall(self) -> None:
        if self.planner:
            self.open_planner(self.planner)

    def _step(self, by: int) -> None:
        """To the planner before or after this one."""
        known = self.steps.known()
        if self.planner in known and len(known) > 1:
            self.open_planner(known[(known.index(self.planner) + by) % len(known)])

    # -- doing ----------------------------------------------------------------------------------

    def _use(self, template: PlannerTemplate) -> None:
        made = self.steps.add(template)
        if made:
            self.open_planner(made)
            self.shell.say(f"{template.title} is ready to be filled.", undo=True)

    def _remove(self, planner: RecordId) -> None:
        if self.steps.remove(planner):
            if self.planner:
                self.list.table.view.setFocus()
            else:
                self.views.cards.focus_first()

    def _choose_versions(self, note: RecordId = "") -> None:
        self.wall.flush()
        contested = [one.note for one in self._view.notes() if one.contested] if self._view else []
        self.shell.open_page("conflicts", note or next(iter(contested), ""))

    # -- what the window asks -------------------------------------------------------------------

    def leave(self) -> None:
        self.wall.flush()
        if self.keeping.unkept:
            self.keeping.try_again()
        self._memory.keep(self.planner, self.wall.shows_list, self.wall.desk.shown.order)

    @property
    def unkept(self) -> bool:
        return self.keeping.unkept

    def go_to(self, record: RecordId) -> None:
        known = self.desk.door.records.get(Note, record)
        planner = known.planner if known is not None else record
        if planner not in self.steps.known():
            return
        self.open_planner(planner)
        if known is not None and self.wall.go_to_note(record):
            # Once more when a page that is only now shown has been given its room.
            QTimer.singleShot(0, self.wall, self.wall.show_current)

    def place(self) -> RecordId:
        note = self.wall.current_note
        return note if note and self.wall.desk.note(note) is not None else self.planner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape and self.views.front != WALL and self.planner:
            self._back_to_wall()
        elif control and key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._step(-1 if key == Qt.Key.Key_PageUp else 1)
        elif control and key == Qt.Key.Key_F:
            listed = self.views.front == PLANNERS
            (self.list.table.filter if listed else self.wall.finding.field).setFocus()
        else:
            super().keyPressEvent(event)
