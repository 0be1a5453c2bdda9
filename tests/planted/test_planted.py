"""The mistakes that are planted by hand (``python -m tests.planted``) still fit the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cps_desktop
from tests.planted.bugs import BUGS, Planted

PACKAGE = Path(cps_desktop.__file__).parent


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.what)
def test_a_mistake_can_still_be_planted(bug: Planted) -> None:
    text = (PACKAGE / bug.file).read_text(encoding="utf-8")
    assert text.count(bug.right) == 1
    ast.parse(text.replace(bug.right, bug.wrong))


def test_there_are_enough_and_each_is_another() -> None:
    assert len({one.what for one in BUGS}) == len({(one.file, one.wrong) for one in BUGS})
    assert len(BUGS) >= 15
