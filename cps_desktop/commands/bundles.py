"""``export``, ``inspect`` and ``import``: bundles."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from cps_desktop.commands.bringing_in import (
    PASSED_OVER,
    bring_in_all,
    kept_words,
    laptop_rows,
    looked_at_all,
    say_came_in,
)
from cps_desktop.commands.opening import (
    counted,
    desk_of,
    folder_of,
    not_there_yet,
    recovery_key_of,
    say,
    secret_in,
)
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import CannotUnlock, Fault, InputRefused
from cps_desktop.services.coordination import coordinators, identities, receiver_in
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    HandedOver,
    Inspection,
    OpenedBundle,
    Receiver,
    hand_over,
    open_bundle,
    plan_handing_over,
    receiver_from,
)
from cps_desktop.services.inbox import Look, look_into
from cps_desktop.services.own_keys import passphrase_problem
from cps_desktop.storage.workspace import is_workspace


def export(options: argparse.Namespace) -> int:
    """Write a bundle, read back and moved into place."""
    words = secret_in(options.bundle_passphrase_file)
    problem = passphrase_problem(words, words) if words is not None else ""
    if problem:
        raise InputRefused(f"{problem} Nothing was written.")
    not_there_yet(options.to, replace=options.replace)
    with desk_of(options) as desk:
        receiver = _receiver(desk, options.receiver, words)
        plan = plan_handing_over(
            desk.workspace, receiver, sessions=options.session, everything=options.all
        )
        done = hand_over(desk.door, desk.workspace, plan, receiver, options.to)
    say(
        options,
        {
            "file": done.path,
            "changes": done.changes,
            "sessions": done.sessions,
            "attachments": done.attachments,
            "bytes": done.size,
            "for": receiver.name,
        },
        f"{done.path}: {_written(done)}, {counted(done.size, 'byte')}. "
        "Read back and safe to remove.",
    )
    return 0


def _written(done: HandedOver) -> str:
    if not done.changes and not done.attachments:
        return "nothing new; it only says what this laptop has, so that others know what it lacks"
    return (
        f"{counted(done.changes, 'change')} of {counted(done.sessions, 'session')}, "
        f"{counted(done.attachments, 'picture')}"
    )


def _receiver(desk: Desk, named: str | None, words: str | None) -> Receiver:
    if words is not None:
        return Receiver("whoever has the words", passphrase=words)
    if named is None:
        # A laptop merely met is never chosen for anybody: whoever brings a bundle is one.
        known = coordinators(desk.workspace)
        if not known:
            raise InputRefused(
                "There is no coordinator yet to seal it to. Nothing was written. "
                "Name the receiver with --for, or give words with --bundle-passphrase-file."
            )
        return known[0]
    if named.strip().startswith("age1"):
        return receiver_from(desk.workspace, named)
    return receiver_in(desk.workspace, Path(named))


def _opened(path: Path, keys: tuple[str, ...], words: str | None) -> OpenedBundle:
    return open_bundle(path, keys, words)


def inspect(options: argparse.Namespace) -> int:
    """Say what bundles hold. A workspace is needed only for bundles sealed to it."""
    words = secret_in(options.bundle_passphrase_file)
    recovery = recovery_key_of(options)
    keys: tuple[str, ...] = (recovery,) if recovery else ()
    if is_workspace(folder_of(options)):
        try:
            with desk_of(options) as desk:
                keys = (*identities(desk.workspace), *keys)
        except Fault:
            if words is None and not keys:
                raise
    elif words is None and not keys and options.workspace:
        raise CannotUnlock("There is no workspace there to open bundles with. Nothing was changed.")
    found = [_opened(path, keys, words) for path in options.files]
    say(
        options,
        {"bundles": [{"file": one.path, **_facts(one.inspection)} for one in found]},
        *(line for one in found for line in _lines(one.path, one.inspection)),
    )
    return 0


def _facts(about: Inspection) -> dict[str, Any]:
    return {
        "from": about.sender,
        "made": _moment(about.made),
        "program": about.program,
        "scope": about.scope,
        "changes": about.changes,
        "segments": about.segments,
        "attachments": about.attachments,
        "attachment_bytes": about.attachment_bytes,
        "sessions": [{"id": one, "title": title} for one, title in about.sessions],
        "laptops": [{"key": key, "name": name} for key, name in about.devices],
        "unknown_frames": about.unknown_frames,
    }


def _moment(milliseconds: int) -> str:
    try:
        return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return "unknown"


def _lines(path: Path, about: Inspection) -> list[str]:
    moment = _moment(about.made)
    day = "an unknown day" if moment == "unknown" else say_date(dt.date.fromisoformat(moment[:10]))
    sender = about.sender or "a laptop without a name"
    held = f"{counted(about.changes, 'change')}, {counted(about.attachments, 'picture')}"
    if about.only_answers:
        held = "no work; it only says what that laptop has"
    lines = [f"{path}: from {sender}, {day}; {held}"]
    unnamed = "a session that is not named here"
    lines += [f"  {one}  {title or unnamed}" for one, title in about.sessions]
    if about.unknown_frames:
        lines.append(f"  {counted(about.unknown_frames, 'part')} only a newer version can read")
    return lines


def bring_in_files(options: argparse.Namespace) -> int:
    """Bring bundles in, each whole or not at all; all are verified before the first goes in."""
    words = secret_in(options.bundle_passphrase_file)
    with desk_of(options) as desk:
        looks = looked_at_all(options, lambda path: look_into(desk.workspace, path, words))
        if options.preview:
            return _say_preview(options, looks)
        came_in = bring_in_all(options, desk, looks, _facts)
    say_came_in(options, came_in)
    if kept := kept_words(came_in):
        raise InputRefused(kept)
    return 0


def _say_preview(options: argparse.Namespace, looks: list[Look]) -> int:
    say(
        options,
        {"bundles": [_preview_row(one) for one in looks]},
        *(line for one in looks for line in _preview_lines(one)),
    )
    return 0


def _preview_row(look: Look) -> dict[str, Any]:
    seen = look.preview
    if seen is None:
        return {"file": look.path, "passed_over": PASSED_OVER}
    return {
        "file": look.path,
        "new_changes": seen.new_changes,
        "new_sessions": [{"id": i, "title": t} for i, t in seen.new_sessions],
        "unknown_laptops": laptop_rows(look.strangers),
        "gaps": [
            {"site": gap.site, "laptop": gap.laptop, "missing": gap.missing} for gap in seen.gaps
        ],
        **_facts(seen.inspection),
    }


def _preview_lines(look: Look) -> list[str]:
    seen = look.preview
    if seen is None:
        return [f"{look.path}: {PASSED_OVER}"]
    ahead = (
        f"  {counted(seen.new_changes, 'new change')}; "
        f"{counted(len(seen.new_sessions), 'new session')}; "
        f"{counted(len(look.strangers), 'laptop')} to be looked at first"
    )
    return [
        *_lines(look.path, seen.inspection),
        ahead,
        *(f"  {sentence}" for sentence in look.gap_words),
    ]
