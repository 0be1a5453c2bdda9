"""Desks on two real laptops, with a session that both have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import NamedAs
from cps_desktop.services import exchange, planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.policy_files import load_policies
from tests.services.laptop import THURSDAY, Laptop, give, laptop

SHIPPED = PlannerCatalogue.shipped()


def desk_of(one: Laptop) -> Desk:
    """Everything people do, on a test's laptop."""
    resources = paths.resources()
    return Desk(
        workspace=one.workspace,
        door=one.door,
        planners=SHIPPED,
        policies=load_policies([resources / "policies"]),
        resources=resources,
    )


class Pair:
    """Two named laptops that both have one session with one planner and two notes."""

    def __init__(self, left: Laptop, right: Laptop, folder: Path) -> None:
        self.left, self.right, self.folder = left, right, folder
        exchange.name_this_device(left.workspace, "Alston laptop")
        exchange.name_this_device(right.workspace, "Penrith laptop")
        self.here, self.there = desk_of(left), desk_of(right)
        self.session = sessions.create_session(
            left.door, title="Letters", venue="Hall", days=[DayTimes(THURSDAY)]
        )
        self.planner = planners.add_planner(left.door, self.session, SHIPPED.choices()[0])
        self.note = planners.add_note(
            left.door, self.planner, "now", "first", author="Ann", named_as=NamedAs.NAME
        )
        self.other = planners.add_note(left.door, self.planner, "now", "second")
        self.send()

    def send(self) -> None:
        """From the left laptop to the right one."""
        give(self.left, self.right, self.folder)

    def answer(self) -> None:
        """From the right laptop to the left one."""
        give(self.right, self.left, self.folder)

    def exchange(self) -> None:
        """Both ways."""
        self.send()
        self.answer()


@contextmanager
def pair(folder: Path) -> Iterator[Pair]:
    """Two laptops; the right one is an hour ahead, so that its changes are the later ones."""
    with laptop(folder, seed=1) as left, laptop(folder, seed=2, hour=10) as right:
        yield Pair(left, right, folder)
