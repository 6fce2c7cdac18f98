"""Which columns the list as a spreadsheet has, and its lines.

The headings are those of the template, and beside them those that the list needs. What no column holds goes to the
remarks in words, so that nothing is lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tracexpo.agents import AgentKind
from tracexpo.codecs.tables.columns import Column, candidates
from tracexpo.codecs.tables.template import HEADINGS, Heading, Value, delimited, workbook
from tracexpo.documents.cells import CELLS, Context, context_of
from tracexpo.documents.lists import CmrList
from tracexpo.documents.particulars import Line
from tracexpo.documents.rendering.spelling import Speech
from tracexpo.documents.told import TOLD, refuse
from tracexpo.documents.writing import digest
from tracexpo.problems import Wording
from tracexpo.units import Unit
from tracexpo.vocabularies import RespiratorPosition, Vocabulary

__all__ = ["content_of"]


def content_of(made: CmrList, suffix: str, speech: Speech) -> bytes:
    """Return what a file of the list holds: `.xlsx`, else `.csv`.

    Raises:
        NoDocumentError: `text-not-for-spreadsheet` for each line with a text that no cell holds.
        MissingExtraError: for .xlsx, when openpyxl is not installed.
    """
    headings = _headings(made, speech)
    numbered = list(_rows(made, speech, [column for _, column in headings]))
    refuse(
        TOLD["text-not-for-spreadsheet"].at(f"/lines/{i}", record=made.lines[i].exposure, context={"limit": _LONGEST})
        for i, row in numbered
        if not all(map(_is_writable, row))
    )
    rows = [row for _, row in numbered]
    said = [heading for heading, _ in headings]
    if suffix == ".csv":
        return delimited(said, speech.lang, rows)
    return workbook(said, speech.lang, rows, about=_about(made, speech))


def _about(made: CmrList, speech: Speech) -> Iterator[str]:
    """What the sheet beside the list tells of it."""
    header = made.header
    yield f"{speech.wording(header.title)} – {speech('on-the', day=speech.day(header.on))}"
    yield speech.named(speech("digest-of-document"), digest(made))
    yield speech.named(speech("digest-of-register"), header.register)
    yield speech.named(speech("edition"), header.edition)


# -- which columns


_OPTIONAL: Final = (
    Column.BIRTH_NAME,
    Column.ESTABLISHMENT_NAME,
    Column.COMPANY_NAME,
    Column.WORK_UNIT,
    Column.PLACE,
    Column.EMPLOYER_NAME,
    Column.AGENT_KIND,
    Column.EC,
    Column.CLP_INDEX,
    Column.CATEGORY,
    Column.WORK_PERFORMED,
    Column.WORK_PROCESS,
    Column.ROUTES,
    Column.FREQUENCY,
    Column.MEASURED_ON,
    Column.RESPIRATOR,
    Column.ORGANISATIONAL,
)
"""Columns that stand there where a line has something for them, behind those of the template."""
_DAYS: Final = frozenset({Column.MEASURED_ON})
_NUMBERS: Final = frozenset({Column.EC, Column.CLP_INDEX})


def _headings(made: CmrList, speech: Speech) -> list[tuple[Heading, Column]]:
    context = context_of(made, speech)
    found = [(_fitting(heading, column, context), column) for heading, column in _OF_TEMPLATE]
    needed = (c for c in _OPTIONAL if any(CELLS[c](line, context) not in (None, "") for line in made.lines))
    found += ((_optional(column), column) for column in needed)
    return sorted(found, key=lambda one: _PLACES[one[1]])


def _column(heading: Heading) -> Column:
    """What the reader takes a heading for."""
    return candidates(heading.title.fr)[0]


_OF_TEMPLATE: Final = tuple((heading, _column(heading)) for heading in HEADINGS)


def _places() -> Mapping[Column, tuple[int, int]]:
    """Return where each column stands: those of the template in its order, each other behind the one it belongs to."""
    own = {column: (i, 0) for i, (_, column) in enumerate(_OF_TEMPLATE)}
    places, last = dict(own), 0
    for n, column in enumerate(Column, 1):
        last = own[column][0] if column in own else last
        places.setdefault(column, (last, n))
    return places


_PLACES: Final = _places()


def _fitting(heading: Heading, column: Column, context: Context) -> Heading:
    """Change a heading of the template that would say of a line what is not so."""
    if column is Column.DURATION and not context.in_hours_a_week:
        return Heading(title=column.wording, about=heading.about)
    if column is Column.LIMIT and not context.limit_over_8h:
        return Heading(title=column.wording, about=heading.about)
    if column is Column.LEVEL and context.level_over_8h:
        return Heading(title=_OVER_8H, about=heading.about)
    if column is Column.UNIT:
        return Heading(title=heading.title, about=heading.about, choices=tuple(Unit))
    return heading


def _optional(column: Column) -> Heading:
    return Heading(
        title=column.wording,
        about=_WHERE_UNSAID if column is Column.AGENT_KIND else _WHERE_KNOWN,
        choices=_CHOICES.get(column, ()),
        is_text=column in _NUMBERS,
        is_day=column in _DAYS,
    )


_CHOICES: Final[Mapping[Column, tuple[Vocabulary, ...]]] = {
    Column.RESPIRATOR: tuple(RespiratorPosition),
    Column.AGENT_KIND: tuple(AgentKind),
}
_OVER_8H: Final = Wording("Level (8 h)", "Niveau (8 h)")
_WHERE_UNSAID: Final = Wording("where its name does not say it", "lorsque son nom ne le dit pas")
_WHERE_KNOWN: Final = Wording("where known", "lorsqu'elle est connue")


def _rows(made: CmrList, speech: Speech, columns: Sequence[Column]) -> Iterator[tuple[int, list[Value]]]:
    """Yield each row with the place of its line."""
    context = context_of(made, speech)
    stated: Iterable[tuple[int, Line]] = enumerate(made.lines)
    if None in context.numbers.values():
        # n2 before n10: the reader numbers them again in the order of the lines
        stated = sorted(stated, key=lambda one: (int(one[1].person.worker.rpartition(":n")[2]), one[0]))
    for i, line in stated:
        yield i, [CELLS[column](line, context) for column in columns]


def _is_writable(value: Value) -> bool:
    return not isinstance(value, str) or (len(value.encode()) <= _LONGEST and _NOT_TEXT.search(value) is None)


_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What no file of a spreadsheet holds."""
_LONGEST: Final = 32_767
"""The longest text of a cell; a spreadsheet cuts a longer one, and the reader refuses it [byte]."""
