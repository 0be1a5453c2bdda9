"""Deciding on bundles in a real window: one or many, by the keyboard, each alone."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Session
from cps_desktop.services import exchange, inbox_places, sessions
from cps_desktop.services.arrivals import kept_reports
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.kept_bundles import kept_files
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.inbox_report import ReportsDialog
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.theme_state import theme
from tests.conformance import check_pdf
from tests.documents.reading import words_by_pypdf
from tests.services.desks import desk_of
from tests.services.laptop import Laptop, laptop
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host
from tests.ui.pages.test_inbox import LONG, page, rows, said, settled

__all__ = ["page"]


class Stick:
    """A folder with bundles of three laptops that were never met here."""

    NAMES = ("Alston laptop", "Penrith laptop", "Wigton laptop")

    def __init__(self, host: Host, folder: Path, givers: list[Laptop]) -> None:
        self.folder = folder / "STICK"
        self.folder.mkdir()
        workspace = host.desk.workspace
        keys = exchange.own_age_keys(workspace)
        for name, one in zip(self.NAMES, givers, strict=True):
            exchange.name_this_device(one.workspace, name)
            sessions.create_session(one.door, title=f"A session of {name}")
            to = Receiver("office", keys.recipient, "", workspace.device_key)
            give(desk_of(one), to, Scope.ALL, "", self.path(name))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.cpsb"


@pytest.fixture
def stick(host: Host, tmp_path: Path) -> Iterator[Stick]:
    with (
        laptop(tmp_path, seed=5) as one,
        laptop(tmp_path, seed=6) as two,
        laptop(tmp_path, seed=7) as three,
    ):
        yield Stick(host, tmp_path, [one, two, three])


@pytest.fixture
def watching(qtbot: QtBot, page: InboxPage, stick: Stick) -> InboxPage:
    page.list.watch_folder(stick.folder)
    all_looked_into(qtbot, page, 3)
    return page


def all_looked_into(qtbot: QtBot, page: InboxPage, count: int) -> None:
    def done() -> bool:
        shown = rows(page)
        return len(shown) == count and all(row[1] != "Looking inside…" for row in shown.values())

    qtbot.waitUntil(done, timeout=LONG)
    settled(qtbot, page)


def titles(host: Host) -> list[str]:
    return sorted(one.title for one in host.desk.workspace.find(Session))


def state(page: InboxPage, name: str) -> str:
    return rows(page)[f"{name}.cpsb"][1]


def test_accepting_is_one_key(qtbot: QtBot, host: Host, watching: InboxPage, stick: Stick) -> None:
    page = watching
    page.table.choose(stick.path("Wigton laptop"))
    page.table.view.setFocus()
    assert page.button.text() == "Accept and bring in"
    assert not page.all.isEnabled(), "all of them ask"
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert titles(host) == ["A session of Wigton laptop"]
    assert page.report is not None
    assert "Let in for the first time: Wigton laptop." in page.report.said
    assert state(page, "Wigton laptop") == "Brought in"
    current = page.table.current()
    assert current is not None
    assert current.path == stick.path("Alston laptop"), "the next that waits is chosen"


def test_keeping_survives_the_stick_and_throwing_away_asks(
    qtbot: QtBot,
    host: Host,
    watching: InboxPage,
    stick: Stick,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = watching
    page.table.choose(stick.path("Wigton laptop"))
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, page)
    assert "1 bundle kept to be looked at." in host.said[-1]
    shutil.rmtree(stick.folder)
    qtbot.waitUntil(lambda: len(rows(page)) == 1, timeout=LONG)
    settled(qtbot, page)
    (kept,) = kept_files(host.desk.folder)
    assert rows(page)[kept.name][1] == "Kept to be looked at"
    assert "STICK is not there now" in said(page)
    assert titles(host) == []
    page.table.choose(kept)
    assert "Wigton laptop.cpsb, made on" in said(page), "it is called what it was called"
    assert not page.look.keep.isVisible()
    asked: list[str] = []

    def answer(dialog: QuestionDialog) -> str:
        asked.append(dialog.windowTitle())
        return "leave" if len(asked) == 1 else "throw"

    monkeypatch.setattr(QuestionDialog, "ask", answer)
    page.look.throw.click()
    assert asked == ["Throw this bundle away?"]
    assert kept.exists()
    page.look.throw.click()
    settled(qtbot, page)
    assert not kept.exists()
    assert rows(page) == {}


def test_a_kept_bundle_can_be_accepted_later(
    qtbot: QtBot, host: Host, watching: InboxPage, stick: Stick
) -> None:
    page = watching
    page.table.choose(stick.path("Wigton laptop"))
    page.keep_chosen()
    qtbot.waitUntil(lambda: bool(kept_files(host.desk.folder)), timeout=LONG)
    (kept,) = kept_files(host.desk.folder)
    qtbot.waitUntil(lambda: kept.name in rows(page), timeout=LONG)
    all_looked_into(qtbot, page, 3)
    page.table.choose(kept)
    page.bring_in_chosen()
    settled(qtbot, page)
    assert titles(host) == ["A session of Wigton laptop"]
    assert not kept.exists()


def test_refusing_takes_it_out_of_the_list_and_it_can_be_taken_back(
    qtbot: QtBot, host: Host, watching: InboxPage, stick: Stick
) -> None:
    page = watching
    page.table.choose(stick.path("Wigton laptop"))
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, page)
    assert "Wigton laptop.cpsb" not in rows(page)
    assert page.list.refused.text() == "Refused 1"
    assert len(inbox_places.waiting(host.desk.workspace)) == 2
    copy = stick.folder / "the same.cpsb"
    shutil.copy(stick.path("Wigton laptop"), copy)
    page.list.gather()
    settled(qtbot, page)
    assert "the same.cpsb" not in rows(page), "told by what it is, not by its name"
    copy.unlink()
    page.list.refused.click()
    assert state(page, "Wigton laptop") == "Refused"
    page.table.choose(stick.path("Wigton laptop"))
    assert "Refused on Thursday 18 March 2027" in said(page)
    assert not page.button.isEnabled()
    page.look.back.click()
    settled(qtbot, page)
    assert state(page, "Wigton laptop") == "To be looked at"
    assert not page.list.refused.isVisible()


def test_many_are_decided_at_once_with_the_keyboard_alone(
    qtbot: QtBot, host: Host, watching: InboxPage, stick: Stick
) -> None:
    page = watching
    broken = stick.folder / "broken.cpsb"
    broken.write_bytes(stick.path("Alston laptop").read_bytes()[:400])
    page.list.gather()
    all_looked_into(qtbot, page, 4)
    view = page.table.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "4 bundles are chosen" in said(page)
    assert "Cannot be used: 1" in said(page)
    assert page.button.text() == "Accept and bring in 3"
    host.jobs.clear()
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert host.jobs == ["Bringing in 3 bundles"]
    assert len(titles(host)) == 3
    assert page.report is not None
    assert "Let in for the first time: Alston laptop, Penrith laptop, Wigton laptop." in said(page)
    assert state(page, "broken") == "Cannot be used"


def test_a_stick_that_comes_back_shows_its_bundles(
    qtbot: QtBot, watching: InboxPage, stick: Stick
) -> None:
    page = watching
    elsewhere = stick.folder.with_name("drawer")
    stick.folder.rename(elsewhere)
    qtbot.waitUntil(lambda: rows(page) == {}, timeout=LONG)
    assert "it is looked for every few seconds" in said(page)
    elsewhere.rename(stick.folder)
    all_looked_into(qtbot, page, 3)
    assert "Watching the folder STICK." in said(page)


def test_a_file_still_being_copied_is_looked_into_again_when_it_is_whole(
    qtbot: QtBot, watching: InboxPage, stick: Stick
) -> None:
    page = watching
    whole = stick.path("Wigton laptop").read_bytes()
    slow = stick.folder / "slow.cpsb"
    slow.write_bytes(whole[: len(whole) // 2])
    qtbot.waitUntil(
        lambda: rows(page).get("slow.cpsb", ("", ""))[1] == "Cannot be used", timeout=LONG
    )
    slow.write_bytes(whole)
    qtbot.waitUntil(lambda: state(page, "slow") == "To be looked at", timeout=LONG)
    settled(qtbot, page)


def test_the_report_is_kept_read_and_saved(
    qtbot: QtBot,
    host: Host,
    watching: InboxPage,
    stick: Stick,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = watching
    page.table.choose(stick.path("Wigton laptop"))
    page.bring_in_chosen()
    settled(qtbot, page)
    page.table.choose(stick.path("Alston laptop"))
    page.refuse_chosen()
    settled(qtbot, page)
    latest, first = kept_reports(host.desk.workspace)
    assert latest.words == "1 bundle refused"
    assert first.words.startswith("1 bundle brought in with ")
    read = ReportsDialog(host.desk, (latest, first), page)
    qtbot.addWidget(read)
    assert "Not known here: Alston laptop." in read.words.text()
    read.choice.set_key(first.batch)
    read.choice.chosen.emit(first.batch)
    assert "A session of Wigton laptop (new here)" in read.words.text()
    target = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    assert page.report is not None
    page.report.save.click()
    assert f"Saved as {target.name}" in host.said[-1]
    assert check_pdf(target) == []
    found = " ".join(" ".join(words_by_pypdf(target.read_bytes())).split())
    for text in ("Wigton laptop", "Brought in", "Let in for the first time"):
        assert text in found


def test_earlier_reports_open_from_the_list(
    qtbot: QtBot, host: Host, watching: InboxPage, stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = watching
    page.list.reports.click()
    assert "Nothing was brought in" in host.said[-1]
    page.table.choose(stick.path("Wigton laptop"))
    page.bring_in_chosen()
    settled(qtbot, page)
    shown: list[str] = []

    def look(dialog: QDialog) -> int:
        assert isinstance(dialog, ReportsDialog)
        shown.append(dialog.words.text())
        assert faults_of(dialog) == []
        return 0

    monkeypatch.setattr(ReportsDialog, "exec", look)
    page.list.reports.click()
    assert "1 bundle brought in" in shown[0]


def test_a_gap_is_named_by_laptop_before_and_in_the_report(
    qtbot: QtBot, host: Host, page: InboxPage, tmp_path: Path
) -> None:
    workspace = host.desk.workspace
    to = Receiver("office", exchange.own_age_keys(workspace).recipient)
    path = tmp_path / "late.cpsb"
    with laptop(tmp_path, seed=8) as one:
        exchange.name_this_device(one.workspace, "Laptop B")
        sessions.create_session(one.door, title="First")
        exchange.seal_everything(one.workspace)
        sessions.create_session(one.door, title="Second")
        plan = exchange.plan_handing_over(one.workspace, to)
        late = plan.segments[-1]
        only = dataclasses.replace(plan, segments=(late,), changes=len(late.seqs))
        exchange.hand_over(one.door, one.workspace, only, to, path)
        first = late.seqs.spans[0].first
    page.add_files([path])
    settled(qtbot, page)
    named = f"Laptop B: {'1' if first == 2 else f'1–{first - 1}'} missing."
    assert named in said(page)
    assert "Ask for a bundle with everything on that laptop" in said(page)
    page.bring_in_chosen()
    settled(qtbot, page)
    assert page.report is not None
    assert f"{named} What is here is sound." in page.report.said
    assert titles(host) == ["Second"]


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, watching: InboxPage, scale: int
) -> None:
    page = watching
    theme().set_scale(scale)
    qtbot.wait(50)
    assert faults_of(page) == []
    page.table.view.selectAll()
    QApplication.processEvents()
    assert faults_of(page) == []
    page.refuse_chosen()
    settled(qtbot, page)
    page.list.refused.click()
    qtbot.wait(50)
    assert faults_of(page) == []
