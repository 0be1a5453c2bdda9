"""Reading aloud with Qt's own mock voice: every word is marked where it stands, and it stops."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import Button, TextField
from cps_desktop.ui.reading_aloud.controls import spoken_control
from cps_desktop.ui.reading_aloud.marking import SpokenWords
from cps_desktop.ui.reading_aloud.reader import Reader, Spoken
from cps_desktop.ui.reading_aloud.sentences import LONGEST, sentences
from cps_desktop.ui.reading_aloud.voice import Problem, Voice, how_to_get_a_voice

pytest.importorskip("PySide6.QtTextToSpeech", exc_type=ImportError)

QUESTION = "Who helps you 👍 now? Say it in a word."


@given(st.text(max_size=900))
def test_sentences_lose_no_word_and_stand_where_they_say(text: str) -> None:
    found = list(sentences(text))
    assert all(text[start : start + len(said)] == said for start, said in found)
    assert all(len(said) <= LONGEST for _start, said in found)
    spoken = "".join(said for _start, said in found)
    letters = sum(one.isalnum() for one in text)
    assert sum(one.isalnum() for one in spoken) == letters


def utf16(text: str, start: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")


def test_every_word_is_marked_where_it_stands_and_the_end_unmarks(qtbot: QtBot) -> None:
    reader = Reader(Voice("mock"))
    marked: list[str] = []

    def mark(start: int, length: int) -> None:
        marked.append(utf16(QUESTION, start, length) if length else "")

    assert reader.read([Spoken(QUESTION, mark), Spoken("Then this.", None)]) is Problem.NONE
    assert reader.reading
    qtbot.waitUntil(lambda: not reader.reading)
    words = [one.strip("?.") for one in marked if one]
    assert " ".join(one for one in words if one.isalpha()) == "Who helps you now Say it in a word"
    assert marked[-1] == ""


def test_it_is_silent_at_once_and_reads_again_from_the_start(qtbot: QtBot) -> None:
    reader = Reader(Voice("mock"))
    marked: list[tuple[int, int]] = []
    spoken = [Spoken("One two three four five six seven.", lambda *at: marked.append(at))]
    reader.read(spoken)
    qtbot.waitUntil(lambda: any(length for _start, length in marked))
    assert reader.stop()
    assert not reader.reading
    assert not reader.stop()
    count = len(marked)
    assert marked[-1] == (0, 0)
    reader.read(spoken)
    qtbot.waitUntil(lambda: not reader.reading)
    assert marked[count:].count((0, 3)) == 1


def test_a_language_without_a_voice_is_said_so(qtbot: QtBot) -> None:
    reader = Reader(Voice("mock"))
    assert reader.read([Spoken("Beth sydd orau?")], "cy") is Problem.NOT_THIS_LANGUAGE
    assert not reader.reading
    assert reader.read([Spoken("What is best?")], "en-GB") is Problem.NONE
    reader.stop()


def test_without_any_voice_nothing_breaks_and_it_says_how_to_get_one() -> None:
    reader = Reader(Voice("an engine nobody has"))
    assert reader.read([Spoken("Hello.")]) is Problem.NO_VOICE
    assert not reader.reading
    said = {how_to_get_a_voice(platform) for platform in ("win32", "darwin", "linux")}
    assert len(said) == 3
    assert how_to_get_a_voice(sys.platform) in said
    assert how_to_get_a_voice("haiku") in said


def test_the_word_being_said_looks_other_than_the_rest(qtbot: QtBot) -> None:
    words = SpokenWords("What would help you most this week?", "participant_prompt")
    qtbot.addWidget(words)
    words.resize(400, 200)
    words.show()
    plain = words.grab().toImage()
    words.mark_spoken(5, 5)
    marked = words.grab().toImage()
    assert marked != plain
    words.mark_spoken(11, 4)
    assert words.grab().toImage() != marked
    words.mark_spoken(0, 0)
    assert words.grab().toImage() == plain


def test_a_control_says_its_name_what_it_is_and_what_is_in_it(qtbot: QtBot) -> None:
    button = Button("Skip")
    field = TextField("Your answer", "The letter came late.")
    for one in (button, field):
        qtbot.addWidget(one)
    assert [one.text for one in spoken_control(button)] == ["Skip, button"]
    name, words = spoken_control(field)
    assert name.text == "Your answer, field"
    assert words.text == "The letter came late."
    assert words.mark is not None
    words.mark(4, 6)
    assert field.extraSelections()[0].cursor.selectedText() == "letter"
    words.mark(0, 0)
    assert field.extraSelections() == []
