"""Whether what was ruled for everybody is carried out here, and nothing else is missing."""

from __future__ import annotations

from cps_desktop.services.rulings import holes_in, law_of
from cps_desktop.storage.checking import Finding
from cps_desktop.storage.erasing import not_obeyed, rulings_in_effect
from cps_desktop.storage.workspace import Workspace


def check_rulings(workspace: Workspace) -> tuple[list[Finding], list[str]]:
    """Rulings against what was done, and every missing value against rulings: (what is wrong,
    what is merely to be known)."""
    law = law_of(workspace)
    findings: list[Finding] = []
    notes: list[str] = []
    if law.in_effect != rulings_in_effect(workspace):
        findings.append(Finding("What was ruled for everybody is not carried out.", mendable=True))
    else:
        left = not_obeyed(workspace)
        if left:
            findings.append(Finding(f"{_values(left)} here that should be erased.", mendable=True))
    lost = foreign = taken_back = 0
    for place in workspace.segments.places():
        if not place.holes:
            continue
        for hole in holes_in(workspace.segments.load(place)):
            if law.in_effect.erased.covers(*hole):
                continue
            if law.justified.covers(*hole):
                taken_back += 1
            elif law.strangers.covers(*hole):
                foreign += 1
            else:
                lost += 1
    if lost:
        findings.append(
            Finding(
                f"{_values(lost)} missing, and nobody who may erase has erased them. Restore the "
                "latest backup.",
                mendable=False,
            )
        )
    if foreign:
        notes.append(f"{_values(foreign)} missing that another organisation erased.")
    if taken_back:
        notes.append(
            f"{_values(taken_back)} missing that somebody erased whose rulings no longer hold. A "
            "bundle with everything from a laptop where they still are brings them back."
        )
    return findings, notes


def _values(count: int) -> str:
    return "1 value is" if count == 1 else f"{count:,} values are"
