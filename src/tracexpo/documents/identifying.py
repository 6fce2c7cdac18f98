"""Texts that identify: in which a name or a number of somebody in the register stands as a whole word."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from tracexpo.documents.particulars import Firm, Line, NamedAgent
from tracexpo.form import Text, check
from tracexpo.register import Register
from tracexpo.work import Worker

__all__ = ["IdentifyingText", "identifying_texts"]

_WORD: Final = re.compile(r"[^\W_]+")
_AROUND: Final = ".,;:!?()[]{}«»\"'“”‘’°#/ "
_LEAST_PART: Final = 3
_PARTICLES: Final = frozenset(
    {"les", "des", "del", "della", "den", "der", "ter", "van", "von", "dos", "das", "bin", "ben", "fils"}
)
_NIR_LENGTH: Final = 13


@frozen(kw_only=True)
class IdentifyingText:
    """One text of a list in which a name or a number of somebody in the register stands."""

    field: Text
    """Where in the list, as a JSON pointer."""

    def __attrs_post_init__(self) -> None:
        check(self)


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


class KnownNames:
    """The names and numbers of everybody in a register, to look for in texts; each text is looked at once."""

    def __init__(self, register: Register) -> None:
        self._phrases: set[tuple[str, ...]] = set()
        self._numbers: set[str] = set()
        self._nirs: set[str] = set()
        self._known: dict[str, bool] = {}
        for worker in register.workers:
            self._numbers.update(number.casefold() for number in _numbers(worker))
            self._phrases.update(_names(worker))
            if worker.identity is not None and worker.identity.nir is not None:
                self._nirs.add(worker.identity.nir[:_NIR_LENGTH].lower())
        for attestation in register.attestations:
            for signatory in (attestation.employer_signatory, attestation.physician_signatory):
                self._phrases.update(_of_name(signatory))
        self._phrases.discard(())
        self._longest = max(map(len, self._phrases), default=0)

    def stand_in(self, text: str) -> bool:
        """Tell whether a name or a number stands in a text as a whole word; case and accents do not count."""
        if text not in self._known:
            self._known[text] = self._has_number(text) or self._has_name(words(text))
        return self._known[text]

    def _has_number(self, text: str) -> bool:
        # "1,3-butadiene" does not hold the number 3, "no. 3" does
        if any(word.strip(_AROUND).casefold() in self._numbers for word in text.split()):
            return True
        run = "".join(words(text)) if self._nirs else ""
        return any(run[i : i + _NIR_LENGTH] in self._nirs for i in range(len(run) - _NIR_LENGTH + 1))

    def _has_name(self, said: tuple[str, ...]) -> bool:
        most = min(self._longest, len(said))
        return any(said[i : i + n] in self._phrases for n in range(1, most + 1) for i in range(len(said) - n + 1))


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
