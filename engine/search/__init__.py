"""Answers a query: legs that each rank passages, and what fuses them into hits."""
