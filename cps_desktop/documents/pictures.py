"""Pictures on paper: drawings and photos that stand in a box."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

_POINT_PER_PIXEL = 72 / 96
"""No larger than 96 dots an inch would make it: a small picture blown up is no clearer."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG that may stand in an archivable file, and its size on paper in points."""

    jpeg: bytes
    width: float
    height: float


def photo_of(data: bytes, widest: float, highest: float) -> Photo | None:
    """A picture as large as fits ``widest`` × ``highest`` points; None for what is no picture."""
    found = printable_jpeg(data)
    if found is None:
        return None
    jpeg, (wide, high) = found
    scale = min(widest / wide, highest / high, _POINT_PER_PIXEL)
    return Photo(jpeg, wide * scale, high * scale)


@lru_cache(maxsize=16)
def printable_jpeg(data: bytes) -> tuple[bytes, tuple[int, int]] | None:
    """A JPEG that may stand in an archivable file, with its size; None for what is no picture.

    Grey and RGB JPEGs are taken byte for byte. Others (CMYK, PNG) are converted; so is one whose
    header cannot be trusted, by decoding it.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            size = picture.size
            if size[0] * size[1] > 60_000_000 or min(size) < 1:
                return None
            if picture.format == "JPEG" and picture.mode in ("RGB", "L") and _ends_well(data):
                return data, size
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", quality=80)
            return out.getvalue(), size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _ends_well(data: bytes) -> bool:
    """True for a JPEG that is there to its last marker."""
    return data[:2] == b"\xff\xd8" and data[-64:].rstrip(b"\0").endswith(b"\xff\xd9")
