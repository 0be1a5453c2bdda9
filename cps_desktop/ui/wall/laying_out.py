"""Where everything on the sheet stands for the present zoom; boxes grow, the page with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import SHEET_MM_ACROSS, SHEET_MM_DOWN, SPACE_L
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.flow import Item, Slot, push_down

if TYPE_CHECKING:
    from cps_desktop.ui.wall.box import BoxGroup
    from cps_desktop.ui.wall.heading import StageHeading
    from cps_desktop.ui.wall.legend import Legend
    from cps_desktop.ui.wall.note import NoteButton
    from cps_desktop.ui.wall.shown import ShownNotes

_SCALE_THAT_WIDENS: Final = 200
"""Up to this text size (per cent) words wrap in the same columns; beyond, the page gets wider."""


class OnSheet:
    """The widgets on a sheet, by the keys of what they show; ``zoom`` is 1.0 for 100 %."""

    def __init__(self, legend: Legend) -> None:
        self.boxes: dict[str, BoxGroup] = {}
        self.headings: dict[str, StageHeading] = {}
        self.notes: dict[str, NoteButton] = {}
        self.legend = legend
        self.zoom = 1.0

    def clear(self) -> None:
        """Another planner comes: nothing of this one is on it."""
        self.boxes, self.headings, self.notes = {}, {}, {}


class SheetLayout:
    """Lays a sheet out in page units and puts its widgets there in pixels."""

    def __init__(self, on: OnSheet, shown: ShownNotes) -> None:
        self._on = on
        self._shown = shown
        self.units = (1.0, 1.0)
        """The page's size at 100 % zoom."""
        self.whole_width = 1.0
        """How wide the page is with every stage on it."""
        self._put: dict[object, tuple[QWidget, Slot, float]] = {}

    def run(self, near: QRect | None = None) -> QSize:
        """Place everything; or, quicker, of the notes only those ``near`` what is seen (pixels).

        Returns how large the sheet is then.
        """
        on, planner = self._on, self._shown.planner
        across = SHEET_MM_ACROSS * max(1.0, theme().scale / _SCALE_THAT_WIDENS)
        left = min((box.x for box in planner.boxes), default=0.0)
        top = min((box.y for box in planner.boxes), default=0.0)
        items: list[Item] = []
        for stage in planner.stages:
            boxes = planner.boxes_of(stage.key)
            if not boxes:
                continue
            need = on.headings[stage.key].height_needed()
            ends = max(box.x + box.width for box in boxes)
            start_x, start_y = min(b.x for b in boxes), min(b.y for b in boxes)
            slot = Slot(
                (start_x - left) * across,
                (start_y - top) * SHEET_MM_DOWN - 1,
                (ends - start_x) * across,
                1,
            )
            items.append(Item(("stage", stage.key), slot, need))
            for box in boxes:
                slot = Slot(
                    (box.x - left) * across,
                    (box.y - top) * SHEET_MM_DOWN,
                    box.width * across,
                    box.height * SHEET_MM_DOWN,
                )
                items.append(Item(box.key, slot, on.boxes[box.key].inside.arrange(slot.width)))
        self._place(push_down(items), near)
        zoom = on.zoom
        return QSize(round(self.units[0] * zoom), round(self.units[1] * zoom))

    def _place(self, placed: dict[object, Slot], near: QRect | None) -> None:
        on, zoom = self._on, self._on.zoom
        width = max((slot.right for slot in placed.values()), default=0.0)
        bottom = max((slot.bottom for slot in placed.values()), default=0.0)
        for key, heading in on.headings.items():
            slot = placed.get(("stage", key))
            if slot is not None:
                self._stand(("stage", key), heading, slot)
        for key, group in on.boxes.items():
            self._stand(key, group, placed[key])
            at = group.inside.standing.stood(zoom, group.notes)
            if at is None:
                continue
            self._place_notes(group, at, near)
            for part, inner in group.inside.standing.fixed:
                part.set_zoom(zoom)
                part.setGeometry(self._pixels(inner, 0))
        legend = on.legend.height_needed(width)
        self._stand("legend", on.legend, Slot(0, bottom + SPACE_L, width, legend))
        self.units = (width + 2 * SPACE_L, bottom + legend + 3 * SPACE_L)
        if not self._shown.only.stage:
            self.whole_width = self.units[0]

    def _stand(self, key: object, what: BoxGroup | StageHeading | Legend, slot: Slot) -> None:
        """Put something on the page; what stands there is not touched."""
        put = (what, slot, self._on.zoom)
        if self._put.get(key) != put:
            self._put[key] = put
            what.set_zoom(self._on.zoom)
            what.setGeometry(self._pixels(slot, SPACE_L))

    def _place_notes(self, group: BoxGroup, at: list[Slot | None], near: QRect | None) -> None:
        """Put a box's notes where they belong; one that stays there is not touched."""
        zoom, above = self._on.zoom, group.y()
        seen = (near.top() - above, near.bottom() - above) if near is not None else None
        for number, (button, inner) in enumerate(zip(group.notes, group.inside.slots, strict=True)):
            if at[number] is inner or at[number] == inner:
                continue
            top, bottom = round(inner.y * zoom), round(inner.bottom * zoom)
            if seen is not None and (bottom < seen[0] or top > seen[1]):
                old = button.y()
                if old > seen[1] and top > seen[1]:
                    # So are all that follow: they stand beneath it, and stood so.
                    group.inside.standing.put_off()
                    break
                if old + button.height() < seen[0] or old > seen[1]:
                    group.inside.standing.put_off()
                    continue
            at[number] = inner
            button.set_zoom(zoom)
            button.setGeometry(self._pixels(inner, 0))

    def _pixels(self, slot: Slot, margin: float) -> QRect:
        zoom = self._on.zoom
        x, y = round((slot.x + margin) * zoom), round((slot.y + margin) * zoom)
        right, bottom = (slot.right + margin) * zoom, (slot.bottom + margin) * zoom
        return QRect(x, y, max(1, round(right) - x), max(1, round(bottom) - y))
