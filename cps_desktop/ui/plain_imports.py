"""Imports as Python makes them: to be read before all else that is of the window.

PySide puts an import of its own in the place of Python's. For its ``__feature__`` (other spellings
of Qt's names, which we never ask for) it then reads the source of every module that is imported
from there on and looks for its own name in it: a tenth of a second at our start, and a little at
every import inside a function after it. We put Python's own back.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it is what changes the import

_PYTHONS_OWN = getattr(builtins, "__orig_import__", None)
"""Where PySide keeps it; not there on a PySide that leaves imports alone."""

if _PYTHONS_OWN is not None:
    builtins.__import__ = _PYTHONS_OWN
