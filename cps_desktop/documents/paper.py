"""Pages to draw on, each mark either belonging to a tag or being decoration.

Places are in points from the top left of the page, downwards. What is drawn is kept until the
document is closed, because "page 2 of 7" and "continues on page 4" are known only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cps_desktop.documents.bookmarks import Bookmark
from cps_desktop.documents.marks import marked_pieces, needs_placing
from cps_desktop.documents.tags import Tag, with_structure
from cps_desktop.documents.text import Line, Style, Typesetter, code_point_name

if TYPE_CHECKING:
    from cps_desktop.documents.fonts import FontShelf
    from cps_desktop.domain.sheets import Imprint, SheetCodes

DECORATION = "/Artifact <</Type /Layout>> BDC"
PAGE_HEAD = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
PAGE_FOOT = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
BEHIND = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"

Owner = Tag | str


@dataclass(slots=True)
class Mark:
    """Drawing code and whose it is; ``code`` may be filled in later."""

    owner: Owner
    code: str = ""
    across: tuple[float, float] | None = None
    """Where it begins and ends, in points from the left; None for what may be anywhere."""


@dataclass(slots=True, eq=False)
class Page:
    """One page in the making."""

    number: int
    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    behind: list[Mark] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)
    title: str = ""
    """What the header of this page says it is part of."""
    foot_size: float = 9.0
    """Type size in points of what stands in the margins."""
    frame: str = ""
    """Code that moves, scales or clips all that is drawn on the page."""
    beyond: list[Mark] = field(default_factory=list)
    """What is drawn on the page's own measure, outside of the frame."""
    bare: bool = False
    """Nothing stands in its margins but what it draws there itself."""
    halved: bool = False
    """It is to be printed on two sheets (placing.py)."""
    codes: SheetCodes | None = None
    """The codes by which it is known again (placing.py)."""


class Paper:
    """One document in the making."""

    def __init__(self, title: str, imprint: Imprint, shelf: FontShelf) -> None:
        from cps_desktop.documents.rawcanvas import RawCanvas

        self.title = title
        self.imprint = imprint
        self.setter = Typesetter(shelf)
        self.root = Tag("Document")
        self.pages: list[Page] = []
        self.bookmarks: list[Bookmark] = []
        self._canvas = RawCanvas()
        self._doc = self._canvas.document
        self._codes: dict[tuple[str, str], str] = {}
        self._images: dict[bytes, str] = {}

    def new_page(self, width: float, height: float, title: str = "") -> Page:
        """A new last page of ``width`` × ``height`` points."""
        page = Page(len(self.pages) + 1, width, height, title=title or self.title)
        self.pages.append(page)
        return page

    def bookmark(self, level: int, title: str, page: Page, top: float, left: float = 0.0) -> None:
        """Let the contents list lead to this place."""
        self.bookmarks.append(Bookmark(level, title, page.number - 1, page.height - top, left))

    # -- marks --------------------------------------------------------------------------------

    def lines(
        self,
        page: Page,
        owner: Owner,
        lines: Sequence[Line],
        at: tuple[float, float],
        style: Style,
        *,
        width: float = 0.0,
        align: str = "left",
    ) -> float:
        """Draw lines one under the other from ``at`` (left, top); their height in points.

        ``width`` is needed for ``align`` "right" and "centre", and for lines from right to left.
        """
        if lines:
            mark = self.reserve(page, owner)
            self.fill(mark, page, lines, at, style, width=width, align=align)
        return len(lines) * style.leading

    def fill(
        self,
        mark: Mark,
        page: Page,
        lines: Sequence[Line],
        at: tuple[float, float],
        style: Style,
        *,
        width: float = 0.0,
        align: str = "left",
    ) -> None:
        """Draw lines into a mark that was reserved."""
        mark.code = self.line_code(page, lines, at, style, width=width, align=align)
        widest = max([width, *[line.width for line in lines]])
        mark.across = (at[0], at[0] + widest)
        if isinstance(mark.owner, Tag):
            for line in lines:
                if line.spoken:
                    mark.owner.reordered = True
                mark.owner.spoken.append(line.spoken or "".join([text for _, text in line.runs]))

    def line_code(
        self,
        page: Page,
        lines: Sequence[Line],
        at: tuple[float, float],
        style: Style,
        *,
        width: float = 0.0,
        align: str = "left",
    ) -> str:
        """The drawing code of ``lines``."""
        left, top = at
        out = [f"BT {_rgb(style.colour)} rg"]
        base = page.height - top - style.leading / 2 - 0.36 * style.size
        for line in lines:
            spare = width - line.width
            right = align == "right" or (line.from_right and align == "left" and width > 0)
            x = left + (spare if right else spare / 2 if align == "centre" else 0)
            out.append(f"1 0 0 1 {x:.2f} {base:.2f} Tm")
            base -= style.leading
            page.missing |= line.missing
            shown = "\n".join([self._show(font, text, style.size) for font, text in line.runs])
            out.append(shown)
        out.append("ET")
        return "\n".join(out)

    def box(
        self,
        page: Page,
        at: tuple[float, float, float, float],
        *,
        fill: str = "",
        edge: str = "",
        line: float = 0.75,
        corner: float = 0.0,
        dash: str = "",
    ) -> None:
        """A rectangle (left, top, width, height), decoration only."""
        left, top, width, height = at
        path = _rectangle(left, page.height - top - height, width, height, corner)
        code = "q "
        if fill:
            code += f"{_rgb(fill)} rg "
        if edge:
            code += f"{_rgb(edge)} RG {line:.2f} w "
        if dash:
            code += f"[{dash}] 0 d "
        paint = "B" if fill and edge else "f" if fill else "S"
        page.marks.append(Mark(DECORATION, f"{code}{path} {paint} Q", (left, left + width)))

    def rule(
        self,
        page: Page,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        line: float = 0.75,
        dash: str = "",
    ) -> None:
        """A straight line, decoration only."""
        pattern = f"[{dash}] 0 d " if dash else ""
        code = (
            f"q {_rgb(colour)} RG {line:.2f} w {pattern}"
            f"{start[0]:.2f} {page.height - start[1]:.2f} m "
            f"{end[0]:.2f} {page.height - end[1]:.2f} l S Q"
        )
        across = (min(start[0], end[0]), max(start[0], end[0]))
        page.marks.append(Mark(DECORATION, code, across))

    def picture(
        self, page: Page, figure: Tag, jpeg: bytes, at: tuple[float, float, float, float]
    ) -> None:
        """A JPEG at (left, top, width, height); ``figure`` is told where it stands."""
        name = self._image(jpeg)
        left, top, width, height = at
        bottom = page.height - top - height
        figure.box = (left, bottom, left + width, bottom + height)
        page.images.append(name)
        place = f"{width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm"
        code = f"q {place} /{self._canvas.picture_name(name)} Do Q"
        page.marks.append(Mark(figure, code, (left, left + width)))

    def drawing(self, page: Page, figure: Tag, svg: str, at: tuple[float, float, float]) -> None:
        """One of the program's own drawings at (left, top, side); ``figure`` is told where."""
        from cps_desktop.documents.drawings import SIDE, drawing_code

        left, top, side = at
        bottom = page.height - top - side
        figure.box = (left, bottom, left + side, bottom + side)
        each = side / SIDE
        place = f"{each:.4f} 0 0 {each:.4f} {left:.2f} {bottom:.2f} cm"
        code = f"q {place}\n{drawing_code(svg)}\nQ"
        page.marks.append(Mark(figure, code, (left, left + side)))

    def squares(
        self, page: Page, figure: Tag, rows: Sequence[str], at: tuple[float, float, float]
    ) -> None:
        """A code of dark squares at (left, top, side), a row a text with "1" for dark.

        ``figure`` is told where it stands. Squares side by side are one rectangle, so that no
        printer leaves a seam between them.
        """
        left, top, side = at
        figure.box = (left, page.height - top - side, left + side, page.height - top)
        page.marks.append(Mark(figure, squares_code(page, rows, at), (left, left + side)))

    def reserve(self, page: Page, owner: Owner) -> Mark:
        """A mark whose code is filled in before the document is closed."""
        mark = Mark(owner)
        page.marks.append(mark)
        return mark

    # -- closing ------------------------------------------------------------------------------

    def close(self) -> bytes:
        """The finished, tagged, archivable file."""
        from cps_desktop.documents.finish import finished

        counts = [self._write(page) for page in self.pages]
        # Only now is it known which tags hold content: before, all of them would be cut off.
        self.root.prune()
        drawn = self._canvas.finished()
        numbers = [self._canvas.page_object(page.number) for page in self.pages]
        tagged = with_structure(drawn, self.root, numbers, counts)
        pictures = self._canvas.pictures()
        return finished(tagged, drawn, self.title, self.imprint, self.bookmarks, pictures)

    def missing(self) -> list[int]:
        """The code points no font could draw, in order."""
        return sorted(set().union(*(page.missing for page in self.pages)))

    def _write(self, page: Page) -> int:
        """Put a page into the file; how many tagged pieces of content it holds."""
        code: list[str] = []
        count = self._marked(page, [*page.behind, *page.marks], code, 0)
        if page.frame:
            code = [f"q {page.frame}", *code, "Q"]
        count = self._marked(page, page.beyond, code, count)
        pictures = list(dict.fromkeys(page.images))
        self._canvas.add_page((page.width, page.height), "\n".join(code), pictures)
        return count

    def _marked(self, page: Page, marks: Sequence[Mark], code: list[str], count: int) -> int:
        """Add the code of marks, each with whose it is; how many pieces there are now."""
        from itertools import groupby

        for owner, group in groupby(marks, key=lambda mark: mark.owner):
            body = "\n".join([mark.code for mark in group if mark.code])
            if not body:
                continue
            if isinstance(owner, Tag):
                owner.kids.append((page.number - 1, count))
                code.append(f"/{owner.kind} <</MCID {count}>> BDC\n{body}\nEMC")
                count += 1
            else:
                code.append(f"{owner}\n{body}\nEMC")
        return count

    def _show(self, font: Any, text: str, size: float) -> str:
        key = (font.fontName, text)
        strings = self._codes.get(key)
        if strings is None:
            pieces = marked_pieces(font, text) if needs_placing(text) else ((0.0, text),)
            parts = []
            for shift, piece in pieces:
                if shift:
                    parts.append(f"[{-shift:.0f}] TJ")
                for subset, codes in font.splitString(piece, self._doc):
                    name = font.getSubsetInternalName(subset, self._doc)
                    parts.append(f"{name} %s Tf <{codes.hex()}> Tj")
                if shift:
                    parts.append(f"[{shift:.0f}] TJ")
            strings = self._codes[key] = "\n".join(parts)
        return strings.replace("%s", f"{size:g}")

    def _image(self, jpeg: bytes) -> str:
        name = self._images.get(jpeg)
        if name is None:
            name = self._images[jpeg] = f"picture{len(self._images) + 1}"
            self._canvas.add_jpeg(name, jpeg)
        return name


def missing_words(codes: Sequence[int], most: int = 12) -> str:
    """One sentence on the characters that were drawn as □, or "" when there are none."""
    if not codes:
        return ""
    named = ", ".join(code_point_name(code) for code in codes[:most])
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return f"□ stands for a character this program has no letter shape for: {named}{more}."


def squares_code(page: Page, rows: Sequence[str], at: tuple[float, float, float]) -> str:
    """The drawing code of a QR code at (left, top, side)."""
    from itertools import groupby

    left, top, side = at
    each = side / max(1, len(rows))
    paths = []
    for number, row in enumerate(rows):
        bottom = page.height - top - (number + 1) * each
        place = 0
        for dark, run in groupby(row):
            count = len(list(run))
            if dark == "1":
                x = left + place * each
                paths.append(f"{x:.3f} {bottom:.3f} {count * each:.3f} {each:.3f} re")
            place += count
    return "q 0 g " + "\n".join(paths) + " f Q"


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in parts)


def _rectangle(left: float, bottom: float, width: float, height: float, corner: float) -> str:
    if corner <= 0:
        return f"{left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re"
    r = min(corner, width / 2, height / 2)
    k = r * 0.4477  # the handle length that makes a Bézier curve look like a quarter circle
    right, top = left + width, bottom + height
    points = (
        ((left + r, bottom), "m"),
        ((right - r, bottom), "l"),
        ((right - k, bottom, right, bottom + k, right, bottom + r), "c"),
        ((right, top - r), "l"),
        ((right, top - k, right - k, top, right - r, top), "c"),
        ((left + r, top), "l"),
        ((left + k, top, left, top - k, left, top - r), "c"),
        ((left, bottom + r), "l"),
        ((left, bottom + k, left + k, bottom, left + r, bottom), "c"),
    )
    return " ".join(" ".join(f"{v:.2f}" for v in spot) + f" {op}" for spot, op in points) + " h"
