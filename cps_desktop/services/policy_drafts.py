"""An expense policy that somebody is writing: kept as it was typed until it is kept as an edition.

The draft is kept on this laptop alone, in the workspace's file. Whatever was typed is in it, what
no policy could say too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from cps_desktop.domain.dates import parse_date, say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.policies import Edition, Policies, Policy
from cps_desktop.domain.policy_form_checks import (
    Checked,
    Finding,
    check_form,
    ends_too_soon_or_late,
)
from cps_desktop.domain.policy_forms import PolicyForm, form_of, with_days
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.own_policies import (
    KeptEdition,
    KeptPolicy,
    new_policy_id,
    own_policies,
    priced_from,
)
from cps_desktop.services.policy_keeping import (
    alone,
    end_before,
    keep_edition,
)
from cps_desktop.storage.workspace import Workspace

_NOTE: Final = "policy draft"


def keep_draft(workspace: Workspace, form: PolicyForm) -> None:
    """Remember a policy that is being written, so that it is there tomorrow."""
    workspace.set_note(_NOTE, msgspec.json.encode(form).decode())


def kept_draft(workspace: Workspace) -> PolicyForm | None:
    """The policy that was being written here; None where there is none, or it cannot be read."""
    found = workspace.note(_NOTE)
    if not isinstance(found, str) or not found:
        return None
    try:
        form = msgspec.json.decode(found, type=PolicyForm)
        # Whatever cannot even be looked through (a choice there is not) is no draft of ours.
        check_form(form, (), dt.date(2000, 1, 1))
    except (msgspec.DecodeError, ValueError):
        return None
    return form


def forget_draft(workspace: Workspace) -> None:
    """It was kept as an edition, or let go of."""
    workspace.set_note(_NOTE, "")


# -- beginning -----------------------------------------------------------------------------------


def begin_from(door: Door, policies: Policies, origin: str) -> PolicyForm:
    """A form for a new policy: a copy of the one with this id, or an empty one where it is none.

    The document a copy's figures came from is not that of the new policy: it has to be named anew.
    """
    identity = new_policy_id(door)
    known = next((one for one in policies if one.id == origin and one.editions), None)
    if known is None:
        return PolicyForm(identity)
    form = form_of(known, known.latest, identity)
    empty = known.to_copy
    return msgspec.structs.replace(
        form,
        begun_from="" if empty else known.name,
        origin="" if empty else known.id,
        source="",
        guidance="" if empty else form.guidance,
    )


def begin_edition(kept: KeptPolicy) -> PolicyForm:
    """A form for the next edition of a policy: what the latest one says, from a day to be given."""
    last = kept.holding[-1]
    form = form_of(last.policy, last.edition, kept.policy.id, kept.policy.name)
    return msgspec.structs.replace(form, begun_from=_said_from(last.edition))


def put_right(kept: KeptEdition) -> PolicyForm:
    """A form to put an edition right. Raises InputRefused for one that claims were priced by."""
    if kept.in_use:
        raise InputRefused(
            f"Claims were priced by the edition from {say_date(kept.edition.starts)}, so it stays "
            "as it is. Make a new edition that holds from another day."
        )
    form = form_of(kept.policy, kept.edition, kept.record.policy, kept.policy.name)
    form = with_days(form, kept.edition)
    return msgspec.structs.replace(form, replaces=kept.same, begun_from=_said_from(kept.edition))


def _said_from(edition: Edition) -> str:
    return f"the edition from {say_date(edition.starts)}"


# -- looking and keeping -------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """A form as it was looked through: what is to be put right, and what it would come to."""

    checked: Checked
    policy: Policy | None
    """The whole policy as it would stand; None while something is to be put right."""
    before: Edition | None
    """The edition that holds until then; None where it is the first."""
    earlier: KeptEdition | None
    """The edition before it, where that was given a last day that does not fit."""


def look_through(form: PolicyForm, every: Sequence[KeptPolicy], today: dt.date) -> Looked:
    """Check a form beside the policies that are kept (:func:`own_policies`)."""
    kept = next((one for one in every if one.policy.id == form.policy), None)
    others = () if kept is None else kept.others(form.replaces)
    checked = check_form(form, others, today)
    named = {one.policy.name.casefold() for one in every if one is not kept}
    if form.name.strip().casefold() in named:
        twice = Finding("name", "Another policy here is called that. Can people tell them apart?")
        checked = dataclasses.replace(checked, questions=(twice, *checked.questions))
    edition = checked.edition
    starts = edition.starts if edition is not None else parse_date(form.starts, today)
    before, earlier = None, None
    if starts is not None:
        sooner = [one for one in others if one.starts < starts]
        before = max(sooner, key=lambda one: one.starts, default=None)
        if kept is not None and before is not None and ends_too_soon_or_late(starts, others):
            earlier = next(one for one in kept.holding if one.edition.starts == before.starts)
    policy = None if edition is None else _together(form, edition, others)
    return Looked(checked, policy, before, earlier)


def priced_already(records: Records, form: PolicyForm, looked: Looked) -> int:
    """How many lines of claims for the time of this edition the policy has priced already."""
    edition = looked.checked.edition
    return 0 if edition is None else priced_from(records, form.policy, edition.starts)


def _together(form: PolicyForm, edition: Edition, others: tuple[Edition, ...]) -> Policy:
    """The policy as it would stand with this edition among the others."""
    every = sorted((*others, edition), key=lambda one: one.starts)
    closed = []
    for place, one in enumerate(every):
        following = every[place + 1].starts if place + 1 < len(every) else None
        last = None if following is None else following - dt.timedelta(days=1)
        if last is not None and (one.ends is None or one.ends > last):
            closed.append(dataclasses.replace(one, ends=last))
        else:
            closed.append(one)
    return Policy(form.policy, form.name.strip(), tuple(closed), form.guidance.strip())


def keep_form(door: Door, form: PolicyForm) -> RecordId:
    """Keep what a form says as an edition. Raises InputRefused for what is to be put right."""
    looked = look_through(form, own_policies(door.records), door.today())
    edition = looked.checked.edition
    if edition is None:
        raise InputRefused(
            f"{looked.checked.problems[0].sentence} The draft is kept. Put this right first."
        )
    policy = alone(
        Policy(form.policy, form.name.strip(), (edition,), form.guidance.strip()), edition
    )
    if form.earlier_ends and looked.earlier is not None:
        return end_before(door, policy, earlier=looked.earlier, replaces=form.replaces)
    return keep_edition(door, policy, replaces=form.replaces)
