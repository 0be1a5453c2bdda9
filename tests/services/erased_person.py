"""A person who is everywhere, on two laptops of one organisation; and whether they are gone."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.kinds import LineKind, NamedAs, Person, Session
from cps_desktop.services import attendance, claims, erasing, people, planners
from cps_desktop.services.checking import check_workspace
from cps_desktop.storage.workspace import Workspace
from tests.services.desks import Pair
from tests.services.expenses import picture
from tests.services.laptop import THURSDAY, Laptop
from tests.services.organisation import Organisation
from tests.storage.plain_pages import holds

NAME = "Zebedee Quillfeather"
SURNAME = "Quillfeather"
CONTACT = "zq@example.invalid"
NEEDS = "needs a ramp and rhubarb"
PLACE = "Zebbing Lane"
RECEIPT = "torn bus ticket of theirs"


class World(Pair):
    """Two laptops of one organisation; the left one may erase. A person who is everywhere."""

    def __init__(self, left: Laptop, right: Laptop, folder: Path) -> None:
        super().__init__(left, right, folder)
        self.organisation = Organisation()
        self.organisation.found([left], [right])
        self.person = self._new_person(left)
        door = left.door
        self.entry = attendance.add_to_list(door, self.session, person=self.person)
        self.other = attendance.add_to_list(door, self.session, name="Ann Other")
        session = door.must_exist(Session, self.session)
        door.do("Facilitate", setting(session, facilitators=(self.person,)))
        self.written = planners.add_note(
            door, self.planner, "now", "plain words", author=NAME, named_as=NamedAs.NAME
        )
        self.mention = planners.add_note(door, self.planner, "now", f"ask {NAME} about the bus")
        self._claim(left)
        self.send()

    def _new_person(self, left: Laptop) -> str:
        person = Person(id=left.door.new_id(), name=NAME, contact=CONTACT, needs="something else")
        left.door.do("Add a person", creating(person))
        there = left.door.must_exist(Person, person.id)
        left.door.do("Correct", setting(there, needs=NEEDS))
        return person.id

    def _claim(self, left: Laptop) -> None:
        agency = people.ensure_organisation(left.door, "Hall Trust", lead_agency=True)
        claim = claims.start_claim(left.door, self.session, self.person, agency)
        line = claims.add_line(
            left.door,
            self.here.policies,
            claim,
            kind_of=LineKind.OTHER,
            day=THURSDAY,
            description=PLACE,
            pence=310,
        )
        claims.attach_receipt(left.door, left.workspace, line, [picture(RECEIPT)])

    @property
    def texts(self) -> tuple[str, ...]:
        """What must be nowhere after everything was erased."""
        return (SURNAME, CONTACT, NEEDS, PLACE, "something else", RECEIPT)

    def foresee(self) -> erasing.Foreseen:
        """All there is of the person, also what is offered only."""
        found = erasing.foresee_person(self.left.workspace, self.person)
        return found.choosing([one.key for one in found.groups])

    def erase(self) -> erasing.Erased:
        """Erase all of it."""
        return erasing.erase(self.here, self.foresee(), "asked for it")


def is_whole(workspace: Workspace) -> None:
    """The check finds nothing, and what is made again is what was there."""
    assert check_workspace(workspace).problems == []
    before = tables(workspace)
    workspace.rebuild()
    assert tables(workspace) == before


def tables(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the file that is read with a key, table by table, FTS's own ones too."""
    connection = workspace.connection
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if row[0] not in ("search_data", "search_idx", "search_docsize", "search_config")
    ]
    return {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for name in names
    }


def is_gone(workspace: Workspace, texts: tuple[str, ...]) -> None:
    """No page of any file in the folder holds any of it."""
    for text in texts:
        assert holds(workspace.folder, workspace.key, text) == [], text
        assert workspace.search(text.split()[0]) == ()
