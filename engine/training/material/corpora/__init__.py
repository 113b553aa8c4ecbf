"""Labelled corpora in the formats of common annotation tools, read and written one text at a time."""
