"""Whether an open workspace is whole: what is shown against the journal, the file as such.

Nothing here writes, but :func:`mend`. Signatures are checked by
:mod:`cps_desktop.services.checking`, which knows both the file and the seals.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from cps_desktop.domain.clock import GREATEST, clock_ahead_words, is_far_ahead
from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import KINDS
from cps_desktop.domain.registers import FieldChange, latest
from cps_desktop.domain.values import ERASED
from cps_desktop.storage.backups import problems_of
from cps_desktop.storage.counting import HEAD
from cps_desktop.storage.driver import Connection, DriverError, atomic
from cps_desktop.storage.kind_tables import KindTable
from cps_desktop.storage.loose_changes import FIRST
from cps_desktop.storage.projections import Filed, Projector
from cps_desktop.storage.segment_rows import SegmentPlace
from cps_desktop.storage.workspace import Workspace

OnStep = Callable[[int, int], None]

DAMAGED_FILE = (
    "The workspace file is damaged in {count} places. Work goes on where it can be read. "
    "Restore the latest backup."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, in one sentence, and whether a rebuild mends it."""

    sentence: str
    mendable: bool


def check_file_itself(workspace: Workspace) -> list[Finding]:
    """The encrypted pages and SQLite's own structures."""
    try:
        problems = problems_of(workspace.connection, pages=_all_in_place(workspace))
    except DriverError as error:
        problems = [str(error)]
    index = [one for one in problems if "fts5" in one or "index" in one]
    findings = []
    if index:
        findings.append(
            Finding("The index that finds words and records quickly is damaged.", mendable=True)
        )
    if len(index) < len(problems):
        text = DAMAGED_FILE.format(count=len(problems) - len(index))
        findings.append(Finding(text.replace("1 places", "1 place"), mendable=False))
    return findings


def _all_in_place(workspace: Workspace) -> bool:
    """Whether every page stands in the file itself. When the power failed while pages were put
    there, some are torn; the log has them whole, and they are put there again now."""
    if workspace.connection.in_transaction:
        return False
    busy, logged, done = workspace.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return not busy and logged == done


def check_shown(workspace: Workspace, progress: OnStep | None = None) -> list[Finding]:
    """What is shown, found anew for every record and compared cell by cell with what is there."""
    connection, projector = workspace.connection, workspace.projector
    total = int(connection.execute("SELECT count(*) FROM journal_record").fetchone()[0])
    wrong: dict[str, int] = {}
    seen: dict[str, int] = {}
    searched = 0
    for done, row in enumerate(_records(connection)):
        n, identity, kind, root, made = row
        name = projector.word(kind)
        filed = Filed(n, identity, root, made)
        problem, in_search = _wrong_with(connection, projector, filed, name)
        if problem:
            wrong[problem] = wrong.get(problem, 0) + 1
        seen[name] = seen.get(name, 0) + projector.shows(name, identity, root, n)
        searched += in_search
        if progress is not None and done % 500 == 0:
            progress(done, total)
    findings = [
        Finding(f"{problem}: {count} {'record' if count == 1 else 'records'}.", mendable=True)
        for problem, count in wrong.items()
    ]
    for name in KINDS:
        there = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        if there != seen.get(name, 0):
            findings.append(
                Finding(f"The list of every {name.replace('_', ' ')} is not complete.", True)
            )
    if connection.execute("SELECT count(*) FROM search").fetchone()[0] != searched:
        findings.append(Finding("Search does not hold exactly what is there.", mendable=True))
    return findings


def _records(connection: Connection) -> Iterator[Any]:
    last = 0
    while True:
        rows = connection.execute(
            "SELECT n, id, kind, root, made FROM journal_record WHERE n > ? ORDER BY n LIMIT 1000",
            [last],
        ).fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _wrong_with(
    connection: Connection, projector: Projector, filed: Filed, kind: str
) -> tuple[str, bool]:
    """What is wrong with one record ("" for nothing), and whether search should hold it."""
    states, right, waiting = projector.found_states(filed.n)
    if states != right:
        return "What counts and what was replaced is not as the journal says", False
    noted = dict(
        connection.execute(
            "SELECT field, changes FROM journal_waiting WHERE record = ?", [filed.n]
        ).fetchall()
    )
    if noted != waiting:
        return "What waits for other changes is not as the journal says", False
    if not projector.shows(kind, filed.identity, filed.root, filed.n):
        return "", False
    table = projector.tables[kind]
    heads: dict[int, list[FieldChange]] = {}
    made = GREATEST
    for field, changes in projector.changes_of(filed.n).items():
        made = min(made, *(one.time for one in changes))
        some = [
            one for one in changes if right[_place(projector, one)] == HEAD and one.value != ERASED
        ]
        if some:
            heads[field] = sorted(some, key=latest, reverse=True)
    if made != filed.made:
        return "When it was made is not as the journal says", False
    row = projector.row(filed, kind, projector.shown_by(heads))
    there = connection.execute(f'SELECT * FROM "{kind}" WHERE n = ?', [filed.n]).fetchone()
    in_search = bool(table.searched) and not row[5]
    if there is None or list(there) != row:
        return f"What is shown of a {kind.replace('_', ' ')} is not as the journal says", in_search
    return _wrong_in_search(connection, table, row, in_search), in_search


def _place(projector: Projector, change: FieldChange) -> tuple[int, int]:
    return projector.site_number(change.site), change.seq


def _wrong_in_search(
    connection: Connection, table: KindTable, row: list[Any], in_search: bool
) -> str:
    found = connection.execute(
        "SELECT words, kind, record, root FROM search WHERE rowid = ?", [row[0]]
    ).fetchone()
    wanted = (table.words(row), table.cls.KIND, row[1], row[2]) if in_search else None
    return "" if found == wanted else "Search does not hold what is shown"


def check_search_index(workspace: Workspace) -> list[Finding]:
    """The word index against the words it was made from (FTS5's own check)."""
    try:
        with atomic(workspace.connection):
            workspace.connection.execute(
                "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"
            )
    except Exception as error:
        if not isinstance(error.__cause__ or error, DriverError):
            raise
        return [Finding("The index that search uses is damaged.", mendable=True)]
    return []


def check_attachments(workspace: Workspace) -> list[Finding]:
    """Every picture against its digest."""
    damaged = 0
    for digest, size in workspace.attachment_sizes().items():
        content = workspace.attachment(digest) or b""
        damaged += len(content) != size or hashlib.sha256(content).hexdigest() != digest
    if not damaged:
        return []
    some = "1 picture is" if damaged == 1 else f"{damaged} pictures are"
    return [Finding(f"{some} damaged. Restore a backup to have it back.", mendable=False)]


def check_triggers(workspace: Workspace) -> list[Finding]:
    """No trigger is ever ours: what is there changes data behind the journal's back."""
    found = workspace.connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    ).fetchone()[0]
    if not found:
        return []
    return [Finding("The file holds instructions that are not of this program.", mendable=True)]


def check_chains(workspace: Workspace) -> tuple[list[Finding], list[str]]:
    """Every site's segments in their order: (what is wrong, what is merely missing as yet)."""
    findings: list[Finding] = []
    notes: list[str] = []
    places = workspace.segments.places()
    chains: dict[bytes, list[SegmentPlace]] = {}
    for place in places:
        chains.setdefault(place.site, []).append(place)
    for site, name, count, last, own in _sites(workspace):
        rewritten, twice = _chain(workspace, chains.get(site, []))
        laptop = name or f"the laptop {site.hex()[:8]}"
        if rewritten:
            findings.append(
                Finding(f"The history of {laptop} does not follow from itself.", mendable=False)
            )
        if twice:
            notes.append(
                f"The folder of {laptop} was copied while it was in use: the same work is there "
                "under two seals. Nothing is lost."
            )
        sealed = RangeSet(span for place in chains.get(site, []) for span in place.seqs.spans)
        if not own and len(sealed) != count:
            findings.append(
                Finding(f"{count - len(sealed)} changes of {laptop} bear no seal.", mendable=False)
            )
        if last and count < last:
            gaps = RangeSet([Span(1, last)]) - workspace.segments.seqs_of(site)
            said = ", ".join(
                str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
                for one in gaps.spans[:3]
            )
            notes.append(f"Of {laptop}, changes {said} have not come in yet.")
    return findings, [*notes, *_clocks_ahead(workspace)]


def _clocks_ahead(workspace: Workspace) -> list[str]:
    """What is to be known of laptops whose changes were made a day or more after now."""
    rows = workspace.connection.execute(
        "SELECT journal_site.id, coalesce(name, ''), max(time) FROM journal_change"
        " JOIN journal_site ON journal_site.n = journal_change.site"
        " LEFT JOIN journal_device ON journal_device.n = journal_site.device"
        " GROUP BY journal_site.n"
    ).fetchall()
    now = workspace.now_ms()
    ahead = {
        name or f"the laptop {site.hex()[:8]}"
        for site, name, latest in rows
        if is_far_ahead(latest, now)
    }
    return [clock_ahead_words(one) for one in sorted(ahead)]


def _sites(workspace: Workspace) -> list[tuple[bytes, str, int, int, bool]]:
    rows = workspace.connection.execute(
        "SELECT journal_site.id, coalesce(name, ''), coalesce(standing, ''),"
        " (SELECT count(*) FROM journal_change WHERE site = journal_site.n),"
        " (SELECT coalesce(max(seq), 0) FROM journal_change WHERE site = journal_site.n)"
        " FROM journal_site LEFT JOIN journal_device ON journal_device.n = journal_site.device"
    ).fetchall()
    return [(site, name, count, last, own == "own") for site, name, own, count, last in rows]


def _chain(workspace: Workspace, chain: list[SegmentPlace]) -> tuple[bool, bool]:
    """Whether a site's segments contradict their order, and whether some were sealed twice.

    Where another one stands in the place of the one before, its laptop sealed twice, as a folder
    does that was copied in use. That one need not be here: its changes may all be here under the
    other seal, and then it is not sent.
    """
    links = workspace.segments.links(chain)
    by_ordinal: dict[int, set[bytes]] = {}
    for ordinal, _, digest in links:
        by_ordinal.setdefault(ordinal, set()).add(digest)
    rewritten = any((previous == FIRST) != (ordinal == 0) for ordinal, previous, _ in links)
    twice = any(
        previous not in by_ordinal.get(ordinal - 1, {previous})
        for ordinal, previous, _ in links
        if ordinal
    )
    return rewritten, twice or any(len(some) > 1 for some in by_ordinal.values())


def mend(workspace: Workspace, progress: OnStep | None = None) -> None:
    """Make everything that is made from the journal again: what is shown, search, indexes."""
    connection = workspace.connection
    with workspace.one_transaction():
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            quoted = name.replace('"', '""')
            connection.execute(f'DROP TRIGGER "{quoted}"')
        connection.execute("REINDEX")
    workspace.rebuild(progress)
