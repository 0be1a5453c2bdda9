"""PySide says and does the same whether or not what it never needs at our start is put off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

_PROGRAM = """
import json, sys, threading
if sys.argv[1] == "ours":
    import cps_desktop.ui.plain_imports
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

app = QApplication([])
put_off = [name for name, one in sys.modules.items() if type(one).__name__ == "_Later"]

class Part(QWidget):
    told = Signal(int)

heard = []
part = Part()
part.told.connect(heard.append)
part.told.emit(3)
said = [repr(heard), str(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop),
        str(QSizePolicy.Policy.Fixed), repr(Qt.Key.__mro__), repr(QEvent.Type(5))]
wrong = (
    lambda: part.resize("a"),
    lambda: part.nothing,
    lambda: part.setWindowFlags(3, 4),
    lambda: QWidget(nothing=3),
    lambda: QObject.connect(3),
    lambda: QWidget.setGeometry.__doc__,
    lambda: Qt.Key("a"),
)
def do_wrong():
    for one in wrong:
        try:
            said.append(str(one()))
        except Exception as error:
            said.append(f"{type(error).__name__}: {error}")
# What is put off may first be asked for in a worker's thread.
worker = threading.Thread(target=do_wrong)
worker.start()
worker.join()
from PySide6.support.signature.lib import pyi_generator
said.append(pyi_generator.Formatter.__name__)
print(json.dumps({"said": said, "put off": put_off, "import": repr(__import__)}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What a program says that reads PySide through ours, and one that reads it plainly."""
    found = {}
    for which in ("ours", "plain"):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, which],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        assert done.returncode == 0, done.stderr
        found[which] = json.loads(done.stdout)
    return found


def test_pyside_says_the_same(told: dict[str, dict[str, Any]]) -> None:
    assert told["ours"]["said"] == told["plain"]["said"]
    assert "Supported signatures" in "".join(told["ours"]["said"])


def test_what_explains_is_put_off_and_imports_are_pythons_own(
    told: dict[str, dict[str, Any]],
) -> None:
    assert "shibokensupport.signature.lib.pyi_generator" in told["ours"]["put off"]
    assert told["plain"]["put off"] == []
    assert told["ours"]["import"] == "<built-in function __import__>"
