"""The workspace file. The only SQL."""
