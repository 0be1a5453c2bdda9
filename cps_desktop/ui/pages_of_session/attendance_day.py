"""Which day of a session the register begins with, and what its page says of it."""

from __future__ import annotations

import datetime as dt

from cps_desktop.domain.dates import say_date
from cps_desktop.services.register import DayCount, RegisterView

LINES = (
    "Who is on the list, and who is here on which day.",
    "Find the name and press Enter: they are in.",
    "What has to be got ready, and for whom.",
    "Who came, in figures.",
    "A list that somebody else made, looked at before anything is changed.",
)
"""What each view of the page is for: list, door, what to prepare, who came, bringing a list in."""


def day_for(view: RegisterView, today: dt.date) -> DayCount | None:
    """The day to begin with: today's, else the next to come, else the last there was."""
    dated = [one for one in view.days if one.date is not None]
    coming = next((one for one in dated if one.date is not None and one.date >= today), None)
    return view.day_on(today) or coming or (dated[-1] if dated else next(iter(view.days), None))


def count_words(day: DayCount, today: dt.date) -> str:
    """ "18 of 21 people are here", and on which day where it is not today."""
    if day.date is None or day.date == today:
        return day.words
    people = "1 person" if day.listed == 1 else f"{day.listed} people"
    when = say_date(day.date)
    if day.date > today:
        return f"{people} on the list for {when}"
    return f"{day.here} of {people} came on {when}"
