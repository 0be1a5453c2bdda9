"""Before and after handing over: what it would hold, who was given what, and file names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.belonging import belongings
from cps_desktop.domain.changes import creating
from cps_desktop.domain.faults import InputRefused, StorageFull
from cps_desktop.domain.kinds import Person, Role
from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.services import attendance, exchange, people, planners, sessions
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    read_joining,
    save_join_file,
)
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import (
    NOTHING_BUT_AN_ANSWER,
    Foreseen,
    Scope,
    file_name,
    foresee,
    free_name,
    give,
    last_folder,
    say_size,
    standings,
    suggested_name,
)
from cps_desktop.services.not_yet import not_yet
from cps_desktop.services.receivers import acknowledge, acknowledged_by
from cps_desktop.sync.manifests import Manifest
from tests.services.desks import Pair, pair
from tests.services.laptop import THURSDAY

WORDS = "acorn badge cedar door elm"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


def to_right(two: Pair) -> Receiver:
    keys = exchange.own_age_keys(two.right.workspace)
    return Receiver("Penrith laptop", keys.recipient, device=two.right.workspace.device_key)


def expect(two: Pair, scope: Scope = Scope.NEW, session: str = "") -> Foreseen:
    return foresee(two.left.workspace, to_right(two), scope, session or two.session)


def test_asking_keeps_nothing_and_tells_what_handing_over_then_does(two: Pair) -> None:
    planners.add_note(two.left.door, two.planner, "now", "third")
    before = two.left.workspace.segments.digests()
    found = expect(two, Scope.ALL)
    assert two.left.workspace.segments.digests() == before
    assert found == expect(two, Scope.ALL), "asking twice gives the same answer"
    target = two.folder / "all.cpsb"
    done = give(two.here, to_right(two), Scope.ALL, "", target)
    assert (found.changes, found.sessions) == (done.changes, done.sessions)
    assert found.never > 0
    assert expect(two, Scope.ALL).never == 0
    assert target.stat().st_size == done.size


def test_asking_only_reads_so_that_nobody_waits_for_it(two: Pair) -> None:
    planners.add_note(two.left.door, two.planner, "now", "third")
    workspace = two.left.workspace
    with workspace.beside() as beside:
        beside.connection.execute("PRAGMA query_only = ON")
        for scope in Scope:
            found = foresee(beside, to_right(two), scope, two.session)
            exchange.seal_everything(workspace)
            assert found.changes > 0
            assert found == expect(two, scope), "sealed or not, it is the same"
            planners.add_note(two.left.door, two.planner, "now", "and more")
            assert expect(two, scope).changes > found.changes


def test_new_is_what_the_other_has_not_said_it_has(two: Pair) -> None:
    assert expect(two).changes > 0, "given, but nothing has come back yet"
    planners.add_note(two.right.door, two.planner, "now", "from the right")
    two.answer()
    assert expect(two).answer, "something came from there, and it was not told so"
    assert expect(two).words == NOTHING_BUT_AN_ANSWER
    assert expect(two, Scope.SESSION).nothing
    waiting = not_yet(two.left.workspace)
    given = give(two.here, to_right(two), Scope.NEW, "", two.folder / "answer.cpsb")
    assert (given.changes, not_yet(two.left.workspace)) == (0, waiting)
    assert expect(two).nothing
    assert "arrived" in expect(two).words
    added = planners.add_note(two.left.door, two.planner, "now", "one more")
    assert added
    assert 0 < expect(two).changes < 12


def test_one_session_takes_its_people_along_and_says_what_is_personal(two: Pair) -> None:
    other = sessions.create_session(two.left.door, title="Other")
    person = people.add_person(
        two.left.door, name="Ann", role=Role.CARER, contact="01768", needs="Ramp"
    )
    attendance.add_to_list(two.left.door, two.session, person=person)
    found = expect(two, Scope.SESSION)
    assert found.sessions == 1
    assert found.personal == (
        "names and roles of 1 person",
        "telephone numbers or e-mail addresses",
        "access and dietary needs, which are specially protected",
        "who came and when",
        "who said what",
    )
    assert expect(two, Scope.SESSION, other).personal == ()
    assert expect(two, Scope.ALL).sessions == 2


def test_each_kind_of_what_is_a_persons_is_named(two: Pair) -> None:
    person = people.add_person(two.left.door, name="Ann", role=Role.CARER)
    before = set(expect(two, Scope.ALL).personal)
    for cls, field, parent, _ in belongings():
        if parent == Person.KIND:
            filed: dict[str, Any] = {field: person} | ({} if cls.IS_ROOT else {"root": person})
            theirs = cls(id=two.left.door.new_id(), **filed)
            two.left.door.do("Write down", creating(theirs))
            now = set(expect(two, Scope.ALL).personal)
            assert now > before, cls.KIND
            before = now


def test_standings_say_what_was_given_and_what_has_arrived(two: Pair) -> None:
    planners.add_note(two.right.door, two.planner, "now", "from the right")
    two.answer()  # now the left laptop knows the right one
    (met,) = standings(two.left.workspace)
    assert met.name == "Penrith laptop"
    assert met.given == met.arrived > 0
    assert met.words.endswith("All of it has arrived.")
    planners.add_note(two.left.door, two.planner, "now", "one more")
    give(two.here, to_right(two), Scope.NEW, "", two.folder / "more.cpsb")
    (met,) = standings(two.left.workspace)
    assert met.given > met.arrived
    assert "Thursday 18 March 2027, 09:" in met.words
    assert "are given again" in met.words


def test_five_words_never_answer(two: Pair) -> None:
    to = Receiver("whoever", passphrase="one two three four five")
    give(two.here, to, Scope.ALL, "", two.folder / "words.cpsb")
    anyone = standings(two.left.workspace)[-1]
    assert not anyone.answers
    assert "cannot be known" in anyone.words


def test_nothing_is_ever_written_over(two: Pair) -> None:
    target = two.folder / "mine.cpsb"
    target.write_bytes(b"something else")
    with pytest.raises(InputRefused, match="already"):
        give(two.here, to_right(two), Scope.ALL, "", target)
    assert target.read_bytes() == b"something else"
    assert free_name(two.folder, "mine.cpsb") == "mine 2.cpsb"
    (two.folder / "mine 2.cpsb").touch()
    assert free_name(two.folder, "mine.cpsb") == "mine 3.cpsb"
    assert free_name(two.folder, "other.cpsb") == "other.cpsb"


def test_a_stick_that_is_not_there_costs_nothing(two: Pair) -> None:
    planners.add_note(two.left.door, two.planner, "now", "kept")
    before = expect(two, Scope.ALL)
    with pytest.raises((InputRefused, StorageFull), match="Nothing was lost"):
        give(two.here, to_right(two), Scope.ALL, "", two.folder / "gone" / "x.cpsb")
    assert expect(two, Scope.ALL) == before
    assert last_folder(two.left.workspace) is None


def test_the_last_folder_is_remembered_while_it_is_there(two: Pair) -> None:
    place = two.folder / "stick"
    place.mkdir()
    give(two.here, to_right(two), Scope.ALL, "", place / "x.cpsb")
    assert last_folder(two.left.workspace) == place
    (place / "x.cpsb").unlink()
    place.rmdir()
    assert last_folder(two.left.workspace) is None


def test_the_suggested_name_says_which_laptop_and_which_day(two: Pair) -> None:
    assert suggested_name(two.left.workspace, THURSDAY) == "Alston laptop 18 March 2027.cpsb"
    exchange.name_this_device(two.left.workspace, "../../etc/pass:wd?")
    name = suggested_name(two.left.workspace, THURSDAY)
    assert name == "etc pass wd 18 March 2027.cpsb"
    exchange.name_this_device(two.left.workspace, "")
    assert suggested_name(two.left.workspace, THURSDAY).startswith("Laptop ")


@given(st.text(max_size=200))
def test_every_name_becomes_one_that_every_system_takes(text: str) -> None:
    name = file_name(text)
    assert name == "" or name.endswith(".cpsb")
    assert not set(name) & set('<>:"/\\|?*\x00\n')
    assert Path(name).name == name
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 KB"),
        (142_300, "142 KB"),
        (1_440_000, "1.4 MB"),
        (28_400_000_000, "28 GB"),
        (2_000_000_000, "2.0 GB"),
    ],
)
def test_sizes_are_said_as_people_do(size: int, said: str) -> None:
    assert say_size(size) == said


def test_a_laptop_ends_its_own_lives_and_nobody_elses(two: Pair) -> None:
    right = to_right(two).device

    def heard(device: bytes, life: bytes, ended: list[bytes], have: dict[bytes, list[int]]) -> None:
        said = Manifest(
            id=bytes(16),
            made=1,
            program="x",
            device=device,
            have=have,
            life=life,
            earlier_lives=ended,
        )
        acknowledge(two.left.workspace, said, {})

    site, first, second = b"s" * 16, b"1" * 16, b"2" * 16
    heard(right, first, [], {site: [1, 9]})
    heard(b"e" * 32, b"3" * 16, [first, second], {})
    assert acknowledged_by(two.left.workspace, right)[site] == RangeSet([Span(1, 9)])
    heard(right, first, [], {site: [1, 12]})
    assert acknowledged_by(two.left.workspace, right)[site] == RangeSet([Span(1, 12)])
    after = RangeSet([Span(1, 3), Span(20, 25)])
    heard(right, second, [first], {site: after.flat()})
    assert acknowledged_by(two.left.workspace, right)[site] == after
    heard(right, first, [], {site: [1, 99]})
    assert acknowledged_by(two.left.workspace, right)[site] == after


def test_what_waits_is_said_with_whom_it_waits_for(two: Pair) -> None:
    left, right = two.left.workspace, two.right.workspace
    planners.add_note(two.left.door, two.planner, "now", "one more")
    nobody = not_yet(left)
    assert nobody.whom == ()
    assert nobody.sentence.endswith("not yet handed over to anybody.")
    become_coordinator(right, "North Cumbria (invented)", "Anna Bell")
    save_join_file(right, two.folder / "org.cpsjoin")
    accept_joining(left, read_joining(left, two.folder / "org.cpsjoin"))
    before = not_yet(left)
    assert before.whom == ("Anna Bell",)
    assert before.words == f"{before.changes} changes not yet handed over to Anna Bell"
    assert 0 < before.changes < left.changes(), "what she was given before does not wait"
    words = Receiver("somebody", passphrase=WORDS)
    give(two.here, words, Scope.ALL, "", two.folder / "words.cpsb")
    assert not_yet(left) == before, "somebody else was given it, she was not"
    (standing,) = (one for one in standings(left) if one.name == "Anna Bell")
    assert f"{before.changes} changes are still to be given." in standing.words
    opened = exchange.open_bundle(two.folder / "words.cpsb", (), WORDS)
    two.right.door.came_in(exchange.bring_in(right, opened).summary)
    two.answer()
    assert not_yet(left).changes == 0, "she says that she has it, whichever way it came"
    assert not_yet(left).words == ""
    assert "was handed over to Anna Bell" in not_yet(left).sentence
