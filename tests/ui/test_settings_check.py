"""The check of a workspace in the settings: whole, mended, and what cannot be mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Session
from cps_desktop.services.sessions import create_session
from cps_desktop.ui.settings_check import MEND, WHOLE, CheckCard
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.window import Window
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.test_coordinators import said, settings
from tests.ui.window_on import window_on

PATIENCE_MS = 240_000
"""A busy machine is no mistake of ours."""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(tmp_path / "office") as one:
        create_session(one.desk.door, title="Making letters clearer")
        one.desk.workspace.put_attachment(b"a picture")
        yield one


def checked(card: CheckCard, window: Window, qtbot: QtBot, button: str = "") -> str:
    """Check, or press the button of what was found, and wait for what is found then."""
    before = card.result
    if button:
        assert before is not None
        (press,) = [one for one in before.buttons if one.text() == button]
        press.click()
    else:
        card.check.click()
    qtbot.waitUntil(
        lambda: card.result is not before and not window.worker.busy, timeout=PATIENCE_MS
    )
    assert card.result is not None
    return said(card.result)


def test_it_is_whole_or_mended_or_it_is_said_that_it_cannot_be(
    window: Window, qtbot: QtBot
) -> None:
    card = settings(window).whole
    found = checked(card, window, qtbot)
    assert WHOLE in found
    assert "seals and chains" in found
    assert unnamed_controls(card) == []
    assert small_targets(card, TARGET) == []

    connection = window.desk.workspace.connection
    connection.execute("UPDATE session SET title = 'not what was written'")
    assert "What is shown of a session is not as the journal says" in checked(card, window, qtbot)
    found = checked(card, window, qtbot, MEND)
    assert WHOLE in found
    assert "It was made again: What is shown of a session" in found
    assert [one.title for one in window.desk.workspace.find(Session)] == ["Making letters clearer"]

    connection.execute("UPDATE attachment_content SET content = x'00'")
    found = checked(card, window, qtbot)
    assert "1 picture is damaged. Restore a backup to have it back." in found
    assert "cannot mend that" in found
    assert card.result is not None
    assert card.result.buttons == []
