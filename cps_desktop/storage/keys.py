"""The workspace key and the small file beside the workspace that wraps it.

The key is 32 random bytes. It is wrapped in up to four ways, any of which opens it: the operating
system's keyring, a passphrase (argon2id, t=3, m=64 MiB, p=1), the coordinators' age keys
(escrow: a lost keyring never loses a day's work), and *open*, for the sample workspace alone, in
which nothing is private. A fingerprint tells a wrong key from a damaged file.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from cps_desktop.domain.faults import CannotUnlock, Fault, InputRefused
from cps_desktop.storage.private_files import make_private

FILE_NAME = "workspace.keys.json"
FORMAT = 1
KEYRING_SERVICE = "CPS Desktop workspace"
_LARGEST = 256 * 1024
_TIME_COST, _MEMORY_KIB, _LANES = 3, 64 * 1024, 1


class KeyringMissing(Fault):
    """This laptop has no keyring that can keep a secret; a passphrase is needed instead."""


def sync_folder(folder: Path) -> None:
    """Make sure that a name put into a folder survives the battery, where the system can say so."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and FUSE folders know no such thing.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def fingerprint(key: bytes) -> str:
    """A short digest of a key that gives nothing of it away."""
    return hashlib.blake2b(key, digest_size=8, person=b"cps-workspacekey").hexdigest()


class KeyFile:
    """The wrapped forms of one workspace's key."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self._path = path
        self._content = content

    @classmethod
    def new(cls, folder: Path, key: bytes) -> KeyFile:
        """A key file for a new key, with no way to open it yet (see the ``wrap_…`` methods)."""
        content = {"format": FORMAT, "fingerprint": fingerprint(key), "wraps": []}
        return cls(folder / FILE_NAME, content)

    @classmethod
    def read(cls, folder: Path) -> KeyFile:
        """Read a workspace's key file. Raises InputRefused where it is missing or broken."""
        return cls.read_file(folder / FILE_NAME)

    @classmethod
    def read_file(cls, path: Path) -> KeyFile:
        """Read the key file of a workspace or of a backup. Raises InputRefused."""
        broken = InputRefused(
            f"The file {path.name} beside this workspace or backup is missing or damaged. "
            "Nothing was changed. Put it back from a copy of the folder, or choose another backup."
        )
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
            content = json.loads(data)
        except (OSError, ValueError, RecursionError) as error:
            raise broken from error
        if len(data) > _LARGEST or not isinstance(content, dict):
            raise broken
        if not isinstance(content.get("format"), int) or not isinstance(content.get("wraps"), list):
            raise broken
        if content["format"] > FORMAT:
            raise InputRefused(
                "The keys of this workspace were written by a newer version of CPS Desktop. "
                "Nothing was changed. Update the program on this laptop."
            )
        if not all(isinstance(one, dict) for one in content["wraps"]):
            raise broken
        return cls(path, content)

    def save(self) -> None:
        """Write the file beside its place and swap it in, so that it is never half there."""
        beside = self._path.with_name(f"{self._path.name}.new")
        text = json.dumps(self._content, indent=1)
        make_private(beside)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        sync_folder(self._path.parent)

    @property
    def ways(self) -> tuple[str, ...]:
        """How this key can be opened: "keyring", "passphrase", "escrow", "open"."""
        return tuple(str(one.get("way")) for one in self._content["wraps"])

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key inside."""
        return str(self._content.get("fingerprint", ""))

    def _add(self, wrap: dict[str, Any], *, replacing: bool = True) -> None:
        kept = [
            one for one in self._content["wraps"] if not replacing or one.get("way") != wrap["way"]
        ]
        self._content["wraps"] = [*kept, wrap]

    def wrap_open(self, key: bytes) -> None:
        """Keep the key in the open. Only for the sample workspace."""
        self._add({"way": "open", "key": _text(key)})

    def wrap_with_keyring(self, key: bytes) -> None:
        """Put the key into the operating system's keyring. Raises KeyringMissing."""
        import keyring
        import keyring.errors

        account = self.fingerprint
        try:
            keyring.set_password(KEYRING_SERVICE, account, _text(key))
            kept = keyring.get_password(KEYRING_SERVICE, account)
        except Exception as error:  # every backend raises errors of its own
            raise KeyringMissing(
                "This laptop has no keyring that can keep the workspace key. "
                "Choose a passphrase instead."
            ) from error
        if kept != _text(key):
            raise KeyringMissing(
                "The keyring of this laptop did not keep the workspace key. "
                "Choose a passphrase instead."
            )
        self._add({"way": "keyring", "account": account})

    def wrap_with_passphrase(self, key: bytes, passphrase: str) -> None:
        """Wrap the key under a passphrase (replaces the one before)."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        salt, nonce = os.urandom(16), os.urandom(12)
        inner = _stretched(passphrase, salt)
        box = ChaCha20Poly1305(inner).encrypt(nonce, key, b"cps workspace key")
        self._add(
            {"way": "passphrase", "salt": _text(salt), "nonce": _text(nonce), "box": _text(box)}
        )

    def wrap_for(self, recipient: str, name: str, key: bytes) -> None:
        """Escrow: wrap the key to a coordinator's age recipient ("age1…")."""
        import pyrage

        try:
            box = pyrage.encrypt(key, [pyrage.x25519.Recipient.from_str(recipient)])
        except (pyrage.RecipientError, pyrage.EncryptError) as error:
            raise InputRefused("This is not a coordinator's key. Nothing was changed.") from error
        self._content["wraps"] = [
            one for one in self._content["wraps"] if one.get("recipient") != recipient
        ]
        self._add(
            {"way": "escrow", "recipient": recipient, "name": name, "box": _text(box)},
            replacing=False,
        )

    @property
    def escrowed(self) -> frozenset[tuple[str, str]]:
        """Whose keys open this one, as (recipient, name)."""
        return frozenset(
            (str(one.get("recipient", "")), str(one.get("name", "")))
            for one in self._content["wraps"]
            if one.get("way") == "escrow"
        )

    def escrow_for(self, whom: Collection[tuple[str, str]], key: bytes) -> None:
        """Escrow: wrap the key for these (recipient, name) and for nobody else any more.

        Raises InputRefused for what is no recipient; nothing is changed then.
        """
        before = self._content["wraps"]
        self._content["wraps"] = [one for one in before if one.get("way") != "escrow"]
        try:
            for recipient, name in whom:
                self.wrap_for(recipient, name, key)
        except InputRefused:
            self._content["wraps"] = before
            raise

    def forget(self, way: str) -> None:
        """No longer open this way. Raises InputRefused where no other way would be left."""
        kept = [one for one in self._content["wraps"] if one.get("way") != way]
        if not any(one.get("way") in {"keyring", "passphrase", "open"} for one in kept):
            raise InputRefused("This is the only way to open this workspace. Nothing was changed.")
        self._content["wraps"] = kept

    def unlock(self, passphrase: str | None = None, escrow_identity: str | None = None) -> bytes:
        """The key, by whichever way opens it. Raises CannotUnlock with what to do."""
        for wrap in self._content["wraps"]:
            key = self._try(wrap, passphrase, escrow_identity)
            if key is not None and fingerprint(key) == self.fingerprint:
                return key
        if escrow_identity is not None:
            raise CannotUnlock(
                "This recovery key does not open this workspace. Nothing was changed. "
                "Ask the coordinator whose join file was opened on this laptop."
            )
        if passphrase is not None:
            raise CannotUnlock("That passphrase does not open this workspace. Nothing was changed.")
        if "passphrase" in self.ways:
            raise CannotUnlock("This workspace asks for its passphrase. Nothing was changed.")
        raise CannotUnlock(
            "The key of this workspace is not in this laptop's keyring. Nothing was changed. "
            "A coordinator can open it with the recovery key."
        )

    def opens_with(
        self, *, passphrase: str | None = None, escrow_identity: str | None = None
    ) -> bool:
        """Whether what a person gave opens it, whatever this laptop's keyring would do."""
        return any(
            (key := self._try(wrap, passphrase, escrow_identity)) is not None
            and fingerprint(key) == self.fingerprint
            for wrap in self._content["wraps"]
            if wrap.get("way") in {"passphrase", "escrow"}
        )

    def _try(
        self, wrap: dict[str, Any], passphrase: str | None, escrow_identity: str | None
    ) -> bytes | None:
        way = wrap.get("way")
        try:
            if way == "open":
                return _bytes(wrap["key"])
            if way == "keyring":
                return _from_keyring(str(wrap["account"]))
            if way == "passphrase" and passphrase is not None:
                return _from_passphrase(wrap, passphrase)
            if way == "escrow" and escrow_identity is not None:
                return _from_escrow(wrap, escrow_identity)
        except (KeyError, ValueError, TypeError):
            return None
        return None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=_TIME_COST,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=32,
        type=Type.ID,
    )


def _from_passphrase(wrap: dict[str, Any], passphrase: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    inner = _stretched(passphrase, _bytes(wrap["salt"]))
    try:
        return ChaCha20Poly1305(inner).decrypt(
            _bytes(wrap["nonce"]), _bytes(wrap["box"]), b"cps workspace key"
        )
    except InvalidTag:
        return None


def _from_keyring(account: str) -> bytes | None:
    import keyring

    try:
        kept = keyring.get_password(KEYRING_SERVICE, account)
    except Exception:  # noqa: BLE001 - every backend raises errors of its own; another way may open it
        return None
    return _bytes(kept) if kept else None


def forget_in_keyring(account: str) -> bool:
    """Take a workspace's key out of the system's keyring; whether it is no longer in there.

    ``account`` is the key's fingerprint.
    """
    import keyring
    import keyring.errors

    try:
        if keyring.get_password(KEYRING_SERVICE, account) is not None:
            keyring.delete_password(KEYRING_SERVICE, account)
        return keyring.get_password(KEYRING_SERVICE, account) is None
    except keyring.errors.NoKeyringError:
        return True
    except Exception:  # noqa: BLE001 - every backend raises errors of its own; the person is told
        return False


def _from_escrow(wrap: dict[str, Any], identity: str) -> bytes | None:
    import pyrage

    try:
        return bytes(
            pyrage.decrypt(_bytes(wrap["box"]), [pyrage.x25519.Identity.from_str(identity)])
        )
    except (pyrage.DecryptError, pyrage.IdentityError):
        return None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
