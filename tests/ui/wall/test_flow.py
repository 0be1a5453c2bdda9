"""The arithmetic of the wall: nothing overlaps, nothing is clipped, order is kept."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.ui.theme import PATTERN, SPACE_M
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.flow import Item, Slot, columns_for, flow, place_at, push_down
from cps_desktop.ui.wall.navigation import DOWN, LEFT, RIGHT, UP, nearest
from cps_desktop.ui.wall.note_paint import look_of
from cps_desktop.ui.wall.snapshot import NoteSnapshot

needs = st.lists(st.floats(0, 900), min_size=8, max_size=8)


@given(needs)
def test_boxes_grow_down_their_column_and_push_only_what_is_beneath(wanted: list[float]) -> None:
    grid = [(x, y) for x in (0, 110) for y in (0, 60, 120, 180)]
    items = [
        Item(n, Slot(x, y, 100, 50), need)
        for n, ((x, y), need) in enumerate(zip(grid, wanted, strict=True))
    ]
    placed = push_down(items)
    for item in items:
        here = placed[item.key]
        assert here.height >= max(item.need, 50)
        assert (here.x, here.width) == (item.slot.x, item.slot.width)
    for column in ((0, 1, 2, 3), (4, 5, 6, 7)):
        for upper, lower in pairwise(column):
            gap = placed[lower].y - placed[upper].bottom
            assert abs(gap - 10) < 1e-6 or gap > 10
    if all(need <= 50 for need in wanted):
        assert all(placed[item.key] == item.slot for item in items)


@given(st.floats(50, 2000), st.floats(50, 400), st.lists(st.floats(10, 300), max_size=30))
def test_notes_stand_in_rows_inside_their_box(
    width: float, least: float, heights: list[float]
) -> None:
    columns, each = columns_for(width, least, 8)
    assert each >= min(least, width) - 1e-6
    assert abs(columns * each + (columns - 1) * 8 - width) < 1e-6
    slots = flow(heights, columns, each, 8)
    for slot, need in zip(slots, heights, strict=True):
        assert slot.height >= need
        assert slot.right <= width + 1e-6
    for n, one in enumerate(slots):
        for other in slots[n + 1 :]:
            apart = one.right <= other.x + 1e-6 or one.bottom <= other.y + 1e-6
            assert apart


@given(st.integers(0, 20), st.floats(-50, 700), st.floats(-50, 900))
def test_a_drop_always_has_a_place(count: int, x: float, y: float) -> None:
    slots = flow([60.0] * count, 3, 150, 8)
    index = place_at(slots, x, y)
    assert 0 <= index <= count


def test_a_drop_goes_before_the_note_whose_left_half_it_hits() -> None:
    slots = flow([60.0] * 5, 2, 100, 8)
    assert place_at(slots, 10, 30) == 0
    assert place_at(slots, 90, 30) == 1
    assert place_at(slots, 200, 30) == 2
    assert place_at(slots, 10, 100) == 2
    assert place_at(slots, 50, 500) == 5


def test_arrows_go_on_in_their_row_or_column() -> None:
    slots = dict(enumerate(flow([60.0] * 6, 3, 100, 8)))
    assert nearest(slots, 0, RIGHT) == 1
    assert nearest(slots, 0, DOWN) == 3
    assert nearest(slots, 4, UP) == 1
    assert nearest(slots, 3, LEFT) is None


def test_no_word_stands_in_the_corner_with_the_pattern(qapp: object) -> None:
    words = "wwww " * 40
    for name in ("contrast", "light"):
        theme().set_theme(name)
        look = look_of(NoteSnapshot("n", "b", words), 160)
        lines = [look.words.lineAt(number) for number in range(look.words.lineCount())]
        ends = [SPACE_M + line.width() for line in lines]
        if theme().colours.patterned:
            inside = [
                end
                for line, end in zip(lines, ends, strict=True)
                if look.words_top + line.y() < PATTERN + 1 and end > 160 - PATTERN - 2
            ]
            assert inside == []
            assert len({round(end) for end in ends}) == 2, "only the lines beside it are shorter"
        else:
            assert len({round(end) for end in ends}) == 1
