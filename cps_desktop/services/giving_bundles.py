"""A bundle for a receiver: what it would hold, and written, read back and in its place.

Nothing here is ever deleted by handing it over. A receiver is sent everything it has not
acknowledged: a lost stick loses nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from cps_desktop import __version__
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attachment, JoinPaper, Ruling, Session
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import RecordId
from cps_desktop.services.bundle_opening import (
    silent,
)
from cps_desktop.services.door import Door
from cps_desktop.services.own_policies import policies_used
from cps_desktop.services.own_templates import templates_used
from cps_desktop.services.papers import sealed_for
from cps_desktop.services.pictures_to_come import still_lacked
from cps_desktop.services.progress import Progress
from cps_desktop.services.receivers import (
    Receiver,
    acknowledged_by,
    device_name,
    lacking,
    lives_heard_of,
    note_answered,
    own_age_keys,
    waits_for_word,
)
from cps_desktop.services.sealing import seal_everything
from cps_desktop.services.unfinished import being_written
from cps_desktop.storage.segment_rows import SegmentPlace
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import place_beside, write_whole
from cps_desktop.sync.bundles import LARGEST_FILE, Manifest, contents_digest, pack, unpack
from cps_desktop.sync.manifests import NOBODY
from cps_desktop.sync.sealed_age import (
    seal_for,
    seal_under,
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
    loose = [] if sealing else workspace.segments.loose.places_to_be(roots)
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
        lacks=still_lacked(workspace)[:MOST_LACKED],
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
        workspace.segments.given.note_handed(receiver.key, "given", given)
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
