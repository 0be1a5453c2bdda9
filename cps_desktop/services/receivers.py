"""Whom a bundle is for, this laptop's own keys and name, and what others have acknowledged."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import cast

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.values import whole_characters
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundles import LONGEST_NAME, Manifest
from cps_desktop.sync.manifests import NOBODY
from cps_desktop.sync.sealed_age import AgeKeys, is_recipient, new_age_keys

ANYONE = b"passphrase"
"""The receiver of a bundle under a passphrase: whoever has the words."""

_MET = "met on"
_OVER = "lives that are over"


@dataclasses.dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a bundle is for: a name to show, and an age recipient or a passphrase.

    ``device`` is the receiver's device key where it is known; its acknowledgements come home
    under it.
    """

    name: str
    recipient: str = ""
    passphrase: str = ""
    device: bytes = b""

    @property
    def key(self) -> bytes:
        """Under what this receiver's share is remembered."""
        return self.device or self.recipient.encode() or ANYONE


def own_age_keys(workspace: Workspace) -> AgeKeys:
    """This laptop's age keys, made when first needed; bundles for it are sealed to them."""
    kept = workspace.note("age keys")
    if isinstance(kept, dict):
        return AgeKeys(kept["identity"], kept["recipient"])
    keys = new_age_keys()
    workspace.set_note("age keys", dataclasses.asdict(keys))
    return keys


def device_name(workspace: Workspace) -> str:
    """What this laptop calls itself to others: as much of its name as a bundle takes."""
    return own_name_of(workspace).strip()[:LONGEST_NAME]


def own_name_of(workspace: Workspace) -> str:
    """What this laptop is called here, as it was typed."""
    return str(workspace.note("device name") or "")


def name_this_device(workspace: Workspace, name: str) -> None:
    """Change what this laptop calls itself."""
    workspace.set_note("device name", whole_characters(name))


def laptops_met(workspace: Workspace) -> tuple[Receiver, ...]:
    """Laptops whose bundles came in here, to which an answer can be sealed."""
    kept = workspace.note("reply to")
    known = kept if isinstance(kept, dict) else {}
    names = {key.hex(): name for key, (name, _) in workspace.devices().items()}
    return tuple(
        Receiver(names.get(key) or "A laptop without a name", recipient, "", bytes.fromhex(key))
        for key, recipient in known.items()
    )


def note_meeting(workspace: Workspace, device: bytes) -> None:
    """Remember when a laptop's bundle first came in here."""
    kept = cast(dict[str, int], workspace.note(_MET) or {})
    if device.hex() not in kept:
        workspace.set_note(_MET, {**kept, device.hex(): workspace.now_ms()})


def met_when(workspace: Workspace, device: bytes) -> int:
    """When a laptop's bundle first came in here, in milliseconds since 1970; 0 for never."""
    return cast(dict[str, int], workspace.note(_MET) or {}).get(device.hex(), 0)


def how_met(workspace: Workspace, laptop: Receiver) -> str:
    """A laptop met, in words that the name it gives itself cannot imitate."""
    when = cast(dict[str, int], workspace.note(_MET) or {}).get(laptop.device.hex())
    on = ""
    if when is not None:
        on = f" on {say_date(dt.datetime.fromtimestamp(when / 1000).astimezone().date())}"
    return f"A laptop met{on}, which calls itself “{laptop.name}”"


def receiver_from(workspace: Workspace, text: str) -> Receiver:
    """A receiver from an age recipient as typed; a laptop met before is known by it.

    Raises InputRefused for what is no recipient.
    """
    for laptop in laptops_met(workspace):
        if laptop.recipient == text.strip():
            return laptop
    if not is_recipient(text.strip()):
        raise InputRefused(
            "This is not the key of a coordinator or laptop. Nothing was handed over. "
            "It begins with age1."
        )
    return Receiver(text.strip()[:16] + "…", text.strip())


def waits_for_word(workspace: Workspace, receiver: Receiver) -> bool:
    """Whether a receiver is to be answered even where there is nothing new to give it.

    It may know nothing of this laptop's present life: a laptop that was put back, copied, or
    copied from is taken for what another of its lives is until it writes, and not sent what it
    lacks (docs/decisions/lives.md). Or work of its own came from it, of which it was told nothing
    since: it would hand that over for ever. Writes nothing.
    """
    if not receiver.device:
        return False
    heard = workspace.note(_heard_by(receiver.device))
    # The life itself may not be asked for: one that has no name yet would be given one.
    unheard = not heard or heard != workspace.note("life")
    return unheard or bool(workspace.note(_owed(receiver.device)))


def note_answered(workspace: Workspace, receiver: Receiver) -> None:
    """Remember that a receiver was told what is here: with whatever else it was handed over."""
    if receiver.device and workspace.note(_owed(receiver.device)):
        workspace.set_note(_owed(receiver.device), False)


def _heard_by(device: bytes) -> str:
    return f"heard by {device.hex()}"


def _owed(device: bytes) -> str:
    return f"owes an answer {device.hex()}"


def lives_heard_of(workspace: Workspace, receiver: Receiver) -> list[bytes]:
    """The lives of a laptop that this one heard of and that are not over."""
    return [bytes.fromhex(one) for one in _lives(workspace, receiver.device)]


def acknowledged_by(workspace: Workspace, receiver: bytes) -> dict[bytes, RangeSet]:
    """What a receiver, named by its key here, has acknowledged.

    A laptop's folder that was copied has two lives under one device key: only what both have
    acknowledged need not be sent again. A life that a restore ended counts no more.
    """
    together: dict[bytes, RangeSet] | None = None
    for life in _lives(workspace, receiver):
        said = workspace.segments.given.handed(receiver + bytes.fromhex(life), "acknowledged")
        together = (
            said
            if together is None
            else {site: some & said[site] for site, some in together.items() if site in said}
        )
    return together or {}


def _lives(workspace: Workspace, device: bytes) -> list[str]:
    kept = workspace.note(f"lives {device.hex()}")
    return [str(one) for one in kept] if isinstance(kept, list) else []


def lacking(workspace: Workspace, receiver: Receiver) -> set[str]:
    """The attachments that were still to come to a receiver when it last wrote."""
    kept = workspace.note(f"lacking {receiver.key.hex()}")
    return {str(one) for one in kept} if isinstance(kept, list) else set()


def acknowledge(workspace: Workspace, manifest: Manifest, ranges: dict[bytes, RangeSet]) -> None:
    """Remember what the sender says it has, and what it lacks."""
    if manifest.device == workspace.device_key:
        return
    whose = manifest.device.hex()
    over = {str(one) for one in cast(list[str], workspace.note(_OVER) or [])}
    # A laptop speaks of its own lives: else it could have another's acknowledgements not believed.
    ended = {f"{whose} {one.hex()}" for one in manifest.earlier_lives if one != manifest.life}
    if ended - over:
        over |= ended
        workspace.set_note(_OVER, sorted(over))
    living = _lives(workspace, manifest.device)
    # Notes of release 0.1 say the life alone.
    now = [one for one in living if over.isdisjoint({one, f"{whose} {one}"})]
    life = manifest.life.hex()
    if over.isdisjoint({life, f"{whose} {life}"}):
        if life not in now:
            now.append(life)
        key = manifest.device + manifest.life
        has = manifest.having()
        for site, some in ranges.items():
            has[site] = has.get(site, RangeSet()) | some
        workspace.segments.given.note_handed(key, "acknowledged", has)
        workspace.set_note(f"lacking {whose}", manifest.lacks)
        _note_what_they_wait_for(workspace, manifest)
    if now != living:
        workspace.set_note(f"lives {whose}", now)


def _note_what_they_wait_for(workspace: Workspace, manifest: Manifest) -> None:
    """What a laptop's bundle says of this one; nothing, where it was meant for another."""
    own = manifest.receiver in (None, workspace.device_key)
    if own:
        # Whoever was itself put back may have forgotten: what it says now is what counts.
        heard = workspace.life.hex() if workspace.life in manifest.heard else ""
        workspace.set_note(_heard_by(manifest.device), heard)
    if manifest.segments and (own or manifest.receiver == NOBODY):
        workspace.set_note(_owed(manifest.device), True)
