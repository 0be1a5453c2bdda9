"""Windows of an organisation: the guide, paper, a second coordinator, joining, and recovery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import InputRefused
from cps_desktop.services import organisation
from cps_desktop.services.backups import list_backups, make_backup
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    hand_over,
    open_for,
    own_age_keys,
    plan_handing_over,
)
from cps_desktop.services.joining import accept_joining, read_joining, save_join_file
from cps_desktop.services.known_laptops import no_longer_trusted
from cps_desktop.services.papers import (
    Who,
    joined,
    own_roles,
    paper_now,
    plain_words,
    root_secret,
    warrant,
    who_coordinates,
)
from cps_desktop.services.recovery import sheet_reminder
from cps_desktop.services.revoking import standings
from cps_desktop.services.sessions import create_session
from cps_desktop.sync.joining_on_paper import paper_rows
from cps_desktop.sync.recovery_words import words_of
from cps_desktop.ui.doings import doings_of
from cps_desktop.ui.home import HomePage
from cps_desktop.ui.joining_dialogs import RecoverDialog, TakeOver
from cps_desktop.ui.kit import LinkButton, QuestionDialog, TickBox, Words
from cps_desktop.ui.organisation_guide import OrganisationGuide
from cps_desktop.ui.pages_of_session import printing_paper
from cps_desktop.ui.paper_dialog import PaperDialog
from cps_desktop.ui.restoring import bring_back
from cps_desktop.ui.retiring_dialogs import TakeOut, TakeRight
from cps_desktop.ui.settings import SettingsPage
from cps_desktop.ui.settings_coordinators import CoordinatorsCard
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.typed_dialogs import JoinFromPaper, LostKey
from cps_desktop.ui.unlock import UnlockDialog
from cps_desktop.ui.window import Window
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.test_coordinators import answered, make_organisation, said, settings
from tests.ui.test_first_run import WORDS
from tests.ui.window_on import window_on

PATIENCE_MS = 240_000
"""A busy machine is no mistake of ours."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Window]:
    """The laptop that made the organisation, in its settings."""
    with window_on(tmp_path / "office") as window:
        make_organisation(window)
        yield window


def card_in(window: Window) -> CoordinatorsCard:
    return settings(window).coordinators


def sheet_words(window: Window) -> str:
    secret = root_secret(window.desk.workspace)
    assert secret is not None
    return " ".join(words_of(secret, plain_words()))


def sound(dialog: QWidget) -> None:
    """What every dialog of ours keeps to."""
    assert unnamed_controls(dialog) == []
    assert small_targets(dialog, TARGET) == []


def listed(card: CoordinatorsCard) -> str:
    """Who stands on the list of coordinators."""
    QApplication.processEvents()  # new rows are shown when the event loop comes round
    found = card.list.findChildren(Words)
    return "\n".join(one.text() for one in found if one.isVisibleTo(card.list))


def answer(key: str) -> Callable[[QWidget], object]:
    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        sound(dialog)
        dialog.buttons[key].click()

    return act


# -- paper ----------------------------------------------------------------------------------------


def test_the_sheet_is_saved_and_the_reminder_ends_once_it_is_printed(
    office: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_in(office)
    workspace = office.desk.workspace
    monkeypatch.setattr(printing_paper, "printer_names", list)
    seen: list[str] = []

    def not_yet(dialog: QWidget) -> None:
        assert isinstance(dialog, PaperDialog)
        sound(dialog)
        assert not dialog.page.pixmap().isNull()
        dialog.print_it()
        seen.append(said(dialog))
        dialog.save_to(tmp_path / "sheet.pdf")
        seen.append(said(dialog))
        dialog.save_to(tmp_path / "no folder" / "sheet.pdf")
        seen.append(said(dialog))
        dialog.buttons["later"].click()

    answered(not_yet)
    card.sheet.click()
    assert "No printer is set up" in seen[0]
    assert "Saved as sheet.pdf. Print it, then delete the file" in seen[1]
    assert "folder for sheet.pdf is not there" in seen[2]
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert sheet_reminder(workspace)
    assert "not printed yet" in " ".join(card.reminders_of)

    answered(answer("done"))
    card.sheet.click()
    assert sheet_reminder(workspace) == ""
    assert not any("printed" in one for one in card.reminders_of)
    assert any("only one coordinator" in one for one in card.reminders_of)


def test_the_home_page_reminds_too(office: Window, qtbot: QtBot) -> None:
    office.open_home()
    page = office.stack.page
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: "was not printed yet" in said(page.due), timeout=PATIENCE_MS)
    (link,) = [one for one in page.due.findChildren(LinkButton) if "Look at it" in one.text()]
    link.click()
    shown = office.stack.page
    assert isinstance(shown, SettingsPage)
    qtbot.waitUntil(
        lambda: not shown.coordinators.sheet.visibleRegion().isEmpty(), timeout=PATIENCE_MS
    )


def test_the_coordinators_are_found_by_searching(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(tmp_path / "w") as window:
        (found,) = [
            one for one in doings_of(window, window.people) if one.words == "Your coordinators"
        ]
        found.do()
        page = window.stack.page
        assert isinstance(page, SettingsPage)
        qtbot.waitUntil(
            lambda: not page.coordinators.join.visibleRegion().isEmpty(), timeout=PATIENCE_MS
        )


def test_the_join_sheet_is_shown_to_whoever_belongs(office: Window, tmp_path: Path) -> None:
    def save(dialog: QWidget) -> None:
        assert isinstance(dialog, PaperDialog)
        dialog.save_to(tmp_path / "join.pdf")
        dialog.buttons["done"].click()

    answered(save)
    card_in(office).paper.click()
    joining = organisation_of(tmp_path / "join.pdf", tmp_path)
    assert joining == warrant(office.desk.workspace)


def organisation_of(path: Path, tmp_path: Path) -> str:
    from cps_desktop.services.joining import read_joining

    desk = new_desk(tmp_path / "reader", way="open")
    try:
        return read_joining(desk.workspace, path).text
    finally:
        desk.close()


# -- coordinators ---------------------------------------------------------------------------------


def test_a_second_coordinator_is_added_given_the_right_to_erase_and_taken_out(
    office: Window, tmp_path: Path
) -> None:
    shown: list[str] = []
    with window_on(tmp_path / "second") as second:
        card = card_in(second)
        assert not card.card.isHidden()

        def read_words(dialog: QWidget) -> None:
            shown.append(said(dialog))
            answer("close")(dialog)

        answered(read_words)
        card.errands.save_card_to(tmp_path / "ben.cpscard", "Ben Carr (invented)")
        assert "The card is saved: ben.cpscard" in card.errands.said

    def compare(dialog: QWidget) -> None:
        sound(dialog)
        shown.append(said(dialog))
        (tick,) = dialog.findChildren(TickBox)
        assert not tick.isChecked()
        answer("add")(dialog)

    card = card_in(office)
    answered(answer("leave"))
    card.errands.open_card(tmp_path / "ben.cpscard")
    assert len(who_coordinates(office.desk.workspace)) == 1
    answered(compare)
    card.errands.open_card(tmp_path / "ben.cpscard")
    words = shown[0].splitlines()[-1]
    assert len(words.split()) == 4
    assert words in shown[1], "both laptops show the same four"
    assert "Ben Carr (invented)" in listed(card)
    assert not any("only one" in one for one in card.reminders_of)

    ben = who_coordinates(office.desk.workspace)[1]
    card.errands.change_role(ben)
    assert "Ben Carr (invented) · may erase people's data" in listed(card)
    (tmp_path / "odd.cpscard").write_text("nothing")
    card.errands.open_card(tmp_path / "odd.cpscard")
    assert "not a coordinator card" in office.notices.sentence
    office.notices.put_away()

    def read_and(key: str) -> Callable[[QWidget], object]:
        def act(dialog: QWidget) -> None:
            sound(dialog)
            shown.append(said(dialog))
            focused = dialog.focusWidget()
            assert isinstance(dialog, QuestionDialog)
            assert focused is dialog.buttons["leave"], "nothing is chosen by itself"
            answer(key)(dialog)

        return act

    def as_controller() -> Who:
        return who_coordinates(office.desk.workspace)[1]

    answered(read_and("leave"))
    card.errands.change_role(as_controller())
    assert as_controller().controller
    assert "can erase with it until it is stopped" in shown[-1]
    answered(read_and("role"))
    card.errands.change_role(as_controller())
    assert not as_controller().controller
    answered(read_and("out"))
    card.errands.take_out(as_controller())
    assert "keeps the join file it has" in shown[-1]
    assert "Ben Carr" not in listed(card)
    assert "Their laptop is not stopped" in card.errands.said
    assert not no_longer_trusted(office.desk.workspace)


@pytest.mark.parametrize("errand", ["take_out", "change_role"])
def test_a_former_coordinators_laptop_is_stopped_where_that_is_chosen(
    office: Window, tmp_path: Path, errand: str
) -> None:
    with window_on(tmp_path / "second") as second:
        there = second.desk.workspace
        organisation.save_card(there, tmp_path / "ben.cpscard", "Ben Carr (invented)")
        device = there.device_key
    workspace = office.desk.workspace
    organisation.add_coordinator(
        workspace, organisation.open_card(tmp_path / "ben.cpscard"), controller=True
    )
    card = card_in(office)
    asked: list[str] = []

    def stop(dialog: QWidget) -> None:
        assert isinstance(dialog, TakeOut | TakeRight)
        asked.append(said(dialog))
        dialog.reason.set_text("Moved to another trust")
        answer("stop")(dialog)

    answered(stop)
    getattr(card.errands, errand)(who_coordinates(workspace)[1])
    assert "Ben Carr" not in listed(card)
    assert no_longer_trusted(workspace) == {device}
    assert "goes on counting, what it makes from now on does not" in asked[0]
    assert "their laptop is stopped" in card.errands.said
    (ben,) = [one for one in standings(workspace) if one.key == device]
    assert ben.reason == "Moved to another trust"


def test_the_guide_says_what_is_missing_and_makes_it_all(qtbot: QtBot, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "w", way="open")
    guide = OrganisationGuide(desk, "", "")
    qtbot.addWidget(guide)
    guide.show()
    try:
        sound(guide)
        guide.go_on()
        assert "The organisation and your own name are needed" in guide.problem.text()
        assert guide.stack.currentIndex() == 0
        guide.organisation.set_text("Fellside CPS (sample)")
        guide.name.set_text("Anna Bell (invented)")
        guide.go_on()
        assert guide.made
        assert "not printed yet" in guide.sheet.text()
        answered(answer("done"))
        guide.errands.recovery_sheet()
        assert guide.sheet.text() == "The recovery sheet is printed."
        guide.go_on()
        assert "Anna Bell (invented)" in guide.names.text()
        guide.go_on()
        qtbot.waitUntil(lambda: len(guide.words.text().split()) == 7, timeout=PATIENCE_MS)
        guide.errands.save_join_file_to(tmp_path / "f.cpsjoin")
        assert "The join file is saved" in guide.said.text()
        guide.go_on()
        assert guide.result() == 1
    finally:
        desk.close()


def test_names_and_the_last_day_are_changed_in_one_new_join_file(office: Window) -> None:
    def change(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        sound(dialog)
        fields = {one.accessibleName(): one for one in dialog.findChildren(QWidget)}
        title, until = fields["Organisation"], fields["Use the join file until"]
        title.set_text("Fellside and Eden")  # type: ignore[attr-defined]
        until.set_text("18 March 2020")  # type: ignore[attr-defined]
        dialog.buttons["make"].click()

    card = card_in(office)
    answered(change)
    card.change.click()
    now = paper_now(office.desk.workspace)
    assert now is not None
    assert (now.join.organisation, now.join.expires) == ("Fellside and Eden", "2020-03-18")
    assert now.join.sequence == 2
    assert "to be used until Wednesday 18 March 2020" in card.number.text()
    assert any("It still works" in one for one in card.reminders_of)


# -- joining by typing ----------------------------------------------------------------------------


def test_a_laptop_joins_by_typing_rows_with_one_mistake_named(
    office: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = list(paper_rows(warrant(office.desk.workspace).encode()))
    seen: list[str] = []

    def type_it(dialog: QWidget) -> None:
        assert isinstance(dialog, JoinFromPaper)
        sound(dialog)
        qtbot.keyClicks(dialog.field, rows[0].lower())
        dialog.field.flush()
        seen.append(dialog.row.beneath())
        wrong = rows[1][:4] + ("2" if rows[1][4] != "2" else "3") + rows[1][5:]
        dialog.field.set_text("\n".join([rows[0], wrong, *rows[2:]]))
        dialog.buttons["go"].click()
        seen.append(dialog.row.beneath())
        assert dialog.isVisible()
        (tmp_path / "note.txt").write_text("hello")
        dialog.take_file(tmp_path / "note.txt")
        seen.append(dialog.row.beneath())
        dialog.field.set_text("\n".join(rows))
        answered(compare)
        dialog.buttons["go"].click()

    def compare(dialog: QWidget) -> None:
        seen.append(said(dialog))
        answer("join")(dialog)

    with window_on(tmp_path / "field") as window:
        card = card_in(window)
        assert card.recover.isVisible()
        answered(type_it)
        card.from_paper.click()
        qtbot.waitUntil(lambda: joined(window.desk.workspace) is not None, timeout=PATIENCE_MS)
        assert seen[0] == f"1 of {len(rows)} rows are there. Row 2 comes next."
        assert seen[1].startswith("Row 2 is not as on the paper.")
        assert "not a join file" in seen[2]
        here = joined(office.desk.workspace)
        assert here is not None
        assert here.words in seen[3]
        assert "belongs to Fellside CPS (sample)" in said(card)


# -- recovery -------------------------------------------------------------------------------------


def test_a_laptop_takes_over_from_the_sheet(office: Window, tmp_path: Path, qtbot: QtBot) -> None:
    words = sheet_words(office).split()
    save_join_file(office.desk.workspace, tmp_path / "f.cpsjoin")
    seen: list[str] = []

    def type_it(dialog: QWidget) -> None:
        assert isinstance(dialog, RecoverDialog)
        sound(dialog)
        dialog.field.set_text(", ".join([*words[:3], "xyzzy", *words[4:]]))
        dialog.buttons["go"].click()
        seen.append(dialog.row.beneath())
        dialog.field.set_text(", ".join(words).upper())
        answered(take)
        dialog.buttons["go"].click()

    def take(dialog: QWidget) -> None:
        assert isinstance(dialog, TakeOver)
        sound(dialog)
        seen.append(said(dialog))
        anna, stops = dialog.findChildren(TickBox)
        anna.setChecked(False)
        assert stops.isChecked(), "a laptop that was lost is stopped"
        dialog.name.set_text("Dee Oyelaran (invented)")
        dialog.buttons["take"].click()

    with window_on(tmp_path / "new") as window:
        card = card_in(window)
        answered(answer("join"))
        card.open_file(tmp_path / "f.cpsjoin")
        answered(type_it)
        card.recover.click()
        qtbot.waitUntil(lambda: own_roles(window.desk.workspace) != frozenset())
        assert "Word 4, “xyzzy”, is on no sheet" in seen[0]
        assert "Fellside CPS (sample)" in seen[1]
        shown = said(card)
        assert "This laptop coordinates Fellside CPS (sample)." in shown
        assert "Dee Oyelaran (invented), this laptop · may erase people's data" in shown
        assert "Anna Bell" not in listed(card)
        assert no_longer_trusted(window.desk.workspace) == {office.desk.workspace.device_key}
        assert not card.sheet.isHidden()
        assert card.recover.isHidden()


def test_a_copy_is_brought_back_with_the_recovery_sheet(office: Window, tmp_path: Path) -> None:
    from cps_desktop.services.joining import accept_joining, read_joining

    save_join_file(office.desk.workspace, tmp_path / "f.cpsjoin")
    new_desk(tmp_path / "field", way="passphrase", passphrase=WORDS).close()
    desk = open_desk(tmp_path / "field", passphrase=WORDS)
    accept_joining(desk.workspace, read_joining(desk.workspace, tmp_path / "f.cpsjoin"))
    create_session(desk.door, title="Clearer letters")
    make_backup(desk.workspace)
    desk.close()
    (copy,) = list_backups(tmp_path / "field")

    def lost(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        answered(type_it)
        dialog.buttons["recover"].click()

    def type_it(dialog: QWidget) -> None:
        assert isinstance(dialog, LostKey)
        dialog.field.set_text(sheet_words(office))
        dialog.buttons["go"].click()

    answered(lost)
    assert bring_back(tmp_path / "field", copy.path) is None
    open_desk(tmp_path / "field", passphrase=WORDS).close()
    assert len(list_backups(tmp_path / "field")) == 2, "what was there is kept"


# -- how it looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [100, 200])
def test_dialogs_fit_a_small_screen(qtbot: QtBot, tmp_path: Path, scale: int) -> None:
    theme().set_scale(scale)
    desk = new_desk(tmp_path / "w", way="open")
    try:
        made = organisation.become_coordinator(desk.workspace, "Fellside CPS", "Anna Bell")
        assert made.organisation
        for dialog in (
            JoinFromPaper(desk),
            LostKey(lambda _source: None),
            RecoverDialog(desk),
            UnlockDialog(lambda _words: None, recover=lambda _source: None),
        ):
            qtbot.addWidget(dialog)
            dialog.show()
            QApplication.processEvents()
            assert dialog.height() <= 768, type(dialog).__name__
            assert dialog.width() <= 1366
            for button in dialog.buttons.values():
                wanted = button.sizeHint().width()
                assert button.width() >= wanted, f"{button.text()} is cut"
            dialog.close()
    finally:
        desk.close()


def test_what_cannot_be_made_says_why(office: Window, tmp_path: Path) -> None:
    save_join_file(office.desk.workspace, tmp_path / "f.cpsjoin")
    with window_on(tmp_path / "field") as window:
        card = card_in(window)
        answered(answer("join"))
        card.open_file(tmp_path / "f.cpsjoin")
        card.founding.make()
        assert "belongs to Fellside CPS (sample) already" in window.notices.sentence
        window.notices.put_away()
        card.open_file(tmp_path / "gone.cpsjoin")
        assert "There is no file gone.cpsjoin" in window.notices.sentence
        window.notices.put_away()
        with pytest.raises(InputRefused):
            organisation.renew(window.desk.workspace, organisation="x")
    assert len([one for one in office.findChildren(Words) if one.text()]) > 5


# -- a new key ------------------------------------------------------------------------------------


def test_a_new_key_is_made_and_another_laptop_asks_for_its_words(
    office: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    card, workspace = card_in(office), office.desk.workspace
    before = paper_now(workspace)
    assert before is not None
    answered(answer("leave"))
    card.new_key.click()
    assert paper_now(workspace) == before
    file = tmp_path / "then.cpsjoin"
    save_join_file(workspace, file)
    with window_on(tmp_path / "field") as field:
        theirs = field.desk.workspace
        accept_joining(theirs, read_joining(theirs, file))
        answered(answer("make"))
        card.new_key.click()
        made = joined(workspace)
        assert made is not None
        assert made.join.root != before.join.root
        assert f"Its four words: {made.words}." in card.errands.said
        assert "was not printed yet" in card.reminders_of[0]
        keys = own_age_keys(theirs)
        to = Receiver("field", keys.recipient, device=theirs.device_key)
        plan = plan_handing_over(workspace, to)
        hand_over(office.desk.door, workspace, plan, to, tmp_path / "new.cpsb")
        field.desk.door.came_in(bring_in(theirs, open_for(theirs, tmp_path / "new.cpsb")).summary)
        field.open_home()
        home = field.stack.page
        assert isinstance(home, HomePage)
        qtbot.waitUntil(lambda: "has a new key" in said(home.due), timeout=PATIENCE_MS)
        asked = card_in(field)
        assert not asked.compare.isHidden()
        shown: list[str] = []

        def same(dialog: QWidget) -> None:
            shown.append(said(dialog))
            answer("join")(dialog)

        answered(same)
        asked.compare.click()
        assert made.words in shown[0]
        assert "A thief of that one could have signed a new one" in shown[0]
        now = paper_now(theirs)
        assert now is not None
        assert now.join.root == made.join.root
        assert asked.compare.isHidden()
