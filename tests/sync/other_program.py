"""Laptops on which another version of the program runs: real ones, in a process of its own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from cps_desktop.domain.faults import BundleRefused, InputRefused
from cps_desktop.services.exchange import Receiver
from tests.sync.replicas import NOON, SomebodyToGiveTo

ROOT = Path(__file__).resolve().parents[2]


class OtherProgram:
    """A version of the program: its source in ``tree``; ``tomorrow`` with a few lines more.

    It serves any number of laptops until it is left.
    """

    def __init__(self, tree: Path = ROOT, *, tomorrow: bool = False) -> None:
        # -P: nothing from beside the errands, all from the tree.
        command = [sys.executable, "-P", "-W", "ignore", str(ROOT / "tests/sync/errands.py")]
        self._process = subprocess.Popen(
            [*command, *(["--tomorrow"] if tomorrow else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree)},
        )
        assert self._answer() is None

    def __enter__(self) -> OtherProgram:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, errand: str, folder: Path, *rest: object) -> Any:
        """Have something done on the laptop of this folder.

        Raises BundleRefused and InputRefused as the other program did.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(pickle.dumps((errand, folder, rest)))
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        how, what = pickle.load(self._process.stdout)
        if how == "bundle refused":
            raise BundleRefused(what)
        if how == "refused":
            raise InputRefused(what)
        assert how in {"done", "ready"}, what
        return what


class OtherLaptop:
    """A laptop with another version of the program on it."""

    def __init__(self, program: OtherProgram, folder: Path, seed: int, now: int = NOON) -> None:
        self.folder = folder
        self._program = program
        self._now = now
        program.ask("open", folder, seed, now)
        recipient, device = self.do("receiver")
        self.receiver = Receiver("laptop", recipient, device=device)

    def do(self, errand: str, *rest: object) -> Any:
        """Have something done there."""
        return self._program.ask(errand, self.folder, *rest)

    @property
    def now(self) -> int:
        """Its clock, which only the test moves."""
        return self._now

    @now.setter
    def now(self, now: int) -> None:
        self._now = now
        self.do("set_now", now)

    def close(self) -> None:
        """Close the program."""
        self.do("close")

    def told(self) -> dict[str, Any]:
        """Everything there is, as far as that version knows of it."""
        return cast(dict[str, Any], self.do("told"))

    def problems(self) -> list[str]:
        """What the check finds."""
        return cast(list[str], self.do("problems"))

    def rebuild(self) -> None:
        """Make what is shown anew from the journal."""
        self.do("rebuild")

    def sessions(self) -> list[str]:
        """The sessions there."""
        return cast(list[str], self.do("sessions"))

    def bundle(
        self,
        to: SomebodyToGiveTo,
        path: Path,
        *,
        sessions: Sequence[str] = (),
        everything: bool = False,
    ) -> bool:
        """Write a bundle; False where there is nothing to hand over."""
        whom = (to.receiver.recipient, to.receiver.device)
        return bool(self.do("bundle", whom, path, list(sessions), everything))

    def take(self, path: Path) -> int:
        """Bring a bundle in; how many changes were new."""
        return int(self.do("take", path))
