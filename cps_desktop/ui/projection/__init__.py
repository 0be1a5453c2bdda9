"""What the room sees: a window for a projector or a second screen, read only."""
