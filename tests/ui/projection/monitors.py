"""An X server without a screen, whose monitors are plugged in and out while a program looks on."""

from __future__ import annotations

import ctypes
import os
import subprocess
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_ulong, c_void_p
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_MM: Final = 0.2646
_ROOT: Final = Path(__file__).resolve().parents[3]


class _MonitorInfo(Structure):
    """``XRRMonitorInfo`` of libXrandr (extension RANDR 1.5)."""

    _fields_ = (
        ("name", c_ulong),
        ("primary", c_int),
        ("automatic", c_int),
        ("noutput", c_int),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
        ("mwidth", c_int),
        ("mheight", c_int),
        ("outputs", POINTER(c_ulong)),
    )


class Monitors:
    """Xvfb with one large picture, cut into monitors by name."""

    def __init__(self, width: int, height: int) -> None:
        self._shape = f"{width}x{height}x24"

    def __enter__(self) -> Self:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", self._shape, "-noreset"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            self._display = f":{told.readline().strip()}"
        self._x = ctypes.CDLL("libX11.so.6")
        self._randr = ctypes.CDLL("libXrandr.so.2")
        self._declare()
        self._open = self._x.XOpenDisplay(self._display.encode())
        assert self._open, "the server lets us in"
        self._root = self._x.XDefaultRootWindow(self._open)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._x.XCloseDisplay(self._open)
        self._server.kill()
        self._server.wait()

    def _declare(self) -> None:
        x, randr = self._x, self._randr
        x.XOpenDisplay.restype = c_void_p
        x.XOpenDisplay.argtypes = [c_char_p]
        x.XCloseDisplay.argtypes = [c_void_p]
        x.XDefaultRootWindow.restype = c_ulong
        x.XDefaultRootWindow.argtypes = [c_void_p]
        x.XInternAtom.restype = c_ulong
        x.XInternAtom.argtypes = [c_void_p, c_char_p, c_int]
        x.XSync.argtypes = [c_void_p, c_int]
        randr.XRRAllocateMonitor.restype = POINTER(_MonitorInfo)
        randr.XRRAllocateMonitor.argtypes = [c_void_p, c_int]
        randr.XRRSetMonitor.argtypes = [c_void_p, c_ulong, POINTER(_MonitorInfo)]
        randr.XRRDeleteMonitor.argtypes = [c_void_p, c_ulong, c_ulong]
        randr.XRRGetMonitors.restype = POINTER(_MonitorInfo)
        randr.XRRGetMonitors.argtypes = [c_void_p, c_ulong, c_int, POINTER(c_int)]

    def add(
        self, name: str, x: int, y: int, width: int, height: int, *, whole: bool = False
    ) -> None:
        """Plug one in; the first takes the server's own output along (``whole``)."""
        made = self._randr.XRRAllocateMonitor(self._open, 1 if whole else 0)
        info = made.contents
        info.name = self._x.XInternAtom(self._open, name.encode(), 0)
        info.primary, info.automatic = int(whole), 0
        info.x, info.y, info.width, info.height = x, y, width, height
        info.mwidth, info.mheight = round(width * _MM), round(height * _MM)
        if whole:
            count = c_int()
            there = self._randr.XRRGetMonitors(self._open, self._root, 1, byref(count))
            info.outputs[0] = there[0].outputs[0]
        self._randr.XRRSetMonitor(self._open, self._root, made)
        self._x.XSync(self._open, 0)

    def remove(self, name: str) -> None:
        """Unplug it."""
        atom = self._x.XInternAtom(self._open, name.encode(), 0)
        self._randr.XRRDeleteMonitor(self._open, self._root, atom)
        self._x.XSync(self._open, 0)

    def start(self, command: list[str]) -> subprocess.Popen[str]:
        """Start a program that sees these monitors; what it says can be read from ``stdout``."""
        environment = os.environ | {"DISPLAY": self._display, "QT_QPA_PLATFORM": "xcb"}
        return subprocess.Popen(
            command,
            env=environment,
            # The program is found where it lies: nothing has to be installed, or said in a path.
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
