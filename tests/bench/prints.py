"""Printing, tagged and archivable: the full pack against bare reportlab, and a planner on A3."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from cps_desktop.documents import planner_pdf, prepare_fonts
from tests.bench.measuring import Result, seconds
from tests.bench_documents import measure as measure_pack
from tests.documents import rich_sheets

_RUNS = 9
_TIMES = 8
"""So often the notes of the half-filled planner: 200."""


def measure() -> list[Result]:
    """Some 50 pages with 40 photographed receipts; an A3 as it is half-filled, and of 200 notes."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        told = measure_pack(Path(folder))
        fonts = Path(folder) / "fonts"
        prepare_fonts(fonts)
        walls = [_on_a3(fonts, times) for times in (1, _TIMES)]
    pack = Result(
        "full print pack, PDF/UA-1 and PDF/A-2a",
        told["pack_seconds"],
        1.35,
        told["bare_seconds"],
        note=f"{int(told['pages'])} pages; taken in turn, processor time alone "
        f"{told['processor_ratio']:.2f}×",
    )
    return [pack, *walls]


def _on_a3(fonts: Path, times: int) -> Result:
    sheet = rich_sheets.planner(times=times)
    notes = sum(len(box.notes) for box in sheet.boxes())
    planner_pdf(sheet, font_cache=fonts)
    taken = [seconds(lambda: planner_pdf(sheet, font_cache=fonts)) for _ in range(_RUNS)]
    return Result(
        f"a planner of {notes} notes on A3",
        statistics.median(taken) * 1000,
        150,
        unit="ms",
        note=f"median of {_RUNS}",
    )
