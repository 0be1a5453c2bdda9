"""The fields of the whole planner: its title, its parts, and what the note colours mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_edits import one_line
from cps_desktop.domain.planner_files import MOST_STAGES
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.services.planner_view import COLOUR_WORDS
from cps_desktop.ui.kit import Button, Card, Choice, FormRow, LineField, TextField, Words
from cps_desktop.ui.template_editor.box_fields import narrow
from cps_desktop.ui.template_editor.words import LANGUAGES
from cps_desktop.ui.theme import SPACE_L


class PlannerFields(QWidget):
    """Title, what it is for, language, and the parts it is made of."""

    changed = Signal(str, str)
    """ "title", "purpose" or "language", and its words."""
    stage_changed = Signal(str, str, str)
    """A part's key, "title" or "prompt", and its words."""
    stage_added = Signal()
    stage_taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The whole planner")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        self.title = LineField("Title")
        self.purpose = LineField("What it is for")
        self.language = narrow(Choice("Language of its words", LANGUAGES))
        self.title.edited.connect(lambda text: self.changed.emit("title", text))
        self.purpose.edited.connect(lambda text: self.changed.emit("purpose", text))
        self.language.chosen.connect(lambda key: self.changed.emit("language", key))
        column.addWidget(FormRow("Title", self.title))
        column.addWidget(FormRow("What it is for", self.purpose, "Shown when people choose."))
        column.addWidget(FormRow("Language of its words", self.language))
        column.addWidget(Words("Parts of the planner", "section"))
        self._parts = QVBoxLayout()
        self._parts.setSpacing(SPACE_L)
        column.addLayout(self._parts)
        self.stages: dict[str, StageCard] = {}
        self.add = Button("Add a part", self.stage_added.emit)
        column.addWidget(self.add)
        column.addStretch(1)

    def show_template(self, template: PlannerTemplate) -> None:
        """Show the planner as it stands now."""
        self.title.update_text(template.title)
        self.purpose.update_text(template.purpose)
        self.language.set_key(template.language)
        keys = [one.key for one in template.stages]
        for key in [one for one in self.stages if one not in keys]:
            card = self.stages.pop(key)
            self._parts.removeWidget(card)
            card.deleteLater()
        for place, stage in enumerate(template.stages):
            if stage.key not in self.stages:
                card = self.stages[stage.key] = StageCard(
                    partial(self.stage_changed.emit, stage.key),
                    partial(self.stage_taken.emit, stage.key),
                )
                self._parts.insertWidget(place, card)
            card = self.stages[stage.key]
            card.title.update_text(stage.title)
            card.prompt.update_text(stage.prompt)
            boxes = len(template.boxes_of(stage.key))
            card.count.setText("1 box" if boxes == 1 else f"{boxes} boxes")
            card.take_out.setEnabled(len(keys) > 1)
            card.take_out.setAccessibleName(f"Take this part out: {stage.title}")
        self.add.setEnabled(len(keys) < MOST_STAGES)

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in self.findChildren(TextField):
            field.flush()


class StageCard(Card):
    """One part: its title, what stands beneath it, and how many boxes it has."""

    def __init__(self, changed: Callable[[str, str], object], taken: Callable[[], object]) -> None:
        super().__init__(name="A part", tight=True)
        self.title = LineField("Title of the part")
        self.prompt = LineField("Line beneath the title")
        self.title.edited.connect(lambda text: changed("title", one_line(text)))
        self.prompt.edited.connect(lambda text: changed("prompt", one_line(text)))
        self.count = Words("", "small", "quiet")
        self.take_out = Button("Take this part out", taken, tip="Its boxes go with it")
        self.add(
            FormRow("Title of the part", self.title),
            FormRow("Line beneath the title", self.prompt),
            self.count,
            self.take_out,
        )


class ColourFields(QWidget):
    """What each note colour means; an empty one is not in the legend."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Colours of the notes")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(Words("What the colours of the notes mean", "section"))
        self.fields: dict[str, LineField] = {}
        for colour in NoteColour:
            field = self.fields[colour.value] = LineField(f"Meaning of {colour.value}")
            field.edited.connect(partial(self.changed.emit, colour.value))
            column.addWidget(FormRow(COLOUR_WORDS[colour.value], field))
        column.addStretch(1)

    def show_template(self, template: PlannerTemplate) -> None:
        """Show the planner's legend."""
        for colour, field in self.fields.items():
            field.update_text(template.meaning(colour))

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in self.fields.values():
            field.flush()
