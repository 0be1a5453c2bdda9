"""The main job without a screen: sample → bundle → second workspace → documents and pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from cps_desktop import paths
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    hand_over,
    open_bundle,
    own_age_keys,
    plan_handing_over,
)
from cps_desktop.services.printing import Paper, make_pdf
from cps_desktop.services.sessions import session_rows
from cps_desktop.storage.folders import make_folder, something_at
from cps_desktop.storage.workspace import is_workspace

_DPI = 60


def tell_story(sample: Path, folder: Path) -> dict[str, object]:
    """Hand the sample over to a second workspace and print from there; returns where things lie.

    Raises InputRefused if the second workspace does not hold the very same as the first.
    """
    make_folder(folder)
    second = folder / "second workspace"
    _take_down_last(second)
    bundle = folder / "sample.cpsb"
    giver = open_desk(sample)
    try:
        receiver = new_desk(second, way="open")
        try:
            changes = _hand_on(giver, receiver, bundle)
            files = _documents(receiver, folder)
        finally:
            receiver.close()
    finally:
        giver.close()
    return {"bundle": bundle, "second workspace": second, "changes": changes, "files": files}


def _take_down_last(second: Path) -> None:
    """Take away what an earlier telling made there, and nothing else. Raises InputRefused."""
    if not something_at(second):
        return
    ours = False
    if is_workspace(second):
        desk = open_desk(second)
        try:
            ours = desk.is_sample or not desk.workspace.changes()
        finally:
            desk.close()
    if not ours:
        raise InputRefused(
            f"The folder {second} is not of this story. It stays as it is, and nothing was "
            "written. Name another folder."
        )
    shutil.rmtree(second)


def _hand_on(giver: Desk, receiver: Desk, bundle: Path) -> int:
    keys = own_age_keys(receiver.workspace)
    to = Receiver("The second workspace", keys.recipient, "", receiver.workspace.device_key)
    receiver.workspace.set_note("sample", giver.workspace.note("sample"))
    plan = plan_handing_over(giver.workspace, to)
    hand_over(giver.door, giver.workspace, plan, to, bundle)
    came = bring_in(receiver.workspace, open_bundle(bundle, [keys.identity]))
    receiver.door.came_in(came.summary)
    for cls in (Session, Note):
        if giver.workspace.find(cls) != receiver.workspace.find(cls):
            raise InputRefused("The second workspace does not hold what the first one does.")
    return came.new_changes


def _documents(desk: Desk, folder: Path) -> list[Path]:
    from cps_desktop.documents import save_pdf

    today = desk.door.today()
    rows = session_rows(desk.workspace, today, desk.workspace.session_counts())
    chosen = next((one for one in rows if one.is_today), rows[0])
    files: list[Path] = []
    for paper in Paper:
        pdf = make_pdf(desk, chosen.session, paper, font_cache=paths.cache_folder() / "fonts")
        path = folder / f"{paper}.pdf"
        save_pdf(pdf, path)
        files += [path, *_pictures(pdf, path)]
    return files


def _pictures(pdf: bytes, path: Path) -> list[Path]:
    from PIL import Image

    from cps_desktop.documents import render_pages

    made = []
    for number, page in enumerate(render_pages(pdf, _DPI), start=1):
        picture = path.with_name(f"{path.stem}-{number}.png")
        Image.frombytes("RGB", (page.width, page.height), page.rgb).save(picture)
        made.append(picture)
    return made
