"""What is typed in the round: both Pythons know it, that of the program and the system's own."""

from __future__ import annotations

from typing import Final

CODE: Final = "2468"
ANSWERS: Final = ("The letter came late", "Nobody said who to ring", "The ward clerk")
ADDED: Final = "One page, big print"
