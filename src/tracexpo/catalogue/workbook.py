"""Reading the official workbook of Annex VI of CLP into an overlay that the user owns."""

import datetime as dt
import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from attrs import field, frozen

from tracexpo.catalogue import tables
from tracexpo.catalogue.mixtures import BAND
from tracexpo.catalogue.overlays import Overlay
from tracexpo.errors import InvalidValueError, MissingExtraError, ReadError
from tracexpo.identifiers import parse_cas, parse_clp_index, parse_ec
from tracexpo.problems import Cell, ContextValue, Kind, Problem, Wording

__all__ = ["overlay_of"]

UNPACKED: Final = 128 * 2**20
"""The largest workbook read, unpacked [byte]; the official one is some 10 MB."""
ROWS: Final = 100_000
"""The most rows read; the official workbook has some 6 000."""
COLUMNS: Final = 40
"""The most columns read; the official workbook has 16."""
CELL: Final = 32_768
HEADING_WITHIN: Final = 20
MOST_PROBLEMS: Final = 200

# what openpyxl lets out of a file that is no workbook or half of one; zipfile's NotImplementedError: unknown packing
_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def _kind(code: str, en: str, fr: str) -> Kind:
    return Kind(code=code, message=Wording(en, fr))


UNREADABLE: Final = _kind(
    "clp-workbook-unreadable",
    "this file is not a whole .xlsx workbook: download it again",
    "ce fichier n'est pas un classeur .xlsx entier : téléchargez-le de nouveau",
)
TOO_LARGE: Final = _kind(
    "clp-workbook-too-large",
    "larger than the official workbook can be: more than {limit} {what}",
    "plus grand que ne peut l'être le classeur officiel : plus de {limit} {what}",
)
LAYOUT: Final = _kind(
    "clp-workbook-layout",
    "no sheet has the columns of Annex VI as published; missing: {missing}",
    "aucune feuille n'a les colonnes de l'annexe VI telle que publiée ; il manque : {missing}",
)
FORMULA: Final = _kind(
    "clp-workbook-formula",
    "a formula stands where a value is expected: use the workbook as published",
    "une formule tient lieu de valeur : utilisez le classeur tel que publié",
)
CLASS: Final = _kind(
    "clp-class-unreadable",
    "the CMR class or its statement cannot be read",
    "la classe CMR ou sa mention de danger est illisible",
)
DAY: Final = _kind(
    "clp-day-missing",
    "no day of application is given, and that of {atp} is not known here",
    "aucun jour d'application n'est donné, et celui de {atp} n'est pas connu ici",
)
BACK: Final = _kind(
    "clp-goes-back",
    "for an earlier day the workbook states something else than the edition for a later one: is it an old workbook?",
    "le classeur dit pour un jour antérieur autre chose que l'édition pour un jour postérieur : est-il ancien ?",
)
LOSES: Final = _kind(
    "clp-loses-entries",
    "{count} entries of the edition are not in the workbook, such as {such}: it is refused",
    "{count} entrées de l'édition ne sont pas dans le classeur, par exemple {such} : il est refusé",
)

_HEADINGS: Final = {
    "index": ("indexno", "indexnumber"),
    "atp": ("atp", "atpinsertedatpupdated"),
    "act": ("celex",),
    "name": ("chemicalname", "internationalchemicalidentification"),
    "ec": ("ecno", "ecnumber"),
    "cas": ("casno", "casnumber"),
    "classes": ("hazardclassandcategorycodes",),
    "statements": ("classificationhazardstatementcodes", "hazardstatementcodes"),
    "limits": ("msclate",),
    "notes": ("notes", "note"),
    "comment": ("comment", "comments"),
    "day": ("inapplication", "dateofapplication"),
}
_NEEDED: Final = ("index", "name", "ec", "cas", "classes", "statements", "notes")
_SPELLED: Final = {
    "index": "Index No",
    "name": "Chemical Name",
    "ec": "EC No",
    "cas": "CAS No",
    "classes": "Hazard Class and Category Code(s)",
    "statements": "Hazard Statement Code(s)",
    "notes": "Notes",
}
_BRACKET: Final = re.compile(r"\[\d+\]")
_CATEGORY: Final = re.compile(r"(Carc|Muta|Repr)\.?\s*(1A|1B|2)\b")
_ANY_CMR: Final = re.compile(r"\b(?:Carc|Muta|Repr)\b|\bLact\b")
_STATEMENT: Final = re.compile(r"\bH3(?:4[01]|5[01]|6[0-2])[A-Za-z]{0,2}\b(?:\s*\(([a-z ]+)\))?")
_OLD_DAY: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


@frozen
class _Line:
    """One row of the workbook, read."""

    row: int
    index: str
    name: str
    cas: tuple[str, ...]
    ec: tuple[str, ...]
    step: tables.Step = field(repr=False)
    dated: bool


def overlay_of(path: str | os.PathLike[str], agents: tables.Agents, *, gone: Collection[str] = ()) -> Overlay:
    """Read a workbook into an overlay on an edition, or raise with everything that is wrong."""
    target = Path(path)
    # closed here whatever happens: openpyxl leaves the file open where it fails
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        title, lines, has_history = _lines(_sheets(file), agents)
    seen = {line.index for line in lines}
    last = {row.index: row for row in agents.substances if row.index is not None}
    lost = sorted(i for i, row in last.items() if i not in seen and i not in gone and not row.steps[-1].deleted)
    if lost:
        raise _refused([LOSES.at(context={"count": len(lost), "such": tuple(lost[:5])})])
    rows, problems = _merged(title, lines, last, has_history)
    if problems:
        raise _refused(problems)
    return Overlay(
        name=f"annex-vi-{digest[:12]}",
        base=agents.edition,
        digest=digest,
        added=tuple(row.id for row in rows if row.index not in last),
        changed=tuple(row.id for row in rows if row.index in last),
        rows=tuple(rows),
    )


def _refused(problems: Iterable[Problem]) -> ReadError:
    return ReadError(tuple(problems))


def _sheets(file: BinaryIO) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """Open the workbook, its size checked first; each sheet with its rows of cells."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused([UNREADABLE.at()]) from None
    if size > UNPACKED:
        raise _refused([TOO_LARGE.at(context={"limit": UNPACKED, "what": Wording("bytes", "octets")})])
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("import_clp", "xlsx") from None
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except _BROKEN:
        raise _refused([UNREADABLE.at()]) from None
    # the history of every entry, where the workbook has one, before the state of one day
    for sheet in sorted(book.worksheets, key=lambda sheet: "history" not in sheet.title.casefold()):
        # the dimension a sheet states can be short, and rows beyond it would be lost in silence
        sheet.reset_dimensions()
        yield sheet.title, _guarded(sheet.iter_rows(max_col=COLUMNS))


def _guarded(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows of a sheet; what breaks in the file breaks here."""
    try:
        yield from rows
    except _BROKEN:
        raise _refused([UNREADABLE.at()]) from None


def _lines(
    sheets: Iterator[tuple[str, Iterator[Sequence[Any]]]], agents: tables.Agents
) -> tuple[str, list[_Line], bool]:
    """Read the first sheet that has the columns of the annex."""
    missing: tuple[str, ...] = tuple(_NEEDED)
    for title, rows in sheets:
        columns, start, lacking = _heading(rows)
        if columns is None:
            missing = min(missing, lacking, key=len)
            continue
        lines, problems = _read(title, columns, start, rows, agents)
        if problems:
            raise _refused(problems)
        if lines:
            return title, lines, "history" in title.casefold()
    raise _refused([LAYOUT.at(context={"missing": tuple(_SPELLED[name] for name in missing)})])


def _heading(rows: Iterator[Sequence[Any]]) -> tuple[dict[str, int] | None, int, tuple[str, ...]]:
    """Find the columns by their headings, which may stand on two lines."""
    columns: dict[str, int] = {}
    for number, cells in enumerate(rows, 1):
        found: dict[str, int] = {}
        for i, cell in enumerate(cells):
            name = _column(cell.value)
            if name is not None:
                # of two columns of one heading the first is the classification, the second the labelling
                found.setdefault(name, i)
        if "index" in found or columns:
            columns = found | columns
            if all(name in columns for name in _NEEDED):
                return columns, number, ()
        if number >= HEADING_WITHIN:
            break
    return None, 0, tuple(name for name in _NEEDED if name not in columns)


def _column(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > 100:
        return None
    key = re.sub(r"[^a-z]", "", value.casefold())
    if key.startswith("specificconc"):
        return "limits"
    return next((name for name, spellings in _HEADINGS.items() if key in spellings), None)


def _read(
    title: str, columns: dict[str, int], start: int, rows: Iterator[Sequence[Any]], agents: tables.Agents
) -> tuple[list[_Line], list[Problem]]:
    lines: list[_Line] = []
    problems: list[Problem] = []
    days = {step.atp: step for row in agents.substances for step in row.steps}
    for number, cells in enumerate(rows, start + 1):
        if number > ROWS:
            raise _refused([TOO_LARGE.at(context={"limit": ROWS, "what": Wording("rows", "lignes")})])
        values = {name: cells[i].value if i < len(cells) else None for name, i in columns.items()}
        if all(value is None or value == "" for value in values.values()):
            continue
        reader = _Reader(title, number, columns, values)
        formulas = [name for name, i in columns.items() if i < len(cells) and cells[i].data_type == "f"]
        if formulas:
            problems.append(reader.at(FORMULA, formulas[0]))
        else:
            line = reader.line(agents, days)
            problems += reader.problems
            if line is not None:
                lines.append(line)
        if len(problems) >= MOST_PROBLEMS:
            break
    return lines, problems


class _Reader:
    """Reads one row; what is wrong with it is kept with its cell."""

    def __init__(self, title: str, number: int, columns: dict[str, int], values: dict[str, Any]) -> None:
        self.title, self.number, self.columns, self.values = title, number, columns, values
        self.problems: list[Problem] = []

    def at(self, kind: Kind, name: str, context: dict[str, ContextValue] | None = None) -> Problem:
        column = self.columns.get(name)
        cell = Cell(sheet=self.title, row=self.number, column=None if column is None else column + 1)
        return kind.at(cell=cell, context=context)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)[:CELL].strip()

    def numbers(self, name: str, parse: Any) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for part in re.split(r"[\n\r;,|]+", _BRACKET.sub("", self.text(name))):
            bare = part.strip()
            if bare in {"", "-", "–", "—"}:
                continue
            try:
                found[parse(bare)] = None
            except InvalidValueError as error:
                cell = Cell(sheet=self.title, row=self.number, column=self.columns[name] + 1)
                self.problems.append(Problem(kind=error.problem.kind, cell=cell, context=error.context))
        return tuple(found)

    def line(self, agents: tables.Agents, days: dict[str, tables.Step]) -> _Line | None:
        index = self.numbers("index", parse_clp_index)
        cas = self.numbers("cas", parse_cas)
        ec = self.numbers("ec", parse_ec)
        step = self.step(agents, days)
        if step is None or len(index) != 1:
            if not index and not self.problems:
                self.problems.append(self.at(_INDEX_MISSING, "index"))
            return None
        name = " | ".join(" ".join(part.split()) for part in self.text("name").split("\n") if part.strip())
        return _Line(self.number, index[0], name or index[0], cas, ec, step, self.values.get("day") is not None)

    def step(self, agents: tables.Agents, days: dict[str, tables.Step]) -> tables.Step | None:
        classes, statements = self.text("classes"), self.text("statements")
        gone = any("deleted" in self.text(name).casefold() for name in ("comment", "classes", "name"))
        category = dict(_CATEGORY.findall(classes))
        lact = "Lact" in classes
        said = sorted({_statement(match) for match in _STATEMENT.finditer(statements)})
        expected = len(set(_ANY_CMR.findall(classes)))
        if not gone and expected != len(category) + lact:
            self.problems.append(self.at(CLASS, "classes"))
        elif not gone and expected and not said:
            self.problems.append(self.at(CLASS, "statements"))
        atp = self.text("atp").split("/")[-1].strip()
        known = days.get(atp)
        applies = self.day() or (known.day if known is not None else None)
        if applies is None:
            self.problems.append(self.at(DAY, "day", {"atp": atp or "?"}))
            return None
        act = self.text("act") or (known.act if known is not None else f"{atp or 'workbook'} (act not named)")
        for correction in agents.corrections:
            # the date column of the workbook is not the law: a later act moved the day
            if correction.workbook_day == applies and (correction.act == act or correction.atp == atp):
                applies = correction.day
        if gone:
            return tables.Step(day=applies, act=act, atp=atp, deleted=True)
        return tables.Step(
            day=applies,
            act=act,
            atp=atp,
            carc=category.get("Carc", ""),
            muta=category.get("Muta", ""),
            repr=category.get("Repr", ""),
            lact=lact,
            statements=" ".join(said),
            limits="; ".join(_band(match) for match in BAND.finditer(self.text("limits").replace("\n", " "))),
            notes=" ".join(self.text("notes").split()),
        )

    def day(self) -> dt.date | None:
        value = self.values.get("day")
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = "" if value is None else str(value).strip()
        try:
            if match := _OLD_DAY.fullmatch(text):
                day, month, year = map(int, match.groups())
                return dt.date(year, month, day)
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            return None


_INDEX_MISSING: Final = _kind("clp-index-missing", "the row has no index number", "la ligne n'a pas de numéro index")


def _statement(match: re.Match[str]) -> str:
    code = match.group().split("(")[0].strip()
    return f"{code}_({match.group(1).replace(' ', '_')})" if match.group(1) else code


def _band(match: re.Match[str]) -> str:
    return " ".join(match.group().replace(",", ".").split())


def _merged(
    title: str, lines: list[_Line], last: Mapping[str, tables.SubstanceRow], has_history: bool
) -> tuple[list[tables.SubstanceRow], list[Problem]]:
    """Complete the history of each entry by what the workbook says; keep what differs from the edition."""
    by_index: dict[str, list[_Line]] = {}
    for line in lines:
        by_index.setdefault(line.index, []).append(line)
    rows: list[tables.SubstanceRow] = []
    problems: list[Problem] = []
    for index, group in sorted(by_index.items()):
        # two acts can apply on one day: the later act counts
        group.sort(key=lambda line: (line.step.day, line.step.act))
        base = last.get(index)
        news = [line for line in group if base is None or has_history or _differs(line.step, base.steps[-1])]
        back = [line for line in news if not has_history and base is not None and line.step.day < base.steps[-1].day]
        if back:
            problems.append(BACK.at(cell=Cell(sheet=title, row=back[0].row)))
            continue
        row = _completed(index, news or group, base)
        if row is not None and (base is None or row.steps != base.steps):
            rows.append(row)
    return rows, problems


def _cmr(step: tables.Step) -> tuple[object, ...]:
    return (step.carc, step.muta, step.repr, step.lact, step.statements, step.deleted)


def _differs(step: tables.Step, last: tables.Step) -> bool:
    return _cmr(step) != _cmr(last)


def _completed(index: str, lines: list[_Line], base: tables.SubstanceRow | None) -> tables.SubstanceRow | None:
    """The entry with the steps of both; None where it never had a CMR class."""
    steps: dict[dt.date, tables.Step] = {step.day: step for step in base.steps} if base else {}
    for line in lines:
        known = steps.get(line.step.day)
        if known is None or _differs(line.step, known):
            steps[line.step.day] = line.step
    kept: list[tables.Step] = []
    own_days = {step.day for step in base.steps} if base else set()
    for day in sorted(steps):
        step = steps[day]
        is_cmr = bool(step.carc or step.muta or step.repr or step.lact)
        if not kept and not is_cmr:
            continue
        # a step that repeats the last says nothing, unless the edition had it for its notes
        if not kept or _differs(step, kept[-1]) or day in own_days:
            kept.append(step)
    if not kept:
        return None
    if base is not None:
        return msgspec.structs.replace(base, steps=tuple(kept))
    latest = lines[-1]
    return tables.SubstanceRow(
        id=f"index:{index}",
        official=latest.name,
        names_fr=(),
        cas=tuple(dict.fromkeys(c for line in lines for c in line.cas)),
        ec=tuple(dict.fromkeys(e for line in lines for e in line.ec)),
        index=index,
        iarc="",
        groups=(),
        processes=(),
        steps=tuple(kept),
    )
