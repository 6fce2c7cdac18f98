"""Write the JSON Schema of the version that the library writes: `python tools/build_schema.py`.

The schema of a released version is never written again: a new version of the format has a file of its own.
"""

import json
from pathlib import Path

from tracexpo.codecs.schema import SCHEMA_FILE, generated_schema

FOLDER = Path(__file__).parents[1] / "src" / "tracexpo" / "schemas"


def schema_text() -> str:
    """Return the text of the file."""
    return json.dumps(generated_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (FOLDER / SCHEMA_FILE).write_text(schema_text(), "utf-8", newline="\n")
