"""The facilitator's code: what it takes to leave the participant view.

Four to eight digits, kept only as an argon2 hash among this laptop's own notes, inside the
encrypted workspace. So few digits could be guessed in a day by whoever may try as often as they
like; so wrong tries are counted, the count outlives a restart, and each makes the next one wait.
Whoever forgot the code proves in another way that the work is theirs: with the workspace's
passphrase, the recovery sheet, or, where there is neither, five words to keep in a purse.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.papers import plain_words
from cps_desktop.storage.workspace import Workspace

SHORTEST, LONGEST = 4, 8
"""Digits of a code."""

FREE_TRIES: Final = 3
"""Wrong ones in a row that cost nothing: fingers slip."""

WAITS_S: Final = (5, 15, 30, 60, 120, 300)
"""Seconds before the next try, after each wrong one beyond those; the last for all that follow."""

RESCUE_WORDS: Final = 5
PASSPHRASE, RECOVERY, RESCUE = "passphrase", "escrow", "rescue"

NOTE: Final = "facilitator code"
_TIME_COST, _MEMORY_KIB, _LANES = 2, 19 * 1024, 1
"""About 30 ms: the waits, not the hash, keep guessing slow; the window must not stand still."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tried:
    """What came of a try; ``wait_s``: seconds before the next one is looked at."""

    right: bool
    wait_s: int = 0


def has_code(workspace: Workspace) -> bool:
    """Whether a code was chosen on this laptop."""
    return bool(_kept(workspace).get("hash"))


def code_problem(code: str, again: str) -> str:
    """Why this code cannot be taken, as a sentence; "" where it can."""
    if not code:
        return "Type a code of 4 to 8 digits."
    if not (code.isascii() and code.isdigit()):
        return "A code has digits only, 0 to 9."
    if not SHORTEST <= len(code) <= LONGEST:
        return "A code has 4 to 8 digits."
    steps = {int(b) - int(a) for a, b in pairwise(code)}
    if steps <= {0} or steps <= {1} or steps <= {-1}:
        return "That code is easy to guess. Choose one without such an order."
    if code != again:
        return "The two codes are not the same. Type the second one again."
    return ""


def choose_code(workspace: Workspace, code: str) -> str:
    """Ask for this code from now on. Raises InputRefused.

    Returns the words to keep for whoever forgets it, where this workspace has no passphrase and
    no coordinator; else "".
    """
    if problem := code_problem(code, code):
        raise InputRefused(f"{problem} Nothing was changed.")
    words = ""
    kept: dict[str, Any] = {"hash": _hashed(code)}
    if not _own_ways(workspace):
        words = " ".join(secrets.choice(plain_words()) for _ in range(RESCUE_WORDS))
        kept["rescue"] = _hashed(words)
    workspace.set_note(NOTE, kept)
    return words


def ways_when_forgotten(workspace: Workspace) -> tuple[str, ...]:
    """How to go on without the code: ``PASSPHRASE``, ``RECOVERY``, ``RESCUE``."""
    rescue = (RESCUE,) if _kept(workspace).get("rescue") else ()
    return (*_own_ways(workspace), *rescue)


def wait_s(workspace: Workspace) -> int:
    """Seconds before another try is looked at; 0 for now."""
    kept = _kept(workspace)
    wrong = _number(kept.get("wrong"))
    # A clock that was set back must not lock anybody out for longer than the wait itself.
    left = _number(kept.get("not_before")) - workspace.now_ms()
    return min(_wait_after(wrong), -(-left // 1000)) if left > 0 else 0


def try_code(workspace: Workspace, code: str) -> Tried:
    """Whether this is the code. A wrong one counts; within the wait nothing is looked at."""
    return _try(workspace, lambda: _fits(_kept(workspace).get("hash"), code.strip()))


def try_passphrase(workspace: Workspace, passphrase: str) -> Tried:
    """Whether this is the workspace's passphrase."""
    return _try(workspace, lambda: workspace.keys.opens_with(passphrase=passphrase))


def try_recovery_key(workspace: Workspace, key: str) -> Tried:
    """Whether this recovery key (``services.recovery.key_from``) opens the workspace."""
    return _try(workspace, lambda: workspace.keys.opens_with(escrow_identity=key))


def try_rescue_words(workspace: Workspace, words: str) -> Tried:
    """Whether these are the five words that were kept for this."""
    typed = " ".join(words.lower().split())
    return _try(workspace, lambda: _fits(_kept(workspace).get("rescue"), typed))


def _try(workspace: Workspace, fits: Callable[[], bool]) -> Tried:
    if (still := wait_s(workspace)) > 0:
        return Tried(False, still)
    kept = _kept(workspace)
    wrong = _number(kept.get("wrong")) + 1
    # Written before it is looked at: whoever pulls the plug meanwhile has tried all the same.
    wait = _wait_after(wrong)
    not_before = workspace.now_ms() + 1000 * wait
    workspace.set_note(NOTE, {**kept, "wrong": wrong, "not_before": not_before})
    if not fits():
        return Tried(False, wait)
    workspace.set_note(
        NOTE, {name: kept[name] for name in kept if name not in {"wrong", "not_before"}}
    )
    return Tried(True)


def _wait_after(wrong: int) -> int:
    over = wrong - FREE_TRIES
    return WAITS_S[min(over, len(WAITS_S)) - 1] if over > 0 else 0


def _own_ways(workspace: Workspace) -> tuple[str, ...]:
    ways = workspace.keys.ways
    return tuple(one for one in (PASSPHRASE, RECOVERY) if one in ways)


def _kept(workspace: Workspace) -> dict[str, Any]:
    kept = workspace.note(NOTE)
    return kept if isinstance(kept, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _hashed(text: str) -> str:
    from argon2.low_level import Type, hash_secret

    salt = secrets.token_bytes(16)
    return hash_secret(text.encode(), salt, _TIME_COST, _MEMORY_KIB, _LANES, 32, Type.ID).decode(
        "ascii"
    )


def _fits(kept: object, text: str) -> bool:
    from argon2.exceptions import Argon2Error
    from argon2.low_level import Type, verify_secret

    if not isinstance(kept, str):
        return False
    try:
        return verify_secret(kept.encode(), text.encode("utf-8", "surrogatepass"), Type.ID)
    except Argon2Error:
        return False
