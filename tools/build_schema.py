"""Write the JSON Schemas of the versions that the library writes: `python tools/build_schema.py`.

The schema of a released version is never written again: a new version of the format has a file of its own.
"""

import json
from pathlib import Path
from typing import Any

from tracexpo.codecs.schema import SCHEMA_FILE, generated_schema
from tracexpo.documents.schema import DOCUMENT_SCHEMA_FILE, generated_document_schema

FOLDER = Path(__file__).parents[1] / "src" / "tracexpo" / "schemas"


def schema_text() -> str:
    """Return the text of the file of registers."""
    return _text(generated_schema())


def document_schema_text() -> str:
    """Return the text of the file of documents."""
    return _text(generated_document_schema())


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (FOLDER / SCHEMA_FILE).write_text(schema_text(), "utf-8", newline="\n")
    (FOLDER / DOCUMENT_SCHEMA_FILE).write_text(document_schema_text(), "utf-8", newline="\n")
