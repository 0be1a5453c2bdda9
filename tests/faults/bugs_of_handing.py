"""Bugs in export and erase, each with the tests that have to see it."""

from __future__ import annotations

from tests.faults.bug import Planted

_DOMAIN = "cps_desktop.domain."
_STORAGE = "cps_desktop.storage."
_SYNC = "cps_desktop.sync."
_SERVICES = "cps_desktop.services."
_MACHINE = ("tests/sync/test_exchange_machine.py",)
_INCREMENTS = ("tests/sync/test_incremental_machine.py",)
_EXCHANGE = ("tests/services/test_exchange.py",)
_ERASING = ("tests/services/test_erasing.py",)

HANDING: dict[str, Planted] = {
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
        f"{_SERVICES}giving_bundles",
        '        workspace.segments.given.note_handed(receiver.key, "given", given)',
        '        workspace.segments.given.note_handed(receiver.key, "given", given)\n'
        "        workspace.segments.given.note_handed(\n"
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
    "people-left-at-home": Planted(
        "export",
        "a bundle of one session leaves its people at home",
        f"{_SERVICES}giving_bundles",
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
    "restore-goes-on": Planted(
        "export",
        "a restored backup passes for the workspace that it replaced",
        f"{_STORAGE}restoring",
        "                begin_new_life(connection, replacing=own, ended=present)",
        "                (own, present)",
        ("tests/services/test_backups.py", *_INCREMENTS),
    ),
    "copy-goes-on": Planted(
        "export",
        "a copied folder passes for the one it was copied from",
        f"{_STORAGE}workspace",
        "        if isinstance(before, list) and len(before) == 2 and before[1] != number:",
        "        if False:",
        ("tests/services/test_backups.py", *_INCREMENTS),
    ),
    "new-life-is-silent": Planted(
        "export",
        "a restored laptop that has nothing new to say says nothing, and waits for ever",
        f"{_SERVICES}receivers",
        "    unheard = not heard or heard",
        "    unheard = not heard and heard",
        ("tests/services/test_backups.py", *_INCREMENTS),
    ),
    "copied-from-is-silent": Planted(
        "export",
        "a laptop that was copied and has nothing new to say says nothing, and waits for ever",
        f"{_SERVICES}giving_bundles",
        "(sessions or not waits_for_word(workspace, receiver))",
        "(sessions or not workspace.earlier_lives)",
        _INCREMENTS,
    ),
    "answers-for-ever": Planted(
        "export",
        "whoever was answered is answered for ever",
        f"{_SERVICES}receivers",
        "        workspace.set_note(_owed(receiver.device), False)",
        "        workspace.set_note(_owed(receiver.device), True)",
        _INCREMENTS,
    ),
    "meant-for-another": Planted(
        "export",
        "a bundle that was meant for another laptop says who was heard of here",
        f"{_SERVICES}receivers",
        "    own = manifest.receiver in (None, workspace.device_key)",
        "    own = bool(manifest.device)",
        _INCREMENTS,
    ),
    "new-key-forgets": Planted(
        "erase",
        "what was erased is not erased any more under a new key",
        f"{_SERVICES}going_over",
        "        if needed in roles and (everything or device == own):",
        "        if needed in roles and device != own:",
        ("tests/services/test_new_root.py",),
    ),
    "new-key-by-itself": Planted(
        "verify",
        "any key says whose place it takes",
        f"{_SYNC}joining",
        "        return False\n    return True",
        "        pass\n    return True",
        ("tests/services/test_new_root.py",),
    ),
    "old-key-lies": Planted(
        "erase",
        "what is missing for a ruling under the former key refuses the whole bundle",
        f"{_DOMAIN}rulings",
        "        self.justified = _together([*ours, *akin])",
        "        self.justified = _together(ours)",
        ("tests/services/test_new_root.py",),
    ),
    "copy-called-rewritten": Planted(
        "verify",
        "what two copies sealed each in their way is called a rewritten history",
        f"{_STORAGE}checking",
        "    return rewritten, twice or any(",
        "    return rewritten or twice, any(",
        _INCREMENTS,
    ),
    "heard-by-nobody": Planted(
        "export",
        "a life counts as heard of as soon as any bundle came",
        f"{_SERVICES}receivers",
        'workspace.life.hex() if workspace.life in manifest.heard else ""',
        "workspace.life.hex()",
        ("tests/services/test_backups.py", *_INCREMENTS),
    ),
    "others-picture-goes": Planted(
        "erase",
        "a picture that another note shows as well goes with somebody's notes",
        f"{_SERVICES}erasing_pictures",
        "if any(one.id not in notes for one in noted) or any(",
        "if any(one.id in () for one in noted) or any(",
        ("tests/services/test_erasing_pictures.py",),
    ),
}
