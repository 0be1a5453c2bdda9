"""Bugs planted on purpose, one at a time: a test that stays green over one of them is no test.

    python -m tests.faults.planted              a table: which bug, which tests, caught or not
    python -m tests.faults.planted NAME …       only these

A bug is a piece of a module's source and what stands in its place while the tests run. The module
is compiled so in the tests' process (``-p tests.faults.planting``); no file is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Nothing of the program may be imported here: the bug would come too late.
ROOT = Path(__file__).resolve().parents[2]


class Planted(NamedTuple):
    """A bug: in which part, what it does, where, and the tests that have to see it."""

    part: str
    does: str
    module: str
    right: str
    wrong: str
    tests: tuple[str, ...]

    @property
    def source(self) -> str:
        """The module as it is."""
        return (ROOT / (self.module.replace(".", "/") + ".py")).read_text(encoding="utf-8")

    @property
    def fits(self) -> bool:
        """Whether the place is still there, and only once."""
        return self.source.count(self.right) == 1


_DOMAIN = "cps_desktop.domain."
_STORAGE = "cps_desktop.storage."
_SYNC = "cps_desktop.sync."
_SERVICES = "cps_desktop.services."
_REGISTERS = ("tests/domain/test_registers.py",)
_MACHINE = ("tests/sync/test_exchange_machine.py",)
_BROKEN = ("tests/sync/test_broken_bundles.py",)
_EXCHANGE = ("tests/services/test_exchange.py",)
_ERASING = ("tests/services/test_erasing.py",)
_WALLS = "tests/sync/test_walls_merged.py"

PLANTED: dict[str, Planted] = {
    "latest-loses": Planted(
        "merge",
        "of several heads the earliest is shown",
        f"{_DOMAIN}registers",
        "    heads.sort(key=latest, reverse=True)",
        "    heads.sort(key=latest)",
        _REGISTERS,
    ),
    "replaced-stays": Planted(
        "merge",
        "what was replaced is a head all the same",
        f"{_DOMAIN}registers",
        "    heads = [change for change in effective if change.id not in replaced]",
        "    heads = list(effective)",
        _REGISTERS,
    ),
    "waits-for-nothing": Planted(
        "merge",
        "a change counts before what it replaces has come",
        f"{_DOMAIN}registers",
        "        needed = set(change.sees)\n",
        "        needed = set(change.sees) & here.keys()\n",
        _REGISTERS,
    ),
    "ties-by-chance": Planted(
        "merge",
        "two changes of one moment are ranked by nothing",
        f"{_DOMAIN}registers",
        "    return change.time, change.site, change.seq\n",
        "    return change.time, b'', 0\n",
        _REGISTERS,
    ),
    "clock-repeats": Planted(
        "clock",
        "two changes of one millisecond have one reading",
        f"{_DOMAIN}clock",
        "self._last + 1)",
        "self._last)",
        ("tests/domain/test_clock.py",),
    ),
    "any-year-is-adopted": Planted(
        "clock",
        "one laptop with a wrong year pushes everybody's clock there",
        f"{_DOMAIN}clock",
        "        if not is_far_ahead(reading, self._wall()):",
        "        if True:",
        ("tests/domain/test_clock.py",),
    ),
    "made-is-not-lowered": Planted(
        "merge",
        "when a record was made depends on the order in which bundles came",
        f"{_STORAGE}intake",
        "        self._make_older(",
        "        (lambda *_: None)(",
        _MACHINE,
    ),
    "any-signature": Planted(
        "verify",
        "a segment's signature is not looked at",
        f"{_SYNC}sealing",
        "            key.verify(signature, _SIGNED + digest)",
        "            del signature, digest",
        _BROKEN,
    ),
    "any-value": Planted(
        "verify",
        "values need not be those that were committed to",
        f"{_SYNC}sealing",
        "        if not hmac.compare_digest(made, head.commitments):",
        "        if len(made) != len(head.commitments):",
        _BROKEN,
    ),
    "any-site": Planted(
        "verify",
        "a launch may be minted under another device's key",
        f"{_SYNC}sealing",
        "        if site_id(head.device, head.nonce) != head.site:",
        "        if not head.site:",
        _BROKEN,
    ),
    "any-manifest": Planted(
        "verify",
        "a manifest may be put around other segments",
        f"{_SYNC}bundles",
        "            if said.contents != contents_digest(self._digests):",
        "            if not said.contents:",
        _BROKEN,
    ),
    "any-form": Planted(
        "verify",
        "a segment may be written in more than one way",
        f"{_SYNC}sealing",
        "            if _encode(read) != wired.columns or _encode(head) != wired.header:",
        "            if False:",
        _BROKEN,
    ),
    "more-after-the-end": Planted(
        "verify",
        "what stands behind the end frame is not seen",
        f"{_SYNC}bundles",
        "                if self._stream.read(1):",
        "                if False:",
        _BROKEN,
    ),
    "holes-for-nothing": Planted(
        "erase",
        "a value may be missing though nobody erased it",
        f"{_SERVICES}rulings",
        "        if law.justified.covers(*hole):",
        "        if True:",
        ("tests/faults/test_found.py",),
    ),
    "erased-comes-back": Planted(
        "erase",
        "an old bundle brings erased values back",
        f"{_DOMAIN}rulings",
        "    return without(segment, holes) if holes else segment",
        "    return segment",
        (*_ERASING, "tests/sync/test_rulings_everywhere.py"),
    ),
    "backups-remember": Planted(
        "erase",
        "an erasure leaves the workspace's own backups as they are",
        f"{_SERVICES}rulings",
        "    done = obey_in_backups(workspace, lambda: lasting_segments(workspace), told)",
        "    done = obey_in_backups(workspace, lambda: lasting_segments(workspace), told)"
        " if False else type('Done', (), {'cleaned': 0, 'left': ()})()",
        _ERASING,
    ),
    "given-is-acknowledged": Planted(
        "export",
        "what was handed over is never handed over again, though the stick was lost",
        f"{_SERVICES}exchange",
        '        workspace.segments.note_handed(receiver.key, "given", given)',
        '        workspace.segments.note_handed(receiver.key, "given", given)\n'
        "        workspace.segments.note_handed(\n"
        '            receiver.key + workspace.life, "acknowledged", given\n'
        "        )\n"
        '        workspace.set_note(f"lives {receiver.key.hex()}", [workspace.life.hex()])',
        (*_EXCHANGE, *_MACHINE),
    ),
    "one-life-is-enough": Planted(
        "export",
        "what one copy of a laptop has is taken to be in the other, too",
        f"{_SERVICES}receivers",
        "            else {site: some & said[site] for site, some in together.items()"
        " if site in said}",
        "            else {**together, **said}",
        ("tests/services/test_backups.py", *_MACHINE),
    ),
    "not-read-back": Planted(
        "export",
        "a bundle that lies damaged on the stick is called safe",
        f"{_SYNC}bundle_files",
        "    if found.digest() != wanted.digest():",
        "    if False:",
        ("tests/faults/test_found.py",),
    ),
    "contradictions-pass": Planted(
        "merge",
        "other changes under the same numbers are taken for the same",
        f"{_SERVICES}exchange",
        "        if not all_new and not workspace.segments.rows_agree(segment):",
        "        if False:",
        (*_EXCHANGE, *_BROKEN, *_MACHINE),
    ),
    "agreed-by-half": Planted(
        "merge",
        "two versions with the same first head count as agreed",
        f"{_DOMAIN}registers",
        "return len({head.value for head in heads}) > 1",
        "return len({head.value[:2] for head in heads}) > 1",
        ("tests/domain/test_registers.py",),
    ),
    "later-settles": Planted(
        "merge",
        "of two times that settle themselves the later stays",
        f"{_DOMAIN}registers",
        "reverse=settles is Settling.GREATEST",
        "reverse=settles is Settling.LEAST",
        ("tests/domain/test_registers.py",),
    ),
    "sees-only-one": Planted(
        "merge",
        "what an edit had seen is not noted",
        f"{_STORAGE}journal",
        "        for site, seq, _ in heads:\n",
        "        for site, seq, _ in heads[:1]:\n",
        ("tests/sync/test_undone_decisions.py", "tests/sync/test_exchange_machine.py"),
    ),
    "clock-goes-back": Planted(
        "clock",
        "a clock set back goes back",
        f"{_DOMAIN}clock",
        "max(max(self._wall(), 0) << COUNTER_BITS, self._last + 1)",
        "max(self._wall(), 0) << COUNTER_BITS",
        ("tests/domain/test_clock.py",),
    ),
    "far-ahead-adopted": Planted(
        "clock",
        "a clock far ahead is adopted",
        f"{_DOMAIN}clock",
        "if not is_far_ahead(reading, self._wall()):",
        "if reading < GREATEST:",
        ("tests/domain/test_clock.py",),
    ),
    "not-witnessed": Planted(
        "clock",
        "what came from elsewhere is not taken note of",
        f"{_DOMAIN}clock",
        "self._last = max(self._last, reading)",
        "self._last = max(self._last, 0)",
        ("tests/domain/test_clock.py",),
    ),
    "unsigned-manifest": Planted(
        "verify",
        "what a bundle says of itself need not be signed",
        f"{_SYNC}manifests",
        "        key.verify(signed.signature, _SIGNED + signed.manifest)\n",
        "        key.public_bytes_raw()\n",
        ("tests/sync/test_broken_bundles.py",),
    ),
    "contradicts-unseen": Planted(
        "verify",
        "other changes under the same numbers are passed over",
        f"{_STORAGE}sealed",
        "            if seq not in here:\n                continue\n",
        "            if seq in here:\n                continue\n",
        (
            "tests/sync/test_broken_bundles.py",
            "tests/services/test_exchange.py",
            "tests/sync/test_exchange_machine.py",
        ),
    ),
    "people-left-at-home": Planted(
        "export",
        "a bundle of one session leaves its people at home",
        f"{_SERVICES}exchange",
        "roots |= workspace.reader.roots_referred_to(session)",
        "roots |= {session}",
        ("tests/services/test_exchange.py", "tests/services/test_handing_over.py"),
    ),
    "restore-still-has": Planted(
        "export",
        "what a restore lost counts as being there",
        f"{_SERVICES}receivers",
        '    now = [one for one in living if over.isdisjoint({one, f"{whose} {one}"})]\n',
        "    now = list(living)\n",
        ("tests/services/test_handing_over.py",),
    ),
    "gap-acknowledged": Planted(
        "export",
        "a gap is acknowledged as if it were here",
        f"{_STORAGE}sealed",
        "having.setdefault(place.site, []).extend(place.seqs.spans)",
        "having.setdefault(place.site, []).append(Span(1, place.seqs.spans[-1].last))",
        ("tests/services/test_exchange.py", "tests/sync/test_exchange_machine.py"),
    ),
    "erased-key-stays": Planted(
        "erase",
        "the key of an erased value's commitment stays",
        f"{_STORAGE}erasing",
        "None if seq in holes else key for seq, key in",
        "key for _, key in",
        ("tests/services/test_erasing.py", "tests/sync/test_holes.py"),
    ),
    "search-finds-erased": Planted(
        "erase",
        "search still finds what was erased",
        f"{_STORAGE}erasing",
        "                if table.searched:\n",
        "                if not table.searched:\n",
        ("tests/services/test_erasing.py",),
    ),
    "pictures-stay": Planted(
        "erase",
        "pictures that nobody names any more stay",
        f"{_STORAGE}erasing",
        "return [one for one in here if one not in named]",
        "return [one for one in here if one in named]",
        ("tests/services/test_erasing.py",),
    ),
    "anybody-erases": Planted(
        "erase",
        "any coordinator may erase",
        f"{_DOMAIN}rulings",
        "needed = CONTROLLER if isinstance(self.text.decides, Erasure) else COORDINATOR",
        "needed = COORDINATOR",
        ("tests/domain/test_rulings.py",),
    ),
    "strangers-erase": Planted(
        "erase",
        "a stranger's organisation may erase",
        f"{_DOMAIN}rulings",
        "ours = [one for one in warranted if one.warrant and one.warrant.root == root]",
        "ours = [one for one in warranted if one.warrant]",
        ("tests/domain/test_rulings.py",),
    ),
    "unsealed-first": Planted(
        "erase",
        "what is not sealed yet is not sealed before it is erased",
        f"{_SERVICES}rulings",
        "            seal_everything(workspace)\n",
        "            workspace.now_ms()\n",
        ("tests/services/test_erasing.py", "tests/sync/test_rulings_everywhere.py"),
    ),
    "revoked-counts": Planted(
        "erase",
        "what a revoked laptop went on to do counts",
        f"{_DOMAIN}rulings",
        "return trusted is None or seq in trusted.get(site, RangeSet())",
        "return trusted is None or seq > 0",
        ("tests/domain/test_rulings.py", "tests/services/test_revoking.py"),
    ),
    "former-weighs-as-much": Planted(
        "erase",
        "a former coordinator's word weighs as much as one's of now",
        f"{_DOMAIN}rulings",
        "if not isinstance(decides, Revocation) or decides.device in self.named_now:",
        "if not isinstance(decides, Revocation):",
        ("tests/domain/test_rulings.py",),
    ),
    "late-dots-lost": Planted(
        "wall",
        "a dot on a note that was merged elsewhere counts for nothing",
        f"{_SERVICES}note_links",
        "        found |= further\n",
        "        found |= {}\n",
        (_WALLS,),
    ),
    "merge-names-first": Planted(
        "wall",
        "what two people said carries the name of the first",
        f"{_SERVICES}note_shaping",
        '"author": first.author if len(said) == 1 else "",',
        '"author": first.author,',
        ("tests/services/test_note_shaping.py",),
    ),
    "split-makes-two": Planted(
        "wall",
        "two laptops that split a note alike make two of each part",
        f"{_SERVICES}note_shaping",
        'identity = derived_id("split note", note, str(number), text)',
        "identity = door.new_id()",
        (_WALLS,),
    ),
    "unticked-is-filled": Planted(
        "wall",
        "a checklist without a tick counts as filled",
        f"{_SERVICES}planner_view",
        "return sum(1 for one in self.notes if one.done)",
        "return len(self.notes)",
        ("tests/services/test_on_a_wall.py",),
    ),
    "dots-without-end": Planted(
        "wall",
        "whoever votes has dots without end",
        f"{_SERVICES}dots",
        "if turn and dots_left(door.records, known.planner, turn) < 1:",
        "if turn and dots_left(door.records, known.planner, turn) < 0:",
        ("tests/services/test_on_a_wall.py",),
    ),
    "others-picture-goes": Planted(
        "erase",
        "a picture that another note shows as well goes with somebody's notes",
        f"{_SERVICES}erasing_pictures",
        "one.id not in notes for one in workspace.find(Note, deleted=deleted, picture=picture)",
        "one.id in () for one in workspace.find(Note, deleted=deleted, picture=picture)",
        ("tests/services/test_erasing_pictures.py",),
    ),
}


def caught(name: str) -> tuple[str, float]:
    """Run the tests over a bug: "caught", "NOT CAUGHT", "does not fit" any more, or "red anyway"
    (then nothing can be told); and seconds."""
    bug = PLANTED[name]
    if not bug.fits:
        return "does not fit", 0.0
    if _tested(bug.tests) != 0:
        return "red anyway", 0.0
    start = time.monotonic()
    # 1: tests failed. Anything else (nothing found, wrong usage) is no catch.
    outcome = "caught" if _tested(bug.tests, name) == 1 else "NOT CAUGHT"
    return outcome, time.monotonic() - start


@cache
def _tested(tests: tuple[str, ...], name: str = "") -> int:
    """pytest's exit code, with a bug planted or without."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "tests.faults.planting", *tests]
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if name:
        around["CPS_PLANTED"] = name
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=around,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return run.returncode


def main(names: list[str]) -> int:
    """The table; 1 if any bug was not caught."""
    missed = 0
    for name in names or list(PLANTED):
        outcome, seconds = caught(name)
        missed += outcome != "caught"
        bug = PLANTED[name]
        print(f"{bug.part:<8} {name:<24} {outcome:<12} {seconds:6.1f} s  {bug.does}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
