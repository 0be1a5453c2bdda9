"""The process that opens strangers' pictures: little time, little memory, nothing to lose.

It reads one file from a pipe and answers with pictures, or with the end of a sentence that says
why not. If a decoder crashes, this process ends, and the window says that the file is damaged.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Final

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.picture_bounds import LONGEST_SIDE, MOST_PAGES, MOST_PIXELS, PdfPages

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from PIL.Image import Image

QUALITY: Final = 80
MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; 60 megapixels with transparency take about half of it."""

CPU_SECONDS: Final = 120
IDLE_SECONDS: Final = 120
"""How long a process that was begun ahead waits for a file."""

_ORIENTATION: Final = 0x0112
_TURNS: Final = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF orientation -> Pillow's Transpose (TIFF 6.0, tag 274; EXIF 2.3 §4.6.4)."""

_UNREADABLE_TAGS = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def work(pipe: Connection, pdf_pages: PdfPages | None) -> None:
    """What the process does, from beginning to end; it may be begun before there is a file."""
    import msgspec
    from PIL import Image

    be_quiet()
    bound(MEMORY, CPU_SECONDS)
    Image.preinit()  # nobody waits for it now
    if not pipe.poll(IDLE_SECONDS):
        return
    kind, data = pipe.recv_bytes().decode("ascii"), pipe.recv_bytes()
    pipe.send_bytes(msgspec.msgpack.encode(prepare(data, kind, pdf_pages)))
    pipe.close()


def prepare(
    data: bytes,
    kind: str,
    pdf_pages: PdfPages | None,
    longest: int = LONGEST_SIDE,
    quality: int = QUALITY,
) -> list[tuple[bytes, int, int]] | str:
    """The pictures of a file as (JPEG, width, height), or why there are none.

    No side is longer than ``longest`` pixels.
    """
    from PIL import Image, UnidentifiedImageError

    from cps_desktop.domain.faults import InputRefused

    # Pillow warns above its limit and refuses only above twice that; here the limit is the limit.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            # Chatter about odd tags is nobody's business; that a picture is a bomb is.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if kind == "pdf":
                pages = pdf_pages(data, MOST_PAGES, longest) if pdf_pages else ()
                drawn = [Image.frombytes("RGB", (w, h), rgb) for w, h, rgb in pages]
                return [_kept(one, quality) for one in drawn] or "has no pages"
            return [_kept(_opened(data, kind, longest), quality)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"is larger than {MOST_PIXELS // 1_000_000} megapixels. Take a smaller photo of it"
    except MemoryError:
        return "is too large to open. Take a smaller photo of it"
    except InputRefused as why:
        return str(why)
    except (UnidentifiedImageError, *_UNREADABLE_TAGS):
        return "is damaged or broken off. Take the photo again, or choose another file"


def _opened(data: bytes, kind: str, longest: int) -> Image:
    """The picture in plain RGB, upright, shrunk."""
    import io

    from PIL import Image

    if kind == "heif":
        from pi_heif import register_heif_opener  # type: ignore[import-untyped]

        register_heif_opener()
    image: Image.Image = Image.open(io.BytesIO(data), formats=[kind.upper()])
    if kind == "jpeg" and image.mode in {"L", "RGB", "CMYK"}:
        # Lets the decoder leave out detail that would be thrown away: a quarter of the time.
        image.thumbnail((longest, longest), reducing_gap=2.0)
    else:
        image.load()
    turn = _TURNS.get(_orientation(image))
    plain = _plain(image)
    plain.thumbnail((longest, longest), reducing_gap=2.0)
    return plain if turn is None else plain.transpose(Image.Transpose(turn))


def _orientation(image: Image) -> int:
    """How the camera was held (1: upright); damaged tags count as upright."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except _UNREADABLE_TAGS:
        return 1
    return found if isinstance(found, int) else 1


def _plain(image: Image) -> Image:
    """RGB; what is see-through becomes white paper, and 16 bits a channel become 8."""
    from PIL import Image

    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return paper
    return image.convert("RGB")


def _kept(image: Image, quality: int) -> tuple[bytes, int, int]:
    """A picture built anew from its pixels: nothing that stood beside them comes along."""
    import io

    from PIL import Image

    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue(), bare.width, bare.height
