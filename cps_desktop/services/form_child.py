"""The process that reads forms which strangers sent: little time, little memory, nothing to lose.

It answers with what stands in the fields, or with the end of a sentence that says why not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.picture_child import CPU_SECONDS, MEMORY

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Place = tuple[int, tuple[float, float, float, float]]


def work(pipe: Connection, places: tuple[Place, ...] | None) -> None:
    """What the process does, from beginning to end: read the fields, or the text in places."""
    import msgspec

    be_quiet()
    bound(MEMORY, CPU_SECONDS)
    pipe.send_bytes(msgspec.msgpack.encode(_found(pipe.recv_bytes(), places)))
    pipe.close()


def _found(data: bytes, places: tuple[Place, ...] | None) -> Any:
    from cps_desktop.documents.form_reading import read_form, texts_in
    from cps_desktop.domain.faults import InputRefused

    try:
        found = read_form(data) if places is None else texts_in(data, places)
    except InputRefused as why:
        return str(why)
    except MemoryError:
        return "is too large to open. Ask for a smaller copy"
    return _without_halves(found)


def _without_halves(found: Any) -> Any:
    """Texts without halves of a sign, which no text may hold: □ stands for each."""
    if isinstance(found, str):
        return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(found, dict):
        return {_without_halves(name): _without_halves(one) for name, one in found.items()}
    if isinstance(found, list):
        return [_without_halves(one) for one in found]
    return found
