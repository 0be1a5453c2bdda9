"""The parts every page is built from; pages import them from here.

A part's module is read when the part is first asked for: the first window needs few of them, and
every widget class of Qt that is read takes its time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cps_desktop.ui.kit.announcing import announce
    from cps_desktop.ui.kit.buttons import BigButton, Button, LinkButton, ParticipantButton, Switch
    from cps_desktop.ui.kit.choices import Choice, Option, RadioGroup, TickBox
    from cps_desktop.ui.kit.date_fields import DateField, MoneyField, TimeField
    from cps_desktop.ui.kit.dialogs import HelpPanel, QuestionDialog
    from cps_desktop.ui.kit.form import FormRow
    from cps_desktop.ui.kit.layouts import empty, put_in_place
    from cps_desktop.ui.kit.overlays import Drawer, Fold, Toast
    from cps_desktop.ui.kit.page import Card, PageFrame, buttons_row, scrolling
    from cps_desktop.ui.kit.panels import Action, EmptyState, MessagePanel, ProgressPanel
    from cps_desktop.ui.kit.record_model import Column, RecordModel
    from cps_desktop.ui.kit.record_table import RecordTable
    from cps_desktop.ui.kit.status import State, StatusChip
    from cps_desktop.ui.kit.text_fields import LineField, SearchField, TextField
    from cps_desktop.ui.kit.words import Words, plain, rule

__all__ = [
    "Action",
    "BigButton",
    "Button",
    "Card",
    "Choice",
    "Column",
    "DateField",
    "Drawer",
    "EmptyState",
    "Fold",
    "FormRow",
    "HelpPanel",
    "LineField",
    "LinkButton",
    "MessagePanel",
    "MoneyField",
    "Option",
    "PageFrame",
    "ParticipantButton",
    "ProgressPanel",
    "QuestionDialog",
    "RadioGroup",
    "RecordModel",
    "RecordTable",
    "SearchField",
    "State",
    "StatusChip",
    "Switch",
    "TextField",
    "TickBox",
    "TimeField",
    "Toast",
    "Words",
    "announce",
    "buttons_row",
    "empty",
    "plain",
    "put_in_place",
    "rule",
    "scrolling",
]

_WHERE: Final = {
    "Action": "panels",
    "BigButton": "buttons",
    "Button": "buttons",
    "Card": "page",
    "Choice": "choices",
    "Column": "record_model",
    "DateField": "date_fields",
    "Drawer": "overlays",
    "EmptyState": "panels",
    "Fold": "overlays",
    "FormRow": "form",
    "HelpPanel": "dialogs",
    "LineField": "text_fields",
    "LinkButton": "buttons",
    "MessagePanel": "panels",
    "MoneyField": "date_fields",
    "Option": "choices",
    "PageFrame": "page",
    "ParticipantButton": "buttons",
    "ProgressPanel": "panels",
    "QuestionDialog": "dialogs",
    "RadioGroup": "choices",
    "RecordModel": "record_model",
    "RecordTable": "record_table",
    "SearchField": "text_fields",
    "State": "status",
    "StatusChip": "status",
    "Switch": "buttons",
    "TextField": "text_fields",
    "TickBox": "choices",
    "TimeField": "date_fields",
    "Toast": "overlays",
    "Words": "words",
    "announce": "announcing",
    "buttons_row": "page",
    "empty": "layouts",
    "plain": "words",
    "put_in_place": "layouts",
    "rule": "words",
    "scrolling": "page",
}


def __getattr__(name: str) -> Any:
    """The part of this name. Raises AttributeError, as for any module, where there is none."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = part
    return part
