"""A bundle brought in, either whole or not at all, in any order and more than once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import cast

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import BundleRefused
from cps_desktop.domain.kinds import Attachment
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.rulings import redacted
from cps_desktop.domain.segments import Segment
from cps_desktop.services.after_erasure import brought_after
from cps_desktop.services.bundle_opening import (
    Inspection,
    OpenedBundle,
    opened,
    silent,
)
from cps_desktop.services.papers import identities
from cps_desktop.services.pictures_to_come import still_to_come
from cps_desktop.services.progress import Progress
from cps_desktop.services.receivers import (
    acknowledge,
    note_meeting,
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
from cps_desktop.services.taking_up_papers import take_up_papers
from cps_desktop.storage.erasing import Obeyed, rulings_in_effect
from cps_desktop.storage.to_decide import ToDecide
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import read_whole
from cps_desktop.sync.bundles import unpack
from cps_desktop.sync.sealed_age import (
    check_beginning,
    is_recipient,
    unseal,
)

CONTRADICTS = (
    "This bundle holds other changes under the same numbers as changes that are here already: "
    "one of the two was forged, or a laptop was set back to an earlier state while it was in use. "
    "Nothing was changed. Show both laptops to your coordinator."
)


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
