"""How many examples a costly test tries: few every day, many with --hypothesis-profile=full."""

from __future__ import annotations

from hypothesis import settings


def few_or_many(few: int) -> int:
    """As many as the profile says where that is the full one, else so few."""
    most = settings.get_profile(settings._current_profile or "ci").max_examples
    return most if most > 100 else few
