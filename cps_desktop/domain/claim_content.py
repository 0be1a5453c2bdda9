"""What a claim holds, in one canonical form: what a signature and an approval were given for.

The form holds no words: each line is its identity, its amount, a fingerprint of everything typed
into it, and the fingerprints of its receipts' pictures. So a copy of it gives nothing away that was
erased elsewhere, and yet shows which line is another than it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from cps_desktop.domain.kinds import ClaimLine, ClaimStep
from cps_desktop.domain.records import RecordId

_TYPED: Final = (
    "kind_of",
    "day",
    "description",
    "from_place",
    "to_place",
    "return_journey",
    "vehicle",
    "miles_tenths",
    "passengers",
    "minutes",
    "starts",
    "ends",
    "hour_pence",
    "agreed_by",
    "policy",
    "policy_edition",
    "rule",
)
_LINE: Final = re.compile(
    r"(?P<line>[0-9a-f]{32}) (?P<pence>[0-9]{1,10}) (?P<digest>[0-9a-f]{32})"
    r"(?: (?P<receipts>[0-9a-f]{32}(?:,[0-9a-f]{32})*))?"
)


class LineSeen(NamedTuple):
    """A line as it was seen: fingerprints of 32 hexadecimal digits, never words."""

    line: RecordId
    pence: int
    digest: str
    receipts: tuple[str, ...]


def content_of(lines: Iterable[ClaimLine], pictures: Mapping[RecordId, Iterable[str]]) -> str:
    """The canonical form of a claim. ``pictures`` are the digests of receipts, line by line.

    The order in which lines stand on the form is no part of it.
    """
    said = []
    for one in sorted(lines, key=lambda line: line.id):
        shots = sorted({_digest(shot) for shot in pictures.get(one.id, ())})
        typed = "\x1f".join(str(getattr(one, name)) for name in _TYPED)
        said.append(
            " ".join(
                [one.id, str(one.pence), _digest(f"{one.id}\x1f{typed}"), ",".join(shots)]
            ).rstrip()
        )
    return "\n".join(said)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


@lru_cache(maxsize=2048)
def read_content(content: str) -> tuple[LineSeen, ...] | None:
    """The lines of a canonical form; None for anything else."""
    found = []
    for said in content.split("\n") if content else ():
        line = _LINE.fullmatch(said)
        if line is None:
            return None
        shots = tuple((line["receipts"] or "").split(",")) if line["receipts"] else ()
        found.append(LineSeen(line["line"], int(line["pence"]), line["digest"], shots))
    ids = [one.line for one in found]
    return tuple(found) if ids == sorted(set(ids)) else None


def same_money(first: str, second: str) -> bool:
    """Whether two forms hold the same lines and amounts; receipts may still have come."""
    one, other = read_content(first), read_content(second)
    if one is None or other is None:
        return False
    return [each[:3] for each in one] == [each[:3] for each in other]


def payment_mark(payment: ClaimStep, moments: Iterable[object] = ()) -> str:
    """Which payment it was, as whoever struck it out saw it: no words, and no form of a claim.

    ``moments`` are all at which it was written down, wherever that was, also those that were given
    up for another since.
    """
    every = {payment.when_done, *moments}
    said = {_digest(f"{payment.id} {one} {payment.day} {payment.pence}") for one in every}
    return " ".join(["paid", *sorted(said)])


def knew_payment(seen: str, mark: str) -> bool:
    """Whether whoever saw a payment so (its mark then) knew of every writing down of it there is
    now (its mark now)."""
    return set(mark.split()) <= set(seen.split())


def pence_of(content: str) -> int:
    """What a form comes to; 0 for what is none."""
    return sum(one.pence for one in read_content(content) or ())
