"""A photo of a receipt taken in, and a pack of 200 claims: against Pillow and reportlab alone.

The floor of a photo is Pillow in this process, with nothing around it: the same shrinking, turning
and saving without what stood beside the picture. Ours opens it in a process of its own, which was
begun when somebody asked to choose a photo, as the window does.

Of the packs, each is made in a process of its own: the floor is reportlab with paragraphs, tables
and pictures, no tags, no archive. What a pack needs at its peak is compared for 100 and 200 claims.
"""

from __future__ import annotations

import gc
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from cps_desktop.documents import pack_pdf
from cps_desktop.domain.sheets import ClaimSheet, PackSheet, ReceiptOnSheet
from cps_desktop.services.receipt_intake import get_ready, pictures_of_files
from tests.bench.measuring import Result, in_turn, seconds
from tests.bench_documents import bare_pack, store_photos
from tests.documents import rich_sheets

_PHOTOS = 7
_BEGUN_SECONDS = 1.5
"""Choosing a file takes a person longer than this."""
_PACKS = 3
_DIFFERENT = 20
_UPRIGHT, _TURNED = 0x0112, 6


def measure_photos() -> list[Result]:
    """A photo of twelve megapixels, held sideways, as most telephones take it."""
    told = _alone("told_photos()")
    note = f"median of {_PHOTOS}; {told['alone']:.2f} s where no process was begun ahead"
    return [
        Result("a photo of a receipt taken in", told["ours"], 1.2, told["floor"], note=note),
    ]


def told_photos() -> dict[str, float]:
    """Seconds of both, in turn."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        path = Path(folder) / "IMG_0001.jpg"
        path.write_bytes(_photo())

        def ours() -> float:
            get_ready()
            time.sleep(_BEGUN_SECONDS)
            return seconds(lambda: pictures_of_files([path]))

        taken, floor = in_turn(ours, lambda: seconds(lambda: _by_pillow(path)), _PHOTOS)
        alone = statistics.median(seconds(lambda: pictures_of_files([path])) for _ in range(3))
    return {"ours": taken, "floor": floor, "alone": alone}


def _photo() -> bytes:
    from PIL import Image

    rough = Image.effect_noise((500, 375), 60).resize((4000, 3000), Image.Resampling.BICUBIC)
    fine = Image.effect_noise((2000, 1500), 12).resize((4000, 3000))
    picture = Image.merge("RGB", (rough, Image.blend(rough, fine, 0.2), fine))
    exif = Image.Exif()
    exif[_UPRIGHT] = _TURNED
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def _by_pillow(path: Path) -> bytes:
    from PIL import Image, ImageOps

    picture = Image.open(path)
    picture.thumbnail((2000, 2000), reducing_gap=2.0)
    turned = ImageOps.exif_transpose(picture)
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=80, optimize=True, exif=b"")
    return out.getvalue()


def measure_packs() -> list[Result]:
    """200 claims with a receipt each, and what 100 of them add to the memory at the peak."""
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    peaks: dict[tuple[str, int], float] = {}
    receipts = 0.0
    for _ in range(_PACKS):
        for which, taken in times.items():
            told = _alone(f"told_pack({which!r}, 200)")
            taken.append(told["seconds"])
            peaks[which, 200] = told["peak_mb"]
            receipts = told["receipts_mb"] / 2
    for which in times:
        peaks[which, 100] = _alone(f"told_pack({which!r}, 100)")["peak_mb"]
    grown = {which: peaks[which, 200] - peaks[which, 100] for which in times}
    ours, floor = (statistics.median(times[which]) for which in ("ours", "floor"))
    return [
        Result("a pack of 200 claims with receipts", ours, 1.5, floor, note=f"median of {_PACKS}"),
        Result(
            "what 100 claims more add to its memory",
            grown["ours"],
            1.0,
            grown["floor"],
            unit="MB",
            note=f"their receipts are {receipts:.0f} MB: it is not flat",
        ),
    ]


def _alone(what: str) -> dict[str, float]:
    """What a function of this module tells, in a process of its own.

    Not as the main module: processes that it begins would read that one, with all of reportlab.
    """
    code = f"import json; from tests.bench.claims import *; print(json.dumps({what}))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _pack(claims: int) -> PackSheet:
    shots = [rich_sheets.photo(1500, 2000, seed) for seed in range(_DIFFERENT)]
    made: list[ClaimSheet] = []
    for number in range(claims):
        shot = shots[number % _DIFFERENT]
        remark = b"\xff\xfe\x00\x06%04d" % number
        receipt = ReceiptOnSheet(
            "Receipt 1", "Photograph of receipt 1", shot[:2] + remark + shot[2:]
        )
        one = rich_sheets.claim(receipts=0, claimant=f"Claimant {number + 1}")
        made.append(replace(one, receipts=(receipt,)))
    return PackSheet(rich_sheets.SESSION, rich_sheets.SIGNED_OFF, (), None, tuple(made))


def told_pack(which: str, claims: int) -> dict[str, float]:
    """Seconds and memory of a pack, drawn by us or by reportlab alone."""
    import resource

    sheet = _pack(claims)
    small = replace(sheet, claims=sheet.claims[:1])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)

        def make(what: PackSheet) -> bytes:
            if which == "floor":
                return bare_pack(what, place / "fonts", place)
            return pack_pdf(what, font_cache=place / "fonts")

        store_photos(sheet, place)
        make(small)
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        taken = seconds(lambda: make(sheet))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kilo = 1024 if sys.platform == "darwin" else 1
    return {
        "seconds": taken,
        "peak_mb": (peak - before) / kilo / 1024,
        "receipts_mb": sum(len(one.receipts[0].jpeg) for one in sheet.claims) / 2**20,
    }
