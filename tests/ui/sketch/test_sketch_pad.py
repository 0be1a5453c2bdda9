"""Drawing: what is drawn is what is kept, whatever its size on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cps_desktop.ui.sketch import SketchPad
from cps_desktop.ui.sketch.paper import PAPER_HEIGHT, PAPER_WIDTH
from cps_desktop.ui.theme_state import theme


def a_pad(qtbot: QtBot) -> SketchPad:
    pad = SketchPad(large=True)
    qtbot.addWidget(pad)
    pad.resize(1000, 800)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def draw(pad: SketchPad, *parts: tuple[float, float]) -> None:
    """A line through points given in parts of the paper's width and height."""
    paper = pad.paper._where()
    spots = [
        QPoint(round(paper.x() + x * paper.width()), round(paper.y() + y * paper.height()))
        for x, y in parts
    ]
    QTest.mousePress(pad.paper, Qt.MouseButton.LeftButton, pos=spots[0])
    for one in spots[1:]:
        QTest.mouseMove(pad.paper, one)
    QTest.mouseRelease(pad.paper, Qt.MouseButton.LeftButton, pos=spots[-1])


def is_dark(picture: QImage, x: float, y: float) -> bool:
    colour = QColor(picture.pixel(round(x * PAPER_WIDTH), round(y * PAPER_HEIGHT)))
    return colour.lightness() < 128


def test_a_line_is_kept_where_it_was_drawn_and_taken_back(qtbot: QtBot) -> None:
    pad = a_pad(qtbot)
    told: list[bool] = []
    pad.changed.connect(lambda: told.append(pad.blank))
    assert pad.blank
    assert not pad.take_back.isEnabled()
    draw(pad, (0.3, 0.5), (0.7, 0.5))
    assert told == [False]
    kept = QImage.fromData(pad.prepared().jpeg)
    assert (kept.width(), kept.height()) == (PAPER_WIDTH, PAPER_HEIGHT)
    assert is_dark(kept, 0.5, 0.5)
    assert not is_dark(kept, 0.5, 0.7)
    pad.take_back.click()
    assert told == [False, True]
    assert not is_dark(QImage.fromData(pad.prepared().jpeg), 0.5, 0.5)


def test_the_rubber_rubs_out_and_larger_letters_lose_no_line(qtbot: QtBot) -> None:
    pad = a_pad(qtbot)
    draw(pad, (0.3, 0.5), (0.7, 0.5))
    draw(pad, (0.5, 0.5))
    theme().set_scale(200)
    pad.resize(700, 500)
    assert is_dark(pad.paper.picture(), 0.4, 0.5)
    pad.rubber.click()
    draw(pad, (0.4, 0.5), (0.41, 0.5))
    assert not is_dark(pad.paper.picture(), 0.4, 0.5)
    assert is_dark(pad.paper.picture(), 0.6, 0.5)


def test_a_kept_drawing_can_be_gone_on_with(qtbot: QtBot) -> None:
    first = a_pad(qtbot)
    draw(first, (0.2, 0.2), (0.4, 0.2))
    second = a_pad(qtbot)
    second.show_picture(first.prepared().jpeg)
    assert not second.blank
    draw(second, (0.2, 0.8), (0.4, 0.8))
    picture = second.paper.picture()
    assert is_dark(picture, 0.3, 0.2)
    assert is_dark(picture, 0.3, 0.8)
    second.again.click()
    assert second.blank


def test_strokes_painted_as_they_come_are_those_painted_anew(qtbot: QtBot) -> None:
    pad = a_pad(qtbot)
    draw(pad, (0.2, 0.2), (0.8, 0.8))
    assert is_dark(pad.paper.picture(), 0.5, 0.5)
    pad.thick.click()
    draw(pad, (0.2, 0.8), (0.8, 0.2))
    pad.rubber.click()
    draw(pad, (0.5, 0.3), (0.5, 0.7))
    pad.thin.click()
    spot = pad.paper._where().center()
    pad.paper.begin_stroke(spot)
    assert is_dark(pad.paper.picture(), 0.5, 0.5)
    pad.paper.end_stroke()
    as_they_came = pad.paper.picture()
    other = a_pad(qtbot)
    other.paper._strokes = list(pad.paper._strokes)
    other.paper._done = None
    assert as_they_came == other.paper.picture()
    # What is taken back while the pen is down is gone, and the pen writes nothing more.
    pad.paper.begin_stroke(spot)
    pad.paper.take_back()
    pad.paper.go_on(spot * 1.5)
    pad.paper.end_stroke()
    assert pad.paper.picture() == as_they_came
