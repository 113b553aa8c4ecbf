"""Attributes of a text: one module per family of values, ``find`` for all, ``tie`` for whose they are."""
