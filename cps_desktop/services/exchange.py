"""Handing over and bringing in: bundles between laptops, in any order, more than once.

Nothing here is ever deleted by handing it over, and a bundle is either brought in whole or not at
all. A receiver is sent everything it has not acknowledged: a lost stick loses nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from cps_desktop import __version__
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import BundleRefused, InputRefused
from cps_desktop.domain.kinds import Attachment, JoinPaper, Ruling, Session
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import redacted
from cps_desktop.domain.segments import Segment
from cps_desktop.services.after_erasure import brought_after
from cps_desktop.services.bundle_opening import (
    Inspection,
    OpenedBundle,
    open_bundle,
    opened,
    silent,
)
from cps_desktop.services.bundle_preview import Gap, Preview, preview
from cps_desktop.services.door import Door
from cps_desktop.services.own_policies import policies_used
from cps_desktop.services.own_templates import templates_used
from cps_desktop.services.papers import identities, sealed_for
from cps_desktop.services.progress import Progress, Stopped
from cps_desktop.services.receivers import (
    ANYONE,
    Receiver,
    acknowledge,
    acknowledged_by,
    device_name,
    lacking,
    laptops_met,
    lives_heard_of,
    name_this_device,
    note_answered,
    note_meeting,
    own_age_keys,
    receiver_from,
    waits_for_word,
)
from cps_desktop.services.rulings import (
    Hole,
    check_covered,
    holes_in,
    law_of,
    leave_no_trace,
    obey_rulings,
    rulings_may_have_come,
)
from cps_desktop.services.sealing import seal_everything
from cps_desktop.services.taking_up_papers import take_up_papers
from cps_desktop.services.unfinished import being_written
from cps_desktop.storage.erasing import Obeyed, rulings_in_effect
from cps_desktop.storage.sealed import SegmentPlace
from cps_desktop.storage.to_decide import ToDecide
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import place_beside, read_whole, write_whole
from cps_desktop.sync.bundles import LARGEST_FILE, Manifest, contents_digest, pack, unpack
from cps_desktop.sync.manifests import NOBODY
from cps_desktop.sync.sealed_age import (
    check_beginning,
    is_recipient,
    seal_for,
    seal_under,
    unseal,
)

__all__ = [
    "ANYONE",
    "BroughtIn",
    "Gap",
    "HandedOver",
    "Inspection",
    "OpenedBundle",
    "Plan",
    "Preview",
    "Progress",
    "Receiver",
    "Stopped",
    "bring_in",
    "device_name",
    "hand_over",
    "laptops_met",
    "name_this_device",
    "open_bundle",
    "open_for",
    "open_sealed_for",
    "opened",
    "own_age_keys",
    "plan_handing_over",
    "preview",
    "receiver_from",
    "seal_everything",
    "still_to_come",
    "unseal_for",
]

_DIGEST_LENGTH = 64

CONTRADICTS = (
    "This bundle holds other changes under the same numbers as changes that are here already: "
    "one of the two was forged, or a laptop was set back to an earlier state while it was in use. "
    "Nothing was changed. Show both laptops to your coordinator."
)

MOST_LACKED = 10_000
"""Pictures that a bundle asks for; more are asked for next time."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What a bundle would hold: shown before anything is written."""

    segments: tuple[SegmentPlace, ...]
    changes: int
    sessions: tuple[RecordId, ...]
    attachments: tuple[tuple[str, int], ...]
    scope: str

    @property
    def only_answers(self) -> bool:
        """Whether it only says what this laptop has and lacks."""
        return not self.segments and not self.attachments


@dataclasses.dataclass(frozen=True, slots=True)
class HandedOver:
    """A bundle that was written, read back and moved into place."""

    path: Path
    changes: int
    sessions: int
    attachments: int
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came in with a bundle."""

    inspection: Inspection
    new_changes: int
    to_decide: int
    missing_attachments: int
    summary: ChangeSummary
    after_erasure: int = 0
    """Records it wrote into that speak, or may speak, of what was erased."""


def plan_handing_over(
    workspace: Workspace,
    receiver: Receiver,
    *,
    sessions: Sequence[RecordId] = (),
    everything: bool = False,
    sealing: bool = True,
) -> Plan:
    """What a bundle for this receiver would hold.

    What is not sealed yet is sealed first; with ``sealing`` off nothing is written, and the plan
    is for looking at only.

    By default everything the receiver has not acknowledged; ``sessions`` narrows it to those
    sessions with the people and organisations they name; ``everything`` holds nothing back.
    Where nothing is new, a receiver that waits to hear of this laptop is answered: the bundle
    then says what this laptop has and lacks, and no more (docs/decisions/lives.md).
    Raises InputRefused where there is nothing to hand over and nobody waits.
    """
    if sealing:
        seal_everything(workspace)
    roots: set[RecordId] | None = None
    if sessions:
        roots = set()
        for session in sessions:
            if workspace.get(Session, session) is None:
                raise InputRefused("This session is not in this workspace. Nothing was written.")
            roots |= workspace.reader.roots_referred_to(session)
        roots |= templates_used(workspace, sessions) | policies_used(workspace, sessions, roots)
        roots |= _for_everybody(workspace)
    acknowledged = {} if everything else acknowledged_by(workspace, receiver.key)
    loose = [] if sealing else workspace.segments.places_to_be(roots)
    chosen = tuple(
        place
        for place in (*workspace.segments.places(roots), *loose)
        if not acknowledged.get(place.site, RangeSet()).covers(place.seqs)
    )
    touched = {place.root.hex() for place in chosen}
    waited_for = set() if sessions else lacking(workspace, receiver)
    attachments = _attachments_of(workspace, touched, waited_for)
    nothing = not chosen and not attachments
    if nothing and (sessions or not waits_for_word(workspace, receiver)):
        raise InputRefused("There is nothing to hand over yet. Nothing was written.")
    inside = [one for one in workspace.find(Session) if one.id in touched]
    scope = "session" if sessions else ("all" if everything else "new")
    return Plan(
        segments=chosen,
        changes=sum(len(place.seqs) for place in chosen),
        sessions=tuple(one.id for one in inside),
        attachments=tuple(attachments),
        scope=scope,
    )


def _for_everybody(workspace: Workspace) -> set[RecordId]:
    """What every bundle carries, whatever it is narrowed to: who coordinates, what they decided."""
    return {
        one.id
        for kind in (JoinPaper, Ruling)
        for deleted in (False, True)
        for one in workspace.find(kind, deleted=deleted)
    }


def _attachments_of(
    workspace: Workspace, roots: set[RecordId], waited_for: set[str]
) -> list[tuple[str, int]]:
    """The attachments of these roots that are here, and those that the receiver waits for."""
    here = workspace.attachment_sizes()
    chosen = {
        one.digest
        for one in workspace.find(Attachment)
        if one.root in roots or one.digest in waited_for
    }
    return sorted((digest, here[digest]) for digest in chosen if digest in here)


def hand_over(
    door: Door,
    workspace: Workspace,
    plan: Plan,
    receiver: Receiver,
    target: Path,
    progress: Progress | None = None,
) -> HandedOver:
    """Write a bundle, read it back, and remember what the receiver was given.

    Only when this returns may it be said that the stick is safe to remove. Raises InputRefused or
    StorageFull with what to do; nothing is left behind then. Handing over deletes nothing.
    """
    tell = progress or silent
    keys = own_age_keys(workspace)
    manifest = Manifest(
        id=bytes.fromhex(door.new_id()),
        made=max(door.now_ms(), 0),
        program=__version__,
        device=workspace.device_key,
        device_name=device_name(workspace),
        scope=plan.scope,
        segments=len(plan.segments),
        changes=plan.changes,
        contents=contents_digest(place.digest for place in plan.segments),
        attachments=list(plan.attachments),
        lacks=_still_lacked(workspace)[:MOST_LACKED],
        have={site: some.flat() for site, some in workspace.segments.have().items()},
        reply_to=keys.recipient,
        introduces=_introductions(workspace, plan),
        life=workspace.life,
        earlier_lives=workspace.earlier_lives,
        heard=lives_heard_of(workspace, receiver),
        receiver=receiver.device or NOBODY,
    )
    packed = pack(
        manifest,
        workspace.device_secret,
        (workspace.segments.load(place) for place in plan.segments),
        ((digest, _content(workspace, digest)) for digest, _ in plan.attachments),
        lambda done: tell("Putting it together", done, plan.changes),
        holes=any(place.holes for place in plan.segments),
    )
    unpack(packed)
    tell("Sealing it", 0, 1)
    sealed = (
        seal_for(packed, sealed_for(workspace, receiver))
        if receiver.recipient
        else seal_under(packed, receiver.passphrase)
    )
    if len(sealed) > LARGEST_FILE:
        raise InputRefused(
            "This is more than one bundle can hold (768 MB). Nothing was written. "
            "Hand it over in parts, one session at a time."
        )
    with being_written(workspace, place_beside(target)):
        write_whole(target, sealed, lambda done, of: tell("Writing and reading back", done, of))
    given: dict[bytes, RangeSet] = {}
    for place in plan.segments:
        given[place.site] = given.get(place.site, RangeSet()) | place.seqs
    with workspace.one_transaction():
        workspace.segments.note_handed(receiver.key, "given", given)
        note_answered(workspace, receiver)
    return HandedOver(target, plan.changes, len(plan.sessions), len(plan.attachments), len(sealed))


def _content(workspace: Workspace, digest: str) -> bytes:
    content = workspace.attachment(digest)
    if content is None:
        raise InputRefused("A picture went away while it was handed over. Nothing was written.")
    return content


def _introductions(workspace: Workspace, plan: Plan) -> dict[bytes, str]:
    """The names of the laptops whose changes are inside, and of no other."""
    inside = workspace.segments.devices_of({place.site for place in plan.segments})
    return {
        key: name
        for key, (name, _) in workspace.devices().items()
        if name and key in inside and key != workspace.device_key
    }


def open_for(
    workspace: Workspace,
    path: Path,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> OpenedBundle:
    """Open a bundle with this laptop's own key, for bringing it in here.

    What is here already was verified when it came and is not verified again. Raises CannotUnlock,
    BundleRefused, InputRefused.
    """
    return open_sealed_for(workspace, path, read_for(workspace, path), passphrase, progress)


def read_for(workspace: Workspace, path: Path) -> bytes:
    """A sealed file, read whole. A large one that is not for this laptop is not read to its end.

    Raises CannotUnlock, BundleRefused, InputRefused.
    """
    return read_whole(path, lambda beginning: check_beginning(beginning, identities(workspace)))


def open_sealed_for(
    workspace: Workspace,
    path: Path,
    sealed: bytes,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> OpenedBundle:
    """The same for a file that was read already: ``path`` only names it."""
    tell = progress or silent
    tell("Opening it", 0, 1)
    packed = unseal_for(workspace, sealed, passphrase)
    return opened(path, packed, tell, workspace.segments.digests())


def unseal_for(workspace: Workspace, sealed: bytes, passphrase: str | None = None) -> bytes:
    """What a sealed file holds, with this laptop's own key or under words; not verified.

    Raises CannotUnlock, BundleRefused.
    """
    return unseal(sealed, identities(workspace), passphrase)


def bring_in(
    workspace: Workspace,
    bundle: OpenedBundle,
    progress: Progress | None = None,
    counted: ToDecide | None = None,
) -> BroughtIn:
    """Bring a verified bundle in, all or nothing. Bringing it in again changes nothing.

    The caller tells the door (:meth:`Door.came_in`) of the summary. Whoever brings many in gives
    each the same ``counted``. Raises BundleRefused.
    """
    tell = progress or silent
    counted = counted or ToDecide(workspace)
    here = workspace.segments.here_of(bundle.headers)
    if not bundle.met <= here:
        # It was opened for another workspace, or this one was put back since: verify it all.
        bundle = opened(bundle.path, bundle.packed, progress)
    manifest = bundle.contents.manifest
    new = sum(count for digest, (_, count) in bundle.headers.items() if digest not in here)
    if new:
        counted.begin()
    with workspace.one_transaction():
        summary = (
            _take_segments(workspace, bundle, here, lambda done: tell("Bringing it in", done, new))
            if new
            else ChangeSummary("Brought in")
        )
        _take_attachments(workspace, bundle)
        _remember_sender(workspace, bundle)
        acknowledge(workspace, manifest, _all_of(bundle))
    take_up_papers(workspace)
    if summary.everything:
        leave_no_trace(workspace, progress)
    to_decide = counted.after(summary) if new else 0
    return BroughtIn(
        bundle.inspection,
        summary.changes,
        to_decide,
        still_to_come(workspace),
        summary,
        brought_after(workspace, summary.touched),
    )


def _all_of(bundle: OpenedBundle) -> dict[bytes, RangeSet]:
    """What the bundle itself holds: whoever sent it has it."""
    return {
        site: RangeSet(span for one in some for span in one.spans)
        for site, some in bundle.ranges.items()
    }


def _take_segments(
    workspace: Workspace,
    bundle: OpenedBundle,
    here: set[bytes],
    progress: Callable[[int], None],
) -> ChangeSummary:
    intake = workspace.intake()
    erased = rulings_in_effect(workspace).erased
    holes: list[Hole] = []

    def take(segment: Segment) -> None:
        if segment.digest in here:
            return
        holes.extend(holes_in(segment))
        segment = redacted(segment, erased)
        all_new = intake.take(segment)
        if not all_new and not workspace.segments.rows_agree(segment):
            raise BundleRefused(CONTRADICTS)
        workspace.segments.keep(segment)
        if not all_new:
            # Only of what was here before can a value have been missing.
            workspace.segments.heal(segment)
        progress(intake.changes)

    bundle.each_segment(take)
    intake.settle()
    touched = tuple(intake.touched.values())
    obeyed = Obeyed()
    if holes or rulings_may_have_come(one.kind for one in touched):
        law = law_of(workspace)
        check_covered(law, holes)
        obeyed = obey_rulings(workspace, law)
    return ChangeSummary("Brought in", touched, everything=obeyed.changed, changes=intake.changes)


def _take_attachments(workspace: Workspace, bundle: OpenedBundle) -> None:
    wanted = bundle.attachment_digests - workspace.attachment_digests()
    gone = wanted & rulings_in_effect(workspace).erased.digests
    if gone:
        # What a ruling lists comes in only where a record names it all the same.
        wanted -= gone - {one.digest for one in _every_attachment(workspace)}
    if not wanted:
        return

    def take(digest: str, content: bytes) -> None:
        if digest in wanted:
            workspace.put_attachment(content)

    unpack(bundle.packed, verify=False, on_attachment=take)


def _every_attachment(workspace: Workspace) -> tuple[Attachment, ...]:
    return workspace.find(Attachment) + workspace.find(Attachment, deleted=True)


def _remember_sender(workspace: Workspace, bundle: OpenedBundle) -> None:
    # Most of it is known from earlier bundles: what is as it was is not written again.
    manifest, known = bundle.contents.manifest, workspace.devices()
    if manifest.device != workspace.device_key:
        if manifest.device not in known or known[manifest.device][0] != manifest.device_name:
            workspace.name_device(manifest.device, manifest.device_name)
        note_meeting(workspace, manifest.device)
        kept = cast(dict[str, str], workspace.note("reply to") or {})
        now = {**kept, manifest.device.hex(): manifest.reply_to}
        if now != kept and is_recipient(manifest.reply_to):
            workspace.set_note("reply to", now)
    # Only whose work came in with it: a name alone makes nobody met.
    inside = {key for key, _ in bundle.inspection.devices}
    for key, name in manifest.introduces.items():
        if key in inside and not known.get(key, ("", ""))[0] and key != workspace.device_key:
            workspace.name_device(key, name)


def still_to_come(workspace: Workspace) -> int:
    """How many pictures are named by records but have not arrived yet."""
    return len(_still_lacked(workspace))


def _still_lacked(workspace: Workspace) -> list[str]:
    here = workspace.attachment_digests()
    named = {one.digest for one in workspace.find(Attachment)}
    return sorted(one for one in named - here if len(one) == _DIGEST_LENGTH)
