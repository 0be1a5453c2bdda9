"""The drawings: each can be drawn in every theme, says what it shows, and none is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from cps_desktop.paths import resources
from cps_desktop.services.drawings import drawing, drawing_names, drawing_words
from cps_desktop.ui.drawings import Drawing, drawing_pixmap
from cps_desktop.ui.theme import COLOURS
from cps_desktop.ui.theme_state import theme

FOLDER = resources() / "pictures"


def painted_on(card: QColor, name: str, ink: QColor) -> QImage:
    image = QImage(96, 96, QImage.Format.Format_RGB32)
    image.fill(card)
    painter = QPainter(image)
    painter.drawPixmap(0, 0, drawing_pixmap(name, 96, ink))
    painter.end()
    return image


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, 96, 2) for y in range(0, 96, 2)}


@pytest.mark.parametrize("name", drawing_names())
def test_a_drawing_is_drawn_in_the_ink_of_every_theme(qtbot: QtBot, name: str) -> None:
    for colours in COLOURS.values():
        card, ink = QColor(colours.card), QColor(colours.text)
        seen = colours_in(painted_on(card, name, ink))
        assert {card.name(), ink.name()} <= seen, "nothing is drawn, or not in the theme's ink"


@pytest.mark.parametrize("name", drawing_names())
def test_a_drawing_stays_inside_its_square_and_is_more_than_a_dot(qtbot: QtBot, name: str) -> None:
    white, black = QColor("#ffffff"), QColor("#000000")
    image = painted_on(white, name, black)
    edge = {image.pixelColor(x, y).name() for n in range(96) for x, y in ((n, 0), (n, 95), (0, n))}
    assert edge == {"#ffffff"}
    inked = sum(image.pixelColor(x, y) != white for x in range(0, 96, 2) for y in range(0, 96, 2))
    assert 100 < inked < 1900


def test_every_drawing_says_what_it_shows_in_every_language() -> None:
    assert len(drawing_names()) >= 30
    for language in ("en", "cy", "pl"):
        words = json.loads((FOLDER / f"words.{language}.json").read_text(encoding="utf-8"))
        assert sorted(words) == list(drawing_names())
        assert all(text.strip() for text in words.values())
    assert drawing_words("clock", "cy") == "Cloc"
    assert drawing_words("clock", "pl-PL") == "Zegar"
    assert drawing_words("clock", "de") == "A clock"


def test_drawings_are_small_plain_and_take_any_colour() -> None:
    for name in drawing_names():
        path: Path = FOLDER / f"{name}.svg"
        text = path.read_text(encoding="utf-8")
        assert len(text) < 2000
        assert 'stroke="currentColor"' in text
        assert "#" not in text, "a colour of its own would not follow the theme"
        assert b"currentColor" not in drawing(name, "#ff0000")


def test_a_drawing_nobody_knows_is_none_and_no_error(qtbot: QtBot) -> None:
    shown = Drawing("no-such-thing", 96)
    qtbot.addWidget(shown)
    assert shown.isHidden()
    assert shown.accessibleName() == ""
    assert drawing("../planners/pdsa", "#000000") == b""
    shown.show_drawing("clock", "pl")
    assert shown.accessibleName() == "Zegar"
    assert shown.pixmap().width() == theme().px(96)
