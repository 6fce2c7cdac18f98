"""Writing a file whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

__all__ = ["write_atomically"]

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)  # Windows would write its own ends of lines


def write_atomically(path: Path, chunks: Iterator[bytes]) -> None:
    """Write a file whole or not at all: a crash, a kill or a full disk leaves the old file as it was.

    Raises:
        OSError: when the file cannot be written; it names the file that was asked for.
    """
    asked, path = path, Path(os.path.realpath(path))  # a link stays a link: what it points to is replaced
    # 40 characters of the name are 160 bytes at the most
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(8).hex()}.part")
    mode = _mode_of(path, asked)
    try:
        with temporary.open("xb", buffering=1 << 20) if mode is None else _open_closely(temporary) as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException as error:
        with suppress(FileNotFoundError, NotADirectoryError):
            temporary.unlink()
        if isinstance(error, OSError) and error.filename == str(temporary):
            error.filename = str(asked)
            error.filename2 = None
        raise


def _mode_of(path: Path, asked: Path) -> int | None:
    """Return the permissions of the file there is; None where there is none."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(asked))
    if not stat.S_ISREG(mode):
        # a pipe or a device would be replaced by a file
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(asked))
    return stat.S_IMODE(mode)


def _open_closely(path: Path) -> IO[bytes]:
    """Open a new file that nobody else may read: perhaps they may not read the old one either."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb", 1 << 20)
