"""What is here of some laptops' histories, without reading those of all the others."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.storage.driver import in_words
from cps_desktop.storage.workspace import Workspace

_decode = msgspec.msgpack.Decoder().decode


@in_words
def ranges_here(workspace: Workspace, sites: Iterable[bytes]) -> dict[bytes, RangeSet]:
    """Which changes of these sites are here in segments, sealed here or imported."""
    found: dict[bytes, RangeSet] = {}
    for site in sites:
        spans: list[Span] = []
        for (seqs,) in workspace.connection.execute(
            "SELECT seqs FROM journal_segment JOIN journal_site"
            " ON journal_site.n = journal_segment.site WHERE journal_site.id = ?",
            [site],
        ):
            spans += RangeSet.from_flat(_decode(seqs)).spans
        if spans:
            found[site] = RangeSet(spans)
    return found
