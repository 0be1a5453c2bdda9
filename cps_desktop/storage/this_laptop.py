"""What a workspace knows of the laptop it is on: notes, its device's keys, its lives, who it met.

None of this is ever handed over but the device's public key.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cps_desktop.domain.identity import Entropy
from cps_desktop.storage.driver import Connection, atomic, in_words
from cps_desktop.storage.journal import device_number


class ThisLaptop:
    """The part of a workspace that belongs to this laptop alone."""

    _connection: Connection
    _entropy: Entropy
    _device_secret: bytes

    @in_words
    def note(self, name: str) -> object:
        """Something this laptop remembers for itself, such as where the window was; None if not."""
        row = self._connection.execute(
            "SELECT value FROM this_laptop WHERE name = ?", [name]
        ).fetchone()
        return json.loads(row[0]) if row else None

    def set_note(self, name: str, value: object) -> None:
        """Remember something for this laptop alone (anything JSON holds)."""
        with atomic(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO this_laptop (name, value) VALUES (?, ?)",
                [name, json.dumps(value)],
            )

    @in_words
    def notes_beginning(self, words: str) -> dict[str, object]:
        """Everything this laptop remembers under names that begin so, by name in order."""
        rows = self._connection.execute(
            "SELECT name, value FROM this_laptop WHERE substr(name, 1, ?) = ? ORDER BY name",
            [len(words), words],
        )
        return {name: json.loads(value) for name, value in rows}

    def forget_notes(self, names: Sequence[str]) -> None:
        """Forget what this laptop remembers under these names."""
        with atomic(self._connection):
            self._connection.executemany(
                "DELETE FROM this_laptop WHERE name = ?", [[one] for one in names]
            )

    # -- devices --------------------------------------------------------------------------------

    def _device(self) -> tuple[bytes, bytes]:
        """The device's Ed25519 keys (public, secret: 32 bytes each), made at the first opening."""
        kept = self.note("device")
        if isinstance(kept, dict):
            return bytes.fromhex(kept["public"]), bytes.fromhex(kept["secret"])
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        secret = self._entropy(32)
        public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
        with atomic(self._connection):
            self.set_note("device", {"public": public.hex(), "secret": secret.hex()})
            device_number(self._connection, public, "own")
        return public, secret

    @property
    def device_secret(self) -> bytes:
        """The device's signing key. It leaves this object only to sign a segment or a manifest."""
        return self._device_secret

    @in_words
    def devices(self) -> dict[bytes, tuple[str, str]]:
        """Every device met: key → (name, standing)."""
        return {
            key: (name, standing)
            for key, name, standing in self._connection.execute(
                "SELECT key, name, standing FROM journal_device"
            )
        }

    def name_device(self, key: bytes, name: str) -> None:
        """Remember what a device calls itself."""
        with atomic(self._connection):
            self._connection.execute(
                "INSERT INTO journal_device (key, name) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET name = excluded.name",
                [key, name],
            )

    # -- which life of this workspace -----------------------------------------------------------

    @property
    def life(self) -> bytes:
        """Names what this file has lived through: a new one after a restore or in a copy.

        What others know this laptop to have is true of one life only.
        """
        kept = self.note("life")
        if not isinstance(kept, str):
            kept = self._entropy(16).hex()
            self.set_note("life", kept)
        return bytes.fromhex(kept)

    @property
    def earlier_lives(self) -> list[bytes]:
        """The lives that this one took the place of (not those it was merely copied from)."""
        kept = self.note("earlier lives")
        return [bytes.fromhex(one) for one in kept] if isinstance(kept, list) else []


def begin_new_life(connection: Connection, *, replacing: bool, ended: Sequence[bytes] = ()) -> None:
    """From now on this file is another one to others; ``replacing``: the former is no more.

    ``ended`` are other lives that are over, such as that of the file it takes the place of.
    """
    kept = dict(
        connection.execute(
            "SELECT name, value FROM this_laptop WHERE name IN ('life', 'earlier lives')"
        )
    )
    earlier = json.loads(kept.get("earlier lives", "[]"))
    if replacing and "life" in kept:
        earlier.append(json.loads(kept["life"]))
    earlier += [one.hex() for one in ended]
    connection.execute("DELETE FROM this_laptop WHERE name = 'life'")
    connection.execute(
        "INSERT OR REPLACE INTO this_laptop (name, value) VALUES ('earlier lives', ?)",
        [json.dumps(list(dict.fromkeys(earlier)))],
    )
