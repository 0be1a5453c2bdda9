"""Erasures and revocations on many laptops: the same everywhere, whatever came when, from whom."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_desktop import paths
from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import BundleRefused
from cps_desktop.domain.kinds import Person, Ruling
from cps_desktop.domain.rulings import Erasure, RecordKey
from cps_desktop.domain.segments import Segment, without
from cps_desktop.services import erasing, revoking
from cps_desktop.services.bundle_opening import opened
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    bring_in,
    hand_over,
    own_age_keys,
    plan_handing_over,
)
from cps_desktop.services.papers import warrant
from cps_desktop.services.rulings import rule
from cps_desktop.sync.bundles import Manifest, contents_digest, pack, unpack
from cps_desktop.sync.joining import COORDINATOR
from cps_desktop.sync.sealed_age import unseal
from tests.services.organisation import BOTH, Organisation, join
from tests.storage.plain_pages import holds
from tests.sync.replicas import Replica, told

NAME = "Quillfeather"
ANY = Path("bundle.cpsb")


@dataclasses.dataclass
class World:
    """Three laptops of one organisation, of which the first may do everything; a new one later."""

    folder: Path
    laptops: list[Replica]
    organisation: Organisation
    count: Iterator[int]

    def new(self) -> Replica:
        """Another laptop, that belongs to nobody yet."""
        number = next(self.count)
        laptop = Replica(self.folder / f"laptop {number}", number)
        self.laptops.append(laptop)
        return laptop

    def bundle(self, giver: Replica, taker: Replica, *, sessions: tuple[str, ...] = ()) -> Path:
        """A bundle for a laptop that has acknowledged nothing."""
        path = self.folder / f"bundle {next(self.count)}"
        assert giver.bundle(taker, path, sessions=sessions, everything=not sessions)
        return path

    def give(self, giver: Replica, taker: Replica) -> None:
        """Hand everything over."""
        taker.take(self.bundle(giver, taker))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path)
    yield made
    for one in made.laptops:
        one.close()


def new_world(folder: Path) -> World:
    """Three laptops that joined."""
    world = World(folder, [], Organisation(), itertools.count(1))
    laptops = [world.new() for _ in range(3)]
    world.organisation.found(laptops[:1], laptops[1:])
    return world


def desk_of(one: Replica) -> Desk:
    """What people do on a laptop."""
    return Desk(one.workspace, one.door, resources=paths.resources())


def erase(one: Replica, person: str) -> None:
    """Erase all there is of a person, what is offered only as well."""
    found = erasing.foresee_person(one.workspace, person)
    erasing.erase(desk_of(one), found.choosing([each.key for each in found.groups]), "asked to")


def write(one: Replica, person: str, **values: str) -> None:
    """Change a person's entry."""
    one.door.do("Correct", setting(one.door.must_exist(Person, person), **values))


def is_gone(one: Replica, text: str = NAME) -> None:
    """No page of any file holds it."""
    assert holds(one.folder, one.workspace.key, text) == []


def relayed(
    path: Path, taker: Replica, relay: Replica, change: Callable[[Segment], Segment]
) -> bytes:
    """A bundle as a relay that can open it could make it anew, signed by itself."""
    packed = unseal(path.read_bytes(), [own_age_keys(taker.workspace).identity], None)
    segments: list[Segment] = []
    said: list[Manifest] = []
    unpack(packed, on_manifest=said.append, on_segment=segments.append)
    changed = [change(one) for one in segments]
    manifest = said[0]
    manifest.device = relay.workspace.device_key
    manifest.segments = len(changed)
    manifest.changes = sum(len(one.columns) for one in changed)
    manifest.contents = contents_digest(one.digest for one in changed)
    holed = any(one.keys is not None for one in changed)
    return pack(manifest, relay.workspace.device_secret, changed, [], holes=holed)


def drop_names(segment: Segment) -> Segment:
    """Take every value of a person out."""
    columns = segment.columns
    holes = {at for at, record in enumerate(columns.records) if columns.kinds[record] == "person"}
    return without(segment, holes) if holes else segment


# -- what may be missing ----------------------------------------------------------------------


def test_a_relay_that_takes_a_value_out_is_refused(world: World) -> None:
    giver, taker, relay = world.laptops
    giver.new_person(f"Ida {NAME}")
    bundle = world.bundle(giver, taker)
    forged = opened(ANY, relayed(bundle, taker, relay, drop_names))
    before = told(taker.workspace)
    with pytest.raises(BundleRefused, match="took it out on the way"):
        bring_in(taker.workspace, forged)
    assert told(taker.workspace) == before
    assert taker.take(bundle) > 0
    # What is here already cannot be taken out of here either.
    bring_in(taker.workspace, opened(ANY, relayed(bundle, taker, relay, drop_names)))
    assert [one.name for one in taker.workspace.find(Person)] == [f"Ida {NAME}"]


def test_a_ruling_covers_what_it_names_and_nothing_else(world: World) -> None:
    giver, taker, relay = world.laptops
    gone = giver.new_person(f"Ida {NAME}")
    giver.new_person("Bob Stays")
    erase(giver, gone.id)
    bundle = world.bundle(giver, taker)
    with pytest.raises(BundleRefused, match="took it out on the way"):
        bring_in(taker.workspace, opened(ANY, relayed(bundle, taker, relay, drop_names)))
    taker.take(bundle)
    assert [one.name for one in taker.workspace.find(Person)] == ["Bob Stays"]
    is_gone(taker)


def test_of_another_organisation_the_join_file_is_asked_for_first(world: World) -> None:
    giver = world.laptops[0]
    erase(giver, giver.new_person(f"Ida {NAME}").id)
    stranger = world.new()
    bundle = world.bundle(giver, stranger)
    for _ in range(2):
        with pytest.raises(BundleRefused, match="join file first"):
            stranger.take(bundle)
        assert stranger.workspace.changes() == 0
    join(stranger, giver_paper(giver))
    assert stranger.take(bundle) > 0
    assert check_workspace(stranger.workspace).problems == []


def giver_paper(giver: Replica) -> str:
    """The join file of a laptop's organisation."""
    return warrant(giver.workspace)


def test_rulings_that_came_before_joining_are_obeyed_then(world: World) -> None:
    giver, friend, _ = world.laptops
    person = giver.new_person(f"Ida {NAME}")
    world.give(giver, friend)
    stranger = world.new()
    world.give(friend, stranger)
    erase(giver, person.id)
    # Of a laptop that holds the ruling but not what it erased, no hole comes with it.
    path = world.folder / "rulings alone"
    planned = plan_handing_over(giver.workspace, stranger.receiver)
    rulings = {one.id for one in giver.workspace.find(Ruling)}
    only = [one for one in planned.segments if one.root.hex() in rulings]
    assert only
    plan = dataclasses.replace(
        planned, segments=tuple(only), changes=sum(len(one.seqs) for one in only)
    )
    hand_over(giver.door, giver.workspace, plan, stranger.receiver, path)
    stranger.take(path)
    assert stranger.workspace.get(Person, person.id) is not None
    join(stranger, giver_paper(giver))
    assert stranger.workspace.get(Person, person.id) is None
    is_gone(stranger)
    assert check_workspace(stranger.workspace).problems == []


def erasing_ruling(giver: Replica) -> Ruling:
    """The ruling on a laptop."""
    return giver.workspace.find(Ruling)[0]


def test_whoever_changes_organisations_sees_no_empty_entries(world: World) -> None:
    giver, taker, _ = world.laptops
    person = giver.new_person(f"Ida {NAME}")
    giver.new_person("Bob Stays")
    world.give(giver, taker)
    erase(giver, person.id)
    world.give(giver, taker)
    other = world.new()
    join(taker, Organisation("Another", seed=7).paper([other]))
    assert [one.name for one in taker.workspace.find(Person)] == ["Bob Stays"]
    found = check_workspace(taker.workspace)
    assert found.problems == []
    assert any("another organisation erased" in one for one in found.notes)
    is_gone(taker)


def test_a_bundle_of_one_session_carries_rulings_too(world: World) -> None:
    giver, taker, _ = world.laptops
    person = giver.new_person(f"Ida {NAME}")
    session = giver.new_session("Another matter")
    world.give(giver, taker)
    erase(giver, person.id)
    taker.take(world.bundle(giver, taker, sessions=(session.id,)))
    assert taker.workspace.get(Person, person.id) is None
    is_gone(taker)


def test_what_was_not_sealed_yet_is_sealed_and_then_erased(world: World) -> None:
    giver, taker, _ = world.laptops
    person = giver.new_person("Ida")
    world.give(giver, taker)
    write(taker, person.id, needs=f"{NAME} needs a ramp")
    erase(giver, person.id)
    world.give(giver, taker)
    is_gone(taker)
    world.give(taker, giver)
    is_gone(giver)
    assert told(giver.workspace)["changes"] == told(taker.workspace)["changes"]
    for one in (giver, taker):
        assert check_workspace(one.workspace).problems == []


def test_a_copied_folder_with_unsealed_work_obeys_alike(world: World, tmp_path: Path) -> None:
    giver, taker, _ = world.laptops
    person = giver.new_person("Ida")
    world.give(giver, taker)
    write(taker, person.id, needs=f"{NAME} needs a ramp")
    copy = taker.copy(tmp_path / "copy", 90)
    world.laptops.append(copy)
    erase(giver, person.id)
    for one in (taker, copy):
        world.give(giver, one)
        is_gone(one)
    for one in (taker, copy, giver):
        for other in (taker, copy, giver):
            if one is not other:
                world.give(one, other)
    first = told(giver.workspace)
    for one in (taker, copy):
        assert told(one.workspace) == first
        assert check_workspace(one.workspace).problems == []


# -- who may ------------------------------------------------------------------------------------


def test_an_erasure_by_somebody_without_the_role_is_kept_and_not_obeyed(world: World) -> None:
    ours, theirs, _ = world.laptops
    text = world.organisation.paper({ours.workspace: BOTH, theirs.workspace: (COORDINATOR,)})
    for one in world.laptops:
        join(one, text)
    person = ours.new_person(f"Ida {NAME}")
    world.give(ours, theirs)
    forge_erasure(theirs, person.id)
    world.give(theirs, ours)
    assert ours.workspace.get(Person, person.id) is not None
    assert len(ours.workspace.find(Ruling)) == 1


def forge_erasure(one: Replica, person: str) -> None:
    """Write an erasure down as a program without our checks would."""
    key = RecordKey(bytes.fromhex(person), bytes.fromhex(person), "person")
    rule(one.door, one.workspace, "Erase", Erasure(frozenset({key})), "because")


def test_a_stolen_controller_is_stopped_by_a_new_paper_and_a_revocation(world: World) -> None:
    ours, stolen, friend = world.laptops
    join(ours, world.organisation.paper([ours, stolen]))
    world.give(ours, stolen)
    world.give(ours, friend)
    person = ours.new_person(f"Ida {NAME}")
    for one in (stolen, friend):
        world.give(ours, one)
    join(ours, world.organisation.paper([ours]))
    revoking.revoke(desk_of(ours), stolen.workspace.device_key, "stolen")
    world.give(ours, friend)
    erase(stolen, person.id)
    for one in (ours, friend):
        world.give(stolen, one)
        assert one.workspace.get(Person, person.id) is not None
        assert check_workspace(one.workspace).problems == []


# -- in any order -------------------------------------------------------------------------------


def test_in_whatever_order_bundles_come_all_laptops_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = new_world(tmp_path_factory.mktemp("orders"))
    ours, lost, friend = world.laptops
    empty = world.new()
    join(empty, giver_paper(ours))
    empty.close()
    bundles = [world.bundle(one, empty) for one in _history(world, empty)]
    for one in (ours, lost, friend):
        one.close()
    seen: list[object] = []
    number = itertools.count()

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.permutations(bundles), st.lists(st.sampled_from(bundles), max_size=3))
    def everywhere(order: list[Path], again: list[Path]) -> None:
        folder = world.folder / f"try {next(number)}"
        shutil.copytree(empty.folder, folder)
        laptop = Replica(folder, 50)
        try:
            for path in (*order, *again):
                laptop.take(path)
            now = told(laptop.workspace)
            if not seen:
                seen.append(now)
            assert now == seen[0]
            is_gone(laptop)
            assert check_workspace(laptop.workspace).problems == []
            laptop.workspace.rebuild()
            assert told(laptop.workspace) == now
        finally:
            laptop.close()

    everywhere()
    assert seen


def _history(world: World, empty: Replica) -> Iterator[Replica]:
    """What happened; gives the laptop that writes a bundle each time one is to be written."""
    empty.open()
    receiver = empty.receiver
    assert receiver.device
    ours, lost, friend = world.laptops[:3]
    person = lost.new_person(f"Ida {NAME}")
    other = lost.new_person("Bob Stays")
    planner = lost.new_planner(lost.new_session("Falls").id)
    note = lost.new_note(planner, f"ask Ida {NAME}")
    world.give(lost, ours)
    world.give(lost, friend)
    yield lost
    write(friend, person.id, contact=f"{NAME}@example.invalid")
    write(friend, other.id, contact="bob@example.invalid")
    yield friend
    erase(ours, person.id)
    yield ours
    revoking.revoke(desk_of(ours), lost.workspace.device_key, "left on a train")
    write(lost, other.id, name="Forged")
    lost.write(note.id, "forged too")
    yield lost
    world.give(lost, friend)
    friend.write(note.id, "after the forgery")
    yield friend
    yield ours
    world.give(ours, friend)
    empty.close()


def test_the_law_is_kept_by_a_note_written_over(world: World) -> None:
    """Nobody takes a ruling back by writing over its record."""
    ours, theirs, friend = world.laptops
    person = ours.new_person(f"Ida {NAME}")
    for one in (theirs, friend):
        world.give(ours, one)
    erase(ours, person.id)
    world.give(ours, theirs)
    ruling = erasing_ruling(theirs)
    theirs.door.do("Forge", setting(ruling, written=""))
    world.give(theirs, friend)
    assert friend.workspace.get(Person, person.id) is None
    is_gone(friend)
    for one in (theirs, friend):
        assert check_workspace(one.workspace).problems == []


def test_what_a_stolen_controller_erased_comes_back_from_where_it_still_is(world: World) -> None:
    ours, stolen, friend = world.laptops
    join(ours, world.organisation.paper([ours, stolen]))
    person = ours.new_person(f"Ida {NAME}")
    for one in (stolen, friend):
        world.give(ours, one)
    erase(stolen, person.id)
    world.give(stolen, friend)
    assert friend.workspace.get(Person, person.id) is None
    join(ours, world.organisation.paper([ours]))
    revoking.revoke(desk_of(ours), stolen.workspace.device_key, "stolen")
    world.give(stolen, ours)
    assert ours.workspace.get(Person, person.id) is not None
    assert check_workspace(ours.workspace).problems == []
    world.give(ours, friend)
    # What it knew by heart it did not look at again: it is known as missing now, and not shown.
    assert friend.workspace.get(Person, person.id) is None
    found = check_workspace(friend.workspace)
    assert found.problems == []
    assert any("rulings no longer hold" in one for one in found.notes)
    friend.workspace.rebuild()
    assert friend.workspace.get(Person, person.id) is None
    assert not friend.workspace.segments.digests() >= ours.workspace.segments.digests()
    world.give(ours, friend)
    assert friend.door.must_exist(Person, person.id).name == f"Ida {NAME}"
    found = check_workspace(friend.workspace)
    assert found.problems == []
    assert not any("rulings no longer hold" in one for one in found.notes)
    world.give(friend, ours)
    world.give(ours, friend)
    assert told(friend.workspace) == told(ours.workspace)
    late = world.new()
    join(late, giver_paper(ours))
    world.give(friend, late)
    assert late.door.must_exist(Person, person.id).name == f"Ida {NAME}"
    found = check_workspace(late.workspace)
    assert (found.problems, [one for one in found.notes if "missing" in one]) == ([], [])
