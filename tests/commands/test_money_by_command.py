"""Batches, what to set aside and what runs out of time, by command: said, and as tables."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.kinds import LineKind, Signing
from cps_desktop.domain.records import RecordId
from cps_desktop.services import claim_steps
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.desk import Desk
from cps_desktop.services.paying_batches import make_batch
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.services.sessions import create_session
from tests.commands.test_command_line import run_here, told_here
from tests.documents.reading import squeezed, words_by_pdfium

DODD = Who("A. Dodd (invented)")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, RecordId, RecordId]:
    """A session with a claim in a batch, and one whose time runs out."""
    folder = tmp_path_factory.mktemp("money") / "one"
    desk = new_desk(folder, way="open")
    try:
        agency = ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
        session = create_session(desk.door, title="Letters", lead_agency=agency)
        batched = _claim(desk, session, agency, "R. Hartley (invented)", 420)
        claim_steps.declare(desk.door, batched, Who("R. Hartley"), signing=Signing.PAPER)
        claim_steps.confirm_attendance(desk.door, batched, DODD, "Seen.")
        claim_steps.submit(desk.door, batched, DODD)
        claim_steps.approve(desk.door, batched, DODD)
        batch = make_batch(desk.door, agency, DODD, "2027-03", frozenset({batched}))
        late = _claim(desk, session, agency, "B. Late (invented)", 280)
    finally:
        desk.close()
    return folder, session, batch, late


def _claim(desk: Desk, session: str, agency: str, name: str, pence: int) -> RecordId:
    person = add_person(desk.door, name=name, role="carer")
    claim = start_claim(desk.door, session, person, agency)
    day = desk.door.today() - dt.timedelta(days=20)
    add_line(desk.door, desk.policies, claim, kind_of=LineKind.BUS, day=day, pence=pence)
    return claim


def test_what_is_listed(work: tuple[Path, str, RecordId, RecordId]) -> None:
    folder, _, batch, late = work
    (found,) = told_here("list", "batches", "--workspace", folder)["records"]
    assert (found["batch"], found["control_pence"], len(found["rows"])) == (batch, 420, 1)
    (soon,) = told_here("list", "running-out", "--workspace", folder)["records"]
    assert (soon["claim"], soon["pence"]) == (late, 280)
    sums = told_here("list", "accruals", "--workspace", folder)["records"]
    assert sum(one["owed"] for one in sums) == 700
    said = run_here("list", "batches", "--workspace", folder).stdout
    assert f"{batch}  2027-03 · North Cumbria (sample) · 1 claim, £4.20" in said


def test_tables_are_written_whole_and_never_over_another(
    work: tuple[Path, str, RecordId, RecordId], tmp_path: Path
) -> None:
    folder, session, batch, _ = work
    table = ("table", "--workspace", folder)
    target = tmp_path / "batch.csv"
    run_here(*table, "batch", "--record", batch, "--to", target)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert rows[-1][0] == "Control total"
    assert rows[-1][-1] == "420"
    refused = run_here(*table, "batch", "--record", batch, "--to", target, code=3)
    assert "--replace" in refused.stderr
    sums = tmp_path / "sums.xlsx"
    assert told_here(*table, "accruals", "--to", sums)["rows"] == 1
    assert sums.read_bytes().startswith(b"PK")
    soon = tmp_path / "soon.csv"
    run_here(*table, "running-out", "--session", session, "--to", soon)
    assert "B. Late (invented)" in soon.read_text("utf-8-sig")
    for more in (("batch", "--to", tmp_path / "x.csv"), ("accruals", "--to", tmp_path / "x.pdf")):
        assert "Nothing was written" in run_here(*table, *more, code=3).stderr
    run_here(*table, "batch", "--record", "0" * 32, "--to", tmp_path / "x.csv", code=3)
    assert not list(tmp_path.glob("x.*"))


def test_papers_for_those_who_take_part(
    work: tuple[Path, str, RecordId, RecordId], tmp_path: Path
) -> None:
    folder, session, _, late = work
    report = ("report", "--workspace", folder, "--session", session, "--kind")
    copy, card = tmp_path / "copy.pdf", tmp_path / "card.pdf"
    run_here(*report, "claimants-copy", "--record", late, "--to", copy)
    assert squeezed("a copy for B. Late") in squeezed("".join(words_by_pdfium(copy.read_bytes())))
    run_here(*report, "expenses-card", "--to", card)
    assert card.read_bytes().startswith(b"%PDF")
    whose = run_here(*report, "claimants-copy", "--to", tmp_path / "x.pdf", code=3)
    assert "Say whose claim" in whose.stderr
