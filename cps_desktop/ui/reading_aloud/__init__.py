"""Reading aloud: a voice of the operating system, offline, that shows the word it is at.

``door`` is what the facilitator's window has of it; the rest is read when it is wanted.
"""
