"""The faults a person can meet, each with one clear sentence; anything else is our own mistake.

Every error that comes from outside (a broken file, a full disk, a wrong key) is mapped to one of
these in the module that meets it. A fault's text says what happened, what is safe and what to do;
it is shown as it stands in the window and on stderr. A fault always means that nothing changed.
"""

from __future__ import annotations


class Fault(Exception):
    """Something outside the program is not as it needs to be; ``str(fault)`` is for the person."""

    exit_code = 3


class InputRefused(Fault):
    """A file or a value handed to us cannot be used; nothing was changed."""

    exit_code = 3


class BundleRefused(InputRefused):
    """A bundle that is broken, altered, too large, or newer than this program."""


class CannotUnlock(Fault):
    """The workspace or bundle cannot be opened with this key or passphrase."""

    exit_code = 4


class WorkspaceInUse(Fault):
    """Another window or command has this workspace open."""

    exit_code = 5


class WorkspaceTooNew(InputRefused):
    """The workspace was written by a newer version of the program."""


class WorkspaceDamaged(InputRefused):
    """The workspace file does not read as one; a backup can be restored."""


class StorageFull(Fault):
    """There is no room left, or the place cannot be written to."""
