"""A list of people that somebody else made: what its columns mean, and who stands in it.

A list is a table of texts, wherever it came from. Headings are recognised by their words; a list
without headings by what stands in its columns. Nothing here decides who is who.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from cps_desktop.domain.kinds import Role

Table = tuple[tuple[str, ...], ...]

MOST_HEADINGS: Final = 12
"""Lines at the top of a list among which its headings are looked for."""
LONGEST_CELL: Final = 500
"""Characters of a cell; a longer one is no name, and is cut with an ellipsis."""
_SAMPLE: Final = 200
"""Lines by which the columns of a list without headings are told."""


class Means(StrEnum):
    """What a column of a list says of a person."""

    NOTHING = ""
    NAME = "name"
    FIRST_NAME = "first_name"
    SURNAME = "surname"
    KNOWN_AS = "known_as"
    ROLE = "role"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    COMMUNITY = "community"
    NEEDS = "needs"


MEANS_WORDS: Final[dict[str, str]] = {
    Means.NOTHING: "Leave it out",
    Means.NAME: "Name",
    Means.FIRST_NAME: "First name",
    Means.SURNAME: "Surname",
    Means.KNOWN_AS: "Known as",
    Means.ROLE: "Role",
    Means.ORGANISATION: "Organisation",
    Means.EMAIL: "E-mail",
    Means.PHONE: "Phone",
    Means.CONTACT: "Phone or e-mail",
    Means.COMMUNITY: "Integrated Care Community",
    Means.NEEDS: "Needs, in words",
}

_HEADINGS: Final[dict[Means, str]] = {
    Means.NAME: "name|full name|participant|participant name|attendee|attendee name|person|guest|"
    "delegate|delegate name|who|names|invitee|display name|name of participant|contact name",
    Means.FIRST_NAME: "first name|forename|given name|firstname|first|forenames|first names",
    Means.SURNAME: "surname|last name|family name|lastname|last",
    Means.KNOWN_AS: "known as|preferred name|nickname|likes to be called|preferred",
    Means.ROLE: "role|type|capacity|attending as|coming as|participant type|category|group|"
    "usual role|role in the session",
    Means.ORGANISATION: "organisation|organization|org|company|employer|trust|agency|"
    "organisation name|works for|team organisation|organisation team",
    Means.EMAIL: "email|e mail|mail|email address|e mail address|contact email|contact e mail|"
    "e mail 1 value|email 1|primary email",
    Means.PHONE: "phone|telephone|mobile|tel|phone number|telephone number|mobile number|"
    "contact number|mobile phone|contact phone|contact telephone|contact mobile|tel no|phone no|"
    "home phone|business phone|phone 1 value",
    Means.CONTACT: "contact|contact details|phone or e mail|phone or email|how to reach them|"
    "email or phone|phone email",
    Means.COMMUNITY: "icc|community|integrated care community|area|locality|place|town",
    Means.NEEDS: "needs|access needs|access requirements|requirements|dietary|dietary needs|"
    "dietary requirements|special requirements|access and dietary needs|diet|access|"
    "support needs|additional needs|adjustments|reasonable adjustments|needs in words",
}
_BY_HEADING: Final = {
    words: means for means, some in _HEADINGS.items() for words in some.split("|")
}
_ROLES: Final[dict[str, str]] = {
    words: role
    for role, some in {
        Role.PATIENT: "patient|service user|patient or service user|patient service user|"
        "expert by experience|lived experience|client|user|young person",
        Role.CARER: "carer|family carer|unpaid carer|parent|parent carer|family|relative",
        Role.PUBLIC: "public|member of the public|citizen|resident|lay|lay member|lay person|"
        "community member|volunteer",
        Role.STAFF: "staff|nhs|nhs staff|employee|clinician|nurse|doctor|gp|manager|professional",
        Role.THIRD_SECTOR: "third sector|charity|voluntary|voluntary sector|vcse|vcs|"
        "charity or community group|community group|community leader|vcfse",
        Role.FACILITATOR: "facilitator|trainer|coach|workshop leader|team leader",
        Role.SPONSOR: "sponsor|executive sponsor|director",
        Role.OBSERVER: "observer|guest|visitor|student",
    }.items()
    for words in some.split("|")
}
_MAIL: Final = re.compile(r"[^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+\.[^\s@,;:<>()\"]+")
_PHONE: Final = re.compile(r"\+?[\d\s()./-]{6,24}")
_WITHOUT_NOUGHT: Final = re.compile(r"[1237][0-9]{9}")
"""A UK number of which a spreadsheet made a sum, and so took off the nought it begins with."""


_PLAINLY: Final = {
    code: " and " if chr(code) == "&" else " " for code in range(128) if not chr(code).isalnum()
}
"""What stands for each sign of ASCII that is no letter and no digit."""


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read: where its people begin, and what each column means."""

    first: int
    headings: tuple[str, ...]
    columns: tuple[Means, ...]

    @property
    def names(self) -> bool:
        """Whether somebody's name can be read from it."""
        return bool({Means.NAME, Means.FIRST_NAME, Means.SURNAME} & set(self.columns))


@dataclasses.dataclass(frozen=True, slots=True)
class Guest:
    """One person as the list has them; ``line`` counts the list's lines from 1."""

    line: int
    name: str
    known_as: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    community: str = ""
    needs: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Guests:
    """Everybody in a list; ``nameless`` are lines that say something, but no name."""

    people: tuple[Guest, ...]
    nameless: tuple[int, ...] = ()
    strange_roles: tuple[str, ...] = ()


def plainly(text: str) -> str:
    """Words as headings and roles are compared: small letters and digits alone."""
    if text.isascii():
        return " ".join(text.lower().translate(_PLAINLY).split())
    apart = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(one if one.isalnum() else " " for one in apart if not unicodedata.combining(one))
    return " ".join(kept.split())


def tidy(text: str) -> str:
    """A cell on one line, without what cannot be seen, and no longer than a cell may be."""
    seen = text
    if not text.isprintable():  # most are: lists of thousands are looked at cell by cell
        seen = "".join(
            " " if one.isspace() else one
            for one in text
            if one.isspace() or unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn")
        ).replace("\ufeff", "")
    line = " ".join(seen.split())
    return line if len(line) <= LONGEST_CELL else f"{line[: LONGEST_CELL - 1]}…"


def role_of(text: str) -> str:
    """The role that is meant by these words; "" where nobody can tell."""
    return _ROLES.get(plainly(text), "")


def recognise(table: Table) -> Layout:
    """What the columns mean: by one line of headings, by two (the upper one over several columns,
    as merged cells are), or by what stands in them."""
    width = max((len(row) for row in table), default=0)
    rows = [_filled(row, width) for row in table[: MOST_HEADINGS + 1]]
    best: tuple[int, int, tuple[str, ...], tuple[Means, ...]] | None = None
    for at, row in enumerate(rows[:MOST_HEADINGS]):
        ways = [(at + 1, row)]
        if at + 1 < len(rows):
            ways.append((at + 2, _two_lines(row, rows[at + 1])))
        for first, headings in ways:
            means = _meanings(headings)
            score = sum(one is not Means.NOTHING for one in means)
            named = bool({Means.NAME, Means.FIRST_NAME, Means.SURNAME} & set(means))
            if named and (best is None or score > best[0]):
                best = (score, first, headings, means)
    if best is not None:
        return Layout(best[1], best[2], best[3])
    return Layout(0, tuple("" for _ in range(width)), _by_content(table, width))


def _filled(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(width - len(row))))


def _two_lines(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """Headings of two lines. A merged cell says its words in its first column only."""
    over, found = "", []
    for above, below in zip(upper, lower, strict=True):
        over = above.strip() or over
        alone = _BY_HEADING.get(plainly(below))
        if not below.strip():
            found.append(above)
        else:
            found.append(below if alone or not over else f"{over} {below}")
    # Two lines are headings only if the lower one has some of its own.
    return tuple(found) if any(plainly(one) in _BY_HEADING for one in lower) else upper


def _meanings(headings: Iterable[str]) -> tuple[Means, ...]:
    found: list[Means] = []
    for one in headings:
        means = _BY_HEADING.get(plainly(one), Means.NOTHING)
        found.append(Means.NOTHING if means in found else means)
    return tuple(found)


def _by_content(table: Table, width: int) -> tuple[Means, ...]:
    sample = table[:_SAMPLE]
    columns = [[row[at].strip() for row in sample if at < len(row)] for at in range(width)]
    found = [Means.NOTHING] * width
    looks: tuple[tuple[Means, Callable[[str], object]], ...] = (
        (Means.EMAIL, _MAIL.fullmatch),
        (Means.PHONE, _PHONE.fullmatch),
        (Means.ROLE, role_of),
        (Means.NAME, _looks_like_a_name),
    )
    for means, fits in looks:
        for at, cells in enumerate(columns):
            said = [one for one in cells if one]
            if found[at] is Means.NOTHING and said and means not in found:
                hits = sum(1 for one in said if fits(one))
                if 2 * hits > len(said):
                    found[at] = means
    return tuple(found)


def _looks_like_a_name(text: str) -> bool:
    return len(text) <= 80 and any(one.isalpha() for one in text) and not _MAIL.search(text)


_NAMES: Final = (Means.NAME, Means.FIRST_NAME, Means.SURNAME)


def guests_of(table: Table, layout: Layout) -> Guests:
    """Everybody in a list, in its order. Blank lines, and headings said again, are passed over."""
    people: list[Guest] = []
    nameless: list[int] = []
    strange: dict[str, None] = {}
    again = tuple(plainly(one) for one in layout.headings)
    said_again = any(again)
    for at, row in enumerate(table[layout.first :], layout.first + 1):
        cells = [tidy(one) for one in row]
        if not any(cells) or (said_again and _is_heading(cells, again)):
            continue
        said = _said(layout.columns, cells)
        name = _name(said)
        if not name:
            nameless.append(at)
            continue
        written = said.pop(Means.ROLE, "")
        role = role_of(written)
        if written and not role:
            strange.setdefault(written)
        if _WITHOUT_NOUGHT.fullmatch(said.get(Means.PHONE, "")):
            said[Means.PHONE] = f"0{said[Means.PHONE]}"
        rest = {means.value: cell for means, cell in said.items() if means not in _NAMES}
        people.append(Guest(line=at, name=name, role=role, **rest))
    return Guests(tuple(people), tuple(nameless), tuple(strange))


def _is_heading(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether these cells say the headings over again; a name in the first of them ends it."""
    both = zip(cells, headings, strict=False)
    return len(cells) <= len(headings) and all(plainly(cell) == one for cell, one in both)


def _said(columns: Sequence[Means], cells: Sequence[str]) -> dict[Means, str]:
    both = zip(columns, cells, strict=False)
    return {means: cell for means, cell in both if cell and means != Means.NOTHING}


def _name(said: dict[Means, str]) -> str:
    whole = said.get(Means.NAME, "")
    if whole:
        surname, comma, first = whole.partition(",")
        # "Bell, Ann", but not "Bell, Ann, and Bob".
        if comma and first.strip() and "," not in first and not re.search(r"[\d@]", whole):
            return f"{first.strip()} {surname.strip()}".strip()
        return whole
    return f"{said.get(Means.FIRST_NAME, '')} {said.get(Means.SURNAME, '')}".strip()
