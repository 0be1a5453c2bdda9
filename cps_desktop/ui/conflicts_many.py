"""Which decisions are shown, in what order, and the words that decide many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal

from cps_desktop.services.conflicts import Disagreement
from cps_desktop.services.handing_over import counted
from cps_desktop.ui.kit import Button, Card, Choice, FormRow, Option, TickBox, Words
from cps_desktop.ui.pages_of_session.across import Across

EVERY: Final = "every"
_FEW: Final = 2
"""Fewer decisions need no filter."""

_SORTS: Final[tuple[Option, ...]] = (
    ("session", "By session"),
    ("latest", "Latest change first"),
    ("earliest", "Earliest change first"),
    ("kind", "By kind"),
    ("laptop", "By laptop"),
)


class ManyAtOnce(Card):
    """The card above the decisions. ``changed`` when others are to be shown."""

    changed = Signal()
    all_ticked = Signal(bool)
    later_wanted = Signal()
    own_wanted = Signal()
    theirs_wanted = Signal()
    both_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(name="Decide many at once", tight=True)
        self.session = Choice("Session", ((EVERY, "All sessions"),))
        self.kind = Choice("What", ((EVERY, "Everything"),))
        self.laptop = Choice("Laptop", ((EVERY, "All laptops"),))
        self.order = Choice("Order", _SORTS)
        for choice in (self.session, self.kind, self.laptop, self.order):
            choice.chosen.connect(lambda _key: self.changed.emit())
        self._session_row = FormRow("Session", self.session)
        self._kind_row = FormRow("What", self.kind)
        self._laptop_row = FormRow("With a version of", self.laptop)
        self._order_row = FormRow("Order", self.order)
        self.filters = Across(*((row, 0) for row in self._rows()))
        self.how_many = Words("", "strong")
        self.tick_all = TickBox("Tick all")
        self.tick_all.ticked.connect(self.all_ticked)
        self.later = Button("Keep the later ones", self.later_wanted.emit)
        self.own = Button("Keep this laptop's", self.own_wanted.emit)
        self.theirs = Button("Keep theirs", self.theirs_wanted.emit)
        self.both = Button("Keep both where they are notes", self.both_wanted.emit)
        self.add(
            self.filters,
            Across(
                (self.how_many, 0),
                (self.tick_all, 0),
                (self.later, 0),
                (self.own, 0),
                (self.theirs, 0),
                (self.both, 0),
                middle=True,
            ),
        )

    def _rows(self) -> tuple[FormRow, ...]:
        return self._session_row, self._kind_row, self._laptop_row, self._order_row

    def offer(self, some: Sequence[Disagreement]) -> None:
        """Offer what there is to choose between; a choice that is left without any is let go."""
        sessions = {one.session: one.session_title for one in some if one.session}
        kinds = sorted({one.kind_words for one in some})
        laptops = sorted({whose for one in some for whose in one.laptops})
        for choice, every, options, row in (
            (self.session, "All sessions", list(sessions.items()), self._session_row),
            (self.kind, "Everything", [(one, one) for one in kinds], self._kind_row),
            (self.laptop, "All laptops", [(one, one) for one in laptops], self._laptop_row),
        ):
            wanted = choice.key()
            offered = [(EVERY, every), *options]
            choice.set_options(offered, wanted if wanted in dict(offered) else EVERY)
            row.setVisible(len(offered) > _FEW or wanted != EVERY)
        self._order_row.setVisible(len(some) > _FEW)

    def chosen(self, some: Iterable[Disagreement]) -> list[Disagreement]:
        """Those that are to be shown, in the order wanted."""
        session, kind, laptop = self.session.key(), self.kind.key(), self.laptop.key()
        found = [
            one
            for one in some
            if session in (EVERY, one.session)
            and kind in (EVERY, one.kind_words)
            and (laptop == EVERY or laptop in one.laptops)
        ]
        by = _ORDERS.get(self.order.key())
        return sorted(found, key=by) if by is not None else found

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return any(one.key() != EVERY for one in (self.session, self.kind, self.laptop))

    def say(self, total: int, ticked: Sequence[Disagreement], *, looking: bool) -> None:
        """Show how many there are, how many of them are ticked, and what can be done with these."""
        if looking:
            self.how_many.setText("Looking through what waits…")
        elif ticked:
            self.how_many.setText(f"{len(ticked):,} of {total:,} ticked")
        else:
            self.how_many.setText(f"{counted(total, 'decision')} waiting")
        self.tick_all.set_ticked(bool(ticked) and len(ticked) == total)
        whose = self.laptop.key()
        others = whose not in (EVERY, "This laptop")
        self.theirs.setVisible(others)
        if others:
            self.theirs.set_words(f"Keep those of {whose}")
        self.theirs.setEnabled(others and any(one.of_laptop(whose) for one in ticked))
        self.later.setEnabled(bool(ticked))
        self.own.setEnabled(any(one.own for one in ticked))
        self.both.setEnabled(any(one.can_keep_both for one in ticked))


_ORDERS: Final[dict[str, Callable[[Disagreement], tuple[object, ...]]]] = {
    "session": lambda one: (not one.session, one.session_title.casefold(), one.session),
    "latest": lambda one: (-max(side.time for side in one.sides),),
    "earliest": lambda one: (min(side.time for side in one.sides),),
    "kind": lambda one: (one.kind_words, one.session_title.casefold()),
    "laptop": lambda one: tuple(sorted(one.laptops)),
}
