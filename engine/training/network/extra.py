"""What training needs beyond the app itself, and whether it is installed.

The app runs without torch; whoever trains installs ``satchel[train]``.
"""

from __future__ import annotations

import importlib.util

from engine.errors import TrainingExtraMissing

NETWORK = ("torch", "transformers")
"""What every kind of training needs."""


def need(*packages: str) -> None:
    """Make sure that ``packages`` can be imported; none of them is imported to find out.

    Raises:
        TrainingExtraMissing: One of them is not installed; ``package`` names it.
    """
    for package in packages:
        if importlib.util.find_spec(package) is None:
            raise TrainingExtraMissing(package=package)
