"""What people may need, from the files of the program and the workspace's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.needs import LONGEST_FILE, NeedList, read_needs


class NeedsRead(msgspec.Struct, frozen=True):
    """The list of needs on this laptop; a file that cannot be used is named in ``refused``."""

    needs: NeedList
    refused: tuple[str, ...] = ()


def load_needs(folders: Iterable[Path]) -> NeedsRead:
    """Every ``*.toml`` of these folders as one list; a later file adds to the earlier ones."""
    read = NeedList(())
    refused: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                with path.open("rb") as file:
                    read = read.with_more(read_needs(file.read(LONGEST_FILE + 1), path.name))
            except InputRefused as why:
                refused.append(str(why))
            except OSError:
                refused.append(f"The list of needs “{path.name}” cannot be read just now.")
    return NeedsRead(read, tuple(refused))
