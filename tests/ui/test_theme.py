"""The tokens can be read by everyone, and the theme in force reaches every widget at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QImage
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import cps_desktop.ui
from cps_desktop.ui.focus_ring import FocusRing
from cps_desktop.ui.fonts import families
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import (
    COLOURS,
    MOVEMENT_MS,
    NOTE_COLOURS,
    SCALES,
    TARGET,
    THEMES,
    TOAST_MS,
    TYPE,
    Colours,
    contrast,
)
from cps_desktop.ui.theme_state import theme

WORD_PAIRS = (
    ("text", "page"),
    ("text", "card"),
    ("quiet", "page"),
    ("quiet", "card"),
    ("primary", "page"),
    ("primary", "card"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("done", "page"),
    ("done", "card"),
    ("danger", "page"),
    ("danger", "card"),
    ("amber", "page"),
    ("amber", "card"),
    ("on_selected", "selected"),
    ("text", "hover"),
    ("primary", "hover"),
    ("quiet", "hover"),
    ("done", "hover"),
    ("danger", "hover"),
    ("amber", "hover"),
    ("resting", "page"),
    ("resting", "card"),
    ("page", "text"),
)
EDGE_PAIRS = (
    ("line", "page"),
    ("line", "card"),
    ("focus_outer", "page"),
    ("focus_outer", "card"),
    ("focus_outer", "focus_inner"),
    ("focus_outer", "hover"),
    ("primary", "selected"),
)


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#005eb8", "#ffffff") == contrast("#ffffff", "#005eb8")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), WORD_PAIRS)
def test_words_can_be_read(name: str, front: str, back: str) -> None:
    colours = COLOURS[name]
    least = 7 if name == "contrast" else 4.5
    assert contrast(getattr(colours, front), getattr(colours, back)) >= least


@pytest.mark.parametrize("name", THEMES)
def test_what_cannot_be_pressed_is_told_from_what_can(name: str) -> None:
    colours = COLOURS[name]
    assert colours.resting != colours.text
    assert contrast(colours.resting, colours.page) >= 4.5
    assert colours.resting_edge == "dashed" or contrast(colours.hairline, colours.line) > 1.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), EDGE_PAIRS)
def test_edges_can_be_seen(name: str, front: str, back: str) -> None:
    colours = COLOURS[name]
    if (name, front) == ("contrast", "primary"):
        pytest.skip("a chosen row is told by black on white there, the edge only repeats it")
    assert contrast(getattr(colours, front), getattr(colours, back)) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_notes_can_be_read_and_their_focus_seen(name: str) -> None:
    colours = COLOURS[name]
    assert set(colours.notes) == set(NOTE_COLOURS)
    for paint in colours.notes.values():
        assert contrast(colours.note_text, paint) >= 7
        assert contrast(colours.note_quiet, paint) >= (7 if name == "contrast" else 4.5)
        ring = max(contrast(colours.focus_outer, paint), contrast(colours.focus_inner, paint))
        assert ring >= 3


def test_high_contrast_tells_notes_apart_without_paint() -> None:
    assert COLOURS["contrast"].patterned
    assert contrast(COLOURS["contrast"].note_edge, "#000000") == pytest.approx(21)
    assert len({c.pattern for c in NOTE_COLOURS.values()}) == len(NOTE_COLOURS)
    assert all(c.name and c.meaning for c in NOTE_COLOURS.values())


def test_every_colour_is_a_plain_hex() -> None:
    for colours in COLOURS.values():
        for field in Colours.__struct_fields__:
            value = getattr(colours, field)
            if isinstance(value, str):
                assert re.fullmatch(r"#[0-9a-f]{6}", value), field


def test_no_colour_is_written_outside_the_theme() -> None:
    folder = Path(next(iter(cps_desktop.ui.__path__)))
    for path in folder.rglob("*.py"):
        if path.name == "theme.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", text), path
        assert not re.search(r"Qt\.GlobalColor\.(?!transparent)", text), path


def test_sizes_keep_their_promises() -> None:
    assert TARGET >= 32
    assert MOVEMENT_MS <= 150
    assert TOAST_MS >= 10_000
    assert (SCALES[0], SCALES[-1]) == (100, 300)


def test_our_own_letters_are_used(qtbot: QtBot) -> None:
    assert families()[0] == "Inter"
    assert "Noto Sans Arabic" in families()
    assert QFontInfo(theme().font("body")).family() == "Inter"
    # Real bold outlines are wider than the regular ones; smeared ones are not.
    bold, plain = (QFontMetricsF(theme().font(role)) for role in ("strong", "body"))
    assert bold.horizontalAdvance("Think Plan Reflect") > plain.horizontalAdvance(
        "Think Plan Reflect"
    )


@pytest.mark.parametrize("percent", [100, 200, 300])
def test_text_size_reaches_what_is_already_on_screen(qtbot: QtBot, percent: int) -> None:
    words = Words("Where am I?", "title")
    qtbot.addWidget(words)
    words.show()
    theme().set_scale(percent)
    assert words.font().pointSizeF() == pytest.approx(
        TYPE["title"].points * percent / 100, rel=0.35
    )
    assert words.font() == theme().font("title")


def test_text_size_and_theme_are_kept_within_what_is_offered() -> None:
    theme().set_scale(1000)
    assert theme().scale == 300
    theme().step_scale(-1)
    assert theme().scale == 250
    theme().set_theme("from a newer version")
    assert theme().name == "light"


def test_changes_are_told_once_each(qtbot: QtBot) -> None:
    with qtbot.waitSignals([theme().theme_changed, theme().changed]):
        theme().set_theme("cream")
    with qtbot.assertNotEmitted(theme().changed):
        theme().set_theme("cream")
    with qtbot.waitSignals([theme().movement_changed, theme().changed]):
        theme().set_less_movement(True)
    assert theme().movement_ms == 0


@pytest.mark.parametrize("name", THEMES)
def test_the_ring_is_seen_around_what_has_the_keyboard(qtbot: QtBot, name: str) -> None:
    theme().set_theme(name)
    window = QWidget()
    window.setProperty("ground", "page")
    box = QVBoxLayout(window)
    buttons = [QPushButton(words) for words in ("Print", "Hand over")]
    for button in buttons:
        box.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    buttons[0].setFocus()
    rings = window.findChildren(FocusRing)
    assert len(rings) == 1
    for button in (buttons[1], buttons[0]):
        button.setFocus()
        assert rings[0].isVisible()
        assert rings[0].geometry().contains(button.geometry())
        picture = window.grab().toImage()
        assert _has_colour(picture, theme().colours.focus_outer)
    buttons[0].hide()
    assert not rings[0].geometry().contains(buttons[0].geometry()) or not rings[0].isVisible()


def _has_colour(picture: QImage, colour: str) -> bool:
    return any(
        picture.pixelColor(x, y).name() == colour
        for y in range(picture.height())
        for x in range(picture.width())
    )
