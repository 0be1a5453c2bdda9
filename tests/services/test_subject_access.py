"""A person's own data, given to them: all of theirs, and nothing of others."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cps_desktop import paths
from cps_desktop.domain.changes import creating
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    DayPart,
    LineKind,
    NamedAs,
    Person,
    Role,
    Signing,
    SignInPage,
)
from cps_desktop.services import (
    actions,
    attendance,
    attendance_signing,
    claim_steps,
    claims,
    note_pictures,
    people,
    planners,
    sessions,
    themes,
)
from cps_desktop.services.erasing import ask_for_erasure
from cps_desktop.services.merging import make_one
from cps_desktop.services.payments_for_time import add_payment
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.subject_access import Given, give_to_person
from cps_desktop.services.subject_data import LEFT_OUT
from tests.documents.reading import words_by_pdfium
from tests.documents.rich_sheets import photo
from tests.services.desks import Pair, pair
from tests.services.laptop import THURSDAY

OTHER = "Tom Othersson"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


class Ann:
    """Somebody of whom much is held, beside somebody else of whom nothing may be told."""

    def __init__(self, two: Pair) -> None:
        door, desk = two.left.door, two.here
        self.two = two
        self.person = people.add_person(
            door, name="Ann Bell", known_as="Annie", role=Role.CARER, contact="01632 960 010",
            organisation="Healthwatch", needs="Ramp",
        )  # fmt: skip
        other = people.add_person(door, name=OTHER, contact="01632 960 999", needs="Secret need")
        day = sessions.days_of(desk.workspace, two.session)[0].id
        entry = attendance.add_to_list(door, two.session, person=self.person)
        attendance.tick_in(door, entry, day, arrived=dt.time(9, 20))
        attendance.set_part(door, entry, day, DayPart.MORNING)
        attendance_signing.sign_on_paper(door, two.session, day, [entry])
        sheet = SignInPage(id=door.new_id(), root=two.session, session=two.session, session_day=day)
        door.do("Keep a sheet", creating(sheet))
        attendance.add_to_list(door, two.session, person=other)
        sessions.change_session(door, two.session, facilitators=(other,))
        agency = people.ensure_organisation(door, "Trust", lead_agency=True)
        claim = claims.start_claim(door, two.session, self.person, agency)
        line = claims.add_line(
            door, desk.policies, claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=310,
            description="Townfoot", agreed_by=OTHER,
        )  # fmt: skip
        self.jpeg = photo()
        digest = hashlib.sha256(self.jpeg).hexdigest()
        claims.attach_receipt(
            door, desk.workspace, line, [PreparedPicture(self.jpeg, 1, 1, digest, "p.jpg")]
        )
        ann = claim_steps.Who("Ann Bell", self.person)
        claim_steps.declare(door, claim, ann, signing=Signing.PAPER)
        claim_steps.confirm_attendance(door, claim, claim_steps.Who(OTHER), "At the door.")
        add_payment(
            door, two.session, self.person, day=THURSDAY, description="On the panel", pence=7500
        )
        theirs = claims.start_claim(door, two.session, other, agency)
        claims.add_line(
            door, desk.policies, theirs, kind_of=LineKind.FARE, day=THURSDAY, pence=99_900
        )
        planners.add_note(
            door, two.planner, "now", "I waited two hours", author="ann bell",
            named_as=NamedAs.NAME,
        )  # fmt: skip
        planners.add_note(door, two.planner, "now", "Ann Bell was kind", author=OTHER)
        planners.add_note(door, two.planner, "now", "Nothing of hers", author=OTHER)
        self.drawing = photo(seed=2)
        drawn = hashlib.sha256(self.drawing).hexdigest()
        prepared = PreparedPicture(self.drawing, 1, 1, drawn, "d.jpg")
        self.drawn = note_pictures.add_picture_note(
            desk, two.planner, "now", prepared, "My way there", author="Annie",
            named_as=NamedAs.NAME,
        )  # fmt: skip
        themes.set_theme(door, [self.drawn], "Getting there")
        actions.add_action(door, two.session, "Ring the bus firm", who="annie", due=THURSDAY)
        actions.add_action(door, two.session, "Thank Ann Bell", who=OTHER)
        actions.add_action(door, two.session, "Nothing of hers to do", who=OTHER)
        ask_for_erasure(door, self.person, "I moved away")

    def give(self, folder: Path, *, with_mentions: bool = False) -> Given:
        return give_to_person(
            self.two.here,
            self.person,
            folder,
            font_cache=paths.cache_folder() / "fonts",
            with_mentions=with_mentions,
        )


def told(given: Given) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(given.json.read_text(encoding="utf-8"))
    return found


def test_everything_of_theirs_is_in_the_file_and_in_the_document(two: Pair, tmp_path: Path) -> None:
    ann = Ann(two)
    given = ann.give(tmp_path)
    data = told(given)
    assert (data["format"], data["version"], data["made_on"]) == (
        "cps-subject-access", 1, "2027-03-18",
    )  # fmt: skip
    (entry,) = data["entries"]
    assert {one["field"]: one["says"] for one in entry["facts"] if one["says"]} == {
        "under_18": "No",
        "name": "Ann Bell",
        "known_as": "Annie",
        "role": "Carer",
        "organisation": "Healthwatch",
        "contact": "01632 960 010",
        "needs": "Ramp",
    }
    (listed,) = data["sessions"]
    assert (listed["title"], listed["days"]) == (
        "Letters",
        [
            {
                "day": "2027-03-18",
                "state": "Here",
                "arrived": "09:20:00",
                "left": None,
                "part": "Morning",
                "signed": ["signed on paper"],
                "sheets": 1,
            }
        ],
    )
    (claim,) = data["expenses"]
    (line,) = claim["lines"]
    assert (claim["pence"], line["pence"], line["agreed_by"]) == (310, 310, LEFT_OUT)
    signed, confirmed = claim["steps"]
    assert "(by Ann Bell)" in signed
    assert LEFT_OUT in confirmed
    assert confirmed.endswith("At the door.")
    assert data["for_time"] == ["Thursday 18 March 2027: On the panel, £75.00"]
    (picture,) = line["receipts"]
    assert (given.folder / picture["file"]).read_bytes() == ann.jpeg
    assert hashlib.sha256(ann.jpeg).hexdigest() == picture["sha256"]
    waited, drawn = data["notes"]
    assert (waited["text"], waited["picture"]) == ("I waited two hours", None)
    assert (drawn["text"], drawn["theme"]) == ("My way there", "Getting there")
    assert (given.folder / drawn["picture"]["file"]).read_bytes() == ann.drawing
    assert [(one["what"], one["due"], one["state"]) for one in data["actions"]] == [
        ("Ring the bus firm", "2027-03-18", "To do")
    ]
    assert data["requests"][0]["why"] == "I moved away"
    text = " ".join(" ".join(words_by_pdfium(given.pdf.read_bytes())).split())
    for words in (
        "What is held about Ann Bell", "01632 960 010", "Ramp", "Parking, Townfoot, £3.10",
        "I waited two hours", "I moved away", "Receipt 1 of 2", "Picture 1", "arrived 09:20",
        "Ring the bus firm", "Getting there",
    ):  # fmt: skip
        assert words in text, words
    assert (given.pictures, given.missing) == (2, 0)


@pytest.mark.parametrize("with_mentions", [False, True])
def test_nothing_is_told_of_others(two: Pair, tmp_path: Path, with_mentions: bool) -> None:
    given = Ann(two).give(tmp_path, with_mentions=with_mentions)
    for said in (
        given.json.read_text(encoding="utf-8"),
        " ".join(words_by_pdfium(given.pdf.read_bytes())),
    ):
        for secret in (OTHER, "Othersson", "960 999", "Secret need", "999.00", "Nothing of hers"):
            assert secret not in said
        assert ("Ann Bell was kind" in said) is with_mentions
        assert ("Thank Ann Bell" in said) is with_mentions
    data = told(given)
    assert data["mentions_found"] == 2
    assert (data["mentions"] is None) is not with_mentions


def test_what_was_made_one_with_them_is_theirs(two: Pair, tmp_path: Path) -> None:
    ann = Ann(two)
    again = people.add_person(two.left.door, name="Anne Bell", contact="ann@example.org")
    make_one(two.left.door, Alike.PERSON, ann.person, again, {"contact": "01632 960 010"})
    data = told(ann.give(tmp_path))
    own, merged = data["entries"]
    assert (own["merged"], merged["merged"]) == (False, True)
    assert "ann@example.org" in {one["says"] for one in merged["facts"]}


def test_both_versions_and_who_has_it_are_told(two: Pair, tmp_path: Path) -> None:
    ann = Ann(two)
    two.send()
    for side, words in ((two.left, "Left words"), (two.right, "Right words")):
        people.change_person(side.door, ann.person, needs=words)
    two.answer()
    data = told(ann.give(tmp_path))
    says = {one["says"] for one in data["entries"][0]["facts"] if one["field"] == "needs"}
    assert says == {"Left words", "Right words"}
    assert data["to_decide"] == 1
    by = {one["written_on"] for one in data["entries"][0]["facts"]}
    assert {"This laptop", "Penrith laptop"} <= by
    assert {one["laptop"] for one in data["handed"]} == {"Penrith laptop"}


def test_nothing_is_written_over_and_nothing_is_left_half_written(
    two: Pair, tmp_path: Path
) -> None:
    ann = Ann(two)
    first, second = ann.give(tmp_path), ann.give(tmp_path)
    assert first.folder != second.folder
    assert first.json.read_bytes() == second.json.read_bytes()
    with pytest.raises(InputRefused, match="not in this workspace"):
        give_to_person(two.here, "0" * 32, tmp_path / "none", font_cache=tmp_path)
    assert not (tmp_path / "none").exists()
    for own in (two.here.folder, two.here.folder / "within"):
        with pytest.raises(InputRefused, match="workspace's own folder"):
            give_to_person(two.here, ann.person, own, font_cache=tmp_path)
    blocked = tmp_path / "a file"
    blocked.write_text("x")
    with pytest.raises(InputRefused, match="Choose another place"):
        give_to_person(two.here, ann.person, blocked, font_cache=tmp_path)


def test_somebody_of_whom_next_to_nothing_is_held(two: Pair, tmp_path: Path, fonts: Path) -> None:
    person = people.add_person(two.left.door, name="Bo")
    given = give_to_person(two.here, person, tmp_path, font_cache=fonts)
    text = " ".join(" ".join(words_by_pdfium(given.pdf.read_bytes())).split())
    assert "You are on no list." in text
    assert "No claim of yours is held." in text
    assert two.here.workspace.get(Person, person) is not None
