"""Looking for what was written about something erased by whoever had not heard of it.

Nothing of what was erased is kept to look for it: what refers to it is found by the reference, and
who had seen what by site and number (docs/decisions/erasure.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from cps_desktop.domain.clock import GREATEST, milliseconds
from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.storage.driver import in_words
from cps_desktop.storage.erasing import readable
from cps_desktop.storage.workspace import Workspace

_ASKED_AT_ONCE: Final = 400

_SELECT: Final = (
    "SELECT journal_site.id, seq, time, coalesce(key, x''), root, journal_record.id, kind, field,"
    " value FROM journal_record JOIN journal_change ON record = journal_record.n"
    " JOIN journal_site ON journal_site.n = journal_change.site"
    " LEFT JOIN journal_device ON journal_device.n = journal_site.device WHERE "
)


class Written(NamedTuple):
    """One change: whose, when, of what.

    ``device`` is b"" where it is not known yet; ``at`` is by its own clock, in milliseconds since
    1970; ``value`` is None where it is gone or cannot be read.
    """

    site: bytes
    seq: int
    at: int
    device: bytes
    record: RecordKey
    field: str
    value: object


@in_words
def written_into(workspace: Workspace, record: RecordKey, field: str = "") -> tuple[Written, ...]:
    """Every change of a record, or of one of its fields, also those whose values are gone."""
    filed = workspace.projector.filed(record.kind, record.id, record.root)
    if filed is None:
        return ()
    found = _written(workspace, "journal_record.n = ?", [filed.n])
    return tuple(one for one in found if not field or one.field == field)


@in_words
def written_beside(
    workspace: Workspace, root: bytes, fields: Collection[tuple[str, str]]
) -> tuple[Written, ...]:
    """Every change of these fields (kind and name) of whatever is filed with a root."""
    known = dict(workspace.connection.execute("SELECT word, n FROM journal_word"))
    numbers = sorted({known[name] for _, name in fields if name in known})
    where = f"root = ? AND field IN ({', '.join('?' * len(numbers))}) AND value IS NOT NULL"
    return tuple(
        one
        for one in _written(workspace, where, [root, *numbers])
        if (one.record.kind, one.field) in fields
    )


@in_words
def emptied_by(
    workspace: Workspace, changes: Mapping[bytes, RangeSet]
) -> frozenset[tuple[RecordKey, str]]:
    """The fields in which these single changes stand, as far as their values are gone here."""
    found: set[tuple[RecordKey, str]] = set()
    for site, some in changes.items():
        for span in some.spans:
            found.update(
                (one.record, one.field)
                for one in _written(
                    workspace,
                    "journal_site.id = ? AND seq BETWEEN ? AND ? AND value IS NULL",
                    [site, span.first, span.last],
                )
            )
    return frozenset(found)


def _written(workspace: Workspace, where: str, asked: list[Any]) -> Iterator[Written]:
    word = workspace.projector.word
    for site, seq, time, device, root, identity, kind, field, value in workspace.connection.execute(
        _SELECT + where, asked
    ).fetchall():
        yield Written(
            site,
            seq,
            milliseconds(min(time, GREATEST)),
            device,
            RecordKey(root, identity, word(kind)),
            word(field),
            None if value is None else readable(value),
        )


@in_words
def referring(
    workspace: Workspace, kind: str, field: str, to: Iterable[RecordKey]
) -> tuple[RecordKey, ...]:
    """The records of a kind, deleted ones too, whose field says one of these records now.

    What hangs on a record that is no root is filed with the same root, or only says that it does.
    """
    roots = {one.id.hex(): one.root.hex() for one in to}
    is_root = {one.id.hex() for one in to if one.id == one.root}
    found: list[RecordKey] = []
    left = iter(sorted(roots))
    while some := list(islice(left, _ASKED_AT_ONCE)):
        rows = workspace.connection.execute(
            f'SELECT id, root, "{field}" FROM "{kind}"'
            f' WHERE "{field}" IN ({", ".join("?" * len(some))})',
            some,
        )
        found += [
            RecordKey(bytes.fromhex(root), bytes.fromhex(identity), kind)
            for identity, root, said in rows
            if said in is_root or roots[said] == root
        ]
    return tuple(sorted(found))


@in_words
def seen_of(workspace: Workspace, roots: Iterable[bytes], most: int) -> dict[bytes, RangeSet]:
    """What is here of every launch that wrote into these roots, by site; of at most ``most``
    stretches: whoever has seen more is only shown more again."""
    connection = workspace.connection
    sites: set[int] = set()
    for root in roots:
        sites.update(
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT site FROM journal_record JOIN journal_change"
                " ON record = journal_record.n WHERE root = ?",
                [root],
            )
        )
    seen: dict[bytes, RangeSet] = {}
    for number in sorted(sites):
        first, last, count = connection.execute(
            "SELECT min(seq), max(seq), count(*) FROM journal_change WHERE site = ?", [number]
        ).fetchone()
        some = (
            RangeSet([Span(first, last)])
            if count == last - first + 1
            else RangeSet.of(
                row[0]
                for row in connection.execute(
                    "SELECT seq FROM journal_change WHERE site = ?", [number]
                )
            )
        )
        most -= len(some.spans)
        if most < 0:
            break
        seen[workspace.projector.site(number)] = some
    return seen
