"""Migrations: one step per format version, plain dict → plain dict, run before structuring.

A step is keyed by the version it starts from. There is none yet: 1.0 is the first version.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tracexpo.errors import TracexpoError

__all__ = ["STEPS", "Step", "migrated"]

Step = tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]
"""The version a step leads to, and what it does to a document."""

STEPS: Final[Mapping[str, Step]] = {}
"""Every step, by the version it starts from."""


def migrated(document: dict[str, Any], version: str, target: str, steps: Mapping[str, Step] = STEPS) -> dict[str, Any]:
    """Bring a document from one version of the format to another.

    Raises:
        TracexpoError: when no chain of steps leads there.

    >>> steps = {"0.9": ("1.0", lambda d: {**d, "version": "1.0"})}
    >>> migrated({"version": "0.9"}, "0.9", "1.0", steps)
    {'version': '1.0'}
    """
    seen: set[str] = set()
    while version != target:
        if version not in steps or version in seen:
            raise TracexpoError(f"no migration leads from version {version} to {target}")
        seen.add(version)
        version, step = steps[version]
        document = step(document)
    return document
