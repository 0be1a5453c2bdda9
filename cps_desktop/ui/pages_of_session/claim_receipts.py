"""Receipts on a claim line: photos by file, drop or paste, shown small, looked at large."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QFrame,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import ReceiptView
from cps_desktop.services.claims import attach_receipt, remove_receipt
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Progress
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.receipt_intake import get_ready, pictures_of_bytes, pictures_of_files
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, QuestionDialog, Words, announce, empty
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import CORNER_INPUT, DIALOG_WIDTH, HAIR, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import theme

THUMBNAIL: Final = 72
_FILES: Final = "Photos and PDF (*.jpg *.jpeg *.png *.heic *.heif *.pdf);;All files (*)"
_NO_PICTURE: Final = (
    "There is no picture to paste. Copy a photo or its file first, or choose Add a photo."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What was dropped or pasted: files, or one picture without a file."""

    paths: tuple[Path, ...] = ()
    picture: bytes = b""


def taken_from(mime: QMimeData | None) -> Taken | None:
    """The pictures in what was dropped or copied; None where there are none."""
    if mime is None:
        return None
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if paths:
        return Taken(paths)
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PNG loses nothing; the picture is made small and plain afterwards, like any other.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Taken(picture=bytes(held.data()))


class Pictures:
    """Receipt pictures as they are shown, read once for each size."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[str, int, int], QPixmap | None] = {}

    def of(self, digest: str, room: QSize) -> QPixmap | None:
        """The picture, no larger than ``room``; None while it is still to come."""
        key = (digest, room.width(), room.height())
        if key not in self._known:
            found = self._read(digest, room)
            if found is None:
                return None
            self._known[key] = found
        return self._known[key]

    def _read(self, digest: str, room: QSize) -> QPixmap | None:
        content = self._desk.workspace.attachment(digest) if digest else None
        if content is None:
            return None
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"jpeg"))
        whole = reader.size()
        if whole.isValid():
            # Asked for small, a JPEG is read in a fraction of the time.
            reader.setScaledSize(whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return None if image.isNull() else QPixmap.fromImage(image)


class Thumbnail(QAbstractButton):
    """A receipt, small. Press it to look at it."""

    def __init__(self, pictures: Pictures, receipt: ReceiptView, number: int) -> None:
        super().__init__()
        tab_stop(self)
        self.receipt = receipt
        self._pictures = pictures
        self.setAccessibleName(f"Look at receipt {number}")
        self.setToolTip("Look at the receipt")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().px(THUMBNAIL)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(HAIR, HAIR, -HAIR, -HAIR)
        painter.setPen(QPen(state.colour("line"), HAIR))
        painter.setBrush(state.colour("hover" if self.underMouse() else "page"))
        painter.drawRoundedRect(edge, CORNER_INPUT, CORNER_INPUT)
        inner = self.rect().adjusted(SPACE_XS, SPACE_XS, -SPACE_XS, -SPACE_XS)
        picture = self._pictures.of(self.receipt.digest, inner.size())
        if picture is None:
            painter.setFont(state.font("small"))
            painter.setPen(state.colour("quiet"))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, wrapped, "Still to come")
            return
        place = picture.rect()
        place.moveCenter(inner.center())
        painter.drawPixmap(place, picture)


class ReceiptDialog(QuestionDialog):
    """A receipt, large; it can be removed, but not from a claim that is approved (``frozen``)."""

    def __init__(
        self, pictures: Pictures, receipt: ReceiptView, over: QWidget, *, frozen: bool = False
    ) -> None:
        remove = () if frozen else (("remove", "Remove the receipt"),)
        super().__init__(
            "Receipt",
            receipt.name,
            (*remove, ("close", "Close")),
            danger="" if frozen else "remove",
            parent=over.window(),
        )
        window = over.window().size()
        room = QSize(
            max(DIALOG_WIDTH, window.width() * 2 // 3), max(DIALOG_WIDTH, window.height()) * 2 // 3
        )
        picture = pictures.of(receipt.digest, room)
        if picture is None:
            self.body.addWidget(
                Words("This picture is still to come from the other laptop. Nothing is lost.")
            )
            return
        shown = QLabel()
        shown.setAccessibleName("Picture of the receipt")
        shown.setPixmap(picture)
        self.body.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)


class PictureGround(QFrame):
    """A part of the page that takes photos dropped on it."""

    dropped = Signal(object)
    """A :class:`Taken`."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasImage() or any(url.isLocalFile() for url in mime.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        taken = taken_from(event.mimeData())
        if taken is not None:
            event.acceptProposedAction()
            self.dropped.emit(taken)


class Thumbnails(WrappingRow):
    """The receipts of a line, small, side by side."""

    def __init__(self, pictures: Pictures, look_at: Callable[[ReceiptView], None]) -> None:
        super().__init__(SPACE_S)
        self._pictures = pictures
        self._look_at = look_at
        self._receipts: tuple[ReceiptView, ...] = ()

    def show_receipts(self, receipts: Sequence[ReceiptView]) -> None:
        """Show these; those that are shown already stay as they are."""
        if tuple(receipts) == self._receipts:
            return
        self._receipts = tuple(receipts)
        empty(self)
        for number, receipt in enumerate(receipts, start=1):
            small = Thumbnail(self._pictures, receipt, number)
            small.clicked.connect(partial(_pressed, self._look_at, receipt))
            self.addWidget(small)
        self.invalidate()


class ReceiptShelf(QWidget):
    """The receipts of one line, and the ways to add one."""

    def __init__(
        self,
        shell: Shell,
        pictures: Pictures,
        line: Callable[[], RecordId],
        initiator: object,
    ) -> None:
        """``line`` gives the line to put receipts on, and makes it where there is none yet."""
        super().__init__()
        self._shell = shell
        self._pictures = pictures
        self._line = line
        self._initiator = initiator
        self._beside = Background(self)
        self.choose = Button("Add a photo…", self.choose_files, tip="A photo or a PDF")
        self.paste = Button("Paste a photo", self.paste_picture, tip="Ctrl+V does the same")
        self._problem = Words("", "small_strong", "danger")
        self._problem.hide()
        self._thumbnails = Thumbnails(pictures, self.look_at)
        buttons = WrappingRow(SPACE_S)
        for button in (self.choose, self.paste):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self._thumbnails)
        column.addLayout(buttons)
        column.addWidget(self._problem)

    def show_receipts(self, receipts: Sequence[ReceiptView]) -> None:
        self._thumbnails.show_receipts(receipts)

    def choose_files(self) -> None:
        """Choose photos with the system's own dialog; meanwhile what opens them is begun."""
        self._beside.do("ready", get_ready, lambda _none: None)
        names, _kind = QFileDialog.getOpenFileNames(self, "Add a photo of the receipt", "", _FILES)
        if names:
            self.take(Taken(tuple(Path(name) for name in names)))

    def paste_picture(self) -> None:
        """Take the picture or file that was copied."""
        taken = taken_from(QGuiApplication.clipboard().mimeData())
        if taken is None:
            self.say_problem(_NO_PICTURE)
        else:
            self.take(taken)

    def take(self, taken: Taken) -> None:
        """Make pictures small and plain in a worker, then put them on the line."""
        take_receipt(self._shell, taken, self._line, self.say_problem)

    def say_problem(self, sentence: str) -> None:
        """Say beside the receipts what could not be taken; "" takes the sentence away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=True)

    def problem(self) -> str:
        return self._problem.text()

    def look_at(self, receipt: ReceiptView) -> None:
        """Show a receipt large; it can be removed there."""
        look_at_receipt(self._shell, self._pictures, receipt, self)


def take_receipt(
    shell: Shell, taken: Taken, line: Callable[[], RecordId], problem: Callable[[str], None]
) -> None:
    """Make pictures small and plain in a worker, then put them on the line that ``line`` gives."""

    def job(progress: Progress) -> tuple[PreparedPicture, ...]:
        if taken.picture:
            return pictures_of_bytes(taken.picture, "Pasted picture")
        made: list[PreparedPicture] = []
        for number, path in enumerate(taken.paths):
            progress("Making the photo small and plain", number, len(taken.paths))
            made += pictures_of_files([path], more=number + 1 < len(taken.paths))
        return tuple(made)

    def done(made: tuple[PreparedPicture, ...]) -> None:
        target = line()
        if not target:
            return
        desk = shell.desk
        if shell.attempt(lambda: attach_receipt(desk.door, desk.workspace, target, made)):
            shell.say("Receipt added.", undo=True)

    def refused(fault: Fault) -> None:
        problem(str(fault))

    problem("")
    shell.run("Adding the receipt", job, done, refused)


def look_at_receipt(
    shell: Shell,
    pictures: Pictures,
    receipt: ReceiptView,
    over: QWidget,
    *,
    frozen: bool = False,
) -> None:
    """Show a receipt large, and remove it if that is what the person chooses."""
    if ReceiptDialog(pictures, receipt, over, frozen=frozen).ask() != "remove":
        return
    door = shell.desk.door
    if shell.attempt(lambda: remove_receipt(door, receipt.receipt)) is not None:
        shell.say("Receipt removed.", undo=True)


def _pressed(
    look_at: Callable[[ReceiptView], None], receipt: ReceiptView, _checked: bool = False
) -> None:
    look_at(receipt)
