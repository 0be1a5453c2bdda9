"""This laptop's own notes, such as a session that is only begun, obey an erasure as well."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from cps_desktop.storage.driver import Connection


def clean_notes(connection: Connection, gone: Collection[str]) -> None:
    """Take out of the notes whatever names one of these records by its id (hexadecimal): lists
    with the id among what they hold, and what is kept under it. A name that was only typed stands
    under no id and stays."""
    for name, text in connection.execute("SELECT name, value FROM this_laptop").fetchall():
        if not any(one in text for one in gone):
            continue
        cleaned = json.dumps(_without(json.loads(text), gone))
        if cleaned != text:
            connection.execute("UPDATE this_laptop SET value = ? WHERE name = ?", [cleaned, name])


def _without(value: Any, gone: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, gone) for key, one in value.items() if key not in gone}
    if isinstance(value, list):
        return [_without(one, gone) for one in value if not _names(one, gone)]
    return value


def _names(value: Any, gone: Collection[str]) -> bool:
    return isinstance(value, list) and any(isinstance(o, str) and o in gone for o in value)
