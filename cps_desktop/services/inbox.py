"""Bundle files that wait to be brought in: found, looked at, brought in, each whole or not at all.

Looking changes nothing. What is brought in is what was looked at: a file that changed in between
is refused.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, cast

from cps_desktop.domain.changes import ChangeSummary, Touched
from cps_desktop.domain.clock import is_far_ahead
from cps_desktop.domain.faults import CannotUnlock, Fault, InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    BroughtIn,
    OpenedBundle,
    Preview,
    Progress,
    Stopped,
    bring_in,
    open_for,
    preview,
)
from cps_desktop.services.handing_over import SUFFIX, counted, say_moment
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.storage.workspace import GaveWay, Workspace

MOST_FILES: Final = 500
"""Files of one folder that are shown; more than a coordinator gets in a year."""

MOST_TRIED: Final = 20_000
"""Up to so many new changes are tried out to count what will have to be decided."""

TRIES: Final = 4
BETWEEN_TRIES_S: Final = 0.5
"""While somebody types: an edit is kept twice a second."""

NO_NAME: Final = "A laptop without a name"
_FOLDER = "inbox folder"
_DONE = "inbox done"
_CHANGED = (
    "This file changed after you looked at it. Nothing of it was brought in. Look at it once more."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """One bundle file after a look inside. Exactly one of ``preview`` and ``problem`` says more.

    ``to_decide`` is None where it is only known after bringing in. ``asks`` means that the file is
    sealed under words; ``words`` are those that opened it.
    """

    path: Path
    preview: Preview | None = None
    problem: str = ""
    asks: bool = False
    words: str = ""
    to_decide: int | None = 0
    missing: int = 0
    fingerprint: str = ""
    clocks_ahead: tuple[str, ...] = ()
    """Laptops whose changes inside were made a day or more after now."""

    @property
    def ready(self) -> bool:
        """Whether it can be brought in."""
        return self.preview is not None

    @property
    def new(self) -> int:
        """How many changes are new here."""
        return self.preview.new_changes if self.preview else 0

    @property
    def sender(self) -> str:
        """Whose laptop made it."""
        if self.preview is None:
            return ""
        return self.preview.inspection.sender or NO_NAME

    @property
    def when(self) -> str:
        """When it was made, in words."""
        return say_moment(self.preview.inspection.made) if self.preview else ""

    @property
    def sessions(self) -> tuple[str, ...]:
        """The titles of the sessions inside."""
        if self.preview is None:
            return ()
        titles = (title for _, title in self.preview.inspection.sessions)
        return tuple(title or "A session without a title" for title in titles)

    @property
    def laptops_first_met(self) -> tuple[str, ...]:
        """Laptops whose work was never brought in here before."""
        if self.preview is None:
            return ()
        return tuple(name or NO_NAME for _, name in self.preview.unknown_devices)

    @property
    def gap_words(self) -> tuple[str, ...]:
        """What would still be missing, in words: one sentence a stretch."""
        if self.preview is None:
            return ()
        return gap_words(self.preview)


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one bundle: it came in, or a sentence says why not."""

    look: Look
    came: BroughtIn | None = None
    problem: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What came in with one or many bundles. ``stopped`` where the person stopped it between."""

    outcomes: tuple[Outcome, ...]
    stopped: bool = False

    @property
    def came(self) -> tuple[BroughtIn, ...]:
        """Those that came in."""
        return tuple(one.came for one in self.outcomes if one.came is not None)

    @property
    def new(self) -> int:
        """How many changes were new."""
        return sum(one.new_changes for one in self.came)

    @property
    def to_decide(self) -> int:
        """How many records now wait to be decided that did not before."""
        return sum(one.to_decide for one in self.came)

    @property
    def missing(self) -> int:
        """How many pictures are still to come."""
        return self.came[-1].missing_attachments if self.came else 0

    @property
    def clocks_ahead(self) -> tuple[str, ...]:
        """Laptops whose changes came in with a clock a day or more ahead."""
        came = (one.look.clocks_ahead for one in self.outcomes if one.came is not None)
        return tuple(dict.fromkeys(name for some in came for name in some))

    @property
    def sessions(self) -> tuple[RecordId, ...]:
        """The sessions in which something is new, in order of arrival."""
        roots: dict[RecordId, None] = {}
        for one in self.came:
            for touched in one.summary.touched:
                roots[touched.root] = None
        return tuple(roots)

    @property
    def summary(self) -> ChangeSummary:
        """Everything that came in, as one, for the door."""
        touched: dict[Touched, None] = {}
        for one in self.came:
            touched.update(dict.fromkeys(one.summary.touched))
        every = any(one.summary.everything for one in self.came)
        return ChangeSummary("Brought in", tuple(touched), everything=every, changes=self.new)

    @property
    def words(self) -> str:
        """The report's first sentence."""
        if not self.came:
            return "Nothing was brought in."
        if not self.new:
            return "Nothing is new: everything in it was here already."
        return f"{counted(self.new, 'change')} came in."


def gap_words(seen: Preview) -> tuple[str, ...]:
    """What would still be missing, in words: one sentence a laptop, with what to do about it."""
    spans: dict[tuple[bytes, str], list[str]] = {}
    for gap in seen.gaps:
        spans.setdefault((gap.device, gap.laptop or NO_NAME), []).append(gap.missing)
    if seen.inspection.scope == "session":
        why = "This bundle holds one session only, and what is here is sound."
    else:
        why = (
            "What is here is sound. Ask for a bundle with everything on that laptop, or bring in "
            "the earlier bundle that holds them."
        )
    return tuple(f"{name}: {', '.join(some)} missing. {why}" for (_, name), some in spans.items())


# -- where they lie --------------------------------------------------------------------------------


def watched_folder(workspace: Workspace) -> Path | None:
    """The folder the person chose to be watched, if any."""
    kept = workspace.note(_FOLDER)
    return Path(kept) if isinstance(kept, str) and kept else None


def watch_folder(workspace: Workspace, folder: Path | None) -> None:
    """Watch this folder for bundles from now on; None watches none."""
    workspace.set_note(_FOLDER, str(folder) if folder else "")


def files_in(folder: Path) -> tuple[Path, ...]:
    """The bundle files right in a folder, by name; none where it cannot be read."""
    try:
        found = [
            one
            for one in folder.iterdir()
            if one.suffix.casefold() == SUFFIX and not one.name.startswith(".") and one.is_file()
        ]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda one: one.name.casefold())[:MOST_FILES])


def places(workspace: Workspace) -> tuple[Path, ...]:
    """The folders looked into: the watched one, and the workspace's own."""
    watched = watched_folder(workspace)
    return (workspace.folder, *([watched] if watched else []))


def waiting(workspace: Workspace) -> tuple[Path, ...]:
    """The bundle files in those folders that were not brought in yet (as far as name, size and
    time tell): what the home page counts. No file is opened."""
    done = _done(workspace)
    found = {one: None for folder in places(workspace) for one in files_in(folder)}
    return tuple(one for one in found if stamp(one) not in done)


def stamp(path: Path) -> tuple[str, int, int]:
    """Name, size and time of a file: what tells that it is another one now."""
    try:
        known = path.stat()
    except OSError:
        return (path.name, 0, 0)
    return (path.name, known.st_size, known.st_mtime_ns)


def _done(workspace: Workspace) -> set[tuple[str, int, int]]:
    kept = workspace.note(_DONE)
    return {tuple(one) for one in kept} if isinstance(kept, list) else set()


def _note_done(workspace: Workspace, paths: Iterable[Path]) -> None:
    kept = cast(list[list[object]], workspace.note(_DONE) or [])
    new = [list(stamp(one)) for one in paths]
    workspace.set_note(_DONE, [*(one for one in kept if one not in new), *new][-MOST_FILES:])


# -- looking ---------------------------------------------------------------------------------------


def tidy_words(text: str) -> str:
    """Five words as they were told, however they were typed."""
    return " ".join(text.casefold().replace("-", " ").replace(",", " ").split())


def look_at(
    workspace: Workspace, path: Path, words: str = "", progress: Progress | None = None
) -> Look:
    """Look into a bundle file: verified whole, compared with what is here, nothing changed.

    Never raises a fault of the file: the sentence is in the look. Raises :class:`Stopped`.
    """
    asks = False
    try:
        asks = _asks_for_words(path)
        if asks and not words:
            return Look(path, problem="It is sealed under five words.", asks=True)
        bundle = _open(workspace, path, words, progress)
        seen = preview(workspace, bundle)
        to_decide, missing = _try_out(workspace, bundle, seen)
    except Stopped:
        raise
    except CannotUnlock as fault:
        return Look(path, problem=str(fault), asks=asks)
    except Fault as fault:
        return Look(path, problem=str(fault))
    return Look(
        path,
        preview=seen,
        asks=asks,
        words=words,
        to_decide=to_decide,
        missing=missing,
        fingerprint=_fingerprint(bundle),
        clocks_ahead=_clocks_ahead(workspace, bundle),
    )


def _clocks_ahead(workspace: Workspace, bundle: OpenedBundle) -> tuple[str, ...]:
    now, names = workspace.now_ms(), dict(bundle.inspection.devices)
    return tuple(
        sorted(
            names.get(device) or NO_NAME.lower()
            for device, reading in bundle.latest.items()
            if is_far_ahead(reading, now)
        )
    )


def _asks_for_words(path: Path) -> bool:
    from cps_desktop.sync.sealed_age import LONGEST_HEADER, asks_for_passphrase

    try:
        with path.open("rb") as file:
            head = file.read(LONGEST_HEADER + 16)
    except OSError:
        return False  # opening it says the right sentence
    return bool(head) and asks_for_passphrase(head)


def _open(workspace: Workspace, path: Path, words: str, progress: Progress | None) -> OpenedBundle:
    return open_for(workspace, path, words or None, progress)


def _fingerprint(bundle: OpenedBundle) -> str:
    return hashlib.blake2b(bundle.packed, digest_size=16).hexdigest()


def _try_out(workspace: Workspace, bundle: OpenedBundle, seen: Preview) -> tuple[int | None, int]:
    """What would have to be decided and which pictures would be missing: brought in, counted, and
    taken back before anybody could see it. Whoever types meanwhile goes first: then it is tried
    again, and in the end left to be seen when it has come in."""
    if seen.nothing_new:
        return 0, 0
    if seen.new_changes > MOST_TRIED:
        return None, seen.missing_attachments
    for again in range(TRIES):
        if again:
            time.sleep(BETWEEN_TRIES_S)
        try:
            with workspace.trial():
                came = bring_in(workspace, bundle)
                return came.to_decide, came.missing_attachments
        except GaveWay:
            continue
    return None, seen.missing_attachments


def look_at_all(
    desk: Desk, asked: Sequence[tuple[Path, str]], progress: Progress | None = None
) -> tuple[Look, ...]:
    """Look into many files (path, words or ""), from a worker thread. Stopping keeps those done."""
    looks: list[Look] = []
    with desk_beside(desk) as beside:
        for number, (path, words) in enumerate(asked):
            try:
                if progress is not None:
                    progress(f"Looking into {path.name}", number, len(asked))
                looks.append(look_at(beside.workspace, path, words, _named(progress, path)))
            except Stopped:
                break
    return tuple(looks)


def _named(progress: Progress | None, path: Path) -> Progress | None:
    if progress is None:
        return None
    return lambda what, done, of: progress(f"{path.name}: {what.lower()}", done, of)


# -- bringing in -----------------------------------------------------------------------------------


def bring_in_all(desk: Desk, looks: Sequence[Look], progress: Progress | None = None) -> Report:
    """Bring bundles in from a worker thread, each whole or not at all, oldest first.

    Stopping ends between two bundles; those that came in stay. The caller then tells the desk's
    workspace to forget its caches and its door of the report's summary.
    """
    outcomes: list[Outcome] = []
    stopped = False
    ordered = sorted(
        (one for one in looks if one.preview is not None),
        key=lambda one: one.preview.inspection.made if one.preview else 0,
    )
    with desk_beside(desk) as beside:
        for number, look in enumerate(ordered):
            try:
                tell = _one_bar(progress, look, number, len(ordered))
                outcomes.append(Outcome(look, _bring_in_one(beside.workspace, look, tell)))
            except Stopped:
                stopped = True
                break
            except Fault as fault:
                beside.workspace.forget_caches()
                outcomes.append(Outcome(look, problem=str(fault)))
        _note_done(beside.workspace, (one.look.path for one in outcomes if one.came is not None))
    return Report(tuple(outcomes), stopped)


def _one_bar(progress: Progress | None, look: Look, number: int, count: int) -> Progress:
    """One bar for many bundles: each has an equal part of it."""
    label = look.path.name if count == 1 else f"{number + 1} of {count}: {look.path.name}"

    def tell(_what: str, done: int, of: int) -> None:
        if progress is not None:
            part = min(done, of) * 1000 // of if of > 0 else 0
            progress(label, number * 1000 + part, count * 1000)

    tell("", 0, 1)
    return tell


def _bring_in_one(workspace: Workspace, look: Look, tell: Progress) -> BroughtIn:
    bundle = _open(workspace, look.path, look.words, None)
    if _fingerprint(bundle) != look.fingerprint:
        raise InputRefused(_CHANGED)
    return bring_in(workspace, bundle, tell)


def session_titles(workspace: Workspace, report: Report) -> tuple[tuple[RecordId, str], ...]:
    """The sessions a report names, that are here to be opened: (id, title)."""
    found = ((one, workspace.get(Session, one)) for one in report.sessions)
    return tuple(
        (one, session.title or "A session without a title")
        for one, session in found
        if session is not None and not session.deleted
    )
