"""The bugs that are planted by hand (``python -m tests.faults.planted``) still fit the program."""

from __future__ import annotations

import ast

import pytest

from tests.faults.bug import ROOT
from tests.faults.planted import PLANTED


@pytest.mark.parametrize("name", PLANTED)
def test_a_bug_can_still_be_planted(name: str) -> None:
    bug = PLANTED[name]
    assert bug.fits
    ast.parse(bug.source.replace(bug.right, bug.wrong))
    assert all((ROOT / one).exists() for one in bug.tests)


def test_each_bug_is_another() -> None:
    assert len({(one.module, one.right, one.wrong) for one in PLANTED.values()}) == len(PLANTED)
