"""Hold the French pages in step with the English ones: `python tools/check_translations.py`.

Each page under `docs/fr` says in its front matter which English page it translates, and the digest of the English text
it was made from; a notebook says it in its metadata. A page whose English text has changed since is named, and so is an
English page without a French one. What is made from the code or from figures is held in step by the tests of its tool.

    python tools/check_translations.py                        names them, and exits with 1
    python tools/check_translations.py --accept fr/start.md   the French page follows the English text of now
"""

import argparse
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
HEAD = re.compile(r"\A---\n(?P<head>.*?)^---\n", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^(english|english_digest): *(\S*) *$", re.MULTILINE)
MADE = re.compile(
    r"^<!-- From here on: tools/.*|^<!-- (?P<name>[a-z-]+) -->\n.*?^<!-- (/(?P=name)|end of (?P=name)) -->",
    re.MULTILINE | re.DOTALL,
)
"""What a tool writes into a page: no one translates it."""
TAKEN_IN = re.compile(r'^--8<-- "(.+)"$', re.MULTILINE)
"""A file that stands in a page, such as the changelog."""
MADE_PAGES = ("fr/codes/", "fr/profiles/", "fr/vocabularies.md")
"""French pages that are made from the code."""
ENGLISH_ONLY = ("codes/", "model.md", "profiles/", "reference/")
"""The API, and what is made from the code: in French too, or held in step by a test of its own."""


def digest_of(english: str) -> str:
    """Return the digest of what there is to translate of an English page, whatever the line ends of its file."""
    text = (DOCS / english).read_text("utf-8").replace("\r\n", "\n")
    if english.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    text = TAKEN_IN.sub(lambda found: (DOCS.parent / found[1]).read_text("utf-8").replace("\r\n", "\n"), text)
    return sha256(MADE.sub("", text).encode()).hexdigest()[:16]


def told_by(page: Path) -> dict[str, str]:
    """Return what a French page says of its English one."""
    text = page.read_text("utf-8")
    if page.suffix == ".ipynb":
        told: dict[str, Any] = json.loads(text)["metadata"]
        return {name: told[name] for name in ("english", "english_digest") if name in told}
    found = HEAD.match(text)
    return dict(FIELD.findall(found["head"])) if found else {}


def is_made(page: Path) -> bool:
    """Whether a page is made from the code, or by running the notebook beside it."""
    made = page.relative_to(DOCS).as_posix().startswith(MADE_PAGES)
    return made or (page.suffix == ".md" and page.with_suffix(".ipynb").is_file())


def french_pages() -> list[Path]:
    """Return every French page that was translated."""
    pages = [*(DOCS / "fr").rglob("*.md"), *(DOCS / "fr").rglob("*.ipynb")]
    return sorted(page for page in pages if not is_made(page))


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
    """Write the digest of the English text of now into a French page."""
    page = DOCS / name
    text = page.read_text("utf-8")
    english = told_by(page).get("english", name.removeprefix("fr/"))
    if page.suffix == ".ipynb":
        notebook = json.loads(text)
        notebook["metadata"] |= {"english": english, "english_digest": digest_of(english)}
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    else:
        others = [line for line in (HEAD.match(text) or [""])[0].splitlines()[1:-1] if not FIELD.match(line)]
        head = "\n".join(["---", *others, f"english: {english}", f"english_digest: {digest_of(english)}", "---", ""])
        text = head + HEAD.sub("", text)
    page.write_text(text, "utf-8", newline="\n")


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
