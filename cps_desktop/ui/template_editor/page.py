"""The page on which planners of the workspace's own are made, changed, kept and given as files."""

from __future__ import annotations

import dataclasses
import re
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.planner_edits import copied, empty_planner
from cps_desktop.domain.planner_files import write_template
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.own_templates import (
    keep_template,
    new_template_id,
    next_edition,
    offer_template,
    own_templates,
)
from cps_desktop.services.planner_catalogue import read_planner_file
from cps_desktop.services.template_drafts import forget_draft, keep_draft, kept_draft
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import Button, scrolling
from cps_desktop.ui.kit.beginning import EMPTY
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.template_editor.checks import what_is_wrong
from cps_desktop.ui.template_editor.editing import Editing
from cps_desktop.ui.template_editor.start import Start
from cps_desktop.ui.template_editor.words import said

_START, _EDITING = 0, 1
_LINE = "Make a planner for your own work. It is offered beside the others, and goes along."
_EDITING_LINE = "Drag a box, or give its place in numbers. Every step is kept as a draft."
_FILES = "Planner (*.json)"


class TemplatesPage(SessionPage):
    """Planners of our own."""

    KEY: ClassVar[str] = "planner_templates"
    NAME: ClassVar[str] = "Planners of our own"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, self.NAME, _LINE, scrolls=False)
        self.start = Start()
        self.keep = Button("Keep in this workspace", self._keep, kind="primary")
        self.save = Button("Save as a file…", self._save_draft)
        self.back = Button("Back", self._back, tip="The draft is kept")
        self.set_buttons((self.back, self.save), self.keep)
        self._show_buttons(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(self.start, self.NAME))
        self.set_content(self._stack)
        self.start.new.begun.connect(self._begin)
        self.start.new.brought_in.connect(self._bring_in)
        self.start.waiting.carried_on.connect(self._carry_on)
        self.start.waiting.let_go.connect(self._let_go)
        self.start.change_asked.connect(self._change)
        self.start.save_asked.connect(self._save_as)
        self.start.offer_asked.connect(self._offer)

    @cached_property
    def editing(self) -> Editing:
        """The sheet with its fields, made when somebody begins."""
        made = Editing()
        made.changed.connect(self._keep_draft)
        self._stack.addWidget(made)
        return made

    # -- showing --------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.concerns("planner_template", "planner"):
            self._show_start()

    def _show_start(self) -> None:
        workspace = self.desk.workspace
        self.start.show_start(
            self.desk.planners.choices(), own_templates(workspace), kept_draft(workspace)
        )

    def _turn_to(self, part: int) -> None:
        self._stack.setCurrentIndex(part)
        if part == _EDITING:
            self.set_title(self.NAME, _EDITING_LINE)
        else:
            self.set_title(self.NAME, _LINE)
            self._show_start()
        self._show_buttons(part == _EDITING)

    def _show_buttons(self, shown: bool) -> None:
        for button in (self.back, self.save, self.keep):
            button.setVisible(shown)

    def _edit(self, template: PlannerTemplate) -> None:
        self.editing.begin(template)
        self._turn_to(_EDITING)
        self.editing.sheet.focus_box(self.editing.chosen)

    def _back(self) -> None:
        self.leave()
        self._turn_to(_START)
        self.start.new.begin.setFocus()

    def leave(self) -> None:
        if self._stack.currentIndex() == _EDITING:
            self.editing.flush()

    # -- doing ----------------------------------------------------------------------------------

    def _begin(self, template: str) -> None:
        identity = new_template_id(self.desk.door)
        known = self.desk.planners.get(template) if template != EMPTY else None
        self._edit(copied(known, identity) if known is not None else empty_planner(identity))

    def _change(self, template: PlannerTemplate) -> None:
        """Begin a new edition: the one that is kept never changes."""
        number = next_edition(self.desk.planners, template.id)
        self._edit(dataclasses.replace(template, edition=number))

    def _carry_on(self) -> None:
        draft = kept_draft(self.desk.workspace)
        if draft is not None:
            self._edit(draft)

    def _let_go(self) -> None:
        self.shell.attempt(lambda: forget_draft(self.desk.workspace))
        self._show_start()
        self.start.new.begin.setFocus()

    def _keep_draft(self) -> None:
        template = self.editing.draft.template
        self.shell.attempt(lambda: keep_draft(self.desk.workspace, template))

    def _checked(self) -> PlannerTemplate | None:
        """The draft, or None where something is to be put right first: that is said."""
        template = self.editing.template
        wrong = what_is_wrong(template)
        if not wrong:
            return template
        self.shell.report(
            InputRefused(
                f"{said(wrong[0], template)} The draft is kept. Put this right first, then keep it."
            )
        )
        return None

    def _keep(self) -> None:
        template = self._checked()
        if template is None:
            return
        known = self.desk.planners.exactly(template.id, template.edition)
        if known is not None and known != template:
            number = next_edition(self.desk.planners, template.id)
            template = dataclasses.replace(template, edition=number)
        door = self.desk.door
        if self.shell.attempt(lambda: keep_template(door, template)) is None:
            return
        forget_draft(self.desk.workspace)
        self._turn_to(_START)
        self.start.new.begin.setFocus()
        began = " Planners begun before stay as they are." if template.edition > 1 else ""
        self.shell.say(f"{template.title} is kept and offered.{began}", undo=True)

    def _offer(self, record: str, offered: bool) -> None:
        door = self.desk.door
        self.shell.attempt(lambda: offer_template(door, record, offered=offered))

    # -- files ----------------------------------------------------------------------------------

    def _save_draft(self) -> None:
        template = self._checked()
        if template is not None:
            self._save_as(template)

    def _save_as(self, template: PlannerTemplate) -> None:
        begin = re.sub(r"[^\w-]+", "-", template.title).strip("-") or "planner"
        path = ask_where(self, "Save the planner as a file", f"{begin}.json", _FILES)
        saved = self.shell.attempt(lambda: _write(path, template)) if path is not None else None
        if saved is not None:
            self.shell.say(f"Saved as {saved.name}.")

    def _bring_in(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Bring in a planner file", "", _FILES)
        if not chosen:
            return
        door = self.desk.door
        template = self.shell.attempt(lambda: read_planner_file(Path(chosen)))
        if template is None:
            return
        if self.desk.planners.exactly(template.id, template.edition) == template:
            self.shell.say(f"{template.title} is here already.")
        elif self.shell.attempt(lambda: keep_template(door, template)) is not None:
            self.shell.say(f"{template.title} is kept and offered.", undo=True)

    # -- keys -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # While a planner is made, undo is the draft's: the window's would undo other work.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._stack.currentIndex() == _EDITING
        ):
            for key, do in (
                (QKeySequence.StandardKey.Undo, self.editing.undo),
                (QKeySequence.StandardKey.Redo, self.editing.redo),
            ):
                if event.matches(key):
                    event.accept()
                    do()
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == _EDITING:
            self._back()
        else:
            super().keyPressEvent(event)


def _write(path: Path, template: PlannerTemplate) -> Path:
    try:
        path.write_bytes(write_template(template))
    except OSError as error:
        raise InputRefused(
            f"The planner could not be saved there: {error.strerror}. The draft is kept. Choose "
            "another place."
        ) from None
    return path
