"""A register of 2,000 people: finding as one types at the door, ticking in; 1,000 claims priced.

Finding and ticking go through the real page in a window that is painted; a tick is also held
against a raw commit of one row, as an edit is, and against one of all the rows it leaves behind.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from cps_desktop.domain.changes import creating
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attendance, DayPresence, Person, Role, Vehicle
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.pricing import price_mileage
from cps_desktop.services.attendance import presence_of, tick_in
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.sessions import create_session, days_of
from cps_desktop.storage.driver import Connection, connect
from tests.bench.measuring import Result, Taken, percentile, seconds, taken

Rows = dict[str, list[tuple[object, ...]]]

PEOPLE = 2_000
CLAIMS = 1_000
_RUNS = 60
# fmt: off
_FIRST = [
    "Ann",
    "Bea",
    "Cai",
    "Dee",
    "Eve",
    "Fay",
    "Gus",
    "Hal",
    "Ivy",
    "Jo",
    "Kit",
    "Lea",
    "Mo",
    "Nan",
    "Oz",
    "Pip",
    "Quin",
    "Ray",
    "Sue",
    "Tim",
]
_LAST = [
    "Bell",
    "Carr",
    "Dodd",
    "Fell",
    "Gill",
    "Hill",
    "Kerr",
    "Lamb",
    "Moss",
    "Nixon",
    "Pool",
    "Reed",
    "Shaw",
    "Tarn",
    "Ward",
]


def measure() -> list[Result]:
    """Keys in the search of the door, and ticks by Enter: p95 on screen; a tick kept: p99."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractButton, QApplication

    from cps_desktop.bootstrap import new_desk
    from cps_desktop.ui.dressing import install_theme
    from cps_desktop.ui.pages_of_session.attendance import AttendancePage
    from tests.ui.pages.host import Host

    app = QApplication.instance() or QApplication([])
    install_theme(app)
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        desk = new_desk(Path(folder) / "register", way="open")
        session, entries, days = _long_list(desk.door, random.Random(7))
        host = Host(desk)
        host.resize(1366, 768)
        host.show()
        page = AttendancePage(host, session)
        opened = seconds(lambda: host.show_page(page))
        next(
            one for one in page.switch.findChildren(QAbstractButton) if one.text() == "Door"
        ).click()
        door = page.door_view
        app.processEvents()

        def on_screen(key: str) -> float:
            """Milliseconds of processor time from a key to what it changes being painted."""
            start = process_time()
            QTest.keyClicks(door.search, key)
            app.processEvents()
            host.repaint()
            return (process_time() - start) * 1000

        keys, ticks = [], []
        rng = random.Random(9)
        for _ in range(_RUNS):
            door.search.set_text("")
            door.start()
            letters = f"{rng.choice(_FIRST)} {rng.choice(_LAST)[:2]}".lower()
            keys += [on_screen(one) for one in letters]
            start = process_time()
            QTest.keyClick(door.search, Qt.Key.Key_Return)
            app.processEvents()
            host.repaint()
            ticks.append((process_time() - start) * 1000)
        host.page = None
        absent = [one for one in entries if presence_of(desk.workspace, one, days[0]) is None]
        kept = _kept(desk, rng.sample(absent, 10 * _RUNS), days[0], Path(folder))
        priced = _pricing(desk.policies)
        host.close()
        desk.close()
    said = f"{PEOPLE:,} people, processor time, p95"
    return [
        Result("a key at the door", _p95(keys), 16, unit="ms", note=said),
        Result("a tick on screen", _p95(ticks), 16, unit="ms", note=said),
        *kept,
        Result("the attendance page opened", opened * 1000, 250, unit="ms", note=said),
        Result("1,000 claims priced", priced, 50, unit="ms", note="processor time, best of five"),
    ]


def _kept(desk: Desk, entries: Sequence[str], day: str, folder: Path) -> list[Result]:
    """A tick kept, against a raw commit of one row and against one of the very rows it leaves
    behind, put into a copy of the same file; the three are taken in turn."""
    ours = desk.workspace.connection
    ours.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy2(desk.workspace.path, folder / "copy.cps")
    copy = connect(folder / "copy.cps", desk.workspace.key)
    single = connect(folder / "single.db", desk.workspace.key)
    single.execute("CREATE TABLE one (n INTEGER PRIMARY KEY, words TEXT)")
    kept, alike, one = [], [], []
    for entry in entries:
        kept.append(taken(lambda entry=entry: tick_in(desk.door, entry, day)))  # type: ignore[misc]
        rows = _newest(ours)
        alike.append(taken(lambda rows=rows: _insert(copy, rows)))  # type: ignore[misc]
        one.append(taken(lambda: single.execute("INSERT INTO one (words) VALUES ('words')")))
    single.close()
    copy.close()
    return [
        _against("a tick kept, p99", kept, one, "a raw commit of one row"),
        _against("a tick kept, p99", kept, alike, "a raw commit of the rows it leaves behind"),
    ]


def _against(name: str, ours: Sequence[Taken], floor: Sequence[Taken], what: str) -> Result:
    clock, raw = (percentile([one.clock for one in some], 0.99) for some in (ours, floor))
    own, raw_own = (percentile([one.own for one in some], 0.5) for some in (ours, floor))
    note = f"floor: {what}; medians of processor time {own:.2f} / {raw_own:.2f} ms"
    return Result(name, clock, 2.0, raw, unit="ms", note=note)


def _newest(connection: Connection) -> Rows:
    """The rows that the newest record has, by table."""
    n = connection.execute("SELECT max(n) FROM journal_record").fetchone()[0]
    named = {"journal_record": "n", "journal_change": "record", DayPresence.KIND: "n"}
    return {
        table: connection.execute(f'SELECT * FROM "{table}" WHERE {by} = ?', [n]).fetchall()
        for table, by in named.items()
    }


def _insert(connection: Connection, rows: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, some in rows.items():
        marks = ", ".join("?" * len(some[0]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', some)
    connection.execute("COMMIT")


def _p95(times: Sequence[float]) -> float:
    return percentile(times, 0.95)


def _long_list(door: Door, rng: random.Random) -> tuple[str, list[str], list[str]]:
    """A session of two days with everybody on its list: session, entries, days."""
    session = create_session(
        door,
        title="A long list",
        days=[DayTimes(door.today()), DayTimes(door.today() + dt.timedelta(days=1))],
    )
    edits, entries = [], []
    for number in range(PEOPLE):
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {number}"
        person = Person(id=door.new_id(), name=name, role=rng.choice(list(Role)))
        entry = Attendance(
            id=derived_id(session, person.id),
            root=session,
            session=session,
            person=person.id,
            role=person.role,
        )
        entries.append(entry.id)
        edits += [*creating(person), *creating(entry)]
    door.do("Fill", edits)
    return session, entries, [one.id for one in days_of(door.records, session)]


def _pricing(policies: Policies) -> float:
    """Milliseconds of processor time to price one mileage line of each of 1,000 claims: journeys by
    every vehicle, on days of every edition, across the year's threshold; the least of five."""
    rng = random.Random(3)
    policy = next(one for one in policies.choices() if one.id == "hmrc")
    journeys = [
        (
            rng.choice(list(Vehicle)),
            dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(700)),
            rng.randrange(1, 4_000),
            rng.randrange(4),
            rng.randrange(0, 120_000),
        )
        for _ in range(CLAIMS)
    ]

    def once() -> float:
        start = process_time()
        for vehicle, day, tenths, passengers, before in journeys:
            price_mileage(
                policy,
                day,
                vehicle,
                miles_tenths=tenths,
                passengers=passengers,
                before_tenths=before,
            )
        return (process_time() - start) * 1000

    return min(once() for _ in range(5))
