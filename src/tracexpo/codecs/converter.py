"""The careful reader: a cattrs converter, strict to the letter, whose errors become problems at pointers.

cattrs is lax by default (`None` → "None", 1.9 → 1): every hook here looks at the exact type of what it
gets. Hooks raise `InvalidValueError`; `problems_of` walks cattrs' tree of errors.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, cast, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import AttributeValidationNote, ClassValidationError, IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from tracexpo.codecs.plain import Unkept, json_type, step
from tracexpo.codecs.spelling import is_tagged_union, parse_day, parse_decimal, parse_instant, tag_of
from tracexpo.codes import FORM
from tracexpo.errors import InvalidValueError
from tracexpo.extensions import NO_EXTENSIONS, Extensions
from tracexpo.form import Form, field_types, form_of, is_optional, members_of
from tracexpo.problems import Problem
from tracexpo.vocabularies import Vocabulary

__all__ = [
    "make_converter",
    "make_structure",
    "parse_day",
    "parse_decimal",
    "parse_instant",
    "problems_of",
    "tag_of",
    "unknown_field",
]

_Hook = Callable[[Any, Any], Any]

_TOLD: Final = "told"
"""The code of what only follows from a fault of the text, which was told before."""


def _expected(code: str, value: object) -> InvalidValueError:
    if isinstance(value, Unkept):
        return InvalidValueError(_TOLD)
    return InvalidValueError(code, context={"found": json_type(value)})


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "decimal": parse_decimal,
    "day": parse_day,
    "instant": parse_instant,
}
_NOT_A: Final = {"decimal": "not-a-decimal", "day": "not-a-date", "instant": "not-an-instant"}


def _scalar_hook(form: Form) -> _Hook:
    """Return the hook of one form: the exact JSON type, the spelling, then the form's own check."""
    if form.name in ("count", "flag"):
        kind, code = (int, "not-an-integer") if form.name == "count" else (bool, "not-a-boolean")

        def structure_plain(value: Any, _: Any) -> Any:
            if type(value) is not kind:
                raise _expected(code, value)
            form.check(value)
            return value

        return structure_plain
    parse = _PARSERS.get(form.name, str)

    def structure_text(value: Any, _: Any) -> Any:
        if type(value) is not str:
            raise _expected(_NOT_A.get(form.name, "not-a-string"), value)
        parsed = parse(value)
        form.check(parsed)
        return parsed

    return structure_text


def _structure_vocabulary(value: Any, target: type[Vocabulary]) -> Vocabulary:
    # looks at its target: cattrs sends every str subclass to the hook of str
    if type(value) is not str:
        raise _expected("not-a-string", value)
    try:
        member: Any = target._value2member_map_[value]
    except KeyError:
        raise InvalidValueError("not-in-vocabulary", context={"allowed": tuple(m.value for m in target)}) from None
    return cast("Vocabulary", member)


def _structure_extensions(value: Any, _: Any) -> Extensions:
    if not isinstance(value, dict):
        raise _expected("not-an-object", value)
    try:
        return Extensions(value) or NO_EXTENSIONS
    except InvalidValueError as error:
        if error.context.get("found") == Unkept.__name__:
            raise InvalidValueError(_TOLD) from None
        raise


def _class_hook(cls: Any, converter: Converter) -> _Hook:
    """Return the hook of a model class: an object with the fields of the class, no other, none missing."""
    inner = make_dict_structure_fn(cls, converter, _cattrs_detailed_validation=True)
    names = list(field_types(cls))
    required = [a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING]

    def structure(value: Any, target: Any) -> Any:
        if not isinstance(value, dict):
            raise _expected("not-an-object", value)
        errors: list[Exception] = [unknown_field(key, names) for key in value if key not in names]
        errors += [InvalidValueError("missing-field", f"/{n}", {"field": n}) for n in required if n not in value]
        if not errors:
            return inner(value, target)
        try:
            inner(value, target)
        except ClassValidationError as error:
            # what is missing is told once, by us
            errors += [sub for sub in error.exceptions if not isinstance(sub, KeyError)]
        raise ClassValidationError("", errors, cls)  # pyright: ignore[reportCallIssue] # stub of the group class

    return structure


def unknown_field(key: str, names: list[str]) -> InvalidValueError:
    """Return what is told of a field that is none of `names`; a near one is named."""
    pointer = step("", key)
    near = get_close_matches(key, names, n=1, cutoff=0.75) if pointer else []
    return InvalidValueError(
        "misspelt-field" if near else "unknown-field", pointer, {"near": near[0]} if near else None
    )


def _tuple_hook(target: Any, converter: Converter) -> _Hook:
    item = get_args(target)[0]

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise _expected("not-an-array", value)
        hook = converter.get_structure_hook(item)
        items: list[Any] = []
        errors: list[Exception] = []
        for i, element in enumerate(value):
            try:
                items.append(hook(element, item))
            except InvalidValueError as error:
                errors.append(error.under(i))
            except (ClassValidationError, IterableValidationError) as error:
                error.__notes__ = [IterableValidationNote("", i, item)]
                errors.append(error)
        if errors:
            raise IterableValidationError("", errors, target)  # pyright: ignore[reportCallIssue] # likewise
        return tuple(items)

    return structure


def _union_hook(target: Any, converter: Converter) -> _Hook:
    """Return the hook of a tagged union: the member that `kind` names."""
    members = {tag_of(member): member for member in members_of(target)}
    allowed = tuple(str(tag) for tag in members)
    optional = is_optional(target)

    def structure(value: Any, _: Any) -> Any:
        if value is None and optional:
            return None
        if not isinstance(value, dict):
            raise _expected("not-an-object", value)
        kind = value.get("kind")
        if isinstance(kind, Unkept):
            raise InvalidValueError(_TOLD)
        member = members.get(kind) if isinstance(kind, str) else None
        if member is None:
            raise InvalidValueError("unknown-kind", "/kind" if "kind" in value else "", {"allowed": allowed})
        rest = {key: item for key, item in value.items() if key != "kind"}
        return converter.get_structure_hook(member)(rest, member)

    return structure


def _unstructure_union(target: Any, converter: Converter) -> Callable[[Any], Any]:
    def unstructure(value: Any) -> Any:
        if value is None:
            return None
        return {"kind": tag_of(type(value)), **converter.unstructure(value, unstructure_as=type(value))}

    return unstructure


def _is_tuple(target: Any) -> bool:
    return get_origin(target) is tuple


def _thawed(value: Any) -> Any:
    return {key: value[key] for key in value}


def make_converter() -> Converter:
    """Return a fresh, strict cattrs converter for the plain values of the wire form.

    Embedders may copy it and add hooks; the library itself keeps one of its own.

    >>> from tracexpo.units import Measure
    >>> make_converter().structure({"value": "0.10", "unit": "mg/m3"}, Measure)
    Measure(value=Decimal('0.10'), unit=<Unit.MG_M3: 'mg/m3'>)
    """
    converter = Converter(prefer_attrib_converters=False, detailed_validation=True)
    # scalars, values, containers, unions: later predicates are asked first
    converter.register_structure_hook(Vocabulary, _structure_vocabulary)
    converter.register_unstructure_hook(Vocabulary, str)
    # factories are given the converter they work for, which may be a copy of this one
    structuring: Any = converter.register_structure_hook_factory  # their overloads take no alias
    unstructuring: Any = converter.register_unstructure_hook_factory
    structuring(attrs.has, _class_hook)
    unstructuring(attrs.has, _unstructure_class)
    converter.register_structure_hook(Extensions, _structure_extensions)
    converter.register_unstructure_hook(Extensions, _thawed)
    converter.register_unstructure_hook(Decimal, lambda number: format(number, "f"))
    converter.register_unstructure_hook(dt.date, lambda day: day.isoformat())
    converter.register_unstructure_hook(dt.datetime, lambda instant: instant.strftime("%Y-%m-%dT%H:%M:%SZ"))
    structuring(lambda target: form_of(target) is not None, lambda target, _: _scalar_hook(_form(target)))
    converter.register_structure_hook(bool, _scalar_hook(_form(bool)))
    structuring(_is_tuple, _tuple_hook)
    unstructuring(_is_tuple, _unstructure_tuple)
    structuring(is_tagged_union, _union_hook)
    unstructuring(is_tagged_union, _unstructure_union)
    return converter


def _unstructure_class(cls: Any, converter: Converter) -> Callable[[Any], Any]:
    return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=False)


def _unstructure_tuple(target: Any, converter: Converter) -> Callable[[Any], Any]:
    item = get_args(target)[0]

    def unstructure(values: Any) -> Any:
        return [converter.unstructure(value, unstructure_as=item) for value in values]

    return unstructure


def _form(target: Any) -> Form:
    form = form_of(target)
    assert form is not None
    return form


def make_structure() -> Callable[[Any, Any, str], tuple[Any, tuple[Problem, ...]]]:
    """Return what builds an object of a type from plain values at a place: the object, or what is wrong."""
    converter = make_converter()

    def structure(plain: Any, target: Any, pointer: str) -> tuple[Any, tuple[Problem, ...]]:
        try:
            return converter.structure(plain, target), ()
        except (InvalidValueError, ClassValidationError, IterableValidationError) as error:
            return None, tuple(problems_of(error, pointer))

    return structure


def problems_of(error: BaseException, pointer: str = "") -> Iterator[Problem]:
    """Yield the problems that an error of the converter holds, each at its pointer.

    Raises:
        BaseException: what is none of the converter's errors, raised again: it is a fault of ours.
    """
    if isinstance(error, InvalidValueError):
        if error.code == _TOLD:
            return
        yield FORM[error.code].at(pointer + error.field, context=error.context)
    elif isinstance(error, ClassValidationError | IterableValidationError):
        for sub in error.exceptions:
            yield from problems_of(sub, pointer + _note(sub))
    else:
        raise error


def _note(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f"/{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"/{note.index}"
    return ""
