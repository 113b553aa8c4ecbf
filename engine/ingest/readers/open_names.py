"""Names of OpenDocument by the prefixes that the standard itself uses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_PREFIXES = {"drawing": "draw", "svg-compatible": "svg"}
_OPEN_OFFICE_1 = "http://openoffice.org/2000/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


@lru_cache(maxsize=2000)
def short_name(name: str) -> str:
    """Return ``text:p`` for ``urn:oasis:names:tc:opendocument:xmlns:text:1.0 p``; other names as they are."""
    namespace, _, local = name.rpartition(" ")
    if namespace == _DUBLIN_CORE:
        return f"dc:{local}"
    if namespace.startswith(_OPEN_OFFICE_1):  # the format's forerunner
        prefix = namespace.removeprefix(_OPEN_OFFICE_1)
        return f"{_PREFIXES.get(prefix, prefix)}:{local}"
    before, _, after = namespace.partition(":xmlns:")
    if not before.startswith("urn:oasis:names:tc:opendocument"):
        return name
    prefix = after.partition(":")[0]
    return f"{_PREFIXES.get(prefix, prefix)}:{local}"


def value_of(attributes: Mapping[str, str], short: str) -> str:
    """Return the attribute with this short name, or nothing."""
    return next((value for name, value in attributes.items() if short_name(name) == short), "")


def count_of(attributes: Mapping[str, str], short: str) -> int:
    """Return the attribute as a number from 1, 1 where it is missing or none."""
    value = value_of(attributes, short)
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else 1
