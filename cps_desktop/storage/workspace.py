"""A workspace: one folder with the encrypted file, its wrapped key, its lock and its backups.

``Workspace`` is what the other layers see of storage: reading, the one way to append, segments in
and out, attachments, this laptop's own notes, and the way in and out of the file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from cps_desktop.domain.changes import ChangeSummary, Edit
from cps_desktop.domain.clock import HybridClock, WallClock
from cps_desktop.domain.faults import (
    Fault,
    InputRefused,
)
from cps_desktop.domain.identity import Entropy
from cps_desktop.storage.attachments import Attachments
from cps_desktop.storage.connections import Connections, GaveWay
from cps_desktop.storage.driver import (
    Connection,
    DriverError,
    atomic,
    fault_from,
    in_words,
    larger_cache,
)
from cps_desktop.storage.folders import (
    BACKUPS,
    FILE_NAME,
    LOCK_NAME,
    RESTORING,
    clear_unfinished,
    connected,
    finish_restore,
    hold_folder,
    is_workspace,
    leave_nothing_half_made,
    let_go,
    make_file,
    make_folder,
    put_aside,
    refuse_second,
    restore_begun,
    something_at,
    take_lock,
    writing,
)
from cps_desktop.storage.intake import Intake
from cps_desktop.storage.journal import Journal, Launch, Progress
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.keys import KeyFile
from cps_desktop.storage.projections import Projector
from cps_desktop.storage.reading import Reader
from cps_desktop.storage.records_here import RecordsHere
from cps_desktop.storage.schema import make_projection_tables, prepare
from cps_desktop.storage.sealed import SegmentStore
from cps_desktop.storage.this_laptop import ThisLaptop, begin_new_life

PATIENCE_S = 60.0
"""So long closing waits for what is open beside. Copies stop by themselves much sooner."""


def system_clock() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Workspace(RecordsHere, ThisLaptop, Attachments):
    """One open workspace. Make one with :meth:`create` or :meth:`open`; close it when done."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        lock: object | None,
        wall: WallClock = system_clock,
        entropy: Entropy = os.urandom,
        progress: Progress | None = None,
        connections: Connections | None = None,
    ) -> None:
        self.folder = folder
        self._is_first = connections is None
        self._is_closed = False
        self._connections = connections or Connections()
        self._key = key
        self._lock = lock
        self._wall = wall
        self._entropy = entropy
        self._connection = connected(folder, key)
        self._connection.way = lambda: self._connections.way(self._connection)
        try:
            fitting = prepare(self._connection, folder / FILE_NAME)
            self._projector = Projector(self._connection)
            self.reader = Reader(self._connection, self._projector)
            self.segments = SegmentStore(self._connection, self._projector)
            self._clock = HybridClock(wall)
            self._witness_own_past()
            self.device_key, self._device_secret = self._device()
            self._launch = Launch(self.device_key, entropy(16))
            self._journal = Journal(self._connection, self._projector, self._clock, self._launch)
            if not fitting:
                self.rebuild(progress)
            self._notice_a_move()
        except DriverError as error:
            self._connection.close()
            raise fault_from(error) from error
        except BaseException:
            self._connection.close()
            raise

    # -- in and out ---------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        way: str = "open",
        passphrase: str = "",
        wall: WallClock = system_clock,
        entropy: Entropy = os.urandom,
    ) -> Workspace:
        """Make a new workspace in a folder that has none yet.

        ``way``: "keyring", "passphrase" (with ``passphrase``), or "open" (sample only: nothing in
        it is private). Raises KeyringMissing, InputRefused, StorageFull, WorkspaceInUse.
        """
        refuse_second(folder)
        make_folder(folder)
        lock = take_lock(folder)
        try:
            # Somebody may have made one between the first look and the lock.
            refuse_second(folder)
            put_aside(folder / KEY_FILE_NAME)
        except BaseException:
            let_go(lock)
            raise
        try:
            key = entropy(32)
            keys = KeyFile.new(folder, key)
            if way == "keyring":
                keys.wrap_with_keyring(key)
            elif way == "passphrase":
                if not passphrase:
                    raise InputRefused("A passphrase is needed. Nothing was changed.")
                keys.wrap_with_passphrase(key, passphrase)
            elif way == "open":
                keys.wrap_open(key)
            else:
                raise ValueError(f"no way {way!r} to keep a key")
            with writing(folder):
                keys.save()
            make_file(folder, key)
            return cls(folder, key, lock, wall, entropy)
        except BaseException:
            leave_nothing_half_made(folder)
            let_go(lock)
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str | None = None,
        escrow_identity: str | None = None,
        wall: WallClock = system_clock,
        entropy: Entropy = os.urandom,
        progress: Progress | None = None,
        held: bool = False,
    ) -> Workspace:
        """Open a workspace. Raises CannotUnlock, WorkspaceInUse, WorkspaceTooNew, InputRefused.

        ``held``: the caller holds its folder (:func:`hold_folder`) and goes on holding it.
        """
        if not something_at(folder / FILE_NAME) and not restore_begun(folder):
            raise InputRefused(f"There is no workspace in {folder.name or folder}.")
        lock = None if held else take_lock(folder)
        try:
            finish_restore(folder)
            if not held:
                # A restore that holds the folder has what it prepared there.
                clear_unfinished(folder)
            key = KeyFile.read(folder).unlock(passphrase, escrow_identity)
            return cls(folder, key, lock, wall, entropy, progress)
        except BaseException:
            let_go(lock)
            raise

    def beside(self) -> Workspace:
        """A second connection to the same open workspace, for a worker thread; close it after.

        Raises WorkspaceInUse while the workspace is being closed.
        """
        self._connections.enter()
        try:
            return Workspace(
                self.folder, self._key, None, self._wall, self._entropy, None, self._connections
            )
        except BaseException:
            self._connections.leave()
            raise

    def let_others_end(self, patience_s: float = PATIENCE_S) -> None:
        """Open nothing beside any more, and wait for what is. Raises WorkspaceInUse."""
        self._connections.end(patience_s)

    def close(self, patience_s: float = PATIENCE_S) -> None:
        """Close the file and let others open it, once all that was opened beside is closed.

        Raises WorkspaceInUse when something beside is still at work after ``patience_s`` seconds;
        the workspace is then open as before.
        """
        if self._is_closed:
            return
        if self._is_first:
            self._connections.end(patience_s)
        self._is_closed = True
        self._connection.close()
        if not self._is_first:
            self._connections.leave()
        let_go(self._lock)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def keys(self) -> KeyFile:
        """The key file as it stands on disk."""
        return KeyFile.read(self.folder)

    def change_keys(self, change: Callable[[KeyFile, bytes], None]) -> None:
        """Add or replace a way to open this workspace: ``change(key_file, key)``, then save."""
        keys = self.keys
        change(keys, self._key)
        with writing(self.folder):
            keys.save()

    def forget_caches(self) -> None:
        """Another connection wrote: forget what was remembered of the journal."""
        self._projector.forget()
        self._witness_own_past()

    def _witness_own_past(self) -> None:
        # The clock must not fall behind what this file already holds when the laptop's own clock
        # was set back; the newest sites are enough, older ones came before them.
        for row in self._connection.execute(
            "SELECT (SELECT time FROM journal_change WHERE site = journal_site.n"
            " ORDER BY seq DESC LIMIT 1) FROM journal_site ORDER BY n DESC LIMIT 32"
        ):
            if row[0]:
                self._clock.witness(row[0])

    def _notice_a_move(self) -> None:
        """A folder that was copied, or put back from a copy, begins a new life."""
        place, number = str(self.folder.resolve()), self.folder.stat().st_ino
        before = self.note("folder")
        if before == [place, number]:
            return
        if isinstance(before, list) and len(before) == 2 and before[1] != number:
            with self.one_transaction():
                begin_new_life(self._connection, replacing=before[0] == place)
        self.set_note("folder", [place, number])

    # -- changing -------------------------------------------------------------------------------

    def append(
        self,
        what: str,
        edits: Sequence[Edit],
        initiator: object | None = None,
        told: Callable[[int, int], object] | None = None,
        back: list[Edit] | None = None,
    ) -> ChangeSummary:
        """Keep edits durably, all or none; ``told`` and ``back`` as in ``Journal.append``."""
        return self._journal.append(what, edits, initiator, told, back)

    @in_words
    def was_given(self, edits: Sequence[Edit]) -> bool:
        """Whether anything about a record of these was handed over to anybody."""
        return self.segments.given.was_given({(one.record, one.root) for one in edits})

    @contextmanager
    def one_transaction(self) -> Iterator[None]:
        """Everything inside is kept together or not at all."""
        outermost, before = not self._connection.in_transaction, self._launch.state
        try:
            room = larger_cache(self._connection) if outermost else nullcontext()
            with room, atomic(self._connection):
                if outermost:
                    self._projector.notice_others()
                yield
        except BaseException:
            self._projector.forget()
            if outermost:
                # Edits appended inside are gone, and with them the row of this launch's site.
                self._launch.state = before
            raise

    @contextmanager
    def trial(self) -> Iterator[None]:
        """What is done inside is taken back at its end: a look at what it would do.

        An edit made meanwhile through another connection does not wait for the end: the trial is
        taken back at once and raises :class:`GaveWay`.
        """
        before = self._launch.state
        with self._connections.trial(self._connection):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
            except DriverError as error:
                raise fault_from(error) from error
            finally:
                self._projector.forget()
                self._launch.state = before

    def intake(self, standing: str = "met") -> Intake:
        """Takes verified segments in; use inside :meth:`one_transaction`, then ``settle``."""
        return Intake(self._connection, self._projector, self._clock, standing)

    @property
    def in_transaction(self) -> bool:
        """Whether what is done now is kept only with what is around it, or is tried out."""
        return bool(self._connection.in_transaction)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make every projection again from the journal; returns the number of records."""
        with self.one_transaction():
            make_projection_tables(self._connection)
            return self._projector.rebuild(progress)

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC, by the clock this workspace was opened with."""
        return self._wall()

    @property
    def projector(self) -> Projector:
        """For the other modules of storage (check) alone."""
        return self._projector

    @property
    def connection(self) -> Connection:
        """For the other modules of storage (check, backup) and the benchmarks alone."""
        return self._connection

    @property
    def connections(self) -> Connections:
        """For the other modules of storage (backup) alone."""
        return self._connections

    @property
    def key(self) -> bytes:
        """For the other modules of storage (backup) and the benchmarks alone."""
        return self._key

    @property
    def path(self) -> Path:
        """The encrypted file."""
        return self.folder / FILE_NAME


__all__ = [
    "BACKUPS",
    "FILE_NAME",
    "LOCK_NAME",
    "RESTORING",
    "Fault",
    "GaveWay",
    "Workspace",
    "begin_new_life",
    "finish_restore",
    "hold_folder",
    "is_workspace",
    "restore_begun",
    "system_clock",
]
