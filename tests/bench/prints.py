"""Printing the full pack, tagged and archivable, against the same content in bare reportlab."""

from __future__ import annotations

from tests.bench.measuring import Result


def measure() -> list[Result]:
    """To be measured by the documents' own builders."""
    from tests.bench_documents import measure_pack

    return measure_pack()
