"""Reading documents back: strictly, with every problem at its pointer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tracexpo.codecs.converter import make_structure, unknown_field
from tracexpo.codecs.plain import Inspection, NotJsonError, json_type, parse
from tracexpo.codecs.reading import Limits
from tracexpo.codes import FORM
from tracexpo.documents.told import TOLD
from tracexpo.documents.writing import VERSION
from tracexpo.errors import InvalidValueError, ReadError, UnsupportedVersionError
from tracexpo.form import type_name
from tracexpo.problems import Problem, Wording

__all__ = ["read_envelope"]

_BOM = b"\xef\xbb\xbf"


@lru_cache(1)
def _structure() -> Any:
    # building the hooks of all classes takes longer than to read a document
    return make_structure()


def read_envelope(data: bytes | str | Mapping[str, Any], limits: Limits, format: str, name: str, target: Any) -> Any:
    """Read what an envelope of a format holds under a name.

    Raises:
        ReadError: with every problem.
        UnsupportedVersionError: when it is of another version.
    """
    plain, problems = _plain(data, limits)
    if not isinstance(plain, dict):
        problems = problems or [FORM["not-an-object"].at(context={"found": json_type(plain)})]
        raise ReadError(tuple(problems))
    if plain.get("format") != format:
        kind = TOLD["not-this-document"]
        raise ReadError((*problems, kind.at("/format" if "format" in plain else "", context={"format": format})))
    _check_version(plain.get("version"), problems)
    names = ["format", "version", name]
    problems += [unknown_field(key, names).problem for key in plain if key not in names]
    if name not in plain:
        problems.append(FORM["missing-field"].at(f"/{name}", context={"field": name}))
        raise ReadError(tuple(problems))
    made, told = _structure()(plain[name], target, f"/{name}")
    problems += told
    if problems:
        raise ReadError(tuple(problems))
    return made


def _check_version(version: object, problems: list[Problem]) -> None:
    if type(version) is not str or not version.partition(".")[0].isdecimal():
        raise ReadError((*problems, FORM["version-malformed"].at("/version")))
    if version != VERSION:
        context = {"version": version if len(version) < 10 else "?", "supported": VERSION}
        raise UnsupportedVersionError((*problems, FORM["version-unsupported"].at("/version", context=context)))


def _plain(data: bytes | str | Mapping[str, Any], limits: Limits) -> tuple[Any, list[Problem]]:
    """Return the plain values, every fault of the text told."""
    if isinstance(data, Mapping):
        inspection = Inspection(limits, parsed=False)
        return inspection.plain(data), inspection.problems
    inspection = Inspection(limits, parsed=True)
    return inspection.plain(_parsed(_content(data), limits)), inspection.problems


def _content(data: Any) -> bytes:
    if isinstance(data, str):
        try:
            return data.encode()
        except UnicodeEncodeError:
            raise ReadError((FORM["not-unicode"].at(),)) from None
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data).removeprefix(_BOM)
    expected = Wording("bytes, str or a mapping", "bytes, str ou un dictionnaire")
    raise InvalidValueError("wrong-type", context={"expected": expected, "found": type_name(data)})


def _parsed(content: bytes, limits: Limits) -> Any:
    if len(content) > limits.document:
        raise ReadError((FORM["too-large"].at(context={"limit": limits.document}),))
    try:
        return parse(content, limits)
    except NotJsonError as error:
        raise ReadError((error.problem,)) from None
