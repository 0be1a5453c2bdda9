"""Places in a list: keys for what is put somewhere, and records whose id is derived.

A place is a fractional index (:mod:`cps_desktop.domain.ordering`): putting something between two
others touches nobody else. Where two laptops gave neighbours the same key, the crowded ones alone
are given keys of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.domain.changes import Edit, bringing_back, creating, setting
from cps_desktop.domain.kinds import Action, Note, Planner
from cps_desktop.domain.ordering import key_between
from cps_desktop.domain.records import Record, Value, meanings
from cps_desktop.services.door import Records

Ordered = Sequence[Note] | Sequence[Planner] | Sequence[Action]


def order_at_end(orders: Sequence[str]) -> str:
    """The key of a place after all of these."""
    try:
        return key_between(max(orders, default=""))
    except ValueError:
        # Somebody else's key holds signs of a newer kind: begin again above all of ours.
        return key_between("zzzz")


def orders_for(others: Ordered, index: int, count: int) -> tuple[list[str], list[Edit]]:
    """Keys for ``count`` records at a place among others, and edits that make room if need be.

    Room is needed where two laptops gave neighbours the same key: nothing lies between equal
    keys. Then those of the others that hold that key after the place are given keys of their own,
    and nobody else is touched.
    """
    index = max(0, min(index, len(others)))
    low = others[index - 1].order if index else ""
    end = index
    while end < len(others) and others[end].order <= low:
        end += 1
    crowded = others[index:end]
    high = others[end].order if end < len(others) else ""
    try:
        keys = _keys_between(low, high, count + len(crowded))
    except ValueError:
        return _orders_anew(others, index, count)
    edits: list[Edit] = []
    for one, key in zip(crowded, keys[count:], strict=True):
        edits += setting(one, order=key)
    return keys[:count], edits


def stands_at(one: Note | Action, others: Ordered, place: int) -> bool:
    """Whether a record already stands between the neighbours it would get."""
    here = (one.order, one.id)
    place = max(0, min(place, len(others)))
    comes_after = place == 0 or (others[place - 1].order, others[place - 1].id) < here
    goes_before = place == len(others) or here < (others[place].order, others[place].id)
    return comes_after and goes_before


def making_there(records: Records, record: Record) -> list[Edit]:
    """The edits after which a record whose id is derived is there and says just this.

    One that was deleted comes back: its id is the same for ever.
    """
    known = records.get(type(record), record.id)
    if known is None:
        return creating(record)
    wanted: dict[str, Value] = {name: getattr(record, name) for name in meanings(type(record))}
    return [*(bringing_back([known]) if known.deleted else []), *setting(known, **wanted)]


def _orders_anew(others: Ordered, index: int, count: int) -> tuple[list[str], list[Edit]]:
    """New keys for everybody: only where a key that is no key of ours leaves no other way."""
    keys = _keys_between("", "", len(others) + count)
    edits: list[Edit] = []
    for one, key in zip(others, [*keys[:index], *keys[index + count :]], strict=True):
        edits += setting(one, order=key)
    return keys[index : index + count], edits


def _keys_between(low: str, high: str, count: int) -> list[str]:
    keys: list[str] = []
    for _ in range(count):
        low = key_between(low, high)
        keys.append(low)
    return keys
