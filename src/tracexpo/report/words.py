"""The words a report uses beside those of its problems, and how it writes numbers and places."""

from collections.abc import Mapping
from typing import Final

from tracexpo.errors import InvalidValueError, check_language
from tracexpo.form import MOST_COUNT, expect
from tracexpo.problems import Cell, Language, Problem, Severity, Wording
from tracexpo.records import COLLECTION_TITLES

__all__ = ["COLLECTION_WORDS"]

_LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr")
COLLECTION_WORDS: Final[Mapping[str, Wording]] = {
    "companies": Wording("company", "entreprise"),
    "establishments": Wording("establishment", "établissement"),
    "services": Wording("health service", "service de santé au travail"),
    "workstations": Wording("workstation", "poste de travail"),
    "situations": Wording("situation of exposure", "situation d'exposition"),
    "workers": Wording("worker", "travailleur"),
    "assignments": Wording("assignment", "affectation"),
    "agents": Wording("agent", "agent"),
    "exposures": Wording("exposure", "exposition"),
    "measurements": Wording("measurement", "prélèvement"),
    "attestations": Wording("attestation", "attestation"),
    "transmissions": Wording("transmission", "transmission"),
    "withdrawals": Wording("withdrawal", "annulation"),
}
"""What a record of each collection is called."""
_PLURALS: Final[Mapping[tuple[Language, str], str]] = {
    ("en", "information"): "information",
    **{
        (lang, word.text_in(lang)): COLLECTION_TITLES[name].text_in(lang)
        for lang in _LANGUAGES
        for name, word in COLLECTION_WORDS.items()
    },
}
WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "colon": ": ",
        "and": "; ",
        "judged": "Judged on {on}; catalogue: {edition}. Checked: {counts}.",
        "seen": "As of {on}; catalogue: {edition}.",
        "no catalogue": "not used",
        "nothing": "nothing, the register is empty",
        "more": "… and {} more",
        "more messages": "… and {} more messages of this code",
        "source": "Source:",
        "silenced": "Known and accepted",
        "reason": "accepted because",
        "undecided": "Could not be decided",
        "not checked": "Not checked",
        "document": "the whole register",
        "sheet": "sheet",
        "row": "row",
        "column": "column",
        "gravity": "Severity",
        "what": "What is told",
        "where": "Where",
        "text": "Source",
        "problems": "Problems",
        "no problem": "No problem was found.",
        "overviews": "Overviews of the register",
        "nothing to tell": "Nothing to tell: {}.",
        "cannot say": "Cannot be said ({}): {}.",
        "yes": "yes",
        "no": "no",
        "personal": "No name, birth date or social-security number stands on this page: ids only.",
    },
    "fr": {
        "colon": " : ",
        "and": " ; ",
        "judged": "Jugé au {on} ; catalogue : {edition}. Vérifié : {counts}.",
        "seen": "Au {on} ; catalogue : {edition}.",
        "no catalogue": "non utilisé",
        "nothing": "rien, le registre est vide",
        "more": "… et {} de plus",
        "more messages": "… et {} autres messages sous ce code",
        "source": "Source :",
        "silenced": "Connu et accepté",
        "reason": "accepté, motif :",
        "undecided": "N'a pu être tranché",
        "not checked": "Non vérifié",
        "document": "l'ensemble du registre",
        "sheet": "feuille",
        "row": "ligne",
        "column": "colonne",
        "gravity": "Gravité",
        "what": "Constat",
        "where": "Où",
        "text": "Source",
        "problems": "Constats",
        "no problem": "Rien n'a été constaté.",
        "overviews": "Vues d'ensemble du registre",
        "nothing to tell": "Rien à signaler : {}.",
        "cannot say": "Ne peut être dit ({}) : {}.",
        "yes": "oui",
        "no": "non",
        "personal": "Ni nom, ni date de naissance, ni numéro de sécurité sociale sur cette page : des identifiants.",
    },
}


def check_asked(lang: object, most: object, width: object = 80) -> None:
    """Refuse a language, a number of items or a width that nothing can be written in."""
    check_language(lang)
    for name, least, value in (("most", 0, most), ("width", 1, width)):
        if expect(int, value, f"/{name}") < least:
            raise InvalidValueError("number-out-of-range", f"/{name}", {"least": least, "most": MOST_COUNT})


def counted(n: int, word: str, lang: Language) -> str:
    """A number and its word; English counts 0 as several, French does not."""
    several = n != 1 if lang == "en" else n > 1
    return f"{n} {_PLURALS.get((lang, word), word + 's') if several else word}"


def both(wording: Wording) -> dict[str, str]:
    """Both languages, for JSON."""
    return {"en": wording.en, "fr": wording.fr}


def place(problem: Problem, lang: Language) -> str:
    """Where a problem is, for people: the cell of a table, else the pointer with the id of the record."""
    words = WORDS[lang]
    cell = problem.cell
    if cell is None:
        where = problem.pointer or words["document"]
        return f"{where} ({problem.record})" if problem.record is not None else where
    sheet = f"{words['sheet']} {cell.sheet}, " if cell.sheet is not None else ""
    if cell.column is None:
        column = ""
    else:
        letters = str(Cell(row=cell.row, column=cell.column)).rstrip("0123456789")
        column = f", {words['column']} {letters}"
    return f"{sheet}{words['row']} {cell.row}{column}"


def judged(lang: Language, on: str, edition: str | None, checked: Mapping[str, int]) -> str:
    """What was judged, in one sentence."""
    words = WORDS[lang]
    counts = ", ".join(
        counted(n, COLLECTION_WORDS[name].text_in(lang) if name in COLLECTION_WORDS else name, lang)
        for name, n in checked.items()
        if n
    )
    shown = edition if edition is not None else words["no catalogue"]
    return words["judged"].format(on=on, edition=shown, counts=counts or words["nothing"])


STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
"""How severities look on a terminal."""
