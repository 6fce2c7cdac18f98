"""Code lists: activity codes, regional funds, durations of keeping, thresholds of EN 689."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from tracexpo.catalogue.answers import EVE, Certainty, NotInCatalogueError, checked, member
from tracexpo.catalogue.names import fold
from tracexpo.catalogue.tables import RetentionRow, read_code_lists, read_texts
from tracexpo.errors import InvalidValueError
from tracexpo.form import expect
from tracexpo.problems import Wording
from tracexpo.vocabularies import NafRevision, Vocabulary

__all__ = [
    "FundKind",
    "NafCode",
    "RegionalFund",
    "RetentionRule",
    "StartEvent",
    "naf_codes",
    "naf_find",
    "naf_revision",
    "regional_fund",
    "regional_funds",
    "retention_rules",
    "u_threshold",
]


# -- activity codes


@frozen(kw_only=True)
class NafCode:
    """An activity code (code NAF, code APE) of one revision. Source: Insee."""

    code: str
    """The code as Insee writes it, with its dot: `25.61Z`."""
    revision: NafRevision
    """The revision of the list."""
    label_fr: str
    """Label in French, the language of the list."""


_REVISIONS: Final = (
    # 1993 and 2003 as commonly known; 2027: décret 2025-736
    (dt.date(1993, 1, 1), NafRevision.NAF_1993),
    (dt.date(2003, 1, 1), NafRevision.NAF_REV1),
    (dt.date(2008, 1, 1), NafRevision.NAF_REV2),
    (dt.date(2027, 1, 1), NafRevision.NAF_2025),
)


def naf_revision(*, on: dt.date) -> NafRevision:
    """Return the revision of the activity codes that applies on a day.

    Raises:
        NotInCatalogueError: before 1993.

    >>> naf_revision(on=dt.date(2026, 12, 31)).label, naf_revision(on=dt.date(2027, 1, 1)).label
    ('NAF rev. 2 (2008)', 'NAF 2025')
    """
    day = checked(on)
    found = [revision for first, revision in _REVISIONS if first <= day]
    if not found:
        raise NotInCatalogueError(
            "activity codes before 1993 are not shipped", "les codes d'activité d'avant 1993 ne sont pas fournis"
        )
    return found[-1]


def naf_codes(revision: NafRevision) -> tuple[NafCode, ...]:
    """Return every code of a revision, in the order of the list.

    >>> len(naf_codes(NafRevision.NAF_REV2))
    732
    """
    return _codes(expect(NafRevision, revision))


@lru_cache(4)
def _codes(revision: NafRevision) -> tuple[NafCode, ...]:
    labels = read_code_lists().naf[revision.value]
    return tuple(NafCode(code=_plain(code), revision=revision, label_fr=label) for code, label in labels.items())


def _plain(code: str) -> str:
    # 296 codes of the file of revision 1 end in a "p" that Insee does not explain there: it is no part of the code
    return code.removesuffix("p")


@lru_cache(4)
def _by_code(revision: NafRevision) -> dict[str, NafCode]:
    return {code.code.replace(".", ""): code for code in naf_codes(revision)}


def naf_find(code: str, revision: NafRevision | None = None, *, on: dt.date | None = None) -> NafCode | None:
    """Return an activity code of a revision, or of the revision of a day; None where the list has no such code.

    >>> naf_find("2561z", NafRevision.NAF_REV2).label_fr
    'Traitement et revêtement des métaux'
    """
    if revision is None:
        if on is None:
            raise InvalidValueError("missing-field", context={"field": "revision"})
        revision = naf_revision(on=on)
    return _by_code(expect(NafRevision, revision)).get(re.sub(r"[\s.]", "", expect(str, code)).upper())


# -- regional funds


class FundKind(Vocabulary):
    """The kind of a regional fund (type de caisse)."""

    CARSAT = "carsat", "Carsat", "Carsat"
    CRAMIF = "cramif", "Cramif", "Cramif"
    CGSS = "cgss", "CGSS", "CGSS"
    CSS = "css", "CSS", "CSS"


RENAMED_ON: Final = dt.date(2010, 7, 1)
"""The day the CRAM became Carsat (commonly known)."""


@frozen(kw_only=True)
class RegionalFund:
    """A regional fund of prevention (caisse régionale), with the name it had before July 2010."""

    region: str
    """The region it is named after."""
    kind: FundKind
    """Carsat, Cramif, CGSS or CSS."""
    name: str
    """Its name."""
    name_before_2010_07: str | None = None
    """Its name before 1 July 2010, where it is known."""
    named_in_2009: bool = field(default=False, repr=False)
    """Whether the circular DGT 2009-10 names it for the experiment."""

    def name_on(self, day: dt.date) -> str:
        """Return its name on a day."""
        return self.name_before_2010_07 if self.name_before_2010_07 and day < RENAMED_ON else self.name


@lru_cache(1)
def regional_funds() -> tuple[RegionalFund, ...]:
    """Return every regional fund.

    >>> [fund.name_on(dt.date(2009, 4, 28)) for fund in regional_funds() if fund.named_in_2009]
    ['CRAM Alsace-Moselle', 'CRAM Bourgogne - Franche-Comté', 'CRAM Nord-Picardie', 'CRAM Normandie', 'CRAMIF']
    """
    found = []
    for row in read_code_lists().funds:
        kind = member(FundKind, row.kind)
        name = "Cramif" if kind is FundKind.CRAMIF else f"{kind.label} {row.name}"
        found.append(
            RegionalFund(
                region=row.name,
                kind=kind,
                name=name,
                name_before_2010_07=row.before or None,
                named_in_2009=row.in_circular,
            )
        )
    return tuple(found)


@lru_cache(1)
def _funds_by_name() -> dict[str, RegionalFund]:
    found: dict[str, RegionalFund] = {}
    for fund in regional_funds():
        for name in (fund.region, fund.name, fund.name_before_2010_07):
            if name is not None:
                found.setdefault(fold(name), fund)
    return found


def regional_fund(name: str) -> RegionalFund | None:
    """Return the fund of a name, of today or of before July 2010; None where there is none.

    >>> regional_fund("CRAM Nord-Picardie").name
    'Carsat Hauts-de-France'
    """
    return _funds_by_name().get(fold(expect(str, name)))


# -- durations of keeping


class StartEvent(Vocabulary):
    """From what a duration of keeping runs (point de départ)."""

    END_OF_EXPOSURE = "end-of-exposure", "end of exposure", "fin de l'exposition"
    END_OR_COMMUNICATION = (
        "end-of-exposure-or-communication",
        "the later of the end of exposure and the last communication",
        "la plus tardive de la fin d'exposition et de la dernière communication",
    )
    LAST_VISIT = "last-visit", "last visit", "dernière visite"
    VERSION = "version", "day of the version", "date de la version"
    YEAR_CONCERNED = "year-concerned", "end of the year concerned", "fin de l'année concernée"
    NOT_READ = "not-read", "not read", "non lu"


@frozen(kw_only=True)
class RetentionRule:
    """How long a record is kept (durée de conservation): "not before", never "delete"."""

    id: str
    """Stable id."""
    record: Wording
    """The record."""
    years: int
    """Duration [year]."""
    at_least: bool
    """Whether the text says "at least"."""
    start_event: StartEvent
    """From what it runs."""
    starts: Wording
    """The same in the words of the text, or of our convention."""
    cap: Wording | None = None
    """What bounds or lengthens it."""
    applies_from: dt.date | None = None
    """First day the text applies."""
    applies_until: dt.date | None = None
    """Last day, included; None while it is in force."""
    certainty: Certainty
    """How sure it is."""
    source: str
    """The article."""

    def keep_until(self, event: dt.date) -> dt.date:
        """Return the last day on which the record must still be kept, for an event on a day.

        >>> rule = {rule.id: rule for rule in retention_rules()}["medical-file-cmr"]
        >>> rule.keep_until(dt.date(2025, 2, 28))
        datetime.date(2075, 2, 28)
        """
        try:
            return event.replace(year=event.year + self.years)
        except ValueError:
            return event.replace(year=event.year + self.years, month=3, day=1) - EVE


def retention_rules(*, on: dt.date | None = None) -> tuple[RetentionRule, ...]:
    """Return every duration of keeping, or those in force on a day."""
    rows = read_texts().retention
    if on is not None:
        day = checked(on)
        rows = tuple(r for r in rows if (r.day is None or r.day <= day) and (r.until is None or day <= r.until))
    return tuple(_rule(row) for row in rows)


def _rule(row: RetentionRow) -> RetentionRule:
    return RetentionRule(
        id=row.id,
        record=Wording(row.en, row.fr),
        years=row.years,
        at_least=row.at_least,
        start_event=member(StartEvent, row.event),
        starts=Wording(row.starts_en, row.starts_fr),
        cap=Wording(row.cap_en, row.cap_fr) if row.cap_en else None,
        applies_from=row.day,
        applies_until=row.until,
        certainty=member(Certainty, row.certainty),
        source=row.source,
    )


# -- EN 689


U_BEYOND: Final = Decimal("1.762")


def u_threshold(results: int) -> Decimal:
    """Return the threshold U of the compliance test for a number of results; from 60 on it stays at 1.762.

    Source: arrêté du 15 décembre 2009, annexe 2 (EN 689).

    Raises:
        NotInCatalogueError: below six results, where the test is another one.

    >>> u_threshold(6), u_threshold(200)
    (Decimal('2.187'), Decimal('1.762'))
    """
    known = read_texts().u_thresholds
    if expect(int, results) in known:
        return Decimal(known[results])
    if results < min(known):
        raise NotInCatalogueError("the test needs six results at least", "le test demande au moins six résultats")
    return U_BEYOND
