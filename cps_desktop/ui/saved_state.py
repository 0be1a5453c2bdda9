"""Whether the work is saved, truly: what is being typed, kept, and not yet with anybody else."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QMetaObject, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.services.desk import Desk
from cps_desktop.services.not_yet import NotYet, not_yet
from cps_desktop.ui.kit import SearchField, TextField
from cps_desktop.ui.unkept import UnkeptWords

COUNT_AFTER_MS = 300
"""Counting what is not handed over waits this long after a change, so that typing stays light."""

FLUSH_EVERY_MS = 500
"""However fields keep their own time, nothing typed waits longer than this."""


class SavedState(QObject):
    """Follows the field under the keyboard and the door; ``changed`` when the words differ."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._field: TextField | None = None
        self._links: tuple[QMetaObject.Connection, ...] = ()
        self._trouble = ""
        self.unkept = UnkeptWords(self)
        self._saved_ms = 0
        self.writing = False
        self.not_yet = NotYet()
        self._counter = QTimer(self)
        self._counter.setSingleShot(True)
        self._counter.setInterval(COUNT_AFTER_MS)
        self._counter.timeout.connect(self.count)
        self._flusher = QTimer(self)
        self._flusher.setInterval(FLUSH_EVERY_MS)
        self._flusher.timeout.connect(self.flush)
        self._flusher.start()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    @property
    def waiting(self) -> int:
        """How many changes are not yet handed over."""
        return self.not_yet.changes

    @property
    def saved_ms(self) -> int:
        """When something was last kept, milliseconds since 1970; 0 when not known."""
        return self._saved_ms

    def remember(self, saved_ms: int) -> None:
        """Take over the time from the last opening."""
        self._saved_ms = saved_ms
        self.changed.emit()

    def kept(self, summary: ChangeSummary) -> None:
        """Something was kept."""
        if summary.touched or summary.everything or summary.changes:
            self._saved_ms = self._desk.door.now_ms()
        self._trouble = ""
        if self.unkept and not self.unkept.trying:
            # There is room again, it seems.
            QTimer.singleShot(0, self.unkept, self.unkept.try_again)
        self._look()
        self.changed.emit()
        self._counter.start()

    def count_soon(self) -> None:
        """Count again what is not yet handed over, shortly."""
        self._counter.start()

    def not_kept(self, sentence: str) -> None:
        """Something could not be kept; say so until the next change is."""
        self._trouble = sentence
        field = TextField.telling()
        if field is not None:
            self.unkept.add(field)
        self.changed.emit()

    def count(self) -> None:
        """Count what nobody else has yet."""
        self.not_yet = not_yet(self._desk.workspace)
        self.changed.emit()

    def flush(self) -> None:
        """Have the field under the keyboard write down what it holds."""
        field = self._field
        if field is not None and field.unsaved and field not in self.unkept:
            field.flush()
        self._look()

    def words(self, *, short: bool = False) -> str:
        """The state in words, with its shape."""
        if self._trouble or self.unkept:
            return "■ Not saved"
        if self.writing:
            return "… Writing"
        when = self._when()
        said = "✔ Saved" if short else "✔ Saved on this laptop"
        return f"{said} {when}".rstrip()

    def tone(self) -> str:
        """The colour that goes with the words."""
        return "danger" if self._trouble or self.unkept else "quiet" if self.writing else "done"

    def waiting_words(self, *, short: bool = False) -> str:
        """What is not yet handed over, and to whom, in words."""
        if short and self.waiting:
            return f"{self.waiting:,} to hand over"
        return self.not_yet.words

    def _when(self) -> str:
        if not self._saved_ms:
            return ""
        moment = dt.datetime.fromtimestamp(self._saved_ms / 1000, dt.UTC).astimezone()
        if moment.date() == self._desk.door.today():
            return say_time(moment.time())
        return f"on {say_date(moment.date())}"

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for link in self._links:
            # By its own handle: a field that is being taken down has let go of it already.
            QObject.disconnect(link)
        self._links = ()
        self._field = None
        if isinstance(new, TextField) and not isinstance(new, SearchField):
            self._field = new
            self._links = (
                new.textChanged.connect(self._look),
                new.edited.connect(self._look),
                new.destroyed.connect(self._gone),
            )
        self._look()

    def _gone(self) -> None:
        self._links = ()
        self._field = None
        self._look()

    def _look(self) -> None:
        writing = self._field is not None and self._field.unsaved
        if writing != self.writing:
            self.writing = writing
            self.changed.emit()
