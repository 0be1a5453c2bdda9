"""The program's drawings on paper: all of them can be drawn, and stand where there is room."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from cps_desktop.documents import planner_pdf, render_pages
from cps_desktop.documents.drawings import SIDE, drawing_code
from cps_desktop.domain.sheets import BoxOnSheet, PlannerPage, PlannerSheet
from cps_desktop.services.drawings import INK, drawing, drawing_names
from tests.documents import rich_planners

CLOCK = drawing("clock", INK).decode()


def drawn(page: PlannerPage, svg: str = CLOCK) -> PlannerSheet:
    """A planner of every kind with a drawing in each box."""
    sheet = rich_planners.kinds(page)
    stages = tuple(
        replace(stage, boxes=tuple(_with(box, svg) for box in stage.boxes))
        for stage in sheet.stages
    )
    return replace(sheet, stages=stages)


def _with(box: BoxOnSheet, svg: str) -> BoxOnSheet:
    return replace(box, drawing=svg, drawing_words=f"A clock for {box.key}")


def figures(pdf: bytes) -> list[tuple[str, tuple[float, ...]]]:
    """What each figure of a document is said to show, and where it stands."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            (str(one.Alt), tuple(float(edge) for edge in one.A.BBox))
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]


def test_every_drawing_can_be_drawn_and_stays_within_itself() -> None:
    for name in drawing_names():
        code = drawing_code(drawing(name, INK).decode())
        numbers = [
            float(one)
            for line in code.splitlines()[1:]
            for one in line.split()
            if one.replace(".", "").replace("-", "").isdigit()
        ]
        assert len(numbers) > 8, name
        assert all(-2 <= one <= SIDE + 2 for one in numbers), name


def test_what_is_no_drawing_of_ours_is_told() -> None:
    with pytest.raises(ValueError, match="not made of this"):
        drawing_code('<svg><image href="x" stroke="red"/></svg>')
    with pytest.raises(ValueError, match="not made of this"):
        drawing_code('<svg><path d="M1 1 Q2 2 3 3" stroke="red"/></svg>')


@pytest.mark.parametrize("page", ["A3", "A3 on two A4", "A4", "A4 large print"])
def test_sheets_to_write_on_show_them_with_words_and_inside_their_page(
    page: PlannerPage, fonts: Path
) -> None:
    pdf = planner_pdf(drawn(page), font_cache=fonts, blank=True)
    shown = figures(pdf)
    assert len(shown) >= 3
    assert all(words.startswith("A clock for") for words, _ in shown)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        width, height = (float(edge) for edge in file.pages[0].mediabox[2:])
    for _, (left, bottom, right, top) in shown:
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height
        assert right - left == pytest.approx(top - bottom, abs=0.1)


def test_notes_keep_their_room_and_large_print_has_drawings(fonts: Path) -> None:
    assert not [
        one for one in figures(planner_pdf(drawn("A3"), font_cache=fonts)) if "clock" in one[0]
    ]
    large = planner_pdf(drawn("A4 large print"), font_cache=fonts)
    assert [one for one in figures(large) if "clock" in one[0]]


def test_a_drawing_is_ink_at_its_place(fonts: Path) -> None:
    pdf = planner_pdf(drawn("A3"), font_cache=fonts, blank=True)
    bare = planner_pdf(drawn("A3", ""), font_cache=fonts, blank=True)
    _, (left, bottom, right, top) = figures(pdf)[0]

    def ink(data: bytes) -> int:
        one = next(iter(render_pages(data, 72, [0])))
        picture = Image.frombytes("RGB", (one.width, one.height), one.rgb).convert("L")
        place = (
            round(left),
            picture.height - round(top),
            round(right),
            picture.height - round(bottom),
        )
        return sum(picture.crop(place).histogram()[:200])

    assert ink(pdf) > 100
    assert ink(bare) < 20
