"""Full disks, write protection, sticks pulled out, locks, clocks set back, and two at once.

A sentence each, and nothing lost. Disks are real ones of the system's (tests/bad_disks.py), where
it lets them be put in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cps_desktop.domain.faults import Fault, WorkspaceInUse
from cps_desktop.domain.kinds import Note
from cps_desktop.services.backups import list_backups, make_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import hand_over, plan_handing_over
from cps_desktop.storage.driver import connect
from tests.bad_disks import HOLIDAY, disk, fill, give_room, remount
from tests.faults.figures import Figures
from tests.faults.one_operation import NAMES, edit, export, take
from tests.faults.operations import Operation, faults_in, run_apart
from tests.faults.places import (
    LAPTOP,
    ROOT,
    STICK,
    Examiner,
    friend_of,
    lay_out,
    planner_of,
    quick_folder,
    state_of,
)
from tests.sync.replicas import NOON, YEAR, Replica

KILOBYTES = (0, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096)


def _with_room(place: Path, kilobytes: int) -> None:
    """Leave so much room on a disk, and no more."""
    fill(place)
    filler = place / HOLIDAY
    os.truncate(filler, max(0, filler.stat().st_size - kilobytes * 1024))


def _judge(row: Figures, where: str, operation: Operation, place: Path, said: list[str]) -> None:
    try:
        _, wrong = operation.look(place, said)
    except Fault as fault:
        row.wrong.append(f"{where}: it does not open any more: {fault}")
        return
    told = faults_in(said)
    row.outcomes["a sentence" if told else "done"] += 1
    row.wrong += [f"{where}: {one}" for one in wrong]
    row.wrong += [f"{where}: no sentence: {one}" for one in told if not one.endswith(".")]


def _on_a_disk(
    row: Figures, operation: Operation, where: str, how: Callable[[Path], Callable[[], None]]
) -> None:
    """Do it where the laptop (or the stick) lies on a disk of its own. ``how`` makes the disk bad,
    and gives what makes it good again."""
    place = operation.fresh()
    there = place / where
    kept = there.rename(place / "kept")
    with disk(there, "size=24m"):
        shutil.copytree(kept, there, dirs_exist_ok=True)
        shutil.rmtree(kept)
        mend = how(there)
        with row.timed():
            said, unexpected = run_apart(place, operation.name)
        mend()
        if unexpected:
            row.outcomes["no sentence"] += 1
            last = unexpected.strip().splitlines()[-1]
            row.wrong.append(f"{operation.name}, bad {where}: {last}")
            return
        _judge(row, f"{operation.name}, bad {where}", operation, place, said)


def full(most: int, folder: Path, names: Sequence[str]) -> Iterator[Figures]:
    """The laptop's disk, or the stick, with so little room."""
    sizes = KILOBYTES[:: max(1, len(KILOBYTES) // most)]
    for where in (LAPTOP, STICK):
        row = Figures(f"a full {where}")
        for name in names:
            if where == STICK and name not in ("export", "backup-to-stick"):
                continue
            operation = Operation(folder / "laid out", name, folder, traced=False)
            for kilobytes in sizes:

                def how(there: Path, kilobytes: int = kilobytes) -> Callable[[], None]:
                    _with_room(there, kilobytes)
                    return lambda: give_room(there)

                _on_a_disk(row, operation, where, how)
        yield row


def _protected(there: Path) -> Callable[[], None]:
    remount(there, "ro")
    return lambda: remount(there, "rw")


def read_only(folder: Path, names: Sequence[str]) -> Iterator[Figures]:
    """Write protection on the laptop's disk, or on the stick."""
    for where in (LAPTOP, STICK):
        row = Figures(f"a write-protected {where}")
        for name in names:
            operation = Operation(folder / "laid out", name, folder, traced=False)
            _on_a_disk(row, operation, where, _protected)
        yield row


class _PulledOut:
    """Pulls a stick out at the n-th time something is told of how far it is."""

    def __init__(self, stick: Path, at: int) -> None:
        self._stick, self._left = stick, at
        self.done = False

    def told(self, what: str, done: int, of: int) -> None:
        """To be given as progress."""
        del what, done, of
        if self._left == 0:
            subprocess.run([shutil.which("umount") or "umount", "-l", str(self._stick)], check=True)
            # As the system does with the folder it had put the stick in.
            self._stick.rmdir()
            self.done = True
        self._left -= 1


@contextmanager
def _put_in(stick: Path, slot: Path) -> Iterator[None]:
    """A stick in its slot, as far as it was not pulled out before the end."""
    mount = [shutil.which("mount") or "mount", "--bind", str(stick), str(slot)]
    slot.mkdir(exist_ok=True)
    if sys.platform != "linux" or subprocess.run(mount, check=False).returncode:
        pytest.skip("Only somebody who may put in a disk can try this.")
    try:
        yield
    finally:
        # No look whether it still is: a folder put in elsewhere does not tell.
        out = [shutil.which("umount") or "umount", str(slot)]
        subprocess.run(out, check=False, stderr=subprocess.DEVNULL)


def pulled_out(folder: Path) -> Iterator[Figures]:
    """The stick is pulled out while a bundle or a backup is written to it."""
    row = Figures("a stick pulled out")
    examiner = Examiner()
    for what in ("bundle", "backup"):
        ended = False
        for at in range(20):
            place, stick = folder / "place", folder / "stick"
            for one in (place, stick):
                shutil.rmtree(one, ignore_errors=True)
            shutil.copytree(folder / "laid out", place)
            (place / STICK).rename(stick)
            pull = _PulledOut(place / STICK, at)
            with row.timed(), _put_in(stick, place / STICK):
                said = _write_to_stick(place, what, pull)
            ended = not pull.done
            row.outcomes["done" if not said else "a sentence"] += 1
            if pull.done and said and not said.endswith("."):
                row.wrong.append(f"{what}, pulled out at {at}: {said}")
            if pull.done and not said and not any(stick.glob("out.cpsb*")):
                row.wrong.append(f"{what}, pulled out at {at}: nobody said so")
            # And back in at the next start.
            with _put_in(stick, place / STICK):
                wrong = _next_start(place, examiner)
            row.wrong += [f"{what}, pulled out at {at}: {one}" for one in wrong]
            if ended:
                break
        if not ended:
            row.wrong.append(f"{what}: more is told than was expected")
    yield row


def _write_to_stick(place: Path, what: str, pull: _PulledOut) -> str:
    laptop = Replica(place / LAPTOP, 7)
    try:
        if what == "backup":
            make_backup(laptop.workspace, place / STICK / "out.cpsbackup", pull.told)
            return ""
        to = friend_of(place)
        plan = plan_handing_over(laptop.workspace, to)
        target = place / STICK / "out.cpsb"
        hand_over(laptop.door, laptop.workspace, plan, to, target, pull.told)
    except Fault as fault:
        return str(fault)
    finally:
        laptop.close()
    return ""


def _next_start(place: Path, examiner: Examiner) -> list[str]:
    from cps_desktop.bootstrap import open_desk

    desk = open_desk(place / LAPTOP)
    try:
        return examiner.problems(place, desk.workspace)
    finally:
        desk.close()


def locked(folder: Path) -> Iterator[Figures]:
    """Another program that knows nothing of ours holds the file."""
    row = Figures("a file locked by another")
    place = folder / "place"
    for name, work in {"edit": edit, "export": export, "import": take}.items():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder / "laid out", place)
        laptop = Replica(place / LAPTOP, 7)
        # As long as it is in the program nobody would wait for a test.
        laptop.workspace.connection.execute("PRAGMA busy_timeout = 100")
        before = state_of(laptop.workspace)
        with closing(connect(laptop.workspace.path, laptop.workspace.key)) as other:
            other.execute("BEGIN EXCLUSIVE")
            try:
                with row.timed():
                    work(laptop, place)
                row.wrong.append(f"{name}: nobody said that it is locked")
            except WorkspaceInUse as fault:
                row.outcomes["a sentence"] += 1
                if not str(fault).endswith("."):
                    row.wrong.append(f"{name}: {fault}")
        if state_of(laptop.workspace) != before or check_workspace(laptop.workspace).problems:
            row.wrong.append(f"{name}: something was changed all the same")
        work(laptop, place)
        laptop.close()
    yield row


def clock_set_back(folder: Path) -> Iterator[Figures]:
    """Launches in which the laptop's clock says what it likes."""
    row = Figures("a clock set back or ahead")
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "laid out", place)
    friend = Replica(folder / "friend of clocks", 5)
    laptop = Replica(place / LAPTOP, 7)
    note = laptop.new_note(planner_of(laptop), "At noon")
    moments = (NOON, NOON - 31 * YEAR, 0, NOON + 31 * YEAR, NOON - 60_000, NOON, -5_000, NOON + 1)
    for at, now in enumerate(moments):
        laptop.close()
        laptop.now = now
        with row.timed():
            laptop.open()
            laptop.write(note.id, f"Launch {at}")
            laptop.now = now - 3_600_000
            laptop.write(note.id, f"Launch {at}, an hour earlier")
            copies = len(list_backups(laptop.folder))
            make_backup(laptop.workspace)
            laptop.give(friend, folder / f"clock {at}.cpsb")
        for name, one in {"here": laptop, "at the friend's": friend}.items():
            found = one.workspace.get(Note, note.id)
            if found is None or found.text != f"Launch {at}, an hour earlier":
                row.wrong.append(f"launch {at}: {name} it says {found and found.text}")
            if one.workspace.contested():
                row.wrong.append(f"launch {at}: {name} there is something to decide")
            row.wrong += [
                f"launch {at}: {name}: {w}" for w in check_workspace(one.workspace).problems
            ]
        if len(list_backups(laptop.folder)) < min(copies, 10):
            row.wrong.append(f"launch {at}: backups went away")
        row.outcomes["the last word stands"] += 1
    laptop.close()
    friend.close()
    yield row


def two_at_once(folder: Path) -> Iterator[Figures]:
    """Every command while a window has the workspace open."""
    row = Figures("two at once")
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "laid out", place)
    laptop = Replica(place / LAPTOP, 7)
    before = state_of(laptop.workspace)
    stick = place / STICK
    there = sorted(stick.iterdir())
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("list", "notes"),
        ("export", "--to", stick / "out.cpsb", "--for", friend_of(place).recipient),
        ("import", stick / "in.cpsb"),
        ("check", "--rebuild"),
        ("backup", "--to", stick / "out.cpsbackup"),
        ("restore", stick / "earlier.cpsbackup"),
    )
    for verb, *others in commands:
        command = [
            sys.executable,
            "-m",
            "cps_desktop",
            verb,
            "--workspace",
            place / LAPTOP,
            *others,
        ]
        with row.timed():
            run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        row.outcomes["a sentence" if run.returncode == 5 else f"code {run.returncode}"] += 1
        if run.returncode != 5 or not run.stderr.strip().endswith("."):
            row.wrong.append(f"{verb}: {run.returncode} {run.stderr.strip()[-200:]}")
    if state_of(laptop.workspace) != before or check_workspace(laptop.workspace).problems:
        row.wrong.append("something was changed all the same")
    if sorted(stick.iterdir()) != there:
        row.wrong.append("something was written to the stick")
    laptop.new_note(planner_of(laptop), "And work goes on")
    laptop.close()
    yield row


def run(most: int, names: Sequence[str] = NAMES) -> list[Figures]:
    """Try all of it; full disks with ``most`` sizes of room at the most."""
    rows: list[Figures] = []
    with quick_folder() as folder:
        lay_out(folder / "laid out")
        tries: dict[str, Callable[[], Iterator[Figures]]] = {
            "a full disk": lambda: full(most, folder, names),
            "write protection": lambda: read_only(folder, names),
            "a stick pulled out": lambda: pulled_out(folder),
            "a file locked by another": lambda: locked(folder),
            "a clock set back or ahead": lambda: clock_set_back(folder),
            "two at once": lambda: two_at_once(folder),
        }
        for what, rows_of in tries.items():
            try:
                rows += rows_of()
            except pytest.skip.Exception as reason:
                rows.append(Figures(what, skipped=str(reason)))
    return rows
