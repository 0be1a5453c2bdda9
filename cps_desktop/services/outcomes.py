"""What became of bundles that were decided on: one, and many together."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

from cps_desktop.domain.changes import ChangeSummary, Touched
from cps_desktop.domain.records import RecordId
from cps_desktop.services.exchange import BroughtIn
from cps_desktop.services.handing_over import counted
from cps_desktop.services.inbox import Look
from cps_desktop.services.known_laptops import Stranger


class Way(StrEnum):
    """What became of a bundle."""

    IN = "in"
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one bundle. ``problem`` is a sentence where it could not be done;
    ``accepted`` are the laptops that were let in with it."""

    look: Look
    came: BroughtIn | None = None
    problem: str = ""
    way: Way = Way.IN
    accepted: tuple[Stranger, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What became of one or many bundles. ``stopped`` where the person stopped it between;
    ``batch`` names it among the reports that are kept."""

    outcomes: tuple[Outcome, ...]
    stopped: bool = False
    batch: str = ""

    @property
    def came(self) -> tuple[BroughtIn, ...]:
        """Those that came in."""
        return tuple(one.came for one in self.outcomes if one.came is not None)

    def that(self, way: Way) -> tuple[Outcome, ...]:
        """Those of which this became."""
        return tuple(one for one in self.outcomes if one.way is way)

    @property
    def new(self) -> int:
        """How many changes were new."""
        return sum(one.new_changes for one in self.came)

    @property
    def to_decide(self) -> int:
        """How many records now wait to be decided that did not before."""
        return sum(one.to_decide for one in self.came)

    @property
    def missing(self) -> int:
        """How many pictures are still to come."""
        return self.came[-1].missing_attachments if self.came else 0

    @property
    def after_erasure(self) -> int:
        """How many records came in that speak, or may speak, of somebody who was erased."""
        return sum(one.after_erasure for one in self.came)

    @property
    def clocks_ahead(self) -> tuple[str, ...]:
        """Laptops whose changes came in with a clock a day or more ahead."""
        came = (one.look.clocks_ahead for one in self.outcomes if one.came is not None)
        return tuple(dict.fromkeys(name for some in came for name in some))

    @property
    def sessions(self) -> tuple[RecordId, ...]:
        """The sessions in which something is new, in order of arrival."""
        roots: dict[RecordId, None] = {}
        for one in self.came:
            for touched in one.summary.touched:
                roots[touched.root] = None
        return tuple(roots)

    @property
    def summary(self) -> ChangeSummary:
        """Everything that came in, as one, for the door."""
        touched: dict[Touched, None] = {}
        for one in self.came:
            touched.update(dict.fromkeys(one.summary.touched))
        every = any(one.summary.everything for one in self.came)
        return ChangeSummary("Brought in", tuple(touched), everything=every, changes=self.new)

    @property
    def words(self) -> str:
        """The report's first sentence."""
        if self.that(Way.KEPT):
            many = counted(len(self.that(Way.KEPT)), "bundle")
            return f"{many} kept to be looked at. Nothing of it is in your work yet."
        if self.that(Way.REFUSED):
            many = counted(len(self.that(Way.REFUSED)), "bundle")
            return f"{many} refused. It can be taken back in the list of refused bundles."
        if not self.came:
            return "Nothing was brought in."
        if all(one.inspection.only_answers for one in self.came):
            return "An answer came in: this laptop now knows what that one has."
        if not self.new:
            return "Nothing is new: everything in it was here already."
        return f"{counted(self.new, 'change')} came in."
