"""How good a tagger is, and whether a candidate may replace it."""
