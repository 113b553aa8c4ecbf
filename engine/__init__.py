"""Satchel's engine: everything that is not a window."""
