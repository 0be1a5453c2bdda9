"""Handing over through a real window: three steps, then a file that was read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Note
from cps_desktop.services import exchange, planners
from cps_desktop.services.coordination import become_coordinator, joined, save_join_file
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import bring_in, open_bundle, own_age_keys
from cps_desktop.services.handing_over import NOTHING_BUT_AN_ANSWER, Scope
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.pages_of_session.hand_over import SAFE, WRITTEN, HandOverPage
from cps_desktop.ui.pages_of_session.hand_over_places import Place, is_stick
from cps_desktop.ui.pages_of_session.hand_over_receivers import WORDS, WRITE_DOWN
from cps_desktop.ui.theme_state import theme
from tests.services.desks import desk_of
from tests.services.laptop import laptop
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston

LONG = 240_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    """The coordinator's workspace."""
    with laptop(tmp_path, seed=5) as one:
        become_coordinator(one.workspace, "Cumbria CPS (sample)", "Anna Bell (invented)")
        yield desk_of(one)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "STICK32"
    place.mkdir()
    return place


@pytest.fixture
def join_file(office: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "Cumbria.cpsjoin"
    save_join_file(office.workspace, path)
    return path


@pytest.fixture
def page(qtbot: QtBot, host: Host, stick: Path) -> HandOverPage:
    exchange.name_this_device(host.desk.workspace, "Alston laptop")
    session = session_in_alston(host.desk)
    planner = planners.add_planner(host.desk.door, session, host.desk.planners.choices()[0])
    planners.add_note(host.desk.door, planner, "now", "Too many forms")
    made = HandOverPage(host, session)
    made.refresh(None)
    host.show_page(made)
    # The stick of these tests is none that the laptop knows: it would be gone after two seconds.
    made.where._timer.stop()
    settled(qtbot, made)
    made.where.show_sticks((Place(stick, "STICK32", 28_400_000_000, stick=True),))
    return made


def settled(qtbot: QtBot, page: HandOverPage) -> None:
    qtbot.waitUntil(lambda: not page.background.busy and not page._later.isActive(), timeout=LONG)


def said(page: HandOverPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def test_joining_then_handing_over_brings_it_to_the_coordinator(
    qtbot: QtBot, host: Host, page: HandOverPage, office: Desk, join_file: Path, stick: Path
) -> None:
    assert "No coordinator is known" in said(page)
    page.whom.open_join_file(join_file)
    mine = joined(office.workspace)
    assert mine is not None
    assert page.whom.joining.words.text() == mine.words
    assert joined(host.desk.workspace) is None
    qtbot.mouseClick(page.whom.joining.same, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert page.whom.receiver.name == "Anna Bell (invented)"
    assert "No coordinator is known" not in said(page)
    assert page.where.place is not None
    assert page.where.place.name == "STICK32", "the one stick that was put in is chosen"
    assert HandOverPage.count(host.desk, page.session) == str(page.foreseen.never)
    expected = page.foreseen
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert page.result is not None
    assert SAFE in said(page)
    assert f"It holds {expected.changes} changes, 1 session, for Anna Bell" in said(page)
    assert "was handed over to Anna Bell (invented)." in said(page)
    assert HandOverPage.count(host.desk, page.session) == ""
    (file,) = stick.iterdir()
    assert file.name == "Alston laptop 18 March 2027.cpsb"
    opened = open_bundle(file, [own_age_keys(office.workspace).identity])
    assert bring_in(office.workspace, opened).new_changes == expected.changes
    assert [one.text for one in office.workspace.find(Note)] == ["Too many forms"]


def test_words_that_differ_change_nothing(
    qtbot: QtBot, host: Host, page: HandOverPage, join_file: Path
) -> None:
    page.whom.open_join_file(join_file)
    assert page.whom.joining.differ.hasFocus(), "the keyboard is on what changes nothing"
    qtbot.keyClick(page.whom.joining.differ, Qt.Key.Key_Space)
    assert joined(host.desk.workspace) is None
    assert "Nothing was changed" in host.said[-1]
    assert page.whom.open_join.isVisible()
    page.whom.open_join_file(join_file.with_name("gone.cpsjoin"))
    assert "no file gone.cpsjoin" in host.faults[-1]


def test_five_words_are_shown_large_and_open_the_bundle(
    qtbot: QtBot, page: HandOverPage, office: Desk, stick: Path
) -> None:
    page.whom.choose(WORDS)
    settled(qtbot, page)
    words = page.whom.words
    assert len(words.split()) == 5
    assert WRITE_DOWN in said(page)
    assert page.whom.shown_words.text() == words
    assert page.whom.shown_words.font().pointSizeF() > page.button.font().pointSizeF()
    new = next(one for one in page.findChildren(Button) if one.text() == "New words")
    new.click()
    assert page.whom.words != words
    words = page.whom.words
    page.button.click()
    settled(qtbot, page)
    assert words in said(page), "they stay in sight after it was written"
    (file,) = stick.iterdir()
    assert bring_in(office.workspace, open_bundle(file, [], words)).new_changes > 0


def test_nothing_is_written_over_and_another_name_is_offered(
    qtbot: QtBot, page: HandOverPage, stick: Path
) -> None:
    theirs = stick / "Alston laptop 18 March 2027.cpsb"
    theirs.write_bytes(b"theirs")
    page.button.click()
    assert "nothing is written over it" in said(page)
    assert [one.name for one in stick.iterdir()] == [theirs.name]
    assert page.result is not None
    page.result.buttons[0].click()
    settled(qtbot, page)
    assert SAFE in said(page)
    assert theirs.read_bytes() == b"theirs"
    assert (stick / "Alston laptop 18 March 2027 2.cpsb").exists()


def test_a_stick_pulled_out_loses_nothing_and_it_can_be_tried_again(
    qtbot: QtBot, host: Host, page: HandOverPage, stick: Path
) -> None:
    stick.rmdir()
    before = host.desk.workspace.segments.given.not_handed_over()
    page.button.click()
    settled(qtbot, page)
    assert "STICK32 is not there." in said(page)
    assert "Nothing was lost" in said(page)
    assert SAFE not in said(page)
    assert host.desk.workspace.segments.given.not_handed_over() == before
    stick.mkdir()
    assert page.result is not None
    (again,) = page.result.buttons
    again.click()
    settled(qtbot, page)
    assert SAFE in said(page)
    assert len(list(stick.iterdir())) == 1


def test_without_a_place_it_asks_for_one(qtbot: QtBot, page: HandOverPage, tmp_path: Path) -> None:
    page.where.show_sticks(())
    assert page.where.none.isVisible()
    page.button.click()
    assert "Where should it go?" in said(page)
    assert page.where.choose.hasFocus()
    folder = tmp_path / "shared"
    folder.mkdir()
    page.where.choose_folder(folder)
    page.where.name.set_text("  a/b:c  ")
    page.button.click()
    settled(qtbot, page)
    assert WRITTEN in said(page), "a folder is no stick to be removed"
    assert [one.name for one in folder.iterdir()] == ["a b c.cpsb"]
    page.where.name.set_text(" / ")
    page.button.click()
    assert "The file needs a name." in said(page)


def test_sticks_come_and_go_and_a_choice_stays(page: HandOverPage, tmp_path: Path) -> None:
    second = Place(tmp_path / "B", "B", 5, stick=True)
    (first,) = (page.where.place,)
    assert first is not None
    page.where.show_sticks((first, second))
    assert page.where.place == first
    page.where.show_sticks((second,))
    left: Place | None = page.where.place
    assert left is None, "another stick is never taken for the one that was chosen"
    page.where.show_sticks((first, second))
    assert page.where.place == first


def test_what_is_inside_follows_the_choice(qtbot: QtBot, host: Host, page: HandOverPage) -> None:
    everything = page.foreseen.changes
    session_in_alston(host.desk)
    settled(qtbot, page)
    assert page.foreseen.changes > everything
    assert page.foreseen.sessions == 2
    page.what.group.set_key(Scope.SESSION.value)
    page.what.group.chosen.emit(Scope.SESSION.value)
    settled(qtbot, page)
    assert page.foreseen.sessions == 1
    assert "in 1 session" in said(page)
    assert not host.desk.workspace.segments.digests(), "looking seals nothing"


def test_once_all_has_arrived_only_an_answer_is_left_and_then_nothing(
    qtbot: QtBot, host: Host, page: HandOverPage, office: Desk, join_file: Path, stick: Path
) -> None:
    page.whom.open_join_file(join_file)
    page.whom.joining.same.click()
    settled(qtbot, page)
    page.button.click()
    settled(qtbot, page)
    assert "has not said that it arrived" in said(page)
    assert "No answer has come back yet" in said(page)
    assert page.button.isEnabled(), "a lost stick loses nothing: it can be given again"
    (file,) = stick.iterdir()
    bring_in(office.workspace, open_bundle(file, [own_age_keys(office.workspace).identity]))
    planners.add_note(office.door, office.workspace.find(Note)[0].planner, "now", "From the office")
    to = exchange.laptops_met(office.workspace)[0]
    back = stick / "back.cpsb"
    plan = exchange.plan_handing_over(office.workspace, to)
    exchange.hand_over(office.door, office.workspace, plan, to, back)
    identity = own_age_keys(host.desk.workspace).identity
    came = bring_in(host.desk.workspace, open_bundle(back, [identity]))
    host.desk.door.came_in(came.summary)
    settled(qtbot, page)
    assert "All of it has arrived." in said(page)
    assert NOTHING_BUT_AN_ANSWER in said(page)
    left = HandOverPage.count(host.desk, page.session)
    page.where.name.set_text("answer")
    page.button.click()
    settled(qtbot, page)
    assert "It says what this laptop has, for Anna Bell (invented)." in said(page)
    assert HandOverPage.count(host.desk, page.session) == left
    assert "Nothing: everything here has arrived there already." in said(page)
    assert not page.button.isEnabled()


@pytest.mark.parametrize(
    ("root", "device", "system", "expected"),
    [
        ("/media/ann/STICK", "/dev/sdb1", "linux", True),
        ("/run/media/ann/STICK", "/dev/sdb1", "linux", True),
        ("/", "/dev/sda1", "linux", False),
        ("/home", "/dev/sda2", "linux", False),
        ("/media/ann/net", "server:/share", "linux", False),
        ("/Volumes/STICK", "/dev/disk4s1", "darwin", True),
        ("/System/Volumes/Data", "/dev/disk1s1", "darwin", False),
        ("E:/", "", "win32", True),
        ("C:/", "", "win32", False),
    ],
)
def test_which_volumes_are_sticks(root: str, device: str, system: str, expected: bool) -> None:
    assert is_stick(root, device, system, "C:") is expected


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, page: HandOverPage, join_file: Path, scale: int
) -> None:
    theme().set_scale(scale)
    page.whom.choose(WORDS)
    page.whom.open_join_file(join_file)
    settled(qtbot, page)
    qtbot.wait(50)
    assert faults_of(page) == []


def test_a_laptop_merely_met_is_never_chosen_for_anybody_nor_taken_for_a_coordinator(
    qtbot: QtBot, host: Host, page: HandOverPage, join_file: Path, tmp_path: Path
) -> None:
    with laptop(tmp_path, seed=6) as stranger:
        exchange.name_this_device(stranger.workspace, "Anna Bell (invented), coordinator")
        session_in_alston(desk_of(stranger))
        own = own_age_keys(host.desk.workspace)
        to = exchange.Receiver("x", own.recipient, device=host.desk.workspace.device_key)
        plan = exchange.plan_handing_over(stranger.workspace, to)
        exchange.hand_over(stranger.door, stranger.workspace, plan, to, tmp_path / "s.cpsb")
        theirs = stranger.workspace.device_key.hex()
    came = bring_in(host.desk.workspace, open_bundle(tmp_path / "s.cpsb", [own.identity]))
    host.desk.door.came_in(came.summary)
    fresh = HandOverPage(host, page.session)
    qtbot.addWidget(fresh)
    assert fresh.whom.by_words
    assert fresh.whom.group is not None
    shown = [one.text() for one in fresh.whom.group.findChildren(QRadioButton)]
    assert shown == [
        (
            "A laptop met on Thursday 18 March 2027, which calls itself "
            "“Anna Bell (invented), coordinator”"
        ),
        "Whoever is told five words",
    ]
    fresh.whom.choose(theirs)
    assert fresh.whom.receiver.name == "“Anna Bell (invented), coordinator” (a laptop met)"
    fresh.whom.choose(WORDS)
    fresh.whom.open_join_file(join_file)
    fresh.whom.joining.same.click()
    assert fresh.whom.receiver.name == "Anna Bell (invented)"
    again = HandOverPage(host, page.session)
    qtbot.addWidget(again)
    assert again.whom.receiver.name == "Anna Bell (invented)"
