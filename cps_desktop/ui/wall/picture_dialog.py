"""A note's photo or drawing, large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.words import Words, in_short
from cps_desktop.ui.theme import DIALOG_WIDTH
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.snapshot import NoteSnapshot


class PictureDialog(QuestionDialog):
    """The picture as large as the window has room for, with the note's words."""

    def __init__(self, pictures: NotePictures, note: NoteSnapshot, over: QWidget) -> None:
        super().__init__(
            "Picture", in_short(note.text), (("close", "Close"),), parent=over.window()
        )
        window = over.window().size()
        room = QSize(
            max(DIALOG_WIDTH, window.width() * 2 // 3), max(DIALOG_WIDTH, window.height()) * 2 // 3
        )
        picture = pictures.of(note.picture, room)
        if picture is None:
            self.body.addWidget(
                Words("This picture is still to come from the other laptop. Nothing is lost.")
            )
            return
        fit = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QLabel()
        shown.setAccessibleName(note.name)
        shown.setPixmap(picture.scaled(room.boundedTo(picture.size()), fit, smooth))
        self.body.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
