"""Boxes cut out of a photo of a sheet: straightened, moved to where they really lie, light where
the paper is; and whether somebody wrote in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cps_desktop.domain.straightening import Map, after

if TYPE_CHECKING:
    from PIL.Image import Image

Place = tuple[float, float, float, float]
"""Left, top, width and height in millimetres of the sheet."""

_DOTS_PER_MM: Final = 8.0
_INK: Final = 0.0012
"""Share of a box that is ink beyond what is printed there, where somebody wrote in it."""
_COARSE: Final = 2.0
"""Dots a millimetre by which a box is looked for."""
_FURTHEST: Final = 12
"""Those dots by which a box may lie beside where the codes say: a bent sheet moves its middle."""
_AROUND: Final = 9.0
"""Millimetres around a box that are looked at with it."""
_DOUBT: Final = 0.025
"""Share of its fit that a place loses for each dot it lies off."""
_CLEARLY: Final = 1.15
"""How much better what is printed has to fit at another place before the box is moved there."""


def cut_out(photo: Image, to_photo: Map, place: Place, dots: float = _DOTS_PER_MM) -> Image:
    """A place of the sheet as it lies on the photo, straightened."""
    from PIL import Image

    left, top, width, height = place
    size = (round(width * dots), round(height * dots))
    data = after(to_photo, 1 / dots, left, top)
    return photo.transform(
        size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR, fillcolor="white"
    )


def brightened(flat: Image) -> Image:
    """A cut with its paper light and its ink dark."""
    from PIL import ImageOps

    return ImageOps.autocontrast(flat, cutoff=(0.5, 40), preserve_tone=True)


def where_it_lies(photo: Image, to_photo: Map, place: Place, blank: Image, per_mm: float) -> Place:
    """A box's place as what is printed there shows it; ``blank`` is the sheet with nothing on it.

    The codes stand in the corners: of a sheet that is bent, the middle lies elsewhere by some
    millimetres, which is more than the edge of a box is away from its neighbour's.
    """
    from PIL import Image

    left, top, width, height = place
    around = (left - _AROUND, top - _AROUND, width + 2 * _AROUND, height + 2 * _AROUND)
    # Made small by averaging: fine lines would be stepped over.
    fine = brightened(cut_out(photo, to_photo, around).convert("L"))
    size = (round(around[2] * _COARSE), round(around[3] * _COARSE))
    seen = _dark(fine.resize(size, Image.Resampling.BOX), 10, 8)
    at = tuple(value * per_mm for value in around)
    edges = (round(at[0]), round(at[1]), round(at[0] + at[2]), round(at[1] + at[3]))
    # What lies off the sheet is cut as black, and is no print.
    sheet = Image.new("L", (edges[2] - edges[0], edges[3] - edges[1]), 255)
    sheet.paste(blank, (-edges[0], -edges[1]))
    printed = _dark(sheet.resize(size, Image.Resampling.BOX), 10, 8)
    moved = _best(seen, printed)
    return (left + moved[0] / _COARSE, top + moved[1] / _COARSE, width, height)


def _best(seen: Image, printed: Image) -> tuple[int, int]:
    """By how many dots what is printed lies further right and down on the photo."""

    def fit(dx: int, dy: int) -> float:
        # What lies further off has to fit better: boxes stand side by side, edge by edge.
        return _overlap(seen, printed, dx, dy) * (1 - _DOUBT * max(abs(dx), abs(dy)))

    steps = range(-_FURTHEST, _FURTHEST + 1, 2)
    tries = [(dx, dy) for dx in steps for dy in steps]
    rough = max(tries, key=lambda one: (fit(*one), -abs(one[0]) - abs(one[1])))
    near = [(rough[0] + dx, rough[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    best = max(near, key=lambda one: (fit(*one), -abs(one[0]) - abs(one[1])))
    return best if fit(*best) > _CLEARLY * fit(0, 0) else (0, 0)


def _overlap(seen: Image, printed: Image, dx: int, dy: int) -> float:
    from PIL import ImageChops

    width, height = seen.size
    m = _FURTHEST + 1
    here = seen.crop((m + dx, m + dy, width - m + dx, height - m + dy))
    there = printed.crop((m, m, width - m, height - m))
    return float(ImageChops.multiply(here, there).histogram()[255])


def inked(cut: Image, blank: Image, place: Place, per_mm: float) -> bool:
    """Whether a box holds ink where the printed sheet has none; where in doubt, it does."""
    from PIL import ImageChops, ImageFilter

    left, top, width, height = (value * per_mm for value in place)
    printed = blank.crop((round(left), round(top), round(left + width), round(top + height)))
    size = (max(40, cut.width // 2), max(40, cut.height // 2))
    # What is printed is taken a good millimetre wider than it is: no photo fits it exactly.
    spread = _dark(printed.resize(size), 6).filter(ImageFilter.BoxBlur(7))
    known = spread.point([0] + [255] * 255)
    # Of a box nobody wrote in, making its paper light makes the grain of the photo strong.
    smooth = cut.convert("L").resize(size).filter(ImageFilter.GaussianBlur(1.2))
    more = ImageChops.subtract(_dark(smooth, 34), known)
    inner = more.crop((8, 8, size[0] - 8, size[1] - 8))
    return inner.histogram()[255] > _INK * inner.width * inner.height


def _dark(grey: Image, least: int, around: float = 18) -> Image:
    """White where a picture is darker than the paper around it by ``least`` of 255."""
    from PIL import ImageChops, ImageFilter

    paper = grey.filter(ImageFilter.GaussianBlur(around))
    return ImageChops.subtract(paper, grey).point([0] * least + [255] * (256 - least))
