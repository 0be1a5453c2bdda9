"""A segment as the workspace file holds it: its place, and its columns from the journal's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.segments import Columns
from cps_desktop.domain.small import Small
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.projections import Projector

_decode = msgspec.msgpack.Decoder().decode


class SegmentPlace(Small, frozen=True):
    """A segment's place here: enough to choose by, without its content."""

    n: int
    site: bytes
    root: bytes
    seqs: RangeSet
    digest: bytes
    holes: bool = False
    """Whether values in it were erased."""


class SegmentColumns:
    """Puts columns together from the journal's rows, the same bytes every time."""

    def __init__(self, connection: Connection, projector: Projector) -> None:
        self._connection = connection
        self._projector = projector

    def of(self, number: int, site: bytes, seqs: Sequence[int]) -> Columns:
        """The columns of some of a site's changes; tables in order of first use, so that putting
        a segment together again gives the same bytes."""
        rows = self._rows_of(number, RangeSet.of(seqs))
        records: dict[int, int] = {}
        fields: dict[int, int] = {}
        sites: dict[int, int] = {number: 0}
        for row in rows:
            records.setdefault(row[2], len(records))
            fields.setdefault(row[3], len(fields))
        about = [
            self._connection.execute(
                "SELECT id, kind FROM journal_record WHERE n = ?", [one]
            ).fetchone()
            for one in records
        ]
        sees = [_portable(row[5], sites) for row in rows]
        word = self._projector.word
        return Columns(
            seqs=[row[0] for row in rows],
            times=[row[1] for row in rows],
            records=[records[row[2]] for row in rows],
            fields=[fields[row[3]] for row in rows],
            sees=sees,
            values=[row[4] for row in rows],
            record_table=[one[0] for one in about],
            kinds=[word(one[1]) for one in about],
            field_table=[word(one) for one in fields],
            sites=[site, *(self._projector.site(one) for one in list(sites)[1:])],
        )

    def _rows_of(self, number: int, wanted: RangeSet) -> list[Any]:
        spans = wanted.spans
        whole = Span(spans[0].first, spans[-1].last)
        if len(spans) > 8 and whole.last - whole.first < 64 * len(wanted):
            # Changes of several sessions made in turns: one walk, and the others' left out.
            chosen = set(wanted)
            return [row for row in self._rows(number, whole) if row[0] in chosen]
        return [row for span in spans for row in self._rows(number, span)]

    def _rows(self, number: int, span: Span) -> list[Any]:
        rows: list[Any] = self._connection.execute(
            "SELECT seq, time, record, field, value, sees FROM journal_change"
            " WHERE site = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            [number, span.first, span.last],
        ).fetchall()
        return rows


def _portable(sees: bytes | None, sites: dict[int, int]) -> list[int] | None:
    if sees is None:
        return None
    flat: list[int] = _decode(sees)
    return [part if at % 2 else sites.setdefault(part, len(sites)) for at, part in enumerate(flat)]
