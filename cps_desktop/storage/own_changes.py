"""What was made on this laptop and is beyond what somebody has."""

from __future__ import annotations

from collections.abc import Mapping

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.storage.driver import in_words
from cps_desktop.storage.workspace import Workspace


@in_words
def own_changes_beyond(workspace: Workspace, had: Mapping[bytes, RangeSet]) -> int:
    """How many changes made on this laptop are not in ``had`` (ranges by site)."""
    count = 0
    for site, last in workspace.connection.execute(
        "SELECT id, (SELECT coalesce(max(seq), 0) FROM journal_change"
        " WHERE journal_change.site = journal_site.n) FROM journal_site"
        " JOIN journal_device ON journal_device.n = journal_site.device WHERE standing = 'own'"
    ):
        if last:
            count += len(RangeSet([Span(1, last)]) - had.get(site, RangeSet()))
    return count
