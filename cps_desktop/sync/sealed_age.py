"""The outer seal of a bundle: age, to coordinators' keys or under a passphrase.

The header is read before anything is decrypted: what a stranger's file asks of this laptop (the
work of a passphrase, the number of recipients) is bounded here, since the library does not.
Format: https://age-encryption.org/v1 (C2SP age specification).
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence

from cps_desktop.domain.faults import BundleRefused, CannotUnlock, InputRefused

MOST_RECIPIENTS = 64
LONGEST_HEADER = 64 * 1024
GREATEST_WORK = 20
"""log2 of scrypt's N: 2^20 is a second or two; 2^23 would be 44 seconds and 8 GiB."""

_MAGIC = b"age-encryption.org/v1\n"

NOT_A_BUNDLE = (
    "This is not a CPS Desktop bundle, or only a part of one. Nothing was changed. "
    "Check that the whole file was copied, or ask for it again."
)


@dataclasses.dataclass(frozen=True, slots=True)
class AgeKeys:
    """A laptop's own age keys: ``identity`` is secret, ``recipient`` ("age1…") is for others."""

    identity: str
    recipient: str


def new_age_keys() -> AgeKeys:
    """A new pair of X25519 age keys."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return AgeKeys(str(identity), str(identity.to_public()))


def is_recipient(text: str) -> bool:
    """Whether this is an age recipient that a bundle can be sealed to."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def is_identity(text: str) -> bool:
    """Whether this is a secret age key that opens what is sealed to its recipient."""
    import pyrage

    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        return False
    return True


def seal_for(data: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to recipients ("age1…"). Raises InputRefused for what is no recipient."""
    import pyrage

    try:
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as error:
        raise InputRefused(
            "This is not the key of a coordinator or laptop. Nothing was handed over."
        ) from error
    return bytes(pyrage.encrypt(data, keys))


def seal_under(data: bytes, passphrase: str) -> bytes:
    """Encrypt under a passphrase, in a process of its own. Raises InputRefused."""
    from cps_desktop.sync.passphrase_child import DONE, SEAL, in_own_process

    found = in_own_process(SEAL, data, passphrase).data
    if found is None or not found.startswith(DONE):
        raise InputRefused(
            "This laptop had not enough memory or time to seal it under these words. "
            "Nothing was handed over. Close other programs, then try again."
        )
    return found.removeprefix(DONE)


def asks_for_passphrase(sealed: bytes) -> bool:
    """Whether a bundle is sealed under a passphrase. Raises BundleRefused for no age file, or one
    whose header asks too much."""
    if not sealed.startswith(_MAGIC):
        raise BundleRefused(NOT_A_BUNDLE)
    end = sealed.find(b"\n--- ", 0, LONGEST_HEADER)
    if end < 0:
        raise BundleRefused(NOT_A_BUNDLE)
    stanzas = [
        line.split(b" ")
        for line in sealed[len(_MAGIC) : end].split(b"\n")
        if line.startswith(b"-> ")
    ]
    if not stanzas or len(stanzas) > MOST_RECIPIENTS:
        raise BundleRefused(NOT_A_BUNDLE)
    secret = [one for one in stanzas if len(one) > 1 and one[1] == b"scrypt"]
    for stanza in secret:
        work = stanza[3] if len(stanza) == 4 else b""
        if len(stanzas) > 1 or not work.isdigit() or len(work) > 2 or int(work) > GREATEST_WORK:
            raise BundleRefused(
                "This bundle asks for far more work than a bundle should before it opens. "
                "Nothing was changed. Do not use it; ask the sender for a new one."
            )
    return bool(secret)


def check_beginning(beginning: bytes, identities: Sequence[str]) -> None:
    """Look whether a large file opens, by its first MiB, before the rest of it is read.

    Raises CannotUnlock where no key fits, BundleRefused for what is no bundle. Under a passphrase
    nothing can be told yet.
    """
    if asks_for_passphrase(beginning):
        return
    import pyrage

    found = io.BytesIO()
    try:
        keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
        pyrage.decrypt_io(io.BytesIO(beginning), found, keys)
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise _cannot(error) from error
    except OSError as error:
        # It ends in the middle, as it must; but what there is of it has to be genuine.
        if not found.tell():
            raise BundleRefused(NOT_A_BUNDLE) from error


def _cannot(error: Exception) -> CannotUnlock | BundleRefused:
    if "matching keys" in str(error) or "No matching" in str(error):
        return CannotUnlock(
            "This bundle was sealed for somebody else, so it cannot be opened on this laptop. "
            "Nothing was changed. Ask the sender to make it for you."
        )
    return BundleRefused(NOT_A_BUNDLE)


def unseal(sealed: bytes, identities: Sequence[str], passphrase: str | None) -> bytes:
    """Decrypt a bundle. Raises CannotUnlock where no key fits, BundleRefused otherwise."""
    if asks_for_passphrase(sealed):
        return _unseal_under(sealed, passphrase)
    import pyrage

    try:
        keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
        return bytes(pyrage.decrypt(sealed, keys))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise _cannot(error) from error


def _unseal_under(sealed: bytes, passphrase: str | None) -> bytes:
    from cps_desktop.sync.passphrase_child import DONE, OPEN, in_own_process

    if passphrase is None:
        raise CannotUnlock("This bundle asks for its five words. Nothing was changed.")
    found = in_own_process(OPEN, sealed, passphrase).data
    if found is None:
        raise BundleRefused(
            "This laptop had not enough memory or time to open this bundle. Nothing was changed. "
            "Close other programs, then try again, or ask the sender for a new one."
        )
    if not found.startswith(DONE):
        raise CannotUnlock(
            "These words do not open this bundle, or it was damaged on its way. "
            "Nothing was changed. Check the words with the person who made it."
        )
    return found.removeprefix(DONE)
