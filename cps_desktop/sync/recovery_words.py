"""A root secret as words on paper, and the keys that follow from it.

28 words of our list: 25 carry the 32 bytes as one number to the base 1,327 (the greatest prime of
words the list has; 25 · log2 1,327 = 259 bits), and three are a Reed–Solomon check over the
integers modulo 1,327. Any one wrong word is found and named, any two are noticed, and so are words
in the wrong order. Described for strangers in docs/formats/join-file.md.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence

from cps_desktop.sync.bech32 import IDENTITY, RECIPIENT, to_text
from cps_desktop.sync.sealed_age import AgeKeys

PRIME = 1327
"""How many words of the list are used: a prime, so that the check can be solved."""

CARRYING, CHECKING = 25, 3
WORDS = CARRYING + CHECKING
SECRET_BYTES = 32
_ROOT = 3
"""A primitive root modulo 1,327: its powers name the places of 1,326 words apart."""

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """What is not right with typed words. ``places`` count from 1; none where it cannot be told.

    ``why`` is "unknown" (not words of the list), "wrong" (words of the list, but others),
    "order" (these two stand the wrong way round), "few", "many" or "several". ``instead`` is
    the word that must stand there, where exactly one place is in doubt; for "few" with a place,
    the word that is missing after it.
    """

    why: str
    places: tuple[int, ...] = ()
    instead: str = ""


def recovery_keys(root_secret: bytes) -> AgeKeys:
    """The age keys of an organisation's recovery: the same on every laptop from its root secret."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    secret = hashlib.blake2b(root_secret, digest_size=32, person=b"cps-recovery").digest()
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return AgeKeys(to_text(IDENTITY, secret).upper(), to_text(RECIPIENT, public))


def words_of(secret: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """The 28 words of a 32-byte secret."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a root secret has 32 bytes")
    number, digits = int.from_bytes(secret), [0] * CARRYING
    for place in reversed(range(CARRYING)):
        number, digits[place] = divmod(number, PRIME)
    rest = [0] * CHECKING
    generator = _generator()
    for digit in digits:
        top = (digit + rest[0]) % PRIME
        rest = [
            (after - top * factor) % PRIME
            for after, factor in zip([*rest[1:], 0], generator[1:], strict=True)
        ]
    return tuple(words[one] for one in (*digits, *(-one % PRIME for one in rest)))


def _generator() -> list[int]:
    """(x − 1)(x − r)(x − r²), the highest power first: what every sheet's words divide by."""
    product = [1]
    for power in range(CHECKING):
        root = pow(_ROOT, power, PRIME)
        product = [
            (one - root * before) % PRIME
            for one, before in zip([*product, 0], [0, *product], strict=True)
        ]
    return product


def typed_words(text: str) -> list[str]:
    """The words of a text, whatever stands between them: numbers, commas, lines, capitals."""
    return [one.casefold() for one in _WORD.findall(text)]


def secret_of(text: str, words: Sequence[str]) -> bytes | Doubt:
    """The secret that typed words stand for, or what is not right with them."""
    typed = typed_words(text)
    numbers = {word: number for number, word in enumerate(words[:PRIME])}
    unknown = tuple(place for place, one in enumerate(typed, 1) if one not in numbers)
    if len(typed) != WORDS:
        return _miscounted(typed, numbers, words)
    digits = [numbers.get(one, 0) for one in typed]
    if len(unknown) > 1:
        return Doubt("unknown", unknown)
    if unknown:
        found = _one_wrong(digits)
        sure = found is not None and found[0] == unknown[0] - 1
        none_else = found is None and not any(_syndromes(digits))
        # The word in doubt was read as the first of the list: it may truly be that one.
        right = found[1] if found is not None and sure else 0
        return Doubt("unknown", unknown, words[right] if sure or none_else else "")
    if any(_syndromes(digits)):
        return _explained(digits, words)
    number = 0
    for digit in digits[:CARRYING]:
        number = number * PRIME + digit
    return number.to_bytes(SECRET_BYTES) if number >> 8 * SECRET_BYTES == 0 else Doubt("several")


def _syndromes(digits: Sequence[int]) -> tuple[int, ...]:
    found = []
    for power in range(CHECKING):
        root, total = pow(_ROOT, power, PRIME), 0
        for digit in digits:
            total = (total * root + digit) % PRIME
        found.append(total)
    return tuple(found)


def _one_wrong(digits: Sequence[int]) -> tuple[int, int] | None:
    """The one place (from 0) that is wrong and what belongs there; None if it is not just one."""
    first, second, third = _syndromes(digits)
    if not (first and second and third) or second * second % PRIME != first * third % PRIME:
        return None
    power = second * pow(first, -1, PRIME) % PRIME
    for place, digit in enumerate(digits):
        if pow(_ROOT, len(digits) - 1 - place, PRIME) == power:
            return place, (digit - first) % PRIME
    return None


def _explained(digits: list[int], words: Sequence[str]) -> Doubt:
    found = _one_wrong(digits)
    if found is not None:
        return Doubt("wrong", (found[0] + 1,), words[found[1]])
    for place in range(len(digits) - 1):
        turned = [*digits]
        turned[place], turned[place + 1] = digits[place + 1], digits[place]
        if not any(_syndromes(turned)):
            return Doubt("order", (place + 1, place + 2))
    return Doubt("several")


def _miscounted(typed: Sequence[str], numbers: dict[str, int], words: Sequence[str]) -> Doubt:
    """Too few or too many words: where exactly one is, it is found out which."""
    digits = [numbers.get(one, -1) for one in typed]
    if len(digits) == WORDS + 1:
        for place in range(len(digits)):
            without = digits[:place] + digits[place + 1 :]
            if -1 not in without and not any(_syndromes(without)):
                return Doubt("many", (place + 1,))
    if len(digits) == WORDS - 1 and -1 not in digits:
        for place in range(WORDS):
            tried = [*digits[:place], 0, *digits[place:]]
            found = _one_wrong(tried)
            if not any(_syndromes(tried)) or (found is not None and found[0] == place):
                return Doubt("few", (place,), words[found[1] if found else 0])
    return Doubt("few" if len(typed) < WORDS else "many")


def nearest(typed: str, words: Sequence[str]) -> str:
    """The word of the list most like a typed one; "" where none is."""
    import difflib

    close = difflib.get_close_matches(typed.casefold(), words[:PRIME], 1, 0.6)
    return close[0] if close else ""
