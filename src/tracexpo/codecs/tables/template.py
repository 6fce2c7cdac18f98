"""An empty list to fill in: headings, choices from the vocabularies and a notice; it reads back without a mapping."""

import csv
import io
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from tracexpo.codecs.atomic import write_atomically
from tracexpo.codecs.tables.grids import Row
from tracexpo.errors import InvalidValueError, MissingExtraError
from tracexpo.problems import Language, Wording
from tracexpo.units import Unit
from tracexpo.vocabularies import ContractType, DustFraction, Vocabulary

__all__ = ["is_own_sheet", "write_template"]

_ROWS: Final = 2000
"""How many rows offer choices."""


@frozen
class _Heading:
    """One column of the list."""

    title: Wording
    about: Wording
    choices: tuple[Vocabulary, ...] = ()
    is_text: bool = False
    """Numbers that are no quantities: a spreadsheet must not round a SIRET."""
    is_day: bool = False


def _heading(en: str, fr: str, about_en: str, about_fr: str, **more: Any) -> _Heading:
    return _Heading(Wording(en, fr), Wording(about_en, about_fr), **more)


_AIR: Final = (Unit.MG_M3, Unit.UG_M3, Unit.F_CM3, Unit.F_L, Unit.PPM)

_HEADINGS: Final = (
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
    label for heading in _HEADINGS for word in heading.choices for label in (word.wording.en, word.wording.fr)
)


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
    content = _workbook(language) if suffix == ".xlsx" else _delimited(language)
    write_atomically(path, iter([content]))


def _delimited(language: Language) -> bytes:
    text = io.StringIO()
    # what a French spreadsheet opens with a double click: semicolons, and a mark that says UTF-8
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(h.title.text_in(language) for h in _HEADINGS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _workbook(language: Language) -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation
    except ImportError:
        raise MissingExtraError("a list as a workbook", "xlsx") from None
    book = Workbook()
    sheet: Any = book.active
    titles = [title.text_in(language) for title in _SHEETS]
    sheet.title = titles[0]
    notice, choices = book.create_sheet(titles[1]), book.create_sheet(titles[2])
    choices.sheet_state = "hidden"
    sheet.append([heading.title.text_in(language) for heading in _HEADINGS])
    sheet.freeze_panes = "A2"
    notice.append([_NOTICE.text_in(language)])
    notice["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    notice.column_dimensions["A"].width = 100
    for column, heading in enumerate(_HEADINGS, 1):
        letter = get_column_letter(column)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = max(14, len(heading.title.text_in(language)) + 2)
        notice.append([f"{heading.title.text_in(language)} : {heading.about.text_in(language)}"])
        cells = f"{letter}2:{letter}{_ROWS}"
        if heading.is_text or heading.is_day:
            for row in range(2, _ROWS + 1):
                sheet[f"{letter}{row}"].number_format = "@" if heading.is_text else "dd/mm/yyyy"
        if heading.choices:
            for row, word in enumerate(heading.choices, 1):
                choices[f"{letter}{row}"] = word.label_in(language)
            offered = f"={titles[2]}!${letter}$1:${letter}${len(heading.choices)}"
            validation = DataValidation(type="list", formula1=offered, allow_blank=True)
            sheet.add_data_validation(validation)
            validation.add(cells)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
