"""Backups: a whole copy of the encrypted file with its key file beside it, checked by opening it.

A backup is ``2027-03-18T140355Z.cpsbackup`` with ``2027-03-18T140355Z.cpsbackup.keys.json``: it
opens anywhere and in any way that the workspace itself does. Restoring one: :mod:`.restoring`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cps_desktop.domain.faults import (
    CannotUnlock,
    Fault,
    InputRefused,
    WorkspaceDamaged,
    WorkspaceTooNew,
)
from cps_desktop.storage.backup_files import (
    cannot_write,
    copy_key_file,
    leave_none,
    place_beside,
    sync_file,
    writing,
)
from cps_desktop.storage.driver import Connection, DriverError, connect, fault_from
from cps_desktop.storage.folders import KEYS_SUFFIX, logs_too, something_at
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.keys import KeyFile, sync_folder
from cps_desktop.storage.private_files import keep_to_owner
from cps_desktop.storage.schema import SCHEMA, version_of
from cps_desktop.storage.workspace import (
    BACKUPS,
    Workspace,
)

SUFFIX = ".cpsbackup"
KEEP_LAST = 10
KEEP_DAYS = 14
_PAGES = 512
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)((?:-[a-z]+)*)(?:-\d+)?\.cpsbackup")
_MOMENT = "%Y-%m-%dT%H%M%SZ"

OnPages = Callable[[int, int], None]
"""Told how much is copied, of how much; may raise to stop."""


@dataclasses.dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a workspace's folder. ``made`` in milliseconds since 1970 (UTC), ``size`` bytes.

    ``why`` is "", "before-restore", or "damaged": the damaged file a restore took the place of.
    """

    path: Path
    made: int
    size: int
    why: str


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in a workspace's folder, the latest first. Other files there are left alone."""
    found = []
    place = folder / BACKUPS
    if not place.is_dir():
        return ()
    for path in place.iterdir():
        told = _NAME.fullmatch(path.name)
        if told is None:
            continue
        try:
            moment = dt.datetime.strptime(told[1], _MOMENT).replace(tzinfo=dt.UTC)
            size = path.stat().st_size
        except (ValueError, OSError):
            continue
        made = int(moment.timestamp() * 1000)
        found.append(Backup(path, made, size, told[2].strip("-")))
    return tuple(sorted(found, key=lambda one: (one.made, one.path.name), reverse=True))


def keys_beside(path: Path) -> Path:
    """Where the key file of a backup lies."""
    return path.with_name(path.name + KEYS_SUFFIX)


def new_place(folder: Path, now_ms: int, why: str = "") -> Path:
    """A name for a new backup that no other has. Makes the folder. Raises StorageFull."""
    place = folder / BACKUPS
    with writing(place):
        place.mkdir(exist_ok=True)
        keep_to_owner(place)
    moment = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC).strftime(_MOMENT)
    stem = f"{moment}-{why}" if why else moment
    path, number = place / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, number = place / f"{stem}-{number}{SUFFIX}", number + 1
    return path


def written_for(target: Path) -> tuple[Path, ...]:
    """Every file that is there while a backup is written, and of no use without it."""
    keys = keys_beside(target)
    return (*logs_too(place_beside(target)), place_beside(keys), keys)


def write_backup(workspace: Workspace, target: Path, progress: OnPages | None = None) -> Path:
    """Copy an open workspace to a file that must not be there yet, check it, and move it there.

    Everything must be sealed before. Raises InputRefused or StorageFull, and then leaves nothing.
    """
    if something_at(target):
        raise InputRefused(
            f"There is a file {target.name} there already. Nothing was changed. "
            "Choose another name."
        )
    beside = place_beside(target)
    try:
        leave_none(beside)
        _copy_database(workspace, beside, progress)
        check_file(beside, workspace.key, target.name)
        with writing(target.parent):
            copy_key_file(workspace.folder / KEY_FILE_NAME, keys_beside(target))
            beside.rename(target)
            sync_folder(target.parent)
    except BaseException:
        leave_none(beside)
        if not something_at(target):
            leave_none(keys_beside(target))
        raise
    return target


def _copy_database(workspace: Workspace, target: Path, progress: OnPages | None) -> None:
    def told(status: int, left: int, total: int) -> None:
        del status
        workspace.connections.go_on()
        if progress is not None:
            progress(total - left, total)

    with writing(target.parent):
        # A name no database can be made under is told by the system's own words, not SQLite's.
        target.touch(exist_ok=False)
        keep_to_owner(target)
    try:
        with _as_it_is_now(workspace) as source, closing(connect(target, workspace.key)) as copy:
            source.backup(copy, pages=_PAGES, progress=told)
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    except DriverError as error:
        raise cannot_write(target.parent, error) from error
    with writing(target.parent):
        sync_file(target)


@contextmanager
def _as_it_is_now(workspace: Workspace) -> Iterator[Connection]:
    """The file as it stands, however much is written meanwhile: a copy of a file that changes
    begins again at each change, and would never end while somebody types."""
    workspace.connections.enter()
    try:
        with closing(connect(workspace.path, workspace.key, must_exist=True)) as source:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield source
    finally:
        workspace.connections.leave()


def check_file(path: Path, key: bytes, name: str) -> None:
    """Check that a backup opens and is whole. Raises what says of ``name`` why it is not."""
    try:
        connection = _opened(path, key, name)
        try:
            version = version_of(connection)
            if version > SCHEMA:
                raise WorkspaceTooNew(
                    "This backup was written by a newer version of CPS Desktop. Nothing was "
                    "changed. Update the program on this laptop, then restore it."
                )
            problems = problems_of(connection)
        finally:
            connection.close()
    except DriverError as error:
        fault = fault_from(error)
        raise (_in_part(name) if isinstance(fault, WorkspaceDamaged) else fault) from error
    if problems or not version:
        raise _in_part(name)


def _in_part(name: str) -> WorkspaceDamaged:
    return WorkspaceDamaged(
        f"{name} is damaged, or only a part of a backup. Nothing was changed. "
        "Choose another backup."
    )


def refuse_other_files(path: Path, key: bytes) -> None:
    """What is no backup at all, however large, is not copied to find that out."""
    try:
        _opened(path, key, path.name).close()
    except WorkspaceDamaged:
        raise
    except Fault:
        return  # whatever else is the matter with it is told of its copy


def _opened(path: Path, key: bytes, name: str) -> Connection:
    try:
        return connect(path, key, read_only=True)
    except (CannotUnlock, WorkspaceDamaged) as error:
        raise WorkspaceDamaged(
            f"{name} is damaged, is no backup, or belongs to another key file. Nothing was "
            "changed. Choose another backup."
        ) from error


def problems_of(connection: Connection, *, pages: bool = True) -> list[str]:
    """What SQLCipher and SQLite say is wrong with a file, in their words; empty if it is whole.

    ``pages``: look at the pages in the file itself, too, whatever its log says of them.
    """
    if pages:
        problems = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        if problems:
            return problems
    rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


# -- which to keep -------------------------------------------------------------------------------


def to_keep(moments: Iterable[dt.datetime], today: dt.date) -> set[dt.datetime]:
    """Which stay: the last ten, the last of each of fourteen days, the last of each month."""
    ordered = sorted(moments, reverse=True)
    kept = set(ordered[:KEEP_LAST])
    days: set[dt.date] = set()
    months: set[tuple[int, int]] = set()
    for moment in ordered:
        if moment.date() not in days and (today - moment.date()).days < KEEP_DAYS:
            days.add(moment.date())
            kept.add(moment)
        if (moment.year, moment.month) not in months:
            months.add((moment.year, moment.month))
            kept.add(moment)
    return kept


def rotate(folder: Path, now_ms: int) -> list[Path]:
    """Remove the backups that need not be kept; returns what was removed."""
    found = backups_in(folder)
    moments = {one.path: _moment(one.made) for one in found}
    kept = to_keep(moments.values(), _moment(now_ms).date())
    removed = []
    for path, moment in moments.items():
        if moment in kept:
            continue
        try:
            path.unlink(missing_ok=True)
            keys_beside(path).unlink(missing_ok=True)
        except OSError:
            continue  # one that cannot be removed now is removed another day
        removed.append(path)
    return removed


def renew_backup_keys(folder: Path) -> None:
    """Let a workspace's own backups open in the ways that the workspace itself does now.

    Raises StorageFull.
    """
    keys = KeyFile.read(folder)
    for one in backups_in(folder):
        beside = keys_beside(one.path)
        try:
            same = KeyFile.read_file(beside).fingerprint == keys.fingerprint
        except InputRefused:
            continue  # of another workspace, or none: it is left as it is
        if same:
            with writing(beside.parent):
                copy_key_file(folder / KEY_FILE_NAME, beside)
                sync_folder(beside.parent)


def _moment(milliseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
