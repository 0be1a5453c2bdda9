"""Making a planner: the sheet with what is to be put right beneath it, and the fields beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.domain.planner_files import MOST_BOXES
from cps_desktop.domain.planner_templates import SHEET_HEIGHT, SHEET_WIDTH, PlannerTemplate
from cps_desktop.domain.planner_translations import Place, lacking, to_translate
from cps_desktop.domain.planner_words import (
    LONGEST_SENTENCE,
    PLAIN_WORDS,
    count_words,
    sentences,
)
from cps_desktop.services.template_drafts import Draft
from cps_desktop.ui.kit import Button, EmptyState, Switch, announce, scrolling
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.template_editor.box_fields import BoxFields
from cps_desktop.ui.template_editor.checks import Checks, what_is_wrong
from cps_desktop.ui.template_editor.planner_fields import ColourFields, PlannerFields
from cps_desktop.ui.template_editor.sheet import PlannerSheet
from cps_desktop.ui.template_editor.steps import DraftSteps
from cps_desktop.ui.template_editor.translating import LanguageBar, TranslationFields, part_of
from cps_desktop.ui.theme import FOCUS_WIDTH, NARROW, ROW, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

_PARTS = ("Box", "Planner", "Colours")
_BOX = 0
"""Which of the fields beside the sheet are those of one box."""
_TRANSLATION = len(_PARTS)
"""Which of them say the same in another language."""


class Editing(QWidget):
    """A draft on its sheet. ``changed`` is told after every step, so that the draft is kept."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.steps = DraftSteps(self)
        self.sheet = PlannerSheet()
        self.box = BoxFields()
        self.planner = PlannerFields()
        self.colours = ColourFields()
        self.bar = LanguageBar()
        self.translation = TranslationFields()
        self.language = ""
        """The language whose words are shown; "" for the planner's own."""
        self._sought: Place | None = None
        """The text that was last gone to because it is missing."""
        self.part = Switch("Show", _PARTS, self._turn_to)
        self.add_box = Button("Add a box", self._add_box, tip="Where there is room on the sheet")
        self.undo_button = Button("Undo", self.undo, tip="Ctrl+Z")
        self.redo_button = Button("Redo", self.redo, tip="Ctrl+Y")
        self.checks = Checks()
        self._untold = False
        self._fields = QStackedWidget()
        self._no_box = EmptyState("Choose a box on the sheet, or add one.")
        self._build()
        self._connect()
        theme().changed.connect(self._arrange)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "page")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        self._row.setSpacing(SPACE_L)
        left = QVBoxLayout()
        left.setSpacing(SPACE_M)
        tools = WrappingRow(SPACE_S)
        for button in (self.add_box, self.undo_button, self.redo_button):
            tools.addWidget(button)
        left.addLayout(tools)
        left.addWidget(self.sheet, 5)
        checks = scrolling(self.checks, "What is to be put right")
        checks.setMinimumHeight(3 * ROW)
        left.addWidget(checks, 1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_M)
        right.addWidget(self.bar)
        right.addWidget(self.part)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._no_box)
        column.addWidget(self.box)
        for fields in (box, self.planner, self.colours, self.translation):
            self._fields.addWidget(scrolling(fields, "Fields"))
        right.addWidget(self._fields, 1)
        self._row.addLayout(left, 3)
        self._row.addLayout(right, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Making a planner"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Sheet and fields beside one another, or one beneath the other where letters are large."""
        narrow = self.width() < theme().px(NARROW) * 3 // 4
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow else across)
        high = round((self.width() - SPACE_XL) * SHEET_HEIGHT / SHEET_WIDTH)
        self.sheet.setMinimumHeight(high if narrow else 0)
        self._fields.setMinimumHeight(self.height() * 3 // 4 if narrow else 0)

    def _connect(self) -> None:
        steps = self.steps
        steps.shown.connect(self._show)
        steps.changed.connect(self._changed)
        steps.said.connect(lambda sentence: announce(self, sentence))
        steps.came_to.connect(self._come_to)
        self.sheet.chosen.connect(self.choose)
        self.sheet.placed.connect(steps.place)
        self.sheet.settled.connect(steps.settle)
        self.sheet.settled.connect(self._settled)
        self.sheet.gone.connect(steps.take_out)
        self.box.changed.connect(steps.change_box)
        self.box.kind_chosen.connect(steps.choose_kind)
        self.box.parts_changed.connect(steps.change_parts)
        self.box.moved_in_order.connect(steps.change_order)
        self.box.taken_out.connect(lambda: steps.take_out(steps.chosen))
        self.planner.changed.connect(steps.change_planner)
        self.planner.stage_changed.connect(steps.change_stage)
        self.planner.stage_added.connect(self._add_stage)
        self.planner.stage_taken.connect(self._take_stage)
        self.colours.changed.connect(steps.change_colour)
        self.checks.asked.connect(self._go_to)
        self.checks.language_asked.connect(self._next_missing_in)
        self.bar.chosen.connect(self.speak)
        self.bar.next_asked.connect(lambda: self._next_missing_in(self.language))
        self.translation.changed.connect(
            lambda place, words: steps.translate(self.language, place, words)
        )

    def _changed(self) -> None:
        # A box that is dragged changes with every line of the grid; it is told once it lies.
        self._untold = self.sheet.held
        if not self._untold:
            self.changed.emit()

    def _settled(self) -> None:
        if self._untold:
            self._changed()

    # -- showing --------------------------------------------------------------------------------

    def begin(self, template: PlannerTemplate) -> None:
        """Make this planner; nothing of the one before can be undone any more."""
        self.part.choose(_BOX)
        self.language = ""
        self._turn_to(_BOX)
        self.steps.begin(template)

    @property
    def draft(self) -> Draft:
        """The planner with its steps."""
        return self.steps.draft

    @property
    def chosen(self) -> str:
        """The key of the box whose fields are shown; "" for none."""
        return self.steps.chosen

    @property
    def template(self) -> PlannerTemplate:
        """The planner as it stands now, with what is still being typed."""
        self.flush()
        return self.draft.template

    def flush(self) -> None:
        """Take what was typed and not yet told."""
        for fields in (self.box, self.planner, self.colours, self.translation):
            fields.flush()

    def _turn_to(self, part: int) -> None:
        self.translation.flush()
        self._fields.setCurrentIndex(_TRANSLATION if self.language else part)
        self._show_translation()

    def speak(self, language: str) -> None:
        """Show the words in this language; "" for the planner's own."""
        self.flush()
        self.language = language
        self._turn_to(self.part.chosen())
        self._show()

    def _show_translation(self) -> None:
        self.bar.show_languages(self.draft.template, self.language)
        if self.language:
            part = _PARTS[self.part.chosen()]
            self.translation.show_words(self.draft.template, self.language, part, self.chosen)

    def _next_missing_in(self, language: str) -> None:
        """Go to the next text that a language lacks, from the box that is shown; asked again, to
        the one after it: who cannot say one yet goes on."""
        self.flush()
        template = self.draft.template
        missing = {one.place for one in lacking(template, language)}
        if not missing:
            return
        every = to_translate(template)
        places = [one.place for one in every]
        begin = next((at for at, one in enumerate(every) if one.box == self.chosen), 0)
        if self._sought in places:
            begin = places.index(self._sought) + 1
        place = next(one for one in (*places[begin:], *places[:begin]) if one in missing)
        self._sought = place
        self.language = language
        self.part.choose(_PARTS.index(part_of(place)))
        if place[0] == "boxes":
            self.steps.chosen = place[1]
        self._turn_to(self.part.chosen())
        self._show()
        self.translation.go_to(place)

    def _show(self) -> None:
        template = self.draft.template
        wrong = what_is_wrong(template)
        spoken = template.in_language(self.language) if self.language else template
        self.sheet.show_template(spoken, self.chosen, {key for one in wrong for key in one.boxes})
        box = template.box(self.chosen)
        self.box.setVisible(box is not None)
        self._no_box.setVisible(box is None)
        if box is not None:
            self.box.show_box(template, box, _long_sentences(template, box.key))
        self.planner.show_template(template)
        self.colours.show_template(template)
        self._show_translation()
        self.checks.show_checks(template, wrong)
        self.add_box.setEnabled(len(template.boxes) < MOST_BOXES)
        self.undo_button.setEnabled(bool(self.draft.can_undo))
        self.redo_button.setEnabled(bool(self.draft.can_redo))
        for button, words, what in (
            (self.undo_button, "Undo", self.draft.can_undo),
            (self.redo_button, "Redo", self.draft.can_redo),
        ):
            button.setAccessibleName(f"{words}: {what}" if what else words)

    def choose(self, key: str) -> None:
        """The box whose fields are shown."""
        if key != self.chosen:
            self.box.flush()
            self.translation.flush()
            self._sought = None
            self.steps.chosen = key
            self._show()
        if self.part.chosen() != _BOX:
            self.part.choose(_BOX)
            self._turn_to(_BOX)

    def _come_to(self, key: str) -> None:
        """The keyboard goes to a box; to the button that adds one where none is left."""
        if key:
            self.sheet.focus_box(key)
        else:
            self.add_box.setFocus()

    def _go_to(self, key: str) -> None:
        self.choose(key)
        self.sheet.focus_box(key)

    # -- doing ----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self.flush()
        self.steps.undo()

    def redo(self) -> None:
        """Do the last undone step again."""
        self.flush()
        self.steps.redo()

    def _add_box(self) -> None:
        self.flush()
        self.steps.add_box()

    def _add_stage(self) -> None:
        self.flush()
        self.steps.add_stage()
        self.planner.stages[self.draft.template.stages[-1].key].title.setFocus()

    def _take_stage(self, key: str) -> None:
        self.flush()
        self.steps.take_stage(key)
        self.planner.add.setFocus()


def _long_sentences(template: PlannerTemplate, key: str) -> dict[str, list[str]]:
    """What is asked about a box's words: those with a long sentence."""
    box = template.box(key)
    found: dict[str, list[str]] = {}
    for name in PLAIN_WORDS:
        longest = max((count_words(one) for one in sentences(getattr(box, name))), default=0)
        if longest > LONGEST_SENTENCE:
            found[name] = [
                f"One sentence has {longest} words. {LONGEST_SENTENCE} are easier to read."
            ]
    return found
