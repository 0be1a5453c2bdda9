"""``demo``: the sample workspace, and the whole story on paper where there is no screen."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from cps_desktop import paths
from cps_desktop.commands.opening import counted, say
from cps_desktop.commands.sample_workspace import prepare_sample


def demo(options: argparse.Namespace) -> int:
    """Make the sample workspace if need be, then open it, or tell its story on paper."""
    folder = Path(options.workspace) if options.workspace else paths.sample_workspace()
    prepare_sample(folder, quiet=options.json)
    if options.story is not None:
        from cps_desktop.commands.story import tell_story

        told = tell_story(folder, options.story)
        say(options, told, *_story_words(told))
        return 0
    if options.no_window:
        say(options, {"workspace": folder}, f"The sample workspace is in {folder}.")
        return 0
    from cps_desktop.commands.window import show

    return show(folder, sample=True)


def _story_words(told: dict[str, object]) -> list[str]:
    files = cast(list[Path], told["files"])
    changes = counted(cast(int, told["changes"]), "change")
    return [
        f"The sample was handed over as {told['bundle']}, and brought in again, whole:",
        f"  {changes}, in {told['second workspace']}",
        "Documents and pictures of the pages:",
        *(f"  {path}" for path in files),
    ]
