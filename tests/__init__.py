"""Tests of the program. A package of its own: a namespace would lose to any other ``tests``."""
