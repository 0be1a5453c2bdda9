"""The program is used by the accessibility bus and keys alone; the workspace shows what came of it.

Works where there are Xvfb, D-Bus, at-spi2-core and the system's Python with its bindings: dev.py
brings them on Debian and Ubuntu. Elsewhere the test says what it lacks.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.kinds import NamedAs
from cps_desktop.services.participant_view import view_in_force
from cps_desktop.services.planners import notes_in
from tests.access.bus import go_round, lack, make_planner
from tests.access.said import ADDED, ANSWERS


def test_a_participant_and_a_facilitator_need_neither_screen_nor_mouse(tmp_path: Path) -> None:
    if lacking := lack():
        pytest.skip(lacking)
    planner = make_planner(tmp_path / "workspace")
    record = tmp_path / "record.md"
    done = go_round(tmp_path / "workspace", record)
    assert done.returncode == 0, done.stdout
    desk = open_desk(tmp_path / "workspace")
    try:
        texts = {
            box: [one.text for one in notes_in(desk.door.records, planner, box)]
            for box in ("now", "scope", "people", "try")
        }
        named = [one.named_as for one in notes_in(desk.door.records, planner, "now")]
        lent = view_in_force(desk.workspace)
    finally:
        desk.close()
    # Moved from "try" to "now"; two merged, and taken apart again by Undo.
    assert sorted(texts["now"]) == sorted([*ANSWERS[:2], ADDED])
    assert texts["scope"] == [], "the question that was skipped"
    assert texts["people"] == [ANSWERS[2]]
    assert texts["try"] == []
    assert set(named) == {NamedAs.NOBODY}
    assert lent is None
    told = kept_in_order(record.read_text(encoding="utf-8"))
    # Nothing in between: not what stands before it, and not what was left.
    assert told[:4] == ["Carry on", "Session details", "Add a note here", "Code"]
    moved = told[told.index("Think: How it is now") :]
    assert moved[:3] == ["Think: How it is now", ADDED, ANSWERS[0]]


def kept_in_order(record: str) -> list[str]:
    """Where the keyboard was said to be, one after the other; what was said twice stands once."""
    told = re.findall(r"The keyboard is on: [^“]*“(.*)”", record)
    return [name for name, _again in groupby(told)]
