"""Whether a workspace is whole, in plain sentences; and mending what can be made again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from cps_desktop.domain.faults import Fault
from cps_desktop.services.checking_rulings import check_rulings
from cps_desktop.services.rulings import leave_no_trace, obey_rulings
from cps_desktop.storage import checking as parts
from cps_desktop.storage.checking import Finding
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundles import refusing
from cps_desktop.sync.sealing import Opener, to_wire

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much. May raise to stop."""


@dataclasses.dataclass(frozen=True, slots=True)
class Findings:
    """What a check found. ``checked`` says what was looked at; ``notes`` what is merely to be
    known, such as work that has not come in yet; ``mended`` what a rebuild put right."""

    checked: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    mended: tuple[str, ...] = ()

    @property
    def problems(self) -> list[str]:
        """What is wrong still, one sentence each; empty when the workspace is whole."""
        return [one.sentence for one in self.findings]


def check_workspace(
    workspace: Workspace, rebuild: bool = False, progress: Progress | None = None
) -> Findings:
    """Check all of a workspace; with ``rebuild`` also mend what can be made again.

    Raises StorageFull where a rebuild finds no room, and what ``progress`` raises.
    """
    found = _look(workspace, progress)
    mendable = [one.sentence for one in found.findings if one.mendable]
    if not rebuild or not mendable:
        return found
    parts.mend(workspace, _part(progress, "Making it again"))
    obey_rulings(workspace, anew=True)
    leave_no_trace(workspace)
    again = _look(workspace, progress)
    left = set(again.problems)
    return dataclasses.replace(again, mended=tuple(one for one in mendable if one not in left))


def _look(workspace: Workspace, progress: Progress | None) -> Findings:
    findings = parts.check_file_itself(workspace)
    notes: list[str] = []
    checked = ["the encrypted file"]
    if any(not one.mendable for one in findings):
        # On pages that do not read, nothing further can be told from what is wrong with them.
        return Findings(tuple(checked), tuple(findings), ())
    findings += parts.check_triggers(workspace)
    findings += _check_seals(workspace, progress)
    wrong, notes = parts.check_chains(workspace)
    findings += wrong
    wrong, more = check_rulings(workspace)
    findings += wrong
    notes += more
    findings += parts.check_shown(workspace, _part(progress, "Comparing what is shown"))
    findings += parts.check_search_index(workspace)
    findings += parts.check_attachments(workspace)
    checked += ["seals and chains", "what was erased", "what is shown", "search", "pictures"]
    return Findings(tuple(checked), tuple(findings), tuple(notes))


def _part(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, of: progress(what, done, of)


def _check_seals(workspace: Workspace, progress: Progress | None) -> list[Finding]:
    """Every segment put together again, with its digest, signature and commitments."""
    opener = Opener()
    broken: dict[bytes, int] = {}
    places = workspace.segments.places()
    for done, place in enumerate(places):
        if progress is not None:
            progress("Checking seals", done, len(places))
        try:
            with refusing():
                opener.open(to_wire(workspace.segments.load(place)))
        except Fault:
            broken[place.site] = broken.get(place.site, 0) + len(place.seqs)
    names = workspace.segments.names_of(set(broken))
    return [
        Finding(
            f"{count} changes of {names.get(site) or 'the laptop ' + site.hex()[:8]} are not as "
            "they were sealed. Restore the latest backup.",
            mendable=False,
        )
        for site, count in broken.items()
    ]
