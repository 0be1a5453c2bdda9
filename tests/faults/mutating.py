"""Altered bundles by the hundred thousand: nothing altered is accepted, whatever it costs them.

python -m tests.faults.mutating FOLDER FIRST LAST   (a process of its own, whose memory counts)
"""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cps_desktop.domain.faults import BundleRefused, CannotUnlock
from cps_desktop.domain.segments import Segment
from cps_desktop.services.bundle_opening import OpenedBundle
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import bring_in, open_bundle
from cps_desktop.sync.bundles import SEGMENT, unpack
from cps_desktop.sync.sealed_age import new_age_keys
from cps_desktop.sync.sealing import Opener
from tests.faults.figures import Figures
from tests.faults.mutants import WAYS, Genuine, decode, genuine_bundles
from tests.faults.opening import memory_peak
from tests.faults.places import ROOT, quick_folder
from tests.sync.forging import DEVICE
from tests.sync.replicas import Replica, told

SECONDS = 1.0
MEMORY = 200_000_000
BATCH = 2_500


class Truth:
    """What was really written, to hold against what is believed after an opening."""

    def __init__(self, bundles: Sequence[Genuine]) -> None:
        self.bundles = bundles
        self.manifests = {decode(one.frames[0][1])[0] for one in bundles}
        self.devices: set[bytes] = set()
        self.segments: dict[bytes, tuple[bytes | None, ...]] = {}
        opener = Opener()
        for one in bundles:
            self.devices.add(decode(decode(one.frames[0][1])[0])["device"])
            for kind, payload in one.frames:
                if kind == SEGMENT:
                    segment = opener.open(payload)
                    self.devices.add(segment.header.device)
                    self.segments[segment.digest] = tuple(segment.columns.values)

    def forged(self, opened: OpenedBundle) -> str:
        """What of an opened bundle was never written by whom it says; empty if there is nothing."""
        segments: list[Segment] = []
        unpack(opened.packed, verify=False, on_segment=segments.append)
        for segment in segments:
            if segment.header.device not in self.devices:
                continue
            truth = self.segments.get(segment.digest)
            said = segment.columns.values
            if truth is None or len(truth) != len(said):
                return "a segment in the name of somebody who did not write it"
            if any(one not in (None, other) for one, other in zip(said, truth, strict=True)):
                return "a value in the name of somebody who did not write it"
        manifest = opened.contents.manifest
        if manifest.device in self.devices:
            # What it says was signed; it has to be signed for these segments.
            genuine = [one for one in self.bundles if manifest.id == decode(_told(one))["id"]]
            if not genuine or self._segments_of(genuine[0]) != list(opened.headers):
                return "a manifest around other segments"
        return ""

    @staticmethod
    def _segments_of(one: Genuine) -> list[bytes]:
        opener = Opener()
        return [opener.open(payload).digest for kind, payload in one.frames if kind == SEGMENT]

    def owned_up(self, opened: OpenedBundle) -> bool:
        """Whether it was the stranger's own all along: he may sign what he likes in his name."""
        return opened.inspection.sender_key == DEVICE


def _told(one: Genuine) -> bytes:
    told: bytes = decode(one.frames[0][1])[0]
    return told


def has_holes(opened: OpenedBundle) -> bool:
    """Whether values are missing. Only bringing it in tells whether they may be."""
    segments: list[Segment] = []
    unpack(opened.packed, verify=False, on_segment=segments.append)
    return any(None in one.columns.values for one in segments)


def brought_in(ours: Replica, opened: OpenedBundle) -> str:
    """What comes of bringing it in, which is taken back: "" or "refused"."""
    with ours.workspace.trial():
        try:
            bring_in(ours.workspace, opened)
        except BundleRefused:
            return "refused"
    return ""


def try_one(truth: Truth, number: int, path: Path, ours: Replica) -> tuple[str, str, float, str]:
    """One altered bundle: (its way, what came of it, seconds, what was wrong)."""
    chance = random.Random(number)
    way = list(WAYS)[number % len(WAYS)]
    made = WAYS[way](truth.bundles, chance)
    path.write_bytes(made)
    identity = truth.bundles[0].keys.identity
    wrong = ""
    start = time.perf_counter()
    try:
        opened = open_bundle(path, [identity])
        came = brought_in(ours, opened)
    except BundleRefused as fault:
        outcome = "refused"
        if "Nothing was changed." not in str(fault):
            wrong = f"it was refused with {fault}"
    except CannotUnlock:
        outcome = "for somebody else"
        if not way.startswith("outside"):
            wrong = "it is sealed for us"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is to be said
        outcome, wrong = "another error", f"{error!r}"
    else:
        outcome = "in his own name" if truth.owned_up(opened) else "the same"
        if came:
            outcome = "refused when brought in"
        elif has_holes(opened):
            wrong = "values are missing for no ruling"
        wrong = wrong or truth.forged(opened)
    seconds = time.perf_counter() - start
    if seconds > SECONDS:
        wrong = wrong or f"it took {seconds:.1f} s"
    return way, outcome, seconds, wrong


def main(folder: Path, first: int, last: int) -> None:
    """Try some, and say what came of them."""
    truth = Truth(pickle.loads((folder / "genuine").read_bytes()))
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    # A folder each: a laptop of the same seed would mint the same launch again.
    ours = Replica(folder / f"ours {first}", 4)
    ours.new_note(ours.new_planner(ours.new_session("Ours").id), "Kept")
    before = told(ours.workspace)
    for number in range(first, last):
        way, outcome, seconds, problem = try_one(truth, number, folder / "bundle.cpsb", ours)
        outcomes[f"{way}|{outcome}"] += 1
        slowest = max(slowest, seconds)
        if problem:
            wrong.append(f"number {number}, {way}: {problem}")
    if told(ours.workspace) != before or check_workspace(ours.workspace).problems:
        wrong.append(f"numbers {first} to {last}, {next(iter(WAYS))}: our own work was changed")
    peak = memory_peak()
    ours.close()
    came = {"outcomes": outcomes, "slowest": slowest, "peak": peak, "wrong": wrong[:50]}
    print(json.dumps(came))


def run(wanted: int, first: int = 0) -> list[Figures]:
    """So many altered bundles, in processes of their own; a row for each way of altering."""
    rows = {way: Figures(f"altered {way}") for way in WAYS}
    with quick_folder() as folder:
        bundles = genuine_bundles(folder, new_age_keys())
        (folder / "genuine").write_bytes(pickle.dumps(bundles))
        for start in range(first, first + wanted, BATCH):
            end = min(start + BATCH, first + wanted)
            run = subprocess.run(
                [sys.executable, "-m", __spec__.name, folder, str(start), str(end)],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
            )
            if run.returncode:
                next(iter(rows.values())).wrong.append(f"{start} to {end}: {run.stderr[-1500:]}")
                continue
            _add(rows, json.loads(run.stdout))
    return list(rows.values())


def _add(rows: dict[str, Figures], came: dict[str, Any]) -> None:
    outcomes: dict[str, int] = came["outcomes"]
    wrong: list[str] = came["wrong"]
    peak, slowest = int(came["peak"]), float(came["slowest"])
    for name, count in outcomes.items():
        way, _, outcome = name.partition("|")
        rows[way].tried += count
        rows[way].outcomes[outcome] += count
        rows[way].slowest = max(rows[way].slowest, slowest)
        rows[way].peak = max(rows[way].peak, peak)
    for one in wrong:
        which = one.split(", ", 1)[1].split(": ")
        rows[": ".join(which[:2])].wrong.append(one)
    if peak > MEMORY:
        next(iter(rows.values())).wrong.append(f"{peak / 1e6:.0f} MB of memory")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
