"""The participants' window: one page at a time, its turn, its look, its voice, its lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Planner
from cps_desktop.services.desk import Desk
from cps_desktop.services.participant_turn import Turn
from cps_desktop.services.participant_view import ParticipantView
from cps_desktop.services.preparation import papers_wanted
from cps_desktop.ui.kit import announce
from cps_desktop.ui.participant.fields import OwnClipboard
from cps_desktop.ui.participant.keeping import Keeping
from cps_desktop.ui.participant.lent_look import LentLook
from cps_desktop.ui.participant.lock import Lock
from cps_desktop.ui.participant.pages import Pages
from cps_desktop.ui.participant.scanning import Scanner
from cps_desktop.ui.participant.sheet import Sheet
from cps_desktop.ui.participant.sheets_shown import SheetsShown
from cps_desktop.ui.participant.spoken import Spoken
from cps_desktop.ui.reading_aloud.controls import spoken_control
from cps_desktop.ui.reading_aloud.reader import Reader
from cps_desktop.ui.reading_aloud.voice import Problem, Voice
from cps_desktop.ui.theme_state import theme


class ParticipantWindow(QWidget):
    """Full screen. It closes for the facilitator's code, and when the system ends."""

    left = Signal()
    """The facilitator has the keyboard again."""

    def __init__(self, desk: Desk, view: ParticipantView, *, voice: Voice | None = None) -> None:
        super().__init__()
        self.desk, self.view = desk, view
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._may_close = False
        self.spoken = Spoken(desk, view)
        self._turn_to_language()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.turn = self._new_turn()
        self.keeping = Keeping(self)
        self.reader = Reader(voice or Voice(), self)
        self.scanner = Scanner(self, lambda: self.sheets.front)
        self.sheets = SheetsShown(
            column, leave=self._leave, begun=self._begun, turned=self.scanner.start_anew
        )
        self.look = LentLook(self._large_print)
        self.pages = Pages(
            desk,
            view,
            self.spoken,
            self.sheets,
            self.keeping,
            self.reader,
            self.scanner,
            turn=lambda: self.turn,
            read=self.read,
            speak=self.speak,
            next_person=self.next_person,
            give_back=self.give_back,
        )
        self._lock: Lock | None = None
        self.keeping.kept.connect(lambda: self._say_saved(kept=True))
        self.keeping.not_kept.connect(lambda: self._say_saved(kept=False))
        self.reader.changed.connect(self.pages.show_reading)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.commitDataRequest.connect(self.write_down)
        self.setWindowTitle(self.spoken.words("welcome"))
        self.pages.welcome()

    def _large_print(self) -> bool:
        """Whether anybody expected reads large print; whose need it is, is not said here."""
        known = self.desk.door.records.get(Planner, self.view.planner)
        if known is None:
            return False
        wanted = papers_wanted(self.desk.door.records, self.desk.needs.needs, known.session)
        return "large print" in wanted

    def take_over(self) -> None:
        """Fill the screen and lock everything else."""
        theme().dress()
        self.showFullScreen()
        self._lock = Lock(self, self.say_it_stays)
        self.activateWindow()
        if self.sheet is not None:
            self.sheet.begin()

    def give_back(self) -> None:
        """The code was right: everything is the facilitator's again."""
        self.write_down()
        self.reader.stop()
        self.scanner.end()
        OwnClipboard.forget()
        self.look.give_back()
        self.end()
        self.left.emit()

    def end(self) -> None:
        """Close without asking: the laptop is being turned off. Who opens it again finds this."""
        self.write_down()
        self._may_close = True
        if self._lock is not None:
            self._lock.open()
            self._lock = None
        theme().lent = False
        self.close()

    # -- pages ----------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet | None:
        """The page in front."""
        return self.sheets.front

    def _leave(self) -> None:
        self.write_down()
        self.reader.stop()

    def _begun(self, sheet: Sheet) -> None:
        """It took another's place: where the window is seen it is said, and read if wished for."""
        if self.isVisible():
            sheet.begin()
            announce(sheet, sheet.accessibleName())
            if theme().reads_aloud:
                self._read(sheet)

    def speak(self, language: str) -> None:
        """Say everything in this language from now on."""
        self.spoken.speak(language)
        self._turn_to_language()

    def _turn_to_language(self) -> None:
        """Read from its side; a screen reader is told of every part which language it is in."""
        self.setLayoutDirection(self.spoken.direction)
        self.setLocale(QLocale(self.spoken.language))

    def next_person(self) -> None:
        """Thank you: nothing of this person is left, and the next begins where they did."""
        self.write_down()
        self.scanner.end()
        OwnClipboard.forget()
        self.look.begin_anew()
        self.turn = self._new_turn()
        self.pages.begin_anew()
        self.spoken.speak_own()
        self._turn_to_language()
        self.pages.thanks()

    # -- the voice ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read this page; or be silent, where it is being read."""
        if not self.reader.stop() and self.sheet is not None:
            self._read(self.sheet)

    def _read(self, sheet: Sheet) -> None:
        problem = self.reader.read(sheet.spoken(), self.spoken.language)
        if problem is not Problem.NONE:
            key = "no_voice" if problem is Problem.NO_VOICE else "no_voice_here"
            sheet.tell(self.spoken.words(key), "amber")

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not theme().reads_aloud or new is None or not self.isAncestorOf(new):
            return
        if not self.reader.reading:
            self.reader.read(spoken_control(new), self.spoken.language)

    # -- staying --------------------------------------------------------------------------------

    def write_down(self) -> None:
        """Keep everything typed so far."""
        if self.sheet is not None:
            self.sheet.write_down()
        self.keeping.unkept.try_again()

    def say_it_stays(self) -> None:
        """Somebody tried to close it: one quiet sentence."""
        if self.sheet is not None:
            self.sheet.tell(self.spoken.words("stays_open"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Whatever nobody wanted ends here: there is no other window for it to go to.
        if event.key() == Qt.Key.Key_Escape:
            self.reader.stop()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        small = self.isMinimized() or not self.isFullScreen()
        if event.type() == QEvent.Type.WindowStateChange and self._lock is not None and small:
            self.showFullScreen()

    def closeEvent(self, event: QCloseEvent) -> None:
        app = QGuiApplication.instance()
        ending = isinstance(app, QGuiApplication) and app.isSavingSession()
        if self._may_close or ending:
            event.accept()
            return
        event.ignore()
        self.say_it_stays()

    # -- inside ---------------------------------------------------------------------------------

    def _new_turn(self) -> Turn:
        return Turn(self.desk, self.view.planner, initiator=self)

    def _say_saved(self, *, kept: bool) -> None:
        if self.sheet is not None:
            self.sheet.show_saved(kept=kept)
        if kept:
            self.sheets.let_go()
