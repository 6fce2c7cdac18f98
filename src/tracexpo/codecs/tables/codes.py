"""The codes told when a list is read: what each says and what to do, in English and French.

What identifiers and periods tell stands in `tracexpo.codes`; a few of its codes are worded anew here, for
people who look at a spreadsheet.
"""

from typing import Final

from tracexpo.problems import Kind, Severity, Wording

__all__ = ["ONCE", "TABLE"]


def _kind(code: str, en: str, fr: str, severity: Severity = Severity.ERROR, source: str | None = None) -> Kind:
    return Kind(code=code, message=Wording(en, fr), severity=severity, source=source)


_WARNING, _INFO = Severity.WARNING, Severity.INFO

_FILE = (
    _kind(
        "not-a-text-file",
        "this is no text, whatever the name says: save the list as CSV (UTF-8) or as .xlsx",
        "ceci n'est pas du texte, quoi que dise le nom : enregistrez la liste en CSV (UTF-8) ou en .xlsx",
    ),
    _kind(
        "workbook-misnamed",
        "this is a workbook under another name: give it the suffix .xlsx",
        "ceci est un classeur sous un autre nom : donnez-lui le suffixe .xlsx",
    ),
    _kind(
        "workbook-locked-or-old",
        "this workbook is protected by a password or in the format of Excel 97-2003: save it as .xlsx, no password",
        "ce classeur est protégé par un mot de passe ou au format Excel 97-2003 : enregistrez-le en .xlsx sans "
        "mot de passe",
    ),
    _kind(
        "not-a-workbook",
        "this is no workbook, whatever the name says: save the list as .xlsx, or name it .csv if it is text",
        "ceci n'est pas un classeur, quoi que dise le nom : enregistrez la liste en .xlsx, ou nommez-la .csv si "
        "c'est du texte",
    ),
    _kind(
        "workbook-damaged",
        "the workbook is cut short or damaged ({found}): open it in the spreadsheet program and save it again",
        "le classeur est tronqué ou endommagé ({found}) : ouvrez-le dans le tableur et enregistrez-le à nouveau",
    ),
    _kind(
        "workbook-too-large",
        "the workbook goes beyond the limits of what is read once unpacked ({limit} {what!s}): keep the list alone in "
        "a new workbook",
        "le classeur dépasse, une fois décompressé, les limites de lecture ({limit} {what!s}) : gardez la liste "
        "seule dans un nouveau classeur",
    ),
    _kind(
        "workbook-with-entities",
        "the workbook holds an XML document type, which spreadsheet programs never write: it is not opened",
        "le classeur contient une définition de type XML, qu'aucun tableur n'écrit : il n'est pas ouvert",
    ),
    _kind(
        "no-heading-row",
        "no row with known headings was found among the first {rows} rows: name the columns, for instance “Worker "
        "number”, “CMR agent”, “Start of exposure”, or give a mapping",
        "aucune ligne de titres connus parmi les {rows} premières lignes : nommez les colonnes, par exemple "
        "« N° salarié », « Agent CMR », « Début d'exposition », ou donnez une correspondance (mapping)",
    ),
    _kind(
        "column-missing",
        "no column for: {columns!s}; name it, or say in a mapping which column it is",
        "aucune colonne pour : {columns!s} ; nommez-la, ou dites dans une correspondance (mapping) laquelle c'est",
    ),
    _kind(
        "establishment-missing",
        "nothing says which establishment the list is of: write its SIRET above the headings, in a column, or in a "
        "mapping",
        "rien ne dit de quel établissement est la liste : écrivez son SIRET au-dessus des titres, dans une colonne "
        "ou dans une correspondance (mapping)",
    ),
    _kind(
        "too-many-rows",
        "more than {limit} rows: what follows was not read; split the list",
        "plus de {limit} lignes : la suite n'a pas été lue ; partagez la liste",
    ),
    _kind(
        "too-many-columns",
        "something stands beyond column {limit}: the line was set aside; clear what lies there",
        "quelque chose se trouve au-delà de la colonne {limit} : la ligne a été mise de côté ; effacez ce qui s'y "
        "trouve",
    ),
    _kind(
        "sheet-hidden",
        "this sheet is hidden and was not read: show it if it belongs to the list",
        "cette feuille est masquée et n'a pas été lue : affichez-la si elle fait partie de la liste",
        _INFO,
    ),
    _kind(
        "sheet-without-list",
        "this sheet has no row of known headings and was not read",
        "cette feuille n'a pas de ligne de titres connus et n'a pas été lue",
        _INFO,
    ),
    _kind(
        "list-without-lines",
        "there are headings and no line under them",
        "il y a des titres et aucune ligne en dessous",
        _INFO,
    ),
    _kind(
        "column-not-understood",
        "this heading is not known: what stands under it is kept in the note of each line; a mapping can say what "
        "it is",
        "ce titre n'est pas connu : ce qui se trouve dessous est gardé dans la note de chaque ligne ; une "
        "correspondance (mapping) peut dire ce que c'est",
        _INFO,
    ),
    _kind(
        "column-twice",
        "another column is already read as “{column}”: what stands under this one is kept in the note of each line",
        "une autre colonne est déjà lue comme « {column} » : ce qui se trouve dessous est gardé dans la note de "
        "chaque ligne",
        _INFO,
    ),
    _kind(
        "mapping-malformed",
        "the mapping is no TOML of the form described: {why}",
        "la correspondance (mapping) n'est pas du TOML de la forme décrite : {why}",
    ),
    _kind(
        "mapping-column-missing",
        "the mapping names {count} column(s) that the list does not have: compare its headings with the list",
        "la correspondance (mapping) nomme {count} colonne(s) que la liste n'a pas : comparez ses titres à la liste",
    ),
)

_LINE = (
    _kind(
        "quote-not-closed",
        "a quotation mark opens a cell here and is not closed: close it, or double it inside a cell",
        "un guillemet ouvre ici une cellule et n'est pas fermé : fermez-le, ou doublez-le à l'intérieur d'une cellule",
    ),
    _kind(
        "line-too-long",
        "longer than {limit} bytes: the line was not read",
        "plus de {limit} octets : la ligne n'a pas été lue",
    ),
    _kind(
        "cell-too-long",
        "the cell holds more than {limit} bytes: shorten it",
        "la cellule contient plus de {limit} octets : raccourcissez-la",
    ),
    _kind(
        "character-not-text",
        "the line holds characters that no text has: type it anew",
        "la ligne contient des caractères qui ne sont pas du texte : saisissez-la à nouveau",
    ),
    _kind(
        "too-many-cells",
        "the line has more cells than there are headings: put quotation marks around a cell that holds the separator",
        "la ligne a plus de cellules qu'il n'y a de titres : mettez entre guillemets la cellule qui contient le "
        "séparateur",
    ),
    _kind(
        "lines-short",
        "{count} line(s) have fewer cells than there are headings, here the first: the last ones are read as blank",
        "{count} ligne(s) ont moins de cellules qu'il n'y a de titres, ici la première : les dernières sont lues "
        "comme vides",
        _INFO,
    ),
    _kind(
        "text-outside-the-list",
        "a single filled cell makes no line: it was set aside",
        "une seule cellule remplie ne fait pas une ligne : elle a été mise de côté",
        _WARNING,
    ),
    _kind(
        "missing-cell",
        "“{column}” is missing: fill in the cell",
        "« {column} » manque : remplissez la cellule",
    ),
    _kind(
        "formula-without-value",
        "the cell holds a formula that was never computed: open the file in the spreadsheet program, save it again",
        "la cellule contient une formule jamais calculée : ouvrez le fichier dans le tableur et enregistrez-le à "
        "nouveau",
    ),
    _kind(
        "spreadsheet-error",
        "the cell holds an error of the spreadsheet: mend the formula or type the value",
        "la cellule contient une erreur du tableur : corrigez la formule ou saisissez la valeur",
    ),
    _kind(
        "merged-cells",
        "cells are merged over several lines: the value was counted for each of the {count} lines",
        "des cellules sont fusionnées sur plusieurs lignes : la valeur a été comptée pour chacune des {count} lignes",
        _INFO,
    ),
    _kind(
        "repeats-line-set-aside",
        "the same as line {row}, which was set aside, but for its cells at fault: where it says the same thing, remove "
        "that one rather than mend it",
        "identique à la ligne {row}, mise de côté, hormis les cellules en faute de celle-ci : si elle dit la même "
        "chose, supprimez-la plutôt que de la corriger",
        _WARNING,
    ),
    # days
    _kind(
        "not-a-date",
        "this is no day of the calendar from 1900 to 2199: write it like 05/07/2024 (07/2024 or 2024 where the day is "
        "not known)",
        "ceci n'est pas un jour du calendrier entre 1900 et 2199 : écrivez-le comme 05/07/2024 (07/2024 ou 2024 si le "
        "jour n'est pas connu)",
    ),
    _kind(
        "date-to-the-month",
        "only the month is given: it is kept as a month; write the day if it is known",
        "seul le mois est donné : il est gardé comme tel ; écrivez le jour s'il est connu",
        _INFO,
    ),
    _kind(
        "date-to-the-year",
        "only the year is given: it is kept as a year; write the day if it is known",
        "seule l'année est donnée : elle est gardée comme telle ; écrivez le jour s'il est connu",
        _INFO,
    ),
    _kind(
        "date-estimated",
        "the day is given as about right: it is kept as an estimate",
        "le jour est donné comme approximatif : il est gardé comme une estimation",
        _INFO,
    ),
    _kind(
        "two-digit-years",
        "{count} year(s) of two digits, here the first, read as {rule}: write four digits",
        "{count} année(s) à deux chiffres, ici la première, lues ainsi : {rule} ; écrivez quatre chiffres",
        _INFO,
    ),
    _kind(
        "birth-date-incomplete",
        "the day of birth is not complete: it was left out; write it like 14/03/1979",
        "la date de naissance n'est pas complète : elle a été laissée de côté ; écrivez-la comme 14/03/1979",
        _WARNING,
    ),
    _kind(
        "became-a-date",
        "the spreadsheet has turned what was typed into a date: format the column as text and type it again",
        "le tableur a changé en date ce qui avait été saisi : mettez la colonne au format texte et saisissez à nouveau",
    ),
    _kind(
        "all-start-on-legal-day",
        "all exposures start on 5 July 2024, the day from which the list was owed: they are kept as begun before; "
        "write the true starts where they are known",
        "toutes les expositions commencent le 5 juillet 2024, jour où la liste était due : elles sont gardées comme "
        "commencées avant ; écrivez les vraies dates de début si elles sont connues",
        _INFO,
        "Code du travail R4412-93-1; décret 2024-307",
    ),
    # identifiers and people
    _kind(
        "siret-digits-lost",
        "the spreadsheet has rounded this SIRET, its last digits are lost: format the column as text and type it again",
        "le tableur a arrondi ce SIRET, ses derniers chiffres sont perdus : mettez la colonne au format texte et "
        "saisissez-le à nouveau",
    ),
    _kind(
        "siret-zero-restored",
        "thirteen digits: read with the leading zero that spreadsheets drop; compare it with the source",
        "treize chiffres : lu avec le zéro de tête que les tableurs suppriment ; comparez-le avec la source",
        _WARNING,
    ),
    _kind(
        "worker-without-number",
        "{count} line(s) give no worker number, here the first: the workers are numbered n1, n2… by name and birth "
        "date; give each a number, so that they stay the same from list to list",
        "{count} ligne(s) sans numéro de salarié, ici la première : les salariés sont numérotés n1, n2… par nom et "
        "date de naissance ; donnez à chacun un numéro, pour qu'il reste le même d'une liste à l'autre",
        _INFO,
    ),
    _kind(
        "worker-number-is-nir",
        "the worker number looks like a social-security number: use a number of the firm's own",
        "le numéro de salarié ressemble à un numéro de sécurité sociale : utilisez un numéro propre à l'entreprise",
        _WARNING,
    ),
    _kind(
        "worker-number-twice",
        "the number stands on line {row} for somebody of another name and birth date: give each worker a number",
        "le numéro désigne, ligne {row}, une personne d'un autre nom et d'une autre date de naissance : donnez à "
        "chaque salarié le sien",
    ),
    _kind(
        "worker-described-twice",
        "the same worker number stands on line {row} with another {what!s}: what stands there is kept; make both lines "
        "agree",
        "le même numéro de salarié figure ligne {row} avec un autre contenu ({what!s}) : c'est lui qui est gardé ; "
        "mettez les deux lignes d'accord",
        _WARNING,
    ),
    _kind(
        "described-twice",
        "already named on line {row} with another {what!s}: what stands there is kept",
        "déjà nommé ligne {row} avec un autre contenu ({what!s}) : c'est lui qui est gardé",
        _INFO,
    ),
    # values
    _kind(
        "not-a-number",
        "no number is found here: write one number, such as 0,05 or < 0,05; the cell is kept in the note",
        "aucun nombre n'est lu ici : écrivez un seul nombre, comme 0,05 ou < 0,05 ; la cellule est gardée dans la note",
        _WARNING,
    ),
    _kind(
        "unit-missing",
        "a number without its unit: add it in its column, in the heading or behind the number; the cell is kept in "
        "the note",
        "un nombre sans unité : ajoutez-la dans sa colonne, dans le titre ou derrière le nombre ; la cellule est "
        "gardée dans la note",
        _WARNING,
    ),
    _kind(
        "unit-not-known",
        "this unit is not one of: {allowed}; the cell is kept in the note",
        "cette unité n'est pas l'une de : {allowed} ; la cellule est gardée dans la note",
        _WARNING,
    ),
    _kind(
        "unit-twice",
        "the unit stands behind the number and in its column: once is enough",
        "l'unité figure derrière le nombre et dans sa colonne : une fois suffit",
        _INFO,
    ),
    _kind(
        "unit-conflict",
        "{inside} is said with the number, {beside} in the column: say which is right",
        "{inside} est dit avec le nombre, {beside} dans la colonne : dites laquelle est juste",
    ),
    _kind(
        "values-disagree",
        "the value in brackets is not the one before them: say which is right",
        "la valeur entre parenthèses n'est pas celle qui précède : dites laquelle est juste",
    ),
    _kind(
        "conversion-temperature",
        "the value in ppm and the value in mg/m3 depend on a temperature: French limits are stated at 20 °C (24.06 "
        "L/mol, and not 24.45 of 25 °C); the first is kept, the one in brackets left to the source",
        "la valeur en ppm et celle en mg/m3 dépendent d'une température : les limites françaises s'entendent à 20 °C "
        "(24,06 L/mol, et non 24,45 de 25 °C) ; la première est gardée, celle entre parenthèses laissée à la source",
        _WARNING,
        "Code du travail R4412-149, note 5",
    ),
    _kind(
        "limit-without-level",
        "{count} line(s) print a limit and no level, here the first: the limit is kept in the note",
        "{count} ligne(s) indiquent une limite sans niveau, ici la première : la limite est gardée dans la note",
        _INFO,
    ),
    _kind(
        "word-not-understood",
        "this is not understood as “{column}” and is kept in the note",
        "ceci n'est pas compris comme « {column} » et est gardé dans la note",
        _WARNING,
    ),
)

TABLE: Final = {kind.code: kind for kind in (*_FILE, *_LINE)}
"""Every kind of problem that the reader of lists tells on its own, by code."""

ONCE: Final = frozenset(
    {
        "described-twice",
        "limit-without-level",
        "lines-short",
        "merged-cells",
        "two-digit-years",
        "worker-without-number",
    }
)
"""The codes told once for all lines, at the first, with their number."""
