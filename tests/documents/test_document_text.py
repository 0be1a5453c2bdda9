"""Text on its way to paper: nothing that can be seen is lost, and no line is too wide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.documents.embedding import as_typed
from cps_desktop.documents.fonts import FontShelf, font_shelf
from cps_desktop.documents.text import (
    Line,
    Style,
    Typesetter,
    clean,
    code_point_name,
    says_something,
)
from tests.documents.nasty import NASTY

STYLE = Style(12)
ANYTHING = st.text(st.characters(codec=None), max_size=300)


@pytest.fixture(scope="session")
def setter(fonts: Path) -> Typesetter:
    """One typesetter for all examples: its caches must not change what comes out."""
    return Typesetter(font_shelf(fonts))


def drawn(line: Line) -> str:
    """A line's text in reading order."""
    return line.spoken or "".join(text for _, text in line.runs)


def visible(text: str) -> str:
    """What must be on paper of a text, without spaces."""
    return "".join(as_typed(ord(c)) for c in re.sub(r"\s", "", clean(text)))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("width", [60.0, 400.0])
def test_nasty_texts_are_whole_in_lines_that_fit(
    setter: Typesetter, text: str, width: float
) -> None:
    lines = setter.lines(text, STYLE, width)
    assert re.sub(r"\s", "", "".join(map(as_typed_line, lines))) == visible(text)
    assert all(line.width <= width + 0.1 for line in lines)


def as_typed_line(line: Line) -> str:
    """A line as it will be read."""
    return "".join(as_typed(ord(c)) for c in drawn(line))


@given(text=ANYTHING, width=st.floats(20, 600))
def test_any_text_is_whole_in_lines_that_fit(setter: Typesetter, text: str, width: float) -> None:
    lines = setter.lines(text, STYLE, width)
    assert re.sub(r"\s", "", "".join(map(as_typed_line, lines))) == visible(text)
    assert all(line.width <= max(width, 2 * STYLE.size) + 0.1 for line in lines)


@given(text=ANYTHING)
def test_line_width_is_the_sum_of_its_letters(setter: Typesetter, text: str) -> None:
    for line in setter.lines(text, STYLE, 200):
        total = sum(font.widths[char] for font, run in line.runs for char in run.rstrip(" "))
        spaces = sum(font.widths[" "] for font, run in line.runs for c in run if c == " ")
        assert line.width <= (total + spaces) * STYLE.size / 1000 + 0.1


@given(text=ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("\x1b[0m", "␛[0m"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\ufeff\u202eb\u202c", "ab"),
        ("e\u0301", "é"),
        ("tab\there", "tab    here"),
    ],
)
def test_what_cannot_be_seen_is_made_visible_or_left_out(typed: str, shown: str) -> None:
    assert clean(typed) == shown


def test_a_character_without_a_shape_is_a_box_that_reads_as_itself(setter: Typesetter) -> None:
    (line,) = setter.lines("漢", STYLE, 100)
    assert line.missing == {ord("漢")}
    ((font, text),) = line.runs
    assert text == "漢"
    glyphs = font.face.charToGlyph
    assert glyphs[ord("漢")] == glyphs[ord("□")]


@pytest.mark.parametrize(
    "text", ["ŵ ŷ Ŵ Ŷ", "zażółć ŁÓDŹ", "→ ✓ ✔ ≥ ≤ ●", "Ωμέγα Žluťoučký Їжак", "😀👍❤☎♿", "☐"]
)
def test_common_characters_have_shapes(setter: Typesetter, text: str) -> None:
    lines = setter.lines(text, STYLE, 500)
    assert not frozenset().union(*(line.missing for line in lines))
    for font, run in lines[0].runs:
        assert all(font.face.charToGlyph[ord(char)] for char in run if char != " ")


def test_right_to_left_text_is_drawn_from_the_left(setter: Typesetter) -> None:
    (line,) = setter.lines("שלום (א)", STYLE, 500)
    assert line.from_right
    assert "".join(text for _, text in line.runs) == "(א) םולש"
    assert line.spoken == "שלום (א)"


def test_words_joined_by_a_hyphen_may_part_but_numbers_may_not(setter: Typesetter) -> None:
    width = max(setter.width(word, STYLE) for word in ("being", "12-34")) + 1
    assert [drawn(line) for line in setter.lines("well-being", STYLE, width)] == ["well-", "being"]
    assert [drawn(line) for line in setter.lines("12-34", STYLE, width)] == ["12-34"]


@pytest.mark.parametrize(
    ("code", "name"), [(0x2400, "U+0000"), (0x2421, "U+007F"), (0x6F22, "U+6F22")]
)
def test_code_points_are_named_as_typed(code: int, name: str) -> None:
    assert code_point_name(code) == name


@pytest.mark.parametrize(("text", "says"), [("", False), (" \u200b\ufe0f\n", False), ("a", True)])
def test_says_something(text: str, says: bool) -> None:
    assert says_something(text) is says


def test_fonts_are_cut_once(tmp_path: Path) -> None:
    FontShelf(tmp_path).prepare()
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(made) == 3  # two faces, and what each font can draw
    FontShelf(tmp_path).prepare()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made


def test_a_damaged_font_list_is_made_anew(fonts: Path, tmp_path: Path) -> None:
    FontShelf(fonts)
    (coverage,) = fonts.glob("coverage-*.json")
    (tmp_path / coverage.name).write_text("not json")
    FontShelf(tmp_path)
    assert (tmp_path / coverage.name).read_bytes() == coverage.read_bytes()


def test_a_cache_that_cannot_be_written_does_not_stop_printing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = FontShelf(tmp_path / "file" / "fonts")
    assert shelf.primary("regular").widths["a"] > 0
