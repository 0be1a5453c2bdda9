"""What all notes of a sheet say: one object for all, for a signal each would have to be connected.

Ten connections a note take longer than making it, and 1.4 KB.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal


class NoteSignals(QObject):
    """Each names the note, where it matters which."""

    focused = Signal(str)
    edit_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    key_pressed = Signal(str, object)
    """Note id and the key event; the receiver accepts it or not."""
    choose_asked = Signal(str, bool)
    """Clicked with Ctrl (False) or Shift (True): choose it as well, or all up to it."""
    drag_begun = Signal(str, QPoint)
    """Note id and where on it the pointer took hold."""
    dragged = Signal(QPoint)
    """Where the pointer is, in the sheet's coordinates' global form."""
    dropped = Signal(bool)
    """The drag ended; False when it was called off."""
    mark_asked = Signal(str)
    """The mark "Two people changed this" was clicked."""
    lead_asked = Signal(str, str)
    """A line that leads somewhere was clicked: note id and kind of place."""
