"""An office laptop, and laptops it has never met that hand bundles to it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cps_desktop.domain.kinds import Session
from cps_desktop.services import exchange, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.inbox import Look, look_at
from cps_desktop.services.outcomes import Report
from cps_desktop.storage.workspace import Workspace
from tests.services.desks import desk_of
from tests.services.laptop import Laptop, laptop


class Office:
    """The laptop where bundles come in; ``stick`` is the folder they come in."""

    def __init__(self, one: Laptop, folder: Path, stack: ExitStack) -> None:
        self.one, self.folder, self._stack = one, folder, stack
        self.desk: Desk = desk_of(one)
        self.stick = folder / "stick"
        self.stick.mkdir()
        self._seeds = iter(range(20, 200))
        exchange.name_this_device(one.workspace, "Office laptop")

    def stranger(self, name: str, *, seed: int = 0, empty: bool = False) -> Laptop:
        """A laptop that was never met here, with one session of its own unless ``empty``.

        Two of one ``seed`` are one laptop that was set back: the same numbers, other changes.
        """
        seed = seed or next(self._seeds)
        made = self._stack.enter_context(laptop(self.folder / name, seed=seed))
        exchange.name_this_device(made.workspace, name)
        if not empty:
            sessions.create_session(made.door, title=f"A session of {name}")
        return made

    def receive(self, giver: Laptop, name: str, *, words: str = "") -> Path:
        """A bundle with everything new of a laptop, on the stick."""
        keys = exchange.own_age_keys(self.one.workspace)
        to = Receiver("x", keys.recipient, device=self.one.workspace.device_key)
        if words:
            to = Receiver("x", passphrase=words)
        path = self.stick / name
        give(desk_of(giver), to, Scope.NEW, "", path)
        return path

    def restart(self) -> None:
        """The program is ended and started again."""
        folder, clock = self.one.workspace.folder, self.one.clock
        self.one.workspace.close()
        self.one.workspace = self._stack.enter_context(Workspace.open(folder, wall=clock))
        self.one.door = Door(self.one.workspace, clock, os.urandom)
        self.desk = desk_of(self.one)

    def look(self, path: Path) -> Look:
        return look_at(self.one.workspace, path)

    def told(self, report: Report) -> Report:
        """As the window does when a worker has decided."""
        self.one.workspace.forget_caches()
        self.one.door.came_in(report.summary)
        return report

    def standing(self, one: Laptop) -> str:
        """How a laptop stands here; "" for one never met."""
        return self.one.workspace.devices().get(one.workspace.device_key, ("", ""))[1]

    def titles(self) -> list[str]:
        found = self.one.workspace.find(Session)
        return sorted(one.title for one in found)


@contextmanager
def office_in(folder: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(stack.enter_context(laptop(folder, seed=19)), folder, stack)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
