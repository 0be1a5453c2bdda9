"""What may stay in sight while participants have the keyboard: to be looked at, not to be used."""

from __future__ import annotations

from typing import Final

BESIDE_PROPERTY: Final = "shown_beside_participants"
"""Set on a window of its own, such as the room's. It takes no keys and no clicks meanwhile."""
