"""The participant view: one question at a time, full screen, and no way out but the facilitator's.

``start_participant_view(window, planner)`` asks the facilitator what participants shall do and
hands the keyboard over; ``resume_participant_view(window)`` opens it again after a restart.
"""

from __future__ import annotations

from cps_desktop.ui.participant.start import resume_participant_view, start_participant_view

__all__ = ["resume_participant_view", "start_participant_view"]
