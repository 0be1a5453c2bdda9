"""A photo of a sheet: its boxes as pictures to keep; or, where it is not known, a box to name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_photos import BoxPicture, SheetPhoto
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.planners import planners_of
from cps_desktop.services.sheet_keeping import keep_pictures, keep_whole
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import Choice, FormRow, QuestionDialog, TickBox, Words
from cps_desktop.ui.paper_back.room import as_large_as, picture_width, scrolling
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M, SPACE_S

_KEEP, _TYPE, _NOT = "keep", "type", "not"


def show_picture(jpeg: bytes, said: str, width: int) -> QLabel:
    """A picture no wider than ``width`` pixels, with words for who cannot see it."""
    label = QLabel()
    label.setPixmap(QPixmap.fromImage(small_enough(jpeg, width)))
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setAccessibleName(said)
    return label


def small_enough(jpeg: bytes, width: int) -> QImage:
    """A picture no wider than ``width`` pixels; in any thread. Null where it cannot be read."""
    image = QImage.fromData(jpeg)
    if image.width() > width:
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return image


class SheetDialog(QuestionDialog):
    """A sheet's boxes; ``ask`` keeps the ticked ones, ``to_type_up`` are notes to go on with."""

    HELP = "paper-back"

    def __init__(self, shell: Shell, photo: SheetPhoto, parent: QWidget | None = None) -> None:
        super().__init__(
            f"A sheet of {photo.title}"[:90],
            f"{photo.name}. Boxes that seem to be written in are ticked; look whether that is so.",
            ((_TYPE, "Keep and type up"), (_KEEP, "Keep, type up later"), (_NOT, "Not now")),
            parent=parent,
        )
        self._shell, self._photo = shell, photo
        self.ticks: dict[str, TickBox] = {}
        self.to_type_up: list[RecordId] = []
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, SPACE_M, 0)
        column.setSpacing(SPACE_S)
        for one in photo.boxes:
            self._box(column, one)
        self.body.addWidget(scrolling("The boxes of the sheet", holder), 1)
        self._count()
        self.keeps(self._keep, _KEEP, _TYPE)
        as_large_as(self, DIALOG_WIDTH + DIALOG_WIDTH // 3, DIALOG_WIDTH)

    def _box(self, column: QVBoxLayout, one: BoxPicture) -> None:
        if one.here:
            column.addWidget(Words(f"{one.question}: this picture is here already", "strong"))
            return
        column.addWidget(Words(one.question, "strong"))
        tick = TickBox("Keep this picture", on=one.written)
        tick.setAccessibleName(f"Keep the picture of “{one.question}”")
        tick.toggled.connect(lambda _on: self._count())
        self.ticks[one.box] = tick
        column.addWidget(tick)
        width = picture_width(self, DIALOG_WIDTH) - SPACE_L
        column.addWidget(show_picture(one.picture.jpeg, f"Picture of “{one.question}”", width))

    @property
    def chosen(self) -> set[str]:
        """The boxes that are ticked."""
        return {box for box, tick in self.ticks.items() if tick.isChecked()}

    def _count(self) -> None:
        for key in (_TYPE, _KEEP):
            self.buttons[key].setEnabled(bool(self.chosen))

    def _keep(self) -> str:
        desk, photo, boxes = self._shell.desk, self._photo, self.chosen
        return Attempts(self._shell).why_not(lambda: keep_pictures(desk, photo, boxes))

    def ask(self) -> str:
        """Show it; keep what is ticked, and say so with a way back."""
        answer = super().ask()
        if answer in (_KEEP, _TYPE):
            boxes = self.chosen
            said = "1 picture was" if len(boxes) == 1 else f"{len(boxes)} pictures were"
            self._shell.say(f"{said} put into the boxes.", undo=True)
            if answer == _TYPE:
                self.to_type_up = [one.note for one in self._photo.boxes if one.box in boxes]
        return answer


class PhotoDialog(QuestionDialog):
    """A picture that is no sheet anybody knows: why, and a box to put it into by hand."""

    HELP = "paper-back"

    def __init__(
        self, shell: Shell, session: RecordId, photo: SheetPhoto, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "This picture was not placed",
            photo.problem,
            ((_KEEP, "Put it into this box"), (_NOT, "Leave it")),
            parent=parent,
        )
        self._shell, self._photo = shell, photo
        self.body.addWidget(
            show_picture(photo.whole.jpeg, "The picture", picture_width(self, DIALOG_WIDTH // 2))
        )
        self.box = Choice("Box", _boxes(shell.desk, session))
        self.body.addWidget(FormRow("Put it into a box by hand", self.box))
        self.buttons[_KEEP].setEnabled(self.box.count() > 0)
        self.keeps(self._keep, _KEEP)

    def _keep(self) -> str:
        desk, photo = self._shell.desk, self._photo
        planner, _, box = self.box.key().partition("/")
        return Attempts(self._shell).why_not(lambda: keep_whole(desk, photo, planner, box))

    def ask(self) -> str:
        """Show it; put the picture into the named box if somebody says so."""
        answer = super().ask()
        if answer == _KEEP:
            self._shell.say("The picture was put into the box.", undo=True)
        return answer


def _boxes(desk: Desk, session: RecordId) -> list[tuple[str, str]]:
    """Every box of the session's planners: (planner/box, its name)."""
    found = []
    planners = planners_of(desk.workspace, session)
    for one in planners:
        view = planner_view(desk.workspace, desk.planners, one.id)
        for stage in view.stages if view is not None else ():
            for box in stage.boxes:
                where = f"{view.title}: " if view is not None and len(planners) > 1 else ""
                found.append((f"{one.id}/{box.box.key}", f"{where}{stage.title} · {box.box.name}"))
    return found
