"""The JSON Schema of documents (draft 2020-12), made from their types."""

from importlib.resources import files
from typing import Any, Final

import msgspec

from tracexpo.codecs.schema import envelope_schema
from tracexpo.documents.kinds import Document
from tracexpo.documents.writing import FORMAT, VERSION

__all__ = ["DOCUMENT_SCHEMA_FILE", "document_schema", "generated_document_schema"]

DOCUMENT_SCHEMA_FILE: Final = f"document-{VERSION}.json"
"""The file, in the folder `schemas` of the package, that holds the schema of the version written here."""


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of documents, of the version that this library writes.

    It is the file shipped in `tracexpo/schemas`; each kind is described under `$defs`, by the name of its class.

    >>> document_schema()["$id"]
    'urn:tracexpo:schema:document:1.0'
    """
    text = (files("tracexpo") / "schemas" / DOCUMENT_SCHEMA_FILE).read_bytes()
    schema: dict[str, Any] = msgspec.json.decode(text)
    return schema


def generated_document_schema() -> dict[str, Any]:
    """Make the same schema from the types; it needs the source, for the descriptions.

    Raises:
        OSError: where the source is not beside the compiled code.
    """
    return envelope_schema(
        Document,
        name="document",
        head={"format": FORMAT, "version": VERSION},
        id=f"urn:tracexpo:schema:document:{VERSION}",
        title=f"Document made from a register of exposures, version {VERSION} of the form of documents of tracexpo",
    )
