"""A plugin of pytest's: the bug that CPS_PLANTED names is in the program from its first import."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType


class _Planter(importlib.abc.MetaPathFinder):
    """Finds one module, and compiles it with the bug in it."""

    def __init__(self, module: str, right: str, wrong: str) -> None:
        self._module, self._right, self._wrong = module, right, wrong

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Only that module; every other is found as usual."""
        if fullname != self._module:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is not None and found.origin is not None:
            found.loader = _Loader(fullname, found.origin, self._right, self._wrong)
        return found


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, right: str, wrong: str) -> None:
        super().__init__(name, path)
        self._right, self._wrong = right, wrong

    def get_code(self, fullname: str) -> CodeType | None:
        """Never from a kept compilation, and never kept."""
        text = self.get_data(self.path).decode()
        if text.count(self._right) != 1:
            raise ImportError(f"the bug does not fit into {fullname} any more")
        code: CodeType = compile(text.replace(self._right, self._wrong), self.path, "exec")
        return code


def _plant(name: str) -> None:
    from tests.faults.planted import PLANTED

    bug = PLANTED[name]
    if bug.module in sys.modules:
        raise RuntimeError(f"{bug.module} was imported before the bug could be planted")
    sys.meta_path.insert(0, _Planter(bug.module, bug.right, bug.wrong))


if "CPS_PLANTED" in os.environ:
    _plant(os.environ["CPS_PLANTED"])
