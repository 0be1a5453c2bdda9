"""What every page must be: named, large enough to hit, one primary button, nothing cut off."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QScrollArea, QWidget

from cps_desktop.ui.kit import Button
from tests.ui.accessibility import small_targets, unnamed_controls

LEAST_TARGET = 24


def faults_of(page: QWidget) -> list[str]:
    """Everything a person could not name, hit or see on this page as it stands."""
    found = [*unnamed_controls(page), *small_targets(page, LEAST_TARGET), *cut_off(page)]
    primary = [one.text() for one in page.findChildren(Button) if one.primary and one.isVisible()]
    if len(primary) > 1:
        found.append(f"{len(primary)} primary buttons: {primary}")
    return found


def cut_off(page: QWidget) -> list[str]:
    """Parts that are wider than their room, other than lists and pages of paper that scroll."""
    found = []
    for area in page.findChildren(QScrollArea):
        wide = area.horizontalScrollBar().maximum()
        if area.isVisible() and wide > 0 and area.accessibleName() == page.accessibleName():
            found.append(f"{area.accessibleName()} is {wide} px wider than its room")
    for button in page.findChildren(Button):
        if not button.isVisible() or _in_a_list(button):
            continue
        if button.width() < button.minimumSizeHint().width():
            found.append(f"the words of {button.text()} are cut")
    return found


def _in_a_list(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractItemView | QAbstractScrollArea) and not isinstance(
            above, QScrollArea
        ):
            return True
        above = above.parentWidget()
    return False
