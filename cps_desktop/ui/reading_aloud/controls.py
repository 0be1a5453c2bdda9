"""What a voice says of a control: its name, what it is, how it stands, what is in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit, QWidget

from cps_desktop.ui.reading_aloud.marking import mark_in_field
from cps_desktop.ui.reading_aloud.reader import Spoken

_ROLES = {
    QAccessible.Role.CheckBox: "tick box",
    QAccessible.Role.RadioButton: "choice",
    QAccessible.Role.PushButton: "button",
    QAccessible.Role.Button: "button",
    QAccessible.Role.ButtonMenu: "button with a menu",
    QAccessible.Role.EditableText: "field",
    QAccessible.Role.ComboBox: "list to choose from",
}


def spoken_control(control: QWidget) -> tuple[Spoken, ...]:
    """What is said of the control that has the keyboard."""
    known = QAccessible.queryAccessibleInterface(control)
    name = known.text(QAccessible.Text.Name) or control.accessibleName()
    said = [name, _ROLES.get(known.role(), "")]
    if isinstance(control, QAbstractButton) and control.isCheckable():
        said.append("on" if control.isChecked() else "off")
    if isinstance(control, QComboBox):
        said.append(control.currentText())
    said.append(known.text(QAccessible.Text.Description))
    parts = [Spoken(", ".join(one for one in said if one))]
    if isinstance(control, QPlainTextEdit):
        text = control.toPlainText()
        parts.append(Spoken(text, partial(mark_in_field, control), control))
    return tuple(parts)
