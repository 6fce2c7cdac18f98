"""Reading and writing files: the suffix says the format."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.document import read_document
from tracexpo.codecs.jsonl import try_read_lines, write_register
from tracexpo.codecs.reading import LIMITS, Limits, Reading
from tracexpo.codecs.writing import pieces
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError
from tracexpo.register import Register

if TYPE_CHECKING:
    from tracexpo.codecs.tables import TableMapping

__all__ = ["read", "try_read", "write"]


_CHUNK: Final = 1 << 20
"""Read at once of what has no size beforehand, such as a pipe [byte]."""


def _content(path: Path, most: int) -> bytes:
    """Return what a file holds, `most` bytes and one at the most."""
    with path.open("rb") as file:
        # no more is asked for than there is: what is asked for is set aside in memory beforehand
        parts = [file.read(min(os.fstat(file.fileno()).st_size, most) + 1)]
        left = most + 1 - len(parts[0])
        while left > 0 and (part := file.read(min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
    return b"".join(parts)


def _read_json(path: Path, limits: Limits) -> Reading:
    return read_document(_content(path, limits.document), limits)


_READERS: Final[Mapping[str, Callable[[Path, Limits], Reading]]] = {".json": _read_json, ".jsonl": try_read_lines}
_LISTS: Final = (".csv", ".xlsx")
"""An employer's list: read, never written as a register."""
_WRITERS: Final[Mapping[str, Callable[[Path, Register], None]]] = {
    ".json": lambda path, register: write_atomically(path, pieces(register)),
    ".jsonl": write_register,
}


def read(
    path: str | os.PathLike[str],
    *,
    limits: Limits = LIMITS,
    mapping: "TableMapping | str | os.PathLike[str] | None" = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Register:
    """Read a register from a file; the suffix says the format: .json, .jsonl, or .csv and .xlsx for an employer's list.

    Args:
        path: the file.
        limits: what is accepted at the most.
        mapping: for a list, what its headings do not say: a `TableMapping`, or the path of a TOML file.
        progress: for a list, told how much is done and of how much, where that is known.

    Raises:
        ReadError: with every problem of the content.
        UnsupportedVersionError: when it is of another major version of the format.
        MissingExtraError: for .xlsx, when openpyxl is not installed.
        OSError: when the file cannot be opened.
    """
    return try_read(path, limits=limits, mapping=mapping, progress=progress).register_or_raise()


def try_read(
    path: str | os.PathLike[str],
    *,
    limits: Limits = LIMITS,
    mapping: "TableMapping | str | os.PathLike[str] | None" = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Reading:
    """Read what can be read from a file: good records are kept, bad ones set aside with their reasons.

    The arguments are those of `read`.

    Raises:
        ReadError: when the mapping itself is malformed.
        MissingExtraError: for .xlsx, when openpyxl is not installed.
        OSError: when the file cannot be opened.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _LISTS:
        # words and headings in two languages, which a reader of JSON does without
        from tracexpo.codecs.tables import try_read_list

        return try_read_list(path, limits=limits, mapping=mapping, progress=progress)
    reader = _READERS.get(suffix)
    if reader is None:
        problem = FORM["suffix-unknown"].at(context={"known": (*_READERS, *_LISTS)})
        return Reading(register=None, problems=(problem,))
    return reader(path, limits)


def write(register: Register, path: str | os.PathLike[str]) -> None:
    """Write a register to a file, whole or not at all; the suffix says the format: .json or .jsonl.

    Raises:
        InvalidValueError: `suffix-not-written` for another suffix, naming what writes it.
        OSError: when the file cannot be written.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InvalidValueError("suffix-not-written", "/path", {"known": tuple(_WRITERS)})
    writer(path, register)
