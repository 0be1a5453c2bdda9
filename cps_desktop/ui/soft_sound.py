"""One soft sound, played by what every system brings: nothing to install, nothing that must work.

A laptop without a player, or with its sound turned off, stays silent; whatever the sound says is
said on the screen in words and with a shape as well.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication

BELL: Final = "soft-bell.wav"
_PLAYERS: Final = ("afplay", "pw-play", "paplay", "aplay")


def player() -> str:
    """The program that plays a sound here; "" where there is none (Windows needs none)."""
    found = (QStandardPaths.findExecutable(name) for name in _PLAYERS)
    return next((one for one in found if one), "")


def play(folder: Path, name: str = BELL) -> None:
    """Begin to play a sound of ``folder`` (``resources/sounds``) and return at once."""
    path = folder / name
    if not path.is_file():
        return
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
        return
    program = player()
    if not program or not QProcess.startDetached(program, [str(path)])[0]:
        QApplication.beep()
