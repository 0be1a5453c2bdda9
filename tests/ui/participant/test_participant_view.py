"""One question at a time: each kind is answered, and the next person finds nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.services import planners
from cps_desktop.services.answers import item_note_id
from cps_desktop.services.dots import dots_of
from cps_desktop.services.participant_view import VOTE
from cps_desktop.ui.participant.endings import SureSheet, ThanksSheet
from cps_desktop.ui.participant.leaving import ForgottenSheet
from cps_desktop.ui.participant.letters import LettersSheet
from cps_desktop.ui.participant.scanning import MOUSE, PACES_MS
from cps_desktop.ui.participant.sheet import ReadButton
from cps_desktop.ui.participant.voting import VoteSheet
from cps_desktop.ui.participant.welcome import WelcomeSheet
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.participant.asking import KINDS, Asked, asked, button, every_kind, settle

SECRET = "What somebody else said"


@pytest.fixture
def one(qtbot: QtBot, tmp_path: Path) -> Iterator[Asked]:
    with asked(tmp_path) as found:
        yield found


def test_notes_are_kept_as_they_are_typed_changed_and_taken_away(one: Asked) -> None:
    planners.add_note(one.desk.door, one.planner, "notes", SECRET)
    answer = one.ask("notes")
    QTest.keyClicks(answer.field, "The letter came late.")
    answer.write_down()
    assert one.texts("notes") == [SECRET, "The letter came late."]
    assert one.question.saved.isVisible()
    QTest.keyClick(answer.field, Qt.Key.Key_Return)
    assert answer.field.text() == ""
    QTest.keyClicks(answer.field, "I rang.")
    answer.write_down()
    settle()
    assert not any(SECRET in label.text() for label in one.window.findChildren(QLabel))
    button(one.window, "Change: The letter came late.").click()
    assert answer.field.text() == "The letter came late."
    QTest.keyClicks(answer.field, " Twice.")
    one.window.pages.question(1)
    assert one.texts("notes") == [SECRET, "The letter came late. Twice.", "I rang."]
    one.ask("notes")
    button(one.window, "Take it away: I rang.").click()
    assert one.texts("notes") == [SECRET, "The letter came late. Twice."]
    button(one.window, "Bring it back").click()
    assert one.texts("notes")[-1] == "I rang."


def test_every_kind_of_question_is_kept_at_once(one: Asked) -> None:
    def note(kind: str) -> Note:
        (found,) = planners.notes_in(one.desk.door.records, one.planner, kind)
        return found

    answer = one.ask("text")
    QTest.keyClicks(answer.field, "I waited.")
    answer.write_down()
    assert note("text").text == "I waited."
    answer = one.ask("table")
    QTest.keyClicks(answer.cells[1], "the phone")
    QTest.keyClicks(answer.cells[0], "Ann")
    answer.write_down()
    assert note("table").text == "Ann\tthe phone"
    answer = one.ask("choice")
    answer.options["by"].click()
    QTest.keyClicks(answer.more, "after six")
    answer.write_down()
    assert (note("choice").given, note("choice").text) == ("by", "after six")
    answer = one.ask("scale")
    answer.options["4"].click()
    answer.options["2"].click()
    assert note("scale").given == "2"
    button(one.window, "Take it away").click()
    assert one.texts("scale") == []
    answer = one.ask("checklist")
    answer.items["ring"].click()
    kept = one.desk.door.records.get(Note, item_note_id(one.planner, "checklist", "ring"))
    assert kept is not None
    assert kept.done
    answer = one.ask("sketch")
    paper = answer.pad.paper
    middle = QPoint(paper.width() // 2, paper.height() // 2)
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(paper, middle + QPoint(30, 10))
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 10))
    one.window.pages.last()
    assert note("sketch").picture
    # Coming back, everybody finds their own again.
    assert one.ask("choice").given() == "by"
    assert one.ask("text").field.text() == "I waited."
    assert one.question.where.text() == "Question 2 of 7"
    dots = one.question.dots
    assert dots.accessibleName() == "Question 2 of 7"


def test_the_next_person_finds_nothing_of_the_one_before(one: Asked) -> None:
    sheet = one.window.sheet
    assert isinstance(sheet, WelcomeSheet)
    assert sheet.named_as() == NamedAs.NOBODY
    sheet.who[NamedAs.INITIALS].click()
    QTest.keyClicks(sheet.name, "Gwen Hughes (invented)")
    button(sheet, "Start ›").click()
    button(one.window, "‹ Back").click()
    sheet = one.window.sheet
    assert isinstance(sheet, WelcomeSheet)
    assert (sheet.name.text(), sheet.named_as()) == ("Gwen Hughes (invented)", NamedAs.INITIALS)
    button(sheet, "Start ›").click()
    answer = one.ask("notes")
    QTest.keyClicks(answer.field, "Mine.")
    answer.field.selectAll()
    answer.field.copy()
    theme().set_scale(200)
    theme().set_theme("dark")
    theme().set_easy_words(False)
    one.window.pages.easier()
    button(one.window, "Letters on the screen").click()
    button(one.window, "Back to the questions").click()
    assert one.question.prompt.text() == "The wall's words for notes"
    button(one.window, "I'm done – next person").click()
    assert isinstance(one.window.sheet, SureSheet)
    button(one.window, "No, I go on").click()
    assert one.question.prompt.text() == "The wall's words for notes"
    button(one.window, "I'm done – next person").click()
    button(one.window, "Yes, next person").click()
    assert isinstance(one.window.sheet, ThanksSheet)
    assert (theme().scale, theme().name, theme().easy_words) == (100, "light", True)
    button(one.window, "Ready for the next person").click()
    sheet = one.window.sheet
    assert isinstance(sheet, WelcomeSheet)
    assert sheet.name.text() == ""
    assert sheet.named_as() == NamedAs.NOBODY
    button(sheet, "Start ›").click()
    assert one.question.prompt.text() == "What would make this better for you?"
    settle()
    assert not any("Mine." in label.text() for label in one.window.findChildren(QLabel))
    field: Any = one.question.first()
    field.paste()
    assert field.text() == ""
    (kept,) = planners.notes_in(one.desk.door.records, one.planner, "notes")
    assert (kept.text, kept.named_as) == ("Mine.", NamedAs.INITIALS)


def test_what_others_said_is_seen_only_where_it_is_allowed(qtbot: QtBot, tmp_path: Path) -> None:
    with asked(tmp_path, others=True) as one:
        planners.add_note(
            one.desk.door,
            one.planner,
            "notes",
            SECRET,
            author="Gwen Hughes (invented)",
            named_as=NamedAs.NAME,
        )
        one.ask("notes")
        button(one.window, "What others said").click()
        said = [label.text() for label in one.window.findChildren(QLabel) if label.isVisible()]
        assert SECRET in said
        assert not any("Gwen" in text or "G. H." in text for text in said)


def test_reading_marks_the_words_and_stops_at_once(qtbot: QtBot, one: Asked) -> None:
    pytest.importorskip("PySide6.QtTextToSpeech", exc_type=ImportError)
    # The first page says as well that it is read now, and how to stop it.
    (welcome,) = [each for each in one.window.findChildren(ReadButton) if each.isVisible()]
    welcome.click()
    assert (welcome.text()[0], welcome.accessibleName()) == ("■", "Stop reading")
    welcome.click()
    assert (welcome.text()[0], welcome.accessibleName()) == ("▶", "Read it to me")
    answer = one.ask("notes")
    one.question.read.click()
    assert one.question.read.accessibleName() == "Stop reading"
    prompt = one.question.prompt
    plain = prompt.grab().toImage()
    marked: list[bool] = []

    def look(_start: int, _length: int) -> None:
        marked.append(prompt.grab().toImage() != plain)

    one.window.reader.voice.at.connect(look)
    qtbot.waitUntil(lambda: any(marked))
    one.window.reader.voice.at.disconnect(look)
    QTest.keyClick(answer.field, Qt.Key.Key_Escape)
    assert one.question.read.accessibleName() == "Read it to me"
    one.question.read.click()
    QTest.keyClicks(answer.field, "I")
    assert one.question.read.accessibleName() == "Read it to me"
    # Whoever wishes has each question read.
    theme().set_reads_aloud(True)
    one.window.pages.question(1)
    assert one.window.reader.reading
    one.window.pages.last()
    one.window.reader.stop()


def test_one_switch_goes_through_everything_and_writes(qtbot: QtBot, one: Asked) -> None:
    answer = one.ask("notes")
    scanner = one.window.scanner
    scanner.key = Qt.Key.Key_F8
    scanner.begin()
    # The frame moves by hand here, and not by the clock.
    scanner._timer.stop()
    scanner._meant.setInterval(0)

    def go_to(target: Any) -> None:
        for _ in range(60):
            if scanner.around == [target] or (len(scanner.around) > 1 and target in scanner.around):
                return
            scanner.step()
        raise AssertionError(target.accessibleName())

    def press() -> None:
        QApplication.processEvents()
        QTest.keyClick(one.window, Qt.Key.Key_F8)
        scanner._timer.stop()

    go_to(answer.field)
    assert scanner._frame.isVisible()
    press()
    letters = one.window.sheet
    assert isinstance(letters, LettersSheet)
    for letter in "hi":
        go_to(button(letters, letter))
        press()
        go_to(button(letters, letter))
        press()
    assert letters.shown.text() == "Hi"
    go_to(letters.ready)
    press()
    assert answer.field.text() == "Hi"
    assert one.texts("notes") == ["Hi"]
    go_to(one.question.next)
    press()
    assert one.question.where.text() == "Question 2 of 7"
    scanner.key = MOUSE
    go_to(button(one.question, "Skip"))
    QApplication.processEvents()
    QTest.mouseClick(one.window, Qt.MouseButton.LeftButton)
    assert one.question.where.text() == "Question 3 of 7"
    scanner.end()
    scanner.set_pace(-9)
    assert PACES_MS[scanner.pace] == PACES_MS[0]


def test_dots_are_given_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with asked(tmp_path, doing=VOTE) as one:
        first = planners.add_note(one.desk.door, one.planner, "notes", "A shorter letter")
        planners.add_note(one.desk.door, one.planner, "notes", "Ring people")
        welcome = one.window.sheet
        assert isinstance(welcome, WelcomeSheet)
        assert not welcome.who[NamedAs.NAME].isVisible(), "dots name nobody"
        button(one.window, "Start ›").click()
        sheet = one.window.sheet
        assert isinstance(sheet, VoteSheet)
        give = button(sheet, "Give it a dot: A shorter letter")
        for _ in range(5):
            give.click()
        assert dots_of(one.desk.door.records, one.planner) == {first: 3}
        assert sheet.left.text().startswith("Dots left: 0")
        button(sheet, "Take the dot back: A shorter letter").click()
        assert dots_of(one.desk.door.records, one.planner) == {first: 2}


def test_what_cannot_be_kept_stays_and_says_whom_to_ask(one: Asked) -> None:
    answer = one.ask("notes")
    planners.remove_planner(one.desk.door, one.planner)
    QTest.keyClicks(answer.field, "Do not lose this")
    answer.write_down()
    assert "facilitator" in one.question.told.text()
    assert answer.field.text() == "Do not lose this"
    planners.bring_back_planner(one.desk.door, one.planner)
    one.window.write_down()
    assert one.texts("notes") == ["Do not lose this"]
    planners.remove_planner(one.desk.door, one.planner)
    one.window.next_person()
    one.window.pages.welcome()
    assert one.window.turn.notes("notes") == ()


def test_what_nobody_said_is_not_called_saved(one: Asked) -> None:
    for kind in KINDS:
        answer = one.ask(kind)
        assert not any(field.unsaved for field in answer.fields()), kind
        one.window.write_down()
        assert not one.question.saved.isVisible(), kind


def test_words_that_cannot_be_kept_outlive_their_page_and_their_person(one: Asked) -> None:
    answer = one.ask("notes")
    QTest.keyClicks(answer.field, "Half")
    answer.write_down()
    planners.remove_planner(one.desk.door, one.planner)
    QTest.keyClicks(answer.field, " and whole")
    QTest.keyClick(answer.field, Qt.Key.Key_Return)
    assert answer.field.text() == "Half and whole"
    one.window.pages.question(1)
    one.window.next_person()
    settle()
    one.desk.door.undo()
    one.window.write_down()
    assert one.texts("notes") == ["Half and whole"]
    assert one.window.turn.notes("notes") == ()
    settle()
    assert not isValid(answer)


def test_a_drawing_that_cannot_be_kept_is_kept_later(one: Asked) -> None:
    answer = one.ask("sketch")
    planners.remove_planner(one.desk.door, one.planner)
    answer.pad.paper.begin_stroke(QPointF(20, 20))
    answer.pad.paper.end_stroke()
    one.window.pages.question(0)
    settle()
    assert one.texts("sketch") == []
    assert answer._rest.isActive()
    one.desk.door.undo()
    answer._rest.timeout.emit()
    assert len(one.texts("sketch")) == 1
    assert not answer._rest.isActive()
    settle()
    assert not isValid(answer)


def test_what_is_chosen_or_ticked_shows_and_says_only_what_is_kept(
    one: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cps_desktop.ui.participant import answer_choosing

    said: list[str] = []
    monkeypatch.setattr(answer_choosing, "announce", lambda _on, words: said.append(words))
    ticks = one.ask("checklist")
    planners.remove_planner(one.desk.door, one.planner)
    tick = next(iter(ticks.items.values()))
    tick.click()
    assert not tick.isChecked()
    assert "facilitator" in one.question.told.text()
    one.desk.door.undo()
    answer = one.ask("choice")
    planners.remove_planner(one.desk.door, one.planner)
    answer.options["by"].click()
    assert said == []
    one.desk.door.undo()
    one.window.pages.question(0)
    assert [note.given for note in one.window.turn.notes("choice")] == ["by"]
    again = one.ask("choice")
    again.options["a"].click()
    assert said == ["Saved"]


def test_a_planner_written_from_right_to_left_is_asked_so_at_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with asked(tmp_path, every_kind(language="ar")) as one:
        assert one.window.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_who_forgot_the_code_shows_the_five_words(one: Asked) -> None:
    from cps_desktop.services.facilitator_code import choose_code
    from cps_desktop.services.own_keys import keep_in_keyring

    keep_in_keyring(one.desk.workspace)
    words = choose_code(one.desk.workspace, "2580")
    left: list[bool] = []
    one.window.left.connect(lambda: left.append(True))
    one.window.pages.facilitator()
    button(one.window, "I forgot the code").click()
    sheet = one.window.sheet
    assert isinstance(sheet, ForgottenSheet)
    (field,) = sheet.fields.values()
    field.line.setText("one two three four five")
    sheet.go.click()
    assert left == []
    assert sheet.told.isVisible()
    field.line.setText(words)
    sheet.go.click()
    assert left == [True]


def every_page(one: Asked) -> Iterator[str]:
    way = one.window.pages
    way.welcome()
    yield "welcome"
    for kind in KINDS:
        answer = one.ask(kind)
        if kind == "notes":
            answer.field.put_in("The letter came late.")
            answer.add_another()
        yield kind
    way.write(one.ask("table").cells[0])
    yield "letters"
    for name in ("last", "sure", "thanks", "easier", "switch", "facilitator", "vote"):
        getattr(way, name)()
        yield name


def language_of(part: QWidget) -> QLocale.Language:
    """The language that a screen reader is told of a part."""
    told = QAccessible.queryAccessibleInterface(part).attributesInterface()
    spoken = told.attributeValue(QAccessible.Attribute.Locale)
    assert isinstance(spoken, QLocale)
    return spoken.language()


@pytest.mark.parametrize(("scale", "language"), [(100, "en"), (200, "pl"), (300, "cy")])
def test_nothing_is_lost_unnamed_or_small_at_any_size(
    qtbot: QtBot, one: Asked, scale: int, language: str
) -> None:
    one.window.speak(language)
    theme().set_scale(scale)
    for page in every_page(one):
        QApplication.processEvents()
        sheet = one.window.sheet
        assert sheet is not None
        assert unnamed_controls(one.window) == [], page
        assert small_targets(one.window, 44) == [], page
        # A screen reader is told in which language each part is.
        assert {language_of(part) for part in sheet.findChildren(QAbstractButton)} == {
            QLocale(language).language()
        }
        assert sheet._scroll.horizontalScrollBar().maximum() == 0, page
        # What leads on is in sight, however far one has scrolled.
        sheet._scroll.verticalScrollBar().setValue(sheet._scroll.verticalScrollBar().maximum())
        for part in (*sheet._row, *(sheet._far if scale <= 200 else [])):
            place = QRect(part.mapTo(one.window, QPoint()), part.size())
            assert one.window.rect().contains(place), (page, part.accessibleName())
            assert sheet.footer.isAncestorOf(part), (page, part.accessibleName())
        sheet._scroll.verticalScrollBar().setValue(0)
        cut = [
            label.text()
            for label in sheet.findChildren(QLabel)
            if label.isVisible()
            and label.text()
            and label.height() < label.heightForWidth(label.width())
        ]
        cut += [
            option.text()
            for option in sheet.findChildren(QAbstractButton)
            if option.isVisible()
            and option.hasHeightForWidth()
            and option.height() < option.heightForWidth(option.width())
        ]
        assert cut == [], page


@pytest.mark.parametrize("language", ["ar", "xx"])
def test_right_to_left_and_twice_as_long(
    qtbot: QtBot, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cps_desktop.services import participant_words

    folder = tmp_path / "words"
    folder.mkdir()
    words = participant_words.participant_words("en")
    longer = {key: f"{words._words[key]} {words._words[key]}" for key in words.keys}
    import json

    for name in ("en", language):
        said = longer if name == language else words._words
        (folder / f"participant.{name}.json").write_text(json.dumps(said), encoding="utf-8")
    monkeypatch.setattr(participant_words, "resources", lambda: tmp_path)
    template = every_kind(translations={language: {"title": "X"}})
    with asked(tmp_path / "work", template) as one:
        assert [code for code, _name in one.window.spoken.languages()] == ["en", language]
        one.window.speak(language)
        assert [code for code, _name in one.window.spoken.languages()] == ["en", language], (
            "and back"
        )
        turned = one.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
        assert turned == (language == "ar")
        for page in every_page(one):
            QApplication.processEvents()
            sheet = one.window.sheet
            assert sheet is not None
            assert sheet._scroll.horizontalScrollBar().maximum() == 0, page
        one.window.pages.question(0)
        QApplication.processEvents()
        leads_on = one.question.next
        assert (leads_on.mapTo(one.window, QPoint()).x() < 683) == turned


def test_that_it_is_saved_is_in_sight_beside_large_buttons_too(qtbot: QtBot, one: Asked) -> None:
    for scale in (100, 200, 300):
        theme().set_scale(scale)
        answer = one.ask("notes")
        answer.field.put_in("Tell me who I can ring")
        answer.write_down()
        told = (one.question.kept, one.question.saved)
        qtbot.waitUntil(lambda told=told: any(part.isVisible() for part in told))  # type: ignore[misc]
        shown = next(part for part in told if part.isVisible())
        place = QRect(shown.mapTo(one.window, QPoint(0, 0)), shown.size())
        assert one.window.rect().contains(place), scale
