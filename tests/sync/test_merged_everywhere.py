"""Merges made and taken apart on two laptops at once, in any order and direction, end sane."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Attendance, Person
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.desk import Desk
from cps_desktop.services.merging import make_one, merged_into, mergings
from cps_desktop.services.people import change_person
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.unmerging import they_are_two
from tests.examples import few_or_many
from tests.sync.replicas import Replica, told

LAPTOPS = 2
PEOPLE = 4
SESSIONS = 2

laptop = st.integers(0, LAPTOPS - 1)
person = st.integers(0, PEOPLE - 1)
Step = tuple[str, int, int, int]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), laptop, person, person),
        st.tuples(st.just("merge"), laptop, person, person),
        st.tuples(st.just("apart"), laptop, st.integers(0, 3), st.just(0)),
        st.tuples(st.just("list"), laptop, person, st.integers(0, SESSIONS - 1)),
        st.tuples(st.just("write"), laptop, person, st.integers(0, 9)),
        st.tuples(st.just("give"), laptop, st.just(0), st.just(0)),
    ),
    min_size=2,
    max_size=14,
)


class Story:
    """Two laptops with the same four people and two sessions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.replicas = [Replica(folder / str(n), n) for n in range(LAPTOPS)]
        first = self.replicas[0]
        self.people = [first.new_person(f"Person {n}").id for n in range(PEOPLE)]
        self.sessions = [first.new_session(f"Session {n}").id for n in range(SESSIONS)]
        self.listed: set[int] = set()
        self.count = 0
        self.desks = [
            Desk(
                one.workspace,
                one.door,
                PlannerCatalogue.shipped(),
                resources=paths.resources(),
            )
            for one in self.replicas
        ]
        self.give(0)

    def give(self, giver: int) -> None:
        self.count += 1
        for one in self.replicas:
            one.now += 1000
        self.replicas[giver].give(self.replicas[1 - giver], self.folder / f"{self.count}.cpsb")

    def do(self, step: Step) -> None:
        word, at, one, other = step
        replica = self.replicas[at]
        replica.now += 1000
        if word == "merge" and one != other:
            try:
                make_one(replica.door, Alike.PERSON, self.people[one], self.people[other])
            except InputRefused:
                return  # one of them was merged into somebody already
        elif word == "apart":
            some = mergings(replica.workspace)
            if some:
                try:
                    they_are_two(self.desks[at], some[one % len(some)])
                except InputRefused:
                    return  # a later one stands on it
        elif word == "list":
            known = replica.workspace.get(Person, self.people[one])
            if known is not None and not known.deleted:
                add_to_list(replica.door, self.sessions[other], person=known.id)
                self.listed.add(other)
        elif word == "write":
            known = replica.workspace.get(Person, self.people[one])
            if known is not None and not known.deleted:
                change_person(replica.door, known.id, amend=False, contact=f"{at} {other}")
        elif word == "give":
            self.give(at)

    def exchange(self) -> None:
        self.give(0)
        self.give(1)
        self.give(0)

    def finish(self) -> None:
        """Take along whatever the other laptop did meanwhile, until nothing is left to take."""
        replica = self.replicas[0]
        for _ in range(PEOPLE + 1):
            for one in mergings(replica.workspace):
                try:
                    make_one(replica.door, Alike.PERSON, *one.pair)
                except InputRefused:
                    continue  # whoever stays was merged into somebody else, which comes too
        self.exchange()

    def close(self) -> None:
        for one in self.replicas:
            one.close()


@settings(max_examples=few_or_many(16), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
@example([("merge", 0, 1, 2), ("merge", 1, 2, 0), ("list", 0, 0, 0)])
@example([("merge", 0, 0, 1), ("merge", 1, 1, 2), ("list", 1, 1, 0), ("list", 1, 2, 1)])
@example([("list", 0, 0, 0), ("merge", 0, 0, 1), ("give", 0, 0, 0), ("apart", 1, 0, 0)])
def test_merges_on_two_laptops_end_sane(some: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        try:
            for step in some:
                story.do(step)
            story.exchange()
            left, right = (one.workspace for one in story.replicas)
            assert told(left) == told(right), "both laptops hold and show the same"
            story.finish()
            assert told(left) == told(right)
            living = {one.id for one in left.find(Person)}
            assert living, "whoever was merged with whom, somebody is left"
            lost = set(story.people) - living
            taken = {gone for one in living for gone in merged_into(left, Alike.PERSON, one)}
            assert lost <= taken, "nobody is gone but into somebody who is here"
            entries = left.find(Attendance)
            assert {one.session for one in entries} == {story.sessions[n] for n in story.listed}
            assert all(one.person in living for one in entries), "no entry speaks of nobody"
            assert all(one.id == derived_id(one.session, one.person) for one in entries)
        finally:
            story.close()
