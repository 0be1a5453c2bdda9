"""Planners of the workspace's own: made, changed, kept, given as a file, and moved to."""
