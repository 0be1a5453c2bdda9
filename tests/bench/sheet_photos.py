"""Photos of sheets as telephones take them, made by calculation, and how many of them are read.

    python -m tests.bench.sheet_photos [--each 10] [--kind shadow] [--keep FOLDER]

Nobody's table was photographed for this. A sheet is bent, turned, tilted before a camera of 12
megapixels, lit unevenly, blurred, made noisy and saved as a JPEG; then it is read as the program
reads it. A photo counts as read where the sheet is known, and as right where the boxes offered are
those that were written in.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from cps_desktop.documents.coded_sheets import a4_places, wall_places
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.straightening import map_between
from cps_desktop.services.coded_printing import coded_sheets_pdf
from cps_desktop.services.paper_photos import SheetPhoto, read_photo
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.planner_sheets import blank_sheet
from tests.documents.photos import page, scribbled
from tests.services.all_kinds import ALL_KINDS, Room
from tests.services.laptop import laptop

SIZE = (4000, 3000)
"""Pixels of the photo: 12 megapixels, as most telephones take."""
_CELLS = 14
_FOCAL = 1.05
"""Focal length in widths of the picture: the main camera of a telephone."""
_GROUND = "#6b5744"

Spot = tuple[float, float]


@dataclass(frozen=True)
class Shot:
    """How a photo is taken. Angles in degrees, blur and shake in pixels, shares from 0 to 1."""

    turn: float = 0.0
    tilt: float = 5.0
    tilt_towards: float = 0.0
    fills: float = 0.86
    curl: float = 0.0
    """How far the sheet's middle rises over its edges, as a share of its width."""
    curl_along: bool = False
    shadow: float = 0.0
    """How much darker the darkest corner is than the lightest."""
    light: float = 1.0
    noise: float = 2.0
    blur: float = 0.8
    shake: float = 0.0
    quality: int = 85
    second: bool = False
    """Another sheet, with its codes, looks out from beneath."""


def shots_of(kind: str, dice: random.Random) -> Shot:
    """A photo of a kind, a little different each time."""
    usual = Shot(
        turn=dice.choice((0, 90, 180, 270)) + dice.uniform(-8, 8),
        tilt=dice.uniform(2, 14),
        tilt_towards=dice.uniform(0, 360),
        fills=dice.uniform(0.78, 0.92),
        shadow=dice.uniform(0.1, 0.35),
        noise=dice.uniform(2, 5),
        blur=dice.uniform(0.6, 1.4),
        curl=dice.uniform(0, 0.008),
        curl_along=dice.random() < 0.5,
    )
    changes: dict[str, Callable[[], Shot]] = {
        "fair": lambda: usual,
        "any angle": lambda: replace(usual, turn=dice.uniform(0, 360), fills=0.72),
        "tilted 25-40": lambda: replace(usual, tilt=dice.uniform(25, 40), fills=0.8),
        "curled": lambda: replace(usual, curl=dice.uniform(0.02, 0.045)),
        "shadow": lambda: replace(usual, shadow=dice.uniform(0.55, 0.8)),
        "blurred": lambda: replace(usual, blur=dice.uniform(2.0, 3.5)),
        "shaken": lambda: replace(usual, shake=dice.uniform(4, 9)),
        "JPEG 40": lambda: replace(usual, quality=40),
        "low light": lambda: replace(
            usual, light=dice.uniform(0.25, 0.4), noise=dice.uniform(5, 9), blur=1.4
        ),
        "nearly dark": lambda: replace(
            usual, light=dice.uniform(0.12, 0.25), noise=dice.uniform(9, 14), blur=1.6
        ),
        "second sheet": lambda: replace(usual, second=True, fills=0.74),
        "far away": lambda: replace(usual, fills=dice.uniform(0.45, 0.6)),
        "all at once": lambda: replace(
            usual,
            turn=dice.uniform(0, 360),
            tilt=dice.uniform(15, 28),
            curl=dice.uniform(0.01, 0.025),
            shadow=dice.uniform(0.4, 0.6),
            light=dice.uniform(0.35, 0.6),
            noise=dice.uniform(6, 9),
            blur=dice.uniform(1.2, 2.0),
            quality=40,
            fills=0.72,
        ),
    }
    return changes[kind]()


KINDS = (
    "fair", "any angle", "tilted 25-40", "curled", "shadow", "blurred", "shaken", "JPEG 40",
    "low light", "nearly dark", "second sheet", "far away", "all at once",
)  # fmt: skip


def photographed(sheet: Image.Image, shot: Shot, other: Image.Image | None = None) -> bytes:
    """The photo, as the bytes of a JPEG."""
    picture = Image.new("RGB", SIZE, _GROUND)
    grain = Image.effect_noise((SIZE[0] // 8, SIZE[1] // 8), 40).resize(SIZE)
    picture = Image.blend(picture, Image.merge("RGB", [grain] * 3), 0.12)
    if shot.second and other is not None:
        aside = replace(shot, turn=shot.turn + 17, curl=0.0)
        _put(picture, other, aside, (SIZE[0] * 0.42, SIZE[1] * 0.36))
    _put(picture, sheet, shot, (0.0, 0.0))
    if shot.shadow:
        picture = _shaded(picture, shot)
    if shot.shake:
        picture = _shaken(picture, shot)
    if shot.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.light < 1:
        picture = picture.point(lambda value: round(value * shot.light))
    noise = Image.effect_noise(SIZE, shot.noise)
    coarse = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), shot.noise).resize(SIZE)
    for one in (noise, coarse):
        picture = ImageChops.add(picture, Image.merge("RGB", [one] * 3), 1, -128)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _put(picture: Image.Image, sheet: Image.Image, shot: Shot, shift: Spot) -> None:
    """Draw a bent and tilted sheet, cell by cell."""
    nodes = _nodes(sheet.width / sheet.height, shot, shift)
    across = [sheet.width * n / _CELLS for n in range(_CELLS + 1)]
    down = [sheet.height * n / _CELLS for n in range(_CELLS + 1)]
    for row in range(_CELLS):
        for column in range(_CELLS):
            around = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            at = tuple(nodes[r][c] for r, c in around)
            flat = tuple((across[c], down[r]) for r, c in around)
            _cell(picture, sheet, at, flat)


def _cell(
    picture: Image.Image, sheet: Image.Image, at: tuple[Spot, ...], flat: tuple[Spot, ...]
) -> None:
    left = math.floor(min(x for x, _ in at)) - 1
    top = math.floor(min(y for _, y in at)) - 1
    right = math.ceil(max(x for x, _ in at)) + 1
    bottom = math.ceil(max(y for _, y in at)) + 1
    if right < 0 or bottom < 0 or left > SIZE[0] or top > SIZE[1]:
        return
    own = [(x - left, y - top) for x, y in at]
    found = map_between(list(zip(own, flat, strict=True)))
    if found is None:
        return
    size = (right - left, bottom - top)
    # Nearer than the sheet's own dots, a photo is an average of them: halve it first.
    shown = sheet.transform(
        size, Image.Transform.PERSPECTIVE, found, Image.Resampling.BICUBIC, fillcolor="white"
    )
    mask = Image.new("L", size, 0)
    middle = (sum(x for x, _ in own) / 4, sum(y for _, y in own) / 4)
    grown = [(x + (0.6 if x > middle[0] else -0.6), y + (0.6 if y > middle[1] else -0.6))
             for x, y in own]  # fmt: skip
    ImageDraw.Draw(mask).polygon(grown, fill=255)
    picture.paste(shown, (left, top), mask)


def _nodes(ratio: float, shot: Shot, shift: Spot) -> list[list[Spot]]:
    """Where the corners of the sheet's cells lie on the photo."""
    lying = ratio > 1
    wide, high = (1.0, 1 / ratio) if lying else (ratio, 1.0)
    turn, tilt, to = (math.radians(one) for one in (shot.turn, shot.tilt, shot.tilt_towards))
    rows = []
    for row in range(_CELLS + 1):
        line = []
        for column in range(_CELLS + 1):
            u, v = column / _CELLS - 0.5, row / _CELLS - 0.5
            bent = v if shot.curl_along else u
            z = shot.curl * math.cos(math.pi * bent) - shot.curl * 0.4 * math.sin(3 * bent + v)
            x, y = u * wide, v * high
            x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
            # Tilt about an axis that lies in the table, in the direction ``to``.
            along = x * math.cos(to) + y * math.sin(to)
            beside = -x * math.sin(to) + y * math.cos(to)
            beside, z = (
                beside * math.cos(tilt) - z * math.sin(tilt),
                beside * math.sin(tilt) + z * math.cos(tilt),
            )
            x = along * math.cos(to) - beside * math.sin(to)
            y = along * math.sin(to) + beside * math.cos(to)
            line.append((x / (1.35 - z), y / (1.35 - z)))
        rows.append(line)
    every = [spot for line in rows for spot in line]
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    top, bottom = min(y for _, y in every), max(y for _, y in every)
    scale = shot.fills * min(SIZE[0] / (right - left), SIZE[1] / (bottom - top))
    x0 = SIZE[0] / 2 - scale * (left + right) / 2 + shift[0]
    y0 = SIZE[1] / 2 - scale * (top + bottom) / 2 + shift[1]
    return [[(x * scale + x0, y * scale + y0) for x, y in line] for line in rows]


def _shaded(picture: Image.Image, shot: Shot) -> Image.Image:
    """Darker towards one corner, and with the edge of the photographer's own shadow."""
    ramp = Image.linear_gradient("L").rotate(shot.tilt_towards, resample=Image.Resampling.BILINEAR)
    middle = ramp.crop((56, 56, 200, 200)).resize(SIZE, Image.Resampling.BICUBIC)
    least = 1 - shot.shadow
    light = middle.point(lambda value: round(255 * (least + (1 - least) * value / 255)))
    edge = Image.new("L", SIZE, 255)
    x = SIZE[0] * 0.62
    ImageDraw.Draw(edge).polygon(
        [(x, SIZE[1]), (x + 500, SIZE[1] * 0.3), (SIZE[0], SIZE[1] * 0.25), (SIZE[0], SIZE[1])],
        fill=round(255 * (1 - 0.5 * shot.shadow)),
    )
    light = ImageChops.multiply(light, edge.filter(ImageFilter.BoxBlur(40)))
    return ImageChops.multiply(picture, Image.merge("RGB", [light] * 3))


def _shaken(picture: Image.Image, shot: Shot) -> Image.Image:
    steps = max(2, round(shot.shake))
    whole = picture
    for step in range(1, steps):
        moved = ImageChops.offset(picture, step, round(step * 0.4))
        whole = Image.blend(whole, moved, 1 / (step + 1))
    return whole


def _sheets(room: Room, fonts: Path) -> list[tuple[str, Image.Image, set[str]]]:
    """A wall and two A4 sheets with handwriting, and which boxes hold it."""
    made = []
    found = []
    for size in ("A3", "A4"):
        pdf = coded_sheets_pdf(
            room.desk, room.found(), room.planner, ALL_KINDS, size, font_cache=fonts
        )
        made.append(pdf)
    blank = blank_sheet(room.desk, room.found(), ALL_KINDS)
    wall = page(made[0], 0, 250)
    written = {"now", "feel"}
    for box, place in wall_places(blank).boxes:
        if box.key in written:
            scribbled(wall, place, 250 / 25.4)
    found.append(("A3", wall, written))
    for number, coded in enumerate(a4_places(blank)[:2]):
        sheet = page(made[1], number, 300)
        box, place = coded.boxes[0]
        scribbled(sheet, place, 300 / 25.4)
        found.append(("A4", sheet, {box.key}))
    return found


def _read(room: Room, data: bytes, fonts: Path) -> SheetPhoto:
    try:
        (seen, *_rest) = read_photo(room.desk, room.session, data, "photo", fonts)
    except InputRefused as why:
        nothing = PreparedPicture(b"", 1, 1, "", "photo")
        return SheetPhoto("photo", nothing, "", problem=str(why))
    return seen


def main(arguments: list[str]) -> int:
    """Say how many photos of each kind are read."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=10)
    asked.add_argument("--kind", action="append", choices=KINDS)
    asked.add_argument("--keep", type=Path, help="keep what was not read right here")
    options = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder)) as one:
        room = Room(one)
        fonts = Path(folder) / "fonts"
        sheets = _sheets(room, fonts)
        for kind in options.kind or KINDS:
            dice = random.Random(kind)
            read = right = missed = 0
            why: Counter[str] = Counter()
            taken = 0.0
            for number in range(options.each):
                paper, sheet, written = sheets[(0, 1, 0, 2)[number % 4]]
                shot = shots_of(kind, dice)
                data = photographed(sheet, shot, sheets[2 if sheet is sheets[1][1] else 1][1])
                began = time.perf_counter()
                seen = _read(room, data, fonts)
                taken += time.perf_counter() - began
                offered = {each.box for each in seen.offered}
                read += not seen.problem
                right += offered == written
                missed += not seen.problem and bool(written - offered)
                if seen.problem:
                    # Its first words say what to do; what is refused placed nothing.
                    why[f"{paper}: {seen.problem[7:70]}"] += 1
                elif offered != written:
                    why[f"{paper}: offers {sorted(offered ^ written)} otherwise"] += 1
                if options.keep and offered != written:
                    options.keep.mkdir(exist_ok=True)
                    (options.keep / f"{kind}-{number}.jpg").write_bytes(data)
            print(
                f"{kind:14} {read:3} of {options.each} read, {right:3} right, "
                f"{missed} with writing not seen, {taken / options.each:.1f} s each",
                flush=True,
            )
            for said, count in why.most_common():
                print(f"    {count} × {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
