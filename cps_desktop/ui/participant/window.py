"""The participants' window: one page at a time, its turn, its look, its voice, its lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.planner_templates import PlannerTemplate, runs_right_to_left
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_words import language_name
from cps_desktop.services.participant_turn import Turn
from cps_desktop.services.participant_view import ParticipantView
from cps_desktop.services.participant_words import ParticipantWords, participant_words
from cps_desktop.services.preparation import papers_wanted
from cps_desktop.ui.kit import announce
from cps_desktop.ui.kit.reading_order import put_in_order, reading_order
from cps_desktop.ui.participant.fields import OwnClipboard
from cps_desktop.ui.participant.keeping import Keeping
from cps_desktop.ui.participant.lent_look import LentLook
from cps_desktop.ui.participant.lock import Lock
from cps_desktop.ui.participant.pages import Pages
from cps_desktop.ui.participant.scanning import Scanner
from cps_desktop.ui.participant.sheet import Sheet
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
        self.sheet: Sheet | None = None
        self._under: Sheet | None = None
        self._waiting: list[Sheet] = []
        """Pages that are gone, with words that could not be kept yet."""
        self.language: str
        self.words: ParticipantWords
        self.template: PlannerTemplate | None
        self.speak(self._own_language())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.turn = self._new_turn()
        self.keeping = Keeping(self)
        self.reader = Reader(voice or Voice(), self)
        self.scanner = Scanner(self, lambda: self.sheet)
        self.look = LentLook(self._large_print)
        self.pages = Pages(self)
        self._lock: Lock | None = None
        self.keeping.kept.connect(lambda: self._say_saved(kept=True))
        self.keeping.not_kept.connect(lambda: self._say_saved(kept=False))
        self.reader.changed.connect(self.pages.show_reading)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.commitDataRequest.connect(self.write_down)
        self.setWindowTitle(self.words("welcome"))
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

    def show_sheet(self, sheet: Sheet) -> None:
        """Put a page in place of the one before; what was typed there is kept first."""
        self.write_down()
        self.reader.stop()
        before, under = self.sheet, self._under
        self.sheet, self._under = sheet, None
        self._column.addWidget(sheet)
        for old in (before, under):
            if old is not None:
                self._put_away(old)
        sheet.show()
        put_in_order(reading_order(sheet))
        if self.isVisible():
            sheet.begin()
            announce(sheet, sheet.accessibleName())
            if theme().reads_aloud:
                self._read(sheet)
        self.scanner.start_anew()

    def show_over(self, sheet: Sheet) -> None:
        """Put a page over the one that is there, which waits beneath."""
        if self.sheet is not None and self._under is None:
            self.write_down()
            self.reader.stop()
            self._under, self.sheet = self.sheet, sheet
            self._under.hide()
            self._column.addWidget(sheet)
            sheet.show()
            sheet.begin()
            self.scanner.start_anew()

    def uncover(self) -> None:
        """Back to the page beneath."""
        over, under = self.sheet, self._under
        if over is not None and under is not None:
            over.write_down()
            self._put_away(over)
            self.sheet, self._under = under, None
            under.show()
            under.begin()
            self.scanner.start_anew()

    def speak(self, language: str) -> None:
        """Say everything in this language from now on."""
        self.language = language
        self.words = participant_words(language)
        turned = runs_right_to_left(language)
        sides = Qt.LayoutDirection
        self.setLayoutDirection(sides.RightToLeft if turned else sides.LeftToRight)
        self.template = self._template(language)

    def languages(self) -> list[tuple[str, str]]:
        """The languages this planner can be asked in, each by its own name."""
        whole = self._template("")
        known = whole.languages if whole is not None else ()
        found: dict[str, str] = {}
        for one in known:
            spoken = one.split("-", maxsplit=1)[0]
            words = participant_words(one)
            own = words("language_name") if words.language == spoken else ""
            named = language_name(one)
            # Qt's own name is that of a country as well, such as "español de España".
            known_as = named if named != one else QLocale(one).nativeLanguageName()
            found.setdefault(spoken, own or known_as or one)
        return list(found.items())

    def next_person(self) -> None:
        """Thank you: nothing of this person is left, and the next begins where they did."""
        self.write_down()
        self.scanner.end()
        OwnClipboard.forget()
        self.look.begin_anew()
        self.turn = self._new_turn()
        self.pages.begin_anew()
        self.speak(self._own_language())
        self.pages.thanks()

    # -- the voice ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read this page; or be silent, where it is being read."""
        if not self.reader.stop() and self.sheet is not None:
            self._read(self.sheet)

    def _read(self, sheet: Sheet) -> None:
        problem = self.reader.read(sheet.spoken(), self.language)
        if problem is not Problem.NONE:
            key = "no_voice" if problem is Problem.NO_VOICE else "no_voice_here"
            sheet.tell(self.words(key), "amber")

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not theme().reads_aloud or new is None or not self.isAncestorOf(new):
            return
        if not self.reader.reading:
            self.reader.read(spoken_control(new), self.language)

    # -- staying --------------------------------------------------------------------------------

    def write_down(self) -> None:
        """Keep everything typed so far."""
        if self.sheet is not None:
            self.sheet.write_down()
        self.keeping.unkept.try_again()

    def say_it_stays(self) -> None:
        """Somebody tried to close it: one quiet sentence."""
        if self.sheet is not None:
            self.sheet.tell(self.words("stays_open"))

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

    def _put_away(self, sheet: Sheet) -> None:
        self._column.removeWidget(sheet)
        sheet.hide()
        self._waiting.append(sheet)
        self._let_go()

    def _let_go(self) -> None:
        """Pages put away go as soon as nothing on them waits to be kept."""
        gone = [one for one in self._waiting if not one.unkept]
        self._waiting = [one for one in self._waiting if one.unkept]
        for sheet in gone:
            sheet.deleteLater()

    def _new_turn(self) -> Turn:
        return Turn(self.desk, self.view.planner, initiator=self)

    def _template(self, language: str) -> PlannerTemplate | None:
        known = self.desk.door.records.get(Planner, self.view.planner)
        if known is None or known.deleted or known.newer:
            return None
        found = self.desk.planners.get(known.template, known.edition)
        return found.in_language(language) if found is not None and language else found

    def _own_language(self) -> str:
        template = self._template("")
        return template.language if template is not None else "en"

    def _say_saved(self, *, kept: bool) -> None:
        if self.sheet is not None:
            self.sheet.show_saved(kept=kept)
        if kept:
            self._let_go()
