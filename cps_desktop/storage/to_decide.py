"""How much waits to be decided, counted along while bundles come in.

Looking through every record before and after each of fifty bundles would take longer than bringing
them in: it is done once, and from then on only what a bundle touched is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import KINDS
from cps_desktop.storage.driver import in_words
from cps_desktop.storage.workspace import Workspace

_AT_ONCE = 500
MOST_ASKED = 20_000
"""Where more was touched, all records are looked through instead."""

Key = tuple[str, str]
"""A record's kind and id."""


class ToDecide:
    """Knows what waits to be decided now; tell it of everything that comes in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: frozenset[Key] | None = None

    def begin(self) -> None:
        """Something is about to come in."""
        if self._waiting is None:
            self._waiting = _all_contested(self._workspace)

    def after(self, summary: ChangeSummary) -> int:
        """How much more waits than before this came in; 0 where it is less."""
        before = self._waiting or frozenset()
        touched = {(one.kind, one.record) for one in summary.touched}
        if summary.everything or len(touched) > MOST_ASKED:
            self._waiting = _all_contested(self._workspace)
        else:
            self._waiting = (before - touched) | _contested_of(self._workspace, touched)
        return max(0, len(self._waiting) - len(before))

    def forget(self) -> None:
        """What came in was taken back: look through everything the next time."""
        self._waiting = None


@in_words
def _all_contested(workspace: Workspace) -> frozenset[Key]:
    return frozenset(
        (kind, row[0])
        for kind in KINDS
        for row in workspace.connection.execute(f"SELECT id FROM \"{kind}\" WHERE contested <> ''")
    )


@in_words
def _contested_of(workspace: Workspace, touched: Iterable[Key]) -> frozenset[Key]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, record in touched:
        if kind in KINDS:
            by_kind[kind].append(record)
    return frozenset(
        (kind, row[0])
        for kind, records in by_kind.items()
        for some in _parts(records)
        for row in workspace.connection.execute(
            f'SELECT id FROM "{kind}" WHERE id IN ({", ".join("?" * len(some))})'
            " AND contested <> ''",
            some,
        )
    )


def _parts(records: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(records), _AT_ONCE):
        yield records[start : start + _AT_ONCE]
