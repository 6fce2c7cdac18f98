"""What a user adds to an edition: classes read from a newer Annex VI, as a value that is passed, never set."""

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Final

import msgspec
from attrs import field, frozen

from tracexpo.catalogue import tables
from tracexpo.catalogue.answers import NotInCatalogueError
from tracexpo.catalogue.entries import classifications_at, substance_entry
from tracexpo.catalogue.names import fold, names_in
from tracexpo.errors import InvalidValueError, ReadError
from tracexpo.form import ID, LAST_DAY, expect
from tracexpo.identifiers import is_cas, is_clp_index, is_ec
from tracexpo.problems import Kind, Wording

__all__ = ["Overlay", "read_overlay", "write_overlay"]

FORMAT: Final = "tracexpo-clp-overlay"
LARGEST: Final = 16 * 2**20
"""The largest overlay file read [byte]."""
NOT_AN_OVERLAY: Final = Kind(
    code="clp-overlay-unreadable",
    message=Wording(
        "this is not an overlay written by write_overlay: {why}",
        "ceci n'est pas un complément écrit par write_overlay : {why}",
    ),
)


@frozen(kw_only=True)
class Overlay:
    """Entries of Annex VI that replace or complete those of one edition (complément de l'édition)."""

    name: str
    """Its name in the edition it gives, made of the digest of the workbook: `annex-vi-0123456789ab`."""
    base: str
    """The edition it was made on; it is refused on another."""
    digest: str
    """SHA-256 of the workbook."""
    added: tuple[str, ...] = ()
    """Ids of the entries that the edition did not have."""
    changed: tuple[str, ...] = ()
    """Ids of the entries whose history is completed."""
    rows: tuple[tables.SubstanceRow, ...] = field(default=(), repr=False)
    """The entries, whole."""


def with_overlay(agents: tables.Agents, overlay: Overlay) -> tables.Agents:
    """Return the tables with the entries of an overlay in their place."""
    if expect(Overlay, overlay).base != agents.edition:
        raise NotInCatalogueError(
            f"this overlay was made on edition {overlay.base}, not {agents.edition}: import the workbook again",
            f"ce complément a été fait sur l'édition {overlay.base}, non {agents.edition} : réimportez le classeur",
        )
    processes, groups = {row.id for row in agents.processes}, {row.id for row in agents.groups}
    if not all(processes.issuperset(row.processes) and groups.issuperset(row.groups) for row in overlay.rows):
        raise _refused("entry")
    rows = {row.id: row for row in agents.substances}
    rows.update((row.id, row) for row in overlay.rows)
    names = dict(agents.names)
    for row in overlay.rows:
        for name in names_in(row.official):
            key = fold(name)
            if key and row.id not in names.get(key, ()):
                names[key] = (*names.get(key, ()), row.id)
    days = [step.day for row in overlay.rows for step in row.steps]
    return msgspec.structs.replace(
        agents,
        edition=f"{agents.edition}+{overlay.name}",
        answers_until=max([agents.answers_until, *days]),
        substances=tuple(rows[id] for id in sorted(rows)),
        names=names,
    )


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    version: int
    name: str
    base: str
    digest: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    rows: tuple[tables.SubstanceRow, ...]


def write_overlay(overlay: Overlay, path: str | os.PathLike[str]) -> None:
    """Write an overlay to a file of the user's own; the file is whole or not there."""
    expect(Overlay, overlay)
    content = msgspec.json.encode(
        _File(FORMAT, 1, overlay.name, overlay.base, overlay.digest, overlay.added, overlay.changed, overlay.rows)
    )
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(content, indent=1))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_overlay(path: str | os.PathLike[str]) -> Overlay:
    """Read an overlay that `write_overlay` wrote.

    Raises:
        OSError: when the file cannot be opened.
        ReadError: when it is not an overlay, or a number in it has a wrong check digit.
    """
    target = Path(path)
    if target.stat().st_size > LARGEST:
        raise _refused("size")
    try:
        read = msgspec.json.decode(target.read_bytes(), type=_File)
    except msgspec.ValidationError:
        # the error of the decoder may name a field of the file, which may be anything
        raise _refused("form") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _refused("JSON") from None
    if read.format != FORMAT or read.version != 1 or not all(map(ID.fullmatch, (read.name, read.base))):
        raise _refused("format")
    for row in read.rows:
        _check(row)
    return Overlay(
        name=read.name,
        base=read.base,
        digest=read.digest,
        added=read.added,
        changed=read.changed,
        rows=read.rows,
    )


def _check(row: tables.SubstanceRow) -> None:
    numbers = is_clp_index(row.index) and all(map(is_cas, row.cas)) and all(map(is_ec, row.ec))
    categories = all({s.carc, s.muta, s.repr} <= {"", "1A", "1B", "2"} for s in row.steps)
    ordered = [step.day for step in row.steps]
    if not numbers or not categories or row.id != f"index:{row.index}" or ordered != sorted(set(ordered)):
        raise _refused("entry")
    if not all(word[:4] in _STATEMENTS for step in row.steps for word in step.statements.split()):
        raise _refused("statement")
    if not row.steps or row.steps[0].day < dt.date(2000, 1, 1) or row.steps[-1].day > LAST_DAY:
        raise _refused("day")
    try:
        substance_entry(row)
        for step in row.steps:
            classifications_at((step,), 0)
    except InvalidValueError:
        raise _refused("step") from None


_STATEMENTS: Final = frozenset({"H340", "H341", "H350", "H351", "H360", "H361", "H362"})


_WHY: Final = {
    "day": Wording("a day is missing or out of its years", "un jour manque ou sort de ses années"),
    "entry": Wording("an entry contradicts itself or the edition", "une entrée se contredit ou contredit l'édition"),
    "form": Wording("a field is missing, misplaced or unknown", "un champ manque, est déplacé ou inconnu"),
    "format": Wording("its format or its version is another one", "son format ou sa version est autre"),
    "JSON": Wording("it is not JSON", "ce n'est pas du JSON"),
    "size": Wording(f"it has more than {LARGEST} bytes", f"il fait plus de {LARGEST} octets"),
    "statement": Wording("a hazard statement is none of the CMR ones", "une mention de danger n'est pas CMR"),
    "step": Wording("a class or a name says nothing", "une classe ou un nom ne dit rien"),
}


def _refused(why: str) -> ReadError:
    return ReadError((NOT_AN_OVERLAY.at(context={"why": _WHY[why]}),))
