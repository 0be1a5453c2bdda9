"""Rulings: what an organisation decides for every laptop, and which of it holds.

A ruling travels as a record, but is judged change by change: it holds when whoever made the change
is named, with the right role, in the join file that the ruling carries as its *warrant*. What
follows is a function of the set of changes alone: every laptop of an organisation comes to the
same, in whatever order papers and rulings arrived. Signatures are verified by the caller, who
passes warrants in as :class:`Paper`. See docs/decisions/erasure.md and revocation.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from cps_desktop.domain.kinds import JoinPaper, Ruling
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.segments import Segment, without
from cps_desktop.domain.small import Small

FORMAT: Final = 1
COORDINATOR: Final = "coordinator"
CONTROLLER: Final = "controller"
"""Roles in a join file: who may revoke and reinstate, and who may erase."""

_LATEST: Final = 253_370_764_800_000
"""Milliseconds from 1970 to the year 9999, beyond which no calendar of ours goes."""

_BEYOND: Final = 2**53
"""No change's number reaches it: segments with such a one are refused."""

LASTING: Final = frozenset({JoinPaper.KIND, Ruling.KIND})
"""Kinds that no erasure covers: what an erasure rests on must stay."""


class RecordKey(NamedTuple):
    """What a record is known by on every laptop: root and id (16 bytes each), and kind."""

    root: bytes
    id: bytes
    kind: str


class NotARuling(ValueError):
    """A text that is no ruling of this format."""


class Erasure(Small, frozen=True):
    """Values that are to be gone for good, everywhere.

    Of ``records`` every change, also those made elsewhere unaware; of ``changes`` single ones, by
    site; of attachments the ``digests`` (SHA-256, 64 hexadecimal digits). ``seen`` is what its
    author had of the laptops that wrote where it erases, by site: what is not in it came after
    (empty: not said). It erases nothing.
    """

    records: frozenset[RecordKey] = frozenset()
    changes: Mapping[bytes, RangeSet] = msgspec.field(default_factory=dict)
    digests: frozenset[str] = frozenset()
    seen: Mapping[bytes, RangeSet] = msgspec.field(default_factory=dict)


class Revocation(Small, frozen=True):
    """Of a device (its Ed25519 key) nothing counts any more but what is ``trusted``, by site."""

    device: bytes
    trusted: Mapping[bytes, RangeSet] = msgspec.field(default_factory=dict)


class Reinstatement(Small, frozen=True):
    """The revocation in the ruling with this id counts no more."""

    ruling: RecordId


class RulingText(Small, frozen=True):
    """What a ruling says. ``at`` in milliseconds since 1970; ``warrant`` is a join file's text."""

    decides: Erasure | Revocation | Reinstatement
    at: int
    reason: str
    warrant: str


class _Written(msgspec.Struct, forbid_unknown_fields=False, omit_defaults=True):
    what: str
    format: int
    at: int
    reason: str
    warrant: str
    records: list[tuple[str, str, str]] = []
    changes: list[tuple[str, list[int]]] = []
    digests: list[str] = []
    seen: Any = []
    device: str = ""
    trusted: dict[str, list[int]] = {}
    ruling: str = ""


_read = msgspec.json.Decoder(_Written).decode


def read_ruling(text: str) -> RulingText:
    """A ruling from its text. Raises NotARuling."""
    try:
        said = _read(text)
        if said.format != FORMAT or not 0 <= said.at <= _LATEST:
            raise NotARuling("a ruling of another format, or of no time there is")
        return RulingText(_decision(said), said.at, said.reason, said.warrant)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotARuling(str(error)) from error


def _decision(said: _Written) -> Erasure | Revocation | Reinstatement:
    if said.what == "erase":
        records = frozenset(
            RecordKey(_bytes(root, 16), _bytes(record, 16), kind)
            for root, record, kind in said.records
        )
        digests = frozenset(_bytes(one, 32).hex() for one in said.digests)
        return Erasure(records, _by_site(said.changes), digests, _seen(said.seen))
    if said.what == "revoke":
        trusted = {_bytes(site, 16): _ranges(flat) for site, flat in said.trusted.items()}
        return Revocation(_bytes(said.device, 32), trusted)
    if said.what == "reinstate":
        return Reinstatement(_bytes(said.ruling, 16).hex())
    raise NotARuling("a ruling of a kind that only a newer version knows")


def _seen(said: Any) -> dict[bytes, RangeSet]:
    """What cannot be read here says nothing: a version that knows no ``seen`` obeys such a ruling,
    and every version must obey the same."""
    try:
        return _by_site(msgspec.convert(said, list[tuple[str, list[int]]]))
    except (msgspec.MsgspecError, ValueError):
        return {}


def _by_site(said: list[tuple[str, list[int]]]) -> dict[bytes, RangeSet]:
    ranges: dict[bytes, RangeSet] = {}
    for site, flat in said:
        key = _bytes(site, 16)
        ranges[key] = ranges.get(key, RangeSet()) | _ranges(flat)
    return ranges


def _bytes(text: str, length: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != length:
        raise ValueError(f"{length} bytes are expected here")
    return data


def _ranges(flat: list[int]) -> RangeSet:
    """Sequence numbers that a segment can have; greater ones no file could look for."""
    some = RangeSet.from_flat(flat)
    if some.spans and some.spans[-1].last >= _BEYOND:
        raise ValueError("no change has such a number")
    return some


def write_ruling(ruling: RulingText) -> str:
    """A ruling's text: the same decision is always the same text."""
    decides = ruling.decides
    parts: dict[str, Any]
    if isinstance(decides, Erasure):
        parts = {
            "what": "erase",
            "records": [
                (one.root.hex(), one.id.hex(), one.kind) for one in sorted(decides.records)
            ],
            "changes": [
                (site.hex(), some.flat()) for site, some in sorted(decides.changes.items())
            ],
            "digests": sorted(decides.digests),
            "seen": [(site.hex(), some.flat()) for site, some in sorted(decides.seen.items())],
        }
    elif isinstance(decides, Revocation):
        trusted = {site.hex(): some.flat() for site, some in sorted(decides.trusted.items())}
        parts = {"what": "revoke", "device": decides.device.hex(), "trusted": trusted}
    else:
        parts = {"what": "reinstate", "ruling": decides.ruling}
    written = _Written(
        format=FORMAT, at=ruling.at, reason=ruling.reason, warrant=ruling.warrant, **parts
    )
    return msgspec.json.encode(written).decode()


# -- what holds ------------------------------------------------------------------------------------


class Paper(Small, frozen=True):
    """A join file whose signature was verified.

    ``root`` is the organisation's key, ``digest`` the SHA-256 of the file's text, ``roles`` what
    each device named in it may do.
    """

    root: bytes
    sequence: int
    digest: bytes
    roles: Mapping[bytes, frozenset[str]]

    @property
    def rank(self) -> tuple[int, bytes]:
        """The greatest is the one in force: of two with one number the greater digest."""
        return self.sequence, self.digest


class RulingChange(Small, frozen=True):
    """One change of a ruling's text: where it stands, whose it is, what it says.

    ``warrant`` is the paper it carries, verified; None where that is no join file.
    """

    site: bytes
    seq: int
    device: bytes
    record: RecordId
    text: RulingText
    warrant: Paper | None

    def warranted(self) -> bool:
        """Whether its own warrant names its author with the role that it needs."""
        needed = CONTROLLER if isinstance(self.text.decides, Erasure) else COORDINATOR
        return self.warrant is not None and needed in self.warrant.roles.get(
            self.device, frozenset()
        )


class Erased:
    """Several erasures together: which changes and attachments they cover."""

    __slots__ = ("changes", "digests", "records", "roots")

    def __init__(self, erasures: Iterable[Erasure] = ()) -> None:
        records: set[RecordKey] = set()
        changes: dict[bytes, RangeSet] = {}
        digests: set[str] = set()
        for one in erasures:
            records |= one.records
            digests |= one.digests
            for site, some in one.changes.items():
                changes[site] = changes.get(site, RangeSet()) | some
        self.records = frozenset(one for one in records if one.kind not in LASTING)
        self.changes: Mapping[bytes, RangeSet] = changes
        self.digests = frozenset(digests)
        self.roots = frozenset(one.root for one in self.records)
        """The roots of the records that are gone as a whole."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Erased)
            and self.records == other.records
            and self.changes == other.changes
            and self.digests == other.digests
        )

    def __hash__(self) -> int:
        return hash((self.records, self.digests))

    def __bool__(self) -> bool:
        return bool(self.records or self.changes or self.digests)

    def covers(self, record: RecordKey, site: bytes, seq: int) -> bool:
        """Whether the value of this change of this record is to be gone."""
        if record in self.records:
            return True
        some = self.changes.get(site)
        return some is not None and record.kind not in LASTING and seq in some

    def touches(self, root: bytes, site: bytes) -> bool:
        """False where it is plain at once that no change of this root and site is covered."""
        return site in self.changes or root in self.roots


def places_of(segment: Segment) -> list[RecordKey]:
    """Of which record each change of a segment is."""
    columns, root = segment.columns, segment.header.root
    table = [
        RecordKey(root, identity, kind)
        for identity, kind in zip(columns.record_table, columns.kinds, strict=True)
    ]
    return [table[at] for at in columns.records]


def redacted(segment: Segment, erased: Erased) -> Segment:
    """A segment without the values that are to be gone; itself where there are none."""
    site = segment.header.site
    if not erased.touches(segment.header.root, site):
        return segment
    values = segment.columns.values
    holes = {
        at
        for at, (record, seq) in enumerate(
            zip(places_of(segment), segment.columns.seqs, strict=True)
        )
        if values[at] is not None and erased.covers(record, site, seq)
    }
    return without(segment, holes) if holes else segment


Trusted = Mapping[bytes, RangeSet]


class InEffect(Small, frozen=True):
    """What a laptop does because of rulings: what is erased here, and whose changes do not count.

    ``distrusted``: of each revoked device, the changes that count all the same, by site.
    """

    erased: Erased = msgspec.field(default_factory=Erased)
    distrusted: Mapping[bytes, Trusted] = msgspec.field(default_factory=dict)

    def counts(self, device: bytes, site: bytes, seq: int) -> bool:
        """Whether this change of this device counts."""
        trusted = self.distrusted.get(device)
        return trusted is None or seq in trusted.get(site, RangeSet())

    def all_count(self, device: bytes, site: bytes, seqs: Collection[int]) -> bool:
        """Whether all these changes of this device count."""
        if device not in self.distrusted:
            return True
        return self.distrusted[device].get(site, RangeSet()).covers(RangeSet.of(seqs))


class Revoked(Small, frozen=True):
    """A revocation that holds: who made it (a device), in which ruling, and what it says."""

    by: bytes
    record: RecordId
    device: bytes
    reason: str
    at: int
    trusted: Trusted


class Law:
    """What follows from all papers and rulings here for a laptop of one organisation.

    ``root`` is the key of the laptop's organisation, None where it belongs to none: then nothing
    is obeyed. Rulings warranted under another root are strangers': kept, relayed, not obeyed.
    Those under ``other`` keys of the same organisation are not obeyed either: former ones, since
    such a key may have been stolen, and ones signed with ours whose words were not compared here
    yet, since a thief may have made them. What is missing for them is no lie.
    """

    def __init__(
        self,
        root: bytes | None,
        papers: Iterable[Paper],
        rulings: Iterable[RulingChange],
        other: Collection[bytes] = (),
    ) -> None:
        once = {(one.site, one.seq): one for one in rulings}
        warranted = [one for one in once.values() if one.warranted()]
        ours = [one for one in warranted if one.warrant and one.warrant.root == root]
        foreign = [one for one in warranted if one.warrant and one.warrant.root != root]
        known = [one for one in papers if one.root == root]
        # A warrant is a paper too: whoever has the ruling knows of it.
        known += [one.warrant for one in ours if one.warrant]
        self.newest = max(known, key=lambda one: one.rank, default=None)
        self.named_now = frozenset(self.newest.roles if self.newest else ())
        """The devices that the newest paper names; no ruling can revoke them."""
        holding = self._holding(ours)
        self.revoked = self._revoked(holding)
        erasures = [one for one in holding if isinstance(one.text.decides, Erasure)]
        self.erasures: tuple[RulingChange, ...] = tuple(erasures)
        self.in_effect = InEffect(_together(erasures), _intersections(self.revoked))
        akin = [one for one in foreign if one.warrant and one.warrant.root in other]
        self.justified = _together([*ours, *akin])
        """What is erased by anybody who ever might: a value that is missing for it is no lie of
        whoever brought it, though it is not erased here."""
        self.strangers = _together(foreign)

    def _holding(self, ours: list[RulingChange]) -> list[RulingChange]:
        """The rulings that hold: those of devices named now, and of former ones those that no
        one named now distrusts."""
        current = [one for one in ours if one.device in self.named_now]
        distrusted = InEffect(Erased(), _intersections(self._revoked(current)))
        return [
            one
            for one in ours
            if one.device in self.named_now or distrusted.counts(one.device, one.site, one.seq)
        ]

    def _revoked(self, rulings: list[RulingChange]) -> tuple[Revoked, ...]:
        """The revocations among these that hold. What somebody named now revoked, a former
        coordinator cannot reinstate."""
        reinstated: dict[RecordId, bool] = {}
        for one in rulings:
            if isinstance(one.text.decides, Reinstatement):
                of_now = one.device in self.named_now
                ruling = one.text.decides.ruling
                reinstated[ruling] = reinstated.get(ruling, False) or of_now
        found = []
        for one in rulings:
            decides = one.text.decides
            if not isinstance(decides, Revocation) or decides.device in self.named_now:
                continue
            taken_back = reinstated.get(one.record)
            if taken_back or (taken_back is False and one.device not in self.named_now):
                continue
            found.append(
                Revoked(
                    one.device,
                    one.record,
                    decides.device,
                    one.text.reason,
                    one.text.at,
                    decides.trusted,
                )
            )
        return tuple(sorted(found, key=lambda one: (one.at, one.record, one.by)))


def _together(rulings: Iterable[RulingChange]) -> Erased:
    return Erased(one.text.decides for one in rulings if isinstance(one.text.decides, Erasure))


def _intersections(revoked: Iterable[Revoked]) -> dict[bytes, Trusted]:
    """Of each device revoked, what every revocation of it trusts."""
    trusted: dict[bytes, Trusted] = {}
    for one in revoked:
        before = trusted.get(one.device)
        trusted[one.device] = (
            one.trusted
            if before is None
            else {
                site: some & one.trusted[site]
                for site, some in before.items()
                if site in one.trusted
            }
        )
    return trusted
