"""Laptops nobody here knows: asked about, let in, kept outside or refused, each alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services import exchange, giving_bundles, inbox_places, planners, sessions
from cps_desktop.services.bringing_in import bring_in_all, keep_all, refuse_all
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    read_joining,
    save_join_file,
)
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.inbox import look_again, look_at, look_into
from cps_desktop.services.kept_bundles import kept_files, refusals, take_back_refusal
from cps_desktop.services.known_laptops import Stranger, Why, who_words
from cps_desktop.services.outcomes import Way
from cps_desktop.services.revoking import revoke
from cps_desktop.storage.quarantine import throw_away
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import give as hand_on
from tests.services.strangers import Office, mode_of, office_in


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as found:
        yield found


def test_who_was_accepted_is_known_from_then_on(office: Office) -> None:
    wigton = office.stranger("Wigton laptop")
    look = office.look(office.receive(wigton, "1.cpsb"))
    assert [(one.name, one.why, one.sent) for one in look.strangers] == [
        ("Wigton laptop", Why.NEW, True)
    ]
    assert look.ready
    assert not look.known
    refused = office.told(bring_in_all(office.desk, [look]))
    assert refused.came == ()
    assert "“Wigton laptop”, which was never met here" in refused.outcomes[0].problem
    assert office.titles() == []
    assert office.standing(wigton) == ""
    report = office.told(bring_in_all(office.desk, [look], accepting=True))
    assert [one.name for one in report.outcomes[0].accepted] == ["Wigton laptop"]
    assert office.titles() == ["A session of Wigton laptop"]
    assert office.standing(wigton) == "accepted"
    sessions.create_session(wigton.door, title="Another")
    again = office.look(office.receive(wigton, "2.cpsb"))
    assert again.strangers == ()
    assert office.told(bring_in_all(office.desk, [again])).came


def test_a_kept_bundle_outlives_the_stick_and_a_restart(office: Office, tmp_path: Path) -> None:
    wigton = office.stranger("Wigton laptop")
    path = office.receive(wigton, "From Wigton.cpsb")
    sealed = path.read_bytes()
    inbox_places.watch_folder(office.one.workspace, office.stick)
    report = keep_all(office.desk, [office.look(path)])
    assert [one.way for one in report.outcomes] == [Way.KEPT]
    (kept,) = kept_files(office.desk.folder)
    assert inbox_places.waiting(office.one.workspace) == (kept,), "not the stick's as well"
    path.unlink()
    assert kept.read_bytes() == sealed
    if os.name != "nt":
        assert (mode_of(kept), mode_of(kept.parent)) == (0o600, 0o700)
    assert office.titles() == []
    assert office.standing(wigton) == ""
    office.restart()
    look = office.look(kept)
    assert look.kept
    assert look.called == "From Wigton.cpsb"
    assert [one.name for one in look.strangers] == ["Wigton laptop"]
    report = office.told(bring_in_all(office.desk, [look], accepting=True))
    assert report.new > 0
    assert kept_files(office.desk.folder) == (), "what came in is not kept as well"


def test_keeping_again_keeps_once_and_throwing_away_touches_nothing_else(office: Office) -> None:
    wigton = office.stranger("Wigton laptop")
    path = office.receive(wigton, "a.cpsb")
    copy = office.stick / "b.cpsb"
    copy.write_bytes(path.read_bytes())
    keep_all(office.desk, [office.look(path), office.look(copy)])
    (kept,) = kept_files(office.desk.folder)
    with pytest.raises(ValueError, match="only what is kept"):
        throw_away(office.desk.folder, path)
    throw_away(office.desk.folder, kept)
    assert kept_files(office.desk.folder) == ()
    assert path.exists()


def test_a_refused_file_is_not_offered_again_until_it_is_taken_back(office: Office) -> None:
    wigton = office.stranger("Wigton laptop")
    path = office.receive(wigton, "a.cpsb")
    inbox_places.watch_folder(office.one.workspace, office.stick)
    refuse_all(office.desk, [office.look(path)])
    assert office.standing(wigton) == "refused"
    assert inbox_places.waiting(office.one.workspace) == ()
    copy = office.stick / "the same.cpsb"
    copy.write_bytes(path.read_bytes())
    assert office.look(copy).refused
    assert not office.look(copy).ready
    sessions.create_session(wigton.door, title="Another")
    later = office.look(office.receive(wigton, "later.cpsb"))
    assert [one.why for one in later.strangers] == [Why.REFUSED]
    (refusal,) = refusals(office.one.workspace)
    assert (refusal.name, refusal.sender) == ("a.cpsb", "Wigton laptop")
    take_back_refusal(office.one.workspace, refusal)
    assert refusals(office.one.workspace) == ()
    assert office.standing(wigton) == ""
    assert path in inbox_places.waiting(office.one.workspace)
    assert [one.why for one in office.look(path).strangers] == [Why.NEW]


def test_whoever_was_known_stays_so_when_one_of_their_files_is_refused(office: Office) -> None:
    wigton = office.stranger("Wigton laptop")
    first = office.look(office.receive(wigton, "1.cpsb"))
    office.told(bring_in_all(office.desk, [first], accepting=True))
    sessions.create_session(wigton.door, title="Another")
    second = office.look(office.receive(wigton, "2.cpsb"))
    refuse_all(office.desk, [second])
    assert office.standing(wigton) == "accepted"
    take_back_refusal(office.one.workspace, refusals(office.one.workspace)[0])
    assert office.standing(wigton) == "accepted"


def test_a_relayed_stranger_is_asked_about_unless_a_coordinator_brings_it(
    office: Office, tmp_path: Path
) -> None:
    relay, far = office.stranger("Penrith laptop"), office.stranger("Far laptop")
    own = exchange.own_age_keys(relay.workspace)
    give(desk_of(far), Receiver("x", own.recipient), Scope.NEW, "", tmp_path / "far.cpsb")
    seen = look_at(relay.workspace, tmp_path / "far.cpsb")
    relay.door.came_in(bring_in_all(desk_of(relay), [seen], accepting=True).summary)
    look = office.look(office.receive(relay, "relayed.cpsb"))
    assert sorted((one.name, one.sent) for one in look.strangers) == [
        ("Far laptop", False),
        ("Penrith laptop", True),
    ]
    become_coordinator(relay.workspace, "North Cumbria (invented)", "Anna Bell")
    save_join_file(relay.workspace, tmp_path / "org.cpsjoin")
    joining = read_joining(office.one.workspace, tmp_path / "org.cpsjoin")
    accept_joining(office.one.workspace, joining, tmp_path / "org.cpsjoin")
    again = look_again(office.one.workspace, look)
    assert again.strangers == (), "named in the join file, and introduced by who is"
    assert office.told(bring_in_all(office.desk, [again])).new > 0
    assert office.standing(far) == "met"


def test_a_revoked_laptop_is_asked_about_each_time(office: Office) -> None:
    wigton = office.stranger("Wigton laptop")
    first = office.look(office.receive(wigton, "1.cpsb"))
    office.told(bring_in_all(office.desk, [first], accepting=True))
    become_coordinator(office.one.workspace, "North Cumbria (invented)", "Anna Bell")
    revoke(office.desk, wigton.workspace.device_key, "It was stolen.")
    sessions.create_session(wigton.door, title="Made by the thief")
    look = office.look(office.receive(wigton, "2.cpsb"))
    assert [one.why for one in look.strangers] == [Why.REVOKED]
    assert not office.told(bring_in_all(office.desk, [look])).came
    report = office.told(bring_in_all(office.desk, [look], accepting=True))
    assert [one.problem for one in report.outcomes] == [""]
    assert "Made by the thief" not in office.titles(), "let in, and it still does not count"
    again = office.look(office.receive(wigton, "3.cpsb"))
    assert [one.why for one in again.strangers] == [Why.REVOKED], "it was for that once"


def test_many_are_named_in_one_sentence() -> None:
    new = [Stranger(bytes([n]) * 32, name, Why.NEW, False) for n, name in enumerate("ABC")]
    gone = Stranger(bytes(31) + b"x", "", Why.REVOKED, True)
    assert who_words(new[:1]) == "“A”, which was never met here"
    assert who_words(new) == "“A”, “B” and “C”, which were never met here"
    assert who_words([*new, *new]) == who_words(new), "each once"
    assert who_words([new[0], gone]) == (
        "“A”, which was never met here; and of a laptop without a name, which is no longer "
        "trusted in your organisation"
    )
    many = [Stranger(bytes([n]) * 32, str(n), Why.REFUSED, False) for n in range(9)]
    assert who_words(many).endswith("“5” and 3 more, which were refused here before")


def test_a_name_alone_makes_nobody_met(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forger's program names laptops of which nothing is inside."""
    wigton, other = office.stranger("Wigton laptop"), office.stranger("Other laptop")
    lie = {other.workspace.device_key: "Other laptop"}
    monkeypatch.setattr(giving_bundles, "_introductions", lambda _workspace, _plan: lie)
    path = office.receive(wigton, "a.cpsb")
    office.told(bring_in_all(office.desk, [office.look(path)], accepting=True))
    assert office.standing(other) == ""


def test_fifty_bundles_are_each_decided_alone(office: Office) -> None:
    """A broken one, one that went away and a stranger's stop none of the others."""
    known = office.stranger("Penrith laptop")
    office.told(
        bring_in_all(office.desk, [office.look(office.receive(known, "0.cpsb"))], accepting=True)
    )
    planner = planners.add_planner(
        known.door, known.workspace.find(Session)[0].id, SHIPPED.choices()[0]
    )
    paths = []
    for number in range(1, 48):
        planners.add_note(known.door, planner, "now", f"note {number}")
        paths.append(office.receive(known, f"{number}.cpsb"))
    broken = office.stick / "broken.cpsb"
    broken.write_bytes(paths[0].read_bytes()[:500])
    gone = office.receive(known, "gone.cpsb")
    stranger = office.receive(office.stranger("Wigton laptop"), "stranger.cpsb")
    looks = [office.look(one) for one in (*paths, broken, gone, stranger)]
    assert len(looks) == 50
    gone.unlink()
    bars: list[tuple[int, int]] = []
    report = office.told(
        bring_in_all(office.desk, looks, lambda _what, done, of: bars.append((done, of)))
    )
    assert len(report.came) == 47
    assert {one.look.path.name for one in report.that(Way.FAILED)} == {
        "gone.cpsb",
        "stranger.cpsb",
    }
    assert bars == sorted(bars), "one bar, which never goes back"
    assert len({of for _, of in bars}) == 1
    assert len(office.one.workspace.find(Note)) == 47


def test_what_goes_wrong_half_way_is_taken_back_alone(office: Office, tmp_path: Path) -> None:
    """A laptop that was set back gives other changes under numbers that are here: that is found
    while they go in, in the middle of a group of bundles."""
    one = office.stranger("Set back laptop", seed=7)
    office.told(
        bring_in_all(office.desk, [office.look(office.receive(one, "0.cpsb"))], accepting=True)
    )
    other = office.stranger("Set back laptop, again", seed=7, empty=True)
    hand_on(office.stranger("Relayed laptop"), other, tmp_path)  # goes in before what is wrong
    sessions.create_session(other.door, title="Another under the same number")
    last = office.stranger("Wigton laptop")
    last.clock.later(3600)
    looks = [office.look(office.receive(office.stranger("Penrith laptop"), "1.cpsb"))]
    path = office.receive(other, "2.cpsb")
    assert "other changes under the same numbers" in office.look(path).problem, "seen on trying it"
    looks.append(look_into(office.one.workspace, path, None))
    looks.append(office.look(office.receive(last, "3.cpsb")))
    before = office.one.workspace.changes()
    report = office.told(bring_in_all(office.desk, looks, accepting=True))
    problems = {one.look.path.name: one.problem for one in report.outcomes}
    assert (problems["1.cpsb"], problems["3.cpsb"]) == ("", "")
    assert "other changes under the same numbers" in problems["2.cpsb"]
    assert office.titles() == [
        "A session of Penrith laptop",
        "A session of Set back laptop",
        "A session of Wigton laptop",
    ]
    assert office.one.workspace.changes() == before + report.new
    assert check_workspace(office.one.workspace).problems == []


def test_what_was_verified_is_not_verified_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    wigton = office.stranger("Wigton laptop")
    with wigton.workspace.one_transaction():
        for number in range(3_000):
            sessions.create_session(wigton.door, title=f"{number:09,} " * 6)
    small = office.stranger("Small laptop")
    looks = [
        office.look(office.receive(wigton, "large.cpsb")),
        office.look(office.receive(small, "small.cpsb")),
    ]
    assert [len(one.bundle.packed) > 0 for one in looks if one.bundle] == [False, True]

    def verified(*_: object, **__: object) -> None:
        raise AssertionError("a second verification")

    for name in ("cps_desktop.services.taking_bundles", "cps_desktop.services.bundle_opening"):
        monkeypatch.setattr(sys.modules[name], "opened", verified)
    report = office.told(bring_in_all(office.desk, looks, accepting=True))
    assert [one.problem for one in report.outcomes] == ["", ""]
    assert len(office.titles()) == 3_002
