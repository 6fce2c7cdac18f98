"""Texts that identify: in which a name or a number of somebody in the register stands as a whole word."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from attrs import fields, frozen, has

from tracexpo.documents.particulars import Firm, Line, NamedAgent, Person
from tracexpo.form import Text, check
from tracexpo.register import Register
from tracexpo.work import Worker

__all__ = ["IdentifyingText", "exposure_of", "identifying_texts", "line_of", "texts_naming_others"]

_WORD: Final = re.compile(r"[^\W_]+")
_AROUND: Final = ".,;:!?()[]{}«»\"'“”‘’°#/ "
_LEAST_PART: Final = 3
_LEAST_NUMBER: Final = 4
_PARTICLES: Final = frozenset(
    {"les", "des", "del", "della", "den", "der", "ter", "van", "von", "dos", "das", "bin", "ben", "fils"}
)
_NIR_LENGTH: Final = 13


@frozen(kw_only=True)
class IdentifyingText:
    """One text of a list or a slip in which a name or a number of somebody in the register stands."""

    field: Text
    """Where in the document, as a JSON pointer."""

    def __attrs_post_init__(self) -> None:
        check(self)


_LINE: Final = re.compile(r"/lines/([0-9]{1,9})/.+", re.DOTALL)


def line_of(text: IdentifyingText, lines: Sequence[Line]) -> int | None:
    """Return the place of the line in which a text stands; None for one of the firm."""
    found = _LINE.fullmatch(text.field)
    place = int(found[1]) if found is not None else len(lines)
    return place if place < len(lines) else None


def exposure_of(text: IdentifyingText, lines: Sequence[Line]) -> str | None:
    """Return the exposure of the line in which a text stands; None for one of the firm."""
    place = line_of(text, lines)
    return None if place is None else lines[place].exposure


def identifying_texts(firm: Firm, lines: Sequence[Line], register: Register) -> tuple[IdentifyingText, ...]:
    """Return where names and numbers of anybody in the register stand in what an anonymous list would tell."""
    names = KnownNames(register)
    told = [("/firm/company_name", firm.company_name), ("/firm/name", firm.name)]
    told += [(f"/lines/{i}{path}", text) for i, line in enumerate(lines) for path, text in _texts(line)]
    return tuple(IdentifyingText(field=pointer) for pointer, text in told if text is not None and names.stand_in(text))


def _texts(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a line that an anonymous list tells, with their places."""
    if line.conditions.nature is not None:
        yield "/conditions/nature", line.conditions.nature
    if line.post is not None:
        yield "/post/name", line.post.name
        if line.post.work_unit is not None:
            yield "/post/work_unit", line.post.work_unit
    yield from agent_texts(line.agent)
    for i, measure in enumerate(line.conditions.measures):
        yield f"/conditions/measures/{i}/name", measure.name


def agent_texts(agent: NamedAgent) -> Iterator[tuple[str, str]]:
    """Yield the names of the agent of a line, with their places in the line."""
    if agent.name is not None:
        yield "/agent/name", agent.name
    for i, component in enumerate(agent.components):
        if component.name is not None:
            yield f"/agent/components/{i}/name", component.name


def texts_naming_others(lines: Sequence[Line], register: Register) -> tuple[IdentifyingText, ...]:
    """Return where the name or a number of another worker than its own stands in any free text of a line."""
    names = KnownNames(register)
    return tuple(
        IdentifyingText(field=f"/lines/{i}{path}")
        for i, line in enumerate(lines)
        for path, text in _free_texts(line, "")
        if names.of_others_in(text, line.person.worker)
    )


_WHO_AND_WHERE: Final = (Person, Firm)


def _free_texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the texts that `repr` leaves out, but for those that name the worker and the firm, with their places."""
    for field in fields(type(value)):
        held = getattr(value, field.name)
        at = f"{pointer}/{field.name}"
        for path, one in (
            [(f"{at}/{n}", one) for n, one in enumerate(held)] if isinstance(held, tuple) else [(at, held)]
        ):
            if has(type(one)) and not isinstance(one, _WHO_AND_WHERE):
                yield from _free_texts(one, path)
            elif isinstance(one, str) and not field.repr:
                yield path, one


@frozen
class _Hit:
    """A name or a number that stands in a text."""

    who: AbstractSet[str]
    """The workers who have it; a signatory is none."""
    is_bare: bool = False
    """Whether it may as well be a quantity: three figures at the most."""


class KnownNames:
    """The names and numbers of everybody in a register, to look for in texts; each text is looked at once."""

    def __init__(self, register: Register) -> None:
        # by name or number, the ids of the workers who have it; a signatory has none
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._numbers: dict[str, set[str]] = {}
        self._nirs: dict[str, set[str]] = {}
        self._known: dict[str, tuple[_Hit, ...]] = {}
        for worker in register.workers:
            for number in _numbers(worker):
                self._numbers.setdefault(number.casefold(), set()).add(worker.id)
            for phrase in _names(worker):
                self._phrases.setdefault(phrase, set()).add(worker.id)
            if worker.identity is not None and worker.identity.nir is not None:
                self._nirs.setdefault(worker.identity.nir[:_NIR_LENGTH].lower(), set()).add(worker.id)
        for attestation in register.attestations:
            for signatory in (attestation.employer_signatory, attestation.physician_signatory):
                for phrase in _of_name(signatory):
                    self._phrases.setdefault(phrase, set())
        self._phrases.pop((), None)
        self._longest = max(map(len, self._phrases), default=0)

    def stand_in(self, text: str) -> bool:
        """Tell whether a name or a number stands in a text as a whole word; case and accents do not count."""
        return bool(self._found(text))

    def of_others_in(self, text: str, worker: str) -> bool:
        """Tell whether a name or a number that a worker does not have, but another does, stands in a text.

        Of "Solution à 250 g/L" nobody can say that it names number 250: it counts in an anonymous list alone.
        """
        return any(hit.who and worker not in hit.who and not hit.is_bare for hit in self._found(text))

    def _found(self, text: str) -> tuple[_Hit, ...]:
        if text not in self._known:
            self._known[text] = (*self._of_numbers(text), *self._of_names(words(text)))
        return self._known[text]

    def _of_numbers(self, text: str) -> Iterator[_Hit]:
        # "1,3-butadiene" does not hold the number 3, "no. 3" does
        for word in text.split():
            if (number := word.strip(_AROUND).casefold()) in self._numbers:
                yield _Hit(self._numbers[number], is_bare=number.isdecimal() and len(number) < _LEAST_NUMBER)
        run = "".join(words(text)) if self._nirs else ""
        for i in range(len(run) - _NIR_LENGTH + 1):
            if (nir := run[i : i + _NIR_LENGTH]) in self._nirs:
                yield _Hit(self._nirs[nir])

    def _of_names(self, said: tuple[str, ...]) -> Iterator[_Hit]:
        for n in range(1, min(self._longest, len(said)) + 1):
            for i in range(len(said) - n + 1):
                if said[i : i + n] in self._phrases:
                    yield _Hit(self._phrases[said[i : i + n]])


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in lower case and without accents.

    >>> words("remplace Mme Lefèvre (M-001)")
    ('remplace', 'mme', 'lefevre', 'm', '001')
    """
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold()))


def _numbers(worker: Worker) -> Iterator[str]:
    yield worker.id
    # an id made by a reader is that of the establishment, a colon and their number
    yield worker.id.rpartition(":")[2]
    yield from (alias.ref.strip() for alias in worker.aliases)


def _names(worker: Worker) -> Iterator[tuple[str, ...]]:
    """Yield what would name a worker: whole names and the parts of compound ones; references of several words."""
    for alias in worker.aliases:
        if len(alias.ref.split()) > 1:
            yield words(alias.ref)
    identity = worker.identity
    if identity is not None:
        for name in (identity.birth_name, identity.used_name, *identity.given_names):
            yield from _of_name(name)


def _of_name(name: str | None) -> Iterator[tuple[str, ...]]:
    if name is None:
        return
    whole = words(name)
    yield whole
    for part in whole:
        if len(part) >= _LEAST_PART and part not in _PARTICLES:
            yield (part,)
