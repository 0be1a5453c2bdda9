"""A laptop with a day's work, a stick and a friend, laid out on disk to be ruined over and over."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cps_desktop.domain.changes import creating
from cps_desktop.domain.kinds import Attachment, Note, Planner, Session
from cps_desktop.services.backups import make_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import Receiver, open_bundle, own_age_keys
from cps_desktop.storage.backups import keys_beside, problems_of
from cps_desktop.storage.driver import connect
from cps_desktop.storage.folders import BACKUPS, KEYS_SUFFIX
from cps_desktop.storage.keys import KeyFile
from cps_desktop.storage.workspace import Workspace
from tests.services.organisation import Organisation
from tests.sync.replicas import NOON, Replica, changes, shown, versions

ERASED = "Zebedee Quillfeather"
"""Somebody who asks to be erased."""
DAY_MS = 24 * 3600 * 1000
LAPTOP, STICK, FRIEND = "laptop", "stick", "friend.json"
ROOT = Path(__file__).resolve().parents[2]

_STAYS = re.compile(
    r"workspace\.(cps(-wal|-shm)?|keys\.json|lock)|backups"
    r"|backups/[^/.][^/]*\.cpsbackup(\.keys\.json)?"
)
"""What may lie in a workspace's folder when nothing is going on."""


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder that goes away again: in memory where the system has such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="cps faults ", dir=memory if memory.is_dir() else None
    ) as name:
        yield Path(name)


def picture(seed: int, size: int = 30_000) -> bytes:
    """Content for an attachment."""
    return hashlib.shake_256(b"picture %d" % seed).digest(size)


def add_picture(laptop: Replica, session: str, content: bytes) -> None:
    """Put a picture in, as the services do."""
    with laptop.workspace.one_transaction():
        digest = laptop.workspace.put_attachment(content)
        laptop.door.do(
            "Add a picture",
            creating(Attachment(id=laptop.door.new_id(), root=session, digest=digest)),
        )


def lay_out(place: Path) -> None:
    """A laptop with notes, a picture and backups; on the stick a bundle for it and a backup of
    it; and a friend to hand over to."""
    (place / STICK).mkdir(parents=True)
    laptop, giver = Replica(place / LAPTOP, 1), Replica(place / "giver", 2)
    friend = Replica(place / "friend", 3)
    keys = own_age_keys(friend.workspace)
    (place / FRIEND).write_text(
        json.dumps(
            {
                "recipient": keys.recipient,
                "identity": keys.identity,
                "device": friend.workspace.device_key.hex(),
            }
        )
    )
    Organisation().found([laptop], [giver])
    laptop.new_person(ERASED)
    session = laptop.new_session("Falls at home")
    planner = laptop.new_planner(session.id)
    for at in range(12):
        laptop.new_note(planner, f"Idea {at}")
    make_backup(laptop.workspace, place / STICK / "earlier.cpsbackup")
    for day in range(12):
        # More than are kept: making another removes the eldest.
        laptop.now = NOON - 90 * DAY_MS + day * 60_000
        make_backup(laptop.workspace)
    laptop.now = NOON
    laptop.give(giver, place / "to giver.cpsb")
    add_picture(laptop, session.id, picture(1))
    # What comes with the stick: new work, another opinion, and a picture.
    note = giver.workspace.find(Note)[0]
    giver.write(note.id, "Another opinion")
    laptop.write(note.id, "Our own opinion")
    add_picture(giver, session.id, picture(2))
    for at in range(20):
        giver.new_person(f"Person {at}")
    giver.bundle(laptop, place / STICK / "in.cpsb")
    laptop.new_note(planner, "Not sealed yet")
    for one in (laptop, giver, friend):
        one.close()
    for gone in ("giver", "friend"):
        shutil.rmtree(place / gone)
    (place / "to giver.cpsb").unlink()


def _is_lonely(path: Path) -> bool:
    """Whether it is a backup's key file without the backup."""
    backup = path.with_name(path.name.removesuffix(KEYS_SUFFIX))
    return path.parent.name == BACKUPS and backup != path and not backup.exists()


def friend_of(place: Path) -> Receiver:
    """The friend, as somebody to hand over to."""
    kept = json.loads((place / FRIEND).read_text())
    return Receiver("friend", kept["recipient"], device=bytes.fromhex(kept["device"]))


def state_of(workspace: Workspace) -> str:
    """A fingerprint of everything people put in and see: journal, projections, search, pictures."""
    told = (
        sorted(changes(workspace).items()),
        sorted((kind, sorted(map(repr, rows))) for kind, rows in shown(workspace).items()),
        sorted(map(repr, versions(workspace))),
        sorted(workspace.attachment_digests()),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def planner_of(laptop: Replica) -> Planner:
    """The planner of the laid-out laptop."""
    return laptop.workspace.find(Planner)[0]


def session_of(laptop: Replica) -> Session:
    """The session of the laid-out laptop."""
    return laptop.workspace.find(Session)[0]


# -- what must be true of it, whatever happened ------------------------------------------------


class Examiner:
    """Looks whether everything a laptop and its stick hold is whole; remembers what it has seen,
    since the same files are met many times."""

    def __init__(self) -> None:
        self._sound: dict[bytes, frozenset[bytes]] = {}

    def problems(self, place: Path, workspace: Workspace, *, put_back: bool = False) -> list[str]:
        """What is wrong with an open workspace of ``place``, its backups, and what lies on the
        stick, in words. ``put_back``: to a backup, so that bundles may hold more than it does."""
        wrong = list(check_workspace(workspace).problems)
        sealed = None if put_back else workspace.segments.digests()
        for path in sorted((place / STICK).iterdir()):
            if path.name.startswith("."):
                wrong.append(f"{path.name} was left on the stick")
            elif path.suffix == ".cpsb" and path.name != "in.cpsb":
                wrong += self._bundle(path, place, sealed)
            elif path.suffix == ".cpsbackup":
                wrong += self._backup(path)
        for path in sorted((place / LAPTOP).rglob("*")):
            name = path.relative_to(place / LAPTOP).as_posix()
            if not _STAYS.fullmatch(name):
                wrong.append(f"{name} was left in the folder")
            elif path.suffix == ".cpsbackup":
                wrong += self._backup(path)
            elif _is_lonely(path):
                wrong.append(f"{name} was left without its backup")
        return wrong

    def _bundle(self, path: Path, place: Path, sealed: set[bytes] | None) -> list[str]:
        content = path.read_bytes()
        known = hashlib.sha256(content).digest()
        if known not in self._sound:
            identity = json.loads((place / FRIEND).read_text())["identity"]
            try:
                opened = open_bundle(path, [identity])
            except Exception as error:  # noqa: BLE001 - whatever it is, it is to be said
                return [f"{path.name} does not open: {error!r}"]
            self._sound[known] = frozenset(opened.headers)
        if sealed is not None and not self._sound[known] <= sealed:
            return [f"{path.name} holds what is not sealed so in the workspace"]
        return []

    def _backup(self, path: Path) -> list[str]:
        keys = keys_beside(path)
        if not keys.exists():
            return [f"{path.name} has no key file"]
        known = hashlib.sha256(path.read_bytes() + keys.read_bytes()).digest()
        if known not in self._sound:
            try:
                with closing(
                    connect(path, KeyFile.read_file(keys).unlock(), read_only=True)
                ) as one:
                    problems = problems_of(one)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is to be said
                return [f"{path.name} does not open: {error!r}"]
            if problems:
                return [f"{path.name} is not whole: {problems}"]
            self._sound[known] = frozenset()
        return []
