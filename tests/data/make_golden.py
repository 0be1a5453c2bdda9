"""Makes tests/data/release-0.1. By hand, once: what it makes is what people's files look like.

python -m tests.data.make_golden

Never run it again for the same release: the files are there to show that a later version still
reads what this one wrote. Everything in them is invented.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import tempfile
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Attendance, LineKind, NamedAs
from cps_desktop.services import attendance, claims, exchange, people, planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.pictures import prepare_receipt
from cps_desktop.storage.folders import FILE_NAME
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.workspace import Workspace
from tests.golden_records import DATA, WORDS, records_of

THURSDAY = dt.date(2027, 3, 18)


def main() -> None:
    """Write the workspace, the bundle and what both hold."""
    if DATA.exists():
        raise SystemExit(f"{DATA.name} is there already and stays as it is.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        moment = int(dt.datetime(2027, 3, 18, 10, tzinfo=dt.UTC).timestamp() * 1000)
        ticks = iter(range(moment, moment + 10_000_000))
        entropy = random.Random("release 0.1").randbytes
        with Workspace.create(folder, wall=lambda: next(ticks), entropy=entropy) as workspace:
            door = Door(workspace, lambda: next(ticks), entropy)
            desk = Desk(workspace, door, resources=paths.resources())
            _work(desk)
            bundle = Path(place) / "bundle.cpsb"
            give(desk, exchange.Receiver("anyone", passphrase=WORDS), Scope.ALL, "", bundle)
            told = records_of(workspace)
        DATA.mkdir(parents=True)
        shutil.copyfile(folder / FILE_NAME, DATA / FILE_NAME)
        shutil.copyfile(folder / KEY_FILE_NAME, DATA / KEY_FILE_NAME)
        shutil.copyfile(bundle, DATA / bundle.name)
        (DATA / "records.json").write_text(
            json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )


def _work(desk: Desk) -> None:
    door = desk.door
    exchange.name_this_device(desk.workspace, "Alston laptop")
    agency = people.ensure_organisation(door, "Cumberland Parks Trust", lead_agency=True)
    session = sessions.create_session(
        door,
        title="Letters — “who reads them?” 😀 ﷺ e\u0301",
        purpose="Why do so few answer?",
        days=[DayTimes(THURSDAY)],
        venue="Hexham Hall",
        lead_agency=agency,
        organisations=(agency,),
    )
    planner = planners.add_planner(door, session, desk.planners.choices()[0])
    texts = ("first\nline", "second", "العربية · 漢字 · 👩🏽‍🌾", "taken away")
    notes = [
        planners.add_note(door, planner, "now", text, author="Ann", named_as=NamedAs.NAME)
        for text in texts
    ]
    planners.delete_notes(door, notes[-1:])
    entry = attendance.add_to_list(
        door, session, name="Zoë O'Brien-Łukasz", organisation="Hall friends"
    )
    (day,) = sessions.days_of(door.records, session)
    attendance.tick_in(door, entry, day.id, arrived=dt.time(9, 58))
    person = door.must_exist(Attendance, entry).person
    claim = claims.start_claim(door, session, person, agency)
    claims.add_line(
        door,
        desk.policies,
        claim,
        day=THURSDAY,
        description="To the hall",
        from_place="Alston",
        to_place="Hexham",
        miles_tenths=243,
    )
    line = claims.add_line(
        door,
        desk.policies,
        claim,
        kind_of=LineKind.OTHER,
        day=THURSDAY,
        description="Paper",
        pence=310,
    )
    picture = prepare_receipt(_tiny_receipt(), "paper.png")
    claims.attach_receipt(door, desk.workspace, line, picture)
    claims.mark_ready(door, claim)


def _tiny_receipt() -> bytes:
    import io

    from PIL import Image

    image, kept = Image.new("RGB", (48, 64), (250, 250, 245)), io.BytesIO()
    image.paste((40, 40, 60), (8, 12, 40, 16))
    image.save(kept, "PNG")
    return kept.getvalue()


if __name__ == "__main__":
    main()
