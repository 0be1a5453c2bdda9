"""Connections beside: closing waits for them, edits wait for no trial, copies never restart."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import WorkspaceInUse
from cps_desktop.domain.kinds import Session
from cps_desktop.services import sessions
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.storage import backups
from cps_desktop.storage.workspace import GaveWay, Workspace
from tests.services.laptop import Laptop, laptop


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as found:
        yield found


def titles(workspace: Workspace) -> list[str]:
    return sorted(some.title for some in workspace.find(Session))


def test_a_workspace_is_not_closed_under_what_is_open_beside(one: Laptop) -> None:
    sessions.create_session(one.door, title="Kept")
    backup = make_backup(one.workspace)
    folder = one.workspace.folder
    beside = one.workspace.beside()
    with pytest.raises(WorkspaceInUse, match="Wait a moment"):
        one.workspace.close(patience_s=0.01)
    with pytest.raises(WorkspaceInUse):
        restore_backup(folder, backup)
    assert titles(one.workspace) == titles(beside) == ["Kept"], "both are open as before"
    with one.workspace.beside() as another:
        assert titles(another) == ["Kept"]
    beside.close()
    one.workspace.close()
    assert restore_backup(folder, backup) is not None
    with Workspace.open(folder) as again:
        assert titles(again) == ["Kept"]


def test_closing_waits_for_what_is_open_beside_and_lets_nothing_new_in(one: Laptop) -> None:
    folder, beside = one.workspace.folder, one.workspace.beside()
    closed = threading.Event()

    def close() -> None:
        one.workspace.close()
        closed.set()

    closing = threading.Thread(target=close)
    closing.start()
    while True:
        try:
            one.workspace.beside().close()
        except WorkspaceInUse as fault:
            assert "being closed" in str(fault)  # noqa: PT017 - it comes at some time or other
            break
    assert not closed.is_set()
    with pytest.raises(WorkspaceInUse):
        Workspace.open(folder)
    assert titles(beside) == []
    beside.close()
    closing.join()
    Workspace.open(folder).close()


def test_a_copy_ends_when_the_workspace_is_being_closed(one: Laptop) -> None:
    sessions.create_session(one.door, title="Kept")
    with one.workspace.beside() as beside:
        with pytest.raises(WorkspaceInUse):
            one.workspace.close(patience_s=0)
        ending = threading.Thread(target=one.workspace.close)
        ending.start()
        while True:
            try:
                beside.connections.go_on()
            except WorkspaceInUse:
                break
        with pytest.raises(WorkspaceInUse, match="being closed"):
            make_backup(beside)
        assert not any(some.suffix for some in (one.workspace.folder / "backups").iterdir())
    ending.join()


def test_the_folder_is_held_through_a_whole_restore(one: Laptop) -> None:
    sessions.create_session(one.door, title="Kept")
    backup, folder = make_backup(one.workspace), one.workspace.folder
    one.workspace.close()
    asked = []

    def try_to_open(what: str, done: int, _of: int) -> None:
        if what and done < 3:
            with pytest.raises(WorkspaceInUse):
                Workspace.open(folder)
            asked.append(done)

    restore_backup(folder, backup, progress=try_to_open)
    assert asked == [0, 1, 2]
    Workspace.open(folder).close()


def test_an_edit_does_not_wait_for_the_end_of_a_trial(one: Laptop) -> None:
    session = sessions.create_session(one.door, title="Typed in")
    begun, kept = threading.Event(), threading.Event()
    gave_way: list[bool] = []

    def look() -> None:
        with one.workspace.beside() as beside:
            try:
                with beside.trial():
                    for number in itertools.count():
                        beside.set_note("tried", number)
                        begun.set()
                        if kept.is_set():  # the edit is kept while the trial still goes on: no
                            return
            except GaveWay:
                gave_way.append(True)
            assert beside.note("tried") is None

    looking = threading.Thread(target=look)
    looking.start()
    begun.wait()
    try:
        sessions.change_session(one.door, session, title="Went on")
    finally:
        kept.set()
        looking.join()
    assert gave_way == [True]
    assert titles(one.workspace) == ["Went on"]


def test_a_trial_leaves_nothing(one: Laptop) -> None:
    sessions.create_session(one.door, title="Kept")
    before = one.workspace.changes()
    with one.workspace.trial():
        sessions.create_session(one.door, title="Tried")
        assert titles(one.workspace) == ["Kept", "Tried"]
    assert (titles(one.workspace), one.workspace.changes()) == (["Kept"], before)
    sessions.create_session(one.door, title="Then")
    assert titles(one.workspace) == ["Kept", "Then"]
    assert check_workspace(one.workspace).problems == []


class Broken(Exception):
    """Something goes wrong half-way."""


@pytest.mark.parametrize("first", [True, False])
def test_edits_after_a_transaction_that_was_rolled_back_are_kept_right(
    one: Laptop, tmp_path: Path, first: bool
) -> None:
    if not first:
        sessions.create_session(one.door, title="Before")

    def half_way() -> None:
        with one.workspace.one_transaction():
            sessions.create_session(one.door, title="Lost")
            raise Broken

    with pytest.raises(Broken):
        half_way()
    # What takes the row that this launch's site would have had.
    with one.workspace.beside() as beside:
        sessions.create_session(Laptop(beside, one.clock, 9).door, title="Beside")
    one.workspace.forget_caches()
    sessions.create_session(one.door, title="After")
    assert titles(one.workspace) == sorted(["After", "Beside", *([] if first else ["Before"])])
    devices = one.workspace.connection.execute(
        "SELECT count(*), min(low), max(low) FROM (SELECT site, min(seq) AS low, max(seq) AS high,"
        " count(*) AS all_of FROM journal_change GROUP BY site HAVING high = all_of)"
    ).fetchone()
    assert devices == (2, 1, 1), "two launches, each counting its own changes from one on"
    assert check_workspace(one.workspace).problems == []


def test_a_copy_does_not_begin_again_because_somebody_types(
    one: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_PAGES", 8)
    sessions.create_session(one.door, title="At the start")
    done_at: list[int] = []

    def type_on(_what: str, done: int, _of: int) -> None:
        done_at.append(done)
        assert len(done_at) < 500, "it never ends"
        sessions.create_session(one.door, title=f"Typed {len(done_at)}")

    with one.workspace.beside() as beside:
        backup = make_backup(beside, progress=type_on)
    assert len(done_at) > 3
    assert done_at == sorted(done_at)
    folder = one.workspace.folder
    one.workspace.close()
    restore_backup(folder, backup)
    with Workspace.open(folder) as again:
        assert titles(again) == ["At the start"]
