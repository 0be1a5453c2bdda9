"""A round's time: by the clock, not by ticks; told in words and shape when it matters."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.paths import settings_file
from cps_desktop.ui.laptop_settings import keep_settings_up_to_date, load_settings
from cps_desktop.ui.round_length import LengthDialog
from cps_desktop.ui.round_timer import (
    LONGEST,
    RoundTimer,
    TimerState,
    digits,
    round_timer,
    time_in_words,
)
from cps_desktop.ui.round_timer_parts import QuietTimer, TimerButton
from cps_desktop.ui.soft_sound import BELL, play
from cps_desktop.ui.theme_state import theme


class TurnedClock:
    """A clock that goes when it is told to. Milliseconds."""

    def __init__(self) -> None:
        self.now = 5_000_000

    def __call__(self) -> int:
        return self.now


class Round:
    """A timer on two clocks, and all that it said."""

    def __init__(self) -> None:
        self.wall, self.steady = TurnedClock(), TurnedClock()
        self.timer = RoundTimer((self.wall, self.steady))
        self.said: list[str] = []
        self.ends = 0
        self.timer.said.connect(self.said.append)
        self.timer.ended.connect(self._ended)

    def _ended(self) -> None:
        self.ends += 1

    def go(self, seconds: float) -> None:
        """Both clocks go, and the timer looks at them."""
        for clock in (self.wall, self.steady):
            clock.now += round(seconds * 1000)
        self.timer.look()


@pytest.fixture
def begun(qtbot: QtBot) -> Round:
    """A round of five minutes, just begun."""
    made = Round()
    made.timer.begin(5)
    return made


def test_time_passes_by_the_clock(begun: Round) -> None:
    assert (begun.timer.state, begun.timer.left) == (TimerState.RUNNING, 300)
    begun.go(0.4)
    assert begun.timer.left == 300, "a begun second counts"
    begun.go(59.6)
    assert begun.timer.left == 240
    assert begun.timer.share == pytest.approx(0.8)
    assert begun.ends == 0


def test_it_ends_once_and_rests_when_nobody_puts_it_away(begun: Round) -> None:
    begun.go(299)
    assert begun.timer.state is TimerState.RUNNING
    begun.go(1)
    assert (begun.timer.state, begun.timer.left, begun.ends) == (TimerState.OVER, 0, 1)
    begun.go(5)
    begun.timer.look()
    assert begun.ends == 1
    assert begun.said[-1] == "Time is up."
    begun.go(600)
    assert not begun.timer.is_shown


def test_a_laptop_that_slept_shows_what_is_really_left(begun: Round) -> None:
    begun.wall.now += 200_000
    begun.timer.look()
    assert begun.timer.left == 100
    begun.wall.now += 200_000
    begun.timer.look()
    assert begun.timer.state is TimerState.OVER
    assert begun.ends == 1


def test_a_clock_that_is_set_back_gives_nobody_more_time(begun: Round) -> None:
    begun.go(60)
    begun.wall.now -= 3_600_000
    begun.timer.look()
    assert begun.timer.left == 240
    begun.steady.now += 30_000
    begun.timer.look()
    assert begun.timer.left == 210


def test_a_pause_holds_the_time(begun: Round) -> None:
    begun.go(100)
    begun.timer.pause()
    begun.go(1000)
    assert (begun.timer.state, begun.timer.left) == (TimerState.PAUSED, 200)
    begun.timer.go_on()
    begun.go(50)
    assert (begun.timer.state, begun.timer.left) == (TimerState.RUNNING, 150)


def test_one_more_minute(begun: Round) -> None:
    begun.timer.add_minute()
    assert begun.timer.left == 360
    assert begun.timer.share == 1
    begun.timer.pause()
    begun.timer.add_minute()
    assert (begun.timer.state, begun.timer.left) == (TimerState.PAUSED, 420)
    begun.timer.go_on()
    begun.go(420)
    assert begun.timer.state is TimerState.OVER
    begun.timer.add_minute()
    assert (begun.timer.state, begun.timer.left) == (TimerState.RUNNING, 60)
    begun.go(60)
    assert begun.ends == 2


def test_stopping_and_beginning_anew(begun: Round) -> None:
    begun.go(10)
    begun.timer.stop()
    assert not begun.timer.is_shown
    begun.go(500)
    assert begun.ends == 0
    begun.timer.add_minute()
    assert not begun.timer.is_shown
    begun.timer.begin(2)
    begun.timer.begin(1)
    assert begun.timer.left == 60
    begun.timer.begin(10_000)
    assert begun.timer.left == LONGEST * 60


def test_it_is_said_at_the_moments_that_matter(qtbot: QtBot) -> None:
    made = Round()
    made.timer.begin(10)
    for _ in range(600):
        made.go(1)
    assert made.said == [
        "The round begins: 10 minutes.",
        "5 minutes left.",
        "1 minute left.",
        "Time is up.",
    ]


def test_it_ticks_by_itself(qtbot: QtBot) -> None:
    timer = RoundTimer()
    ended: list[bool] = []
    timer.ended.connect(lambda: ended.append(True))
    timer.begin(1 / 60)
    qtbot.waitUntil(lambda: bool(ended))
    assert timer.state is TimerState.OVER


def test_words_for_times() -> None:
    assert [digits(one) for one in (0, 9, 65, 600, 3725)] == [
        "0:00",
        "0:09",
        "1:05",
        "10:00",
        "1:02:05",
    ]
    assert time_in_words(61) == "1 minute 1 second"
    assert time_in_words(120) == "2 minutes"
    assert time_in_words(0) == "0 minutes"


def test_the_button_says_what_is_left_in_words_too(begun: Round, qtbot: QtBot) -> None:
    button = TimerButton(begun.timer)
    qtbot.addWidget(button)
    assert "5:00" in button.text()
    assert button.accessibleName() == "Timer: 5 minutes left"
    wide = button.sizeHint().width()
    begun.go(299)
    assert "0:01" in button.text()
    assert button.sizeHint().width() == wide
    begun.go(1)
    assert "Time is up" in button.text()
    begun.timer.stop()
    assert (button.text(), button.accessibleName()) == ("Timer", "Timer")


def test_with_less_movement_nothing_ticks(begun: Round, qtbot: QtBot) -> None:
    theme().set_less_movement(True)
    button = TimerButton(begun.timer)
    qtbot.addWidget(button)
    shown = set()
    for _ in range(60):
        begun.go(1)
        shown.add(button.text())
    assert len(shown) <= 2


def choose(button: TimerButton, words: str) -> None:
    menu = button.menu_of_now()
    (action,) = [one for one in menu.actions() if one.text() == words]
    action.trigger()
    menu.deleteLater()


def test_everything_can_be_done_from_the_menu(qtbot: QtBot) -> None:
    made = Round()
    button = TimerButton(made.timer)
    qtbot.addWidget(button)
    choose(button, "10 minutes")
    assert made.timer.left == 600
    choose(button, "Pause")
    assert made.timer.state is TimerState.PAUSED
    choose(button, "Go on")
    choose(button, "One more minute")
    assert made.timer.left == 660
    choose(button, "A soft sound at the end")
    assert made.timer.sound
    # This laptop remembers it, whatever else is wished for afterwards.
    keep_settings_up_to_date(settings_file())
    theme().set_theme("dark")
    assert round_timer.__wrapped__().sound
    assert load_settings(settings_file()).theme == "dark"
    choose(button, "A soft sound at the end")
    assert not round_timer.__wrapped__().sound
    choose(button, "Stop the timer")
    assert not made.timer.is_shown
    choose(button, "5 minutes")
    made.go(300)
    choose(button, "Put the timer away")
    assert not made.timer.is_shown


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("20", 20),
        ("2.5", 2.5),
        (" 2,5 ", 2.5),
        ("0", None),
        ("-3", None),
        ("two", None),
        ("", None),
        ("181", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_a_length_is_typed(qtbot: QtBot, typed: str, minutes: float | None) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = LengthDialog(parent)
    dialog.minutes.set_text(typed)
    assert dialog.chosen() == minutes
    dialog.show()
    dialog.buttons["begin"].click()
    assert dialog.wrong.isVisible() is (minutes is None)
    assert dialog.answer == ("begin" if minutes else "")


def test_the_quiet_timer_says_minutes_and_goes(begun: Round, qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    quiet = QuietTimer(begun.timer)
    QHBoxLayout(ground).addWidget(quiet)
    ground.show()
    assert quiet.isVisible()
    assert quiet.accessibleName() == "5 minutes left"
    begun.go(61)
    assert quiet.accessibleName() == "4 minutes left"
    running = quiet.grab().toImage()
    begun.go(239)
    assert quiet.accessibleName() == "Time is up"
    assert quiet.grab().toImage() != running
    begun.timer.stop()
    assert not quiet.isVisible()
    begun.timer.begin(1)
    assert quiet.isVisible()


def test_its_shape_empties_and_ends_as_a_square(begun: Round, qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    quiet = QuietTimer(begun.timer)
    QHBoxLayout(ground).addWidget(quiet)
    ground.show()
    shapes: list[QImage] = []
    for seconds in (0, 100, 100, 100):
        begun.go(seconds)
        side = quiet.height()
        shapes.append(quiet.grab().toImage().copy(0, 0, side - 4, side))
    assert all(one != other for at, one in enumerate(shapes) for other in shapes[at + 1 :])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays it itself")
def test_its_end_is_heard_where_that_was_wished(
    begun: Round, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    player = tmp_path / "afplay"
    player.write_text(f'#!/bin/sh\necho "$1" >> "{heard}"\n', encoding="utf-8")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    button = TimerButton(begun.timer)
    qtbot.addWidget(button)
    begun.timer.sound = True
    begun.go(300)
    qtbot.waitUntil(lambda: heard.exists() and heard.read_text(encoding="utf-8").endswith("\n"))
    played = heard.read_text(encoding="utf-8").splitlines()
    assert [Path(one).name for one in played] == [BELL]
    assert Path(played[0]).is_file()
    play(tmp_path / "no such folder")
    assert heard.read_text(encoding="utf-8").splitlines() == played


def test_there_is_one_timer_for_the_program(qtbot: QtBot) -> None:
    assert round_timer() is round_timer()
    assert not round_timer().is_shown
