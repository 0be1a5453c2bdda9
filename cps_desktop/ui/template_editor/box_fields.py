"""The fields of one box: its words, its kind and what that is made of, its drawing, its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.planner_edits import one_line
from cps_desktop.domain.planner_templates import PARTS_OF_KIND, Area, Box, PlannerTemplate, Scale
from cps_desktop.services.drawings import drawing_names, drawing_words
from cps_desktop.ui.drawings import Drawing
from cps_desktop.ui.kit import Button, Choice, FormRow, LineField, TextField, Words
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.template_editor.words import (
    KIND_HELP,
    KIND_WORDS,
    PARTS_LABEL,
    millimetres,
)
from cps_desktop.ui.theme import SPACE_HUGE, SPACE_L, SPACE_M, SPACE_S

_WORDS: Final = (
    ("name", "Short name", "For menus: a few words."),
    ("prompt", "Question on the wall", "As it stands on the sheet."),
    ("plain", "Plain question", "Asked of one person at a time, in easy words."),
    ("help", "Help", "How to answer."),
    ("example", "Example", "What somebody might say."),
)
_PLACE: Final = (
    ("x", "From the left"),
    ("y", "From the top"),
    ("width", "Wide"),
    ("height", "High"),
)
_ENDS: Final = (
    ("lowest", "From"),
    ("highest", "To"),
    ("lowest_words", "The lowest means"),
    ("highest_words", "The highest means"),
)
_NO_DRAWING: Final = "-"


def narrow(choice: Choice) -> Choice:
    """A drop-down that may be narrower than its longest words: beside the sheet room is scarce."""
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(8)
    return choice


class BoxFields(QWidget):
    """What a box says and is. Every change is told at once."""

    changed = Signal(str, object)
    """The name of what changed in a ``Box``, and its new value."""
    kind_chosen = Signal(str)
    parts_changed = Signal(object)
    """The words of the columns, answers or items, in order."""
    moved_in_order = Signal(int)
    taken_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("This box")
        self._box: Box | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        self.title = Words("", "section")
        column.addWidget(self.title)
        self.words: dict[str, LineField] = {}
        self.rows: dict[str, FormRow] = {}
        for name, label, help_text in _WORDS:
            field = LineField(label)
            field.edited.connect(lambda text, name=name: self.changed.emit(name, one_line(text)))
            self.words[name] = field
            self.rows[name] = FormRow(label, field, help_text)
            column.addWidget(self.rows[name])
        self.kind = narrow(Choice("What people put in", list(KIND_WORDS.items())))
        self.kind.chosen.connect(self.kind_chosen)
        self.rows["kind"] = FormRow("What people put in", self.kind)
        column.addWidget(self.rows["kind"])
        self.parts = TextField("Parts")
        self.parts.edited.connect(lambda text: self.parts_changed.emit(text.splitlines()))
        self.rows["parts"] = FormRow("Parts", self.parts, "One on each line.")
        column.addWidget(self.rows["parts"])
        self.scale = ScaleFields()
        self.scale.changed.connect(lambda scale: self.changed.emit("scale", scale))
        column.addWidget(self.scale)
        column.addLayout(self._drawing_row())
        self.stage = narrow(Choice("Part of the planner", ()))
        self.stage.chosen.connect(lambda key: self.changed.emit("stage", key))
        column.addWidget(FormRow("Part of the planner", self.stage))
        self.place = PlaceFields()
        self.place.changed.connect(lambda area: self.changed.emit("area", area))
        column.addWidget(self.place)
        buttons = WrappingRow(SPACE_S)
        self.earlier = Button("Ask it earlier", lambda: self.moved_in_order.emit(-1))
        self.later = Button("Ask it later", lambda: self.moved_in_order.emit(1))
        self.take_out = Button("Take this box out", self.taken_out.emit, tip="Del on the sheet")
        for button in (self.earlier, self.later, self.take_out):
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addStretch(1)

    def _drawing_row(self) -> QHBoxLayout:
        names = [(_NO_DRAWING, "No drawing")]
        names += sorted(((one, drawing_words(one)) for one in drawing_names()), key=lambda o: o[1])
        self.picture = narrow(Choice("Drawing beside the question", names))
        self.picture.chosen.connect(
            lambda name: self.changed.emit("picture", "" if name == _NO_DRAWING else name)
        )
        self.drawing = Drawing("", SPACE_HUGE)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(FormRow("Drawing beside the question", self.picture), 1)
        row.addWidget(self.drawing)
        return row

    def show_box(
        self, template: PlannerTemplate, box: Box, questions: Mapping[str, list[str]]
    ) -> None:
        """Show a box; ``questions`` are what is asked about its words, by their name."""
        other = self._box is None or self._box.key != box.key
        self._box = box
        self.title.setText(box.name or "A box")
        for name, field in self.words.items():
            if other:
                field.flush()
                field.set_text(getattr(box, name))
            else:
                field.update_text(getattr(box, name))
            self.rows[name].set_questions(questions.get(name, ()))
        self.kind.set_key(box.kind)
        self.rows["kind"].set_help(KIND_HELP[box.kind])
        self._show_parts(box)
        self.scale.show_scale(box.scale)
        self.picture.set_key(box.picture or _NO_DRAWING)
        self.drawing.show_drawing(box.picture)
        self.stage.set_options([(one.key, one.title or one.key) for one in template.stages])
        self.stage.set_key(box.stage)
        self.place.show_area(box.area)
        keys = [one.key for one in template.boxes]
        self.earlier.setEnabled(keys[0] != box.key)
        self.later.setEnabled(keys[-1] != box.key)

    def _show_parts(self, box: Box) -> None:
        name = PARTS_OF_KIND.get(box.kind, "")
        row = self.rows["parts"]
        row.setVisible(bool(name))
        if not name:
            return
        row.label.setText(PARTS_LABEL[name])
        self.parts.setAccessibleName(f"{PARTS_LABEL[name]}, one on each line")
        now = [one.words for one in box.parts]
        if [one_line(text) for text in self.parts.text().splitlines() if text.strip()] != now:
            self.parts.update_text("\n".join(now))

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in self.findChildren(TextField):
            field.flush()


class ScaleFields(QWidget):
    """The two ends of a scale and what they mean."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._scale = Scale(1, 5)
        grid = WrappingRow(SPACE_M, parent=self)
        self.fields: dict[str, LineField] = {}
        self.rows: dict[str, FormRow] = {}
        for name, label in _ENDS:
            field = self.fields[name] = LineField(label)
            self.rows[name] = FormRow(label, field)
            grid.addWidget(self.rows[name])
            field.edited.connect(lambda text, name=name: self._edited(name, text))

    def show_scale(self, scale: Scale | None) -> None:
        self.setVisible(scale is not None)
        if scale is not None:
            self._scale = scale
            for name, field in self.fields.items():
                field.update_text(str(getattr(scale, name)))

    def _edited(self, name: str, text: str) -> None:
        value: Any = one_line(text)
        if name in {"lowest", "highest"}:
            if not text.strip().isdecimal():
                self.rows[name].set_problem("Please write a whole number.")
                return
            value = int(text)
            self.rows[name].set_problem("")
        fields = {one: getattr(self._scale, one) for one in self.fields} | {name: value}
        self.changed.emit(Scale(**fields, unknown=self._scale.unknown))


class PlaceFields(QWidget):
    """Where a box stands, in millimetres: for hands that do not drag."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._area = Area(0, 0, 0, 0)
        grid = WrappingRow(SPACE_M, parent=self)
        self.fields: dict[str, LineField] = {}
        self.rows: dict[str, FormRow] = {}
        for name, label in _PLACE:
            field = self.fields[name] = LineField(f"{label}, millimetres")
            self.rows[name] = FormRow(f"{label} (mm)", field)
            grid.addWidget(self.rows[name])
            field.edited.connect(lambda text, name=name: self._edited(name, text))

    def show_area(self, area: Area) -> None:
        self._area = area
        for name, field in self.fields.items():
            field.update_text(millimetres(getattr(area, name)))

    def _edited(self, name: str, text: str) -> None:
        try:
            value = float(text.replace(",", ".").replace("mm", "").strip())
        except ValueError:
            self.rows[name].set_problem("Please write a number of millimetres, such as 96.")
            return
        self.rows[name].set_problem("")
        if not abs(value) < 1000:
            self.rows[name].set_problem("This does not lie on the sheet.")
            return
        known = {one: getattr(self._area, one) for one in self.fields} | {name: value}
        self.changed.emit(Area(**known))
