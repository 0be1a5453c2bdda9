"""A person without a screen and a mouse: the accessibility bus, and keys.

Run by the system's own Python, which has the bus (``gi``), inside ``dbus-run-session`` and an X
server. It knows nothing of the program but what is said on the bus: names, roles, states, and what
is announced. Everything done and heard is written down as it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version comes first

PATIENCE_S = 60.0
"""How long a thing may take to come: a machine may be busy, and speed is not tried here."""

_KEYS = {
    "Tab": 0xFF09,
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "F5": 0xFFC2,
    "space": 0x20,
}
_HELD = {"Ctrl": 0xFFE3, "Shift": 0xFFE1, "Alt": 0xFFE9}
_MOST_LINES = 40
_STATES = ("checked", "focused", "selected", "expanded", "enabled", "editable")


class NotThere(AssertionError):
    """Nothing on the bus is called so, or it cannot be done with it."""


class Reader:
    """Reads one program, named as on the bus, and writes down what it does and hears."""

    def __init__(self, program: str) -> None:
        self._program = program
        self.record: list[str] = []
        self._heard: list[str] = []
        self.said: list[str] = []
        """Everything announced, in order."""
        self._at: Any = None
        self._moves = 0
        self._listener = Atspi.EventListener.new(self._on_event)
        for kind in ("object:announcement", "object:state-changed:focused"):
            self._listener.register(kind)

    # -- finding ----------------------------------------------------------------------------

    def application(self) -> Any:
        """The program's root on the bus; None while it is not there."""
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(number)
            if found is not None and found.get_name() == self._program:
                return found
        return None

    def walk(self, root: Any = None) -> Iterator[Any]:
        """Every node that is shown, in reading order."""
        node = root if root is not None else self.application()
        if node is None:
            return
        try:
            shown = node.get_state_set()
            if root is not None and not shown.contains(Atspi.StateType.VISIBLE):
                return
            yield node
            children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
        except GLib.Error:
            return  # it went while it was looked at
        for child in children:
            if child is not None:
                yield from self.walk(child)

    def find(self, role: str, name: str, *, begins: bool = False) -> Any:
        """The one with this role and name, as soon as it is there."""

        def look() -> Any:
            for node in self.walk():
                try:
                    if node.get_role_name() != role:
                        continue
                    said = node.get_name()
                except GLib.Error:
                    continue
                if said == name or (begins and said.startswith(name)):
                    return node
            return None

        return self.wait(look, f"{role} '{name}'")

    def wait(self, look: Callable[[], Any], what: str) -> Any:
        """What ``look`` finds, as soon as it finds something."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            self.listen()
            found = look()
            if found:
                return found
            time.sleep(0.05)
        raise NotThere(f"{what} did not come.\n" + "\n".join(self.outline()))

    def outline(self) -> list[str]:
        """What is there, for whoever asks why something was not found."""
        lines = []
        for node in self.walk():
            try:
                lines.append(f"{node.get_role_name()}: {node.get_name()!r} {states_of(node)}")
            except GLib.Error:
                continue
        return lines

    # -- doing ------------------------------------------------------------------------------

    def press(self, role: str, name: str, *, begins: bool = False) -> None:
        """Do what a button, a tick or a line of a menu does."""
        node = self.find(role, name, begins=begins)
        self.note("Pressed", node)
        actions = [node.get_action_name(at) for at in range(node.get_n_actions())]
        for wished in ("Press", "Toggle", "Check"):
            if wished in actions:
                node.do_action(actions.index(wished))
                break
        else:
            raise NotThere(f"{role} '{name}' cannot be pressed, only {actions}")
        self.listen()

    def focus(self, role: str, name: str, *, begins: bool = False) -> Any:
        """Put the keyboard there, and see that it is there."""
        node = self.find(role, name, begins=begins)
        node.grab_focus()
        self.wait(lambda: _has(node, Atspi.StateType.FOCUSED), f"the keyboard on {role} '{name}'")
        self._at = node
        self.note("Went to", node)
        return node

    def focused(self, role: str, name: str) -> None:
        """See that the keyboard came there by itself."""

        def look() -> bool:
            self.listen()
            at = self._at
            try:
                return at is not None and (at.get_role_name(), at.get_name()) == (role, name)
            except GLib.Error:
                return False

        self.wait(look, f"the keyboard on {role} '{name}'")

    def down_to(self, role: str, name: str) -> None:
        """Press Down until the line of a menu that begins so has the keyboard.

        A menu that pops up is nobody's child on the bus: what is told of it is where one is.
        """
        for _ in range(_MOST_LINES):
            before = self._moves
            self.key("Down")
            self.wait(partial(self._moved_to, role, before), "the next line")
            if self._at.get_name().startswith(name):
                return
        raise NotThere(f"{role} '{name}' is not in this menu")

    def _moved_to(self, role: str, before: int) -> bool:
        """Whether the keyboard moved since, and onto such a control: others may be told late."""
        return self._moves > before and self._at.get_role_name() == role

    def key(self, keys: str) -> None:
        """Press keys as "Ctrl+Z"; the keyboard is where it is."""
        *held, last = keys.split("+")
        self.record.append(f"* Key {keys}")
        for one in held:
            _send(_HELD[one], Atspi.KeySynthType.PRESS)
        _send(_KEYS.get(last) or ord(last.lower()), Atspi.KeySynthType.SYM)
        for one in reversed(held):
            _send(_HELD[one], Atspi.KeySynthType.RELEASE)
        self.listen()

    def type(self, text: str) -> None:
        """Type words where the keyboard is, and see that they came."""
        field = self._at
        wished = Atspi.Text.get_character_count(field) + len(text)
        self.record.append(f"* Typed “{text}”")
        Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)
        self.wait(lambda: Atspi.Text.get_character_count(field) == wished, f"“{text}”, typed")

    def hear(self, words: str) -> None:
        """Wait until something announced has these words."""
        self.wait(lambda: any(words in one for one in self.said), f"an announcement “{words}”")
        self.said.clear()

    # -- writing down -----------------------------------------------------------------------

    def title(self, words: str) -> None:
        """A new part of the record."""
        self.record += ["", f"## {words}", ""]

    def note(self, doing: str, node: Any) -> None:
        """What was done with a node, and all that is said of it."""
        states = states_of(node)
        said = f"* {doing}: {node.get_role_name()} “{node.get_name()}”"
        self.record.append(f"{said} ({', '.join(states)})" if states else said)

    def listen(self) -> None:
        """Take in what came over the bus."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        self.record += self._heard
        self._heard.clear()

    def _on_event(self, event: Any) -> None:
        try:
            if event.type.startswith("object:announcement"):
                words = str(event.any_data)
                self.said.append(words)
                self._heard.append(f"  * Heard: “{words}”")
            elif event.detail1:
                self._at = event.source
                self._moves += 1
                name = event.source.get_name()
                role = event.source.get_role_name()
                self._heard.append(f"  * The keyboard is on: {role} “{name}”")
        except GLib.Error:
            return


def states_of(node: Any) -> list[str]:
    """The states that a person is told."""
    found = node.get_state_set()
    return [one for one in _STATES if found.contains(getattr(Atspi.StateType, one.upper()))]


def _has(node: Any, state: Any) -> bool:
    try:
        return bool(node.get_state_set().contains(state))
    except GLib.Error:
        return False


def _send(number: int, how: Any) -> None:
    if how != Atspi.KeySynthType.SYM:
        number = _keycode(number)
    Atspi.generate_keyboard_event(number, None, how)


def _keycode(symbol: int) -> int:
    """Where a held key is on the keyboard of an X server without one."""
    return {0xFFE3: 37, 0xFFE1: 50, 0xFFE9: 64}[symbol]
