"""That the keyboard is in participants' hands: remembered, so that no crash leads out."""

from __future__ import annotations

import dataclasses
from typing import Final

from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.storage.workspace import Workspace

ANSWER, VOTE = "answer", "vote"
"""What participants are asked to do: answer one question after another, or give dots."""

NOTE: Final = "participant view"


@dataclasses.dataclass(frozen=True, slots=True)
class ParticipantView:
    """What participants see. ``others``: also what others said, without names."""

    planner: RecordId
    doing: str = ANSWER
    others: bool = False


def begin_view(workspace: Workspace, view: ParticipantView) -> None:
    """From now on this laptop is in participants' hands, after a crash or a restart too."""
    workspace.set_note(NOTE, dataclasses.asdict(view))


def end_view(workspace: Workspace) -> None:
    """The facilitator has it back."""
    workspace.set_note(NOTE, None)


def view_in_force(workspace: Workspace) -> ParticipantView | None:
    """What participants were shown when the program ended; None where they were not.

    A note of a newer version, or of a planner that is gone, still holds: it is the facilitator
    who ends it.
    """
    kept = workspace.note(NOTE)
    if kept is None:
        return None
    told = kept if isinstance(kept, dict) else {}
    planner, doing = told.get("planner"), told.get("doing")
    return ParticipantView(
        planner if isinstance(planner, str) else "",
        doing if doing in {ANSWER, VOTE} else ANSWER,
        told.get("others") is True,
    )


def is_there(workspace: Workspace, planner: RecordId) -> bool:
    """Whether the planner can still be answered."""
    known = workspace.get(Planner, planner) if planner else None
    return known is not None and not known.deleted and not known.newer
