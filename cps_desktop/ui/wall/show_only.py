"""Choosing which notes are shown: of one stage, by one author, under one theme."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.choices import Choice
from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.wall.arranging import NO_THEME, Only
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.snapshot import counted


class ShowOnlyDialog(QuestionDialog):
    """Three lists to choose from, and how many notes that leaves."""

    def __init__(self, desk: PlannerDesk, parent: QWidget) -> None:
        super().__init__(
            "Show only…",
            "The others stay where they are. “Show all” brings them back at any time.",
            (("show", "Show these"), ("all", "Show all")),
            parent=parent,
        )
        self._desk = desk
        only, planner = desk.shown.only, desk.planner
        authors = sorted({one.shown_author for one in desk.rows}, key=str.casefold)
        self.stage = Choice(
            "Stage",
            (("", "All stages"), *((one.key, one.title) for one in planner.stages)),
            only.stage,
        )
        self.author = Choice(
            "Who said it", (("", "Everybody"), *((one, one) for one in authors)), only.author
        )
        themes = [("", "All themes"), *((one, one) for one in planner.themes)]
        if planner.themes:
            themes.append((NO_THEME, "Without a theme"))
        self.theme = Choice("Theme", themes, only.theme)
        for words, choice in (
            ("Stage", self.stage),
            ("Who said it", self.author),
            ("Theme", self.theme),
        ):
            choice.chosen.connect(self._count)
            self.body.addWidget(FormRow(words, choice))
        self.said = Words("", "strong")
        self.body.addWidget(self.said)
        self._count()
        self.stage.setFocus()

    def only(self) -> Only:
        """What was chosen."""
        return Only(self.stage.key(), self.author.key(), self.theme.key())

    def _count(self, _key: str = "") -> None:
        only = self.only()
        stages = {one.key: one.stage for one in self._desk.planner.boxes}
        some = sum(
            1
            for box, stage in stages.items()
            for one in self._desk.notes_in(box)
            if only.lets(one, stage)
        )
        self.said.setText(f"{some} of {counted(len(self._desk.rows))} will be shown.")
