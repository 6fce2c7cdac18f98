"""Hold the French pages in step with the English ones: `python tools/check_translations.py`.

Each page under `docs/fr` says in its front matter which English page it translates, and the digest of the English text
it was made from. A page whose English text has changed since is named, and so is an English page without a French one.

    python tools/check_translations.py                        names them, and exits with 1
    python tools/check_translations.py --accept fr/start.md   the French page follows the English text of now
"""

import argparse
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
HEAD = re.compile(r"\A---\n(?P<head>.*?)^---\n", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^(english|english_digest): *(\S*) *$", re.MULTILINE)
ENGLISH_ONLY = (
    "changelog.md",
    "performance-tables.md",
    "reference/",
    # both languages stand on these pages themselves
    "catalogue/",
    "codes/",
    "glossary.md",
    "model.md",
    "profiles/",
)
"""The API and what is made from the code, and pages that are in two languages already."""


def digest_of(english: str) -> str:
    """Return the digest of an English page, whatever the line ends of its file."""
    text = (DOCS / english).read_text("utf-8").replace("\r\n", "\n")
    return sha256(text.encode()).hexdigest()[:16]


def told_by(page: Path) -> dict[str, str]:
    """Return what the front matter of a French page says of its English one."""
    found = HEAD.match(page.read_text("utf-8"))
    return dict(FIELD.findall(found["head"])) if found else {}


def french_pages() -> list[Path]:
    """Return every French page."""
    return sorted((DOCS / "fr").rglob("*.md"))


def out_of_step() -> Iterator[str]:
    """Name the French pages that do not follow the English text of now, and why."""
    for page in french_pages():
        name, told = page.relative_to(DOCS).as_posix(), told_by(page)
        english = told.get("english", "")
        if not english or not (DOCS / english).is_file():
            yield f"{name}: its front matter names no English page (english: start.md)"
        elif english != name.removeprefix("fr/"):
            yield f"{name}: it translates {english}, and stands under another name"
        elif told.get("english_digest") != digest_of(english):
            yield f"{name}: {english} has changed since; translate what changed, then --accept {name}"


def untranslated() -> list[str]:
    """Name the English pages that are to be in French too, and are not."""
    pages = (path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md")))
    wanted = (name for name in pages if not name.startswith(("fr/", *ENGLISH_ONLY)))
    return [name for name in wanted if not (DOCS / "fr" / name).is_file()]


def accept(name: str) -> None:
    """Write the digest of the English text of now into the front matter of a French page."""
    page = DOCS / name
    text = page.read_text("utf-8")
    english = told_by(page).get("english", name.removeprefix("fr/"))
    others = [line for line in (HEAD.match(text) or [""])[0].splitlines()[1:-1] if not FIELD.match(line)]
    head = "\n".join(["---", *others, f"english: {english}", f"english_digest: {digest_of(english)}", "---", ""])
    page.write_text(head + HEAD.sub("", text), "utf-8", newline="\n")


def main() -> None:
    """Name what is out of step, or accept pages."""
    parser = argparse.ArgumentParser(description="Hold the French pages in step with the English ones.")
    parser.add_argument("--accept", nargs="+", metavar="PAGE", default=[], help="pages such as fr/start.md")
    for name in parser.parse_args().accept:
        accept(name)
    found = [*out_of_step(), *(f"{name}: not in French yet" for name in untranslated())]
    if found:
        raise SystemExit("\n".join(found))


if __name__ == "__main__":
    main()
