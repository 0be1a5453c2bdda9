"""The papers of the door: sheets to sign in on, known again on photos, and badges."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import AttendanceSignature, Role, Session, SignInPage
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services import attendance, badges, sessions
from cps_desktop.services.attendance_signing import sign_on_screen
from cps_desktop.services.badges import badge_sheet, badges_bytes, change_badge
from cps_desktop.services.erasing_foreseen import foresee_person
from cps_desktop.services.erasing_groups import SHEETS
from cps_desktop.services.paper_back import read_paper
from cps_desktop.services.paper_photos import SheetPhoto
from cps_desktop.services.printing import register_sheet
from cps_desktop.services.register import register_view
from cps_desktop.services.sign_in_photos import (
    SignInPhoto,
    by_hand,
    drop_page,
    keep_sign_in,
    kept_pages,
    read_sheets,
)
from cps_desktop.services.sign_in_sheets import day_to_print, sign_in_bytes
from tests.documents.photos import page, photo, scribbled
from tests.documents.reading import words_by_pdfium
from tests.services.desks import desk_of
from tests.services.laptop import THURSDAY, Laptop, laptop

PER_MM = 150 / 25.4


class Hall:
    """A session of two days with a list, and the papers of its door."""

    def __init__(self, one: Laptop, fonts: Path) -> None:
        self.desk, self.fonts = desk_of(one), fonts
        days = [DayTimes(THURSDAY), DayTimes(THURSDAY + dt.timedelta(days=1))]
        self.session = sessions.create_session(one.door, title="Letters", venue="Hall", days=days)
        self.day, self.later = (day.id for day in sessions.days_of(one.workspace, self.session))

    def add(self, name: str, **more: str) -> RecordId:
        return attendance.add_to_list(self.desk.door, self.session, name=name, **more)

    @property
    def found(self) -> Session:
        return self.desk.door.must_exist(Session, self.session)

    def sheet(self, day: RecordId = "") -> bytes:
        return sign_in_bytes(self.desk, self.found, day or self.day, font_cache=self.fonts)

    def read(self, data: bytes, name: str = "IMG_1.jpg") -> list[SheetPhoto | SignInPhoto]:
        return read_sheets(self.desk, self.session, data, name, self.fonts)

    def signed(self, data: bytes) -> SignInPhoto:
        (one,) = self.read(data)
        assert isinstance(one, SignInPhoto)
        return one


@pytest.fixture
def hall(tmp_path: Path, fonts: Path) -> Iterator[Hall]:
    with laptop(tmp_path) as one:
        yield Hall(one, fonts)


def test_a_sheet_has_everybody_who_is_expected_and_lines_for_walk_ins(hall: Hall) -> None:
    for name in ("Ann Bell", "Bob Ho", "Bob Ho"):
        hall.add(name, role=Role.PATIENT, organisation="Secret (sample)" * (name == "Bob Ho"))
    sorry = hall.add("Cara Quill")
    attendance.apologies(hall.desk.door, sorry, hall.day)
    (words,) = words_by_pdfium(hall.sheet())
    said = " ".join(words.split())
    assert "Sign-in sheet · Letters" in said
    assert "Thursday 18 March 2027 · Hall" in said
    assert said.count("Bob Ho (Secret (sample))") == 2, "only who is called alike is told apart"
    assert "Ann Bell 2" in said
    assert "Cara" not in said
    assert "Patient" not in said
    assert " 18 " in said, "the page is filled up with lines for whoever walks in"
    (words,) = words_by_pdfium(hall.sheet(hall.later))
    assert "Cara Quill" in words


def test_a_long_list_goes_on_with_codes_of_its_own_on_every_page(hall: Hall) -> None:
    for number in range(40):
        hall.add(f"Person {number:02} " + "with a very long name " * (number % 3))
    pdf = hall.sheet()
    pages = words_by_pdfium(pdf)
    assert len(pages) > 2
    for number in range(40):
        assert sum(f"Person {number:02}" in one for one in pages) == 1
    found = scanned(hall, [page(pdf, number, 150) for number in (1, 2)])
    assert [(one.day, one.page, one.straight) for one in found] == [
        (hall.day, 2, True), (hall.day, 3, True),
    ]  # fmt: skip


def scanned(hall: Hall, sheets: list[Image.Image]) -> list[SignInPhoto]:
    """What a scan of these pages is read as."""
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    found = hall.read(out.getvalue(), "scan.pdf")
    assert all(isinstance(one, SignInPhoto) for one in found)
    return [one for one in found if isinstance(one, SignInPhoto)]


def test_a_photo_of_a_signed_sheet_is_kept_with_its_day_and_who_signed_is_noted(
    hall: Hall,
) -> None:
    ann, bob = hall.add("Ann Bell"), hall.add("Bob Ho")
    sheet = scribbled(page(hall.sheet(), 0, 150), (88, 45, 60, 10), PER_MM)
    data = photo(sheet, turn=187, slant=0.03)
    one = hall.signed(data)
    assert (one.problem, one.day, one.page, one.straight, one.here) == (
        "",
        hall.day,
        1,
        True,
        False,
    )
    assert one.day_words == "Thursday 18 March 2027"
    upright = Image.open(io.BytesIO(one.picture.jpeg))
    assert abs(upright.height / upright.width - 297 / 210) < 0.01
    keep_sign_in(hall.desk, hall.session, one.day, one, [ann])
    (kept,) = kept_pages(hall.desk.workspace, hall.session)
    assert (kept.title, kept.digest) == ("Thursday 18 March 2027, page 1", one.picture.sha256)
    assert hall.desk.workspace.attachment(kept.digest) == one.picture.jpeg
    marks = {
        row.attendance: row.days[0] for row in register_view(hall.desk.workspace, hall.session).rows
    }
    assert (marks[ann].signed, marks[ann].here) == ("paper", True)
    assert (marks[bob].signed, marks[bob].here) == ("", False)
    again = hall.signed(data)
    assert again.here
    keep_sign_in(hall.desk, hall.session, again.day, again)
    assert len(hall.desk.workspace.find(SignInPage)) == 1
    drop_page(hall.desk.door, kept.record)
    assert kept_pages(hall.desk.workspace, hall.session) == ()
    hall.desk.door.undo()
    assert kept_pages(hall.desk.workspace, hall.session) == (kept,)
    # Undone to the beginning and kept again, it has its picture again.
    while hall.desk.workspace.find(SignInPage):
        hall.desk.door.undo()
    keep_sign_in(hall.desk, hall.session, one.day, hall.signed(data))
    assert kept_pages(hall.desk.workspace, hall.session) == (kept,)


def test_a_sheet_of_which_only_the_main_code_is_in_sight_is_known_and_kept_as_taken(
    hall: Hall,
) -> None:
    whole = page(hall.sheet(), 0, 150)
    cut = whole.crop((0, 0, whole.width, whole.height // 2))
    cut.paste("white", (cut.width // 2, 0, cut.width, cut.height // 5))
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=90)
    one = hall.signed(out.getvalue())
    assert (one.problem, one.day, one.straight) == ("", hall.day, False)


def test_what_is_of_another_session_or_day_is_said_and_no_sheet_is_put_by_hand(
    hall: Hall, tmp_path: Path
) -> None:
    door = hall.desk.door
    out = io.BytesIO()
    page(hall.sheet(hall.later), 0, 150).save(out, "JPEG", quality=90)
    other = sessions.create_session(door, title="Elsewhere", days=[DayTimes(THURSDAY)])
    (one,) = read_sheets(hall.desk, other, out.getvalue(), "x.jpg", hall.fonts)
    assert "another session, “Letters”" in one.problem
    sessions.remove_day(door, hall.later)
    assert "a day this session does not have any more" in hall.signed(out.getvalue()).problem
    plain = tmp_path / "plain.jpg"
    Image.new("RGB", (600, 800), "white").save(plain)
    (unknown,) = read_paper(hall.desk, hall.session, plain)
    assert isinstance(unknown, SheetPhoto)
    assert "no sheet with our codes" in unknown.problem
    keep_sign_in(hall.desk, hall.session, hall.day, by_hand(unknown))
    (kept,) = kept_pages(hall.desk.workspace, hall.session)
    assert kept.title == "Thursday 18 March 2027"


def test_what_was_signed_on_screen_stands_on_the_register_of_that_day_alone(hall: Hall) -> None:
    ann = hall.add("Ann Bell")
    hall.add("Bob Ho")
    sign_on_screen(hall.desk.door, ann, hall.day, "10,10 90,40")
    one_day = register_sheet(hall.desk, hall.found, hall.day)
    assert [one.strokes for one in one_day.people] == [(((10, 10), (90, 40)),), ()]
    for other in ("", hall.later):
        sheet = register_sheet(hall.desk, hall.found, other)
        assert not any(one.strokes for one in sheet.people)


def test_nothing_of_what_is_signed_is_for_participants_or_found_by_searching() -> None:
    for cls in (SignInPage, AttendanceSignature):
        assert not any(one.participant or one.searched for one in meanings(cls).values())


def test_erasing_somebody_offers_the_sheets_and_takes_them_unasked_with_the_last(
    hall: Hall,
) -> None:
    ann, bob = hall.add("Ann Bell"), hall.add("Bob Ho")
    out = io.BytesIO()
    page(hall.sheet(), 0, 150).save(out, "JPEG", quality=90)
    one = hall.signed(out.getvalue())
    keep_sign_in(hall.desk, hall.session, one.day, one, [ann, bob])
    rows = register_view(hall.desk.workspace, hall.session).rows
    foreseen = foresee_person(hall.desk.workspace, rows[0].person)
    (group,) = [each for each in foreseen.groups if each.key == SHEETS]
    assert (group.count, group.ticked, group.digests) == (1, False, frozenset({one.picture.sha256}))
    assert "2 signatures" not in str(foreseen.groups)
    attendance.remove_from_list(hall.desk.door, bob)
    foreseen = foresee_person(hall.desk.workspace, rows[0].person)
    assert SHEETS in foreseen.chosen


def test_badges_are_for_whoever_wants_one_with_the_name_they_want(hall: Hall) -> None:
    door = hall.desk.door
    with pytest.raises(InputRefused, match="Nobody on the list wants a badge"):
        badge_sheet(hall.desk, hall.found)
    entries = [hall.add(name, role=Role.CARER) for name in ("Ann Bell", "Bob Ho", "Cara Quill")]
    change_badge(door, entries[0], wanted=True, name="Annie", said="said AN-ee", role=True)
    change_badge(door, entries[1], wanted=True)
    change_badge(door, entries[2], wanted=True)
    change_badge(door, entries[2], wanted=False)
    sheet = badge_sheet(hall.desk, hall.found)
    assert [(one.name, one.said, one.role) for one in sheet.badges] == [
        ("Annie", "said AN-ee", "Carer"), ("Bob Ho", "", ""),
    ]  # fmt: skip
    (words,) = words_by_pdfium(badges_bytes(hall.desk, hall.found, font_cache=hall.fonts))
    said = " ".join(words.split())
    assert said == "Annie said AN-ee Carer Letters Bob Ho Letters"
    assert "Cara" not in said


def test_badges_hold_any_name_and_go_on_on_further_sheets(hall: Hall) -> None:
    names = ["Wilhelmina Featherstonehaugh-Cholmondeley the Third", "أمينة الحدّاد", "W" * 60, "Li"]
    for number in range(12):
        entry = hall.add(names[number % 4], role=Role.PUBLIC)
        change_badge(hall.desk.door, entry, wanted=True, role=True)
    pages = words_by_pdfium(badges_bytes(hall.desk, hall.found, font_cache=hall.fonts))
    assert len(pages) == 2
    together = "".join("".join(pages).split()).replace("\ufffe", "-")
    assert together.count("Featherstonehaugh-Cholmondeley") == 3
    assert together.count("W" * 60) == 3
    assert badges.usual_name(None) == ""


def test_the_day_of_a_sheet_is_named_todays_or_the_only_one(hall: Hall) -> None:
    assert day_to_print(hall.desk, hall.session, "") == hall.day, "today's"
    assert day_to_print(hall.desk, hall.session, hall.later) == hall.later
    later = DayTimes(THURSDAY + dt.timedelta(days=7))
    next_week = sessions.create_session(hall.desk.door, title="Next", days=[later])
    (only,) = sessions.days_of(hall.desk.workspace, next_week)
    assert day_to_print(hall.desk, next_week, "") == only.id
    without = sessions.create_session(hall.desk.door, title="None")
    with pytest.raises(InputRefused, match="no day yet"):
        day_to_print(hall.desk, without, "")
    sessions.add_day(hall.desk.door, next_week, DayTimes(THURSDAY + dt.timedelta(days=8)))
    with pytest.raises(InputRefused, match=r"Say which with --record: .* is Thursday 25 March"):
        day_to_print(hall.desk, next_week, "")
