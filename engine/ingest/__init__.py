"""From a folder to cleaned text and passages: scan, watch, read in a sandbox, clean, split."""
