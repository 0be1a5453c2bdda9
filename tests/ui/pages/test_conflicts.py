"""Two people changed this, through a real window: cards, keys, many at once, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import setting
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services import exchange, planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.differences import Piece
from cps_desktop.services.exchange import Receiver, bring_in, open_bundle, own_age_keys
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.ui.conflicts import AT_ONCE, ConflictsPage
from cps_desktop.ui.kit import Choice, Words
from cps_desktop.ui.marked_words import MarkedWords
from cps_desktop.ui.theme_state import theme
from tests.services.desks import desk_of
from tests.services.laptop import laptop
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston


class Other:
    """A second laptop with the host's session, and bundles both ways."""

    def __init__(self, there: Desk, host: Host, folder: Path) -> None:
        self.there, self.here, self.folder = there, host.desk, folder
        exchange.name_this_device(there.workspace, "Penrith laptop (invented)")
        self.session = session_in_alston(self.here)
        self.planner = planners.add_planner(
            self.here.door, self.session, self.here.planners.choices()[0]
        )
        self.note = planners.add_note(self.here.door, self.planner, "now", "Who to ring")
        self._count = 0
        self.send(self.here, there)

    def send(self, giver: Desk, receiver: Desk) -> None:
        keys = own_age_keys(receiver.workspace)
        to = Receiver("x", keys.recipient, device=receiver.workspace.device_key)
        self._count += 1
        path = self.folder / f"{self._count}.cpsb"
        give(giver, to, Scope.ALL, "", path)
        giver.workspace.forget_caches()
        came = bring_in(receiver.workspace, open_bundle(path, [keys.identity]))
        receiver.door.came_in(came.summary)

    def back(self) -> None:
        """What the other laptop did arrives here."""
        self.send(self.there, self.here)

    def text(self, note: str = "") -> str:
        found = self.here.workspace.get(Note, note or self.note)
        assert found is not None
        return found.text


@pytest.fixture
def other(host: Host, tmp_path: Path) -> Iterator[Other]:
    with laptop(tmp_path, seed=5, hour=11) as one:
        made = Other(desk_of(one), host, tmp_path)
        planners.edit_note(host.desk.door, made.note, "Who to ring at night")
        planners.edit_note(one.door, made.note, "Who to ring at the weekend")
        sessions.change_session(host.desk.door, made.session, venue="Main hall")
        sessions.change_session(one.door, made.session, venue="Upstairs room")
        made.back()
        yield made


@pytest.fixture
def page(host: Host, other: Other) -> ConflictsPage:
    made = ConflictsPage(host)
    made.refresh(None)
    host.show_page(made)
    return made


def said(page: ConflictsPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def card_of(page: ConflictsPage, field: str) -> int:
    return next(n for n, card in enumerate(page.cards) if card.one.field == field)


def test_each_version_stands_with_its_laptop_and_its_time(page: ConflictsPage) -> None:
    assert len(page.cards) == 2
    text = said(page)
    assert "Who to ring at night" in text
    assert "Who to ring at the weekend" in text
    assert "Penrith laptop (invented), Thursday 18 March 2027, 11:02 · shown for now" in text
    assert "This laptop, Thursday 18 March 2027, 09:02" in text
    assert ConflictsPage.count(page.desk, "") == "2"


def test_keeping_one_by_keys_goes_on_to_the_next_and_travels(
    qtbot: QtBot, host: Host, page: ConflictsPage, other: Other
) -> None:
    place = card_of(page, "text")
    card = page.cards[place]
    card.sides[0].keep.setFocus()
    qtbot.keyClick(card.sides[0].keep, Qt.Key.Key_Right)
    assert card.sides[1].keep.hasFocus()
    qtbot.keyClick(card.sides[1].keep, Qt.Key.Key_Left)
    assert card.sides[0].keep.hasFocus()
    qtbot.keyClick(card.sides[0].keep, Qt.Key.Key_Right)
    qtbot.keyClick(card.sides[1].keep, Qt.Key.Key_Space)
    assert other.text() == "Who to ring at night"
    assert host.said == ["Chosen."]
    assert len(page.cards) == 1
    assert page.cards[0].first_button().hasFocus()
    other.send(other.here, other.there)
    there = other.there.workspace.get(Note, other.note)
    assert there is not None
    assert (there.text, there.contested) == ("Who to ring at night", ())


def test_undo_brings_both_back_and_one_can_choose_again(page: ConflictsPage, other: Other) -> None:
    card = page.cards[card_of(page, "text")]
    card.sides[1].keep.click()
    assert len(page.cards) == 1
    page.desk.door.undo()
    assert len(page.cards) == 2
    assert other.text() == "Who to ring at the weekend"
    assert "You took your choice back." in said(page)
    page.desk.door.redo()
    assert len(page.cards) == 1
    assert other.text() == "Who to ring at night"
    page.desk.door.undo()
    page.cards[card_of(page, "text")].sides[1].keep.click()
    assert other.text() == "Who to ring at night"
    assert len(page.cards) == 1


def test_keeping_both_makes_two_notes(page: ConflictsPage, other: Other) -> None:
    page.cards[card_of(page, "text")].both.click()
    texts = sorted(one.text for one in other.here.workspace.find(Note))
    assert texts == ["Who to ring at night", "Who to ring at the weekend"]
    assert not page.cards[card_of(page, "venue")].both.isVisible()


def test_writing_together_begins_with_both_and_can_be_left(
    qtbot: QtBot, page: ConflictsPage, other: Other
) -> None:
    card = page.cards[card_of(page, "text")]
    card.together.click()
    assert card.editor is not None
    assert card.editor.hasFocus()
    assert card.editor.text() == "Who to ring at the weekend\nWho to ring at night"
    card.leave.click()
    assert not card.is_editing
    assert card.together.hasFocus()
    assert len(page.cards) == 2
    card.together.click()
    card.editor.set_text("Who to ring at night and at the weekend")
    planners.add_note(other.here.door, other.planner, "now", "Something else meanwhile")
    assert page.cards[card_of(page, "text")] is card, "what is being written is not taken away"
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert other.text() == "Who to ring at night and at the weekend"
    assert len(page.cards) == 1


def test_deleted_here_and_edited_there_is_kept_or_deleted(
    page: ConflictsPage, other: Other
) -> None:
    gone = planners.add_note(other.here.door, other.planner, "now", "Old")
    other.send(other.here, other.there)
    planners.delete_notes(other.here.door, [gone])
    planners.edit_note(other.there.door, gone, "Old but needed")
    other.back()
    card = page.cards[card_of(page, "deleted")]
    assert [side.keep.text() for side in card.sides] == ["Keep it", "Delete it"]
    assert "It was deleted on one laptop and changed on another." in said(page)
    assert not card.together.isVisible()
    card.sides[1].keep.click()
    found = other.here.workspace.get(Note, gone)
    assert found is not None
    assert found.deleted
    assert "deleted" not in {one.one.field for one in page.cards}


def test_many_are_decided_at_once_and_one_undo_brings_them_back(
    qtbot: QtBot, host: Host, page: ConflictsPage, other: Other
) -> None:
    assert not page.many.own.isEnabled()
    qtbot.mouseClick(
        page.many.tick_all, Qt.MouseButton.LeftButton, pos=page.many.tick_all.rect().center()
    )
    page.many.tick_all.set_ticked(True)
    page.many.tick_all.ticked.emit(True)
    assert page.many.how_many.text() == "2 of 2 ticked"
    page.many.own.click()
    venue = other.here.workspace.get(Session, other.session)
    assert venue is not None
    assert (venue.venue, other.text()) == ("Main hall", "Who to ring at night")
    assert host.said == ["2 chosen."]
    assert page.empty.isVisible()
    assert not page.many.isVisible()
    page.desk.door.undo()
    assert len(page.cards) == 2
    for card in page.cards:
        card.tick.set_ticked(True)
        card.ticked.emit()
    page.many.later.click()
    assert other.text() == "Who to ring at the weekend"
    assert page.empty.isVisible()


PATIENCE_MS = 240_000
"""For a busy machine; it takes a fraction of a second."""


def differ(other: Other, count: int) -> list[str]:
    """So many notes that were changed on both laptops."""
    made = [
        planners.add_note(other.here.door, other.planner, "now", f"Note {n}") for n in range(count)
    ]
    other.send(other.here, other.there)
    for desk, word in ((other.here, "Here"), (other.there, "There")):
        edits = []
        for number, note in enumerate(made):
            found = desk.workspace.get(Note, note)
            assert found is not None
            edits += setting(found, text=f"{word} {number}")
        desk.door.do("Write", edits)
    other.back()
    return made


def test_a_thousand_decisions_show_a_few_cards_at_a_time(
    qtbot: QtBot, page: ConflictsPage, other: Other
) -> None:
    made = differ(other, AT_ONCE + 5)
    qtbot.waitUntil(lambda: len(page.cards) == AT_ONCE, timeout=PATIENCE_MS)
    assert page.more.text() == "Show 7 more of 7"
    page.more.click()
    assert page.window().focusWidget() is page.cards[AT_ONCE].first_button()
    qtbot.waitUntil(lambda: len(page.cards) == AT_ONCE + 7, timeout=PATIENCE_MS)
    assert not page.more.isVisible()
    page.go_to(made[-1])
    here = next(card for card in page.cards if card.one.record.id == made[-1])
    assert page.window().focusWidget() is here.first_button()


def test_very_many_are_decided_beside_the_window_and_undone_as_one_step(
    qtbot: QtBot, host: Host, page: ConflictsPage, other: Other
) -> None:
    made = differ(other, 40)
    qtbot.waitUntil(lambda: len(page.cards) == AT_ONCE, timeout=PATIENCE_MS)
    page.many.tick_all.ticked.emit(True)
    assert page.many.how_many.text() == "42 of 42 ticked", "also those not shown yet"
    page.cards[0].tick.set_ticked(False)
    page.cards[0].ticked.emit()
    left = page.cards[0].one.key
    page.many.own.click()
    assert host.jobs == ["Keeping what you chose"]
    assert host.said == ["41 chosen."]
    qtbot.waitUntil(lambda: [card.one.key for card in page.cards] == [left], timeout=PATIENCE_MS)
    assert {other.text(note) for note in made} >= {f"Here {n}" for n in range(1, 40)}
    assert other.here.door.step_size() >= 41
    other.here.door.undo()
    qtbot.waitUntil(lambda: len(page.cards) == AT_ONCE, timeout=PATIENCE_MS)
    assert other.text(made[-1]) == "There 39"
    assert "42" in page.many.how_many.text()


def test_only_some_are_shown_and_in_the_order_wanted(
    qtbot: QtBot, page: ConflictsPage, other: Other
) -> None:
    differ(other, 3)
    qtbot.waitUntil(lambda: len(page.cards) == 5, timeout=PATIENCE_MS)
    kinds = [page.many.kind.itemText(n) for n in range(page.many.kind.count())]
    assert kinds == ["Everything", "Notes", "Sessions"]
    choose(page.many.kind, "Sessions")
    assert [card.one.label for card in page.cards] == ["Venue"]
    choose(page.many.kind, "Notes")
    assert {card.one.label for card in page.cards} == {"Note"}
    choose(page.many.order, "Latest change first")
    times = [max(side.time for side in card.one.sides) for card in page.cards]
    assert times == sorted(times, reverse=True)
    choose(page.many.order, "Earliest change first")
    assert page.cards[0].one.record.id == other.note
    assert not page.many.theirs.isVisible()
    choose(page.many.laptop, "Penrith laptop (invented)")
    assert page.many.theirs.text() == "Keep those of Penrith laptop (invented)"
    assert not page.many.theirs.isEnabled()
    page.many.tick_all.ticked.emit(True)
    page.many.theirs.click()
    assert other.text() == "Who to ring at the weekend"
    assert [card.one.label for card in page.cards] == ["Venue"], "nothing is left of notes"


def choose(choice: Choice, words: str) -> None:
    """Drop it down and take this one."""
    choice.setCurrentIndex(choice.findText(words))
    choice.activated.emit(choice.currentIndex())


def test_what_differs_is_underlined_and_told_to_a_screen_reader(page: ConflictsPage) -> None:
    card = page.cards[card_of(page, "text")]
    marked = [side.findChild(MarkedWords) for side in card.sides]
    assert [one.marks for one in marked if one] == ["“the weekend”", "“night”"]
    assert "<u>night</u>" in QLabel.text(marked[1])  # type: ignore[arg-type]
    assert "Only in this version: “night”" in marked[1].accessibleName()  # type: ignore[union-attr]
    assert "What differs is underlined." in said(page)


def test_markup_that_people_wrote_stays_text(page: ConflictsPage, other: Other) -> None:
    planners.edit_note(other.here.door, other.note, "<b>bold</b> & a <script> here")
    marked = MarkedWords([Piece("<b>a</b> & "), Piece("<i>", only_here=True)])
    assert marked.text() == "<b>a</b> & <i>"
    assert "&lt;b&gt;a&lt;/b&gt; &amp; <b><u>&lt;i&gt;</u></b>" in QLabel.text(marked)


def test_only_one_sessions_decisions_can_be_shown(
    page: ConflictsPage, host: Host, other: Other
) -> None:
    second = sessions.create_session(other.here.door, title="Clinic letters", venue="A")
    other.send(other.here, other.there)
    sessions.change_session(other.here.door, second, venue="B")
    sessions.change_session(other.there.door, second, venue="C")
    other.back()
    assert page.many.session.isVisible()
    assert len(page.cards) == 3
    page.go_to(second)
    assert [card.one.about for card in page.cards] == ["Clinic letters"]
    assert page.place() == second
    page.cards[0].sides[0].keep.click()
    assert len(page.cards) == 2, "nothing is left of that session, so all are shown again"


def test_with_nothing_to_decide_it_says_so(host: Host) -> None:
    page = ConflictsPage(host)
    page.refresh(None)
    host.show_page(page)
    assert "Nothing waits to be decided." in said(page)
    page.empty.buttons[0].click()
    assert host.opened[-1] == ("inbox", "")


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, page: ConflictsPage, scale: int
) -> None:
    theme().set_scale(scale)
    page.cards[card_of(page, "text")].together.click()
    qtbot.wait(50)
    assert faults_of(page) == []
