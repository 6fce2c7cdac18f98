"""The workers of a list: who a line speaks of, under which id, and whether its lines agree on it.

The id is the establishment's and the firm's own number. A list without numbers gets n1, n2… by first appearance
of (folded name, birth date). An id never holds a name or a NIR: a number that looks like one is hashed.
"""

import datetime as dt
import re
from typing import Final

from attrs import evolve, field, frozen

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.days import BIRTH_PIVOT, day_in, rule_of
from tracexpo.codecs.tables.folding import fold, folded_hash
from tracexpo.codecs.tables.parts import Cells, Finding, Outcome, Telling
from tracexpo.codecs.tables.words import sex_in
from tracexpo.errors import InvalidValueError
from tracexpo.identifiers import is_nir, parse_nir
from tracexpo.problems import Wording
from tracexpo.vocabularies import AliasOrigin, Precision
from tracexpo.work import Alias, Identity, Worker

__all__ = ["PERSON_COLUMNS", "Linked", "People", "Person", "read_person"]

PERSON_COLUMNS: Final = (
    Column.WORKER_NUMBER,
    Column.USED_NAME,
    Column.BIRTH_NAME,
    Column.GIVEN_NAMES,
    Column.FULL_NAME,
    Column.BIRTH_DATE,
    Column.SEX,
    Column.NIR,
)
"""The columns that a worker is read from."""

_SAFE: Final = re.compile(r"[A-Za-z0-9._-]{1,48}")
_NUMBERED: Final = re.compile(r"n\d+")
_LIKE_NIR: Final = re.compile(r"[1278]\d{4}(?:\d|2[AaBb])\d{6,8}(?:\d{2})?")
_UPPER_FIRST: Final = re.compile(r"((?:[^\W\d_a-z]|['’ -])+?)\s+([^\W\d_]+(?:[ '’-][^\W\d_]+)*)")


@frozen(kw_only=True)
class Person:
    """Who a line speaks of."""

    number: str | None = field(repr=False)
    """The firm's own number as it stands."""
    identity: Identity = field(repr=False)
    """What the line says of the person."""
    name: str = field(repr=False)
    """All names, folded: what persons are told apart by where there is no number."""

    @property
    def slug(self) -> str | None:
        """The part of an id that the number gives; None without a number."""
        if self.number is None:
            return None
        text = self.number
        # without a digit it may be a name; with the name in it, it is one; n1, n2… are given by us
        like_name = not any(c.isdigit() for c in text) or any(
            len(word) > 2 and word in fold(text).replace(" ", "") for word in self.name.split()
        )
        if not _SAFE.fullmatch(text) or like_name or _NUMBERED.fullmatch(text) or _is_like_nir(text):
            return f"h{folded_hash(text)}"
        return text


def _is_like_nir(text: str) -> bool:
    if len(text) < 13:
        return False
    bare = "".join(c for c in text if c.isalnum())
    return _LIKE_NIR.fullmatch(bare) is not None and len(bare) in {13, 15}


def _split(full: str) -> tuple[str, str]:
    """Part a full name where the way it is written says how: `DUPONT Anne`, `Dupont, Anne`."""
    if full.count(",") == 1:
        last, first = (part.strip() for part in full.split(","))
        return (last, first) if last and first else (full, "")
    words = full.split()
    upper = 0
    while upper < len(words) and len(words[upper].strip(".")) > 1 and words[upper] == words[upper].upper():
        upper += 1
    if 0 < upper < len(words) and all(word != word.upper() for word in words[upper:]):
        return " ".join(words[:upper]), " ".join(words[upper:])
    return full, ""


def _birth_date(telling: Telling) -> dt.date | None:
    value = telling.value(Column.BIRTH_DATE)
    if not value:
        return None
    day = day_in(value, BIRTH_PIVOT)
    if day is None:
        telling.tell("not-a-date", Column.BIRTH_DATE)
        return None
    if day.precision is not Precision.DAY:
        telling.tell("birth-date-incomplete", Column.BIRTH_DATE)
        return None
    if day.short_year:
        telling.tell("two-digit-years", Column.BIRTH_DATE, rule=rule_of(BIRTH_PIVOT))
    return day.first


def _nir(telling: Telling) -> str | None:
    text = telling.text(Column.NIR)
    if not text:
        return None
    try:
        return parse_nir(text)
    except InvalidValueError as error:
        telling.tell(error.code, Column.NIR)
        return None


def read_person(cells: Cells) -> Outcome[Person]:
    """Read who a line speaks of."""
    telling = Telling(cells)
    used, given = telling.text(Column.USED_NAME), telling.text(Column.GIVEN_NAMES)
    if not used and (full := telling.text(Column.FULL_NAME)):
        used, first = _split(full) if not given else (full, "")
        given = given or first
    birth_name = telling.text(Column.BIRTH_NAME)
    number = telling.text(Column.WORKER_NUMBER) or None
    if number is None and not used and not birth_name:
        telling.tell("missing-cell", Column.WORKER_NUMBER, column=Column.WORKER_NUMBER.wording)
    sex = sex_in(text) if (text := telling.text(Column.SEX)) else None
    if text and sex is None:
        telling.tell("word-not-understood", Column.SEX, column=Column.SEX.wording)
    nir = _nir(telling)
    if number is not None and _is_like_nir(number):
        telling.tell("worker-number-is-nir", Column.WORKER_NUMBER)
        bare = "".join(c for c in number if c.isalnum()).upper()
        nir = nir or (bare if is_nir(bare) else None)
    birth_date = _birth_date(telling)
    if telling.bad:
        return telling.outcome(None)
    identity = Identity(
        used_name=used or None,
        birth_name=birth_name or None,
        given_names=(given,) if given else (),
        birth_date=birth_date,
        sex=sex,
        nir=nir,
    )
    return telling.outcome(Person(number=number, identity=identity, name=fold(f"{used or birth_name} {given}")))


@frozen
class Linked:
    """A line linked to a worker."""

    id: str
    """Id of the worker; None where the line speaks of somebody else under a number in use."""
    findings: tuple[Finding, ...] = ()
    """What is told of it."""
    bad: bool = False
    """Whether the line contradicts an earlier one."""


class _Known:
    """A worker already met."""

    __slots__ = ("aliases", "identity", "name", "row")

    def __init__(self, aliases: tuple[Alias, ...], person: Person, row: int) -> None:
        self.aliases, self.identity, self.name, self.row = aliases, person.identity, person.name, row


_NOBODY: Final = Identity()
_NAME: Final = Wording("name", "nom")
_BIRTH: Final = Wording("birth date", "date de naissance")


class People:
    """The workers met so far, by id."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._numbered: dict[tuple[str, str, dt.date | None], str] = {}
        self._counts: dict[str, int] = {}
        self._links: dict[tuple[str, int], tuple[Person, Linked]] = {}

    def link(self, establishment: str, person: Person, row: int) -> Linked:
        """Return the worker whom a line speaks of; equal cells are linked once."""
        # by identity: equal cells give the same person
        known = self._links.get((establishment, id(person)))
        if known is not None:
            return known[1]
        linked = self._link(establishment, person, row)
        self._links[establishment, id(person)] = (person, linked)
        return linked

    def worker(self, id: str) -> Worker:
        """Return a worker with all that its lines say."""
        known = self._known[id]
        identity = None if known.identity == _NOBODY else known.identity
        return Worker(id=id, aliases=known.aliases, identity=identity)

    def _link(self, establishment: str, person: Person, row: int) -> Linked:
        findings: list[Finding] = []
        slug = person.slug
        if slug is None:
            slug = self._number(establishment, person)
            findings.append(Finding(Column.WORKER_NUMBER, TABLE["worker-without-number"]))
        id = f"{establishment}:{slug}"
        known = self._known.get(id)
        if known is None:
            aliases: tuple[Alias, ...] = ()
            if person.number is not None and slug != person.number and not _is_like_nir(person.number):
                aliases = (Alias(ref=person.number, custodian=establishment, how=AliasOrigin.DECLARED),)
            self._known[id] = _Known(aliases, person, row)
            return Linked(id, tuple(findings))
        return self._compared(id, known, person, findings)

    def _number(self, establishment: str, person: Person) -> str:
        key = (establishment, person.name, person.identity.birth_date)
        slug = self._numbered.get(key)
        if slug is None:
            count = self._counts[establishment] = self._counts.get(establishment, 0) + 1
            slug = self._numbered[key] = f"n{count}"
        return slug

    def _compared(self, id: str, known: _Known, person: Person, findings: list[Finding]) -> Linked:
        """Compare what a line says of a worker with what an earlier one says, and add what that one left open."""
        old, new = known.identity, person.identity
        other_name = bool(known.name and person.name and known.name != person.name)
        other_birth = None not in (old.birth_date, new.birth_date) and old.birth_date != new.birth_date
        if other_name and other_birth:
            findings.append(Finding(Column.WORKER_NUMBER, TABLE["worker-number-twice"], {"row": known.row}))
            return Linked(id, tuple(findings), bad=True)
        for differs, what, column in (
            (other_name, _NAME, Column.USED_NAME),
            (other_birth, _BIRTH, Column.BIRTH_DATE),
        ):
            if differs:
                context: dict[str, int | Wording] = {"row": known.row, "what": what}
                findings.append(Finding(column, TABLE["worker-described-twice"], {**context}))
        open_fields = {
            name: getattr(new, name)
            for name in ("used_name", "birth_name", "given_names", "birth_date", "sex", "nir")
            if not getattr(old, name) and getattr(new, name) and not (other_name and "name" in name)
        }
        if open_fields:
            known.identity = evolve(old, **open_fields)
            known.name = known.name or person.name
        return Linked(id, tuple(findings))
