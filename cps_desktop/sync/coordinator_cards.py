"""Coordinator cards: a small file with which a second laptop asks to coordinate as well.

It says a name, an age recipient and a device key, signed by that device: nobody can put forward
another laptop's device as their own. Whoever adds it compares four words of all it says.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.sync.joining import Coordinator
from cps_desktop.sync.sealed_age import is_recipient

SUFFIX = ".cpscard"
LARGEST = 16 * 1024
FORMAT = 1
_WHAT = "CPS Desktop coordinator card"
_SIGNED = b"cps coordinator card\x00"
NOT_ONE = (
    "This is not a coordinator card, or it was damaged. Nothing was changed. "
    "Ask for it again: it is saved on the other coordinator's laptop, in Settings."
)


class _Card(msgspec.Struct, frozen=True):
    name: str
    recipient: str
    device: str
    what: str = _WHAT
    format: int = FORMAT


class _Signed(msgspec.Struct, frozen=True):
    card: dict[str, Any]
    signature: str


def _canonical(card: dict[str, Any]) -> bytes:
    text = json.dumps(card, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return _SIGNED + text.encode()


def write_card(name: str, recipient: str, device: bytes, device_secret: bytes) -> bytes:
    """The signed card of a laptop."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    card = json.loads(msgspec.json.encode(_Card(name, recipient, device.hex())))
    signature = Ed25519PrivateKey.from_private_bytes(device_secret).sign(_canonical(card))
    return json.dumps(
        {"card": card, "signature": signature.hex()}, indent=1, sort_keys=True
    ).encode()


def read_card(data: bytes) -> tuple[Coordinator, bytes]:
    """Whom a card puts forward, and the bytes whose four words are compared.

    Raises InputRefused for what is no card, or one that another device signed.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(data) > LARGEST:
        raise InputRefused(NOT_ONE)
    try:
        signed = msgspec.json.decode(data, type=_Signed)
        card = msgspec.convert(signed.card, type=_Card)
        content = _canonical(signed.card)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(card.device)).verify(
            bytes.fromhex(signed.signature), content
        )
    except (msgspec.MsgspecError, InvalidSignature, ValueError, RecursionError) as error:
        raise InputRefused(NOT_ONE) from error
    if card.what != _WHAT or card.format > FORMAT or not is_recipient(card.recipient):
        raise InputRefused(NOT_ONE)
    if not card.name.strip():
        raise InputRefused(NOT_ONE)
    return Coordinator(name=card.name, recipient=card.recipient, device=card.device), content
