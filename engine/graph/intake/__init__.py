"""Reads graphs of other programs, and our own exports, into the records that are carried."""
