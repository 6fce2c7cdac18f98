"""The JSON Schema of a register (draft 2020-12), made from the model.

What the schema refuses, the reader refuses. The reader refuses more: check digits, days that are in no
calendar, fields that contradict each other, keys named twice.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final, get_args, get_origin

import attrs
import msgspec

from tracexpo.codecs.converter import make_converter
from tracexpo.codecs.descriptions import class_description, field_descriptions
from tracexpo.codecs.document import FORMAT
from tracexpo.codecs.spelling import is_tagged_union, tag_of
from tracexpo.extensions import KEY as EXTENSION_KEY
from tracexpo.extensions import Extensions
from tracexpo.form import DECIMAL, MOST_TEXT, Form, field_types, form_of, is_optional, members_of
from tracexpo.register import FORMAT_VERSION, Register
from tracexpo.vocabularies import Vocabulary

__all__ = ["SCHEMA_FILE", "envelope_schema", "generated_schema", "register_schema"]

_Schema = dict[str, Any]

SCHEMA_FILE: Final = f"register-{FORMAT_VERSION}.json"
"""The file, in the folder `schemas` of the package, that holds the schema of the version written here."""

_ID_OF_SCHEMA: Final = f"urn:tracexpo:schema:register:{FORMAT_VERSION}"
_DAY: Final = r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# numbers stand in strings, where minimum and maximum say nothing: the two intervals of the model as patterns
_ZERO_TO_ONE: Final = r"(?:0(?:\.[0-9]{1,18})?|1(?:\.0{1,18})?)"
_NOT_ZERO: Final = r"(?!0(?:\.0+)?$)"
_NOT_NEGATIVE_ZERO: Final = r"(?!-0(?:\.0+)?$)"


def _text_of(pattern: str) -> _Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


_SHARED: Final[Mapping[str, _Schema]] = {
    "id": {
        **_text_of("[A-Za-z0-9._:-]{1,128}"),
        "description": "An id, unique in the register over all collections, never reused, without a name or a NIR.",
    },
    "text": {
        "type": "string",
        "minLength": 1,
        "maxLength": MOST_TEXT,
        "description": f"A text of at most {MOST_TEXT} bytes of UTF-8 (the schema counts characters).",
    },
    "decimal": {
        **_text_of(_NOT_NEGATIVE_ZERO + DECIMAL.pattern),
        "description": "A decimal number, kept as it was written: 0.10 stays 0.10.",
    },
    "day": {**_text_of(_DAY), "description": "A day of the calendar, 1900-01-01 to 2199-12-31."},
    "instant": {**_text_of(f"{_DAY}T{_TIME}Z"), "description": "An instant in UTC, whole seconds."},
    "extensions": {
        "type": "object",
        "propertyNames": {"pattern": f"^{EXTENSION_KEY}$"},
        "description": "What an embedder keeps of its own: reverse-domain keys, any JSON as values.",
    },
}
"""What many fields share, by name."""


def register_schema() -> dict[str, Any]:
    """Return the JSON Schema of a register, of the version of the format that this library writes.

    It is the file shipped in `tracexpo/schemas`. A record by itself is described under `$defs`, by the name of
    its class.

    >>> register_schema()["$id"]
    'urn:tracexpo:schema:register:1.0'
    """
    schema: dict[str, Any] = msgspec.json.decode((files("tracexpo") / "schemas" / SCHEMA_FILE).read_bytes())
    return schema


def generated_schema() -> dict[str, Any]:
    """Make the same schema from the model; it needs the source, for the descriptions.

    Raises:
        OSError: where the source is not beside the compiled code.
    """
    return _Generator(Register).schema()


def envelope_schema(target: Any, *, name: str, head: Mapping[str, str], id: str, title: str) -> dict[str, Any]:
    """Make the JSON Schema of an envelope that holds one object under a name; it needs the source too.

    Args:
        target: the class of the object, or the union of its classes.
        name: the field that holds it.
        head: the other fields and what each says.
        id: the id of the schema.
        title: its title.

    Raises:
        OSError: where the source is not beside the compiled code.
    """
    return _Generator(*members_of(target)).envelope(target, name, head, id, title)


class _Generator:
    """Collects the definitions that the annotations of the model lead to."""

    def __init__(self, *roots: type) -> None:
        self._definitions: dict[str, _Schema] = {}
        self._converter = make_converter()
        seen: set[type] = set()
        self._untagged = {cls for root in roots for cls in _untagged_classes(root, seen)}

    def schema(self) -> _Schema:
        head = {"format": {"const": FORMAT}, "version": {"const": FORMAT_VERSION}}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": _ID_OF_SCHEMA,
            "title": f"Register of exposures to CMR agents, version {FORMAT_VERSION} of the format of tracexpo",
            "description": class_description(Register),
            # of our own version, in which nothing is unread
            **_object({**head, **self._properties(Register, but=("version", "unread"))}, list(head)),
            "$defs": dict(sorted(self._definitions.items())),
        }

    def envelope(self, target: Any, name: str, head: Mapping[str, str], id: str, title: str) -> _Schema:
        fields = {key: {"const": value} for key, value in head.items()}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": id,
            "title": title,
            **_object({**fields, name: self._value(target)}, [*head, name]),
            "$defs": dict(sorted(self._definitions.items())),
        }

    def _properties(self, cls: type, *, but: tuple[str, ...] = ()) -> dict[str, _Schema]:
        texts = field_descriptions(cls)
        defaults = {a.name: a.default for a in attrs.fields(cls)}
        return {
            name: {
                **self._value(annotation),
                "description": _described(texts[name], annotation),
                **self._default(defaults[name], annotation),
            }
            for name, annotation in field_types(cls).items()
            if name not in but
        }

    def _default(self, default: Any, annotation: Any) -> _Schema:
        """What an absent field means."""
        if default is attrs.NOTHING:
            return {}
        if attrs.has(type(default)):
            return {"default": {}}  # every field at its own default
        return {"default": self._converter.unstructure(default, unstructure_as=annotation)}

    def _value(self, annotation: Any) -> _Schema:
        if get_origin(annotation) is tuple:
            return {"type": "array", "items": self._value(get_args(annotation)[0])}
        schemas = [self._member(member, tagged=is_tagged_union(annotation)) for member in members_of(annotation)]
        schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
        return {"anyOf": [schema, {"type": "null"}]} if is_optional(annotation) else schema

    def _member(self, member: Any, *, tagged: bool) -> _Schema:
        form = form_of(member)
        if form is not None:
            return self._scalar(form)
        if member is Extensions:
            return self._shared("extensions")
        name: str = member.__name__
        if tagged and member in self._untagged:
            name = f"Tagged{name}"
        if name not in self._definitions:
            is_vocabulary = issubclass(member, Vocabulary)
            self._definitions[name] = _words(member) if is_vocabulary else self._class(member, tagged=tagged)
        return _ref(name)

    def _class(self, cls: type, *, tagged: bool) -> _Schema:
        required = [a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING]
        properties = self._properties(cls)
        if tagged:
            properties = {"kind": {"const": tag_of(cls)}, **properties}
            required = ["kind", *required]
        return {"description": _in_json(class_description(cls)), **_object(properties, required)}

    def _scalar(self, form: Form) -> _Schema:
        if form.name == "flag":
            return {"type": "boolean"}
        if form.name == "count":
            return {"type": "integer", "minimum": form.least, "maximum": form.most}
        if form.name == "decimal" and form.least is not None:
            assert (form.least, form.most) == (0, 1), "another interval needs a pattern of its own"
            return _text_of((_NOT_ZERO if form.above else "") + _ZERO_TO_ONE)
        name = "id" if form.name == "ref" else form.name
        if name in _SHARED:
            return self._shared(name)
        assert form.pattern is not None
        return _text_of(form.pattern)

    def _shared(self, name: str) -> _Schema:
        self._definitions[name] = _SHARED[name]
        return _ref(name)


def _untagged_classes(cls: type, seen: set[type]) -> Iterator[type]:
    """Yield the classes that stand somewhere by themselves, outside any tagged union."""
    seen.add(cls)
    for annotation in field_types(cls).values():
        if get_origin(annotation) is tuple:
            annotation = get_args(annotation)[0]
        for member in members_of(annotation):
            if form_of(member) is None and attrs.has(member):
                if not is_tagged_union(annotation):
                    yield member
                if member not in seen:
                    yield from _untagged_classes(member, seen)


def _object(properties: Mapping[str, _Schema], required: list[str]) -> _Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _words(vocabulary: type[Vocabulary]) -> _Schema:
    return {
        "description": class_description(vocabulary),
        "type": "string",
        "enum": [member.value for member in vocabulary],
    }


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _in_json(text: str) -> str:
    return text.replace("None", "null")


def _described(text: str, annotation: Any) -> str:
    """Return what stands under a field and, for a reference, in which collections the id it names may stand."""
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    form = form_of(members_of(annotation)[0])
    targets = form.targets if form is not None else ()
    return _in_json(text) + (f" Id of a record in: {', '.join(targets)}." if targets else "")
