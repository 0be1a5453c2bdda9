"""PySide without what we never ask of it: to be read before all else that is of the window.

Nothing is tidied while modules are read, for nothing of theirs ever goes. And two things that
PySide does take a quarter of our start, and we use neither.

It reads the modules that explain its functions (for messages about wrong arguments, and for making
stubs) and compiles them anew each time, for they lie as text in a library of its own. They are
put off until somebody asks for anything in them, such as such a message.

It puts an import of its own in the place of Python's. For its ``__feature__`` (other spellings of
Qt's names) that reads the source of every module imported from there on and looks for PySide's name
in it. We put Python's own back.

``tests/ui/test_plain_imports.py`` holds a program with this against one without.
"""

from __future__ import annotations

import builtins
import gc
import importlib.util
import sys
import threading
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Final

_EXPLAINING: Final = "shibokensupport.signature"
# Not its ``mapping``: PySide looks into that without asking.
_PUT_OFF: Final = frozenset(
    f"{_EXPLAINING}.{name}"
    for name in ("errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator")
)
_reading = threading.RLock()
_begun: set[str] = set()
_import = builtins.__import__


class _Later(ModuleType):
    """A module that is read when something in it is first asked for."""

    def __getattr__(self, name: str) -> object:
        with _reading:
            spec = self.__spec__
            if self.__name__ not in _begun and spec is not None and spec.loader is not None:
                _begun.add(self.__name__)
                # PySide has given it a second name since, by which its own reader does not know it.
                second, spec.name = spec.name, self.__name__
                try:
                    spec.loader.exec_module(self)
                finally:
                    spec.name = second
                self.__class__ = ModuleType  # type: ignore[assignment]
            try:
                return self.__dict__[name]
            except KeyError:
                raise AttributeError(f"module {self.__name__!r} has no {name!r}") from None


def _put_off(parent: ModuleType, name: str) -> None:
    full = f"{parent.__name__}.{name}"
    spec = importlib.util.find_spec(full)
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        module.__class__ = _Later
        sys.modules[full] = module
        setattr(parent, name, module)


def _importing(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - the names Python gives
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    for one in fromlist or ():
        full = f"{name}.{one}"
        if full in _PUT_OFF and full not in sys.modules and name in sys.modules:
            _put_off(sys.modules[name], one)
    return _import(name, globals, locals, fromlist or (), level)


def all_read() -> None:
    """What the window needs at first is read: Python may tidy again, and leaves all that alone."""
    gc.freeze()
    if _tidies:
        gc.enable()


_tidies = gc.isenabled()
gc.disable()
builtins.__import__ = _importing
try:
    import PySide6.QtCore  # noqa: F401 - read for what it does
finally:
    builtins.__import__ = _import
