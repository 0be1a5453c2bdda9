"""Keeping expense policies of the workspace's own: an edition, a choice between two, a file.

What is kept, and what follows from it, is said in :mod:`cps_desktop.services.own_policies`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from cps_desktop.domain.changes import ChangeSummary, Edit, bringing_back, creating
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import OwnPolicy
from cps_desktop.domain.policies import Edition, Policy
from cps_desktop.domain.policy_form_checks import clash_in_time
from cps_desktop.domain.policy_reading import OWN, read_policy
from cps_desktop.domain.policy_writing import write_policy
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import LONGEST_TEXT, Door
from cps_desktop.services.own_policies import (
    KeptEdition,
    KeptPolicy,
    edition_id,
    holding_ids,
    in_time,
    kept_policy,
    marked,
    new_policy_id,
)


def keep_edition(
    door: Door, policy: Policy, *, replaces: Sequence[RecordId] = (), initiator: object = None
) -> RecordId:
    """Keep a policy's edition. ``policy`` has that edition alone, and an id of the workspace's own.

    Raises InputRefused where it would leave a gap in time or hold at once with another edition,
    where one it replaces has priced a claim, and where it is no policy at all.
    """
    edition = policy.editions[0]
    known = kept_policy(door.records, policy.id)
    if known is not None:
        _must_be_unused(known, replaces)
        clash = clash_in_time(edition.starts, edition.ends, known.others(replaces))
        if clash:
            raise InputRefused(f"{clash} Nothing was kept. Give this edition other days.")
    knew = holding_ids(known)
    made = _record(policy, replaces, knew)
    _keep(door, "Keep an expense policy", [made], initiator)
    return made.id


def _must_be_unused(known: KeptPolicy, replaces: Collection[RecordId]) -> None:
    used = [one for one in known.holding if one.record.id in replaces and one.in_use]
    if used:
        raise InputRefused(
            f"Claims were priced by the edition from {say_date(used[0].edition.starts)}, so it "
            "stays as it is. Nothing was kept. Give this one a first day of its own."
        )


def end_before(
    door: Door, policy: Policy, *, earlier: KeptEdition, replaces: Sequence[RecordId] = ()
) -> RecordId:
    """Keep an edition before which the earlier one ends, whatever last day that was given.

    Raises InputRefused as :func:`keep_edition` does.
    """
    open_ended = alone(earlier.policy, dataclasses.replace(earlier.edition, ends=None))
    known = kept_policy(door.records, policy.id)
    holding = () if known is None else known.holding
    if known is not None:
        _must_be_unused(known, replaces)
    knew = holding_ids(known)
    without = [one for one in holding if one.record.id not in {earlier.record.id, *replaces}]
    others = in_time([*without, dataclasses.replace(earlier, policy=open_ended)])
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
    known = kept_policy(door.records, chosen.record.policy)
    knew = holding_ids(known)
    replaced = {old for one in (chosen, *over) for old in one.same}
    made = _record(chosen.policy, replaced, knew)
    return _keep(door, "Choose an edition of an expense policy", [made], None)


def both_hold(door: Door, first: KeptEdition, second: KeptEdition) -> ChangeSummary:
    """Say that of two editions made without knowing of one another each holds on its own days."""
    later = max(first, second, key=lambda one: one.edition.starts)
    known = kept_policy(door.records, later.record.policy)
    knew = holding_ids(known)
    made = _record(later.policy, later.same, knew)
    return _keep(door, "Look at two editions of an expense policy", [made], None)


def take_back(door: Door, kept: KeptEdition) -> ChangeSummary:
    """Take an edition back that priced no claim. Raises InputRefused for one that did."""
    known = kept_policy(door.records, kept.record.policy)
    holding = () if known is None else known.holding
    # A claim may have come in since it was shown.
    if any(one.in_use for one in holding if one.record.id == kept.record.id):
        raise InputRefused(
            "Claims were priced by this edition, so it stays. Nothing was changed. A new edition "
            "can follow it from any day on."
        )
    left = [one for one in holding if one.record.id != kept.record.id]
    gaps = [
        clash_in_time(one.edition.starts, one.edition.ends, [two.edition for two in left])
        for one in left
        if one.edition.ends is not None
    ]
    said = next((one for one in gaps if one and one.startswith("No edition")), "")
    if said:
        raise InputRefused(f"{said} Nothing was changed. Keep another edition for that time first.")
    record = _made(kept.record.policy, "", kept.same, holding_ids(known))
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
    known = kept_policy(door.records, identity)
    fresh = []
    for edition in policy.editions:
        # All but the last end where the next one begins: that is said by the next one.
        ends = edition.ends if edition is policy.editions[-1] else None
        here = dataclasses.replace(edition, ends=ends)
        one = alone(dataclasses.replace(policy, id=identity), here)
        if known is not None and _is_here(known, one.editions[0], edition.ends):
            continue
        clash = clash_in_time(here.starts, ends, () if known is None else known.others())
        if clash:
            raise InputRefused(
                f"“{policy.name}” is here already, and this file says something else. {clash} "
                "Nothing was brought in."
            )
        fresh.append(one)
    knew = holding_ids(known)
    made = []
    for one in fresh:
        made.append(_record(one, (), knew))
        knew = [*knew, made[-1].id]
    if made:
        _keep(door, "Bring in an expense policy", made, None)
    return identity, len(made)


def _is_here(known: KeptPolicy, edition: Edition, last: dt.date | None) -> bool:
    """Whether an edition of a file holds here, be it under the name and the words of another one:
    a file has one name for all. ``last`` is the last day it has in the file."""
    name = marked(edition).name
    return any(
        one.edition.name == name and one.edition.ends in {edition.ends, last}
        for one in known.holding
    )


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
    record = edition_id(policy, written, replaced, known)
    return OwnPolicy(
        id=record, root=record, policy=policy, written=written, replaces=replaced, knew=known
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
