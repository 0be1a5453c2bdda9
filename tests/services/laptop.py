"""A laptop for tests: a real workspace file with a clock that the test moves."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.services import exchange
from cps_desktop.services.door import Door
from cps_desktop.storage.workspace import Workspace

THURSDAY = dt.date(2027, 3, 18)


class Clock:
    """Milliseconds since 1970, moved on by a little at every look and by hand for the rest."""

    def __init__(self, moment: dt.datetime) -> None:
        self.ms = int(moment.timestamp() * 1000)

    def __call__(self) -> int:
        self.ms += 1
        return self.ms

    def later(self, seconds: float) -> None:
        self.ms += int(seconds * 1000)


class Laptop:
    """One laptop with its workspace, its door and everything its listeners were told."""

    def __init__(self, workspace: Workspace, clock: Clock, seed: int) -> None:
        self.workspace = workspace
        self.clock = clock
        self.door = Door(workspace, clock, random.Random(f"ids {seed}").randbytes)
        self.told: list[ChangeSummary] = []
        self.door.listen(self.told.append)


@contextmanager
def laptop(folder: Path, *, seed: int = 1, hour: int = 9) -> Iterator[Laptop]:
    """A laptop on Thursday 18 March 2027 at this hour of its own time."""
    clock = Clock(dt.datetime(2027, 3, 18, hour, 2).astimezone())
    entropy = random.Random(f"keys {seed}").randbytes
    with Workspace.create(folder / f"laptop {seed}", wall=clock, entropy=entropy) as workspace:
        yield Laptop(workspace, clock, seed)


def give(giver: Laptop, receiver: Laptop, folder: Path) -> None:
    """Hand everything new over to another laptop by a real bundle, and bring it in there."""
    keys = exchange.own_age_keys(receiver.workspace)
    to = exchange.Receiver("other", keys.recipient, device=receiver.workspace.device_key)
    path = folder / f"{giver.clock()} {giver.workspace.device_key.hex()[:8]}.cpsb"
    plan = exchange.plan_handing_over(giver.workspace, to)
    exchange.hand_over(giver.door, giver.workspace, plan, to, path)
    bundle = exchange.open_bundle(path, [keys.identity])
    receiver.door.came_in(exchange.bring_in(receiver.workspace, bundle).summary)
