"""The join files this laptop knows: which organisation it belongs to, who coordinates it now.

Every join file that is opened or made here is kept as a record (a *paper*), so that it reaches
every laptop with the next bundle. A newer paper of the same root is taken up by itself: its root
was compared once, by four words. Papers of other organisations are kept and handed on, no more.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from contextlib import suppress
from functools import cache, lru_cache

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import JoinPaper
from cps_desktop.services.receivers import Receiver, laptops_met, own_age_keys
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.joining import (
    CONTROLLER,
    COORDINATOR,
    JoinFile,
    as_written,
    compared_words,
    followed,
    parts_of,
    read_join_file,
)
from cps_desktop.sync.recovery_words import recovery_keys

ROOT_NOTE = "organisation root"
"""This laptop's own note of the secret root key: {"secret": hexadecimal}, where it has it."""

PAPER_NOTE = "join file"
"""This laptop's own note of the text of the paper that holds now."""


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A join file whose signature fits, and the text it is signed in."""

    join: JoinFile
    text: str

    @property
    def rank(self) -> tuple[int, str]:
        """Which of two of one root holds: the higher number, then the greater SHA-256."""
        return self.join.sequence, hashlib.sha256(self.text.encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class Joining:
    """A join file that was read and verified, to be compared and then accepted.

    ``replaces`` is the name of the organisation this laptop belongs to already, "" if none;
    ``same_root`` whether it is the same one, and ``new_key`` whether it is the same one under a
    new key. ``warning`` is a sentence to show beside the words, or "".
    """

    join: JoinFile
    replaces: str
    same_root: bool
    text: str = ""
    warning: str = ""
    new_key: bool = False

    @property
    def words(self) -> str:
        """The four words to compare. Working them out takes a moment the first time."""
        return words_of_root(self.join.root)

    @property
    def organisation(self) -> str:
        """The organisation's name."""
        return self.join.organisation

    @property
    def coordinators(self) -> tuple[str, ...]:
        """The coordinators' names."""
        return tuple(one.name for one in self.join.coordinators)


@dataclasses.dataclass(frozen=True, slots=True)
class Who:
    """A coordinator as one shows them; ``device`` is a key in hexadecimal."""

    name: str
    device: str
    own: bool
    controller: bool


@cache
def plain_words() -> tuple[str, ...]:
    """The word list for comparing and for passphrases, from ``resources/words``."""
    from cps_desktop.paths import resources

    text = (resources() / "words" / "english.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@lru_cache(maxsize=256)
def verified(text: str) -> Paper:
    """A join file whose signature fits, in the one way of writing it. Raises InputRefused."""
    join = read_join_file(text.encode())
    return Paper(join, as_written(*parts_of(text.encode())))


def words_of_root(root: str) -> str:
    """The four words of an organisation's root key."""
    return compared_words(bytes.fromhex(root), plain_words())


# -- the one that holds now -----------------------------------------------------------------------


def paper_now(workspace: Workspace) -> Paper | None:
    """The newest paper of the organisation this laptop belongs to, if any."""
    kept = workspace.note(PAPER_NOTE)
    return verified(kept) if isinstance(kept, str) else None


def joined(workspace: Workspace) -> Joining | None:
    """The organisation this laptop belongs to, if any."""
    now = paper_now(workspace)
    if now is None:
        return None
    return Joining(now.join, "", same_root=True, text=now.text)


def warrant(workspace: Workspace) -> str:
    """The text of the newest paper of our organisation; "" on a laptop that belongs to none."""
    now = paper_now(workspace)
    return now.text if now else ""


def own_roles(workspace: Workspace) -> frozenset[str]:
    """What this laptop may do for everybody now: "coordinator", "controller", or nothing."""
    now = paper_now(workspace)
    if now is None:
        return frozenset()
    own = workspace.device_key.hex()
    return frozenset(
        role for one in now.join.coordinators if one.device == own for role in one.roles
    )


def who_coordinates(workspace: Workspace) -> tuple[Who, ...]:
    """The coordinators of the newest paper, this laptop's own first."""
    now = paper_now(workspace)
    own = workspace.device_key.hex()
    some = (
        Who(one.name, one.device, one.device == own, CONTROLLER in one.roles)
        for one in (now.join.coordinators if now else ())
    )
    return tuple(sorted(some, key=lambda one: not one.own))


def root_secret(workspace: Workspace) -> bytes | None:
    """The secret root key, on a laptop that signs join files; None on all others."""
    kept = workspace.note(ROOT_NOTE)
    return bytes.fromhex(str(kept["secret"])) if isinstance(kept, dict) else None


def is_coordinator(workspace: Workspace) -> bool:
    """Whether this laptop belongs to a coordinator of its organisation, or signs its join files."""
    return COORDINATOR in own_roles(workspace) or root_secret(workspace) is not None


def is_controller(workspace: Workspace) -> bool:
    """Whether this laptop may erase people's data for everybody."""
    return CONTROLLER in own_roles(workspace)


def expiry_warning(join: JoinFile, today: dt.date) -> str:
    """A sentence where a join file's day is past, else "". It goes on working all the same."""
    try:
        day = dt.date.fromisoformat(join.expires) if join.expires else None
    except ValueError:
        return ""
    if day is None or day >= today:
        return ""
    return (
        f"This join file was meant to be used until {say_date(day)}. It still works. "
        "Ask a coordinator for a newer one."
    )


# -- all that are known ---------------------------------------------------------------------------


def papers(workspace: Workspace) -> tuple[Paper, ...]:
    """Every paper of our organisation that was ever here, the newest last."""
    now = paper_now(workspace)
    return papers_of(workspace, now.join.root) if now else ()


def papers_of(workspace: Workspace, root: str) -> tuple[Paper, ...]:
    """Every paper of one root (hexadecimal) that was ever here, the newest last.

    Each counts by its own signature: nobody takes one back by writing over its record.
    """
    found = {}
    now = workspace.note(PAPER_NOTE)
    said = workspace.reader.ever_said(JoinPaper, "written")
    for text in (*said, now):
        # Only what names this root is worth the work of a signature.
        if not isinstance(text, str) or root not in text:
            continue
        try:
            one = verified(text)
        except InputRefused:
            continue
        if one.join.root == root:
            found[one.text] = one
    return tuple(sorted(found.values(), key=lambda one: one.rank))


def former_roots(workspace: Workspace) -> tuple[str, ...]:
    """The root keys (hexadecimal) our organisation had before the one it has, as each signed.

    Any paper of a root can say it: one made from the recovery sheet, where no earlier paper was
    known, does not.
    """
    now = paper_now(workspace)
    roots = [now.join.root] if now else []
    for root in roots:  # it grows
        before = {root for one in papers_of(workspace, root) for root in followed(one.join)}
        roots += sorted(before - {*roots})
    return tuple(roots[1:])


def following(workspace: Workspace) -> tuple[Paper, ...]:
    """Papers that came in of keys that take the place of ours, or of one that does, as each signed;
    the newest last.

    They were not compared here yet: a thief's may be among them.
    """
    now = paper_now(workspace)
    after: dict[str, list[Paper]] = {}
    for text in workspace.reader.ever_said(JoinPaper, "written"):
        # Only what names another root is worth the work of two signatures.
        if isinstance(text, str) and '"former_root"' in text:
            with suppress(InputRefused):
                one = verified(text)
                for former in followed(one.join):
                    after.setdefault(former, []).append(one)
    roots = [now.join.root] if now else []
    for root in roots:  # it grows
        roots += sorted({one.join.root for one in after.get(root, ())} - set(roots))
    # Mostly there is none, and no more is looked for.
    ours = {*roots[:1], *(former_roots(workspace) if roots[1:] else ())}
    found = {one.text: one for root in roots for one in after.get(root, ())}
    theirs = [one for one in found.values() if one.join.root not in ours]
    return tuple(sorted(theirs, key=lambda one: one.rank))


# -- whom bundles are for -------------------------------------------------------------------------


def coordinators(workspace: Workspace) -> tuple[Receiver, ...]:
    """The coordinators bundles can be sealed to; not this laptop itself."""
    now = paper_now(workspace)
    if now is None:
        return ()
    return tuple(
        Receiver(one.name, one.recipient, "", bytes.fromhex(one.device))
        for one in now.join.coordinators
        if bytes.fromhex(one.device) != workspace.device_key
    )


def receivers(workspace: Workspace) -> tuple[Receiver, ...]:
    """Everyone a bundle can be sealed to: coordinators first, then laptops met.

    Not those that were revoked: people's data is not offered to whoever has a lost laptop.
    """
    from cps_desktop.storage.erasing import rulings_in_effect

    first = coordinators(workspace)
    left_out = {one.recipient for one in first} | {one.device for one in first}
    left_out |= set(rulings_in_effect(workspace).distrusted)
    return (
        *first,
        *(one for one in laptops_met(workspace) if not {one.recipient, one.device} & left_out),
    )


def sealed_for(workspace: Workspace, receiver: Receiver) -> list[str]:
    """To whose keys a bundle for this receiver is sealed: theirs, and the recovery sheet's where
    it goes to a coordinator of this laptop's organisation."""
    now = paper_now(workspace)
    ours = now is not None and any(
        one.recipient == receiver.recipient for one in now.join.coordinators
    )
    recovery = now.join.recovery if now is not None and ours else ""
    return [receiver.recipient, *([recovery] if recovery else [])]


def identities(workspace: Workspace) -> tuple[str, ...]:
    """The secret age keys this laptop opens bundles with: its own, and the recovery's if it has
    the root key."""
    secret = root_secret(workspace)
    recovery = (recovery_keys(secret).identity,) if secret else ()
    return (own_age_keys(workspace).identity, *recovery)


def words_of_bytes(data: bytes) -> str:
    """Four words of anything two people compare."""
    return compared_words(data, plain_words())
