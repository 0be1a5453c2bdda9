"""What release 0.1 wrote is read by this version: a workspace and a bundle, record by record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import Attachment, ClaimLine, Note
from cps_desktop.services import exchange
from cps_desktop.services.checking import check_workspace
from cps_desktop.storage.folders import FILE_NAME
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.workspace import Workspace
from tests.golden_records import DATA, WORDS, Told, records_of


@pytest.fixture(scope="module")
def kept() -> Told:
    told: Told = json.loads((DATA / "records.json").read_text(encoding="utf-8"))
    assert len(told) > 15
    return told


def as_kept(workspace: Workspace, kept: Told) -> Told:
    """The records here, as far as release 0.1 knew of fields."""
    return {
        name: {field: text for field, text in fields.items() if field in kept.get(name, fields)}
        for name, fields in records_of(workspace).items()
    }


def test_the_workspace_of_release_0_1_opens_with_all_that_is_in_it(
    tmp_path: Path, kept: Told
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in (FILE_NAME, KEY_FILE_NAME):
        shutil.copyfile(DATA / name, folder / name)
    with Workspace.open(folder) as workspace:
        assert as_kept(workspace, kept) == kept
        (attachment,) = workspace.find(Attachment)
        content = workspace.attachment(attachment.digest)
        assert content is not None
        assert (content[:2], len(content)) == (b"\xff\xd8", attachment.size)
        assert sum(one.pence for one in workspace.find(ClaimLine)) == 1094 + 310
        assert check_workspace(workspace, rebuild=True).problems == []
        workspace.rebuild()
        assert as_kept(workspace, kept) == kept
        assert len(workspace.search("second")) == 1
    assert (DATA / FILE_NAME).stat().st_size + (DATA / "bundle.cpsb").stat().st_size < 400_000


def test_the_bundle_of_release_0_1_is_brought_in_whole(tmp_path: Path, kept: Told) -> None:
    with Workspace.create(tmp_path / "new") as workspace:
        bundle = exchange.open_bundle(DATA / "bundle.cpsb", (), WORDS)
        assert bundle.inspection.sender == "Alston laptop"
        came = exchange.bring_in(workspace, bundle)
        assert as_kept(workspace, kept) == kept
        assert (came.to_decide, came.missing_attachments) == (0, 0)
        assert len(workspace.find(Note)) == 3
        assert check_workspace(workspace).problems == []
        again = exchange.bring_in(workspace, bundle)
        assert again.new_changes == 0
