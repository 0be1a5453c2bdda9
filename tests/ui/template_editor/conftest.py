"""The page on which planners are made, in a host window on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.ui.template_editor.page import TemplatesPage
from tests.ui.pages.host import Host, host_on


@pytest.fixture
def host(qtbot: QtBot, tmp_path: Path) -> Iterator[Host]:
    with host_on(tmp_path) as (shown, _):
        shown.show()
        yield shown


@pytest.fixture
def page(host: Host) -> TemplatesPage:
    made = TemplatesPage(host)
    host.show_page(made)
    return made
