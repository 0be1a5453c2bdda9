"""Revoking a lost laptop: what it made before counts, what comes later does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import setting
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.domain.rulings import Erased, InEffect
from cps_desktop.services import planners, revoking
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.known_laptops import no_longer_trusted
from cps_desktop.services.papers import receivers
from cps_desktop.services.sessions import create_session, session_rows
from cps_desktop.storage.counting import HEAD, QUARANTINED
from cps_desktop.storage.erasing import obey
from cps_desktop.storage.workspace import Workspace
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.organisation import Organisation, join


class World:
    """A coordinator's laptop, one that is lost, a friend's; all have a note of the lost one."""

    def __init__(self, ours: Laptop, lost: Laptop, friend: Laptop, folder: Path) -> None:
        self.ours, self.lost, self.friend, self.folder = ours, lost, friend, folder
        self.desk = desk_of(ours)
        self.organisation = Organisation()
        self.organisation.found([ours], [lost, friend])
        self.session = create_session(lost.door, title="Letters", days=[])
        self.planner = planners.add_planner(lost.door, self.session, SHIPPED.choices()[0])
        self.note = planners.add_note(lost.door, self.planner, "now", "before")
        for one in (ours, friend):
            give(lost, one, folder)

    def revoke(self) -> str:
        """Revoke the lost laptop."""
        return revoking.revoke(self.desk, self.lost.workspace.device_key, "left on a train")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with (
        laptop(tmp_path, seed=1) as ours,
        laptop(tmp_path, seed=2, hour=10) as lost,
        laptop(tmp_path, seed=3, hour=11) as friend,
    ):
        yield World(ours, lost, friend, tmp_path)


def write(one: Laptop, note: str, text: str) -> None:
    """Give a note another text."""
    one.door.do("Write", setting(one.door.must_exist(Note, note), text=text))


def text_of(workspace: Workspace, note: str) -> tuple[str, tuple[str, ...]]:
    """What a note says, and what of it waits to be decided."""
    found = workspace.get(Note, note)
    return ("", ()) if found is None else (found.text, found.contested)


def is_whole(workspace: Workspace) -> None:
    """The check finds nothing, also after all is made again out of the changes alone."""
    assert check_workspace(workspace).problems == []
    workspace.connection.execute(
        f"UPDATE journal_change SET state = {HEAD} WHERE state = {QUARANTINED}"
    )
    workspace.rebuild()
    assert check_workspace(workspace).problems == []


def test_what_was_here_counts_and_what_comes_later_does_not(world: World) -> None:
    world.revoke()
    assert text_of(world.ours.workspace, world.note) == ("before", ())
    write(world.lost, world.note, "forged")
    forged = planners.add_note(world.lost.door, world.planner, "now", "forged as well")
    give(world.lost, world.ours, world.folder)
    assert text_of(world.ours.workspace, world.note) == ("before", ())
    there = world.ours.workspace.get(Note, forged)
    assert there is None or there.text == ""
    is_whole(world.ours.workspace)
    (lost,) = [one for one in revoking.standings(world.ours.workspace) if one.revoked]
    assert lost.not_counting > 1
    assert lost.changes > lost.not_counting
    assert lost.reason == "left on a train"
    assert no_longer_trusted(world.ours.workspace) == {lost.key}


def test_it_is_found_anew_wherever_the_late_changes_came_first(world: World) -> None:
    write(world.lost, world.note, "forged")
    give(world.lost, world.friend, world.folder)
    assert text_of(world.friend.workspace, world.note) == ("forged", ())
    world.revoke()
    give(world.ours, world.friend, world.folder)
    assert text_of(world.friend.workspace, world.note) == ("before", ())
    is_whole(world.friend.workspace)


def test_whoever_wrote_over_it_counts_and_need_not_wait(world: World) -> None:
    world.revoke()
    write(world.lost, world.note, "forged")
    give(world.lost, world.friend, world.folder)
    write(world.friend, world.note, "after")
    give(world.friend, world.ours, world.folder)
    give(world.ours, world.friend, world.folder)
    for one in (world.ours, world.friend):
        # What the forged text had replaced stands beside it again: a person decides.
        assert text_of(one.workspace, world.note) == ("after", ("text",))
        assert [
            each.value
            for each in one.workspace.versions(one.door.must_exist(Note, world.note), "text")
        ] == ["after", "before"]
        is_whole(one.workspace)


def test_reinstated_it_counts_again_everywhere(world: World) -> None:
    ruling = world.revoke()
    write(world.lost, world.note, "honest after all")
    give(world.lost, world.ours, world.folder)
    give(world.ours, world.friend, world.folder)
    assert text_of(world.friend.workspace, world.note) == ("before", ())
    revoking.reinstate(world.desk, ruling, "found in a drawer")
    assert text_of(world.ours.workspace, world.note) == ("honest after all", ())
    give(world.ours, world.friend, world.folder)
    assert text_of(world.friend.workspace, world.note) == ("honest after all", ())
    assert not any(one.revoked for one in revoking.standings(world.friend.workspace))
    for one in (world.ours, world.friend):
        is_whole(one.workspace)
    with pytest.raises(InputRefused, match="not revoked any more"):
        revoking.reinstate(world.desk, ruling, "again")


def shown(workspace: Workspace) -> tuple[list[str], list[str], list[str]]:
    """What the home page and search show of sessions, and how many notes there are."""
    rows = session_rows(workspace, THURSDAY, workspace.session_counts())
    found = [one.record for one in workspace.search("forged")]
    return [one.title for one in rows], [one.text for one in workspace.find(Note)], found


def is_as_rebuilt(workspace: Workspace) -> None:
    """What is live is what is made anew; the check finds nothing."""
    before = shown(workspace)
    assert check_workspace(workspace).problems == []
    workspace.rebuild()
    assert shown(workspace) == before


def test_a_session_of_which_nothing_counts_is_not_shown(world: World) -> None:
    """It would stand among the sessions without a title, a day or a word."""
    ruling = world.revoke()
    door = world.lost.door
    session = create_session(door, title="Forged", days=[DayTimes(THURSDAY)])
    planner = planners.add_planner(door, session, SHIPPED.choices()[0])
    planners.add_note(door, planner, "now", "forged words")
    give(world.lost, world.ours, world.folder)
    give(world.lost, world.friend, world.folder)
    give(world.ours, world.friend, world.folder)
    for one in (world.ours, world.friend):
        workspace = one.workspace
        assert shown(workspace) == (["Letters"], ["before"], [])
        assert workspace.get(Session, session) is None
        is_as_rebuilt(workspace)
    revoking.reinstate(world.desk, ruling, "it was found")
    give(world.ours, world.friend, world.folder)
    for one in (world.ours, world.friend):
        titles, notes, found = shown(one.workspace)
        assert (sorted(titles), sorted(notes)) == (
            ["Forged", "Letters"],
            ["before", "forged words"],
        )
        assert len(found) == 2
        is_as_rebuilt(one.workspace)


@pytest.mark.parametrize("ruling_first", [True, False])
def test_what_a_friend_added_there_is_not_hidden_with_it(world: World, ruling_first: bool) -> None:
    session = create_session(world.lost.door, title="Forged", days=[DayTimes(THURSDAY)])
    planner = planners.add_planner(world.lost.door, session, SHIPPED.choices()[0])
    give(world.lost, world.friend, world.folder)
    world.revoke()
    note = planners.add_note(world.friend.door, planner, "now", "honest words")
    if ruling_first:
        give(world.lost, world.ours, world.folder)
        assert shown(world.ours.workspace)[0] == ["Letters"]
    give(world.friend, world.ours, world.folder)
    workspace = world.ours.workspace
    there = workspace.get(Note, note)
    assert there is not None
    assert there.text == "honest words"
    # The session's own words do not count; it stands there, to be given a title again.
    assert sorted(shown(workspace)[0]) == ["A session without a title", "Letters"]
    is_as_rebuilt(workspace)


def test_what_was_shown_with_its_session_goes_with_it(world: World) -> None:
    """Of two laptops that are trusted no more one made the session, the other wrote in it."""
    session = create_session(world.friend.door, title="Forged", days=[DayTimes(THURSDAY)])
    planner = planners.add_planner(world.friend.door, session, SHIPPED.choices()[0])
    give(world.friend, world.lost, world.folder)
    note = planners.add_note(world.lost.door, planner, "now", "forged words")
    give(world.lost, world.ours, world.folder)
    workspace = world.ours.workspace
    lost, friend = world.lost.workspace.device_key, world.friend.workspace.device_key
    for distrusted, there in (([lost], True), ([lost, friend], False), ([friend], True)):
        with workspace.one_transaction():
            obey(workspace, InEffect(Erased(), {one: {} for one in distrusted}))
        assert (workspace.get(Session, session) is not None) is there
        assert (workspace.get(Note, note) is not None) is there
        before = shown(workspace)
        workspace.rebuild()
        assert shown(workspace) == before


def test_nothing_is_offered_to_be_sealed_to_a_revoked_laptop(world: World) -> None:
    lost = world.lost.workspace.device_key
    for one in (world.ours, world.friend):
        assert lost in {each.device for each in receivers(one.workspace)}
    ruling = world.revoke()
    give(world.ours, world.friend, world.folder)
    for one in (world.ours, world.friend):
        assert lost not in {each.device for each in receivers(one.workspace)}
    revoking.reinstate(world.desk, ruling, "found again")
    assert lost in {each.device for each in receivers(world.ours.workspace)}


def test_the_laptop_itself_says_so_and_writes_no_more(world: World) -> None:
    world.revoke()
    give(world.ours, world.lost, world.folder)
    with pytest.raises(InputRefused, match="revoked this laptop"):
        write(world.lost, world.note, "more")
    assert text_of(world.lost.workspace, world.note) == ("before", ())
    is_whole(world.lost.workspace)


def test_who_may_revoke_and_whom(world: World) -> None:
    key = world.lost.workspace.device_key
    with pytest.raises(InputRefused, match="Only a coordinator"):
        revoking.revoke(desk_of(world.friend), key, "why not")
    with pytest.raises(InputRefused, match="itself"):
        revoking.revoke(world.desk, world.ours.workspace.device_key, "why not")
    with pytest.raises(InputRefused, match="Say why"):
        revoking.revoke(world.desk, key, " ")
    both = world.organisation.paper([world.ours, world.lost])
    join(world.ours, both)
    with pytest.raises(InputRefused, match="coordinator's laptop"):
        revoking.revoke(world.desk, key, "why not")
    join(world.ours, world.organisation.paper([world.ours]))
    world.revoke()
    own, lost = revoking.standings(world.ours.workspace)[0], key
    assert (own.own, own.coordinator, own.revoked) == (True, True, False)
    assert lost in no_longer_trusted(world.ours.workspace)
