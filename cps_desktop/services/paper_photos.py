"""Photos and scans of sheets with codes: recognised, straightened, cut into the boxes' pictures.

Where anything does not fit together, nothing is placed: a sentence says what to do, and the photo
can be put by hand into a box somebody names.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Planner, Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import PlannerPage
from cps_desktop.domain.straightening import Map, Point, map_between, mapped
from cps_desktop.own_process import ask
from cps_desktop.services.desk import Desk
from cps_desktop.services.picture_bounds import LARGEST_FILE, MOST_PAGES, SECONDS
from cps_desktop.services.pictures import PreparedPicture, kind_of_file
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.planners import planners_of
from cps_desktop.services.sheet_child import Corners, Seen
from cps_desktop.services.sheet_codes import (
    PLANNER,
    SIGN_IN,
    SheetCode,
    corner_of,
    language_sign,
    read_code,
    says,
)
from cps_desktop.services.sheet_cutting import brightened, cut_out, inked, where_it_lies
from cps_desktop.services.sheet_notes import sheet_note

if TYPE_CHECKING:
    from PIL.Image import Image

    from cps_desktop.documents.coded_sheets import CodedSheet

_QUALITY: Final = 80
_LONGEST_KEPT: Final = 3600
_FURTHEST: Final = 2.5
"""Millimetres by which a code may lie beside where it should: more, and the sheet is not flat."""


@dataclasses.dataclass(frozen=True, slots=True)
class BoxPicture:
    """The picture of one box of a sheet."""

    box: str
    question: str
    picture: PreparedPicture
    written: bool
    """Whether it looks as if somebody wrote in it."""
    note: RecordId
    here: bool
    """This very picture stands in the box already."""


@dataclasses.dataclass(frozen=True, slots=True)
class SheetPhoto:
    """One page of what came in: the sheet it shows, or a sentence on why it is not known."""

    name: str
    whole: PreparedPicture
    digest: str
    """The SHA-256 of the file it came in, and which page of it: by this it is known again."""
    planner: RecordId = ""
    title: str = ""
    """The planner's, with the sheet's number."""
    boxes: tuple[BoxPicture, ...] = ()
    problem: str = ""

    @property
    def offered(self) -> tuple[BoxPicture, ...]:
        """The pictures that are kept unless somebody says otherwise."""
        return tuple(one for one in self.boxes if one.written and not one.here)


def read_photo(
    desk: Desk, session: RecordId, data: bytes, name: str, fonts: Path
) -> list[SheetPhoto]:
    """What sheets of this session a picture or PDF shows, a page each; nothing is changed.

    Takes seconds: call it from a worker thread. Raises InputRefused where it cannot be opened.
    """
    taken = photos_in(data, name)
    return [known_sheet(desk, session, page, photo, fonts) for page, photo in taken]


def photos_in(data: bytes, name: str) -> list[tuple[Seen, SheetPhoto]]:
    """The pages of a picture or PDF with the codes on them, and as photos nobody looked at yet.

    Raises InputRefused where it cannot be opened.
    """
    pages = _seen(data, name)
    digest = hashlib.sha256(data).hexdigest()
    short = Path(name.replace("\\", "/")).name[:200]
    found = []
    for number, page in enumerate(pages, start=1):
        called = short if len(pages) == 1 else f"{short}, page {number}"
        whole = _kept_whole(page[0], called)
        found.append((page, SheetPhoto(called, whole, f"{digest} {number}")))
    return found


def known_sheet(
    desk: Desk, session: RecordId, page: Seen, photo: SheetPhoto, fonts: Path
) -> SheetPhoto:
    """The same photo with the planner's sheet it shows, or with a sentence on why not."""
    try:
        return _sheet(desk, session, page, photo, fonts)
    except InputRefused as why:
        return dataclasses.replace(photo, problem=str(why))


def shows_sheet(data: bytes, name: str) -> bool:
    """Whether a picture or PDF shows a sheet with our codes. Raises InputRefused."""
    codes = [text for page in _seen(data, name) for text, _ in page[3]]
    return any(read_code(text) or corner_of(text) for text in codes)


def _seen(data: bytes, name: str) -> list[Seen]:
    from cps_desktop.documents.receipt_pages import receipt_pages
    from cps_desktop.services.sheet_child import work

    kind = kind_of_file(data)
    if not kind or len(data) > LARGEST_FILE:
        _refuse(name, "is not a picture this program can read (JPEG, PNG, HEIC or PDF)")
    most = LARGEST_FILE * MOST_PAGES
    answer = ask(work, (kind, receipt_pages), [data], most=most, seconds=SECONDS)
    if answer.late:
        _refuse(name, "took too long to open")
    found: str | list[Seen] = "is damaged or broken off, or is not a picture"
    with contextlib.suppress(msgspec.DecodeError):
        found = msgspec.msgpack.decode(answer.data or b"", type=str | list[Seen])
    if isinstance(found, str):
        _refuse(name, found[:300])
    return found


def _sheet(desk: Desk, session: RecordId, page: Seen, taken: SheetPhoto, fonts: Path) -> SheetPhoto:
    """The same photo with the sheet it shows. Raises InputRefused."""
    jpeg, _, _, codes = page
    name = taken.name
    code, spots = which_sheet(codes, name)
    planner, template = _belongs(desk, session, code, name)
    coded = _places(desk, desk.door.must_exist(Session, session), template, code, name)
    to_photo = map_of(coded, spots, name)
    from io import BytesIO

    from PIL import Image

    photo = Image.open(BytesIO(jpeg), formats=["JPEG"]).convert("RGB")
    blank = _blank_page(desk, session, planner, template, code, fonts)
    pictures = []
    for box, place in coded.boxes:
        lies = where_it_lies(photo, to_photo, place, blank, blank.width / coded.width)
        cut = brightened(cut_out(photo, to_photo, lies))
        prepared = as_jpeg(cut, f"{name} {box.key}")
        written = inked(cut, blank, place, blank.width / coded.width)
        note, here = sheet_note(desk.workspace, planner.id, box.key, taken.digest, prepared.sha256)
        pictures.append(BoxPicture(box.key, box.prompt, prepared, written, note, here))
    title = f"{planner.title or template.title}, sheet {max(1, code.sheet)}"
    return dataclasses.replace(taken, planner=planner.id, title=title, boxes=tuple(pictures))


def which_sheet(
    codes: Sequence[tuple[str, Corners]], name: str
) -> tuple[SheetCode, list[tuple[int, Corners]]]:
    """The one sheet in a photo and its codes: 0 is the main one, 1 to 3 the corners. Raises
    InputRefused."""
    mains = [(read_code(text), at) for text, at in codes]
    sheets = [(code, at) for code, at in mains if code is not None]
    if not sheets:
        if any(corner_of(text) for text, _ in codes):
            _refuse(
                name,
                "shows only a part of a sheet. Take the photo again, with the large code at the "
                "top left and the whole sheet in the picture",
            )
        _refuse(
            name,
            "shows no sheet with our codes. Take the photo again from above, in good light and "
            "near enough; or put it into a box by hand",
        )
    if len(sheets) > 1:
        # What looks out from beneath the sheet somebody photographed is not what they meant.
        whole = [one for one in sheets if len({n for n, _ in _corners_of(one[0], codes)}) > 1]
        sheets = whole if len(whole) == 1 else sheets
    if len(sheets) > 1:
        _refuse(name, "shows more than one sheet. Take a photo of each sheet by itself")
    code, at = sheets[0]
    spots = [(0, at), *_corners_of(code, codes)]
    if len({number for number, _ in spots}) != len(spots):
        _refuse(name, "shows parts of two sheets. Take a photo of each sheet by itself")
    if len(spots) < 3:
        others = [text for text, _ in codes if corner_of(text) and not _is_corner(code, text)]
        if others:
            _refuse(name, "shows parts of two sheets. Take a photo of each sheet by itself")
        _refuse(
            name,
            "does not show all corners of the sheet clearly. Take the photo again, held still, "
            "with all four codes in the picture",
        )
    return code, spots


def _corners_of(code: SheetCode, codes: Sequence[tuple[str, Corners]]) -> list[tuple[int, Corners]]:
    """The codes in the other corners of one sheet."""
    numbered = [(corner_of(text), place) for text, place in codes if _is_corner(code, text)]
    return [(corner[0], place) for corner, place in numbered if corner is not None]


def _is_corner(code: SheetCode, text: str) -> bool:
    corner = corner_of(text)
    return corner is not None and text == code.corner(corner[0])


def _belongs(
    desk: Desk, session: RecordId, code: SheetCode, name: str
) -> tuple[Planner, PlannerTemplate]:
    """The planner a sheet was printed for. Raises InputRefused where it is not in this session."""
    of_this_session(desk, session, code, name)
    if code.of == SIGN_IN:
        _refuse(name, "is a sheet that people signed in on. Bring it in under Attendance")
    planners = planners_of(desk.workspace, session)
    if code.of == PLANNER:
        fitting = [one for one in planners if says(code.subject, one.id)]
    else:
        fitting = [one for one in planners if says(code.subject, one.template)]
    if not fitting or fitting[0].deleted:
        _refuse(name, "is a sheet of a planner this session does not have. Add that planner first")
    if len(fitting) > 1:
        _refuse(
            name,
            "could belong to more than one planner of this session. Put it into a box by hand",
        )
    planner = fitting[0]
    template = desk.planners.get(planner.template, planner.edition)
    if template is None or template.edition % 36**3 != code.edition:
        _refuse(
            name,
            "was printed for another edition of this planner, so its boxes may stand elsewhere. "
            "Put it into a box by hand",
        )
    return planner, template


def of_this_session(desk: Desk, session: RecordId, code: SheetCode, name: str) -> None:
    """Nothing where a sheet was printed for this session. Raises InputRefused, saying which."""
    if says(code.session, session):
        return
    every = (one for one in desk.workspace.find(Session) if says(code.session, one.id))
    other = next(every, None)
    if other is None:
        _refuse(name, "is a sheet of a session that is not on this laptop")
    _refuse(name, f"is a sheet of another session, “{other.title[:60]}”. Open that, and add it")


def _places(
    desk: Desk, session: Session, template: PlannerTemplate, code: SheetCode, name: str
) -> CodedSheet:
    from cps_desktop.documents.coded_sheets import a4_places, wall_places

    sheet = blank_sheet(desk, session, template)
    if code.paper == "3":
        return wall_places(sheet)
    sheets = a4_places(sheet)
    if not 1 <= code.sheet <= len(sheets) or sheets[code.sheet - 1].stage != code.stage:
        _refuse(name, "is a sheet this planner does not have. Put it into a box by hand")
    return sheets[code.sheet - 1]


def map_of(coded: CodedSheet, spots: Sequence[tuple[int, Corners]], name: str) -> Map:
    """From millimetres of the sheet to pixels of the photo. Raises InputRefused."""
    from cps_desktop.documents.placing import CORNER_SIDE, MAIN_AT, MAIN_SIDE, corner_places

    corners = corner_places(coded.width, coded.height)
    pairs = []
    for number, spot in spots:
        left, top = MAIN_AT if number == 0 else corners[number - 1]
        side = MAIN_SIDE if number == 0 else CORNER_SIDE
        sheet = ((left, top), (left + side, top), (left + side, top + side), (left, top + side))
        pairs += [(one, (float(x), float(y))) for one, (x, y) in zip(sheet, spot, strict=True)]
    found = map_between(pairs)
    if found is None or _off(found, pairs, coded) > _FURTHEST:
        _refuse(
            name,
            "shows the sheet folded, rolled or too much from the side. Lay it flat and take the "
            "photo again from above",
        )
    return found


def _off(found: Map, pairs: Sequence[tuple[Point, Point]], coded: CodedSheet) -> float:
    """By how many millimetres the worst code lies beside its place."""
    (x, y), (u, v) = mapped(found, (0.0, 0.0)), mapped(found, (coded.width, coded.height))
    across = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
    per_mm = max(across / (coded.width**2 + coded.height**2) ** 0.5, 1e-6)
    beside = [
        ((mapped(found, one)[0] - x) ** 2 + (mapped(found, one)[1] - y) ** 2) ** 0.5
        for one, (x, y) in pairs
    ]
    return float(max(beside) / per_mm)


def _blank_page(
    desk: Desk,
    session: RecordId,
    planner: Planner,
    template: PlannerTemplate,
    code: SheetCode,
    fonts: Path,
) -> Image:
    """The same sheet with nothing written on it, five dots a millimetre."""
    from PIL import Image

    from cps_desktop.documents import render_pages
    from cps_desktop.services.coded_printing import coded_sheets_pdf

    found = desk.door.must_exist(Session, session)
    size: PlannerPage = "A3" if code.paper == "3" else "A4"
    every = (one for one in template.languages if language_sign(one) == code.language)
    language = next(every, "")
    pdf = coded_sheets_pdf(
        desk, found, planner.id, template, size, font_cache=fonts, language=language
    )
    number = 0 if code.paper == "3" else code.sheet - 1
    page = next(iter(render_pages(pdf, 25.4 * 5, [number])))
    return Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("L")


def as_jpeg(picture: Image, name: str) -> PreparedPicture:
    """A picture as it is kept."""
    import io

    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return _prepared(out.getvalue(), picture.width, picture.height, name)


def _kept_whole(jpeg: bytes, name: str) -> PreparedPicture:
    """The photo as it is kept where nobody knows its sheet: not so fine as it was looked at."""
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(jpeg), formats=["JPEG"])
    picture.thumbnail((_LONGEST_KEPT, _LONGEST_KEPT), reducing_gap=2.0)
    return as_jpeg(picture, name)


def _prepared(jpeg: bytes, width: int, height: int, name: str) -> PreparedPicture:
    return PreparedPicture(jpeg, width, height, hashlib.sha256(jpeg).hexdigest(), name)


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(f"“{name[:80]}” {why}. Nothing was placed.")
