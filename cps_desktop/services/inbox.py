"""Looking into bundle files that wait: verified whole, compared with what is here.

Looking changes nothing. What is found stays with the look, so that nothing is opened and verified
a second time when it is brought in.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cps_desktop.domain.clock import is_far_ahead
from cps_desktop.domain.faults import CannotUnlock, Fault
from cps_desktop.services.bundle_preview import Preview, preview
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    OpenedBundle,
    Progress,
    Stopped,
    bring_in,
    open_sealed_for,
    read_for,
)
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.kept_bundles import is_kept, name_of, refused_seals, seal_of
from cps_desktop.services.known_laptops import NO_NAME, Stranger, no_longer_trusted, strangers
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.storage.workspace import GaveWay, Workspace
from cps_desktop.sync.sealed_age import LONGEST_HEADER, asks_for_passphrase

MOST_TRIED: Final = 20_000
"""Up to so many new changes are tried out to count what will have to be decided."""

TRIES: Final = 4
BETWEEN_TRIES_S: Final = 0.5
"""While somebody types: an edit is kept twice a second."""

MOST_HELD: Final = 128 * 1024
"""Bytes of an opened bundle that are held until it is brought in; of a larger one only what was
found in it, and the file is unsealed again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """One bundle file after a look inside. Exactly one of ``preview`` and ``problem`` says more,
    but for one that was ``refused``: it is not looked into.

    ``to_decide`` is None where it is only known after bringing in. ``asks`` means that the file is
    sealed under words; ``words`` are those that opened it. ``seal`` tells the file from all
    others, ``fingerprint`` what is sealed in it. ``name`` is what it was called, also where it is
    kept under another name.
    """

    path: Path
    preview: Preview | None = None
    problem: str = ""
    asks: bool = False
    words: str = ""
    to_decide: int | None = 0
    missing: int = 0
    seal: str = ""
    fingerprint: str = ""
    name: str = ""
    kept: bool = False
    refused: bool = False
    clocks_ahead: tuple[str, ...] = ()
    """Laptops whose changes inside were made a day or more after now."""
    strangers: tuple[Stranger, ...] = ()
    """Whom to ask about before it comes in."""
    bundle: OpenedBundle | None = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def ready(self) -> bool:
        """Whether it can be brought in, be it after somebody was let in."""
        return self.preview is not None

    @property
    def known(self) -> bool:
        """Whether it can be brought in without a question."""
        return self.ready and not self.strangers

    @property
    def called(self) -> str:
        """The name of the file."""
        return self.name or self.path.name

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
    def laptops(self) -> tuple[str, ...]:
        """The names of the laptops whose changes are inside."""
        if self.preview is None:
            return ()
        return tuple(name or NO_NAME for _, name in self.preview.inspection.devices)

    @property
    def gap_words(self) -> tuple[str, ...]:
        """What would still be missing, in words: one sentence a laptop."""
        return gap_words(self.preview) if self.preview else ()


def gap_words(seen: Preview) -> tuple[str, ...]:
    """What would still be missing, in words: one sentence a laptop, with what to do about it."""
    if seen.inspection.scope == "session":
        why = "This bundle holds one session only, and what is here is sound."
    else:
        why = (
            "What is here is sound. Ask for a bundle with everything on that laptop, or bring in "
            "the earlier bundle that holds them."
        )
    return tuple(f"{name}: {spans} missing. {why}" for name, spans in gaps_by_laptop(seen))


def gaps_by_laptop(seen: Preview) -> tuple[tuple[str, str], ...]:
    """What would still be missing of each laptop: (its name, "120–180, 200")."""
    spans: dict[tuple[bytes, str], list[str]] = {}
    for gap in seen.gaps:
        spans.setdefault((gap.device, gap.laptop or NO_NAME), []).append(gap.missing)
    return tuple((name, ", ".join(some)) for (_, name), some in spans.items())


def tidy_words(text: str) -> str:
    """Five words as they were told, however they were typed."""
    return " ".join(text.casefold().replace("-", " ").replace(",", " ").split())


def look_at(
    workspace: Workspace, path: Path, words: str = "", progress: Progress | None = None
) -> Look:
    """Look into a bundle file: verified whole, compared with what is here, nothing changed.

    Never raises a fault of the file: the sentence is in the look. Raises :class:`Stopped`.
    """
    look = Look(path, name=name_of(workspace, path), kept=is_kept(workspace.folder, path))
    try:
        sealed = read_for(workspace, path)
        look = dataclasses.replace(look, seal=seal_of(sealed))
        if look.seal in refused_seals(workspace):
            return dataclasses.replace(look, refused=True)
        asks = asks_for_passphrase(sealed[: LONGEST_HEADER + 16])
        look = dataclasses.replace(look, asks=asks, words=words)
        if asks and not words:
            return dataclasses.replace(look, problem="It is sealed under five words.")
        bundle = open_sealed_for(workspace, path, sealed, words or None, progress)
        return _compared(workspace, look, bundle)
    except Stopped:
        raise
    except CannotUnlock as fault:
        return dataclasses.replace(look, problem=str(fault), words="")
    except Fault as fault:
        return dataclasses.replace(look, problem=str(fault), asks=False, words="")


def look_into(workspace: Workspace, path: Path, words: str | None) -> Look:
    """The same for a job that nobody watches: what is wrong with a file is raised, and what there
    will be to decide is not tried out. Raises CannotUnlock, BundleRefused, InputRefused."""
    look = Look(path, name=name_of(workspace, path), kept=is_kept(workspace.folder, path))
    sealed = read_for(workspace, path)
    look = dataclasses.replace(look, seal=seal_of(sealed), words=words or "")
    if look.seal in refused_seals(workspace):
        return dataclasses.replace(look, refused=True)
    return _compared(workspace, look, open_sealed_for(workspace, path, sealed, words), trying=False)


def look_again(workspace: Workspace, look: Look) -> Look:
    """Compare a bundle that was looked into with what is here now. Nothing is read or verified
    again, if it is still at hand."""
    if look.bundle is None or not look.bundle.packed:
        return look_at(workspace, look.path, look.words)
    try:
        return _compared(workspace, look, look.bundle)
    except Fault as fault:
        return dataclasses.replace(look, problem=str(fault), preview=None, bundle=None)


def _compared(
    workspace: Workspace, look: Look, bundle: OpenedBundle, *, trying: bool = True
) -> Look:
    seen = preview(workspace, bundle)
    to_decide, missing = None, seen.missing_attachments
    if trying:
        to_decide, missing = _try_out(workspace, bundle, seen)
    found = dataclasses.replace(
        look,
        preview=seen,
        to_decide=to_decide,
        missing=missing,
        fingerprint=look.fingerprint or fingerprint_of(bundle.packed),
        clocks_ahead=_clocks_ahead(workspace, bundle),
        strangers=strangers(workspace, bundle, no_longer_trusted(workspace)),
        bundle=bundle,
    )
    if len(bundle.packed) > MOST_HELD:
        bundle.packed = b""
    return found


def fingerprint_of(packed: bytes) -> str:
    """Tells what is sealed in a bundle file from everything else."""
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


def _clocks_ahead(workspace: Workspace, bundle: OpenedBundle) -> tuple[str, ...]:
    now, names = workspace.now_ms(), dict(bundle.inspection.devices)
    return tuple(
        sorted(
            names.get(device) or NO_NAME.lower()
            for device, reading in bundle.latest.items()
            if is_far_ahead(reading, now)
        )
    )


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


def look_again_at_all(desk: Desk, looks: Sequence[Look]) -> tuple[Look, ...]:
    """Compare many with what is here now, from a worker thread."""
    with desk_beside(desk) as beside:
        return tuple(look_again(beside.workspace, one) for one in looks)


def _named(progress: Progress | None, path: Path) -> Progress | None:
    if progress is None:
        return None
    return lambda what, done, of: progress(f"{path.name}: {what.lower()}", done, of)
