"""The page on which expense policies are written, in a host window on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.ui.policy_editor.page import PoliciesPage
from tests.ui.pages.host import Host, host_on


@pytest.fixture
def host(qtbot: QtBot, tmp_path: Path) -> Iterator[Host]:
    with host_on(tmp_path) as (shown, _):
        shown.show()
        yield shown


@pytest.fixture
def page(host: Host) -> PoliciesPage:
    made = PoliciesPage(host)
    host.show_page(made)
    return made
