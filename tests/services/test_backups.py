"""Backups: they open, they are kept in turn, and putting one back loses nothing for good."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import (
    CannotUnlock,
    Fault,
    InputRefused,
    StorageFull,
    WorkspaceDamaged,
    WorkspaceInUse,
    WorkspaceTooNew,
)
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services.backups import (
    backup_if_due,
    list_backups,
    make_backup,
    restore_backup,
)
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import plan_handing_over
from cps_desktop.services.facilitator_code import choose_code, try_code
from cps_desktop.services.participant_view import (
    ParticipantView,
    begin_view,
    end_view,
    view_in_force,
)
from cps_desktop.services.standing_door import (
    StandingDoor,
    put_door_up,
    standing_door,
    take_door_down,
)
from cps_desktop.storage.backups import KEEP_DAYS, KEEP_LAST, to_keep
from cps_desktop.storage.driver import connect
from cps_desktop.storage.workspace import (
    FILE_NAME,
    RESTORING,
    Workspace,
    finish_restore,
    is_workspace,
)
from tests.sync.replicas import Replica, changes, shown, told

DAY = 24 * 3600 * 1000


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Replica]:
    one = Replica(tmp_path / "laptop", 1)
    session = one.new_session("Kept")
    one.new_note(one.new_planner(session.id), "before the backup")
    yield one
    one.close()


def titles(workspace: Workspace) -> set[str]:
    return {one.title for one in workspace.find(Session)}


def test_a_backup_put_back_is_what_was_there(laptop: Replica) -> None:
    backup = make_backup(laptop.workspace)
    before = told(laptop.workspace)
    laptop.new_session("After")
    laptop.close()
    kept = restore_backup(laptop.folder, backup)
    laptop.open()
    assert told(laptop.workspace) == before
    assert kept is not None
    laptop.close()
    restore_backup(laptop.folder, kept)
    laptop.open()
    assert titles(laptop.workspace) == {"Kept", "After"}
    assert check_workspace(laptop.workspace).problems == []
    assert [one.why for one in list_backups(laptop.folder)].count("made before a restore") == 2


def test_whose_hands_the_laptop_is_in_is_so_of_today_not_of_the_backups_day(
    laptop: Replica,
) -> None:
    door = StandingDoor("01" * 16)
    choose_code(laptop.workspace, "4711")
    put_door_up(laptop.workspace, door)
    begin_view(laptop.workspace, ParticipantView("02" * 16))
    at_the_door = make_backup(laptop.workspace)
    take_door_down(laptop.workspace)
    end_view(laptop.workspace)
    choose_code(laptop.workspace, "8052")
    laptop.close()
    restore_backup(laptop.folder, at_the_door)
    laptop.open()
    assert standing_door(laptop.workspace) is None
    assert view_in_force(laptop.workspace) is None
    assert try_code(laptop.workspace, "8052").right
    without = make_backup(laptop.workspace)
    put_door_up(laptop.workspace, door)
    laptop.close()
    restore_backup(laptop.folder, without)
    laptop.open()
    assert standing_door(laptop.workspace) == door, "nor is it a way out of one"


def test_a_backup_holds_nothing_that_is_typed_in_the_open(laptop: Replica, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "backup"
    target.parent.mkdir()
    make_backup(laptop.workspace, target)
    for path in target.parent.iterdir():
        assert b"before the backup" not in path.read_bytes()
        assert b"SQLite format" not in path.read_bytes()
    assert {one.name for one in target.parent.iterdir()} == {"backup", "backup.keys.json"}


def test_numbers_are_never_used_twice_and_what_was_lost_comes_back(
    laptop: Replica, tmp_path: Path
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    backup = make_backup(laptop.workspace)
    note = laptop.workspace.find(Note)[0]
    laptop.write(note.id, "after the backup")
    late = laptop.new_session("After")
    assert laptop.give(friend, tmp_path / "1.cpsb") > 0
    before = changes(laptop.workspace)
    laptop.close()
    restore_backup(laptop.folder, backup)
    laptop.open()
    assert titles(laptop.workspace) == {"Kept"}
    laptop.write(note.id, "after the restore")
    laptop.new_session("Later still")
    ours = changes(laptop.workspace)
    assert set(ours) & set(before) == {one for one in before if one in ours}
    assert {one[0] for one in set(ours) - set(before)}.isdisjoint({one[0] for one in before})
    # The friend learns from the laptop's next bundle that it is set back, and answers it.
    laptop.give(friend, tmp_path / "again.cpsb")
    friend.give(laptop, tmp_path / "2.cpsb")
    assert titles(laptop.workspace) == {"Kept", "After", "Later still"}
    assert laptop.workspace.get(Session, late.id) is not None
    found = laptop.workspace.get(Note, note.id)
    assert found is not None
    assert found.contested == ("text",)
    assert {one.value for one in laptop.workspace.versions(found, "text")} == {
        "after the backup",
        "after the restore",
    }
    laptop.give(friend, tmp_path / "3.cpsb")
    assert told(friend.workspace) == told(laptop.workspace)
    friend.close()


def test_what_was_acknowledged_before_a_restore_is_sent_again(
    laptop: Replica, tmp_path: Path
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    laptop.give(friend, tmp_path / "0.cpsb")
    backup = make_backup(laptop.workspace)
    session = friend.new_session("Of a friend")
    friend.give(laptop, tmp_path / "1.cpsb")
    laptop.new_session("Own")
    laptop.give(friend, tmp_path / "2.cpsb")  # acknowledges the friend's session
    assert plan_handing_over(friend.workspace, laptop.receiver).only_answers
    laptop.close()
    restore_backup(laptop.folder, backup)
    laptop.open()
    laptop.new_session("New work")
    laptop.give(friend, tmp_path / "3.cpsb")
    friend.give(laptop, tmp_path / "4.cpsb")
    assert laptop.workspace.get(Session, session.id) is not None
    assert told(friend.workspace) == told(laptop.workspace)
    friend.close()


@pytest.mark.parametrize("how", ["restored", "copied"])
def test_with_nothing_new_to_say_it_tells_what_became_of_it_and_waits_for_nothing(
    laptop: Replica, tmp_path: Path, how: str
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    laptop.give(friend, tmp_path / "0.cpsb")
    friend.new_person("Ida Invented")
    friend.give(laptop, tmp_path / "answer.cpsb")  # acknowledges all that is there
    assert laptop.give(friend, tmp_path / "arrived then.cpsb") == 0
    assert not laptop.bundle(friend, tmp_path / "nothing then.cpsb")
    backup = make_backup(laptop.workspace)
    then = laptop.copy(tmp_path / "copy", 3) if how == "copied" else laptop
    session = friend.new_session("Of a friend")
    friend.give(laptop, tmp_path / "1.cpsb")
    laptop.new_session("Own")
    laptop.give(friend, tmp_path / "2.cpsb")  # acknowledges the friend's session
    if how == "restored":
        laptop.close()
        restore_backup(laptop.folder, backup)
        laptop.open()
    assert plan_handing_over(then.workspace, friend.receiver).only_answers
    # The friend, who has not heard of it, takes it for what it was.
    friend.new_person("Bea Invented")
    assert friend.give(then, tmp_path / "3.cpsb") > 0
    assert then.workspace.get(Session, session.id) is None
    # All it has the friend has; it says so, holding nothing new, and is lost on the way.
    assert then.bundle(friend, tmp_path / "lost.cpsb")
    assert then.give(friend, tmp_path / "4.cpsb") == 0
    assert friend.give(then, tmp_path / "5.cpsb") > 0
    assert told(then.workspace) == told(friend.workspace)
    # It says once what arrived; from then on only what is new is said.
    assert then.give(friend, tmp_path / "arrived.cpsb") == 0
    assert not then.bundle(friend, tmp_path / "nothing.cpsb")
    then.new_person("Ida Invented")
    assert then.give(friend, tmp_path / "6.cpsb") > 0
    if then is not laptop:
        then.close()
    friend.close()


def test_a_copy_of_the_folder_is_sent_what_only_the_copy_lacks(
    laptop: Replica, tmp_path: Path
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    laptop.give(friend, tmp_path / "0.cpsb")
    copied = laptop.copy(tmp_path / "copy", 3)
    session = friend.new_session("Of a friend")
    friend.give(laptop, tmp_path / "1.cpsb")
    laptop.new_session("Own")
    laptop.give(friend, tmp_path / "2.cpsb")
    copied.new_session("Of the copy")
    copied.give(friend, tmp_path / "3.cpsb")
    friend.give(copied, tmp_path / "4.cpsb")
    assert copied.workspace.get(Session, session.id) is not None
    copied.close()
    friend.close()


def test_a_workspace_can_be_restored_on_a_laptop_that_has_none(
    laptop: Replica, tmp_path: Path
) -> None:
    target = make_backup(laptop.workspace, tmp_path / "backup.cpsbackup")
    assert restore_backup(tmp_path / "new laptop", target) is None
    with Workspace.open(tmp_path / "new laptop") as there:
        assert titles(there) == {"Kept"}


def test_another_workspace_under_another_key_can_take_the_place(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder, way="passphrase", passphrase="first words") as one:
        present = make_backup(one)
    with Workspace.create(tmp_path / "two", way="passphrase", passphrase="second words") as two:
        target = make_backup(two, tmp_path / "backup")
        device = two.device_key
    with pytest.raises(CannotUnlock):
        restore_backup(folder, target, passphrase="first words")
    Workspace.open(folder, passphrase="first words").close()
    kept = restore_backup(folder, target, passphrase="second words")
    with Workspace.open(folder, passphrase="second words") as there:
        assert there.device_key == device
    assert kept is not None
    assert present.exists()
    restore_backup(folder, kept, passphrase="first words")
    Workspace.open(folder, passphrase="first words").close()


def test_a_restore_keeps_the_newer_passphrase_of_the_same_key(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder, way="passphrase", passphrase="old words") as one:
        backup = make_backup(one)
        one.change_keys(lambda keys, key: keys.wrap_with_passphrase(key, "new words"))
    restore_backup(folder, backup, passphrase="old words")
    Workspace.open(folder, passphrase="new words").close()


@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "text", "newer", "keys", "no keys"])
def test_a_broken_backup_is_refused_and_nothing_is_changed(
    laptop: Replica, tmp_path: Path, how: str
) -> None:
    target = make_backup(laptop.workspace, tmp_path / "backup")
    keys = target.with_name("backup.keys.json")
    data = bytearray(target.read_bytes())
    half = len(data) // 2
    if how == "flipped":
        data[len(data) // 2] ^= 1
    elif how == "newer":
        connection = connect(target, laptop.workspace.key)
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.close()
    elif how == "keys":
        keys.write_text("{")
        shutil.rmtree(laptop.folder / "backups", ignore_errors=True)
    elif how == "no keys":
        keys.unlink()
    if how in ("flipped", "cut", "empty", "text"):
        target.write_bytes(
            bytes({"flipped": data, "cut": data[:half], "empty": b"", "text": b"no"}[how])
        )
    before = told(laptop.workspace)
    laptop.close()
    if how in ("keys", "no keys"):
        # The workspace's own key file opens it as well.
        restore_backup(laptop.folder, target)
    else:
        expected = WorkspaceTooNew if how == "newer" else WorkspaceDamaged
        with pytest.raises(expected) as fault:
            restore_backup(laptop.folder, target)
        assert "Nothing was changed." in str(fault.value)
        assert list_backups(laptop.folder) == ()
    assert not list(laptop.folder.glob(f"{RESTORING}*"))
    laptop.open()
    assert told(laptop.workspace) == before


def test_a_workspace_that_is_damaged_is_kept_and_the_backup_put_back(laptop: Replica) -> None:
    backup = make_backup(laptop.workspace)
    laptop.close()
    path = laptop.folder / FILE_NAME
    damaged = b"\x00" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(damaged)
    kept = restore_backup(laptop.folder, backup)
    assert kept is not None
    assert kept.read_bytes() == damaged
    laptop.open()
    assert titles(laptop.workspace) == {"Kept"}
    assert "a damaged file, kept as it was" in [one.why for one in list_backups(laptop.folder)]


def test_a_workspace_in_use_is_not_restored(laptop: Replica) -> None:
    backup = make_backup(laptop.workspace)
    with pytest.raises(WorkspaceInUse):
        restore_backup(laptop.folder, backup)


def test_there_is_no_backup_where_there_is_none(laptop: Replica, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="There is no backup"):
        restore_backup(laptop.folder, tmp_path / "nothing")
    with pytest.raises(InputRefused, match="is not there"):
        make_backup(laptop.workspace, tmp_path / "no folder" / "backup")
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(InputRefused, match="already"):
        make_backup(laptop.workspace, taken)
    assert taken.read_text() == "mine"


def test_a_restore_that_is_stopped_changes_nothing(laptop: Replica) -> None:
    backup = make_backup(laptop.workspace)
    laptop.new_session("After")
    before = shown(laptop.workspace)
    laptop.close()
    for stop_at in range(3):

        def stop(what: str, done: int, of: int, at: int = stop_at) -> None:
            assert what
            assert of == 3
            if done == at:
                raise InputRefused("Stopped.")

        with pytest.raises(InputRefused, match="Stopped"):
            restore_backup(laptop.folder, backup, progress=stop)
        laptop.open()
        assert shown(laptop.workspace) == before
        laptop.close()
    laptop.open()


def test_a_restore_interrupted_once_it_was_ready_is_finished_at_the_next_opening(
    laptop: Replica,
) -> None:
    backup = make_backup(laptop.workspace)
    before = told(laptop.workspace)
    laptop.new_session("After")
    laptop.close()
    ready = laptop.folder / RESTORING
    ready.mkdir()
    shutil.copy(backup, ready / FILE_NAME)
    assert is_workspace(laptop.folder)
    laptop.open()
    assert told(laptop.workspace) == before
    assert not ready.exists()
    ready.mkdir()
    finish_restore(laptop.folder)
    assert not ready.exists()


def test_one_backup_a_day_and_only_where_there_is_something_new(laptop: Replica) -> None:
    assert backup_if_due(laptop.workspace) is not None
    laptop.new_session()
    assert backup_if_due(laptop.workspace) is None
    laptop.now += DAY
    assert backup_if_due(laptop.workspace) is not None
    laptop.now += DAY
    assert backup_if_due(laptop.workspace) is None
    laptop.new_session()
    assert backup_if_due(laptop.workspace) is not None
    assert len(list_backups(laptop.folder)) == 3


def test_an_empty_workspace_needs_no_backup(tmp_path: Path) -> None:
    one = Replica(tmp_path / "new", 1)
    assert backup_if_due(one.workspace) is None
    one.close()


def test_backups_are_thinned_out_but_other_files_are_left_alone(laptop: Replica) -> None:
    strange = laptop.folder / "backups" / "my own notes.txt"
    make_backup(laptop.workspace)
    strange.write_text("mine")
    for _ in range(KEEP_LAST + 4):
        laptop.now += 60_000
        make_backup(laptop.workspace)
    found = list_backups(laptop.folder)
    assert len(found) == KEEP_LAST
    assert [one.made for one in found] == sorted((one.made for one in found), reverse=True)
    assert strange.read_text() == "mine"
    keys = list((laptop.folder / "backups").glob("*.keys.json"))
    assert {one.name.removesuffix(".keys.json") for one in keys} == {one.path.name for one in found}


START, END = dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)  # noqa: DTZ001 - hypothesis adds it
MOMENTS = st.datetimes(min_value=START, max_value=END, timezones=st.just(dt.UTC))


@given(st.lists(MOMENTS, max_size=60), MOMENTS)
def test_the_last_ten_one_a_day_and_one_a_month_stay(
    moments: list[dt.datetime], now: dt.datetime
) -> None:
    kept = to_keep(set(moments), now.date())
    ordered = sorted(set(moments), reverse=True)
    assert kept <= set(moments)
    assert set(ordered[:KEEP_LAST]) <= kept
    for month in {(one.year, one.month) for one in moments}:
        assert max(one for one in moments if (one.year, one.month) == month) in kept
    for day in {one.date() for one in moments}:
        if 0 <= (now.date() - day).days < KEEP_DAYS:
            assert max(one for one in moments if one.date() == day) in kept
    assert to_keep(kept, now.date()) == kept
    assert len(kept) <= KEEP_LAST + KEEP_DAYS + 24 + len([m for m in moments if m > now])


def test_a_backup_that_cannot_be_written_leaves_nothing(
    laptop: Replica,
) -> None:
    resource = pytest.importorskip("resource", reason="the limit is POSIX's")
    import signal

    make_backup(laptop.workspace)
    there = set((laptop.folder / "backups").iterdir())
    before = told(laptop.workspace)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        with pytest.raises(StorageFull, match="Nothing was changed"):
            make_backup(laptop.workspace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    assert set((laptop.folder / "backups").iterdir()) == there
    assert told(laptop.workspace) == before


def test_random_damage_to_a_backup_is_always_found(laptop: Replica, tmp_path: Path) -> None:
    target = make_backup(laptop.workspace, tmp_path / "backup")
    data = target.read_bytes()
    laptop.close()
    chance = random.Random(4)
    for _ in range(12):
        at = chance.randrange(len(data))
        target.write_bytes(
            data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        )
        with pytest.raises(Fault):
            restore_backup(laptop.folder, target)
    laptop.open()
