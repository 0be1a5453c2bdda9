"""What counts: states of changes in the journal, and roots of which nothing counts any more."""

from __future__ import annotations

from collections.abc import Iterable

from cps_desktop.storage.driver import Connection

HEAD, REPLACED, WAITING, QUARANTINED = 0, 1, 2, 3
"""States of a change in the journal: it counts; it was replaced; what it replaces is missing; it
does not count, since its laptop was revoked."""


class CountingRoots:
    """Of which roots anything counts, of one open workspace: where a laptop was revoked, what is
    filed with a session that it alone made is not shown."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[bytes, bool] = {}

    def look_again(self) -> None:
        """Changes were written: whether anything of a root counts is to be found anew."""
        self._known.clear()

    def counts(self, root: bytes) -> bool:
        """Whether anything filed with a root counts; remembered until something is written."""
        if root not in self._known:
            row = self._connection.execute(
                "SELECT 1 FROM journal_record JOIN journal_change ON record = n"
                f" WHERE root = ? AND state <> {QUARANTINED} LIMIT 1",
                [root],
            ).fetchone()
            self._known[root] = row is not None
        return self._known[root]

    def hidden(self, roots: Iterable[bytes]) -> tuple[bytes, ...]:
        """Those of these roots of which something is here and nothing counts, as of now."""
        self.look_again()
        return tuple(
            root
            for root in roots
            if not self.counts(root)
            and self._connection.execute(
                "SELECT 1 FROM journal_record WHERE root = ?", [root]
            ).fetchone()
        )

    def not_counting_of(self, roots: Iterable[bytes]) -> set[int]:
        """The records of these roots of which no change counts: shown or not with their root."""
        return {
            row[0]
            for root in roots
            for row in self._connection.execute(
                "SELECT n FROM journal_record WHERE root = ? AND NOT EXISTS (SELECT 1 FROM"
                f" journal_change WHERE record = n AND state <> {QUARANTINED})",
                [root],
            )
        }
