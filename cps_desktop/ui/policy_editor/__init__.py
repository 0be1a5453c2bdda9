"""Expense policies of the workspace's own: written, checked, kept by editions, given as a file."""
