"""A sentence that begins with a name in Arabic is laid out as a sentence of ours."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextLayout

from cps_desktop.domain.sentences import set_apart


def begins_at_the_left(text: str) -> bool:
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1000)
    layout.endLayout()
    first, last = line.cursorToX(text.index("claims")), line.cursorToX(len(text))
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    return first[0] < last[0] and line.naturalTextWidth() < 1000 and last[0] < 999


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["أمينة", "אסתר כהן", "Siân Ellis", "Łucja"])
def test_a_sentence_goes_from_the_left_whoever_it_begins_with(name: str) -> None:
    assert begins_at_the_left(f"{set_apart(name)} claims £95.75")


@pytest.mark.usefixtures("qapp")
def test_without_it_the_whole_sentence_goes_from_the_right() -> None:
    assert not begins_at_the_left("أمينة claims £95.75")


def test_a_name_from_the_left_stays_as_it_is() -> None:
    assert set_apart("Siân O'Neill-Łuc") == "Siân O'Neill-Łuc"
