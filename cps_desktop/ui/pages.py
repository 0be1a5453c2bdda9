"""Every page of the window, a line a page. A page's module is read when it is first opened.

Pages with ``in_session`` stand in the list at the left of a session, in this order; a ``gap``
draws a line above. The others are places of their own. ``listed=False`` pages are reached by a
button elsewhere.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

import msgspec

from cps_desktop.ui.session_page import SessionPage

_SESSION: Final = "cps_desktop.ui.pages_of_session"


class PageEntry(msgspec.Struct, frozen=True):
    """A page: its key in links and remembered places, its name, and where its class is."""

    key: str
    name: str
    module: str
    class_name: str
    in_session: bool = True
    listed: bool = True
    gap: bool = False

    def page_class(self) -> type[SessionPage]:
        """The page's class; reads its module the first time."""
        found: type[SessionPage] = getattr(import_module(self.module), self.class_name)
        return found


PAGES: Final = (
    PageEntry("today", "Today", f"{_SESSION}.today", "TodayPage"),
    PageEntry("planner", "Planner", f"{_SESSION}.planner", "PlannerPage"),
    PageEntry("attendance", "Attendance", f"{_SESSION}.attendance", "AttendancePage"),
    PageEntry("expenses", "Expenses", f"{_SESSION}.expenses", "ExpensesPage"),
    PageEntry("actions", "Actions", f"{_SESSION}.actions", "ActionsPage"),
    PageEntry("print", "Print", f"{_SESSION}.printing", "PrintPage", gap=True),
    PageEntry("hand_over", "Hand over", f"{_SESSION}.hand_over", "HandOverPage"),
    PageEntry(
        "details", "Session details", "cps_desktop.ui.session_form", "DetailsPage", listed=False
    ),
    PageEntry("home", "All sessions", "cps_desktop.ui.home", "HomePage", in_session=False),
    PageEntry(
        "new_session", "New session", "cps_desktop.ui.new_session", "NewSessionPage", False, False
    ),
    PageEntry("inbox", "Bring in", "cps_desktop.ui.inbox", "InboxPage", in_session=False),
    PageEntry(
        "conflicts", "Two versions", "cps_desktop.ui.conflicts", "ConflictsPage", in_session=False
    ),
    PageEntry("alike", "Perhaps the same", "cps_desktop.ui.alike", "AlikePage", in_session=False),
    PageEntry(
        "organisations",
        "Organisations",
        "cps_desktop.ui.organisations",
        "OrganisationsPage",
        in_session=False,
    ),
    PageEntry(
        "person_data", "A person's data", "cps_desktop.ui.person_data", "PersonDataPage", False
    ),
    PageEntry("who_came", "Who came", "cps_desktop.ui.who_came", "WhoCamePage", in_session=False),
    PageEntry("privacy", "Privacy", "cps_desktop.ui.privacy", "PrivacyPage", in_session=False),
    PageEntry("bin", "Deleted sessions", "cps_desktop.ui.bin", "BinPage", in_session=False),
    PageEntry(
        "planner_templates",
        "Planners of our own",
        "cps_desktop.ui.template_editor.page",
        "TemplatesPage",
        in_session=False,
    ),
    PageEntry(
        "expense_policies",
        "Expense policies of our own",
        "cps_desktop.ui.policy_editor.page",
        "PoliciesPage",
        in_session=False,
    ),
    PageEntry("settings", "Settings", "cps_desktop.ui.settings", "SettingsPage", in_session=False),
)

HOME: Final = "home"


_BY_KEY: Final = {one.key: one for one in PAGES}


def offered() -> dict[str, PageEntry]:
    """The pages that can be opened, by key, in order."""
    return _BY_KEY


def session_pages() -> tuple[PageEntry, ...]:
    """The pages in the list at the left of a session."""
    return tuple(one for one in offered().values() if one.in_session and one.listed)


def places() -> tuple[PageEntry, ...]:
    """The pages outside a session that a person can go to at any time."""
    return tuple(one for one in offered().values() if not one.in_session and one.listed)


def first_page() -> str:
    """The page a session opens at."""
    return session_pages()[0].key
