"""`tracexpo document`: which document, from whose facts, in which form. What reads, tells and counts is in `cli`.

The documents load when one is made: every command starts by way of here.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from tracexpo.catalogue import Catalogue, Regime
from tracexpo.codecs.atomic import write_atomically
from tracexpo.errors import TracexpoError
from tracexpo.problems import Language, Problem, Wording
from tracexpo.register import Register

if TYPE_CHECKING:
    from tracexpo.documents import AttestationDocument, Document

__all__ = ["UsageError", "add_arguments", "checked", "write_all", "write_one"]

_FORMS: Final = ("html", "pdf", "json", "xlsx", "csv")
_SHEETS: Final = frozenset({"xlsx", "csv"})
_PRINTED: Final = frozenset({"html", "json"})
_ALL: Final = "attestations"


class UsageError(TracexpoError):
    """The words of the command do not go together."""

    def __init__(self, said: Wording) -> None:
        super().__init__(said)
        self.said = said
        """What is wrong, in two languages."""

    def message_in(self, language: Language) -> str:
        """What is wrong, in one language ("en" or "fr")."""
        return self.said.text_in(language)


# -- the kinds


@frozen
class _Kind:
    """A kind of document: what it is called, what it needs and takes."""

    about: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


_KINDS: Final[Mapping[str, _Kind]] = {
    "list": _Kind("the list of exposed workers (R4412-93-1)", ("establishment",), ("since", "worker")),
    "anonymous-list": _Kind(
        "the same without persons (R4412-93-2)", ("establishment",), ("since", "threshold", "strict")
    ),
    "slip": _Kind(
        "what goes with the list to the service or an agency (R4412-93-3, -93-4)",
        ("establishment",),
        ("service", "agency"),
    ),
    "attestation": _Kind("the attestation of one worker for one agent", ("worker", "agent"), ("employer", "model")),
    _ALL: _Kind("those of all workers, into a folder", (), ("employer",)),
    "sheet": _Kind(
        "the individual sheet of the day: 2001, 2008, 2012, asbestos",
        ("worker", "establishment"),
        ("model",),
    ),
    "company-file": _Kind("the extract for the company file", ("establishment",)),
    "declaration": _Kind("the declaration of work processes (L461-4 CSS)", ("establishment",), ("agent",)),
    "record": _Kind("the record of a worker's CMR exposures", ("worker",)),
    "durations": _Kind(
        "the page of duration conditions for the physician",
        ("worker",),
        ("first_finding", "regime"),
    ),
}
_OPTIONS: Final = tuple(dict.fromkeys(name for kind in _KINDS.values() for name in (*kind.needs, *kind.takes)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the parser of the command its options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    width = max(map(len, _KINDS))
    parser.epilog = "kinds:\n" + "\n".join(f"  {name:<{width}}  {kind.about}" for name, kind in _KINDS.items())
    parser.add_argument("kind", choices=_KINDS, metavar="KIND", help="which document, see below")
    of = parser.add_argument_group("of whom and what, by the ids of the register")
    of.add_argument("--establishment", metavar="ID", help="needed where the register has several")
    of.add_argument("--worker", metavar="ID")
    of.add_argument("--agent", metavar="ID")
    of.add_argument("--employer", metavar="ID", help="of attestations: an establishment or a company")
    of.add_argument("--service", metavar="ID", help="of a slip: to this service")
    of.add_argument("--agency", metavar="ID", help="of a slip: to this temporary-work agency")
    of.add_argument("--model", metavar="MODEL", help="of attestations and sheets: another one in force that day")
    of.add_argument("--since", metavar="DAY", help="of a list: leave out what was over before")
    of.add_argument(
        "--threshold", type=int, metavar="N", help="of an anonymous list: persons behind a line (default: 5)"
    )
    of.add_argument("--strict", action="store_true", default=None, help="of an anonymous list: refuse smaller lines")
    of.add_argument("--first-finding", metavar="DAY", help="of durations: day of the first medical finding")
    of.add_argument("--regime", choices=[r.value for r in Regime], help="of durations: whose tables")
    parser.add_argument("--on", metavar="DAY", help="the day of the document, YYYY-MM-DD (default: today)")
    parser.add_argument("--format", choices=_FORMS, help="default: that of TARGET, else html")
    parser.add_argument("-o", "--output", dest="target", metavar="TARGET", help="the file, or the folder, to write")
    parser.add_argument("--catalogue", metavar="OVERLAY", help="a file that catalogue import-clp wrote")


def checked(options: argparse.Namespace) -> None:
    """Look whether the words of the command go together, and say which form is meant.

    Raises:
        UsageError: where they do not.
    """
    kind = _KINDS[options.kind]
    missing = [name for name in kind.needs if getattr(options, name) is None and name != "establishment"]
    if missing:
        named = ", ".join(map(_flag, missing))
        raise UsageError(Wording(f"{options.kind} needs {named}", f"{options.kind} demande {named}"))
    extra = [name for name in _OPTIONS if getattr(options, name) is not None and name not in kind.needs + kind.takes]
    if extra:
        named = ", ".join(map(_flag, extra))
        raise UsageError(Wording(f"{options.kind} does not take {named}", f"{options.kind} ne prend pas {named}"))
    suffix = Path(options.target).suffix[1:].lower() if options.target is not None else ""
    if options.format is None:
        # the name of a folder may hold any point
        if suffix and suffix not in _FORMS and options.kind != _ALL:
            raise UsageError(_NO_FORM)
        options.format = suffix if suffix in _FORMS else "html"
    if options.format in _SHEETS and options.kind != "list":
        raise UsageError(_ONLY_THE_LIST)
    if options.target is None and (options.kind == _ALL or options.format not in _PRINTED):
        raise UsageError(_NEEDS_TARGET)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


_NO_FORM: Final = Wording(
    f"this suffix names no form of documents: {', '.join(_FORMS)}; --format names one whatever the suffix",
    f"ce suffixe ne désigne aucune forme de document : {', '.join(_FORMS)} ; --format en désigne une quel que soit le "
    "suffixe",
)
_ONLY_THE_LIST: Final = Wording("the list alone has the forms xlsx and csv", "seule la liste a les formes xlsx et csv")
_NEEDS_TARGET: Final = Wording(
    "this is written to a file or a folder: -o says where",
    "ceci s'écrit dans un fichier ou un dossier : -o dit lequel",
)


# -- making


def _asked(register: Register, options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments that are given; the establishment is the only one of the register where none is."""
    kind = _KINDS[options.kind]
    asked = {name: getattr(options, name) for name in (*kind.needs, *kind.takes) if getattr(options, name) is not None}
    if "establishment" in kind.needs and "establishment" not in asked:
        if len(register.establishments) != 1:
            ids = ", ".join(one.id for one in register.establishments[:_MOST])
            raise UsageError(
                Wording(
                    f"the register has several establishments or none: name one by --establishment ({ids})",
                    f"le registre a plusieurs établissements ou aucun : nommez-en un par --establishment ({ids})",
                )
            )
        asked["establishment"] = register.establishments[0].id
    return asked


_MOST: Final = 5


def write_one(
    register: Register,
    options: argparse.Namespace,
    catalogue: Catalogue | None,
    tell: Callable[[Sequence[Problem]], None],
) -> str | None:
    """Make one document, with what is wrong with its texts; write it, or return it where no file is named."""
    from tracexpo import documents

    made = _made(register, options, catalogue)
    if isinstance(made, documents.AnonymousCmrList | documents.TransmissionSlip):
        tell(made.problems)
    content = _content(made, options)
    if options.target is None:
        return content.decode().rstrip("\n")
    write_atomically(Path(options.target), iter([content]))
    return None


def _made(register: Register, options: argparse.Namespace, catalogue: Catalogue | None) -> "Document":
    from tracexpo import documents

    asked: dict[str, Any] = {**_asked(register, options), "on": options.on, "catalogue": catalogue}
    match options.kind:
        case "list":
            return documents.cmr_list(register, **asked)
        case "anonymous-list":
            view = {name: asked.pop(name) for name in ("threshold", "strict") if name in asked}
            return documents.cmr_list(register, **asked).anonymous(**view)
        case "slip":
            return documents.transmission_slip(register, **asked)
        case "attestation":
            return documents.attestation(register, **asked)
        case "sheet":
            return documents.exposure_sheet(register, **asked)
        case "company-file":
            return documents.company_file_extract(register, **asked)
        case "declaration":
            agents = (asked.pop("agent"),) if "agent" in asked else None
            return documents.hazardous_process_declaration(register, agents=agents, **asked)
        case "record":
            return documents.exposure_record_extract(register, **asked)
        case _:
            return documents.disease_durations(register, **asked)


def _content(made: "Document", options: argparse.Namespace) -> bytes:
    from tracexpo import documents

    if options.format in _SHEETS and isinstance(made, documents.CmrList):
        # the suffix of the file may be another
        from tracexpo.documents.columns import content_of
        from tracexpo.documents.rendering.spelling import speech_in

        return content_of(made, f".{options.format}", speech_in(options.lang))
    if options.format == "json":
        return documents.dumps(made)
    if options.format == "pdf":
        return documents.to_pdf(made, options.lang)
    return documents.to_html(made, options.lang).encode()


def write_all(
    register: Register,
    options: argparse.Namespace,
    catalogue: Catalogue | None,
    progress: Callable[[int, int | None], None] | None,
) -> int:
    """Write the attestations of all workers into a folder, one after the other; return how many."""
    from tracexpo import documents

    asked = _asked(register, options)
    total = len(documents.attestable(register, on=options.on, catalogue=catalogue, **asked))
    folder = Path(options.target)
    folder.mkdir(parents=True, exist_ok=True)
    made = documents.attestations(register, on=options.on, catalogue=catalogue, **asked)
    for number, (name, one) in enumerate(_named(made), 1):
        write_atomically(folder / f"{name}.{options.format}", iter([_content(one, options)]))
        if progress is not None:
            progress(number, total)
    return total


def _named(made: "Iterator[AttestationDocument]") -> "Iterator[tuple[str, AttestationDocument]]":
    """Give each attestation a name of its own, from ids alone; a colon has no place in the name of a file."""
    taken: set[str] = set()
    for one in made:
        ids = (one.person.worker, one.agent.agent, one.employer.establishment)
        base = "_".join(ids).replace(":", "=")
        name, n = base, 1
        while name in taken:
            n += 1
            name = f"{base}-{n}"
        taken.add(name)
        yield name, one
