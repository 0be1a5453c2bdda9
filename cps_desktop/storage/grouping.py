"""Several things in one transaction, each of them whole or not at all.

Making a transaction durable costs the same for one bundle as for ten. What goes wrong with one of
a group is taken back alone; the group is lost only with the power, or with the room on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cps_desktop.storage.driver import DriverError, fault_from
from cps_desktop.storage.workspace import Workspace


@contextmanager
def one_of_many(workspace: Workspace) -> Iterator[None]:
    """Inside :meth:`Workspace.one_transaction`: kept with the group, or taken back alone.

    Faults of the disk come out as sentences; whether the group is still there then, the
    connection's ``in_transaction`` says.
    """
    connection = workspace.connection
    connection.execute("SAVEPOINT one_of_many")
    try:
        yield
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO one_of_many")
            connection.execute("RELEASE one_of_many")
        workspace.forget_caches()
        if isinstance(error, DriverError):
            raise fault_from(error) from error
        raise
    connection.execute("RELEASE one_of_many")
