"""Measurements on this computer, each beside a yardstick taken in the same run."""
