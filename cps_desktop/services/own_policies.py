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

from cps_desktop.domain.changes import ChangeSummary, Edit, bringing_back, creating
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import ClaimLine, Organisation, OwnPolicy
from cps_desktop.domain.policies import Edition, Policies, Policy
from cps_desktop.domain.policy_form_checks import clash_in_time
from cps_desktop.domain.policy_reading import OWN, read_policy
from cps_desktop.domain.policy_writing import write_policy
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import LONGEST_TEXT, Door, Records

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
        return _in_time(kept)


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


# -- keeping -------------------------------------------------------------------------------------


def keep_edition(
    door: Door, policy: Policy, *, replaces: Sequence[RecordId] = (), initiator: object = None
) -> RecordId:
    """Keep a policy's edition. ``policy`` has that edition alone, and an id of the workspace's own.

    Raises InputRefused where it would leave a gap in time or hold at once with another edition,
    where one it replaces has priced a claim, and where it is no policy at all.
    """
    edition = policy.editions[0]
    known = _of(door.records, policy.id)
    if known is not None:
        used = [one for one in known.holding if one.record.id in replaces and one.in_use]
        if used:
            raise InputRefused(
                f"Claims were priced by the edition from {say_date(used[0].edition.starts)}, so "
                "it stays as it is. Nothing was kept. Give this one a first day of its own."
            )
        clash = clash_in_time(edition.starts, edition.ends, known.others(replaces))
        if clash:
            raise InputRefused(f"{clash} Nothing was kept. Give this edition other days.")
    knew = _ids(known)
    made = _record(policy, replaces, knew)
    _keep(door, "Keep an expense policy", [made], initiator)
    return made.id


def end_before(
    door: Door, policy: Policy, *, earlier: KeptEdition, replaces: Sequence[RecordId] = ()
) -> RecordId:
    """Keep an edition before which the earlier one ends, whatever last day that was given.

    Raises InputRefused as :func:`keep_edition` does.
    """
    open_ended = alone(earlier.policy, dataclasses.replace(earlier.edition, ends=None))
    known = _of(door.records, policy.id)
    holding = () if known is None else known.holding
    knew = _ids(known)
    without = [one for one in holding if one.record.id not in {earlier.record.id, *replaces}]
    others = _in_time([*without, dataclasses.replace(earlier, policy=open_ended)])
    edition = policy.editions[0]
    clash = clash_in_time(edition.starts, edition.ends, others)
    if clash:
        raise InputRefused(f"{clash} Nothing was kept. Give this edition other days.")
    goes_on = _record(open_ended, earlier.same, knew)
    made = _record(policy, replaces, [*knew, goes_on.id])
    _keep(door, "Keep an expense policy", [goes_on, made], None)
    return made.id


def choose_edition(door: Door, chosen: KeptEdition, over: Iterable[KeptEdition]) -> ChangeSummary:
    """Say which of several editions for one day holds. Claims keep what they were priced by."""
    known = _of(door.records, chosen.record.policy)
    knew = _ids(known)
    replaced = {old for one in (chosen, *over) for old in one.same}
    made = _record(chosen.policy, replaced, knew)
    return _keep(door, "Choose an edition of an expense policy", [made], None)


def both_hold(door: Door, first: KeptEdition, second: KeptEdition) -> ChangeSummary:
    """Say that of two editions made without knowing of one another each holds on its own days."""
    later = max(first, second, key=lambda one: one.edition.starts)
    known = _of(door.records, later.record.policy)
    knew = _ids(known)
    made = _record(later.policy, later.same, knew)
    return _keep(door, "Look at two editions of an expense policy", [made], None)


def take_back(door: Door, kept: KeptEdition) -> ChangeSummary:
    """Take an edition back that priced no claim. Raises InputRefused for one that did."""
    if kept.in_use:
        raise InputRefused(
            "Claims were priced by this edition, so it stays. Nothing was changed. A new edition "
            "can follow it from any day on."
        )
    known = _of(door.records, kept.record.policy)
    holding = () if known is None else known.holding
    left = [one for one in holding if one.record.id != kept.record.id]
    gaps = [
        clash_in_time(one.edition.starts, one.edition.ends, [two.edition for two in left])
        for one in left
        if one.edition.ends is not None
    ]
    said = next((one for one in gaps if one and one.startswith("No edition")), "")
    if said:
        raise InputRefused(f"{said} Nothing was changed. Keep another edition for that time first.")
    record = _made(kept.record.policy, "", kept.same, _ids(known))
    return _keep(door, "Take an edition of an expense policy back", [record], None)


def bring_in_policy(door: Door, policy: Policy, *, as_its_own: bool = False) -> tuple[str, int]:
    """Keep the editions of a policy file; gives the policy's id here, and how many were new.

    ``as_its_own`` keeps it as another policy, whatever it says it is. Raises InputRefused where
    the file says something else for a time for which an edition is kept here.
    """
    if policy.to_copy:
        raise InputRefused(
            "This file is an empty form to copy. Nothing was brought in. Choose “An empty form” "
            "under “Begin with” instead."
        )
    identity = policy.id
    if as_its_own:
        identity = new_policy_id(door)
    elif not identity.startswith(OWN):
        # The same file is the same policy on every laptop it is brought in on.
        identity = f"{OWN}{derived_id('policy file', policy.id, policy.name)}"
    known = _of(door.records, identity)
    there = set() if known is None else {one.record.written for one in known.holding}
    fresh = []
    for edition in policy.editions:
        # All but the last end where the next one begins: that is said by the next one.
        ends = edition.ends if edition is policy.editions[-1] else None
        here = dataclasses.replace(edition, ends=ends)
        one = alone(dataclasses.replace(policy, id=identity), here)
        if write_policy(one).decode() in there:
            continue
        clash = clash_in_time(here.starts, ends, () if known is None else known.others())
        if clash:
            raise InputRefused(
                f"“{policy.name}” is here already, and this file says something else. {clash} "
                "Nothing was brought in."
            )
        fresh.append(one)
    knew = _ids(known)
    made = []
    for one in fresh:
        made.append(_record(one, (), knew))
        knew = [*knew, made[-1].id]
    if made:
        _keep(door, "Bring in an expense policy", made, None)
    return identity, len(made)


def alone(policy: Policy, edition: Edition) -> Policy:
    """A policy with one of its editions, as it is kept."""
    single = dataclasses.replace(edition.spelt_out(), mark="", undecided=False)
    return Policy(policy.id, policy.name, (single,), policy.guidance)


def _record(policy: Policy, replaces: Iterable[RecordId], knew: Iterable[RecordId]) -> OwnPolicy:
    written = write_policy(policy).decode()
    # Whatever is kept can be read again, here and on every other laptop.
    read_policy(written.encode(), policy.id)
    if len(written) > LONGEST_TEXT:
        raise InputRefused(
            f"“{policy.name}” has more words than a policy can have: {len(written):,} characters, "
            f"and {LONGEST_TEXT:,} fit. Nothing was kept. Make its texts shorter."
        )
    return _made(policy.id, written, replaces, knew)


def _made(
    policy: str, written: str, replaces: Iterable[RecordId], knew: Iterable[RecordId]
) -> OwnPolicy:
    replaced, known = tuple(sorted(set(replaces))), tuple(sorted(set(knew)))
    record = _id(policy, written, replaced, known)
    return OwnPolicy(
        id=record, root=record, policy=policy, written=written, replaces=replaced, knew=known
    )


def _id(policy: str, written: str, replaces: Sequence[str], knew: Sequence[str]) -> RecordId:
    return derived_id(
        "expense policy", policy, written, ",".join(sorted(replaces)), ",".join(sorted(knew))
    )


def _keep(door: Door, what: str, made: Iterable[OwnPolicy], initiator: object) -> ChangeSummary:
    edits: list[Edit] = []
    for one in made:
        known = door.records.get(OwnPolicy, one.id)
        if known is None:
            edits += creating(one)
        elif known.deleted:
            edits += bringing_back([known])
    return door.do(what, edits, initiator=initiator)


# -- reading -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    """The records of one policy: those that hold, and every edition that could be read."""

    identity: str
    every: Mapping[RecordId, KeptEdition]
    graph: Mapping[RecordId, OwnPolicy]
    holding: tuple[KeptEdition, ...]


def _ids(known: KeptPolicy | None) -> list[RecordId]:
    """Every record that holds, as a new one says that it was made knowing of them."""
    return [] if known is None else [old for one in known.holding for old in one.same]


def _of(records: Records, identity: str) -> KeptPolicy | None:
    found, _ = _read_all(records, counted=True)
    known = found.get(identity)
    return None if known is None else _kept_policy(known)


def _uses(records: Records, identities: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many lines of claims each edition of these policies priced."""
    uses: dict[tuple[str, str], int] = {}
    for identity in identities:
        for line in records.find(ClaimLine, policy=identity):
            key = (identity, line.policy_edition)
            uses[key] = uses.get(key, 0) + 1
    return uses


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


def _first_of_each(heads: Iterable[KeptEdition]) -> tuple[KeptEdition, ...]:
    """Editions by day; of those that say the same, the one made first."""
    by_text: dict[str, KeptEdition] = {}
    for one in sorted(heads, key=lambda one: (one.record.made, one.record.id)):
        first = by_text.setdefault(one.record.written, one)
        if first is not one:
            both = (*first.same, one.record.id)
            by_text[one.record.written] = dataclasses.replace(first, same=both)
    ordered = sorted(
        by_text.values(), key=lambda one: (one.edition.starts, one.record.made, one.record.id)
    )
    return tuple(ordered)


def _read(one: OwnPolicy) -> tuple[Policy | None, str]:
    """What a record says; a sentence where it cannot be used. A taking back has neither."""
    if _id(one.policy, one.written, one.replaces, one.knew) != one.id:
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
    mark = hashlib.blake2b(one.written.encode(), digest_size=_MARK_BYTES).hexdigest()
    edition = dataclasses.replace(policy.editions[0], mark=mark)
    return dataclasses.replace(policy, editions=(edition,)), ""


def _in_time(kept: Sequence[KeptEdition]) -> tuple[Edition, ...]:
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
    editions = _in_time(known.holding)
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
