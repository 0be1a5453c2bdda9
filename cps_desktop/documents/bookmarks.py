"""The contents list that readers show beside the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cps_desktop.documents.text import one_line

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of it; ``top`` and ``left`` in points, ``page`` from 0."""

    level: int
    title: str
    page: int
    top: float
    left: float = 0.0


def add_bookmarks(pdf: pikepdf.Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Put the entries into a file, each under the last one of a lower level."""
    from pikepdf import Array, Dictionary, Name, String

    top = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    items = [
        pdf.make_indirect(
            Dictionary(
                Title=String(one_line(mark.title) or "□"),
                Dest=Array([pdf.pages[mark.page].obj, Name.XYZ, 0, round(mark.top), None]),
            )
        )
        for mark in bookmarks
    ]
    last_at: dict[int, pikepdf.Dictionary] = {}
    for mark, item in zip(bookmarks, items, strict=True):
        above = [level for level in last_at if level < mark.level]
        parent = last_at[max(above)] if above else top
        item.Parent = parent
        before = last_at.get(mark.level)
        for level in [level for level in last_at if level >= mark.level]:
            del last_at[level]
        if before is not None and before.Parent.objgen == parent.objgen:
            before.Next = item
            item.Prev = before
        else:
            parent.First = item
        parent.Last = item
        parent.Count = int(parent.get("/Count", 0)) + (1 if parent.objgen == top.objgen else -1)
        last_at[mark.level] = item
    pdf.Root.Outlines = top
