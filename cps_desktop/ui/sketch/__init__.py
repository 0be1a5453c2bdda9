"""Drawing with a finger, a pen or a mouse: one pad for participants and for the wall."""

from __future__ import annotations

from cps_desktop.ui.sketch.pad import SketchPad
from cps_desktop.ui.sketch.paper import SketchPaper

__all__ = ["SketchPad", "SketchPaper"]
