"""Lists as we write them, empty to be filled in or filled: headings, choices from the vocabularies and a notice.

They read back without a mapping.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import frozen

from tracexpo.agents import AgentKind
from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.tables.grids import Row
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.problems import Language, Wording
from tracexpo.units import Unit
from tracexpo.vocabularies import ContractType, DustFraction, RespiratorPosition, Vocabulary

__all__ = ["HEADINGS", "Heading", "Value", "delimited", "is_own_sheet", "workbook", "write_template"]

_ROWS: Final = 2000
"""How many rows of an empty list offer choices."""
_MORE_ROWS: Final = 200
"""How many rows below a written list do."""


@frozen
class Heading:
    """One column of the list."""

    title: Wording
    """What stands above the column."""
    about: Wording
    """What is to be filled in."""
    choices: tuple[Vocabulary, ...] = ()
    """The words that are offered."""
    is_text: bool = False
    """Numbers that are no quantities: a spreadsheet must not round a SIRET."""
    is_day: bool = False
    """Whether the column holds days."""


def _heading(en: str, fr: str, about_en: str, about_fr: str, **more: Any) -> Heading:
    return Heading(Wording(en, fr), Wording(about_en, about_fr), **more)


Value = str | dt.date | Decimal | None
"""What a cell is given: a text, a day, a number, or nothing."""

_AIR: Final = (Unit.MG_M3, Unit.UG_M3, Unit.F_CM3, Unit.F_L, Unit.PPM)

HEADINGS: Final = (
    _heading(
        "Worker no.",
        "N° salarié",
        "a number of your own, the same for all lines of a person; no name, no social-security number",
        "un numéro à vous, le même sur toutes les lignes d'une personne ; ni nom, ni numéro de sécurité sociale",
        is_text=True,
    ),
    _heading("Name", "Nom", "name in use", "nom utilisé"),
    _heading("First name", "Prénom", "first name", "prénom"),
    _heading("Date of birth", "Date de naissance", "day/month/year", "jour/mois/année", is_day=True),
    _heading("Establishment SIRET", "SIRET établissement", "fourteen digits", "quatorze chiffres", is_text=True),
    _heading(
        "Workstation",
        "Poste de travail",
        "in words the worker recognises",
        "en des mots que le travailleur reconnaît",
    ),
    _heading("Type of contract", "Type de contrat", "choose", "choisir", choices=tuple(ContractType)),
    _heading(
        "Agency SIRET",
        "SIRET employeur (si intérim)",
        "for temporary workers: the agency (R4412-93-4)",
        "pour un intérimaire : l'entreprise de travail temporaire (R4412-93-4)",
        is_text=True,
    ),
    _heading(
        "Agent",
        "Agent CMR",
        "substance, family or process (wood dust, diesel exhaust…)",
        "substance, famille ou procédé (poussières de bois, gaz d'échappement diesel…)",
    ),
    _heading(
        "CAS no.",
        "N° CAS",
        "such as 71-43-2; families and processes have none",
        "par exemple 71-43-2 ; familles et procédés n'en ont pas",
        is_text=True,
    ),
    _heading("Start", "Début exposition", "first day of exposure", "premier jour d'exposition", is_day=True),
    _heading(
        "End",
        "Fin exposition",
        "last day; empty while it goes on",
        "dernier jour ; vide tant que l'exposition dure",
        is_day=True,
    ),
    _heading(
        "Nature of exposure",
        "Nature de l'exposition",
        "inhalation, skin contact…, where known (R4412-93-1)",
        "inhalation, contact cutané…, lorsqu'elle est connue (R4412-93-1)",
    ),
    _heading(
        "Duration (h/week)",
        "Durée (h/semaine)",
        "hours a week, where known",
        "heures par semaine, lorsqu'elle est connue",
    ),
    _heading(
        "Level",
        "Niveau",
        "degree of exposure, where known; below the limit of quantification: < 0,05",
        "degré de l'exposition, lorsqu'il est connu ; sous la limite de quantification : < 0,05",
    ),
    _heading("Unit", "Unité", "choose", "choisir", choices=_AIR),
    _heading("Fraction", "Fraction", "choose", "choisir", choices=tuple(DustFraction)),
    _heading("Limit 8 h", "VLEP 8h", "as printed in the report", "telle qu'imprimée au rapport"),
    _heading("Collective protection", "Protection collective", "separated by commas", "séparées par des virgules"),
    _heading("Personal protection", "Protection individuelle", "separated by commas", "séparées par des virgules"),
    _heading(
        "Source of information",
        "Origine de l'information",
        "measurement and its day, estimate, risk assessment…",
        "mesurage et son jour, estimation, document unique…",
    ),
    _heading(
        "Remarks",
        "Observations",
        "no medical fact, no other person's name",
        "aucune donnée médicale, aucun nom d'une autre personne",
    ),
)
"""The columns of an empty list, in order."""

_NOTICE: Final = Wording(
    "List of the workers exposed to CMR agents (Code du travail, R4412-93-1). One line for each worker, agent and "
    "period. Nature, duration and degree are given where they are known: an empty cell is lawful. The list and its "
    "updates go to the occupational-health service (R4412-93-3). Fill in the first sheet; then: tracexpo check FILE",
    "Liste des travailleurs exposés aux agents CMR (code du travail, R4412-93-1). Une ligne par travailleur, agent et "
    "période. La nature, la durée et le degré s'indiquent lorsqu'ils sont connus : une cellule vide est licite. "
    "La liste et ses actualisations sont communiquées au service de prévention et de santé au travail (R4412-93-3). "
    "Remplissez la première feuille, puis : tracexpo check FICHIER --lang fr",
)
_SHEETS: Final = (Wording("List", "Liste"), Wording("Notice", "Notice"), Wording("Choices", "Choix"))


def is_own_sheet(name: str | None, rows: Iterable[Row]) -> bool:
    """Tell whether a sheet without headings is the notice or the choices of our own template, as we wrote them."""
    if name in (_SHEETS[1].en, _SHEETS[1].fr):
        first = next(iter(rows), None)
        return first is not None and first.cells[:1] in ([_NOTICE.en], [_NOTICE.fr])
    if name not in (_SHEETS[2].en, _SHEETS[2].fr):
        return False
    cells = [cell for row in islice(rows, _MOST_CHOICES) for cell in row.cells if cell]
    return bool(cells) and _LABELS.issuperset(cells)


_MOST_CHOICES: Final = 50
_LABELS: Final = frozenset(
    label
    for words in (*(heading.choices for heading in HEADINGS), tuple(Unit), tuple(RespiratorPosition), tuple(AgentKind))
    for word in words
    for label in (word.wording.en, word.wording.fr)
)
"""What our sheet of choices can hold, in an empty list and in one that was written."""


def write_template(path: Path, language: Language = "fr") -> None:
    """Write an empty list: `.xlsx` with choices and a notice, or `.csv` with the headings alone.

    Raises:
        InvalidValueError: `suffix-not-written` for another suffix.
        MissingExtraError: when openpyxl is not installed.
        OSError: when the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise InvalidValueError("suffix-not-written", "/path", {"known": (".csv", ".xlsx")})
    content = workbook(HEADINGS, language) if suffix == ".xlsx" else delimited(HEADINGS, language)
    write_atomically(path, iter([content]))


# -- text

_FORMULA: Final = re.compile(r"'*[=+\-@]")
"""How a text begins that a spreadsheet would compute; one more apostrophe before it keeps it text."""


def delimited(headings: Sequence[Heading], language: Language, rows: Iterable[Sequence[Value]] = ()) -> bytes:
    """Return a list as text that a French spreadsheet opens with a double click: semicolons, a mark that says UTF-8.

    A text that would be taken for a formula stands behind an apostrophe, which the reader takes away.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading.title.text_in(language) for heading in headings)
    writer.writerows([_plain(value, language) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(value: Value, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        written = format(value, "f")
        return written.replace(".", ",") if language == "fr" else written
    if isinstance(value, str):
        # the csv module parts lines at \r too
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return f"'{text}" if _FORMULA.match(text) else text
    return f"{value.day:02}/{value.month:02}/{value.year:04}" if language == "fr" else value.isoformat()


# -- workbooks


def workbook(
    headings: Sequence[Heading],
    language: Language,
    rows: Iterable[Sequence[Value]] = (),
    *,
    about: Iterable[str] = (),
) -> bytes:
    """Return a list as a workbook: headings that stay in sight, choices, days and numbers as such, a notice.

    The same list gives the same bytes. Text is text, whatever it begins with.

    Raises:
        MissingExtraError: when openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("a list as a workbook", "xlsx") from None
    book = Workbook()
    sheet: Any = book.active
    titles = [title.text_in(language) for title in _SHEETS]
    sheet.title = titles[0]
    sheet.append([heading.title.text_in(language) for heading in headings])
    sheet.freeze_panes = "A2"
    filled = _fill(sheet, rows)
    last = _ROWS if filled == 1 else filled + _MORE_ROWS
    _offer(sheet, book.create_sheet(titles[2]), headings, language, last)
    _tell(book.create_sheet(titles[1], 1), headings, language, about)
    saved = io.BytesIO()
    book.save(saved)
    return _timeless(saved.getvalue())


def _fill(sheet: Any, rows: Iterable[Sequence[Value]]) -> int:
    """Write the lines; return the last row."""
    number = 1
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            if not isinstance(value, str):
                cell.value = value
                continue
            text = value.strip()
            cell.value = text
            # openpyxl takes what begins with = for a formula; the mark keeps it text when it is edited
            cell.data_type = "s"
            cell.quotePrefix = _FORMULA.match(text) is not None
    return number


def _offer(sheet: Any, choices: Any, headings: Sequence[Heading], language: Language, last: int) -> None:
    """Give each column its width, its format and the words it offers."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices.sheet_state = "hidden"
    for column, heading in enumerate(headings, 1):
        letter = get_column_letter(column)
        title = heading.title.text_in(language)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = max(14, len(title) + 2)
        if heading.is_text or heading.is_day:
            for row in range(2, last + 1):
                sheet[f"{letter}{row}"].number_format = "@" if heading.is_text else "dd/mm/yyyy"
        if heading.choices:
            for row, word in enumerate(heading.choices, 1):
                choices[f"{letter}{row}"] = word.label_in(language)
            offered = f"={choices.title}!${letter}$1:${letter}${len(heading.choices)}"
            validation = DataValidation(type="list", formula1=offered, allow_blank=True)
            sheet.add_data_validation(validation)
            validation.add(f"{letter}2:{letter}{last}")


def _tell(notice: Any, headings: Sequence[Heading], language: Language, about: Iterable[str]) -> None:
    """Fill the notice: what the list is, what is to stand in each column."""
    from openpyxl.styles import Alignment

    notice.append([_NOTICE.text_in(language)])
    notice["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    notice.column_dimensions["A"].width = 100
    for line in about:
        notice.append([line])
    for heading in headings:
        notice.append([f"{heading.title.text_in(language)} : {heading.about.text_in(language)}"])


_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first instant that an archive can write."""
_WRITTEN_AT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def _timeless(content: bytes) -> bytes:
    """Take the instant of writing out of a workbook: openpyxl reads the clock, we do not."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _WRITTEN_AT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", part)
            info = ZipInfo(name, _NO_TIME)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, part)
    return made.getvalue()
