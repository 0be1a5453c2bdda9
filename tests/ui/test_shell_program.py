"""The program as it is started: what it loads, what a kill costs, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import WorkspaceInUse
from tests.ui.run_a_window import SIZE, TITLE
from tests.ui.window_on import begin

TOP = Path(__file__).resolve().parents[2]
LATER = (
    "reportlab",
    "pikepdf",
    "pypdfium2",
    "PIL",
    "cryptography",
    "pyrage",
    "zstandard",
    "sqlite_utils",
    "keyring",
    "argon2",
    "tomllib",
    "cps_desktop.sync",
    "cps_desktop.services.exchange",
    "cps_desktop.services.handing_over",
    "cps_desktop.services.inbox",
    "cps_desktop.services.backups",
    "cps_desktop.services.planner_catalogue",
    "cps_desktop.services.policy_files",
    "cps_desktop.domain.policies",
    "cps_desktop.domain.planner_templates",
    "cps_desktop.ui.first_run",
    "cps_desktop.ui.search_box",
    "cps_desktop.ui.kit.dialogs",
    "cps_desktop.ui.kit.date_fields",
    "cps_desktop.ui.kit.choices",
    "cps_desktop.ui.kit.panels",
    "cps_desktop.ui.side_list",
    "cps_desktop.storage.backups",
    "cps_desktop.ui.pages_of_session",
)


@contextmanager
def started(folder: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.run_a_window", str(folder), what],
        cwd=TOP,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    ) as program:
        yield program


def told(program: subprocess.Popen[str]) -> Any:
    assert program.stdout is not None
    line = program.stdout.readline()
    assert line, "the program ended without a word"
    return json.loads(line)


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    desk = new_desk(tmp_path / "work", way="open")
    begin(desk, "Letters")
    desk.close()
    return tmp_path / "work"


def test_the_window_is_painted_before_anything_heavy_is_loaded(prepared: Path) -> None:
    with started(prepared, "modules") as program:
        loaded = told(program)
        assert program.wait(60) == 0
    assert "cps_desktop.ui.home" in loaded
    assert "PySide6" in loaded
    assert [one for one in loaded if one.startswith(tuple(f"{late}." for late in LATER))] == []
    assert set(loaded) & set(LATER) == set()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_nothing_typed_more_than_a_second_ago_is_lost_by_a_kill(prepared: Path) -> None:
    with started(prepared, "type") as program:
        assert told(program) == "typed"
        program.kill()
    assert program.returncode == -signal.SIGKILL
    with started(prepared, "place") as again:
        seen = told(again)
        assert again.wait(60) == 0
    assert seen == {
        "page": "details",
        "size": SIZE,
        "title": TITLE,
        "purpose": "So that it is not lost",
        "agency": "North Cumb",
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_the_end_of_the_day_closes_it_properly(prepared: Path) -> None:
    with started(prepared, "type") as program:
        assert told(program) == "typed"
        program.terminate()
        assert program.wait(60) == 0
    # The lock is free, and the day's copy was made.
    assert list((prepared / "backups").glob("*.cpsbackup"))
    with started(prepared, "place") as again:
        assert told(again)["title"] == TITLE
        assert again.wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("first", ["Welcome", "This workspace asks for its passphrase"])
def test_it_ends_while_the_first_question_is_open(
    first: str, number: signal.Signals, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    if first != "Welcome":
        new_desk(folder, way="passphrase", passphrase="blue teapot hill").close()
    with started(folder, "asked") as program:
        assert told(program).startswith(first)
        program.send_signal(number)
        assert program.wait(60) == 0
    assert folder.exists() is (first != "Welcome")
    if first != "Welcome":
        open_desk(folder, passphrase="blue teapot hill").close()


def test_two_windows_never_share_a_workspace(prepared: Path) -> None:
    with started(prepared, "type") as program:
        assert told(program) == "typed"
        with pytest.raises(WorkspaceInUse):
            open_desk(prepared)
        program.kill()
    open_desk(prepared).close()


def test_a_copy_comes_back_and_what_was_there_is_kept(prepared: Path) -> None:
    with started(prepared, "restore") as program:
        seen = told(program)
        assert program.wait(60) == 0
    assert seen == {"title": "Letters", "copies": ["", "made before a restore"], "trouble": ""}
