"""What every reader gives: a register, what was wrong, and what was set aside."""

from typing import Any, Final

from attrs import field, frozen

from tracexpo.errors import ReadError, UnsupportedVersionError
from tracexpo.problems import Cell, Problem, Severity
from tracexpo.register import Register

__all__ = ["LIMITS", "Limits", "Reading", "Rejected"]

_MIB: Final = 1024 * 1024


@frozen(kw_only=True)
class Limits:
    """What a reader accepts at the most, so that a hostile file is refused and not endured."""

    depth: int = 64
    """Nesting of a JSON document [levels]."""
    document: int = 4096 * _MIB
    """Size of a document [byte]."""
    string: int = 65_536
    """Size of a text in a document [byte]."""
    rows: int = 1_000_000
    """Rows of a table."""
    columns: int = 200
    """Columns of a table."""
    cell: int = 32_768
    """Size of a cell of a table [byte]."""
    workbook: int = 512 * _MIB
    """Size of a workbook once unpacked [byte]."""


LIMITS: Final = Limits()
"""The limits unless told otherwise."""


@frozen(kw_only=True)
class Rejected:
    """A record or a line that was set aside, with its reasons."""

    pointer: str = ""
    """Where it stood in a document, as a JSON pointer."""
    cell: Cell | None = None
    """Where it stood in a table."""
    collection: str | None = None
    """The collection it stood in."""
    content: Any = field(default=None, repr=False)
    """What it held, as plain values, so that nothing is lost; it may be personal."""
    problems: tuple[Problem, ...] = ()
    """Why it was set aside."""


@frozen(kw_only=True)
class Reading:
    """The outcome of reading, good or bad.

    `register` is None where there is nothing one could call a register: no JSON, another format, an
    unknown major version.
    """

    register: Register | None
    """What could be read."""
    problems: tuple[Problem, ...] = ()
    """Everything that is wrong or worth telling, in the order of the document."""
    rejected: tuple[Rejected, ...] = field(default=(), repr=False)
    """The records set aside."""
    origins: dict[str, Cell] = field(factory=dict[str, Cell], repr=False, hash=False)
    """For tables: the line of each record, by id; under `*/conditions/degree` and the like (after the name of a
    sheet), the column of a field, for all lines."""
    version: str | None = None
    """The version of the format that the document states."""

    @property
    def ok(self) -> bool:
        """Whether there is a register and no error."""
        return self.register is not None and not any(p.severity >= Severity.ERROR for p in self.problems)

    def register_or_raise(self) -> Register:
        """Return the register.

        Raises:
            ReadError: with every problem, when there is an error among them.
            UnsupportedVersionError: when the document is of another major version.
        """
        if self.register is not None and self.ok:
            return self.register
        if any(problem.code == "version-unsupported" for problem in self.problems):
            raise UnsupportedVersionError(self.problems)
        raise ReadError(self.problems)
