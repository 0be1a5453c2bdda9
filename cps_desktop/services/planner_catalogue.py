"""Planner templates on this laptop: those that came with the program, and the workspace's own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.planner_files import LARGEST_FILE, read_template
from cps_desktop.domain.planner_templates import PlannerTemplate


def read_planner_file(path: Path) -> PlannerTemplate:
    """Read one planner file from disk. Raises InputRefused with one sentence."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputRefused(
            f"The planner file “{path.name}” cannot be read: {error.strerror}. Nothing was changed."
        ) from None
    return _read_once(data, path.name)


_read_once = lru_cache(maxsize=64)(read_template)
"""Every desk reads the shipped files; what is in them is taken apart once for all."""


class PlannerCatalogue:
    """Every template by its id, in every edition; a planner keeps the edition it began with.

    ``refused`` says, one sentence each, which files could not be used: one bad file never hides
    the good ones. ``withdrawn`` are the editions that nobody shall begin with any more.
    """

    def __init__(
        self,
        templates: Iterable[PlannerTemplate],
        refused: Iterable[str] = (),
        withdrawn: Iterable[tuple[str, int]] = (),
    ) -> None:
        self._editions: dict[str, dict[int, PlannerTemplate]] = {}
        for one in templates:
            self._editions.setdefault(one.id, {}).setdefault(one.edition, one)
        self.refused = tuple(refused)
        self._withdrawn = frozenset(withdrawn)

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> PlannerCatalogue:
        """Read every ``.json`` file in these folders; of the same edition, the first one stays."""
        templates: list[PlannerTemplate] = []
        refused: list[str] = []
        for folder in folders:
            for path in sorted(folder.glob("*.json")):
                try:
                    templates.append(read_planner_file(path))
                except InputRefused as problem:
                    refused.append(str(problem))
        return cls(templates, refused)

    @classmethod
    def shipped(cls, *more: Path) -> PlannerCatalogue:
        """The templates that came with the program, then those in further folders."""
        from cps_desktop.paths import resources

        return cls.from_folders([resources() / "planners", *more])

    def choices(self) -> tuple[PlannerTemplate, ...]:
        """Each template once, in its newest edition, in the order it is offered."""
        offered = [
            {n: one for n, one in editions.items() if (one.id, n) not in self._withdrawn}
            for editions in self._editions.values()
        ]
        newest = [editions[max(editions)] for editions in offered if editions]
        return tuple(sorted(newest, key=lambda one: (_OFFERED.get(one.id, 99), one.title, one.id)))

    def get(self, template: str, edition: int | None = None) -> PlannerTemplate | None:
        """A template in this edition, else in its newest one; None where nobody knows it."""
        editions = self._editions.get(template)
        if not editions:
            return None
        return editions.get(edition or 0, editions[max(editions)])

    def exactly(self, template: str, edition: int) -> PlannerTemplate | None:
        """A template in this very edition; None where it is not here."""
        return self._editions.get(template, {}).get(edition)

    def editions(self, template: str) -> tuple[int, ...]:
        """The editions of a template that are here, the oldest first."""
        return tuple(sorted(self._editions.get(template, ())))

    def newest(self, template: str) -> int:
        """The newest edition that is offered; 0 where none is."""
        known = (n for n in self.editions(template) if (template, n) not in self._withdrawn)
        return max(known, default=0)

    def every(self) -> tuple[PlannerTemplate, ...]:
        """Every template in every edition."""
        return tuple(one for editions in self._editions.values() for one in editions.values())

    def together_with(
        self,
        templates: Iterable[PlannerTemplate],
        refused: Iterable[str] = (),
        withdrawn: Iterable[tuple[str, int]] = (),
    ) -> PlannerCatalogue:
        """This catalogue with more templates; of the same edition, the one here stays."""
        return PlannerCatalogue(
            [*self.every(), *templates],
            [*self.refused, *refused],
            [*self._withdrawn, *withdrawn],
        )


_FIRST = ("think-plan-reflect", "cps-a3", "lean-a3", "pdsa", "five-whys", "after-action-review")
_OFFERED = {name: place for place, name in enumerate(_FIRST)}
