"""The window: what the user sees. Of the engine it knows only the border."""
