"""The list as a spreadsheet (.xlsx, .csv), which `tracexpo.read` reads back: the form most firms hold it in."""

import os
from pathlib import Path

from tracexpo.codecs.atomic import write_atomically
from tracexpo.documents.lists import CmrList
from tracexpo.documents.rendering.spelling import speech_in
from tracexpo.errors import InvalidValueError
from tracexpo.form import type_name
from tracexpo.problems import Language

__all__ = ["write_list"]


def write_list(made: CmrList, path: str | os.PathLike[str], lang: Language = "fr") -> None:
    """Write the list as a spreadsheet, whole or not at all: `.xlsx`, or `.csv` as a French spreadsheet opens it.

    Dates and numbers are dates and numbers, the headings stay in sight, words of the vocabularies are offered as
    choices, and text that a spreadsheet would take for a formula is kept text. `tracexpo.read` reads it back to the
    same facts: worker, agent, place, period, conditions, source and remarks. An agent is read back by its name, its
    kind and its numbers; what no column holds (components, accidents, protection factors…) stands in the remarks.

    Args:
        made: the nominative list.
        path: the file.
        lang: language of the headings and the words.

    Raises:
        InvalidValueError: for another document, another suffix (`suffix-not-written`) or another language.
        NoDocumentError: with each line of which a text is longer than a cell holds, or holds control characters.
        MissingExtraError: for .xlsx, when openpyxl is not installed.
        OSError: when the file cannot be written.
    """
    if type(made) is not CmrList:
        raise InvalidValueError("wrong-type", "/made", {"expected": "CmrList", "found": type_name(made)})
    path, speech = Path(path), speech_in(lang)
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise InvalidValueError("suffix-not-written", "/path", {"known": (".csv", ".xlsx")})
    # the words of lists in two languages load when one is written
    from tracexpo.documents.columns import content_of

    write_atomically(path, iter([content_of(made, suffix, speech)]))
