"""The golden pages of documents: each golden JSON file of this folder as it is handed over, in HTML.

`build.py` writes them after the files; `python tests/golden/documents/pages.py` writes them alone, those of the version
that the library writes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracexpo import documents
from tracexpo.documents.writing import VERSION

FOLDER = Path(__file__).parent / VERSION
IN_ENGLISH = {"list-2024", "attestation-departure-2008", "exposure-record-extract"}


def pages(folder: Path = FOLDER) -> Iterator[tuple[Path, str]]:
    """Yield each page with the file it stands in."""
    languages: tuple[Any, ...] = ("fr", "en")
    for path in sorted(folder.glob("*.json")):
        document = documents.loads(path.read_bytes())
        for lang in languages:
            if lang == "fr" or path.stem in IN_ENGLISH:
                yield path.with_suffix(f".{lang}.html"), documents.to_html(document, lang)


def main() -> None:
    """Write the pages."""
    for path, page in pages():
        path.write_text(page, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
