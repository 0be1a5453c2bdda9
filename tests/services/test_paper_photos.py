"""Photos of sheets with codes: found, straightened and cut, or a sentence and a way on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from cps_desktop.documents.coded_sheets import a4_places, wall_places
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.sheets import PlannerPage
from cps_desktop.domain.straightening import after, map_between, mapped
from cps_desktop.services import paper_photos, planners, sessions
from cps_desktop.services.coded_printing import coded_sheets_pdf
from cps_desktop.services.paper_photos import SheetPhoto, read_photo
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.sheet_codes import (
    PLANNER,
    code_for,
    corner_of,
    language_sign,
    read_code,
)
from cps_desktop.services.sheet_keeping import keep_pictures, keep_whole, to_type_up, type_up
from tests.documents.photos import page, photo, scribbled
from tests.services.all_kinds import ALL_KINDS, Room
from tests.services.laptop import laptop

PER_MM = 200 / 25.4


class Desk(Room):
    """A room with the fonts its sheets are drawn with."""

    fonts: Path

    def pdf(self, size: PlannerPage = "A3", *, planner: bool = True) -> bytes:
        mine = self.planner if planner else ""
        return coded_sheets_pdf(
            self.desk, self.found(), mine, ALL_KINDS, size, font_cache=self.fonts
        )

    def read(self, data: bytes, session: str = "") -> list[SheetPhoto]:
        return read_photo(self.desk, session or self.session, data, "photo.jpg", self.fonts)

    def wall(self, *boxes: str) -> Image.Image:
        """The wall with handwriting in these boxes."""
        sheet = page(self.pdf())
        for box, place in wall_places(blank_sheet(self.desk, self.found(), ALL_KINDS)).boxes:
            if box.key in boxes:
                scribbled(sheet, place, PER_MM)
        return sheet


@pytest.fixture
def room(tmp_path: Path, fonts: Path) -> Iterator[Desk]:
    with laptop(tmp_path) as one:
        made = Desk(one)
        made.fonts = fonts
        yield made


def test_photos_of_the_wall_find_the_boxes_that_were_written_in(room: Desk) -> None:
    wall = room.wall("now", "feel")
    for turn, slant, light in ((187, 0.03, 1.0), (90, 0.05, 0.35)):
        (one,) = room.read(photo(wall, turn=turn, slant=slant, light=light))
        assert one.problem == ""
        assert one.planner == room.planner
        assert len(one.boxes) == len(ALL_KINDS.boxes)
        assert [each.box for each in one.offered] == ["now", "feel"]


def test_what_is_kept_is_kept_once_as_one_step(room: Desk) -> None:
    shot = photo(room.wall("now"))
    (one,) = room.read(shot)
    keep_pictures(room.desk, one)
    assert room.desk.door.can_undo == "Keep a sheet's pictures"
    assert [each.box for each in room.notes()] == ["now"]
    (again,) = room.read(shot)
    assert not again.offered
    assert keep_pictures(room.desk, again).changes == 0


def test_a_photo_is_known_again_however_it_is_cut(
    room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of the program makes other pictures of it."""
    shot = photo(room.wall("now"))
    (one,) = room.read(shot)
    keep_pictures(room.desk, one)
    monkeypatch.setattr(paper_photos, "_QUALITY", 60)
    (again,) = room.read(shot)
    assert again.boxes[0].picture.jpeg != one.boxes[0].picture.jpeg
    assert [each.box for each in again.boxes if each.here] == ["now"]
    assert not again.offered
    assert keep_pictures(room.desk, again, ["now"]).changes == 0
    (other,) = room.read(photo(room.wall("now"), light=0.9))
    assert [each.box for each in other.offered] == ["now"]


def test_what_an_earlier_version_kept_of_a_photo_is_known_again(room: Desk) -> None:
    """It named its notes after the pictures it had made."""
    shot = photo(room.wall("now"))
    (one,) = room.read(shot)
    cut = next(each for each in one.boxes if each.box == "now")
    before = derived_id("sheet", room.planner, "now", cut.picture.sha256)
    keep_pictures(room.desk, replace(one, boxes=(replace(cut, note=before),)))
    (again,) = room.read(shot)
    assert not again.offered
    planners.delete_notes(room.desk.door, [before])
    (again,) = room.read(shot)
    keep_pictures(room.desk, again)
    assert [each.id for each in room.notes("now")] == [before]


def test_the_picture_shows_its_box_and_no_other(room: Desk) -> None:
    """Its lower right corner is where the box's was drawn: a red mark there is in the picture."""
    sheet = room.wall("now")
    blank = blank_sheet(room.desk, room.found(), ALL_KINDS)
    places = {box.key: place for box, place in wall_places(blank).boxes}
    for key, colour in (("now", (255, 0, 0)), ("goal", (0, 160, 0))):
        left, top, width, height = (value * PER_MM for value in places[key])
        spot = (round(left + width - 30), round(top + height - 30))
        sheet.paste(colour, (*spot, spot[0] + 20, spot[1] + 20))
    (one,) = room.read(photo(sheet))
    for box, strong, weak in (("now", 0, 1), ("goal", 1, 0)):
        jpeg = next(each.picture.jpeg for each in one.boxes if each.box == box)
        picture = Image.open(io.BytesIO(jpeg))
        size = picture.size
        corner = picture.convert("RGB").crop((size[0] - 40, size[1] - 40, *size)).tobytes()
        pixels = zip(corner[strong::3], corner[weak::3], strict=True)
        marked = [one for one in pixels if one[0] - one[1] > 60]
        assert len(marked) > 100


def test_a4_sheets_come_back_as_photos_and_as_one_scan(room: Desk) -> None:
    pdf = room.pdf("A4")
    places = a4_places(blank_sheet(room.desk, room.found(), ALL_KINDS))
    sheets = []
    for number, coded in enumerate(places):
        sheet = page(pdf, number, 150)
        scribbled(sheet, coded.boxes[0][1], 150 / 25.4)
        sheets.append(sheet)
    (one,) = room.read(photo(sheets[1], size=(1800, 2400), turn=3))
    assert one.problem == ""
    assert [each.box for each in one.boxes] == [box.key for box, _ in places[1].boxes]
    scan = io.BytesIO()
    sheets[0].save(scan, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    read = room.read(scan.getvalue())
    assert [each.problem for each in read] == [""] * len(places)
    offered = [each.box for sheet in read for each in sheet.offered]
    assert offered == [coded.boxes[0][0].key for coded in places]


def test_a_sheet_of_a_template_goes_to_the_one_planner_that_has_it(room: Desk) -> None:
    sheet = page(room.pdf(planner=False))
    scribbled(sheet, (40, 90, 60, 40), PER_MM)
    shot = photo(sheet)
    assert room.read(shot)[0].planner == room.planner
    planners.add_planner(room.desk.door, room.session, ALL_KINDS)
    assert "more than one planner" in room.read(shot)[0].problem


def test_another_sessions_sheet_and_a_removed_planners_go_nowhere(room: Desk) -> None:
    shot = photo(room.wall("now"))
    other = sessions.create_session(room.desk.door, title="Another one")
    (one,) = room.read(shot, session=other)
    assert "another session, “Letters”" in one.problem
    assert not one.boxes
    planners.remove_planner(room.desk.door, room.planner)
    assert "does not have" in room.read(shot)[0].problem


def test_two_sheets_part_of_one_and_something_else_are_told(room: Desk) -> None:
    wall = room.wall("now")
    both = Image.new("RGB", (wall.width, wall.height * 2), "white")
    both.paste(wall, (0, 0))
    both.paste(page(room.pdf("A4"), 0, 140), (0, wall.height))
    assert "more than one sheet" in room.read(photo(both, size=(3000, 3600)))[0].problem
    left = wall.crop((0, 0, wall.width // 2, wall.height // 2))
    assert "all corners" in room.read(photo(left))[0].problem
    right = wall.crop((wall.width // 2, 0, wall.width, wall.height))
    assert "only a part" in room.read(photo(right, size=(1500, 1500)))[0].problem
    something = Image.new("RGB", (800, 600), "#336699")
    (one,) = room.read(photo(something))
    assert "no sheet with our codes" in one.problem
    # The way on: by hand, into a box somebody names.
    note = keep_whole(room.desk, one, room.planner, "draw")
    assert keep_whole(room.desk, one, room.planner, "draw") == note
    assert [each.id for each in room.notes("draw")] == [note]


def test_a_code_glued_elsewhere_is_noticed(room: Desk) -> None:
    wall = room.wall("now")
    far = wall.width - round(30 * PER_MM)
    corner = wall.crop((far, 0, wall.width, round(30 * PER_MM)))
    wall.paste("white", (far, 0, wall.width, round(30 * PER_MM)))
    wall.paste(corner, (far - round(60 * PER_MM), round(40 * PER_MM)))
    assert "Lay it flat" in room.read(photo(wall))[0].problem


@pytest.mark.parametrize("data", [b"", b"nothing", b"\xff\xd8\xff\xe0 broken", b"%PDF-1.7 broken"])
def test_what_cannot_be_opened_says_so(room: Desk, data: bytes) -> None:
    with pytest.raises(InputRefused, match="Nothing was"):
        room.read(data)


def test_typing_up_puts_words_beside_the_picture_as_one_step(room: Desk) -> None:
    (one,) = room.read(photo(room.wall("now")))
    keep_pictures(room.desk, one)
    (waiting,) = to_type_up(room.desk.workspace, room.planner)
    planners.add_note(room.desk.door, room.planner, "now", "the last one")
    type_up(room.desk, waiting.id, ["first", " ", "second", "third"], author="Ann")
    assert room.texts("now") == ["first", "second", "third", "the last one"]
    assert [bool(each.picture) for each in room.notes("now")].count(True) == 1
    assert not to_type_up(room.desk.workspace, room.planner)
    room.desk.door.undo()
    assert room.texts("now") == ["", "the last one"]


def test_codes_say_what_they_are_and_nothing_else_is_one() -> None:
    code = code_for("a" * 32, "b" * 32, 12, of=PLANNER, paper="4", stage=3, sheet=17)
    assert len(code.text) == 28
    assert read_code(code.text) == code
    assert corner_of(code.corner(2)) == (2, code.corner(2)[5:])
    welsh = code_for(
        "a" * 32, "b" * 32, 12, of=PLANNER, paper="4", stage=3, sheet=17, language="cy"
    )
    assert welsh.text[:-1] == code.text
    assert read_code(welsh.text) == welsh
    assert welsh.language == language_sign("cy") != language_sign("pl")
    for other in ("", "CPS1", code.text[:-1], code.text + "00", code.text.lower(), "CPSR words"):
        assert read_code(other) is None
        assert corner_of(other) is None


def test_a_map_takes_points_where_they_were_and_needs_four() -> None:
    there = [((0.0, 0.0), (10.0, 20.0)), ((5.0, 0.0), (60.0, 25.0)), ((5.0, 5.0), (58.0, 80.0)),
             ((0.0, 5.0), (12.0, 70.0))]  # fmt: skip
    found = map_between(there)
    assert found is not None
    for one, (x, y) in there:
        assert mapped(found, one) == pytest.approx((x, y))
        scaled = after(found, 0.5, 1.0, 2.0)
        assert mapped(scaled, ((one[0] - 1) * 2, (one[1] - 2) * 2)) == pytest.approx((x, y))
    assert map_between(there[:3]) is None
    assert map_between([((0.0, 0.0), (1.0, 1.0))] * 4) is None
