"""What the room is shown at one time: readable from the back, nothing lost, nothing cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from cps_desktop.paths import resources
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.ui.pages_of_session.planner_snapshot import _box
from cps_desktop.ui.projection.book import RoomBook
from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.pages import Room, RoomPage
from cps_desktop.ui.projection.rows import Kind
from cps_desktop.ui.projection.showing import Showing
from cps_desktop.ui.wall.arranging import BY_THEME, Only
from cps_desktop.ui.wall.snapshot import BY_NAME, NoteSnapshot, PlannerSnapshot, StageSnapshot
from tests.ui.wall.sample import many, planner

ROOM = Room(1366 - 48, 768 - 80, 1.0, BY_THEME)
LEAST = 24
WORDS = st.lists(st.text(st.sampled_from("abc déŁż\n"), max_size=90), max_size=25)


@pytest.fixture(scope="module")
def measure(qapp: QApplication) -> Measure:
    """One measure for all: what it measured once it knows."""
    return Measure(RoomLook())


@pytest.fixture
def book(measure: Measure) -> RoomBook:
    return RoomBook(measure)


def all_pages(book: RoomBook) -> list[tuple[str, RoomPage]]:
    """Every page once, with its name, by turning on until the first comes again."""
    pages = [(book.name, book.page)]
    while book.step(1) and (book.name, book.page) != pages[0]:
        pages.append((book.name, book.page))
        assert len(pages) < 1000
    return pages


def ids(book: RoomBook) -> list[str]:
    return [note for _, page in all_pages(book) for note in page.notes]


def bottoms(page: RoomPage) -> float:
    return max((piece.slot.bottom for piece in page.pieces), default=0) * page.zoom


def test_words_can_be_read_from_the_back_on_every_page_of_every_planner(
    book: RoomBook, measure: Measure
) -> None:
    catalogue = PlannerCatalogue.shipped()
    for template in catalogue.choices():
        boxes = tuple(_box(box, template.id) for box in template.boxes)
        stages = tuple(StageSnapshot(one.key, one.title) for one in template.stages)
        notes = tuple(
            NoteSnapshot(f"{box.key}{n}", box.key, "Nobody said who to ring after the visit")
            for box in boxes
            for n in range(3)
            if box.kind in {"notes", "sketch"}
        )
        shown = PlannerSnapshot(template.id, template.title, stages, boxes, notes)
        book.open(shown, Showing(shown.id), ROOM, named=False)
        for _, page in all_pages(book):
            assert page.zoom * measure.look.letter_px() >= LEAST - 0.01
            assert bottoms(page) <= ROOM.height + 0.5, template.id
        assert sorted(ids(book)) == sorted(one.id for one in notes), template.id
    assert resources().is_dir()


@pytest.mark.parametrize("count", [0, 1, 30, 400])
def test_every_note_is_on_one_page_however_many_there_are(book: RoomBook, count: int) -> None:
    shown = planner(notes=many(count))
    book.open(shown, Showing(shown.id), ROOM, named=False)
    assert sorted(ids(book)) == sorted(one.id for one in shown.notes)
    for _, page in all_pages(book):
        assert bottoms(page) <= ROOM.height + 0.5
        for piece in page.pieces:
            assert piece.slot.x >= 0
            assert piece.slot.right * page.zoom <= ROOM.width + 0.5


@settings(max_examples=25, deadline=None)
@given(WORDS, st.sampled_from([(1366, 688), (640, 300), (1920, 1000)]))
def test_whatever_is_written_nothing_is_lost_or_lies_over_another(
    qapp: QApplication, texts: list[str], size: tuple[int, int]
) -> None:
    book = RoomBook(Measure(RoomLook()))
    boxes = ("now", "scope", "try")
    notes = tuple(NoteSnapshot(f"n{n}", boxes[n % 3], text or "x") for n, text in enumerate(texts))
    shown = planner(notes=notes)
    room = Room(float(size[0]), float(size[1]), size[0] / 1366, BY_THEME)
    book.open(shown, Showing(shown.id), room, named=True)
    said = {one.id for one in notes if one.text.strip()}
    assert sorted(ids(book)) == sorted(said)
    for _, page in all_pages(book):
        slots = [piece.slot for piece in page.pieces if piece.kind is Kind.NOTE]
        for at, one in enumerate(slots):
            for other in slots[at + 1 :]:
                beside = one.right <= other.x + 0.01 or other.right <= one.x + 0.01
                apart = one.bottom <= other.y + 0.01 or other.bottom <= one.y + 0.01
                assert beside or apart


def test_few_words_are_larger_than_many(book: RoomBook) -> None:
    few = planner(notes=many(0))
    only = Showing(few.id, box="try")
    zoom = book.open(few, only, ROOM, named=False).zoom
    shown = planner(notes=tuple(replace(one, box="try") for one in many(20)))
    assert book.open(replace(shown, id="other"), only, ROOM, named=False).zoom < zoom


def test_letters_do_not_jump_about_while_somebody_types(book: RoomBook) -> None:
    notes = [NoteSnapshot(f"n{n}", "try", "A phone number that is answered") for n in range(6)]
    shown = planner(notes=tuple(notes))
    showing = Showing(shown.id, box="try", at_box="try")
    zooms = [book.open(shown, showing, ROOM, named=False).zoom]
    for length in (10, 60, 200, 500):
        notes[0] = replace(notes[0], text="word " * (length // 5))
        shown = replace(shown, notes=tuple(notes))
        zooms.append(book.open(shown, showing, ROOM, named=False).zoom)
    assert zooms == sorted(zooms, reverse=True)
    assert zooms[0] > zooms[-1]
    notes[0] = replace(notes[0], text="short")
    shown = replace(shown, notes=tuple(notes))
    assert book.open(shown, showing, ROOM, named=False).zoom == zooms[-1]
    book.open(shown, replace(showing, box="goal"), ROOM, named=False)
    assert book.open(shown, showing, ROOM, named=False).zoom == zooms[0]


def test_the_page_with_the_note_that_is_written_on_is_open(book: RoomBook) -> None:
    shown = planner(notes=many(200))
    book.open(shown, Showing(shown.id), ROOM, named=False)
    for note in ("n3", "n196", "n0", "n101"):
        box = next(one.box for one in shown.notes if one.id == note)
        page = book.open(shown, Showing(shown.id, at_box=box, at_note=note), ROOM, named=False)
        assert note in page.notes
    page = book.open(shown, Showing(shown.id, at_box="feel"), ROOM, named=False)
    assert "feel" in page.boxes


def test_pages_turned_by_hand_stay_until_work_goes_on_elsewhere(book: RoomBook) -> None:
    shown = planner(notes=many(200))
    showing = Showing(shown.id, at_box="now", at_note="n0")
    book.open(shown, showing, ROOM, named=False)
    assert book.step(1)
    turned = book.page
    assert "n0" not in turned.notes
    assert book.open(shown, showing, ROOM, named=False) == turned
    elsewhere = replace(showing, at_note="n8")
    assert "n8" in book.open(shown, elsewhere, ROOM, named=False).notes


def test_turning_back_and_on_goes_round(book: RoomBook) -> None:
    shown = planner(notes=many(200))
    book.open(shown, Showing(shown.id), ROOM, named=False)
    first = book.name
    assert book.step(-1)
    assert book.name != first
    assert book.step(1)
    assert book.name == first


def test_only_what_the_facilitator_looks_at(book: RoomBook) -> None:
    shown = planner()
    book.open(shown, Showing(shown.id, stage="plan"), ROOM, named=False)
    boxes = {key for _, page in all_pages(book) for key in page.boxes}
    assert boxes == {one.key for one in shown.boxes if one.stage == "plan"}
    book.open(shown, Showing(shown.id, box="try"), ROOM, named=False)
    assert {key for _, page in all_pages(book) for key in page.boxes} == {"try"}
    themed = replace(
        shown,
        notes=tuple(
            replace(one, theme="Post") if n % 2 else one for n, one in enumerate(shown.notes)
        ),
    )
    book.open(themed, Showing(shown.id, only=Only(theme="Post")), ROOM, named=False)
    assert set(ids(book)) == {one.id for one in themed.notes if one.theme}
    book.open(shown, Showing(shown.id, only=Only(author="Table 2")), ROOM, named=False)
    assert set(ids(book)) == {one.id for one in shown.notes if one.shown_author == "Table 2"}


def test_small_themes_stand_side_by_side_under_their_names(book: RoomBook) -> None:
    themes = ("Late", "Late", "Hard to read", "Post", "Post", "Post", "Post", "Post", "")
    notes = tuple(
        NoteSnapshot(f"n{n}", "now", "A letter", theme=one) for n, one in enumerate(themes)
    )
    shown = planner(notes=notes)
    page = book.open(shown, Showing(shown.id, box="now"), ROOM, named=False)
    heads = {one.words: one.slot for one in page.pieces if one.kind is Kind.THEME}
    slots = {one.note.id: one.slot for one in page.pieces if one.note is not None}
    assert heads["Late"].y == heads["Hard to read"].y
    for theme, ids_of in (("Late", "n0 n1"), ("Hard to read", "n2"), ("Post", "n3 n4 n5 n6 n7")):
        for note in ids_of.split():
            assert slots[note].y >= heads[theme].bottom, "a name stands over its notes"
            assert slots[note].x >= heads[theme].x - 0.01
    assert {slots["n0"].y, slots["n1"].y} == {slots["n2"].y}
    assert heads["Post"].y > slots["n0"].y


def test_no_name_is_on_a_page_unless_it_is_wished(book: RoomBook) -> None:
    named = tuple(
        NoteSnapshot(
            f"n{n}",
            "now",
            "A letter",
            author="Rowan Example",
            named_as=BY_NAME,
            action="a",
            action_words="Rowan Example, by June",
            contested=True,
        )
        for n in range(3)
    )
    shown = planner(notes=named)
    for wished in (False, True):
        page = book.open(shown, Showing(shown.id), ROOM, named=wished)
        notes = [piece.note for piece in page.pieces if piece.note is not None]
        assert len(notes) == 3
        for note in notes:
            assert ("Rowan" in repr(note)) is wished
            assert note.shown_author == ("Rowan Example" if wished else "")
            assert note.leads == ()
            assert note.mark == ""


def test_somebody_without_a_name_is_not_called_no_name(book: RoomBook) -> None:
    shown = planner(notes=(NoteSnapshot("n", "now", "A letter"),))
    page = book.open(shown, Showing(shown.id), ROOM, named=True)
    assert [one.note.shown_author for one in page.pieces if one.note is not None] == [""]


def test_a_very_long_note_is_shown_as_far_as_anybody_reads(book: RoomBook) -> None:
    shown = planner(notes=(NoteSnapshot("n", "now", "word " * 20_000),))
    page = book.open(shown, Showing(shown.id), ROOM, named=False)
    assert page.notes == ("n",)
    assert bottoms(page) <= ROOM.height + 0.5
    (note,) = [one.note for one in page.pieces if one.note is not None]
    assert note.text.endswith("(it goes on)")
    assert len(note.text) < 1600


def test_a_room_with_no_planner_has_an_empty_page(book: RoomBook) -> None:
    shown = PlannerSnapshot("p", "Nothing", (), ())
    assert book.open(shown, Showing("p"), ROOM, named=False).pieces == ()
    assert not book.has_more
    assert book.name == ""
