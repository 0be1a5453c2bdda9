"""What can be done from the search box, wherever one is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cps_desktop.ui import pages
from cps_desktop.ui.participant.door import ParticipantDoor
from cps_desktop.ui.search_box import Doing
from cps_desktop.ui.shell_window import ShellWindow
from cps_desktop.ui.theme import THEMES
from cps_desktop.ui.theme_state import theme


def doings_of(window: ShellWindow, people: ParticipantDoor) -> Sequence[Doing]:
    """Everything that can be done now, the likeliest first."""
    offered = pages.offered()
    some: list[Doing] = []
    if window.stack.session:
        some += [
            Doing(f"Go to {one.name}", partial(window.moving.open_page, one.key), "page open")
            for one in pages.session_pages()
            if one.key != window.stack.key
        ]
        if "details" in offered:
            some.append(
                Doing(
                    "Session details",
                    partial(window.moving.open_page, "details"),
                    "change title days",
                )
            )
        some.append(
            Doing("Let people answer", people.open, "participant view keyboard F5 hand over")
        )
        some.append(
            Doing("Show to the room", window.room.toggle, "projector second screen wall F6")
        )
    some.append(
        Doing("New session", partial(window.moving.open_page, "new_session"), "begin make add")
    )
    if window.stack.key != pages.HOME:
        some.append(Doing("All sessions", window.moving.open_home, "home back"))
    also = {
        "inbox": "bundle import stick",
        "bin": "bring back undelete",
        "conflicts": "decide",
        "person_data": "subject access erase rights give delete",
        "privacy": "retention keep long due access log who looked notice processing gdpr",
        "who_came": "figures numbers mix lay staff first time members report statistics period",
        "organisations": "merge rename former name trust duplicate part of",
        "alike": "duplicate twice merge same person",
        "planner_templates": "template editor make change edition file",
        "expense_policies": "mileage rates limits receipts edition who pays lead agency toml",
    }
    words = {
        "inbox": "Bring in a bundle",
        "conflicts": "Two people changed this",
        "bin": "Deleted sessions",
    }
    some += [
        Doing(
            words.get(one.key, one.name),
            partial(window.moving.open_page, one.key),
            also.get(one.key, ""),
        )
        for one in pages.places()
        if one.key != pages.HOME
    ]
    some.append(
        Doing(
            "Your coordinators",
            partial(window.moving.open_page, "settings", "coordinators"),
            "join organisation recovery sheet lost key",
        )
    )
    if window.desk.door.can_undo:
        some.append(Doing(f"Undo: {window.desk.door.can_undo}", window.steps.undo))
    if window.desk.door.can_redo:
        some.append(Doing(f"Redo: {window.desk.door.can_redo}", window.steps.redo, "again"))
    some += [
        Doing(f"Colours: {name}", partial(theme().set_theme, key), "theme colour")
        for key, name in THEMES.items()
        if key != theme().name
    ]
    less = theme().less_movement
    some += [
        Doing("Larger text", partial(theme().step_scale, 1), "bigger size zoom"),
        Doing("Smaller text", partial(theme().step_scale, -1), "size zoom"),
        Doing(
            "More movement" if less else "Less movement",
            partial(theme().set_less_movement, not less),
            "animation",
        ),
        Doing("Help for this page", window.asides.show_help, "F1"),
    ]
    if window.to_sample is not None and not window.desk.is_sample:
        some.append(Doing("Look at the sample", window.to_sample, "example demo"))
    if window.to_own is not None:
        some.append(Doing("Back to my own work", window.to_own, "leave sample"))
    return some
