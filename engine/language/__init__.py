"""Models that turn text into numbers, and facts about scripts; knows no file format and no storage."""
