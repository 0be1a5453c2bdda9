"""Planners in words three times as long, and in words from right to left, on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.domain.planner_templates import runs_right_to_left
from cps_desktop.services import planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import planner_view
from cps_desktop.ui.pages_of_session.planner_snapshot import snapshot_of
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import PlannerSnapshot, PlannerWall
from tests.pseudo_languages import LONGER, MIRRORED, also_in, longer, mirrored
from tests.services.laptop import Laptop, laptop

SHIPPED = PlannerCatalogue.shipped()
TRIED = ("cps-a3", "we-said-we-did")
"""The fullest sheet, and the one with most kinds of box."""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as one:
        yield one


def shown_in(one: Laptop, name: str, language: str) -> PlannerSnapshot:
    """A planner with a note in every box that takes notes, as the wall shows it."""
    template = SHIPPED.get(name)
    assert template is not None
    catalogue = PlannerCatalogue([also_in(template, language)])
    session = sessions.create_session(one.door, title="S")
    planner = planners.add_planner(one.door, session, template)
    for box in template.boxes:
        if box.kind == "notes":
            planners.add_note(one.door, planner, box.key, longer(box.example))
    view = planner_view(one.workspace, catalogue, planner, language=language)
    assert view is not None
    return snapshot_of(view)


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("language", [LONGER, MIRRORED])
def test_no_word_of_another_language_is_lost_on_the_wall(
    qtbot: QtBot, here: Laptop, language: str, scale: int
) -> None:
    theme().set_scale(scale)
    wall = PlannerWall(lambda: "new")
    qtbot.addWidget(wall)
    wall.resize(1100, 640)
    wall.show()
    for name in TRIED:
        snapshot = shown_in(here, name, language)
        wall.show_planner(snapshot)
        template = SHIPPED.get(name)
        assert template is not None
        say = longer if language == LONGER else mirrored
        for box in template.boxes:
            assert wall.sheet.boxes[box.key].accessibleName() == say(box.prompt)
        groups = list(wall.sheet.boxes.values())
        for one, other in combinations(groups, 2):
            assert not one.geometry().intersects(other.geometry()), (one.box.key, other.box.key)
        for note in wall.sheet.notes.values():
            group = note.parentWidget()
            assert group is not None
            assert group.rect().contains(note.geometry()), name


def test_the_languages_nobody_speaks_are_what_they_say() -> None:
    assert len(longer("What is it like now?")) >= 2.8 * len("What is it like now?")
    assert longer("{number} of {total}").startswith("{number} ")
    assert mirrored("Keep {left} dots").count("{left}") == 1
    assert runs_right_to_left(MIRRORED)
    assert not runs_right_to_left(LONGER)
    assert not set(mirrored("Next")) & set("Next")
