"""Writing documents: canonical JSON with the tag of the document, and the digest of it."""

from hashlib import sha256
from typing import Any, Final

from tracexpo.codecs.spelling import tag_of
from tracexpo.codecs.writing import RecordWriter
from tracexpo.errors import InvalidValueError
from tracexpo.form import type_name

__all__ = ["FORMAT", "VERSION", "digest", "dumps"]

FORMAT: Final = "tracexpo-document"
"""What the field `format` of a document says."""
VERSION: Final = "1.0"
"""The version of the form of documents that this library reads and writes."""


def dumps(document: Any) -> bytes:
    """Return a document as canonical JSON (RFC 8785): UTF-8, no spaces, keys sorted, every field written.

    Args:
        document: one of the documents of this package; the medical part has functions of its own.

    Raises:
        InvalidValueError: for anything else.
    """
    if not hasattr(type(document), "header") or tag_of(type(document)) is None:
        raise InvalidValueError("wrong-type", context={"expected": "a document", "found": type_name(document)})
    written = RecordWriter().write(document, tagged=True)
    # "document" < "format" < "version": the keys of the envelope are in canonical order
    return b'{"document":%b,"format":"%b","version":"%b"}' % (written, FORMAT.encode(), VERSION.encode())


def digest(document: Any) -> str:
    """Return the SHA-256 of the canonical bytes of a document, as `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{sha256(dumps(document)).hexdigest()}"
