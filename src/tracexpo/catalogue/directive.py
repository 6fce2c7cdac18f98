"""The classes of Directive 67/548/EEC and those of CLP: conversion where it is defined, refusal elsewhere."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tracexpo.agents import Classification
from tracexpo.catalogue.answers import NotInCatalogueError, member
from tracexpo.catalogue.tables import ConversionRow, read_texts
from tracexpo.form import expect, expect_items
from tracexpo.vocabularies import CmrClass, Hazard

__all__ = ["to_67_548", "to_clp"]

_SOURCE: Final = "converti selon CLP, annexe VII, tableau 1.1"
_OLD_ORDER: Final = (CmrClass.OLD_1, CmrClass.OLD_2, CmrClass.OLD_3)
# R40 covered mutagens of category 3 too, until the 28th adaptation of 2001 gave them R68
_BEFORE_2001: Final = {(Hazard.MUTAGENIC.value, CmrClass.OLD_3.value, "R40"): "R68"}

Key = frozenset[tuple[str, str, str]]


@lru_cache(1)
def _by_old() -> dict[Key, ConversionRow]:
    return {frozenset(row.old): row for row in read_texts().conversions}


@lru_cache(1)
def _by_new() -> dict[tuple[str, str, str], list[ConversionRow]]:
    found: dict[tuple[str, str, str], list[ConversionRow]] = {}
    for row in read_texts().conversions:
        found.setdefault((row.hazard, row.clp_class, row.statement), []).append(row)
    return found


def to_clp(old: Classification | Iterable[Classification]) -> tuple[Classification, ...]:
    """Convert classes of Directive 67/548 with their R-phrases to CLP.

    The classes of one hazard are converted together: R60 of category 1 with R61 of category 2 is Repr. 1A, H360FD.
    The table was not compared with the regulation line by line: the result is a convention, not law.

    Raises:
        NotInCatalogueError: where the conversion is not defined, such as a phrase alone that has two meanings.

    >>> from tracexpo.agents import Classification
    >>> old = Classification(
    ...     hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.OLD_3, statements=("R40",), source="label of 2008"
    ... )
    >>> to_clp(old)[0].cmr_class.label
    'category 2 (CLP)'
    """
    by_hazard: dict[Hazard, list[Classification]] = {}
    for item in (old,) if isinstance(old, Classification) else expect_items(old):
        by_hazard.setdefault(expect(Classification, item).hazard, []).append(item)
    converted = []
    for hazard, items in by_hazard.items():
        row = _by_old().get(_key(items))
        if row is None:
            raise _undefined()
        converted.append(
            Classification(
                hazard=hazard,
                cmr_class=member(CmrClass, row.clp_class) if row.clp_class else None,
                statements=(row.statement,),
                source=f"{_SOURCE} : {items[0].source}"[:400],
            )
        )
    return tuple(converted)


def _key(items: list[Classification]) -> Key:
    found = set()
    for item in items:
        if item.cmr_class is not None and item.cmr_class not in _OLD_ORDER:
            raise NotInCatalogueError(
                "a class of Directive 67/548 is expected (category 1, 2 or 3), not one of CLP",
                "une classe de la directive 67/548 est attendue (catégorie 1, 2 ou 3), non une classe du CLP",
            )
        phrases = {
            part if part.startswith("R") else f"R{part}"
            for s in item.statements
            for part in s.replace("/", "-").split("-")
        }
        for phrase in phrases:
            part = (item.hazard.value, item.cmr_class.value if item.cmr_class else "", phrase)
            found.add((*part[:2], _BEFORE_2001.get(part, phrase)))
    return frozenset(found)


def to_67_548(new: Classification) -> tuple[Classification, ...]:
    """Convert a CLP class with its statement to the classes of Directive 67/548 it comes from.

    Raises:
        NotInCatalogueError: where no line of the table, or more than one, leads to this class.

    >>> new = Classification(
    ...     hazard=Hazard.REPROTOXIC, cmr_class=CmrClass.CLP_1B, statements=("H360Fd",), source="32008R1272"
    ... )
    >>> [(c.cmr_class.value, c.statements) for c in to_67_548(new)]
    [('67/548-2', ('R60',)), ('67/548-3', ('R63',))]
    """
    if expect(Classification, new).cmr_class is not None and new.cmr_class in _OLD_ORDER:
        raise NotInCatalogueError("a class of CLP is expected", "une classe du CLP est attendue")
    statement = new.statements[0] if len(new.statements) == 1 else ""
    rows = _by_new().get((new.hazard.value, new.cmr_class.value if new.cmr_class else "", statement), [])
    if len(rows) != 1:
        raise _undefined()
    by_class: dict[str, list[str]] = {}
    for _, category, phrase in rows[0].old:
        by_class.setdefault(category, []).append(phrase)
    return tuple(
        Classification(
            hazard=new.hazard,
            cmr_class=member(CmrClass, category) if category else None,
            statements=tuple(phrases),
            source=f"{_SOURCE} : {new.source}"[:400],
        )
        for category, phrases in by_class.items()
    )


def _undefined() -> NotInCatalogueError:
    return NotInCatalogueError(
        "the conversion of these classes and statements is not defined: it is not guessed",
        "la conversion de ces classes et mentions n'est pas définie : elle n'est pas devinée",
    )
