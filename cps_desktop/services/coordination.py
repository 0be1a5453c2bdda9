"""Coordinators: who may receive what is handed over, and how a laptop comes to know them.

A coordinator makes an organisation and a join file; a facilitator opens it and compares four
words. From then on bundles are sealed to the coordinators, and the workspace key is wrapped for
them too (escrow), so that a lost keyring or passphrase never loses a day's work. The parts:
:mod:`.papers` (who coordinates now), :mod:`.joining`, :mod:`.organisation` (making one),
:mod:`.code_sheets` (on paper) and :mod:`.recovery`; this module names what others need of them.
"""

from __future__ import annotations

import os

from cps_desktop.services.joining import (
    accept_joining,
    joining_typed,
    read_joining,
    receiver_in,
    save_join_file,
)
from cps_desktop.services.organisation import become_coordinator
from cps_desktop.services.papers import (
    Joining,
    Paper,
    coordinators,
    identities,
    is_controller,
    is_coordinator,
    joined,
    own_roles,
    paper_now,
    papers,
    papers_of,
    plain_words,
    receivers,
    root_secret,
    sealed_for,
    warrant,
)
from cps_desktop.services.receivers import device_name
from cps_desktop.services.recovery import recovery_key_in, save_recovery_key
from cps_desktop.services.taking_up_papers import take_up_papers
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.joining import passphrase_from

__all__ = [
    "Joining",
    "Paper",
    "accept_joining",
    "become_coordinator",
    "coordinators",
    "identities",
    "is_controller",
    "is_coordinator",
    "joined",
    "joining_typed",
    "new_words",
    "own_name",
    "own_roles",
    "paper_now",
    "papers",
    "papers_of",
    "plain_words",
    "read_joining",
    "receiver_in",
    "receivers",
    "recovery_key_in",
    "root_secret",
    "save_join_file",
    "save_recovery_key",
    "sealed_for",
    "take_up_papers",
    "warrant",
]


def new_words() -> str:
    """Five new words to seal a bundle under."""
    return passphrase_from(plain_words(), os.urandom(32))


def own_name(workspace: Workspace) -> str:
    """Who works on this laptop, as said in the first-run guide."""
    return str(workspace.note("own name") or device_name(workspace))
