"""The floor of ``lists``: a process that reads a workbook, and does nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.own_process import bound

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def work(pipe: Connection, memory: int, cpu_seconds: int) -> None:
    """What python-calamine reads, handed back; bounded as ours is."""
    import io

    import msgspec
    from python_calamine import CalamineWorkbook

    bound(memory, cpu_seconds)
    book = CalamineWorkbook.from_object(io.BytesIO(pipe.recv_bytes()))
    pipe.send_bytes(msgspec.msgpack.encode(book.get_sheet_by_index(0).to_python()))
    pipe.close()
