"""Opening the workspace a command names, reading its small files, and saying results."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec

from cps_desktop import paths
from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.sentences import harmless
from cps_desktop.services.desk import Desk
from cps_desktop.storage.folders import refuse_part_of_workspace

_LONGEST_PASSPHRASE = 4096


def folder_of(options: argparse.Namespace) -> Path:
    """The workspace folder a command works on."""
    return Path(options.workspace) if options.workspace else paths.default_workspace()


def secret_in(path: Path | None) -> str | None:
    """A passphrase from the first line of a file. Raises InputRefused."""
    if path is None:
        return None
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST_PASSPHRASE + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(
            f"The passphrase file {path.name} could not be read. Nothing was changed."
        ) from error
    line = text.split("\n", 1)[0].strip()
    if not line or len(text) > _LONGEST_PASSPHRASE:
        raise InputRefused(
            f"The passphrase file {path.name} holds no passphrase in its first line. "
            "Nothing was changed."
        )
    return line


def not_there_yet(path: Path, *, replace: bool) -> None:
    """A job never writes over a file unless told to, and never over work. Raises InputRefused."""
    refuse_part_of_workspace(path)
    if os.path.isdir(path):  # noqa: PTH112 - a name no system takes is told where it is written
        raise InputRefused(
            f"{path.name or path} is a folder. Nothing was written. Name a file in it."
        )
    if os.path.lexists(path) and not os.path.isfile(path):  # noqa: PTH113
        raise InputRefused(f"{path.name} is not a file. Nothing was written. Name another file.")
    if not replace and os.path.lexists(path):
        raise InputRefused(
            f"There is a file {path.name} there already. Nothing was written. "
            "Name another file, or add --replace to write over it."
        )


def recovery_key_of(options: argparse.Namespace) -> str | None:
    """The recovery key that a command was given in a file, if any. Raises InputRefused."""
    if options.recovery_key_file is None:
        return None
    from cps_desktop.services.recovery import recovery_key_in

    return recovery_key_in(options.recovery_key_file)


@contextmanager
def desk_of(options: argparse.Namespace) -> Iterator[Desk]:
    """The desk of the workspace a command names, closed at the end."""
    from cps_desktop.services.taking_up_papers import take_up_papers

    desk = open_desk(
        folder_of(options),
        passphrase=secret_in(options.passphrase_file),
        escrow_identity=recovery_key_of(options),
    )
    try:
        take_up_papers(desk.workspace)
        yield desk
    finally:
        desk.close()


def say(options: argparse.Namespace, result: dict[str, Any], *lines: str) -> None:
    """The result as JSON where it was asked for, else as lines."""
    if options.json:
        print(json.dumps(result, default=plain, ensure_ascii=False, indent=1))
        return
    for line in lines:
        print(harmless(line))


def plain(value: object) -> object:
    """What JSON can hold, of what our records hold."""
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.asdict(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(type(value).__name__)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 change", "37 changes"."""
    return f"{number:,} {one if number == 1 else (many or one + 's')}"
