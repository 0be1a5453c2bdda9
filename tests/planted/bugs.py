"""Mistakes that somebody could make in the parts that must not go wrong, each to be caught."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Planted:
    """One mistake: in ``file`` (below ``cps_desktop``) the text ``right`` becomes ``wrong``.

    ``right`` stands there exactly once; a test says so where the program was changed since.
    """

    area: str
    what: str
    file: str
    right: str
    wrong: str


BUGS: tuple[Planted, ...] = (
    # -- merging ---------------------------------------------------------------------------------
    Planted(
        "merge",
        "the earliest of several versions is shown",
        "domain/registers.py",
        "heads.sort(key=latest, reverse=True)",
        "heads.sort(key=latest)",
    ),
    Planted(
        "merge",
        "a change counts before what it replaces is here",
        "domain/registers.py",
        "        needed = set(change.sees)\n",
        "        needed = set(change.sees) & set(here)\n",
    ),
    Planted(
        "merge",
        "two versions with the same first head count as agreed",
        "domain/registers.py",
        "return len({head.value for head in heads}) > 1",
        "return len({head.value[:2] for head in heads}) > 1",
    ),
    Planted(
        "merge",
        "of two times that settle themselves the later stays",
        "domain/registers.py",
        "reverse=settles is Settling.GREATEST",
        "reverse=settles is Settling.LEAST",
    ),
    Planted(
        "merge",
        "what an edit had seen is not noted",
        "storage/journal.py",
        "        for site, seq, _ in heads:\n",
        "        for site, seq, _ in heads[:1]:\n",
    ),
    Planted(
        "merge",
        "a record is as old as the first change that came, not as the first made",
        "storage/intake.py",
        "                if made < record.made:\n",
        "                if made < 0:\n",
    ),
    # -- the clock -------------------------------------------------------------------------------
    Planted(
        "clock",
        "a clock set back goes back",
        "domain/clock.py",
        "max(max(self._wall(), 0) << COUNTER_BITS, self._last + 1)",
        "max(self._wall(), 0) << COUNTER_BITS",
    ),
    Planted(
        "clock",
        "a clock far ahead is adopted",
        "domain/clock.py",
        "if not is_far_ahead(reading, self._wall()):",
        "if reading < GREATEST:",
    ),
    Planted(
        "clock",
        "what came from elsewhere is not taken note of",
        "domain/clock.py",
        "self._last = max(self._last, reading)",
        "self._last = max(self._last, 0)",
    ),
    # -- verifying -------------------------------------------------------------------------------
    Planted(
        "verify",
        "a signature is not checked",
        "sync/sealing.py",
        "            key.verify(signature, _SIGNED + digest)\n",
        "            key.public_bytes_raw()\n",
    ),
    Planted(
        "verify",
        "values need not be those that were committed to",
        "sync/sealing.py",
        "if not hmac.compare_digest(made, head.commitments):",
        "if len(made) != len(head.commitments):",
    ),
    Planted(
        "verify",
        "a launch need not be the laptop's own",
        "sync/sealing.py",
        "if site_id(head.device, head.nonce) != head.site:",
        "if len(head.site) != 16:",
    ),
    Planted(
        "verify",
        "columns may be written in more than one way",
        "sync/sealing.py",
        "if _encode(read) != wired.columns or _encode(head) != wired.header:",
        "if _encode(head) != wired.header:",
    ),
    Planted(
        "verify",
        "what a bundle says of its content need not be so",
        "sync/bundles.py",
        "if said.contents != contents_digest(self._digests):",
        "if len(said.contents) != 32:",
    ),
    Planted(
        "verify",
        "what a bundle says of itself need not be signed",
        "sync/manifests.py",
        "        key.verify(signed.signature, _SIGNED + signed.manifest)\n",
        "        key.public_bytes_raw()\n",
    ),
    Planted(
        "verify",
        "other changes under the same numbers are passed over",
        "storage/sealed.py",
        "            if seq not in here:\n                continue\n",
        "            if seq in here:\n                continue\n",
    ),
    # -- handing over ----------------------------------------------------------------------------
    Planted(
        "export",
        "what was given counts as arrived: a lost stick is lost",
        "services/receivers.py",
        'said = workspace.segments.handed(receiver + bytes.fromhex(life), "acknowledged")',
        'said = workspace.segments.handed(receiver, "given")',
    ),
    Planted(
        "export",
        "of two copies under one key, what either has is left out",
        "services/receivers.py",
        "{site: some & said[site] for site, some in together.items() if site in said}",
        "{**together, **said}",
    ),
    Planted(
        "export",
        "a bundle of one session leaves its people at home",
        "services/exchange.py",
        "roots |= workspace.reader.roots_referred_to(session)",
        "roots |= {session}",
    ),
    Planted(
        "export",
        "what a restore lost counts as being there",
        "services/receivers.py",
        '    now = [one for one in living if over.isdisjoint({one, f"{whose} {one}"})]\n',
        "    now = list(living)\n",
    ),
    Planted(
        "export",
        "a gap is acknowledged as if it were here",
        "storage/sealed.py",
        "having.setdefault(place.site, []).extend(place.seqs.spans)",
        "having.setdefault(place.site, []).append(Span(1, place.seqs.spans[-1].last))",
    ),
    # -- erasing and revoking --------------------------------------------------------------------
    Planted(
        "erase",
        "a value may be missing for no reason",
        "services/rulings.py",
        "        if law.justified.covers(*hole):\n",
        "        if hole:\n",
    ),
    Planted(
        "erase",
        "an old bundle brings back what was erased",
        "domain/rulings.py",
        "return without(segment, holes) if holes else segment",
        "return segment",
    ),
    Planted(
        "erase",
        "the key of an erased value's commitment stays",
        "storage/erasing.py",
        "None if seq in holes else key for seq, key in",
        "key for _, key in",
    ),
    Planted(
        "erase",
        "search still finds what was erased",
        "storage/erasing.py",
        "                if table.searched:\n",
        "                if not table.searched:\n",
    ),
    Planted(
        "erase",
        "pictures that nobody names any more stay",
        "storage/erasing.py",
        "return [one for one in here if one not in named]",
        "return [one for one in here if one in named]",
    ),
    Planted(
        "erase",
        "any coordinator may erase",
        "domain/rulings.py",
        "needed = CONTROLLER if isinstance(self.text.decides, Erasure) else COORDINATOR",
        "needed = COORDINATOR",
    ),
    Planted(
        "erase",
        "a stranger's organisation may erase",
        "domain/rulings.py",
        "ours = [one for one in warranted if one.warrant and one.warrant.root == root]",
        "ours = [one for one in warranted if one.warrant]",
    ),
    Planted(
        "erase",
        "what is not sealed yet is not sealed before it is erased",
        "services/rulings.py",
        "            seal_everything(workspace)\n",
        "            workspace.now_ms()\n",
    ),
    Planted(
        "erase",
        "what a revoked laptop went on to do counts",
        "domain/rulings.py",
        "return trusted is None or seq in trusted.get(site, RangeSet())",
        "return trusted is None or seq > 0",
    ),
    Planted(
        "erase",
        "a former coordinator's word weighs as much as one's of now",
        "domain/rulings.py",
        "if not isinstance(decides, Revocation) or decides.device in self.named_now:",
        "if not isinstance(decides, Revocation):",
    ),
)
