"""The parts every page is built from; pages import them from here."""

from __future__ import annotations

from cps_desktop.ui.kit.announce import announce
from cps_desktop.ui.kit.buttons import BigButton, Button, LinkButton, Switch
from cps_desktop.ui.kit.choices import Choice, Option, RadioGroup, TickBox
from cps_desktop.ui.kit.date_fields import DateField, MoneyField, TimeField
from cps_desktop.ui.kit.dialogs import HelpPanel, QuestionDialog
from cps_desktop.ui.kit.form import FormRow
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
    "plain",
    "rule",
    "scrolling",
]
