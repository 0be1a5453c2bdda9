"""A plugin of pytest's: the bug that CPS_PLANTED names is in the program from its first import."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType

Pieces = Sequence[tuple[str, str]]
"""Pieces of a module's source, each with what stands in its place."""


class Planter(importlib.abc.MetaPathFinder):
    """Finds one module, and compiles it with other pieces in it."""

    def __init__(self, module: str, pieces: Pieces) -> None:
        self._module, self._pieces = module, pieces

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Only that module; every other is found as usual."""
        if fullname != self._module:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is not None and found.origin is not None:
            found.loader = _Loader(fullname, found.origin, self._pieces)
        return found


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, pieces: Pieces) -> None:
        super().__init__(name, path)
        self._pieces = pieces

    def get_code(self, fullname: str) -> CodeType | None:
        """Never from a kept compilation, and never kept."""
        text = self.get_data(self.path).decode()
        for right, other in self._pieces:
            if text.count(right) != 1:
                raise ImportError(f"what was to be put into {fullname} does not fit any more")
            text = text.replace(right, other)
        code: CodeType = compile(text, self.path, "exec")
        return code


def _plant(name: str) -> None:
    from tests.faults.planted import PLANTED

    bug = PLANTED[name]
    if bug.module in sys.modules:
        raise RuntimeError(f"{bug.module} was imported before the bug could be planted")
    sys.meta_path.insert(0, Planter(bug.module, [(bug.right, bug.wrong)]))


def pytest_configure() -> None:
    """With a bug in the program the first red story will do: the shortest takes minutes to find."""
    from hypothesis import Phase, settings

    usual = settings.get_profile("ci")
    settings.register_profile("planted", usual, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("planted")


if "CPS_PLANTED" in os.environ:
    _plant(os.environ["CPS_PLANTED"])
