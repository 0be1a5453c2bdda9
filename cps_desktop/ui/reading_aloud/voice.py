"""The voice of this laptop: says a text sentence by sentence, and stops at once.

Qt's TextToSpeech is read only when something is to be said for the first time. Where it cannot be
(a library of the system is missing) or has no voice, ``problem`` says so and nothing is said.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from cps_desktop.ui.reading_aloud.sentences import sentences

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech


class Problem(Enum):
    """Why nothing can be said."""

    NONE = ""
    NO_VOICE = "no voice"
    NOT_THIS_LANGUAGE = "not this language"


HOW_TO_GET_A_VOICE: Final = {
    "win32": (
        "This laptop has no voice yet. In Windows choose Settings, then Time and language, then "
        "Speech, then “Add voices”. Start this program again after that."
    ),
    "darwin": (
        "This laptop has no voice yet. On the Mac choose System Settings, then Accessibility, "
        "then “Read & Speak”, then System voice. Start this program again after that."
    ),
    "linux": (
        "This laptop has no voice yet. Have the packages speech-dispatcher, "
        "speech-dispatcher-espeak-ng, espeak-ng and libspeechd2 installed. Start this program "
        "again after that."
    ),
}


def how_to_get_a_voice(platform: str = sys.platform) -> str:
    """What to do where there is no voice, in plain words for this kind of laptop."""
    return HOW_TO_GET_A_VOICE.get(platform, HOW_TO_GET_A_VOICE["linux"])


class Voice(QObject):
    """Says one text at a time. ``engine``: one of Qt's by name; "" for the system's own."""

    at = Signal(int, int)
    """Where in the text it is: start and length of the word, or of the sentence where the voice
    cannot tell its words. Counted as Qt counts, in UTF-16: an emoji is two."""
    ended = Signal()
    """The text is said, or was stopped."""

    def __init__(self, engine: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = engine
        self._speech: QTextToSpeech | None = None
        self._tried = self._by_word = False
        self._left: Iterator[tuple[int, str]] = iter(())
        self._text = ""
        self._start = 0
        self._speaking = self._said_something = False

    def problem(self, language: str = "") -> Problem:
        """Why a text in this language could not be said."""
        speech = self._engine()
        if speech is None or not speech.availableVoices():
            return Problem.NO_VOICE
        if language and self._locale(language) is None:
            return Problem.NOT_THIS_LANGUAGE
        return Problem.NONE

    def say(self, text: str, language: str = "") -> bool:
        """Say a text in place of whatever is being said; False where there is no voice for it."""
        self.stop()
        speech = self._engine()
        if speech is None or self.problem(language) is not Problem.NONE:
            return False
        locale = self._locale(language) if language else None
        if locale is not None and locale != speech.locale():
            speech.setLocale(locale)
        self._text = text
        self._left = sentences(text)
        self._speaking = True
        self._next()
        return True

    def stop(self) -> None:
        """Be silent now."""
        if not self._speaking:
            return
        self._speaking = False
        self._left = iter(())
        if self._speech is not None:
            from PySide6.QtTextToSpeech import QTextToSpeech

            self._speech.stop(QTextToSpeech.BoundaryHint.Immediate)
        self.ended.emit()

    # -- inside ---------------------------------------------------------------------------------

    def _next(self) -> None:
        if not self._speaking:
            return
        speech, found = self._engine(), next(self._left, None)
        if found is None or speech is None:
            self._speaking = False
            self.ended.emit()
            return
        start, said = found
        self._start = _length(self._text[:start])
        if not self._by_word:
            self.at.emit(self._start, _length(said))
        self._said_something = False
        speech.say(said)

    def _state(self, state: object) -> None:
        from PySide6.QtTextToSpeech import QTextToSpeech

        if state == QTextToSpeech.State.Speaking:
            self._said_something = True
        elif state == QTextToSpeech.State.Error:
            self.stop()
        elif state == QTextToSpeech.State.Ready and self._said_something and self._speaking:
            self._said_something = False
            # Not from inside the engine's own call: some do not begin again there.
            QTimer.singleShot(0, self, self._next)

    def _word(self, _word: str, _number: int, start: int, length: int) -> None:
        if self._speaking:
            self.at.emit(self._start + start, length)

    def _engine(self) -> QTextToSpeech | None:
        if not self._tried:
            self._tried = True
            self._speech = self._made()
        return self._speech

    def _made(self) -> QTextToSpeech | None:
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech
        except ImportError:
            return None
        offered = [one for one in QTextToSpeech.availableEngines() if one != "mock" or self._name]
        if self._name not in offered and (self._name or not offered):
            return None
        speech = QTextToSpeech(self._name or offered[0], self)
        if speech.state() == QTextToSpeech.State.Error:
            return None
        speech.stateChanged.connect(self._state)
        word = QTextToSpeech.Capability.WordByWordProgress
        self._by_word = bool(speech.engineCapabilities() & word)
        speech.sayingWord.connect(self._word)
        return speech

    def _locale(self, language: str) -> QLocale | None:
        speech = self._engine()
        wanted = QLocale(language)
        known = speech.availableLocales() if speech is not None else []
        for one in known:
            if one == wanted:
                return one
        return next((one for one in known if one.language() == wanted.language()), None)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
