"""Writes the graph in the forms of other programs: one module a form, over one stream of records."""
