"""A session with a claimant and a lead agency, on a real workspace, for the tests of claims."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from cps_desktop.domain.changes import creating
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import ClaimLine, Organisation, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_view import ClaimView, claim_view
from cps_desktop.services.claims import start_claim
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.policy_files import load_policies
from cps_desktop.services.sessions import create_session
from tests.services.laptop import THURSDAY, Laptop

FRIDAY = dt.date(2027, 3, 19)
POLICIES = load_policies([Path(__file__).parents[2] / "resources" / "policies"])


class Expenses:
    """A two-day session in March 2027 with one claim begun."""

    def __init__(self, laptop: Laptop, policy: str = "") -> None:
        self.laptop = laptop
        self.door = laptop.door
        self.records = laptop.door.records
        self.agency = self.new_agency("North Cumbria (sample)", policy)
        self.person = self.new_person("R. Hartley (invented)")
        self.session = self.new_session([THURSDAY, FRIDAY])
        self.claim = start_claim(self.door, self.session, self.person, self.agency)

    def new_agency(self, name: str, policy: str = "") -> RecordId:
        agency = Organisation(id=self.door.new_id(), name=name, lead_agency=True, policy=policy)
        self.door.do("Add an organisation", creating(agency))
        return agency.id

    def new_person(self, name: str) -> RecordId:
        person = Person(id=self.door.new_id(), name=name)
        self.door.do("Add a person", creating(person))
        return person.id

    def new_session(self, days: list[dt.date]) -> RecordId:
        times = [DayTimes(day) for day in days]
        return create_session(self.door, title="Making discharge letters clearer", days=times)

    def line(self, line: RecordId) -> ClaimLine:
        found = self.records.get(ClaimLine, line)
        assert found is not None
        return found

    def view(self, today: dt.date = FRIDAY) -> ClaimView:
        return claim_view(self.records, POLICIES, self.claim, today)


def picture(seed: str, name: str = "photo.jpg") -> PreparedPicture:
    """What ``prepare_receipt`` gives, without a camera: claims look at nothing but the bytes."""
    content = f"the pixels of {seed}".encode()
    return PreparedPicture(content, 40, 30, hashlib.sha256(content).hexdigest(), name)
