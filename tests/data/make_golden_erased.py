"""Makes tests/data/format-2. By hand, once: what bundles and workspaces look like after erasures.

python -m tests.data.make_golden_erased

Never run it again: the files are there to show that a later version still reads what this one
wrote. Everything in them is invented.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import tempfile
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import NamedAs, Person
from cps_desktop.services import attendance, erasing, exchange, planners, revoking, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.storage.folders import FILE_NAME
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.workspace import Workspace
from tests.golden_records import ERASED_DATA, WORDS, records_of
from tests.services.organisation import Organisation, join

THURSDAY = dt.date(2027, 3, 18)
GONE = "Zebedee Quillfeather"


def main() -> None:
    """Write the workspace, the join file, the bundle, and what both hold."""
    if ERASED_DATA.exists():
        raise SystemExit(f"{ERASED_DATA.name} is there already and stays as it is.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        moment = int(dt.datetime(2027, 3, 18, 10, tzinfo=dt.UTC).timestamp() * 1000)
        ticks = iter(range(moment, moment + 10_000_000))
        entropy = random.Random("format 2").randbytes
        with Workspace.create(folder, wall=lambda: next(ticks), entropy=entropy) as workspace:
            door = Door(workspace, lambda: next(ticks), entropy)
            desk = Desk(workspace, door, resources=paths.resources())
            text = Organisation("Fellside CPS (sample)", seed=2).paper([desk])
            join(desk, text)
            _work(desk)
            bundle = Path(place) / "bundle.cpsb"
            give(desk, exchange.Receiver("anyone", passphrase=WORDS), Scope.ALL, "", bundle)
            told = records_of(workspace)
        ERASED_DATA.mkdir(parents=True)
        shutil.copyfile(folder / FILE_NAME, ERASED_DATA / FILE_NAME)
        shutil.copyfile(folder / KEY_FILE_NAME, ERASED_DATA / KEY_FILE_NAME)
        shutil.copyfile(bundle, ERASED_DATA / bundle.name)
        (ERASED_DATA / "fellside.cpsjoin").write_text(text, encoding="utf-8")
        (ERASED_DATA / "records.json").write_text(
            json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )


def _work(desk: Desk) -> None:
    door = desk.door
    exchange.name_this_device(desk.workspace, "Alston laptop")
    session = sessions.create_session(
        door, title="Letters", days=[DayTimes(THURSDAY)], venue="Hexham Hall"
    )
    planner = planners.add_planner(door, session, desk.planners.choices()[0])
    planners.add_note(
        door, planner, "now", "stays, without its author", author=GONE, named_as=NamedAs.NAME
    )
    planners.add_note(door, planner, "now", "stays", author="Ann", named_as=NamedAs.NAME)
    person = Person(id=door.new_id(), name=GONE, needs="a ramp")
    door.do("Add a person", creating(person))
    attendance.add_to_list(door, session, person=person.id)
    attendance.add_to_list(door, session, name="Zoë O'Brien-Łukasz")
    door.do("Correct", setting(door.must_exist(Person, person.id), needs="a ramp and a chair"))
    erasing.erase(desk, erasing.foresee_person(desk.workspace, person.id), "They asked for it.")
    lost = bytes(range(32))
    desk.workspace.name_device(lost, "Penrith laptop")
    revoking.revoke(desk, lost, "left on a train")


if __name__ == "__main__":
    main()
