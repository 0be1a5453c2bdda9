"""A lost laptop is revoked in the settings, and trusted again when it was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.services.known_laptops import no_longer_trusted
from cps_desktop.ui.kit import LinkButton, Words
from cps_desktop.ui.settings import SettingsPage
from cps_desktop.ui.settings_laptops import LaptopsCard, ReasonDialog
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.window import Window
from tests.services.organisation import Organisation, join
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.test_coordinators import answered
from tests.ui.window_on import window_on

LOST = bytes(range(32))


def laptops(window: Window) -> LaptopsCard:
    """The card in the settings."""
    window.open_page("settings")
    page = window.stack.page
    assert isinstance(page, SettingsPage)
    return page.laptops


def lines(card: LaptopsCard) -> list[str]:
    """What is said of each laptop."""
    return [one.text() for row in card.rows for one in row.findChildren(Words)]


def links(card: LaptopsCard) -> list[LinkButton]:
    """What can be decided."""
    return [one for row in card.rows for one in row.findChildren(LinkButton)]


def because(reason: str) -> Callable[[QWidget], object]:
    """Answers the question with a reason."""

    def answer(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert unnamed_controls(dialog) == []
        assert small_targets(dialog, TARGET) == []
        dialog.reason.set_text(reason)
        dialog.buttons["do"].click()

    return answer


def test_a_lost_laptop_is_revoked_and_trusted_again(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path / "office") as window:
        workspace = window.desk.workspace
        assert laptops(window).isHidden()
        join(window.desk, Organisation().paper([window.desk]))
        workspace.name_device(LOST, "Penrith laptop")
        window.desk.door.came_in(ChangeSummary("", everything=True))
        card = laptops(window)
        assert not card.isHidden()
        (away,) = links(card)
        answered(because("left on a train"))
        away.click()
        qtbot.waitUntil(lambda: no_longer_trusted(workspace) == {LOST})
        assert any("left on a train" in one for one in lines(card))
        (back,) = links(card)
        assert back.text() == "Trust it again…"
        answered(because("it was in the car"))
        back.click()
        qtbot.waitUntil(lambda: not no_longer_trusted(workspace))
        assert [one.text() for one in links(card)] == ["Revoke…"]


def test_whoever_coordinates_nothing_sees_and_decides_nothing(tmp_path: Path) -> None:
    with window_on(tmp_path / "friend") as window:
        window.desk.workspace.name_device(LOST, "Penrith laptop")
        window.desk.door.came_in(ChangeSummary("", everything=True))
        card = laptops(window)
        assert len(lines(card)) == 2
        assert links(card) == []
