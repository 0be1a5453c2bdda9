"""``check-policy``, ``add-policy`` and ``give-policy``: expense policies of our own as files."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from cps_desktop.commands.opening import counted, desk_of, not_there_yet, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Organisation
from cps_desktop.domain.policies import Policy
from cps_desktop.domain.policy_form_checks import check_form
from cps_desktop.domain.policy_forms import form_of, with_days
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_policies import KeptPolicy, own_policies
from cps_desktop.services.people import change_organisation, organisations
from cps_desktop.services.policy_differences import edition_words
from cps_desktop.services.policy_files import policy_path, read_given_file, save_policy_file
from cps_desktop.services.policy_keeping import bring_in_policy


def listed(desk: Desk) -> list[dict[str, Any]]:
    """The policies of our own, for ``list policies``."""
    agencies = organisations(desk.workspace)
    return [_row(one, agencies) for one in own_policies(desk.workspace)]


def _row(kept: KeptPolicy, agencies: tuple[Organisation, ...]) -> dict[str, Any]:
    follow = [one.name for one in agencies if one.policy == kept.policy.id]
    waiting = [edition.starts for group in kept.to_decide for edition in (group[0].edition,)]
    lines = sum(one.lines for one in kept.holding)
    said = [counted(len(kept.policy.editions), "edition"), f"{counted(lines, 'line')} priced"]
    said += [f"followed by {', '.join(follow)}"] if follow else ["followed by nobody"]
    said += [f"{counted(len(waiting), 'edition')} to choose"] if waiting else []
    return {
        "policy": kept.policy.id,
        "name": kept.policy.name,
        "editions": [
            {"starts": one.edition.starts, "ends": one.edition.ends, "lines": one.lines}
            for one in kept.holding
        ],
        "to_choose": waiting,
        "followed_by": follow,
        "words": f"{kept.policy.id}  {kept.policy.name} · {' · '.join(said)}",
    }


def check_policy(options: argparse.Namespace) -> int:
    """Look policy files through, without a workspace: what each holds, and what is odd in it."""
    refused, told, lines = [], [], []
    for path in options.files:
        try:
            policy = read_given_file(path)
        except InputRefused as fault:
            refused.append(str(fault))
            told.append({"file": path, "refused": str(fault)})
            continue
        odd = _odd(policy)
        days = [edition_words(one) for one in policy.editions]
        told.append({"file": path, "name": policy.name, "editions": days, "odd": odd})
        lines += [f"{path}: {policy.name}", *(f"  {one}" for one in (*days, *odd))]
    say(options, {"files": told}, *lines)
    if refused:
        raise InputRefused("\n".join(refused))
    return 0


def _odd(policy: Policy) -> list[str]:
    """What the editor would ask about, each sentence once."""
    said = list(policy.doubts)
    for one in policy.editions:
        form = with_days(form_of(policy, one, policy.id, policy.name), one)
        others = [each for each in policy.editions if each is not one]
        checked = check_form(form, others, dt.date.today())  # noqa: DTZ011 - as the user has it
        said += [each.sentence for each in (*checked.problems, *checked.questions)]
    return list(dict.fromkeys(said))


def add_policy(options: argparse.Namespace) -> int:
    """Keep a policy file as a policy of our own, and let lead agencies follow it."""
    policy = read_given_file(options.file)
    with desk_of(options) as desk:
        followers = [_agency(desk, name) for name in options.followed_by]
        identity, fresh = bring_in_policy(desk.door, policy, as_its_own=options.as_another)
        for one in followers:
            if one.policy != identity:
                change_organisation(desk.door, one.id, policy=identity)
    names = [one.name for one in followers]
    done = f"{counted(fresh, 'edition')} kept" if fresh else "it was here already"
    followed = f"; followed by {', '.join(names)}" if names else ""
    say(
        options,
        {"policy": identity, "name": policy.name, "kept": fresh, "followed_by": names},
        f"{identity}  {policy.name}: {done}{followed}.",
    )
    return 0


def _agency(desk: Desk, name: str) -> Organisation:
    wanted = name.strip().casefold()
    found = [
        one
        for one in organisations(desk.workspace)
        if not one.merged_into and wanted in {one.name.casefold(), one.id}
    ]
    if not found:
        raise InputRefused(
            f"No organisation here is called “{name[:80]}”; `list organisations` names them. "
            "Nothing was changed."
        )
    if len(found) > 1:
        raise InputRefused(
            f"{len(found)} organisations here are called “{name[:80]}”. Nothing was changed. Give "
            "the id of the one that is meant; `list organisations` says it."
        )
    if not (found[0].lead_agency or found[0].policy):
        raise InputRefused(
            f"“{name[:80]}” is no lead agency, so no claim goes to it. Nothing was changed."
        )
    return found[0]


def give_policy(options: argparse.Namespace) -> int:
    """Write a policy of our own as a file that others can bring in."""
    not_there_yet(options.to, replace=options.replace)
    # Under the name it gets, too, where an ending is put to it.
    not_there_yet(policy_path(options.to), replace=options.replace)
    with desk_of(options) as desk:
        kept = next(
            (one for one in own_policies(desk.workspace) if one.policy.id == options.record), None
        )
    if kept is None:
        raise InputRefused(
            "There is no such policy of our own; `list policies` names them. Nothing was written."
        )
    if kept.to_decide:
        raise InputRefused(
            f"Two editions of “{kept.policy.name}” begin on one day. Nothing was written. Say "
            "first, in the window, which of them holds."
        )
    path = save_policy_file(options.to, kept.policy)
    say(
        options,
        {"file": path, "policy": kept.policy.id, "editions": len(kept.policy.editions)},
        f"{path}: {kept.policy.name}, {counted(len(kept.policy.editions), 'edition')}.",
    )
    return 0
