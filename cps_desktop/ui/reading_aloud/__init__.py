"""Reading aloud: a voice of the operating system, offline, that shows the word it is at."""

from __future__ import annotations

from cps_desktop.ui.reading_aloud.marking import SpokenWords
from cps_desktop.ui.reading_aloud.reader import Reader, Spoken
from cps_desktop.ui.reading_aloud.voice import Voice

__all__ = ["Reader", "Spoken", "SpokenWords", "Voice"]
