"""How somebody can be reached: e-mail and phone apart, also where one field held both."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from cps_desktop.domain.kinds import Person

_MAIL: Final = re.compile(r"[^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+\.[^\s@,;:<>()\"]+")
_PHONE: Final = re.compile(r"\+?\(?\d[\d\s()./-]{4,}\d")
_LEAST_DIGITS: Final = 6
_LONGEST: Final = 1_000
"""Characters; a longer text is no address, and would be gone over once a letter."""
_BETWEEN: Final = " ,;/|\t\n"


class Reach(msgspec.Struct, frozen=True):
    """Ways to reach somebody; ``other`` is what is neither e-mail nor phone."""

    email: str = ""
    phone: str = ""
    other: str = ""

    @property
    def words(self) -> str:
        """All of it on one line."""
        return " · ".join(part for part in (self.phone, self.email, self.other) if part)


_NOTHING: Final = Reach()


def reach_of(person: Person) -> Reach:
    """How a person can be reached: their own fields, and what the one field of before says."""
    read = read_reach(person.contact)
    email, phone = person.email.strip(), person.phone.strip()
    left = [read.other]
    if email and read.email and email.casefold() != read.email.casefold():
        left.append(read.email)
    if phone and read.phone and digits(phone) != digits(read.phone):
        left.append(read.phone)
    other = ", ".join(part for part in left if part)
    return Reach(email or read.email, phone or read.phone, other)


def read_reach(text: str) -> Reach:
    """An e-mail address, a phone number and the rest of a text such as "01632 960010, evenings"."""
    rest = " ".join(text.split())
    if not rest:
        return _NOTHING
    if len(rest) > _LONGEST:
        return Reach(other=rest)
    email = phone = ""
    if found := _MAIL.search(rest):
        email = found[0].strip(".")
        rest = rest.replace(found[0], " ", 1)
    for found in _PHONE.finditer(rest):
        if len(digits(found[0])) >= _LEAST_DIGITS:
            phone = found[0].strip()
            rest = rest.replace(found[0], " ", 1)
            break
    # Where nothing was found, all of it is the rest; else what only joined the parts goes.
    other = " ".join(rest.split()).strip(_BETWEEN)
    return Reach(email, phone, other if re.search(r"\w", other) else "")


def digits(phone: str) -> str:
    """A number as it is compared: 0044 and +44 mean 0."""
    bare = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.strip().startswith("+44"):
        return f"0{bare[2:]}"
    return f"0{bare[4:]}" if bare.startswith("0044") else bare
