"""Bundles that wait: looked into without a change, brought in whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services import exchange, inbox, inbox_places, planners, sessions
from cps_desktop.services.bringing_in import bring_in_all, session_titles
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.conflicts import disagreements
from cps_desktop.services.exchange import Receiver, Stopped
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.inbox import Look, look_at, look_at_all
from cps_desktop.services.outcomes import Report
from tests.services.desks import Pair, pair
from tests.services.laptop import laptop

WORDS = "acorn badge cedar door elm"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


def write(two: Pair, name: str, *, words: str = "") -> Path:
    """A bundle of everything new from the left laptop for the right one."""
    keys = exchange.own_age_keys(two.right.workspace)
    device = two.right.workspace.device_key
    to = Receiver("x", passphrase=words) if words else Receiver("x", keys.recipient, device=device)
    path = two.folder / name
    give(two.here, to, Scope.ALL, "", path)
    return path


def state(two: Pair) -> tuple[object, ...]:
    workspace = two.right.workspace
    return (workspace.find(Note), workspace.find(Session), workspace.segments.digests())


def bring(two: Pair, *looks: Look) -> Report:
    report = bring_in_all(two.there, looks)
    two.right.workspace.forget_caches()
    two.right.door.came_in(report.summary)
    return report


def test_looking_changes_nothing_and_says_what_bringing_in_then_does(two: Pair) -> None:
    planners.edit_note(two.left.door, two.note, "left")
    planners.edit_note(two.right.door, two.note, "right")
    path = write(two, "a.cpsb")
    before = state(two)
    look = look_at(two.right.workspace, path)
    assert state(two) == before
    assert look.ready
    assert (look.sender, look.sessions, look.to_decide) == ("Alston laptop", ("Letters",), 1)
    report = bring(two, look)
    assert report.new == look.new > 0
    assert report.to_decide == 1
    assert session_titles(two.right.workspace, report) == ((two.session, "Letters"),)
    assert report.words == f"{look.new} changes came in." or look.new == 1
    again = look_at(two.right.workspace, path)
    assert again.preview is not None
    assert again.preview.nothing_new
    report = bring(two, again)
    assert (report.new, report.to_decide) == (0, 0)
    assert report.words == "Nothing is new: everything in it was here already."


def test_a_laptop_never_met_is_named(two: Pair, tmp_path: Path) -> None:
    with laptop(tmp_path, seed=7) as stranger:
        exchange.name_this_device(stranger.workspace, "Wigton laptop")
        sessions.create_session(stranger.door, title="Elsewhere")
        keys = exchange.own_age_keys(two.right.workspace)
        to = Receiver("x", keys.recipient)
        path = tmp_path / "s.cpsb"
        plan = exchange.plan_handing_over(stranger.workspace, to)
        exchange.hand_over(stranger.door, stranger.workspace, plan, to, path)
    look = look_at(two.right.workspace, path)
    assert [one.words for one in look.strangers] == ["“Wigton laptop”, which was never met here"]
    assert look.preview is not None
    assert [title for _, title in look.preview.new_sessions] == ["Elsewhere"]


def test_words_are_asked_for_and_taken_however_they_are_typed(two: Pair) -> None:
    path = write(two, "w.cpsb", words=WORDS)
    look = look_at(two.right.workspace, path)
    assert look.asks
    assert not look.ready
    wrong = look_at(two.right.workspace, path, "one two three four five")
    assert wrong.asks
    assert "do not open this bundle" in wrong.problem
    right = look_at(two.right.workspace, path, inbox.tidy_words(" Acorn-BADGE, cedar  door elm\n"))
    assert right.ready
    assert bring(two, right).came


def test_odd_files_say_so_and_the_good_one_comes_in(two: Pair) -> None:
    planners.add_note(two.left.door, two.planner, "now", "third")
    good = write(two, "good.cpsb")
    data = good.read_bytes()
    for name, content in {
        "empty": b"",
        "foreign": b"PK\x03\x04 hello",
        "cut": data[: len(data) // 2],
        "altered": data[:-30] + bytes([data[-30] ^ 1]) + data[-29:],
    }.items():
        (two.folder / f"{name}.cpsb").write_bytes(content)
    (two.folder / "folder.cpsb").mkdir()
    asked = [(one, "") for one in sorted(two.folder.glob("*.cpsb"))]
    looks = {one.path.stem: one for one in look_at_all(two.there, asked)}
    assert {name for name, one in looks.items() if one.ready} >= {"good"}
    for name in ("empty", "foreign", "cut", "altered", "folder"):
        assert not looks[name].ready
        assert looks[name].problem.endswith(".")
        assert looks[name].words == ""
    report = bring(two, *looks.values())
    assert report.new > 0
    assert not [one for one in report.outcomes if one.problem]


def test_a_file_that_changed_after_the_look_is_refused(two: Pair) -> None:
    path = write(two, "a.cpsb")
    look = look_at(two.right.workspace, path)
    planners.add_note(two.left.door, two.planner, "now", "slipped in")
    path.unlink()
    write(two, "a.cpsb")
    before = state(two)
    report = bring(two, look)
    assert report.came == ()
    assert "changed after you looked" in report.outcomes[0].problem
    assert state(two) == before


def test_stopping_ends_between_bundles_and_keeps_those_that_are_in(two: Pair) -> None:
    planners.add_note(two.left.door, two.planner, "now", "third")
    first = write(two, "1.cpsb")
    planners.add_note(two.left.door, two.planner, "now", "fourth")
    second = write(two, "2.cpsb")
    looks = look_at_all(two.there, [(second, ""), (first, "")])

    def stop_at_second(_what: str, done: int, _of: int) -> None:
        if done >= 1000 and seen.count("x") == 1:
            raise Stopped("Stopped. Nothing was changed.")
        if done >= 1000:
            seen.append("x")

    seen: list[str] = []
    report = bring_in_all(two.there, looks, stop_at_second)
    two.right.workspace.forget_caches()
    assert report.stopped
    assert len(report.came) == 1
    assert report.came[0].inspection.made < looks[0].preview.inspection.made  # type: ignore[union-attr]
    texts = {one.text for one in two.right.workspace.find(Note)}
    assert "third" in texts
    assert "fourth" not in texts


def test_files_wait_until_they_were_brought_in(two: Pair) -> None:
    place = two.folder / "arrived"
    place.mkdir()
    (place / ".half.cpsb.part").write_bytes(b"x")
    (place / "notes.txt").write_bytes(b"x")
    assert inbox_places.waiting(two.right.workspace) == ()
    inbox_places.watch_folder(two.right.workspace, place)
    path = write(two, "arrived/a.cpsb")
    assert inbox_places.waiting(two.right.workspace) == (path,)
    bring(two, look_at(two.right.workspace, path))
    assert inbox_places.waiting(two.right.workspace) == ()
    planners.add_note(two.left.door, two.planner, "now", "third")
    path.unlink()
    write(two, "arrived/a.cpsb")
    assert inbox_places.waiting(two.right.workspace) == (path,), "another file under the same name"
    inbox_places.watch_folder(two.right.workspace, None)
    assert inbox_places.waiting(two.right.workspace) == ()
    assert inbox_places.files_in(two.folder / "not there") == ()


def test_missing_earlier_changes_are_said_in_words(two: Pair) -> None:
    look = Look(Path("x"))
    assert look.gap_words == ()
    planners.add_note(two.left.door, two.planner, "now", "one")
    to = Receiver("x", passphrase=WORDS)
    with laptop(two.folder, seed=9) as fresh:
        keys = exchange.own_age_keys(fresh.workspace)
        to = Receiver("x", keys.recipient)
        exchange.seal_everything(two.left.workspace)
        planners.add_note(two.left.door, two.planner, "now", "two")
        plan = exchange.plan_handing_over(two.left.workspace, to)
        late = plan.segments[-1]
        cut = type(plan)((late,), len(late.seqs), plan.sessions, (), plan.scope)
        path = two.folder / "gap.cpsb"
        exchange.hand_over(two.left.door, two.left.workspace, cut, to, path)
        (sentence,) = look_at(fresh.workspace, path).gap_words
    assert sentence.startswith("Alston laptop: 1–")
    assert " missing. What is here is sound." in sentence


def test_who_types_while_a_large_bundle_is_looked_into_goes_first(two: Pair) -> None:
    with two.left.workspace.one_transaction():
        for number in range(400):
            planners.add_note(two.left.door, two.planner, "now", f"note {number}")
    path, workspace = write(two, "large.cpsb"), two.right.workspace
    looks: list[Look] = []

    def look() -> None:
        with workspace.beside() as beside:
            looks.append(look_at(beside, path))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        while looking.is_alive() and not workspace.connections.trying:
            pass
        assert workspace.connections.trying
        planners.edit_note(two.right.door, two.other, "typed meanwhile")
        assert not looks, "the edit was kept while the look was still going on"
    finally:
        looking.join()
    assert looks[0].ready
    assert looks[0].to_decide in (0, None)
    assert {one.text for one in workspace.find(Note)} == {"first", "typed meanwhile"}


def test_a_clock_that_runs_ahead_is_told_of(two: Pair) -> None:
    two.left.clock.later(23 * 3600)
    planners.add_note(two.left.door, two.planner, "now", "in time")
    look = look_at(two.right.workspace, write(two, "in-time.cpsb"))
    assert look.clocks_ahead == ()
    assert bring(two, look).clocks_ahead == ()
    two.left.clock.later(4 * 3600)
    planners.edit_note(two.left.door, two.note, "from another day")
    planners.edit_note(two.right.door, two.note, "from today")
    look = look_at(two.right.workspace, write(two, "ahead.cpsb"))
    assert look.clocks_ahead == ("Alston laptop",)
    assert bring(two, look).clocks_ahead == ("Alston laptop",)
    (one,) = disagreements(two.there)
    assert ["a day or more ahead" in side.when for side in one.sides] == [True, False]
    sentence = clock_ahead_words("Alston laptop")
    assert check_workspace(two.right.workspace).notes == (sentence,)
    again = look_at(two.right.workspace, write(two, "again.cpsb"))
    assert not again.new
    assert again.clocks_ahead == (), "said once: nothing new comes from it"
