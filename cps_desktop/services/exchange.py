"""Handing over and bringing in: bundles between laptops, in any order, more than once.

Nothing here is ever deleted by handing it over, and a bundle is either brought in whole or not at
all. A receiver is sent everything it has not acknowledged: a lost stick loses nothing. The parts:
:mod:`.giving_bundles`, :mod:`.taking_bundles`, :mod:`.bundle_opening`, :mod:`.bundle_preview` and
:mod:`.receivers`; this module names what others need of them.
"""

from __future__ import annotations

from cps_desktop.services.bundle_opening import Inspection, OpenedBundle, open_bundle, opened
from cps_desktop.services.bundle_preview import Gap, Preview, preview
from cps_desktop.services.giving_bundles import HandedOver, Plan, hand_over, plan_handing_over
from cps_desktop.services.pictures_to_come import still_to_come
from cps_desktop.services.progress import Progress, Stopped
from cps_desktop.services.receivers import (
    ANYONE,
    Receiver,
    device_name,
    laptops_met,
    name_this_device,
    own_age_keys,
    receiver_from,
)
from cps_desktop.services.sealing import seal_everything
from cps_desktop.services.taking_bundles import (
    BroughtIn,
    bring_in,
    open_for,
    open_sealed_for,
    read_for,
    unseal_for,
)

__all__ = [
    "ANYONE",
    "BroughtIn",
    "Gap",
    "HandedOver",
    "Inspection",
    "OpenedBundle",
    "Plan",
    "Preview",
    "Progress",
    "Receiver",
    "Stopped",
    "bring_in",
    "device_name",
    "hand_over",
    "laptops_met",
    "name_this_device",
    "open_bundle",
    "open_for",
    "open_sealed_for",
    "opened",
    "own_age_keys",
    "plan_handing_over",
    "preview",
    "read_for",
    "receiver_from",
    "seal_everything",
    "still_to_come",
    "unseal_for",
]
