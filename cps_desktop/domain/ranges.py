"""Sets of sequence numbers: what one laptop has of another's changes, and what is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple


class Span(NamedTuple):
    """Sequence numbers from ``first`` to ``last``, both included."""

    first: int
    last: int


_FIRST = attrgetter("first")


class RangeSet:
    """An immutable set of positive whole numbers, kept as spans in order that do not touch."""

    __slots__ = ("spans",)

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        joined: list[Span] = []
        for span in sorted(spans):
            if span.first < 1 or span.last < span.first:
                raise ValueError("a span runs forward from 1 or more")
            if joined and span.first <= joined[-1].last + 1:
                joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
            else:
                joined.append(span)
        self.spans: tuple[Span, ...] = tuple(joined)

    @classmethod
    def of(cls, numbers: Iterable[int]) -> RangeSet:
        """The set of these numbers."""
        ordered = sorted(set(numbers))
        if not ordered:
            return cls()
        if ordered[-1] - ordered[0] + 1 == len(ordered):
            return cls((Span(ordered[0], ordered[-1]),))
        # Only where a number does not follow the one before does a span end and another begin.
        breaks = [at for at, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1]
        firsts = [ordered[0], *(ordered[at] for at in breaks)]
        lasts = [*(ordered[at - 1] for at in breaks), ordered[-1]]
        return cls(Span(first, last) for first, last in zip(firsts, lasts, strict=True))

    @classmethod
    def from_flat(cls, flat: Sequence[int]) -> RangeSet:
        """From ``[first, last, first, last, …]``. Raises ValueError on anything else."""
        if len(flat) % 2:
            raise ValueError("spans come in pairs")
        return cls(Span(first, last) for first, last in zip(flat[::2], flat[1::2], strict=True))

    def flat(self) -> list[int]:
        """As ``[first, last, first, last, …]``."""
        return [edge for span in self.spans for edge in span]

    def __iter__(self) -> Iterator[int]:
        for span in self.spans:
            yield from range(span.first, span.last + 1)

    def __len__(self) -> int:
        return sum(span.last - span.first + 1 for span in self.spans)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        at = bisect_right(self.spans, number, key=_FIRST) - 1
        return at >= 0 and number <= self.spans[at].last

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RangeSet) and self.spans == other.spans

    def __hash__(self) -> int:
        return hash(self.spans)

    def __repr__(self) -> str:
        return f"RangeSet({', '.join(f'{a}–{b}' for a, b in self.spans)})"

    def __or__(self, other: RangeSet) -> RangeSet:
        return RangeSet((*self.spans, *other.spans))

    def __sub__(self, other: RangeSet) -> RangeSet:
        left: list[Span] = []
        taken = iter(other.spans)
        hole = next(taken, None)
        for span in self.spans:
            first = span.first
            while hole is not None and hole.last < first:
                hole = next(taken, None)
            while hole is not None and hole.first <= span.last:
                if hole.first > first:
                    left.append(Span(first, hole.first - 1))
                first = hole.last + 1
                if hole.last >= span.last:
                    break
                hole = next(taken, None)
            if first <= span.last:
                left.append(Span(first, span.last))
        return RangeSet(left)

    def __and__(self, other: RangeSet) -> RangeSet:
        return self - (self - other)

    def covers(self, other: RangeSet) -> bool:
        """Whether every number of the other set is in this one."""
        return not (other - self).spans

    @property
    def gaps(self) -> RangeSet:
        """What is missing below the greatest number here (numbers are dense from 1)."""
        if not self.spans:
            return RangeSet()
        return RangeSet([Span(1, self.spans[-1].last)]) - self
