"""The physician's part of an attestation: of a type, a file and a reader of its own, never in a register.

It goes from the occupational physician to the physician whom the worker chose, with the worker's consent. It is none
of the documents of this package: `documents.dumps` refuses it, and what renders those does not know it.
Source: arrêté du 28 février 1995, annexe I, part 3.
"""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from tracexpo.codecs.reading import LIMITS, Limits
from tracexpo.codecs.writing import RecordWriter
from tracexpo.documents.header import Digest
from tracexpo.documents.reading import read_envelope
from tracexpo.errors import InvalidValueError
from tracexpo.form import Day, Text, check, type_name
from tracexpo.problems import Language

__all__ = ["Finding", "MedicalPart", "dumps", "loads", "to_html"]

_FORMAT: Final = "tracexpo-medical-part"


@frozen(kw_only=True, repr=False)
class Finding:
    """A dated clinical finding or examination (constatation, examen); never shown by `repr`."""

    on: Day
    """Day."""
    text: Text
    """What was found."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def __repr__(self) -> str:
        return "Finding(…)"


@frozen(kw_only=True, repr=False)
class MedicalPart:
    """What the physician alone tells (partie médicale de l'attestation); never shown by `repr`.

    >>> MedicalPart(attestation="sha256:" + "0" * 64)
    MedicalPart(…)
    """

    attestation: Digest
    """The digest of the attestation it belongs to: the employer's part names it, and not the reverse."""
    findings: tuple[Finding, ...] = ()
    """Dated clinical findings (constatations cliniques)."""
    examinations: tuple[Finding, ...] = ()
    """Complementary examinations (examens complémentaires)."""
    last_examination: Finding | None = None
    """Last examination before the exposure ceased."""
    other: Text | None = None
    """Other information."""
    physician: Text | None = None
    """The physician who wrote it."""
    written_on: Day | None = None
    """Day it was written."""
    consent_on: Day | None = None
    """Day the worker consented to its being sent."""
    recipient: Text | None = None
    """The physician whom the worker chose."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def __repr__(self) -> str:
        return "MedicalPart(…)"


def dumps(part: MedicalPart) -> bytes:
    """Return the medical part as canonical JSON, for a file of its own.

    Raises:
        InvalidValueError: for anything else.
    """
    if not isinstance(part, MedicalPart):
        raise InvalidValueError("wrong-type", context={"expected": "MedicalPart", "found": type_name(part)})
    return b'{"format":"%b","part":%b,"version":"1.0"}' % (_FORMAT.encode(), RecordWriter().write(part, tagged=False))


def loads(data: bytes | str | Mapping[str, Any], *, limits: Limits = LIMITS) -> MedicalPart:
    """Read a medical part.

    Raises:
        ReadError: with every problem, each at its pointer.
        UnsupportedVersionError: when it is of another version.

    >>> part = MedicalPart(attestation="sha256:" + "0" * 64, other="…")
    >>> loads(dumps(part)) == part
    True
    """
    part: MedicalPart = read_envelope(data, limits, _FORMAT, "part", MedicalPart)
    return part


def to_html(part: MedicalPart, lang: Language = "fr") -> str:
    """Return the medical part as one HTML file that prints on A4; nothing else renders it, and it renders nothing else.

    Raises:
        InvalidValueError: for anything else, and for another language than "fr" and "en".

    >>> "Secret médical" in to_html(MedicalPart(attestation="sha256:" + "0" * 64))
    True
    """
    from tracexpo.documents.rendering.medical import medical_page  # which knows this type

    return medical_page(part, lang)
