"""Invitations and address cards, read by the letter of the standards (RFC 5545, RFC 2426)."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.documents.list_files import calendar_bytes, vcard_bytes
from cps_desktop.domain.list_sheets import CardOnSheet, EventOnSheet
from cps_desktop.services.list_child import read
from cps_desktop.services.list_texts import Read

MADE = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
_LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=[^\";:,]+)*):(?P<value>.*)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

Property = tuple[str, str, str]

ANY = st.text(st.characters(codec="utf-8"), max_size=60)
"""Also with ends of lines, commas, backslashes, and what cannot be seen."""
EVENTS = st.lists(
    st.builds(
        EventOnSheet,
        uid=st.uuids().map(lambda one: f"{one.hex}@cps-desktop"),
        title=ANY,
        day=st.dates(dt.date(1970, 1, 1), dt.date(2199, 12, 31)),
        starts=st.none() | st.times().map(lambda one: one.replace(microsecond=0)),
        ends=st.none() | st.times().map(lambda one: one.replace(microsecond=0)),
        place=ANY,
        words=ANY,
    ),
    max_size=2,
)


def properties(data: bytes) -> list[Property]:
    """The content lines of a file (§3.1): each ends with CR LF and has at most 75 bytes, a further
    one begins with a space; no letter is cut in two, and nothing stands in it that may not."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and not re.search(rb"[\r\n]", line) for line in lines)
    whole: list[str] = []
    for line in lines:
        text = line.decode("utf-8")
        if text.startswith(" "):
            whole[-1] += text[1:]
        else:
            whole.append(text)
    found = []
    for text in whole:
        assert not _CONTROL.search(text)
        read_line = _LINE.fullmatch(text)
        assert read_line is not None, text
        found.append((read_line["name"], read_line["parameters"], read_line["value"]))
    return found


def text_of(value: str) -> str:
    """A TEXT value (§3.3.11) as people read it."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value, re.DOTALL), value
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)


def seen(text: str) -> str:
    """A text as it may stand in such a file."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text).replace(
        "\r\n", "\n"
    ).replace("\r", "\n")  # fmt: skip


@settings(max_examples=40)
@given(EVENTS)
def test_an_invitation_is_what_the_standard_says(events: list[EventOnSheet]) -> None:
    found = properties(calendar_bytes(events, MADE))
    assert found[0] == ("BEGIN", "", "VCALENDAR")
    assert found[-1] == ("END", "", "VCALENDAR")
    assert ("VERSION", "", "2.0") in found
    assert sum(name == "PRODID" for name, _, _ in found) == 1
    starts = [at for at, one in enumerate(found) if one == ("BEGIN", "", "VEVENT")]
    ends = [at for at, one in enumerate(found) if one == ("END", "", "VEVENT")]
    assert len(starts) == len(ends) == len(events)
    for event, first, last in zip(events, starts, ends, strict=True):
        inside = found[first + 1 : last]
        names = [name for name, _, _ in inside]
        assert len(set(names)) == len(names), "none of these may be said twice"
        said = {name: (parameters, value) for name, parameters, value in inside}
        assert said["UID"][1] == event.uid
        assert said["DTSTAMP"] == ("", "20270301T080000Z")
        assert text_of(said["SUMMARY"][1]) == seen(event.title)
        for name, wanted in (("LOCATION", event.place), ("DESCRIPTION", event.words)):
            assert text_of(said[name][1] if name in said else "") == seen(wanted)
        check_times(event, said)


def check_times(event: EventOnSheet, said: dict[str, tuple[str, str]]) -> None:
    """Days without times are whole days, whose end is the day after; an end is never before."""
    parameters, begins = said["DTSTART"]
    if event.starts is None:
        assert parameters == said["DTEND"][0] == ";VALUE=DATE"
        day = dt.datetime.strptime(begins, "%Y%m%d").date()  # noqa: DTZ007 - of the place
        after = dt.datetime.strptime(said["DTEND"][1], "%Y%m%d").date()  # noqa: DTZ007
        assert (day, after - day) == (event.day, dt.timedelta(days=1))
        return
    assert parameters == ""
    moment = dt.datetime.strptime(begins, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - of the place
    assert moment == dt.datetime.combine(event.day, event.starts)
    if "DTEND" in said:
        until = dt.datetime.strptime(said["DTEND"][1], "%Y%m%dT%H%M%S")  # noqa: DTZ007
        assert until > moment
        assert until == dt.datetime.combine(event.day, event.ends or dt.time())
    else:
        assert event.ends is None or event.ends <= event.starts


@settings(max_examples=40)
@given(st.lists(st.builds(CardOnSheet, name=ANY, known_as=ANY, organisation=ANY, email=ANY,
                          phone=ANY), min_size=1, max_size=3))  # fmt: skip
def test_address_cards_are_what_the_standard_says_and_come_back(cards: list[CardOnSheet]) -> None:
    data = vcard_bytes(cards)
    found = properties(data)
    assert [one for one in found if one[0] == "BEGIN"] == [("BEGIN", "", "VCARD")] * len(cards)
    whole = [text_of(value) for name, _, value in found if name == "FN"]
    assert whole == [seen(one.name) for one in cards]
    again = read(data)
    assert isinstance(again, Read)
    for card, row in zip(cards, again.rows[1:], strict=True):
        if seen(card.name).strip():
            assert row[0].split() == seen(card.name).split()
        assert row[1].split() == seen(card.email).split()
