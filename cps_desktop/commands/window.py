"""The window, which opens when no verb is given."""

from __future__ import annotations

import argparse
from pathlib import Path

from cps_desktop.commands.opening import folder_of


def window(options: argparse.Namespace) -> int:
    """Open the window on a workspace; a new one is made on first run."""
    return show(folder_of(options))


def show(folder: Path, *, sample: bool = False) -> int:
    """Open the window on the workspace of this folder."""
    from cps_desktop.ui.app import run_window  # first: it makes all imports after it quicker

    # isort: split
    from cps_desktop.bootstrap import new_desk, open_desk

    def sample_in(place: Path) -> None:
        from cps_desktop.commands.sample_workspace import prepare_sample

        prepare_sample(place, quiet=True)

    return run_window(
        folder,
        sample=sample,
        open_desk=open_desk,
        new_desk=new_desk,
        prepare_sample=sample_in,
    )
