"""An explicit mapping: which column is what, where the headings do not say it. It overrides them.

```toml
[columns]                    # heading as it stands in the list = what it is
"Matricule RH" = "worker-number"
"Zone" = "work-unit"
"Code interne" = "ignore"    # left out; any other heading that is not known goes to the note

[units]                      # of numbers that have none beside them
duration = "h/week"
level = "mg/m3"
limit = "mg/m3"

[list]
siret = "40483304800022"     # of the lines that state none
establishment = "Site nord"
company = "Bain Clair"
as_of = 2025-11-30
sheet = "Liste"              # the only one to be read
heading_row = 4
delimiter = ";"
encoding = "windows-1252"
```
"""

import codecs
import datetime as dt
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.delimited import DELIMITERS
from tracexpo.codecs.tables.folding import fold
from tracexpo.errors import InvalidValueError, ReadError
from tracexpo.form import check_day
from tracexpo.identifiers import parse_siret
from tracexpo.problems import Wording
from tracexpo.units import Unit
from tracexpo.vocabularies import TimeUnit

__all__ = ["IGNORE", "NO_MAPPING", "TableMapping", "mapping_of"]

IGNORE: Final = "ignore"
"""What a column is mapped to that is to be left out."""


@frozen(kw_only=True)
class TableMapping:
    """What somebody says of a list beside what its headings say (correspondance)."""

    columns: Mapping[str, Column | None] = field(factory=dict[str, Column | None])
    """Folded heading → what the column is; None to leave it out."""
    duration_unit: TimeUnit | None = None
    """Unit of durations that have none beside them."""
    level_unit: Unit | None = None
    """Unit of levels that have none beside them."""
    limit_unit: Unit | None = None
    """Unit of limits that have none beside them."""
    siret: str | None = None
    """SIRET of the lines that state none."""
    establishment: str | None = field(default=None, repr=False)
    """Name of the establishment of the lines that state none."""
    company: str | None = field(default=None, repr=False)
    """Name of the company of the lines that state none."""
    as_of: dt.date | None = None
    """Day whose knowledge the list holds."""
    sheet: str | None = None
    """The only sheet to be read."""
    heading_row: int | None = None
    """Row of the headings, the first is 1."""
    delimiter: str | None = None
    """Delimiter of a text."""
    encoding: str | None = None
    """Encoding of a text."""

    @classmethod
    def from_toml(cls, text: str) -> "TableMapping":
        r"""Read a mapping.

        Raises:
            ReadError: `mapping-malformed`, saying what is wrong.

        >>> TableMapping.from_toml('[units]\nduration = "h/week"').duration_unit
        <TimeUnit.H_WEEK: 'h/week'>
        """
        try:
            plain = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            raise _malformed("not TOML", "ce n'est pas du TOML") from None
        return cls.from_dict(plain)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "TableMapping":
        """Make a mapping from the plain values of the TOML form.

        Raises:
            ReadError: `mapping-malformed`, saying what is wrong.
        """
        values: dict[str, Any] = {}
        for name, table in plain.items():
            if name not in {"columns", "units", "list"}:
                raise _malformed("the tables are columns, units, list", "les tables sont columns, units, list")
            if not isinstance(table, Mapping):
                raise _malformed(f"{name} is no table", f"{name} n'est pas une table")
            if name == "columns":
                values["columns"] = {fold(str(heading)): _column(column) for heading, column in table.items()}
                continue
            for key, value in table.items():
                attribute, read = _KEYS.get(f"{name}.{key}", (None, None))
                if attribute is None or read is None:
                    known = ", ".join(k.partition(".")[2] for k in _KEYS if k.startswith(f"{name}."))
                    raise _malformed(f"[{name}] knows {known}", f"[{name}] connaît {known}")
                try:
                    values[attribute] = read(value)
                except (ValueError, TypeError, LookupError, AttributeError):
                    raise _malformed(f"the value of {key}", f"la valeur de {key}") from None
        return cls(**values)


NO_MAPPING: Final = TableMapping()
"""Nothing is said beside the headings."""


def mapping_of(mapping: "TableMapping | str | os.PathLike[str] | None") -> TableMapping:
    """Return a mapping, read from its file where a path is given.

    Raises:
        ReadError: `mapping-malformed`.
        OSError: when the file cannot be opened.
    """
    if mapping is None:
        return NO_MAPPING
    if isinstance(mapping, TableMapping):
        return mapping
    try:
        text = Path(mapping).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise _malformed("not UTF-8", "ce n'est pas de l'UTF-8") from None
    return TableMapping.from_toml(text)


def _malformed(en: str, fr: str) -> ReadError:
    return ReadError((TABLE["mapping-malformed"].at(context={"why": Wording(en, fr)}),))


def _column(name: object) -> Column | None:
    if name == IGNORE:
        return None
    try:
        return Column(str(name))
    except ValueError:
        known = ", ".join([*(column.value for column in Column), IGNORE])
        raise _malformed(f"a column is one of {known}", f"une colonne est l'une de {known}") from None


def _text(value: object) -> str:
    if type(value) is not str or not value.strip():
        raise ValueError
    return value.strip()


def _day(value: object) -> dt.date:
    check_day(value)
    assert isinstance(value, dt.date)
    return value


def _row(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError
    return value


def _delimiter(value: object) -> str:
    if value not in DELIMITERS:
        raise ValueError
    return str(value)


def _encoding(value: object) -> str:
    name = _text(value)
    b"a".decode(name, "replace")  # a LookupError for what is no encoding of text
    return codecs.lookup(name).name


def _siret(value: object) -> str:
    try:
        return parse_siret(_text(value))
    except InvalidValueError as error:
        raise ReadError((error.problem,)) from None


_KEYS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "units.duration": ("duration_unit", TimeUnit),
    "units.level": ("level_unit", Unit),
    "units.limit": ("limit_unit", Unit),
    "list.siret": ("siret", _siret),
    "list.establishment": ("establishment", _text),
    "list.company": ("company", _text),
    "list.as_of": ("as_of", _day),
    "list.sheet": ("sheet", _text),
    "list.heading_row": ("heading_row", _row),
    "list.delimiter": ("delimiter", _delimiter),
    "list.encoding": ("encoding", _encoding),
}
