"""Printing the full pack, tagged and archivable, against the same content in bare reportlab."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.measuring import Result
from tests.bench_documents import measure as measure_pack


def measure() -> list[Result]:
    """Some 50 pages with 40 photographed receipts."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        told = measure_pack(Path(folder))
    return [
        Result(
            "full print pack, PDF/UA-1 and PDF/A-2a",
            told["pack_seconds"],
            1.35,
            told["bare_seconds"],
            note=f"{int(told['pages'])} pages",
        )
    ]
