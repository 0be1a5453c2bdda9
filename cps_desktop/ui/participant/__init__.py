"""The participant view: one question at a time, full screen, and no way out but the facilitator's.

``door`` is how the rest of the window comes here; nothing else is read before it is wanted.
"""
