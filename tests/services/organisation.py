"""An organisation for tests: join files signed by its root key, taken up on laptops."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Protocol

from cps_desktop.services import papers
from cps_desktop.services.receivers import own_age_keys
from cps_desktop.services.taking_up_papers import take_up
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.joining import (
    CONTROLLER,
    COORDINATOR,
    Coordinator,
    JoinFile,
    root_of,
    write_join_file,
)

BOTH = (COORDINATOR, CONTROLLER)


class HasWorkspace(Protocol):
    """A laptop of any of our tests."""

    @property
    def workspace(self) -> Workspace:
        """Its open workspace."""


class Organisation:
    """Signs join files with the next number each."""

    def __init__(self, name: str = "Invented Care", seed: int = 1) -> None:
        self.name = name
        self.secret = random.Random(f"root {seed}").randbytes(32)
        self.sequence = 0

    def paper(self, named: Mapping[Workspace, Sequence[str]] | Sequence[HasWorkspace]) -> str:
        """A new join file that names these laptops, with both roles unless said otherwise."""
        if not isinstance(named, Mapping):
            named = {one.workspace: BOTH for one in named}
        self.sequence += 1
        join = JoinFile(
            organisation=self.name,
            sequence=self.sequence,
            root=root_of(self.secret),
            coordinators=tuple(
                Coordinator(
                    name=f"Coordinator {at}",
                    recipient=own_age_keys(one).recipient,
                    device=one.device_key.hex(),
                    roles=tuple(roles),
                )
                for at, (one, roles) in enumerate(named.items())
            ),
        )
        return write_join_file(join, self.secret).decode()

    def found(self, coordinators: Sequence[HasWorkspace], members: Sequence[HasWorkspace]) -> None:
        """Name these coordinators, and let everybody join."""
        text = self.paper(coordinators)
        for one in (*coordinators, *members):
            join(one, text)


def join(laptop: HasWorkspace, text: str) -> None:
    """Let a laptop belong to the organisation of this join file."""
    take_up(laptop.workspace, papers.verified(text))
