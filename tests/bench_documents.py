"""The print pack against bare reportlab: the same words and pictures, drawn the plain way.

The floor is what a person would write with reportlab and nothing else: paragraphs, tables and
pictures, no tags, no archive metadata, no fallback fonts. ``python -m tests.bench_documents``.
"""

from __future__ import annotations

import io
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from cps_desktop.documents import pack_pdf, page_count
from cps_desktop.documents.fonts import font_shelf
from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.money import say_money
from cps_desktop.domain.sheets import (
    ClaimSheet,
    PackSheet,
    PlannerSheet,
    ReceiptOnSheet,
    RegisterSheet,
)
from tests.bench.measuring import taken
from tests.documents import rich_sheets

_MM = 72 / 25.4


def bench_pack(photos: int = 40, width: int = 1500, height: int = 2000) -> PackSheet:
    """A session's whole pack: about 50 pages with ``photos`` receipts as they come from import."""
    taken = [rich_sheets.photo(width, height, seed) for seed in range(photos)]
    claims = []
    for number in range(max(1, photos // 5)):
        own = taken[number * 5 : number * 5 + 5]
        receipts = tuple(
            ReceiptOnSheet(f"Receipt {n + 1}", f"Photograph of receipt {n + 1}", jpeg)
            for n, jpeg in enumerate(own)
        )
        person = rich_sheets.claim(receipts=0, claimant=f"Claimant {number + 1}")
        claims.append(replace(person, receipts=receipts))
    return PackSheet(
        rich_sheets.SESSION,
        rich_sheets.SIGNED_OFF,
        (rich_sheets.planner(times=2),),
        rich_sheets.register(people=31),
        tuple(claims),
    )


def bare_pack(sheet: PackSheet, font_cache: Path, photo_folder: Path) -> bytes:
    """The same content in plain reportlab, untagged.

    Pictures are read from files in ``photo_folder`` (see ``store_photos``): given bytes, reportlab
    would decode every one of them, which is no fair floor.
    """
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    shelf = font_shelf(font_cache)
    for name, weight in (("Body", "regular"), ("Strong", "bold")):
        if name not in pdfmetrics.getRegisteredFontNames():  # read once, as ours are
            path = shelf.primary(weight).face.filename  # type: ignore[arg-type]
            pdfmetrics.registerFont(TTFont(name, path))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for planner in sheet.planners:
        _bare_planner(canvas, planner)
    if sheet.register is not None:
        _bare_register(canvas, sheet.register)
    for number, claim in enumerate(sheet.claims):
        _bare_claim(canvas, claim, number, photo_folder)
    canvas.save()
    return out.getvalue()


def store_photos(sheet: PackSheet, folder: Path) -> None:
    """Put the receipts where ``bare_pack`` looks for them."""
    for number, claim in enumerate(sheet.claims):
        for index, receipt in enumerate(claim.receipts):
            (folder / f"{number}-{index}.jpg").write_bytes(receipt.jpeg)


def _styles() -> tuple[Any, Any, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName="Body", fontSize=12, leading=16)
    strong = ParagraphStyle("strong", fontName="Strong", fontSize=13, leading=17)
    small = ParagraphStyle("small", fontName="Body", fontSize=9.5, leading=12.5)
    return body, strong, small


def _draw(canvas: Any, flowable: Any, x: float, y: float, width: float) -> float:
    _, height = flowable.wrap(width, 2000)
    flowable.drawOn(canvas, x, y - height)
    return float(y - height)


def _bare_planner(canvas: Any, sheet: PlannerSheet) -> None:
    from reportlab.platypus import Paragraph

    body, strong, small = _styles()
    size = (420 * _MM, 297 * _MM)
    canvas.setPageSize(size)
    _draw(canvas, Paragraph(escape(sheet.template_title), strong), 34, size[1] - 34, 800)
    later: list[Any] = []
    for box in sheet.boxes():
        x, top = box.x * _MM, size[1] - box.y * _MM
        width, bottom = box.w * _MM, size[1] - (box.y + box.h) * _MM
        canvas.roundRect(x, bottom, width, box.h * _MM, 4)
        y = _draw(canvas, Paragraph(escape(box.prompt), strong), x + 8, top - 6, width - 16)
        column, row_top, low = 0, y - 4, y
        for note in box.notes:
            card = [
                Paragraph(escape(note.text), body),
                Paragraph(escape(f"{note.author} · {note.colour.value} · {note.dots} dots"), small),
            ]
            each = (width - 22) / 2
            height = sum(part.wrap(each - 12, 2000)[1] for part in card) + 12
            if row_top - height < bottom:
                later.append(card)
                continue
            left = x + 8 + column * (each + 6)
            canvas.setFillColorRGB(1, 0.95, 0.66)
            canvas.rect(left, row_top - height, each, height, fill=1, stroke=0)
            canvas.setFillColorRGB(0, 0, 0)
            spot = row_top - 6
            for part in card:
                spot = _draw(canvas, part, left + 6, spot, each - 12)
            low = min(low, row_top - height)
            column += 1
            if column == 2:
                column, row_top = 0, low - 6
    canvas.showPage()
    for start in range(0, len(later), 72):
        canvas.setPageSize(size)
        for index, card in enumerate(later[start : start + 72]):
            left = 34 + index % 6 * 187
            spot = size[1] - 60 - index // 6 * 62
            canvas.setFillColorRGB(1, 0.95, 0.66)
            canvas.rect(left, spot - 56, 180, 60, fill=1, stroke=0)
            canvas.setFillColorRGB(0, 0, 0)
            for part in card:
                spot = _draw(canvas, part, left + 6, spot, 168)
        canvas.showPage()


def _bare_table(canvas: Any, rows: list[list[Any]], widths: list[float], size: Any) -> None:
    from reportlab.platypus import Table, TableStyle

    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "Body", 11),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, (0.6, 0.6, 0.6)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    parts = [Table(rows, widths, style=style, repeatRows=1)]
    while parts:
        table = parts.pop(0)
        room = size[1] - 120
        _, height = table.wrap(size[0] - 68, room)
        if height > room:
            first, *rest = table.split(size[0] - 68, room)
            parts = [*rest, *parts]
            table = first
            _, height = table.wrap(size[0] - 68, room)
        table.drawOn(canvas, 34, size[1] - 60 - height)
        if parts:
            canvas.showPage()
            canvas.setPageSize(size)


def _bare_register(canvas: Any, sheet: RegisterSheet) -> None:
    from reportlab.platypus import Paragraph

    body, strong, small = _styles()
    size = (297 * _MM, 210 * _MM)
    canvas.setPageSize(size)
    head = ["No.", "Name", "Role", "Organisation", *map(say_short_date, sheet.days), "Signature"]
    rows: list[list[Any]] = [head]
    for number, person in enumerate(sheet.people, 1):
        marks = [
            [
                Paragraph(escape(mark.state), body),
                Paragraph(escape(f"{mark.arrived} {mark.left}"), small),
            ]
            for mark in person.days
        ]
        name = Paragraph(escape(person.name), strong)
        role, place = Paragraph(escape(person.role), body), Paragraph(person.organisation, body)
        rows.append([str(number), name, role, place, *marks, ""])
    widths = [30.0, 150, 110, 130, *(95.0 for _ in sheet.days), 130]
    _bare_table(canvas, rows, widths, size)
    canvas.showPage()


def _bare_claim(canvas: Any, sheet: ClaimSheet, number: int, photos: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Paragraph

    body, strong, small = _styles()
    size = (210 * _MM, 297 * _MM)
    canvas.setPageSize(size)
    y = size[1] - 34
    for words in (sheet.claimant, sheet.session.title, sheet.session.dates, sheet.declaration):
        y = _draw(canvas, Paragraph(escape(words), body), 34, y, 520)
    rows: list[list[Any]] = [["Date", "What", "Receipt", "Amount"]]
    for line in sheet.lines:
        what = [
            Paragraph(escape(line.description), strong),
            Paragraph(escape(line.detail), body),
            Paragraph(escape(line.rule), small),
        ]
        rows.append([say_short_date(line.on), what, line.receipt, say_money(line.pence)])
    rows.append(["Total", "", "", say_money(sheet.total_pence)])
    canvas.translate(0, -120)
    _bare_table(canvas, rows, [100, 260, 90, 70], size)
    canvas.showPage()
    for index, receipt in enumerate(sheet.receipts):
        canvas.setPageSize(size)
        _draw(canvas, Paragraph(escape(receipt.caption), strong), 34, size[1] - 34, 520)
        path = str(photos / f"{number}-{index}.jpg")
        wide, high = ImageReader(path).getSize()
        scale = min(520 / wide, 700 / high)
        canvas.drawImage(path, 34, 60, wide * scale, high * scale)
        canvas.showPage()


def measure(font_cache: Path, rounds: int = 9) -> dict[str, float]:
    """Seconds of both ways taken in turn, medians, their ratio (goal: at most 1.35), that of the
    processor time, pages and megabytes."""
    sheet = bench_pack()
    with tempfile.TemporaryDirectory() as folder:
        store_photos(sheet, Path(folder))

        def bare() -> bytes:
            return bare_pack(sheet, font_cache, Path(folder))

        def ours() -> bytes:
            return pack_pdf(sheet, font_cache=font_cache)

        pdf = ours()
        bare()
        pairs = [(taken(ours), taken(bare)) for _ in range(rounds)]
    clock, bare_clock = (statistics.median(one[way].clock for one in pairs) for way in (0, 1))
    own, bare_own = (statistics.median(one[way].own for one in pairs) for way in (0, 1))
    return {
        "bare_seconds": bare_clock / 1000,
        "pack_seconds": clock / 1000,
        "ratio": clock / bare_clock,
        "processor_ratio": own / bare_own,
        "pages": float(page_count(pdf)),
        "megabytes": len(pdf) / 1e6,
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache:
        for name, value in measure(Path(cache)).items():
            print(f"{name:14} {value:.3f}")
