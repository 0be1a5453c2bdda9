"""What bringing a bundle in would change here: told before anything is."""

from __future__ import annotations

import dataclasses

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import RecordId
from cps_desktop.services.bundle_opening import Inspection, OpenedBundle
from cps_desktop.storage.site_ranges import ranges_here
from cps_desktop.storage.workspace import Workspace


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of one laptop's history that would still be missing.

    ``missing`` is "120–180", in the numbers of that laptop's changes since one start of the
    program; ``device`` and ``laptop`` say whose (b"" and "" where it is not known).
    """

    site: bytes
    device: bytes
    laptop: str
    missing: str


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """What bringing a bundle in would change on this laptop."""

    inspection: Inspection
    new_changes: int
    new_sessions: tuple[tuple[RecordId, str], ...]
    unknown_devices: tuple[tuple[bytes, str], ...]
    missing_attachments: int
    gaps: tuple[Gap, ...]

    @property
    def nothing_new(self) -> bool:
        """Whether everything in it is here already."""
        return self.new_changes == 0


def preview(workspace: Workspace, bundle: OpenedBundle) -> Preview:
    """What bringing this bundle in would change here."""
    here = workspace.segments.here_of(bundle.headers)
    new = {digest: about for digest, about in bundle.headers.items() if digest not in here}
    known = {
        session.id: session.title
        for session in (*workspace.find(Session), *workspace.find(Session, deleted=True))
    }
    devices = workspace.devices()
    inspection = dataclasses.replace(
        bundle.inspection,
        sessions=tuple(
            (one, title or known.get(one, "")) for one, title in bundle.inspection.sessions
        ),
    )
    return Preview(
        inspection=inspection,
        new_changes=sum(count for _, count in new.values()),
        new_sessions=tuple(one for one in inspection.sessions if one[0] not in known),
        unknown_devices=tuple(one for one in inspection.devices if one[0] not in devices),
        missing_attachments=len(
            bundle.named_attachments - bundle.attachment_digests - workspace.attachment_digests()
        ),
        gaps=_gaps(workspace, bundle),
    )


def _gaps(workspace: Workspace, bundle: OpenedBundle) -> tuple[Gap, ...]:
    """Stretches of laptops' histories that would still be missing."""
    having = ranges_here(workspace, bundle.ranges)
    names = {key: name for key, (name, _) in workspace.devices().items()}
    names |= {key: name for key, name in bundle.inspection.devices if name}
    gaps: list[Gap] = []
    for site, some in bundle.ranges.items():
        here = having.get(site, RangeSet())
        together = RangeSet(span for one in (here, *some) for span in one.spans)
        device = bundle.makers.get(site, b"")
        gaps += [
            Gap(
                site,
                device,
                names.get(device, ""),
                f"{span.first}–{span.last}" if span.first < span.last else str(span.first),
            )
            for span in together.gaps.spans
        ]
    return tuple(gaps)
