"""What is done to a planner that is being made, each as one step that can be taken back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from cps_desktop.domain import planner_edits as edits
from cps_desktop.domain.planner_templates import Area, PlannerTemplate
from cps_desktop.domain.planner_translations import Place, with_translation
from cps_desktop.services.template_drafts import Draft

_NAMES: Final = {"area": "place", "plain": "plain question", "prompt": "question"}


class DraftSteps(QObject):
    """A draft, the box that is chosen on it, and everything that can be done to both."""

    shown = Signal()
    """It has to be shown again."""
    changed = Signal()
    """It has to be kept again."""
    came_to = Signal(str)
    """The keyboard belongs to this box now; "" where none is left."""
    said = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = Draft(edits.empty_planner("draft"))
        self.chosen = ""

    def begin(self, template: PlannerTemplate) -> None:
        """Make this planner; nothing of the one before can be undone any more."""
        self.draft = Draft(template)
        self._choose_first()
        self.shown.emit()

    def _choose_first(self) -> None:
        boxes = self.draft.template.boxes
        self.chosen = boxes[0].key if boxes else ""

    def _do(self, what: str, template: PlannerTemplate, amend: str = "") -> None:
        if self.draft.change(what, template, amend):
            self.shown.emit()
            self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        what = self.draft.can_undo
        if self.draft.undo():
            self._stepped(f"Undone: {what}")

    def redo(self) -> None:
        """Do the last undone step again."""
        what = self.draft.can_redo
        if self.draft.redo():
            self._stepped(f"Done again: {what}")

    def _stepped(self, words: str) -> None:
        if self.draft.template.box(self.chosen) is None:
            self._choose_first()
        self.shown.emit()
        self.changed.emit()
        self.said.emit(words)

    # -- boxes ----------------------------------------------------------------------------------

    def add_box(self) -> None:
        """Add a box to the part of the chosen one, where there is room."""
        template = self.draft.template
        here = template.box(self.chosen)
        stage = here.stage if here is not None else template.stages[-1].key
        made, self.chosen = edits.add_box(template, stage)
        self._do("Add a box", made)
        self.came_to.emit(self.chosen)
        self.said.emit("A box is added.")

    def take_out(self, key: str) -> None:
        """Take a box out; the keyboard goes to its neighbour."""
        template = self.draft.template
        box = template.box(key)
        if box is None:
            return
        place = [one.key for one in template.boxes].index(key)
        keys = [one.key for one in template.boxes if one.key != key]
        self.chosen = keys[min(place, len(keys) - 1)] if keys else ""
        self._do("Take a box out", edits.take_box(template, key))
        self.came_to.emit(self.chosen)
        self.said.emit(f"{box.name} is taken out.")

    def place(self, key: str, area: Area) -> None:
        """Move or size a box; what follows at once is the same step."""
        self._do("Place a box", edits.with_box(self.draft.template, key, area=area), f"at {key}")

    def settle(self) -> None:
        """The mouse was let go: what comes now is a step of its own."""
        self.draft.settle()

    def change_box(self, name: str, value: object) -> None:
        """Give the chosen box another word, drawing, place or part of the planner."""
        key = self.chosen
        made = edits.with_box(self.draft.template, key, **{name: value})
        self._do(f"Change the {_NAMES.get(name, name)}", made, f"{name} of {key}")

    def choose_kind(self, kind: str) -> None:
        """Make the chosen box one of another kind."""
        box = self.draft.template.box(self.chosen)
        if box is not None and box.kind != kind:
            changed = edits.of_kind(box, kind)
            self._do("Change the kind", edits.with_box(self.draft.template, box.key, **changed))

    def change_parts(self, words: list[str]) -> None:
        """Give the chosen box these columns, answers or things to tick."""
        made = edits.with_box_parts(self.draft.template, self.chosen, words)
        self._do("Change what the box is made of", made, f"parts of {self.chosen}")

    def change_order(self, by: int) -> None:
        """Ask the chosen box earlier or later."""
        made = edits.move_box_in_order(self.draft.template, self.chosen, by)
        self._do("Change the order", made)
        place = [one.key for one in made.boxes].index(self.chosen) + 1
        self.said.emit(f"Asked as number {place} of {len(made.boxes)}.")

    # -- the whole planner ----------------------------------------------------------------------

    def change_planner(self, name: str, words: str) -> None:
        """Give the planner another title, purpose or language."""
        made = edits.with_words(self.draft.template, **{name: words})
        self._do(f"Change the {name}", made, name)

    def translate(self, language: str, place: Place, words: str) -> None:
        """Say in another language what stands at a place; "" takes that away."""
        made = with_translation(self.draft.template, language, place, words)
        self._do("Change a translation", made, f"{language} {'.'.join(place)}")

    def change_stage(self, key: str, name: str, words: str) -> None:
        """Give a part another title or line."""
        made = edits.with_stage(self.draft.template, key, **{name: words})
        self._do("Change a part", made, f"{name} of part {key}")

    def add_stage(self) -> None:
        """Add a part with a box in it."""
        made, self.chosen = edits.add_stage(self.draft.template)
        self._do("Add a part", made)

    def take_stage(self, key: str) -> None:
        """Take a part out, and the boxes in it."""
        made = edits.take_stage(self.draft.template, key)
        if made.box(self.chosen) is None:
            self.chosen = made.boxes[0].key if made.boxes else ""
        self._do("Take a part out", made)

    def change_colour(self, colour: str, meaning: str) -> None:
        """Say what a note colour means."""
        made = edits.with_meaning(self.draft.template, colour, meaning)
        self._do("Change a colour", made, f"colour {colour}")
