"""Proves an installed copy: a workspace, every planner, every policy, every document, a round trip.

It is run inside the installed or frozen program, where a missing file or library would show.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services import exchange
from cps_desktop.services.desk import Desk
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.services.print_preview import Wanted, nothing_to_print
from cps_desktop.services.printing import Paper, make_pdf
from cps_desktop.services.sample import make_sample


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was tried; ``problem`` is "" where it holds."""

    name: str
    problem: str = ""


def prove() -> list[Proof]:
    """Try everything once in a temporary folder; nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="cps-self-test-") as folder:
        place = Path(folder)
        proofs = [_try("A workspace is made, closed and opened again", lambda: _workspace(place))]
        if proofs[0].problem:
            return proofs
        desk = open_desk(place / "one")
        try:
            proofs += [
                _try("The sample is made", lambda: make_sample(desk)),
                _try("Every shipped planner and policy can be used", lambda: _content(desk)),
                _try("A bundle goes out and comes in whole", lambda: _round_trip(desk, place)),
                *(
                    _try(f"A document is printed: {paper}", _printer(desk, paper, place))
                    for paper in Paper
                ),
                _try("A recovery sheet is printed and read again", lambda: _sheet(desk, place)),
                _try("The help of every page is there", lambda: _help(desk)),
                _try("The window's parts load", _window),
            ]
        finally:
            desk.close()
    return proofs


def _try(name: str, proof: Callable[[], object]) -> Proof:
    try:
        proof()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what this is here to find
        return Proof(name, f"{type(error).__name__}: {error}")
    return Proof(name)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)


def _workspace(place: Path) -> None:
    new_desk(place / "one", way="open").close()
    open_desk(place / "one").close()


def _content(desk: Desk) -> None:
    _must(not desk.planners.refused, " ".join(desk.planners.refused))
    _must(not desk.policies.refused, " ".join(desk.policies.refused))
    _must(len(desk.planners.choices()) >= 3, "fewer than three planners")
    session = desk.workspace.find(Session)[0]
    for template in desk.planners.choices():
        planner = add_planner(desk.door, session.id, template)
        for box in template.boxes:
            add_note(desk.door, planner, box.key, "A note to prove this box")
    desk.door.undo()


def _round_trip(desk: Desk, place: Path) -> None:
    there = new_desk(place / "two", way="open")
    try:
        words = "acorn basil cedar daisy elder"
        to = exchange.Receiver("whoever has the words", passphrase=words)
        plan = exchange.plan_handing_over(desk.workspace, to, everything=True)
        exchange.hand_over(desk.door, desk.workspace, plan, to, place / "proof.cpsb")
        opened = exchange.open_bundle(place / "proof.cpsb", (), words)
        came = exchange.bring_in(there.workspace, opened)
        _must(came.new_changes == plan.changes, "not every change came in")
        _must(exchange.bring_in(there.workspace, opened).new_changes == 0, "it came in twice")
        _must(desk.workspace.find(Note) == there.workspace.find(Note), "the notes differ")
    finally:
        there.close()


def _printer(desk: Desk, paper: Paper, place: Path) -> Callable[[], None]:
    def print_it() -> None:
        some = [one.id for one in desk.workspace.find(Session)]
        session = next(one for one in some if not nothing_to_print(desk, one, Wanted(paper)))
        pdf = make_pdf(desk, session, paper, font_cache=place / "fonts")
        _must(pdf.startswith(b"%PDF"), "no PDF came out")

    return print_it


def _sheet(desk: Desk, place: Path) -> None:
    from cps_desktop.services.code_sheets import made_sheet, recovery_sheet
    from cps_desktop.services.organisation import become_coordinator
    from cps_desktop.services.papers import root_secret
    from cps_desktop.services.recovery import secret_in

    become_coordinator(desk.workspace, "Proof (sample)", "Nobody (invented)")
    made = made_sheet(recovery_sheet(desk.workspace, desk.door.today()), place / "fonts")
    (place / "sheet.pdf").write_bytes(made.pdf)
    read = secret_in(place / "sheet.pdf")
    _must(read == root_secret(desk.workspace), "the sheet's code says something else")


def _help(desk: Desk) -> None:
    _must(any((desk.resources / "help").glob("*.md")), "no help was found")


def _window() -> None:
    from importlib import import_module

    import_module("cps_desktop.ui.app")
