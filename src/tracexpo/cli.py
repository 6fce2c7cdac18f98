"""The command `tracexpo`: thin, it reads files, calls the library and prints."""

import argparse
import datetime as dt
import errno
import json
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tracexpo.catalogue import Catalogue, read_overlay, shipped
from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.files import read, try_read, write
from tracexpo.codecs.reading import Reading, Rejected
from tracexpo.codecs.schema import register_schema
from tracexpo.errors import InvalidValueError, TracexpoError
from tracexpo.form import check_day
from tracexpo.overviews import every
from tracexpo.problems import Language, Problem, Severity, Wording
from tracexpo.report.text import wrapped
from tracexpo.rules import PROFILES, check
from tracexpo.tracing import trace

__all__ = ["main"]

_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "information": Severity.INFO}

_SAID: Final = {
    "as-of": Wording("Judged as of {day}, today.", "Jugé au {day}, aujourd'hui."),
    "written": Wording("Wrote {path}: {what}.", "Écrit {path} : {what}."),
    "aside": Wording("Set aside: {count}{where}.", "Mis de côté : {count}{where}."),
    "nothing": Wording(
        "Nothing was written; --good writes what could be read.",
        "Rien n'a été écrit ; --good écrit ce qui a pu être lu.",
    ),
    "unreadable": Wording("Nothing could be read:", "Rien n'a pu être lu :"),
    "derived": Wording("Exposures derived: {count}.", "Expositions dérivées : {count}."),
    "wrong": Wording("tracexpo: {why}", "tracexpo : {why}"),
    "file": Wording("tracexpo: {path}: {why}", "tracexpo : {path} : {why}"),
    "reading": Wording("reading", "lecture"),
    "no-document": Wording(
        "No document is made from a file with errors; mend these first:",
        "Aucun document n'est tiré d'un fichier qui a des erreurs ; corrigez d'abord :",
    ),
    "making": Wording("making", "rédaction"),
    "document": Wording("the document", "le document"),
    "attestations": Wording("attestations: {count}", "attestations : {count}"),
    "rows": Wording("rows", "lignes"),
    "taken": Wording(
        "tracexpo: {path} exists and was left as it is: --force replaces it",
        "tracexpo : {path} existe et n'a pas été touché : --force le remplace",
    ),
    "no-day": Wording(
        "tracexpo: {option}: expected a day written YYYY-MM-DD, from 1900 to 2199, such as 2025-11-30",
        "tracexpo : {option} : jour attendu sous la forme AAAA-MM-JJ, de 1900 à 2199, par exemple 2025-11-30",
    ),
    "empty-list": Wording("an empty list", "une liste vide"),
    "report": Wording("the report", "le rapport"),
}
_OS: Final = {
    errno.EACCES: Wording("permission denied", "permission refusée"),
    errno.EEXIST: Wording("the file exists", "le fichier existe"),
    errno.EISDIR: Wording("this is a folder", "c'est un dossier"),
    errno.ENOENT: Wording("no such file or folder", "aucun fichier ni dossier de ce nom"),
    errno.ENOSPC: Wording("no space left", "plus de place disponible"),
    errno.ENOTSUP: Wording("this is a device or a pipe, no file", "c'est un périphérique ou un tube, pas un fichier"),
    errno.ENOTDIR: Wording("what should be a folder is none", "ce qui devrait être un dossier n'en est pas un"),
    errno.EPERM: Wording("operation not permitted", "opération non permise"),
    errno.EROFS: Wording("what it stands on is read-only", "le support est en lecture seule"),
}
"""Why a file cannot be opened or written; other reasons are told as the system words them."""
_WIDTH: Final = 80
_DAYS: Final = ("on", "since", "first_finding")
"""The options that are days, read once the language is known."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tracexpo",
        description="Traceability of occupational exposure to CMR agents: check, convert and trace registers.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('tracexpo')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str, lang: Language = "en"
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        told = f"language of what is told (default: {lang})"
        made.add_argument("--lang", choices=("en", "fr"), default=lang, help=told)
        made.set_defaults(run=run)
        return made

    checking = command("check", _check, "Check a list or a register and print the report.")
    _add_source(checking)
    checking.add_argument(
        "--profile", choices=sorted(PROFILES), default="list-2024", help="what to check (default: list-2024)"
    )
    checking.add_argument("--on", metavar="DAY", help="the day judged, YYYY-MM-DD (default: today)")
    checking.add_argument(
        "--fail-on",
        choices=sorted(_SEVERITIES),
        default="error",
        help="exit with 1 when a problem is at least that grave (default: error)",
    )
    checking.add_argument("--format", choices=("text", "json", "html"), default="text", help="(default: text)")
    checking.add_argument("-o", "--output", dest="target", metavar="TARGET", help="the file to write the report to")
    _add_force(checking)
    checking.add_argument("--catalogue", metavar="OVERLAY", help="a file that catalogue import-clp wrote")
    length = checking.add_mutually_exclusive_group()
    length.add_argument("--all", action="store_true", help="show every place of every problem, and every item")
    length.add_argument("--summary", action="store_true", help="show the numbers alone (text)")

    converting = command("convert", _convert, "Read a list or a register and write a register.")
    _add_source(converting)
    converting.add_argument("target", metavar="TARGET", help="the file to write: .json or .jsonl")
    converting.add_argument(
        "--good", action="store_true", help="write what could be read even when lines were set aside (exit 1)"
    )

    tracing = command("trace", _trace, "Derive individual exposures from collective ones and assignments.")
    _add_source(tracing)
    tracing.add_argument("target", metavar="TARGET", help="the file to write: .json or .jsonl")

    for writing in (converting, tracing):
        _add_force(writing)

    command("schema", _schema, "Print the JSON Schema of the format.")

    template = command("template", _template, "Write an empty list to fill in, which reads back as it is.")
    template.add_argument("target", metavar="TARGET", help="the file to write: .xlsx or .csv")
    _add_force(template)

    from tracexpo.cli_document import add_arguments

    documenting = command("document", _document, "Make a document from a list or a register.", "fr")
    add_arguments(documenting)
    _add_source(documenting)
    _add_force(documenting)

    importing = command("catalogue", _catalogue, "Bring the classes of the catalogue up to date.")
    importing.add_argument("what", choices=("import-clp",), help="read the official workbook of Annex VI of CLP")
    importing.add_argument("file", metavar="FILE", help="the workbook, .xlsx, as published")
    importing.add_argument("target", metavar="TARGET", help="the overlay to write, for catalogue.read_overlay")
    importing.add_argument(
        "--gone", action="append", default=[], metavar="INDEX", help="an index number known to have left the annex"
    )
    return parser


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a list (.csv, .xlsx), a register (.json, .jsonl), or - for input")
    parser.add_argument(
        "--mapping", metavar="TOML", help="for a list: what its columns mean, where headings do not say"
    )


def _add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace TARGET where it exists")


def _taken(options: argparse.Namespace) -> bool:
    """Tell whether something stands where the command would write, and say so."""
    if options.target is None or options.force or not Path(options.target).exists():
        return False
    _say("taken", options.lang, path=options.target)
    return True


def _days_read(options: argparse.Namespace) -> bool:
    """Put days in place of the texts of the options, or say which one holds no day."""
    for name in _DAYS:
        text = getattr(options, name, None)
        if text is None:
            continue
        try:
            day = dt.date.fromisoformat(text)
            check_day(day)
        except ValueError:
            _say("no-day", options.lang, option=f"--{name.replace('_', '-')}")
            return False
        setattr(options, name, day)
    return True


@contextmanager
def _source(name: str) -> Generator[Path]:
    """Give the path of a file; what comes through standard input is kept in a folder of our own meanwhile."""
    if name != "-":
        yield Path(name)
        return
    data = sys.stdin.buffer.read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{_suffix(data)}"
        path.write_bytes(data)
        yield path


def _suffix(data: bytes) -> str:
    """Tell the format of what has no name: a workbook, JSON, JSON Lines, else a table."""
    if data.startswith(b"PK"):
        return ".xlsx"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return ".csv"
    lines = start.split(b"\n", 2)
    return ".jsonl" if len(lines) > 1 and lines[1].lstrip().startswith(b'{"in"') else ".json"


def _reading(options: argparse.Namespace) -> Reading:
    with _source(options.file) as path, _progress(options.lang) as progress:
        return try_read(path, mapping=options.mapping, progress=progress)


@contextmanager
def _progress(language: Language, key: str = "reading") -> Generator[Callable[[int, int | None], None] | None]:
    """Give what draws a bar while a list is read or documents are made, on a terminal that has rich."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_SAID[key].text_in(language), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say(key: str, language: Language, **values: Any) -> None:
    _fold(_SAID[key].text_in(language).format(**values))


def _fold(text: str, indent: str = "") -> None:
    """Print to standard error, in lines that a terminal shows whole."""
    after = f"{indent}  " if indent else ""
    for line in text.splitlines():
        print("\n".join(wrapped(line, _WIDTH, indent, after, whole=True)), file=sys.stderr)


def _print(text: str) -> None:
    print(text)


def _tell(problems: Sequence[Problem], language: Language) -> None:
    for problem in problems:
        _fold(problem.line_in(language), "  ")


def _unreadable(reading: Reading, language: Language) -> int:
    _say("unreadable", language)
    _tell(reading.problems, language)
    return 1


def _check(options: argparse.Namespace) -> int:
    if _taken(options):
        return 2
    catalogue = _edition(options.catalogue)
    # the library never reads the clock; the command does, and says so
    on = options.on
    if on is None:
        on = dt.datetime.now().astimezone().date()
        _say("as-of", options.lang, day=on)
    reading = _reading(options)
    if reading.register is None:
        return _unreadable(reading, options.lang)
    report = check(reading.register, options.profile, on=on, catalogue=catalogue, origins=reading.origins)
    report = report.including(reading.problems).with_overviews(every(reading.register, on=on, catalogue=catalogue))
    most = sys.maxsize if options.all else 0 if options.summary else 10
    if options.format == "json":
        shown = report.to_json().decode()
    elif options.format == "html":
        shown = report.html(options.lang, page=True, most=most or 10)
    else:
        shown = report.text(options.lang, most=most)
    if options.target is not None:
        write_atomically(Path(options.target), iter([shown.rstrip("\n").encode(), b"\n"]))
        _say("written", options.lang, path=options.target, what=_SAID["report"].text_in(options.lang))
    elif options.format == "text":
        _show(lambda width: report.rich(options.lang, width, most=most), shown)
    else:
        _print(shown)
    _aside(reading.rejected, options.lang)
    return int(any(problem.severity >= _SEVERITIES[options.fail_on] for problem in report))


def _edition(overlay: str | None) -> Catalogue | None:
    """Give the shipped edition completed by an overlay; None for the shipped one alone."""
    return None if overlay is None else shipped().with_overlay(read_overlay(overlay))


def _show(coloured: Callable[[int], Any], plain: str) -> None:
    """Print with colours on a terminal that has rich; else the plain text."""
    if sys.stdout.isatty():
        try:
            from rich.console import Console
        except ImportError:
            pass
        else:
            console = Console()
            console.print(coloured(min(console.width, 100)))
            return
    _print(plain)


def _convert(options: argparse.Namespace) -> int:
    if _taken(options):
        return 2
    reading = _reading(options)
    if reading.register is None:
        return _unreadable(reading, options.lang)
    _tell(reading.problems, options.lang)
    if not reading.ok and not options.good:
        _aside(reading.rejected, options.lang)
        _say("nothing", options.lang)
        return 1
    write(reading.register, options.target)
    _aside(reading.rejected, options.lang)
    _say("written", options.lang, path=options.target, what=repr(reading.register)[1:-1])
    return 0 if reading.ok else 1


def _aside(rejected: Sequence[Rejected], language: Language) -> None:
    if rejected:
        rows = sorted({r.cell.row for r in rejected if r.cell is not None})
        where = f" ({_SAID['rows'].text_in(language)} {', '.join(map(str, rows[:20]))}{' …' * (len(rows) > 20)})"
        _say("aside", language, count=len(rejected), where=where if rows else "")


def _trace(options: argparse.Namespace) -> int:
    if _taken(options):
        return 2
    with _source(options.file) as path:
        register = read(path, mapping=options.mapping)
    traced = trace(register)
    write(traced, options.target)
    _say("derived", options.lang, count=len(traced.exposures) - len(register.exposures))
    _say("written", options.lang, path=options.target, what=repr(traced)[1:-1])
    return 0


def _document(options: argparse.Namespace) -> int:
    from tracexpo.cli_document import UsageError, checked, write_all, write_one

    try:
        checked(options)
        if _taken(options):
            return 2
        catalogue = _edition(options.catalogue)
        if options.on is None:
            options.on = dt.datetime.now().astimezone().date()
            _say("as-of", options.lang, day=options.on)
        reading = _reading(options)
        register = reading.register
        if register is None or not reading.ok:
            # a document that leaves out in silence what could not be read would be false
            _say("no-document", options.lang)
            _tell([p for p in reading.problems if p.severity >= Severity.ERROR], options.lang)
            return 1
        if options.kind == "attestations":
            with _progress(options.lang, "making") as progress:
                count = write_all(register, options, catalogue, progress)
            what = _SAID["attestations"].text_in(options.lang).format(count=count)
        else:
            shown = write_one(register, options, catalogue, lambda told: _tell(told, options.lang))
            if shown is not None:
                _print(shown)
                return 0
            what = _SAID["document"].text_in(options.lang)
    except UsageError as error:
        _say("wrong", options.lang, why=error.message_in(options.lang))
        return 2
    _say("written", options.lang, path=options.target, what=what)
    return 0


def _schema(options: argparse.Namespace) -> int:
    _print(json.dumps(register_schema(), indent=2, ensure_ascii=False))
    return 0


def _template(options: argparse.Namespace) -> int:
    from tracexpo.codecs.tables.template import write_template

    if _taken(options):
        return 2
    write_template(Path(options.target), options.lang)
    _say("written", options.lang, path=options.target, what=_SAID["empty-list"].text_in(options.lang))
    return 0


def _catalogue(options: argparse.Namespace) -> int:
    from tracexpo.catalogue import import_clp, write_overlay

    overlay = import_clp(options.file, gone=options.gone)
    write_overlay(overlay, options.target)
    _say("written", options.lang, path=options.target, what=shipped().with_overlay(overlay).edition)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the name of the command; those of the process by default.

    Returns:
        0; 1 when a problem reaches `--fail-on` or a file cannot be read; 2 for wrong usage.
    """
    options = _parser().parse_args(arguments)
    if not _days_read(options):
        return 2
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except TracexpoError as error:
        # an argument that is wrong is told with its name
        one = (error.problem,) if isinstance(error, InvalidValueError) and error.field else None
        problems = getattr(error, "problems", one)
        if problems is None:
            said: Callable[[Language], str] | None = getattr(error, "message_in", None)
            _say("wrong", options.lang, why=said(options.lang) if said else error)
        else:
            _tell(problems, options.lang)
        return 1
    except BrokenPipeError:
        # who read our output has had enough
        sys.stderr.close()
        return 0
    except OSError as error:
        known = _OS.get(error.errno or 0)
        why = error.strerror if known is None else known.text_in(options.lang)
        _say("file", options.lang, path=error.filename, why=why)
        return 2


if __name__ == "__main__":
    sys.exit(main())
