"""Handing over and bringing in: what is inside, for whom, how often, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attachment, Attendance, Note, Person, Session
from cps_desktop.services import exchange, sessions
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    device_name,
    hand_over,
    laptops_met,
    name_this_device,
    open_bundle,
    own_age_keys,
    plan_handing_over,
    preview,
    receiver_from,
    still_to_come,
)
from tests.services.laptop import give, laptop
from tests.sync.replicas import Replica, changes, shown, told
from tests.texts import NAUGHTY


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Replica]:
    laptop = Replica(tmp_path / "here", 1)
    yield laptop
    laptop.close()


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Replica]:
    laptop = Replica(tmp_path / "there", 2)
    yield laptop
    laptop.close()


def with_picture(laptop: Replica, session: str, content: bytes) -> str:
    digest = laptop.workspace.put_attachment(content)
    laptop.door.do(
        "Add a picture",
        creating(
            Attachment(
                id=laptop.door.new_id(),
                root=session,
                session=session,
                digest=digest,
                size=len(content),
            )
        ),
    )
    return digest


def test_there_and_back_again_both_have_both(here: Replica, there: Replica, tmp_path: Path) -> None:
    planner = here.new_planner(here.new_session().id)
    note = here.new_note(planner, "from here")
    assert here.give(there, tmp_path / "1.cpsb") > 0
    assert told(there.workspace) == told(here.workspace)
    there.new_note(planner, "from there")
    there.write(note.id, "from there as well")
    assert there.give(here, tmp_path / "2.cpsb") > 0
    assert told(there.workspace) == told(here.workspace)
    assert {one.text for one in here.workspace.find(Note)} == {"from there", "from there as well"}


def test_by_default_everything_that_was_not_acknowledged_and_nothing_else(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    here.new_session("one")
    assert here.bundle(there, tmp_path / "lost.cpsb")
    here.new_session("two")
    assert here.give(there, tmp_path / "2.cpsb") == 2
    there.new_session("three")
    assert there.give(here, tmp_path / "3.cpsb") == 1
    assert here.give(there, tmp_path / "4.cpsb") == 0, "it only says what arrived"
    assert not here.bundle(there, tmp_path / "5.cpsb")
    here.new_session("four")
    assert here.give(there, tmp_path / "5.cpsb") == 1
    # A bundle that comes late changes nothing.
    assert there.take(tmp_path / "lost.cpsb") == 0


def test_a_bundle_of_one_session_holds_it_and_whom_it_names_and_no_more(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    named, other = here.new_person("Named"), here.new_person("Not named")
    session, secret = here.new_session("Given"), here.new_session("Kept back")
    for one, person in ((session, named), (secret, other)):
        here.door.do(
            "Add to the list",
            creating(
                Attendance(id=here.door.new_id(), root=one.id, session=one.id, person=person.id)
            ),
        )
        with_picture(here, one.id, one.title.encode())
        here.door.do("Write", setting(here.workspace.get(Session, one.id), purpose="again"))  # type: ignore[arg-type]
    path = tmp_path / "one.cpsb"
    assert here.bundle(there, path, sessions=[session.id])
    opened = open_bundle(path, [own_age_keys(there.workspace).identity])
    assert opened.inspection.sessions == ((session.id, "Given"),)
    assert opened.inspection.attachments == 1
    there.take(path)
    assert [one.name for one in there.workspace.find(Person)] == ["Named"]
    assert [one.title for one in there.workspace.find(Session)] == ["Given"]
    everything = (
        b"".join(one[5] or b"" for one in changes(there.workspace).values()) + opened.packed
    )
    assert b"Kept back" not in everything
    assert b"Not named" not in everything
    there.new_session("x")
    with pytest.raises(InputRefused, match="not in this workspace"):
        plan_handing_over(here.workspace, there.receiver, sessions=["00" * 16])


def test_who_has_only_the_later_of_two_sessions_is_given_the_earlier_one_still(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    earlier = here.new_session("earlier")
    person = here.new_person("Ida Invented")
    later = here.new_session("later")
    here.bundle(there, tmp_path / "1.cpsb", sessions=[later.id])
    there.take(tmp_path / "1.cpsb")
    assert there.workspace.get(Session, earlier.id) is None
    # What comes home acknowledges the later and not what was made before it.
    there.new_session("from there")
    assert there.give(here, tmp_path / "2.cpsb") > 0
    assert here.give(there, tmp_path / "3.cpsb") > 0
    assert there.workspace.get(Session, earlier.id) == here.workspace.get(Session, earlier.id)
    assert there.workspace.get(Person, person.id) is not None
    assert set(changes(there.workspace)) == set(changes(here.workspace))


def test_names_of_laptops_that_have_no_part_in_it_stay_here(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    third = Replica(tmp_path / "third", 3)
    name_this_device(here.workspace, "  Ida's laptop  ")
    name_this_device(third.workspace, "The third laptop")
    own = here.new_session("Own")
    third.new_session("Of the third")
    third.give(here, tmp_path / "1.cpsb")
    here.bundle(there, tmp_path / "2.cpsb", sessions=[own.id])
    opened = open_bundle(tmp_path / "2.cpsb", [own_age_keys(there.workspace).identity])
    assert opened.contents.manifest.introduces == {}
    assert device_name(here.workspace) == opened.inspection.sender == "Ida's laptop"
    here.give(there, tmp_path / "3.cpsb")
    assert there.workspace.devices()[third.workspace.device_key][0] == "The third laptop"
    assert [one.name for one in laptops_met(there.workspace)] == ["Ida's laptop"]
    third.close()


def test_what_a_third_laptop_carries_is_still_signed_by_whoever_made_it(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    relay = Replica(tmp_path / "relay", 3)
    here.new_session("Relayed")
    here.give(relay, tmp_path / "1.cpsb")
    relay.give(there, tmp_path / "2.cpsb")
    opened = open_bundle(tmp_path / "2.cpsb", [own_age_keys(there.workspace).identity])
    assert [key for key, _ in opened.inspection.devices] == [here.workspace.device_key]
    assert opened.inspection.sender_key == relay.workspace.device_key
    assert there.workspace.segments.digests() == here.workspace.segments.digests()
    relay.close()


def test_the_preview_says_what_would_come(here: Replica, there: Replica, tmp_path: Path) -> None:
    name_this_device(here.workspace, "Ida's laptop")
    session = here.new_session("New to you")
    here.new_person()
    late = here.new_session("Only this")
    here.bundle(there, tmp_path / "1.cpsb", sessions=[late.id])
    identity = own_age_keys(there.workspace).identity
    bundle = open_bundle(tmp_path / "1.cpsb", [identity])
    before = told(there.workspace)
    told_first = preview(there.workspace, bundle)
    assert told(there.workspace) == before
    assert told_first.new_changes == 1
    assert told_first.new_sessions == ((late.id, "Only this"),)
    assert told_first.unknown_devices == ((here.workspace.device_key, "Ida's laptop"),)
    assert told_first.gaps
    bring_in(there.workspace, bundle)
    assert preview(there.workspace, bundle).nothing_new
    here.give(there, tmp_path / "2.cpsb")
    assert preview(there.workspace, open_bundle(tmp_path / "2.cpsb", [identity])).gaps == ()
    assert there.workspace.get(Session, session.id) is not None


def test_a_picture_that_was_missing_is_asked_for_and_comes(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    third = Replica(tmp_path / "third", 3)
    session = here.new_session("With a picture")
    digest = with_picture(here, session.id, b"\xff\xd8 a picture")
    here.bundle(there, tmp_path / "1.cpsb")
    # The relay has the record, not the picture.
    there.take(tmp_path / "1.cpsb")
    there.workspace.connection.execute("DELETE FROM attachment_content")
    there.give(third, tmp_path / "2.cpsb")
    assert still_to_come(third.workspace) == 1
    assert third.give(here, tmp_path / "3.cpsb") == 0, "with nothing new to say, it asks"
    assert here.give(third, tmp_path / "4.cpsb") == 0
    assert third.workspace.attachment(digest) == b"\xff\xd8 a picture"
    assert still_to_come(third.workspace) == 0
    third.close()


def test_under_five_words(here: Replica, there: Replica, tmp_path: Path) -> None:
    here.new_session("Under words")
    to = Receiver("whoever has the words", passphrase="one two three four five")
    path = tmp_path / "1.cpsb"
    hand_over(here.door, here.workspace, plan_handing_over(here.workspace, to), to, path)
    for words in (None, "five four three two one"):
        with pytest.raises(Exception, match="words"):
            open_bundle(path, [own_age_keys(there.workspace).identity], words)
    assert bring_in(there.workspace, open_bundle(path, [], to.passphrase)).new_changes == 1


def test_nothing_to_hand_over_and_no_such_receiver_are_sentences(here: Replica) -> None:
    with pytest.raises(InputRefused, match="nothing to hand over"):
        plan_handing_over(here.workspace, Receiver("x", "age1x"))
    with pytest.raises(InputRefused, match="begins with age1"):
        receiver_from(here.workspace, "age1nonsense")
    own = own_age_keys(here.workspace)
    assert receiver_from(here.workspace, f" {own.recipient} ").recipient == own.recipient


def test_handing_over_to_a_place_that_is_gone_leaves_nothing(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    here.new_session()
    with pytest.raises(InputRefused, match="is not there"):
        here.bundle(there, tmp_path / "gone" / "1.cpsb")
    assert here.workspace.segments.given.not_handed_over() == 1
    here.bundle(there, tmp_path / "1.cpsb")
    assert here.workspace.segments.given.not_handed_over() == 0


def test_stopping_at_any_moment_changes_nothing(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    here.new_note(here.new_planner(here.new_session().id), "x")
    here.bundle(there, tmp_path / "1.cpsb")
    bundle = open_bundle(tmp_path / "1.cpsb", [own_age_keys(there.workspace).identity])
    before = told(there.workspace)

    class Enough(Exception):
        pass

    def stop(what: str, done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        bring_in(there.workspace, bundle, stop)
    assert told(there.workspace) == before
    with pytest.raises(Enough):
        hand_over(
            here.door,
            here.workspace,
            plan_handing_over(here.workspace, there.receiver),
            there.receiver,
            tmp_path / "2.cpsb",
            stop,
        )
    assert [one.name for one in tmp_path.glob("*.cpsb*")] == ["1.cpsb"]


def test_a_change_that_comes_before_what_it_replaces_waits_for_it(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    note = here.new_note(here.new_planner(here.new_session().id), "first")
    plan_handing_over(here.workspace, there.receiver)  # seals what there is
    here.write(note.id, "second")
    plan = plan_handing_over(here.workspace, there.receiver)
    import dataclasses

    late = plan.segments[-1]
    only = dataclasses.replace(plan, segments=(late,), changes=len(late.seqs))
    hand_over(here.door, here.workspace, only, there.receiver, tmp_path / "late.cpsb")
    there.take(tmp_path / "late.cpsb")
    assert there.workspace.reader.waiting() == 1
    found = there.workspace.get(Note, note.id)
    assert found is not None
    assert found.text == ""
    assert check_workspace(there.workspace).problems == []
    assert here.give(there, tmp_path / "all.cpsb") > 0
    assert there.workspace.reader.waiting() == 0
    assert told(there.workspace) == told(here.workspace)


def test_deleted_here_and_edited_there_comes_back_to_be_decided(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    note = here.new_note(here.new_planner(here.new_session().id), "first")
    here.give(there, tmp_path / "1.cpsb")
    found = here.workspace.get(Note, note.id)
    assert found is not None
    here.delete(found)
    there.write(note.id, "edited there")
    here.give(there, tmp_path / "2.cpsb")
    there.give(here, tmp_path / "3.cpsb")
    for replica in (here, there):
        back = replica.workspace.get(Note, note.id)
        assert back is not None
        assert (back.deleted, back.contested, back.text) == (False, ("deleted",), "edited there")
    here.delete(here.workspace.get(Note, note.id))  # type: ignore[arg-type]
    here.give(there, tmp_path / "4.cpsb")
    gone = there.workspace.get(Note, note.id)
    assert gone is not None
    assert (gone.deleted, gone.contested) == (True, ())


def test_what_a_newer_version_wrote_is_kept_carried_shown_as_newer_and_not_changed(
    here: Replica, there: Replica, tmp_path: Path
) -> None:
    planner = here.new_planner(here.new_session().id)
    encode = msgspec.msgpack.encode
    notes = [here.new_note(planner, f"note {at}") for at in range(3)]
    here.say_newer("note", notes[0].id, notes[0].root, "mood", encode("glad"))
    here.say_newer("note", notes[1].id, notes[1].root, "text", encode({"rich": "text"}))
    here.say_newer("note", notes[2].id, notes[2].root, "colour", encode("ultraviolet"))
    other = here.some_id()
    here.say_newer("map", other, other, "scale", encode(25_000))
    here.give(there, tmp_path / "1.cpsb")
    third = Replica(tmp_path / "third", 3)
    there.give(third, tmp_path / "2.cpsb")
    for replica in (here, there, third):
        assert shown(replica.workspace) == shown(here.workspace)
        assert replica.workspace.reader.unknown_kinds() == {"map": 1}
        for note in notes:
            found = replica.workspace.get(Note, note.id)
            assert found is not None
            assert found.newer
            with pytest.raises(InputRefused, match="newer version"):
                replica.door.do("Write", setting(found, text="overwritten", box="plan"))
    assert told(third.workspace) == told(here.workspace)
    third.close()


@pytest.mark.parametrize("name", NAUGHTY)
def test_every_text_comes_back_after_a_restart_and_through_a_bundle(
    name: str, here: Replica, there: Replica, tmp_path: Path
) -> None:
    text, kept = NAUGHTY[name]
    note = here.new_note(here.new_planner(here.new_session(text).id), text)
    here.close()
    here.open()
    here.give(there, tmp_path / "1.cpsb")
    for replica in (here, there):
        found = replica.workspace.get(Note, note.id)
        assert found is not None
        assert found.text == kept
        assert replica.workspace.find(Session)[0].title == kept
        replica.workspace.search(text)
        replica.workspace.rebuild()
        assert replica.workspace.find(Note)[0].text == kept
        assert check_workspace(replica.workspace).problems == []


def test_a_text_of_more_than_a_megabyte_is_refused_in_a_sentence(here: Replica) -> None:
    note = here.new_note(here.new_planner(here.new_session().id), "short")
    with pytest.raises(InputRefused, match="Nothing was changed"):
        here.write(note.id, "x" * 1_100_000)
    assert here.workspace.find(Note)[0].text == "short"


def test_what_is_here_is_not_verified_again_but_what_is_not_here_always_is(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as giver, laptop(tmp_path, seed=2) as receiver:
        sessions.create_session(giver.door, title="Twice", days=[])
        give(giver, receiver, tmp_path)
        path = tmp_path / "again.cpsb"
        keys = exchange.own_age_keys(receiver.workspace)
        to = exchange.Receiver("again", keys.recipient)
        plan = exchange.plan_handing_over(giver.workspace, to, everything=True)
        exchange.hand_over(giver.door, giver.workspace, plan, to, path)
        opened = exchange.open_for(receiver.workspace, path)
        assert opened.met == receiver.workspace.segments.digests() & set(opened.headers)
        assert exchange.bring_in(receiver.workspace, opened).new_changes == 0
        # The same opened bundle in a workspace that has nothing of it: verified there, and whole.
        with laptop(tmp_path, seed=3) as other:
            came = exchange.bring_in(other.workspace, opened)
            assert came.new_changes == plan.changes
            assert other.workspace.find(Session) == receiver.workspace.find(Session)
