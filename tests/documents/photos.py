"""Photos of printed sheets, as telephones take them: at a slant, dark, upside down."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageEnhance

from cps_desktop.documents import render_pages
from cps_desktop.domain.straightening import map_between

Place = tuple[float, float, float, float]


def page(pdf: bytes, number: int = 0, dpi: float = 200) -> Image.Image:
    """A printed page."""
    one = next(iter(render_pages(pdf, dpi, [number])))
    return Image.frombytes("RGB", (one.width, one.height), one.rgb)


def scribbled(sheet: Image.Image, place: Place, per_mm: float, seed: int = 1) -> Image.Image:
    """The page with handwriting in a place (left, top, width, height in millimetres)."""
    dice = random.Random(seed)
    left, top, width, height = (value * per_mm for value in place)
    pen = ImageDraw.Draw(sheet)
    for line in range(3):
        across = left + width * 0.08
        up = top + height * (0.5 + 0.13 * line)
        while across < left + width * 0.85:
            points = [
                (across + step * per_mm * 1.1, up + dice.uniform(-3, 3) * per_mm)
                for step in range(8)
            ]
            pen.line(points, fill=(30, 40, 120), width=max(2, round(per_mm * 0.6)))
            across += per_mm * 11
    return sheet


def photo(
    sheet: Image.Image,
    *,
    turn: float = 0.0,
    slant: float = 0.03,
    light: float = 1.0,
    size: tuple[int, int] = (2400, 1800),
    ground: str = "#6b5744",
) -> bytes:
    """The page on a table, photographed: ``turn`` in degrees, ``slant`` a share of its width."""
    wide, high = size
    scale = min(wide * 0.9 / sheet.width, high * 0.9 / sheet.height)
    left, top = (wide - sheet.width * scale) / 2, (high - sheet.height * scale) / 2
    right, bottom = wide - left, high - top
    lean = slant * wide
    corners = (
        (left + lean, top + lean / 2),
        (right - lean / 3, top),
        (right, bottom - lean / 3),
        (left, bottom),
    )
    flat = ((0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height))
    back = map_between(list(zip(corners, flat, strict=True)))
    assert back is not None
    how = Image.Transform.PERSPECTIVE
    smooth = Image.Resampling.BICUBIC
    paper = sheet.convert("RGBA").transform(size, how, back, smooth, fillcolor=(0, 0, 0, 0))
    table = Image.new("RGB", size, ground)
    table.paste(paper, mask=paper.getchannel("A"))
    shot = table.rotate(turn, expand=True, resample=smooth, fillcolor=ground)
    shot = ImageEnhance.Brightness(shot).enhance(light)
    out = io.BytesIO()
    shot.save(out, "JPEG", quality=80)
    return out.getvalue()
