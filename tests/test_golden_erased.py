"""What this format wrote after erasures is read by every later version: with holes, and rulings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cps_desktop.domain.faults import BundleRefused
from cps_desktop.domain.kinds import Note, Person
from cps_desktop.services import exchange, papers
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.known_laptops import no_longer_trusted
from cps_desktop.services.taking_up_papers import take_up
from cps_desktop.storage.folders import FILE_NAME
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.workspace import Workspace
from tests.golden_records import ERASED_DATA, WORDS, Told
from tests.storage.plain_pages import holds
from tests.test_golden import as_kept

GONE = "Quillfeather"


@pytest.fixture(scope="module")
def kept() -> Told:
    told: Told = json.loads((ERASED_DATA / "records.json").read_text(encoding="utf-8"))
    assert len(told) > 8
    assert GONE not in json.dumps(told)
    return told


def test_a_workspace_of_which_something_was_erased_opens_and_is_whole(
    tmp_path: Path, kept: Told
) -> None:
    for name in (FILE_NAME, KEY_FILE_NAME):
        shutil.copyfile(ERASED_DATA / name, tmp_path / name)
    with Workspace.open(tmp_path) as workspace:
        assert as_kept(workspace, kept) == kept
        assert check_workspace(workspace, rebuild=True).problems == []
        workspace.rebuild()
        assert as_kept(workspace, kept) == kept
        assert no_longer_trusted(workspace) == {bytes(range(32))}
        assert holds(tmp_path, workspace.key, GONE) == []


def test_a_bundle_of_which_something_was_erased_comes_in_once_its_organisation_is_known(
    tmp_path: Path, kept: Told
) -> None:
    with Workspace.create(tmp_path / "new") as workspace:
        bundle = exchange.open_bundle(ERASED_DATA / "bundle.cpsb", (), WORDS)
        with pytest.raises(BundleRefused, match="join file first"):
            exchange.bring_in(workspace, bundle)
        text = (ERASED_DATA / "fellside.cpsjoin").read_text(encoding="utf-8")
        take_up(workspace, papers.verified(text))
        exchange.bring_in(workspace, bundle)
        assert as_kept(workspace, kept) == kept
        assert [one.name for one in workspace.find(Person)] == ["Zoë O'Brien-Łukasz"]
        assert sorted(one.author for one in workspace.find(Note)) == ["", "Ann"]
        assert check_workspace(workspace).problems == []
        assert exchange.bring_in(workspace, bundle).new_changes == 0
