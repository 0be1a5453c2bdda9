"""How large a stranger's picture may be, how long opening it may take, and what is kept of it.

Both the program and the processes that open such files for it go by these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

LARGEST_FILE: Final = 40 * 1024 * 1024
"""Bytes of a file as it comes in."""

LONGEST_SIDE: Final = 2000
"""Pixels of a picture as it is kept."""

MOST_PIXELS: Final = 60_000_000
MOST_PAGES: Final = 10
"""Pages of a PDF that are kept, one picture each."""

SECONDS: Final = 60
"""How long opening one file may take; a good photo takes under one second."""

PdfPages = Callable[[bytes, int, int], Sequence[tuple[int, int, bytes]]]
"""Draws a PDF: (file, most pages, longest side in pixels) -> (width, height, RGB bytes) a page.

A function at the top of a module, because the process that calls it finds it by its name. Raises
InputRefused for a file it cannot draw.
"""

MOST_CODES: Final = 64
LONGEST_CODE: Final = 8_000
"""Characters; the largest QR code there is holds 7,089."""
