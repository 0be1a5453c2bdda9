"""A join file small enough for a QR code or for typing: rows of letters, and back again.

What a file of ours says is packed without its field names; what another version added makes it
travel as its own text, deflated. Unpacked, both give the same text that was signed, so that the
signature is verified as for a file from a stick. docs/formats/join-file.md has it all.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.sync.bech32 import RECIPIENT, to_bytes, to_text
from cps_desktop.sync.joining import (
    CONTROLLER,
    COORDINATOR,
    FORMAT,
    LARGEST,
    NOT_ONE,
    WHAT,
    as_written,
    parts_of,
    read_join_file,
)
from cps_desktop.sync.paper_rows import LARGEST as MOST_BYTES
from cps_desktop.sync.paper_rows import TypedRows, read_rows, rows_of

QR_START = "CPSJ "
"""Before the rows in a QR code, so that it is known for what it is."""

_PACKED, _AS_TEXT = 1, 2
_ROLES = (COORDINATOR, CONTROLLER)


class _Who(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    name: str
    recipient: bytes
    device: bytes
    roles: int


class _Packed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    organisation: str
    sequence: int
    root: bytes
    coordinators: list[_Who]
    recovery: bytes | None
    expires: str
    signature: bytes


def paper_rows(join_file: bytes) -> tuple[str, ...]:
    """The rows to print of a verified join file. Raises InputRefused for one that is too long."""
    join, signature = parts_of(join_file)
    data = _packed(join, signature)
    if data is None or _unpacked(data) != (join, signature):
        text = json.dumps([join, signature], sort_keys=True, separators=(",", ":")).encode()
        data = bytes([_AS_TEXT]) + zlib.compress(text, 9)
    if len(data) > MOST_BYTES:
        raise InputRefused(
            "This join file names too many coordinators for paper. Nothing was written. "
            "Save it as a file instead."
        )
    return rows_of(data)


def qr_text(rows: tuple[str, ...]) -> str:
    """What the QR code beside the rows holds."""
    return QR_START + "".join("".join(one.split()) for one in rows)


def rows_in_qr(text: str) -> str | None:
    """The rows that a QR code holds, in one line; None where it is no join file's."""
    return text.removeprefix(QR_START) if text.startswith(QR_START) else None


def join_file_from(text: str) -> bytes | TypedRows:
    """The join file that typed or read rows hold, or what is still missing or not right.

    Raises InputRefused for rows that are whole but hold no join file.
    """
    typed = read_rows(text)
    if typed.data is None:
        return typed
    data = as_written(*_unpacked(typed.data)).encode()
    read_join_file(data)
    return data


def _packed(join: dict[str, Any], signature: str) -> bytes | None:
    """The short form of what this version would write; None for anything else."""
    try:
        some = [
            _Who(
                one["name"],
                to_bytes(RECIPIENT, one["recipient"]) or b"",
                bytes.fromhex(one["device"]),
                sum(1 << place for place, role in enumerate(_ROLES) if role in one["roles"]),
            )
            for one in join["coordinators"]
        ]
        kept = join.get("recovery")
        recovery = None if kept is None else (to_bytes(RECIPIENT, kept) or b"")
        packed = _Packed(
            join["organisation"],
            join["sequence"],
            bytes.fromhex(join["root"]),
            some,
            recovery,
            join["expires"],
            bytes.fromhex(signature),
        )
        return bytes([_PACKED]) + msgspec.msgpack.encode(packed)
    except (KeyError, TypeError, ValueError, msgspec.MsgspecError):
        return None


def _unpacked(data: bytes) -> tuple[dict[str, Any], str]:
    """What was signed, and the signature. Raises InputRefused."""
    try:
        if data[:1] == bytes([_AS_TEXT]):
            opened = zlib.decompressobj()
            text = opened.decompress(data[1:], LARGEST)
            join, signature = msgspec.json.decode(text, type=tuple[dict[str, Any], str])
            return join, signature
        if data[:1] != bytes([_PACKED]):
            raise InputRefused(NOT_ONE)
        packed = msgspec.msgpack.decode(data[1:], type=_Packed)
    except (msgspec.MsgspecError, zlib.error, RecursionError) as error:
        raise InputRefused(NOT_ONE) from error
    join = {
        "coordinators": [
            {
                "device": one.device.hex(),
                "name": one.name,
                "recipient": to_text(RECIPIENT, one.recipient),
                "roles": [role for place, role in enumerate(_ROLES) if one.roles >> place & 1],
            }
            for one in packed.coordinators
        ],
        "expires": packed.expires,
        "format": FORMAT,
        "organisation": packed.organisation,
        "root": packed.root.hex(),
        "sequence": packed.sequence,
        "what": WHAT,
    }
    if packed.recovery is not None:
        join["recovery"] = to_text(RECIPIENT, packed.recovery) if packed.recovery else ""
    return join, packed.signature.hex()
