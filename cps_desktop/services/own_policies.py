"""Expense policies of the workspace's own: editions kept as records, so that they travel along.

An edition that is kept never changes: its record's id is derived from all it says, and a record
whose id does not fit is not used. What holds follows from the records alone, alike on every
laptop: an edition holds unless another one stands in its place. Two laptops that made an edition
for the same day without knowing of one another have two that hold; nobody wins in silence, and
nothing is priced by either until somebody says which it is. That, too, is an edition: the one that
was chosen, in the place of both.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import ClaimLine, Organisation, OwnPolicy
from cps_desktop.domain.policies import Edition, Policies, Policy
from cps_desktop.domain.policy_reading import OWN, read_policy
from cps_desktop.domain.policy_writing import write_policy
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records

_MARK_BYTES: Final = 4


@dataclasses.dataclass(frozen=True, slots=True)
class KeptEdition:
    """One edition that is kept: what it says, and how often it priced a line of a claim."""

    record: OwnPolicy
    policy: Policy
    """The policy with this edition alone."""
    same: tuple[RecordId, ...]
    """Every record that holds and says just this: two laptops may have chosen it."""
    lines: int = 0

    @property
    def edition(self) -> Edition:
        """What it says."""
        return self.policy.editions[0]

    @property
    def in_use(self) -> bool:
        """Whether a claim here was priced by it: it can be followed by another, never replaced."""
        return self.lines > 0


@dataclasses.dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy of the workspace's own. ``holding`` are its editions, the earliest first.

    ``to_decide`` are editions that begin on one day, a group for each day. ``unaware`` are two for
    different days that were made without knowing of one another.
    """

    policy: Policy
    holding: tuple[KeptEdition, ...]
    to_decide: tuple[tuple[KeptEdition, ...], ...]
    unaware: tuple[tuple[KeptEdition, KeptEdition], ...]

    def others(self, but: Collection[RecordId] = ()) -> tuple[Edition, ...]:
        """The editions beside which another one has to fit, without those it replaces."""
        kept = [one for one in self.holding if one.record.id not in but]
        return in_time(kept)


def new_policy_id(door: Door) -> str:
    """An id for a policy that is made here; no other laptop makes the same."""
    return f"{OWN}{door.new_id()}"


def own_policies(records: Records) -> tuple[KeptPolicy, ...]:
    """Every policy of the workspace's own that has an edition, by name."""
    found, _ = _read_all(records, counted=True)
    kept = [_kept_policy(one) for one in found.values()]
    return tuple(
        sorted(
            (one for one in kept if one is not None),
            key=lambda one: (one.policy.name.casefold(), one.policy.id),
        )
    )


def policies_of(records: Records, shipped: Policies) -> Policies:
    """The policies from files and the workspace's own, the same on every laptop that has both."""
    found, refused = _read_all(records, counted=False)
    own = [one for one in (_whole_policy(known) for known in found.values()) if one is not None]
    return shipped.together_with(own, refused) if own or refused else shipped


def policies_used(
    records: Records, sessions: Iterable[RecordId], roots: Collection[RecordId]
) -> set[RecordId]:
    """The records of own policies that these sessions need: every edition of each policy.

    Needed is what priced a line of a claim there, and what an organisation among ``roots`` follows.
    """
    every = (*records.find(OwnPolicy), *records.find(OwnPolicy, deleted=True))
    if not every:
        return set()
    wanted = {one.policy for one in records.several(Organisation, roots).values()}
    for session in sessions:
        wanted |= {one.policy for one in records.find(ClaimLine, session=session)}
    return {one.id for one in every if one.policy in wanted}


def priced_from(records: Records, identity: str, day: dt.date) -> int:
    """How many lines of claims for this day or a later one a policy has priced already."""
    lines = records.find(ClaimLine, policy=identity)
    return sum(1 for one in lines if one.day is not None and one.day >= day)


def edition_id(policy: str, written: str, replaces: Sequence[str], knew: Sequence[str]) -> RecordId:
    """The id of an edition: it follows from all it says, so that what is kept never changes."""
    return derived_id(
        "expense policy", policy, written, ",".join(sorted(replaces)), ",".join(sorted(knew))
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    """The records of one policy: those that hold, and every edition that could be read."""

    identity: str
    every: Mapping[RecordId, KeptEdition]
    graph: Mapping[RecordId, OwnPolicy]
    holding: tuple[KeptEdition, ...]


def holding_ids(known: KeptPolicy | None) -> list[RecordId]:
    """Every record that holds, as a new one says that it was made knowing of them."""
    return [] if known is None else [old for one in known.holding for old in one.same]


def kept_policy(records: Records, identity: str) -> KeptPolicy | None:
    """One policy of the workspace's own; None where none of its editions holds."""
    found, _ = _read_all(records, counted=True)
    known = found.get(identity)
    return None if known is None else _kept_policy(known)


def _uses(records: Records, identities: Collection[str]) -> dict[tuple[str, ...], int]:
    """How many lines of claims each edition of these policies priced, by policy and edition."""
    return records.tally(ClaimLine, ("policy", "policy_edition"), "policy", identities)


def _read_all(records: Records, *, counted: bool) -> tuple[dict[str, _Read], list[str]]:
    """Every policy by id, and what cannot be used; ``counted``: how often each was used, too."""
    live = records.find(OwnPolicy)
    gone = records.find(OwnPolicy, deleted=True)
    if not live and not gone:
        return {}, []
    uses = _uses(records, {one.policy for one in (*live, *gone)}) if counted else {}
    refused: list[str] = []
    editions: dict[str, dict[RecordId, KeptEdition]] = {}
    graphs: dict[str, dict[RecordId, OwnPolicy]] = {}
    for one in (*live, *gone):
        policy, says = _read(one)
        if says and not one.deleted:
            refused.append(says)
        if says:
            continue
        of = editions.setdefault(one.policy, {})
        graph = graphs.setdefault(one.policy, {})
        if not one.deleted:
            graph[one.id] = one
        if policy is not None:
            lines = uses.get((one.policy, policy.editions[0].name), 0)
            of[one.id] = KeptEdition(one, policy, (one.id,), lines)
    found = {}
    for identity, every in editions.items():
        graph = graphs[identity]
        replaced = {old for one in graph.values() for old in one.replaces}
        heads = [one for key, one in every.items() if key in graph and key not in replaced]
        found[identity] = _Read(identity, every, graph, _first_of_each(heads))
    return found, refused


def _first_of_each(heads: Collection[KeptEdition]) -> tuple[KeptEdition, ...]:
    """Editions by day; of those that price alike on the same days, one: that which stands in the
    place of another, or else the one made first. What is said to people beside the rules, as a file
    has it for all its editions, makes no second edition; two who both wrote it anew, and otherwise,
    have made two."""
    starts = sorted({one.edition.starts for one in heads})
    alike: dict[Edition, list[KeptEdition]] = {}
    for one in sorted(heads, key=_asked_for_first):
        following = next((day for day in starts if day > one.edition.starts), dt.date.max)
        last = min(one.edition.ends or dt.date.max, following - dt.timedelta(days=1))
        # Every rule is compared: a mark of a few bytes could be made to fit.
        known = alike.setdefault(dataclasses.replace(one.edition, ends=last), [])
        for place, each in enumerate(known):
            if not one.record.replaces or one.record.written == each.record.written:
                known[place] = dataclasses.replace(each, same=(*each.same, one.record.id))
                break
        else:
            known.append(one)
    ordered = sorted(
        (one for known in alike.values() for one in known),
        key=lambda one: (one.edition.starts, one.record.made, one.record.id),
    )
    return tuple(ordered)


def _asked_for_first(one: KeptEdition) -> tuple[bool, int, RecordId]:
    return not one.record.replaces, one.record.made, one.record.id


def _read(one: OwnPolicy) -> tuple[Policy | None, str]:
    """What a record says; a sentence where it cannot be used. A taking back has neither."""
    if edition_id(one.policy, one.written, one.replaces, one.knew) != one.id:
        return None, (
            "An edition of an expense policy in this workspace was altered after it was kept. It "
            "is not used. Nothing was changed; show this to your coordinator."
        )
    if not one.written:
        return None, ""
    try:
        policy = read_policy(one.written.encode("utf-8", "replace"), one.policy)
    except InputRefused as problem:
        return None, str(problem)
    if policy.id != one.policy or len(policy.editions) != 1 or policy.to_copy:
        return None, (
            f"An expense policy in this workspace says that it is “{one.policy[:60]}”, and is "
            "another. It is not used. Nothing was changed."
        )
    return dataclasses.replace(policy, editions=(marked(policy.editions[0]),)), ""


def marked(edition: Edition) -> Edition:
    """The edition with the mark that tells it from another of the same first day.

    It is made from the rules claims are priced by. The last day is none of them: an edition that
    ends sooner, because another one follows, is still the one that priced its claims.
    """
    bare = dataclasses.replace(edition, ends=None, mark="", undecided=False)
    rules = write_policy(Policy(OWN, "", (bare,)))
    mark = hashlib.blake2b(rules, digest_size=_MARK_BYTES).hexdigest()
    return dataclasses.replace(edition, mark=mark)


def in_time(kept: Sequence[KeptEdition]) -> tuple[Edition, ...]:
    """One edition for each first day, each ending the day before the next one begins at latest."""
    days = sorted({one.edition.starts for one in kept})
    closed = []
    for place, day in enumerate(days):
        here = [one.edition for one in kept if one.edition.starts == day]
        edition = dataclasses.replace(here[0], undecided=len(here) > 1)
        following = days[place + 1] if place + 1 < len(days) else None
        if following is not None:
            before = following - dt.timedelta(days=1)
            if edition.ends is None or edition.ends > before:
                edition = dataclasses.replace(edition, ends=before)
        closed.append(edition)
    return tuple(closed)


def _whole_policy(known: _Read) -> Policy | None:
    """The policy as claims are priced by it; None where nothing of it is here.

    A policy all of whose editions were taken back is still there for the lines it priced.
    """
    if not known.holding:
        every = tuple(one.edition for one in known.every.values())
        if not every:
            return None
        last = max(known.every.values(), key=lambda one: (one.record.made, one.record.id))
        return Policy(known.identity, last.policy.name, (), to_copy=True, former=every)
    editions = in_time(known.holding)
    last = known.holding[-1]
    names = {one.name for one in editions if not one.undecided}
    former = tuple(one.edition for one in known.every.values() if one.edition.name not in names)
    doubts = tuple(doubt for one in known.holding for doubt in one.policy.doubts)
    return Policy(
        id=known.identity,
        name=last.policy.name,
        editions=editions,
        guidance=last.policy.guidance,
        doubts=doubts,
        former=former,
    )


def _kept_policy(known: _Read) -> KeptPolicy | None:
    policy = _whole_policy(known)
    if policy is None or not known.holding:
        return None
    by_day: dict[str, list[KeptEdition]] = {}
    for one in known.holding:
        by_day.setdefault(one.edition.starts.isoformat(), []).append(one)
    to_decide = tuple(tuple(group) for group in by_day.values() if len(group) > 1)
    return KeptPolicy(policy, known.holding, to_decide, tuple(_unaware(known)))


def _unaware(known: _Read) -> Iterable[tuple[KeptEdition, KeptEdition]]:
    """Editions for different days of which neither was made knowing of the other."""
    before = [_known_to(one.same, known.graph) for one in known.holding]
    for place, one in enumerate(known.holding):
        for beyond, other in enumerate(known.holding[place + 1 :], start=place + 1):
            if one.edition.starts == other.edition.starts:
                continue
            if before[place].isdisjoint(other.same) and before[beyond].isdisjoint(one.same):
                yield one, other


def _known_to(records: Iterable[RecordId], graph: Mapping[RecordId, OwnPolicy]) -> set[RecordId]:
    """Every edition that was known, directly or through another, when these were made."""
    seen: set[RecordId] = set()
    to_look = [old for one in records for old in (*graph[one].knew, *graph[one].replaces)]
    while to_look:
        here = to_look.pop()
        if here in seen:
            continue
        seen.add(here)
        if here in graph:
            to_look += (*graph[here].knew, *graph[here].replaces)
    return seen
