"""How long work tells how far it has come, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from cps_desktop.domain.faults import InputRefused

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much. May raise to stop."""


class Stopped(InputRefused):
    """The person stopped it; nothing was changed."""
